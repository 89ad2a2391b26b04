"""The items by how hard they are.

A pair is what two coders of one kind answered on one dimension of an item, "not applicable" and
"cannot judge" included.

    difficulty = pairs that differ / pairs

Of items equally difficult the one with the greater mean distance is harder:

    distance = sum of |a - b| / range over pairs of values / pairs of values

where the range is highest minus lowest value of the scale; of numbers without declared ends, of
those on which coders differ. Values without an order are 1 apart when they differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from coder_tui.analysis.disagreements import Disagreement
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.sql_files import read_sql
from coder_tui.domain.rubric import Answer, Dimension
from coder_tui.storage.database import Connection


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    """One item, and what shows whether it is hard."""

    blind_id: str
    title: str
    """Empty where the item is blinded."""
    coders: int
    """Who have it."""
    submitted: int
    """Of these, who have submitted it."""
    dimensions: tuple[Dimension, ...]
    """On which coders of a kind differ, in the order of the rubric."""
    pairs: int
    differing: int
    """Of the pairs, those that differ."""
    distance: float | None
    """None where no pair has two values."""
    flags: int
    """Coders whose flag stands."""
    skips: int
    """Coders who skipped it at any time."""
    comments: int
    cannot_judge: int
    """Answers that say so."""
    seconds: float | None
    """How long a coder was at it, on average; None where that is not known."""

    @property
    def difficulty(self) -> float | None:
        """The share of pairs that differ; None without any pair."""
        return self.differing / self.pairs if self.pairs else None

    @property
    def hardness(self) -> tuple[float, float, int, str]:
        """What items are sorted by: the hardest first, those without a pair last."""
        share = -1.0 if self.difficulty is None else self.difficulty
        return (-share, -(self.distance or 0.0), -len(self.dimensions), self.blind_id)


def hardest(
    snapshot: Snapshot, study: Connection, found: Iterable[Disagreement], *, with_key: bool
) -> tuple[ReviewedItem, ...]:
    """Give the items, the hardest first.

    Args:
        snapshot: the study.
        study: its file, for what the copy does not hold.
        found: the disagreements that the reader may see.
        with_key: whether items count that somebody has still to submit.
    """
    effort = {row[0]: row[1:] for row in study.execute(read_sql("effort"))}
    by_item: defaultdict[str, list[Disagreement]] = defaultdict(list)
    for each in found:
        by_item[each.blind_id].append(each)
    ranges = ranges_of(each for contested in by_item.values() for each in contested)
    items = []
    for row in snapshot.ask("items_in_review"):
        blind_id, title, complete, coders, submitted, pairs, scored, cannot, flags, comments = row
        if not (with_key or complete):
            continue
        contested = by_item.get(blind_id, [])
        skips, seconds = effort.get(blind_id, (0, None))
        items.append(
            ReviewedItem(
                blind_id=blind_id,
                title=title,
                coders=coders,
                submitted=submitted,
                dimensions=tuple(
                    {each.dimension.id: each.dimension for each in contested}.values()
                ),
                pairs=pairs,
                differing=sum(differing_pairs(each) for each in contested),
                distance=total_distance(contested, ranges) / scored if scored else None,
                flags=flags,
                skips=skips,
                comments=comments,
                cannot_judge=cannot,
                seconds=seconds,
            )
        )
    return tuple(sorted(items, key=lambda item: item.hardness))


def differing_pairs(found: Disagreement) -> int:
    """Count the pairs of coders whose answers differ."""
    return sum(first.answer != second.answer for first, second in combinations(found.answers, 2))


def ranges_of(found: Iterable[Disagreement]) -> dict[str, float]:
    """Give the range of each ordered dimension, by its id."""
    numbers: defaultdict[str, list[float]] = defaultdict(list)
    declared: dict[str, float] = {}
    for each in found:
        dimension = each.dimension
        if not dimension.level.is_ordered:
            continue
        if dimension.lowest is not None and dimension.highest is not None:
            declared[dimension.id] = float(dimension.highest) - float(dimension.lowest)
        numbers[dimension.id] += [
            side.answer.number for side in each.answers if side.answer.number is not None
        ]
    seen = {name: max(given) - min(given) for name, given in numbers.items() if given}
    return {**seen, **declared}


def total_distance(found: Sequence[Disagreement], ranges: Mapping[str, float]) -> float:
    """Add up how far the values of all pairs are apart, each on a scale from 0 to 1."""
    return sum(
        _apart(first.answer, second.answer, ranges.get(each.dimension.id))
        for each in found
        for first, second in combinations(each.answers, 2)
    )


def _apart(first: Answer, second: Answer, range_: float | None) -> float:
    """Give the distance of two answers; 0 where one of them is no value."""
    if first.value is None or second.value is None or first == second:
        return 0.0
    if range_ is None or first.number is None or second.number is None:
        return 1.0
    return abs(first.number - second.number) / range_ if range_ else 0.0
