"""Filters on disagreements: what there is to choose from, what fits, and how that is said."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from coder_tui.analysis.confusion import Cell, Matrix
from coder_tui.analysis.disagreements import Disagreement
from coder_tui.domain.rubric import Dimension
from coder_tui.domain.scales import shortest
from coder_tui.domain.text import visible_line

DIMENSION, PAIR, SIZE, KIND, COMMENT, DECIDED = (
    "dimension", "pair", "size", "kind", "comment", "decided",
)  # fmt: skip
CELL = "cell"
"""Disagreements behind a cell of a table; chosen there."""

Key = tuple[str | float, ...]

NO_PAIRS = (
    "Without the key coders stand under letters that change from item to item, so there is no pair "
    "of coders to choose."
)


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that is asked of disagreements."""

    about: str
    """What it is about; of one matter only one filter is in force."""
    key: Key
    """By which filters on one matter are told apart and sorted."""
    words: str = field(compare=False)
    """How it is said over the list."""
    fits: Callable[[Disagreement], bool] = field(compare=False)
    label: str = field(default="", compare=False)
    """How it is offered, where that is longer."""


@dataclass(frozen=True, slots=True)
class Option:
    """A filter that can be chosen, and how many disagreements it would leave."""

    filter: Filter
    count: int


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters in force, in the order in which they were chosen."""

    filters: tuple[Filter, ...] = ()

    def by(self, chosen: Filter) -> "Narrowing":
        """Put a filter in force, in place of the one on the same matter."""
        return Narrowing((*self.without(chosen.about).filters, chosen))

    def without(self, about: str) -> "Narrowing":
        """Take away the filter on a matter."""
        return Narrowing(tuple(each for each in self.filters if each.about != about))

    @property
    def without_last(self) -> "Narrowing":
        """Take away what was chosen last."""
        return Narrowing(self.filters[:-1])

    @property
    def words(self) -> tuple[str, ...]:
        """Say what is asked."""
        return tuple(each.words for each in self.filters)

    def of(self, about: str) -> Filter | None:
        """Give the filter on a matter."""
        return next((each for each in self.filters if each.about == about), None)

    def apply(self, found: Iterable[Disagreement]) -> list[Disagreement]:
        """Give the disagreements that fit all filters."""
        return [each for each in found if all(wanted.fits(each) for wanted in self.filters)]

    def options(self, about: str, found: Sequence[Disagreement]) -> list[Option]:
        """Give what there is to choose on a matter, under the other filters in force."""
        several = len({each.coder_kind for each in found}) > 1
        counted: Counter[Filter] = Counter()
        for each in self.without(about).apply(found):
            fitting = _dimension(each, several) if about == DIMENSION else _GIVEN[about](each)
            counted.update(fitting)
        # Dimensions come in the order of the rubric, as disagreements do.
        chosen = list(counted) if about == DIMENSION else sorted(counted, key=lambda one: one.key)
        return [Option(each, counted[each]) for each in chosen]


def of_dimension(dimension: Dimension, coder_kind: str, *, said_with_kind: bool) -> Filter:
    """Ask for one dimension, coded by one kind of coder, which is said where there are several."""
    asked = dimension.id, coder_kind
    kind = f" ({coder_kind})" if said_with_kind else ""
    return Filter(
        DIMENSION,
        asked,
        f"{visible_line(dimension.short)}{kind} only",
        lambda each: (each.dimension.id, each.coder_kind) == asked,
        f"{visible_line(dimension.label)}{kind}",
    )


def of_pair(first: str, second: str) -> Filter:
    """Ask for items on which two coders differ from each other."""

    def fits(each: Disagreement) -> bool:
        given = {side.coder: side.answer for side in each.answers}
        return first in given and second in given and given[first] != given[second]

    return Filter(PAIR, (first, second), f"{first} and {second}", fits)


def of_cell(matrix: Matrix, cell: Cell) -> Filter:
    """Ask for what a cell of a table counts: its items, or, where not all are named, its answers.

    The two are the same until a study is closed: a table then keeps the answers of that moment.
    """
    dimension, coders, wanted = matrix.dimension, matrix.coders, (cell.first, cell.second)
    where = dimension.id, matrix.coder_kind
    names = frozenset(cell.blind_ids) if cell.items == len(cell.blind_ids) else None

    def fits(each: Disagreement) -> bool:
        if (each.dimension.id, each.coder_kind) != where:
            return False
        if names is not None:
            return each.blind_id in names
        if coders is None:
            met = combinations((side.answer.word for side in each.answers), 2)
            return any(pair in (wanted, wanted[::-1]) for pair in met)
        given = {side.coder: side.answer.word for side in each.answers}
        return (given.get(coders[0]), given.get(coders[1])) == wanted

    return Filter(CELL, (*where, *(coders or ()), *wanted), words_of_cell(matrix, cell), fits)


def words_of_cell(matrix: Matrix, cell: Cell) -> str:
    """Say what a cell counts: `D1: ana 1, ben 2`; without names `D1: 1 against 2`."""
    short = visible_line(matrix.dimension.short)
    if matrix.coders is None:
        return f"{short}: {cell.first} against {cell.second}"
    first, second = matrix.coders
    return f"{short}: {first} {cell.first}, {second} {cell.second}"


def size_of(found: Disagreement) -> float | None:
    """Give how far the values are apart; None where they have no order, or one is no value."""
    if found.kind != "value" or not found.dimension.level.is_ordered:
        return None
    return found.distance


def has_comment(found: Disagreement) -> bool:
    """Whether one of the coders wrote something."""
    return any(side.comments for side in found.answers)


def _dimension(each: Disagreement, several: bool) -> Iterable[Filter]:
    yield of_dimension(each.dimension, each.coder_kind, said_with_kind=several)


def _pairs(each: Disagreement) -> Iterable[Filter]:
    for first, second in combinations(sorted(each.answers, key=lambda side: side.coder), 2):
        if first.answer != second.answer:
            yield of_pair(first.coder, second.coder)


def _sizes(each: Disagreement) -> Iterable[Filter]:
    size = size_of(each)
    if size is not None:
        words = f"distance {shortest(size)}"
        yield Filter(SIZE, (size,), words, lambda other: size_of(other) == size)


def _kinds(each: Disagreement) -> Iterable[Filter]:
    kind = each.kind
    words = "values differ" if kind == "value" else "applicable?"
    yield Filter(KIND, (kind,), words, lambda other: other.kind == kind)


def _comments(each: Disagreement) -> Iterable[Filter]:
    wanted = has_comment(each)
    words = "with a comment" if wanted else "without a comment"
    yield Filter(COMMENT, (words,), words, lambda other: has_comment(other) == wanted)


def _decided(each: Disagreement) -> Iterable[Filter]:
    wanted = each.final is not None
    words = "decided" if wanted else "undecided"
    yield Filter(DECIDED, (words,), words, lambda other: (other.final is not None) == wanted)


_GIVEN: dict[str, Callable[[Disagreement], Iterable[Filter]]] = {
    PAIR: _pairs,
    SIZE: _sizes,
    KIND: _kinds,
    COMMENT: _comments,
    DECIDED: _decided,
}
"""The filters that a disagreement fits, by what they are about; of a dimension see `_dimension`."""
