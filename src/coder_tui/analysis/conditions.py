"""Tables of final scores by model and scaffold: only for who holds the key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coder_tui.analysis.ground import UNKNOWN, Ground
from coder_tui.analysis.questions import Cell
from coder_tui.analysis.sentences import LEAST, Shift, nothing_to_compare, what_it_shows
from coder_tui.domain.rubric import Dimension, Level, Rubric
from coder_tui.domain.text import plural


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model: its cells, one for each scaffold, and how far it moves."""

    model: str
    cells: tuple[Cell | None, ...]
    difference: float | None
    """Mean under the compared scaffold minus mean under the first one; None of too few scores."""
    remarks: tuple[str, ...]
    """`CEILING`, `SAME MEAN`, `TOO FEW`."""


@dataclass(frozen=True, slots=True)
class ConditionTable:
    """One dimension: models down, scaffolds across."""

    dimension: Dimension
    scaffolds: tuple[str, ...]
    rows: tuple[ModelRow, ...]
    compared: tuple[str, str] | None
    """The first scaffold, and the one on which the models move most; None without means."""
    ground: Ground
    """What is known of agreement on this dimension."""
    unresolved: int
    sentence: str
    """What the table shows, behind the warning where there is one."""

    @property
    def warning(self) -> str:
        """What the sentence begins with where agreement does not surely reach the bar."""
        return _warning(self.ground, self.dimension)

    @property
    def has_means(self) -> bool:
        """Whether the values have an order, so that a mean says something."""
        return self.dimension.level.is_ordered

    @property
    def head(self) -> str:
        """The head of the column of differences: `C4-C1`."""
        return f"{self.compared[1]}-{self.compared[0]}" if self.compared else ""


def condition_tables(
    cells: Sequence[Cell], rubric: Rubric, grounds: Mapping[str, Ground]
) -> tuple[ConditionTable, ...]:
    """Lay out the cells, in the order of the rubric.

    Args:
        cells: final scores by dimension, model and scaffold.
        rubric: its dimensions with their declared scales.
        grounds: what is known of agreement on dimensions, by their ids.
    """
    return tuple(
        _table(dimension, found, grounds.get(dimension.id, UNKNOWN))
        for dimension in rubric.dimensions
        if (found := [cell for cell in cells if cell.dimension == dimension.id])
    )


def _table(dimension: Dimension, cells: Sequence[Cell], ground: Ground) -> ConditionTable:
    scaffolds = tuple(sorted({cell.scaffold for cell in cells}))
    models = sorted({cell.model for cell in cells})
    by_place = {(cell.model, cell.scaffold): cell for cell in cells}
    unresolved = sum(cell.unresolved for cell in cells)
    compared = None
    if len(scaffolds) > 1 and dimension.level.is_ordered:
        compared = scaffolds[0], _moves_most(models, scaffolds, by_place)
    shifts = [_shift(model, compared, by_place, dimension) for model in models]
    rows = tuple(
        ModelRow(
            model,
            tuple(by_place.get((model, scaffold)) for scaffold in scaffolds),
            shift.difference,
            _remarks(shift),
        )
        for model, shift in zip(models, shifts, strict=True)
    )
    sentence = (
        what_it_shows(shifts, *compared, len(scaffolds), unresolved)
        if compared
        else nothing_to_compare(len(scaffolds), unresolved, are_texts=dimension.level is Level.TEXT)
    )
    sentence = f"{_warning(ground, dimension)} {sentence}".strip()
    return ConditionTable(dimension, scaffolds, rows, compared, ground, unresolved, sentence)


def _warning(ground: Ground, dimension: Dimension) -> str:
    return ground.warning("the means rest" if dimension.level.is_ordered else "the counts rest")


def _moves_most(
    models: Sequence[str], scaffolds: Sequence[str], cells: Mapping[tuple[str, str], Cell]
) -> str:
    """Give the scaffold under which a model moves furthest from the first; of equals the last."""

    def furthest(scaffold: str) -> float:
        moves = (_difference(model, scaffolds[0], scaffold, cells) for model in models)
        return round(max((abs(move) for move in moves if move is not None), default=0.0), 6)

    return max(reversed(scaffolds[1:]), key=furthest)


def _difference(
    model: str, baseline: str, other: str, cells: Mapping[tuple[str, str], Cell]
) -> float | None:
    first, second = cells.get((model, baseline)), cells.get((model, other))
    if first is None or second is None or first.mean is None or second.mean is None:
        return None
    if min(first.n, second.n) < LEAST:
        return None
    return second.mean - first.mean


def _shift(
    model: str,
    compared: tuple[str, str] | None,
    cells: Mapping[tuple[str, str], Cell],
    dimension: Dimension,
) -> Shift:
    if compared is None:
        return Shift(model, None, "", 0)
    cell = cells.get((model, compared[1]))
    top = dimension.highest
    at_ceiling = cell is not None and cell.n > 0 and cell.counts.get(top or "", 0) == cell.n
    ceiling = f"all {cell.n} at {top}" if cell is not None and at_ceiling else ""
    both = [cells.get((model, scaffold)) for scaffold in compared]
    scores = min(each.n if each is not None else 0 for each in both)
    return Shift(model, _difference(model, *compared, cells), ceiling, scores)


def _remarks(shift: Shift) -> tuple[str, ...]:
    if shift.too_few:
        return ("TOO FEW",)
    ceiling = ("CEILING",) if shift.ceiling else ()
    return (*ceiling, "SAME MEAN") if shift.same else ceiling


def provisional(tables: Iterable[ConditionTable]) -> str:
    """Say that disagreements are open; nothing where there are none."""
    unresolved = sum(each.unresolved for each in tables)
    return f"PROVISIONAL: {plural(unresolved, 'score')} unresolved." if unresolved else ""
