"""The summary of an audit: what each benchmark measures, and what that goes with.

Dimensions on which values are ordered say how far something is measured: 0 is "not at all".
Nominal dimensions say how a benchmark is made. Whether what is measured goes with one of these, as
with the construction rather than with the source of the data, is laid out as tables and put to a
test by permutation.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

import numpy as np

from coder_tui.analysis.chance import seed_of
from coder_tui.analysis.settled import Settled, Sheet, settled
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.rubric import Dimension, Level, Rubric, State
from coder_tui.statistics.partition import Partition, partition

TITLES = """
select blind_id, title
from item
where blind_id not in (select blind_id from uncounted)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A benchmark, and what stands on each dimension of it."""

    blind_id: str
    title: str
    cells: tuple[Settled | None, ...]
    """In the order of the audit's dimensions; None where nobody has answered."""
    makings: tuple[Settled | None, ...]
    """In the order of its nominal dimensions."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the benchmarks together measure one dimension."""

    dimension: Dimension
    counts: tuple[int, ...]
    """At each point of the scale, from the lowest."""
    not_applicable: int
    cannot_judge: int
    unresolved: int
    unscored: int
    contested: int
    """Of the unresolved, those that a coder puts above the lowest point."""
    above_by_all: int
    """Of these, those that every coder puts there: they differ in how far only."""

    @property
    def covered(self) -> int:
        """How many are above the lowest point."""
        return sum(self.counts[1:])

    @property
    def scored(self) -> int:
        """How many have a final score."""
        return sum(self.counts)

    @property
    def applicable(self) -> int:
        """How many have a final score or may get one."""
        return self.scored + self.cannot_judge + self.unresolved + self.unscored

    @property
    def at_lowest_only(self) -> bool:
        """Whether all that have a score are at the lowest point, and no coder puts one above."""
        return bool(self.scored) and not self.covered and not self.contested

    @property
    def in_dispute(self) -> bool:
        """Whether only benchmarks may be above the lowest point on which coders differ whether."""
        return bool(self.contested) and not self.covered and not self.above_by_all

    @property
    def too_early(self) -> bool:
        """Whether so few are seen that "no benchmark" would be said of the lesser part."""
        seen = self.scored + self.unresolved if self.contested else self.scored
        return 2 * seen < self.applicable


@dataclass(frozen=True, slots=True)
class CrossTable:
    """One nominal dimension against what is measured."""

    making: Dimension
    categories: tuple[str, ...]
    """Labels of the points that occur."""
    benchmarks: tuple[int, ...]
    """Of each category."""
    measured: tuple[tuple[tuple[int, int], ...], ...]
    """For each category and dimension: how many are above the lowest point, of how many scored."""
    partition: Partition


@dataclass(frozen=True, slots=True)
class Audit:
    """What the benchmarks measure, by the coders of one kind."""

    coder_kind: str
    dimensions: tuple[Dimension, ...]
    """Those that say how far something is measured."""
    makings: tuple[Dimension, ...]
    """Those that say how a benchmark is made."""
    entries: tuple[Entry, ...]
    coverage: tuple[Coverage, ...]
    tables: tuple[CrossTable, ...]

    @property
    def uncovered(self) -> tuple[Coverage, ...]:
        """Dimensions that no benchmark measures, of the half at least that have a score."""
        return tuple(each for each in self.coverage if each.at_lowest_only and not each.too_early)

    @property
    def undecided(self) -> tuple[Coverage, ...]:
        """Dimensions that only a benchmark may measure on which coders differ whether it does."""
        return tuple(each for each in self.coverage if each.in_dispute and not each.too_early)

    @property
    def too_early(self) -> tuple[Coverage, ...]:
        """Dimensions that nothing seen so far measures, on which most benchmarks are open."""
        return tuple(
            each
            for each in self.coverage
            if each.too_early and not each.covered and not each.above_by_all
        )

    @property
    def how_far(self) -> tuple[Coverage, ...]:
        """Dimensions whose every benchmark that measures them is one of which coders differ."""
        return tuple(each for each in self.coverage if each.above_by_all and not each.covered)


def audits(snapshot: Snapshot, rubric: Rubric, study_id: str) -> tuple[Audit, ...]:
    """Sum up what coders of each kind came to.

    Args:
        snapshot: of a study of benchmarks.
        rubric: its dimensions.
        study_id: chance is drawn from it.

    Returns:
        One for each kind of coder that has submitted anything, by its name.
    """
    titles = {
        blind: title or "" for blind, title in snapshot.run("select blind_id, title from item")
    }
    titles = {blind: title for blind, title in titles.items() if blind}
    return tuple(
        audit_of(kind, sheet, titles, rubric, study_id)
        for kind, sheet in sorted(settled(snapshot).items())
    )


def audit_of(
    kind: str, sheet: Sheet, titles: Mapping[str, str], rubric: Rubric, study_id: str
) -> Audit:
    """Sum up what coders of one kind came to.

    Args:
        kind: of coders.
        sheet: what stands.
        titles: of the benchmarks, by blind id.
        rubric: its dimensions.
        study_id: chance is drawn from it.
    """
    dimensions = tuple(d for d in rubric.dimensions if d.level is Level.ORDINAL)
    makings = tuple(d for d in rubric.dimensions if d.level is Level.NOMINAL)
    entries = tuple(
        Entry(
            blind,
            title,
            tuple(sheet.get((blind, each.id)) for each in dimensions),
            tuple(sheet.get((blind, each.id)) for each in makings),
        )
        for blind, title in sorted(titles.items(), key=lambda each: (each[1].casefold(), each[0]))
    )
    return Audit(
        kind,
        dimensions,
        makings,
        entries,
        tuple(_coverage(each, entries, at) for at, each in enumerate(dimensions)),
        tuple(
            _cross_table(
                making, at, dimensions, entries, seed_of(study_id, "audit", kind, making.id)
            )
            for at, making in enumerate(makings)
        ),
    )


def _coverage(dimension: Dimension, entries: Sequence[Entry], at: int) -> Coverage:
    cells = [entry.cells[at] for entry in entries]
    answers = [cell.answer for cell in cells if cell is not None and cell.answer is not None]
    values = Counter(answer.value for answer in answers)
    states = Counter(answer.state for answer in answers)
    return Coverage(
        dimension,
        tuple(values[value] for value in dimension.values),
        states[State.NOT_APPLICABLE],
        states[State.CANNOT_JUDGE],
        sum(cell is not None and cell.answer is None for cell in cells),
        sum(cell is None for cell in cells),
        sum(any(_above_lowest(dimension, cell)) for cell in cells if _differs(cell)),
        sum(all(_above_lowest(dimension, cell)) for cell in cells if _differs(cell)),
    )


def _differs(cell: Settled | None) -> TypeGuard[Settled]:
    return cell is not None and cell.answer is None


def _above_lowest(dimension: Dimension, cell: Settled) -> list[bool]:
    """Say of each answer that was given whether it is a value above the lowest point."""
    lowest = float(dimension.values[0])
    numbers = [answer.number for answer in cell.said]
    return [each is not None and each > lowest for each in numbers]


def _cross_table(
    making: Dimension, at: int, dimensions: Sequence[Dimension], entries: Sequence[Entry], seed: int
) -> CrossTable:
    grouped: dict[str, list[Entry]] = {value: [] for value in making.values}
    for entry in entries:
        made = entry.makings[at]
        if made is not None and made.answer is not None and made.answer.value in grouped:
            grouped[made.answer.value].append(entry)
    found = {value: members for value, members in grouped.items() if members}
    return CrossTable(
        making,
        tuple(point.label if (point := making.point(value)) else value for value in found),
        tuple(len(members) for members in found.values()),
        tuple(
            tuple(_above(dimension, place, members) for place, dimension in enumerate(dimensions))
            for members in found.values()
        ),
        _partition(dimensions, found, seed),
    )


def _above(dimension: Dimension, place: int, members: Sequence[Entry]) -> tuple[int, int]:
    lowest = float(dimension.values[0])
    numbers = [cell.number for entry in members if (cell := entry.cells[place]) is not None]
    scored = [number for number in numbers if number is not None]
    return sum(1 for number in scored if number > lowest), len(scored)


def _partition(
    dimensions: Sequence[Dimension], grouped: dict[str, list[Entry]], seed: int
) -> Partition:
    """Test the groups on the entries that can all be compared with one another."""
    groups = [value for value, members in grouped.items() for _ in members]
    entries = [entry for members in grouped.values() for entry in members]
    scores = np.array(
        [
            [np.nan if cell is None or cell.number is None else cell.number for cell in entry.cells]
            for entry in entries
        ],
        dtype=np.float64,
    ).reshape(len(entries), len(dimensions))
    ranges = np.array([float(d.values[-1]) - float(d.values[0]) for d in dimensions])
    keep = _comparable(scores)
    return partition(scores[keep], ranges, [groups[place] for place in keep], seed=seed)


def _comparable(scores: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> list[int]:
    """Leave out, fewest scores first, entries until each two have a score in common."""
    has = (~np.isnan(scores)).astype(np.int64)
    keep = [place for place in range(len(scores)) if has[place].any()]
    while keep:
        common = has[keep] @ has[keep].T
        alone = (common == 0).sum(axis=1)
        if not alone.any():
            break
        keep.pop(int(np.lexsort((has[keep].sum(axis=1), -alone))[0]))
    return keep
