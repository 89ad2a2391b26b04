"""Which answers are taken for one another: tables of answers against answers.

With the key a table is of two coders by name. Without it coders stand under letters that change
from item to item, so rows and columns belong to nobody: every pair of answers on an item counts
once, in whichever order, and the table is symmetric. Only items count that the reader may see,
with the answers on which agreement rests: once a study is closed, none that came later.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

import numpy as np

from coder_tui.analysis.chance import MOST_COMPARED
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.rubric import Answer, Dimension, Level, Rubric
from coder_tui.statistics.agreement import Counts

MOST_VALUES = 12
"""A table of more answers than this is given nowhere."""

OF_TEXTS = "Answers in words have no table: hardly two of them are the same."
TOO_MANY = f"No table: more than {MOST_VALUES} different answers were given."

Pair = tuple[str, str]
"""Two coders by name."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often each answer of one side met each answer of the other."""

    answers: tuple[str, ...]
    """In words; of a declared scale every value, and behind them states that occur."""
    counts: tuple[tuple[int, ...], ...]
    """Rows are the answers of the first side, columns those of the second."""


def values_of(dimension: Dimension, answers: Iterable[Answer]) -> list[str]:
    """Give the declared scale, or the values that occur, in order."""
    if dimension.takes_one_point:
        return list(dimension.values)
    given = {answer.value for answer in answers if answer.value is not None}
    return sorted(given, key=float) if dimension.level.is_ordered else sorted(given)


def table_of(met: Iterable[tuple[Answer, Answer, int]], values: Sequence[str]) -> Counts:
    """Count which answer met which, on these values and words for states, at least one by one."""
    places = {value: place for place, value in enumerate(values)}
    table = np.zeros((max(1, len(values)), max(1, len(values))), dtype=np.int64)
    for first, second, items in met:
        table[places[_key(first)], places[_key(second)]] += items
    return table


def confusion_of(
    dimension: Dimension, met: Sequence[tuple[Answer, Answer, int]]
) -> Confusion | None:
    """Lay out which answer met which, and on how many items; None without a table of use."""
    given = [answer for first, second, _ in met for answer in (first, second)]
    values = _rows(dimension, given)
    if not met or not values:
        return None
    table = table_of(met, values)
    words = {_key(answer): answer.word for answer in given}
    return Confusion(
        tuple(words.get(value, value) for value in values),
        tuple(tuple(map(int, row)) for row in table),
    )


def _rows(dimension: Dimension, given: Sequence[Answer]) -> list[str]:
    """Give values, then the states that occur; nothing where they make no table."""
    if dimension.level is Level.TEXT:
        return []
    states = {answer.word for answer in given if answer.value is None}
    rows = [*values_of(dimension, given), *sorted(states, reverse=True)]
    return rows if len(rows) <= MOST_VALUES else []


def _key(answer: Answer) -> str:
    return answer.value if answer.value is not None else answer.word


@dataclass(frozen=True, slots=True)
class Alike:
    """Items on which the coders of a kind gave the same answers, each coder the same."""

    given: tuple[tuple[str, Answer], ...]
    """By coder; the coder is "" for a reader who may not know."""
    items: int
    blind_ids: tuple[str, ...]
    """The first of them by name, at most 500."""

    def met(self, coders: Pair | None) -> list[tuple[Answer, Answer]]:
        """Give the pairs of answers, of two coders or, in no order, of every two."""
        if coders is None:
            return [(first, second) for (_, first), (_, second) in combinations(self.given, 2)]
        by_coder = dict(self.given)
        first, second = (by_coder.get(coder) for coder in coders)
        return [(first, second)] if first is not None and second is not None else []


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer of one side that met one answer of the other."""

    first: str
    """In words, as are the rows and columns."""
    second: str
    pairs: int
    """How often; of two coders as many as items."""
    items: int
    blind_ids: tuple[str, ...]
    """Of these items the first by name."""

    @property
    def agrees(self) -> bool:
        """Whether both sides gave the same answer."""
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class Matrix:
    """One dimension: the answers of two coders, or of every two, against each other."""

    dimension: Dimension
    coder_kind: str
    coders: Pair | None
    """The first one's answers are the rows; None: every two, in no order."""
    confusion: Confusion | None
    why: str
    """Why there is no table; nothing where there is."""
    cells: Mapping[Pair, Cell]
    """By the words of row and column; only those that are not empty."""
    pairs: int
    """Pairs of answers, each counted once."""

    def cell(self, row: int, column: int) -> Cell:
        """Give a cell of the table."""
        answers = self.confusion.answers if self.confusion else ()
        words = answers[row], answers[column]
        return self.cells.get(words, Cell(*words, 0, 0, ()))


@dataclass(frozen=True, slots=True)
class Answered:
    """Everything that two or more coders of a kind answered on one dimension."""

    dimension: Dimension
    coder_kind: str
    alike: tuple[Alike, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of coders that share an item; none without the key, or of too many coders."""
        coders = {coder for each in self.alike for coder, _ in each.given}
        if "" in coders or len(coders) > MOST_COMPARED:
            return ()
        found = {
            pair for each in self.alike for pair in combinations(sorted(dict(each.given)), 2)
        }  # fmt: skip
        return tuple(sorted(found))

    @property
    def matrices(self) -> tuple[Matrix, ...]:
        """The table of each pair; where pairs have no names, one of all."""
        return tuple(self.matrix(pair) for pair in self.pairs or (None,))

    def matrix(self, coders: Pair | None) -> Matrix:
        """Lay out the answers of two coders, or of every two."""
        return _matrix(self, coders)


def _matrix(answered: Answered, coders: Pair | None) -> Matrix:
    met: list[tuple[Answer, Answer, int]] = []
    pairs = 0
    counted: Counter[Pair] = Counter()
    items: Counter[Pair] = Counter()
    names: defaultdict[Pair, set[str]] = defaultdict(set)
    for each in answered.alike:
        in_words = []
        for first, second in each.met(coders):
            pairs += each.items
            met.append((first, second, each.items))
            in_words.append((first.word, second.word))
            if coders is None and first != second:
                met.append((second, first, each.items))
                in_words.append((second.word, first.word))
        for cell, times in Counter(in_words).items():
            counted[cell] += times * each.items
            items[cell] += each.items
            names[cell].update(each.blind_ids)
    confusion = confusion_of(answered.dimension, met)
    cells = {
        cell: Cell(*cell, times, items[cell], tuple(sorted(names[cell])))
        for cell, times in counted.items()
    }
    why = "" if confusion else _why_none(answered.dimension, pairs)
    return Matrix(answered.dimension, answered.coder_kind, coders, confusion, why, cells, pairs)


def _why_none(dimension: Dimension, pairs: int) -> str:
    if not pairs:
        return "No table: no item has an answer from both."
    return OF_TEXTS if dimension.level is Level.TEXT else TOO_MANY


def answered(snapshot: Snapshot, rubric: Rubric, *, with_key: bool) -> tuple[Answered, ...]:
    """Give what was answered on each dimension by two of a kind, in the order of the rubric.

    Args:
        snapshot: the study.
        rubric: its dimensions with their declared scales.
        with_key: whether coders have names, and items count that somebody has still to submit.
    """
    found: defaultdict[tuple[str, str], list[Alike]] = defaultdict(list)
    for (dimension, kind, _), rows in groupby(snapshot.ask("together"), lambda row: row[:3]):
        answers = list(rows)
        complete, items, blind_ids = answers[0][3:6]
        if not (with_key or complete):
            continue
        given = [(row[6] if with_key else "", Answer.stored(*row[7:10])) for row in answers]
        if not with_key:
            # In an order of their own: that of the rows is that of the coders' names.
            given.sort(key=lambda each: _key(each[1]))
        found[dimension, kind].append(Alike(tuple(given), items, tuple(blind_ids)))
    kinds = sorted({kind for _, kind in found})
    return tuple(
        Answered(dimension, kind, tuple(found[dimension.id, kind]))
        for kind in kinds
        for dimension in rubric.dimensions
        if (dimension.id, kind) in found
    )
