"""Where one system stands on one dimension."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coder_tui.analysis.effects import points_of
from coder_tui.analysis.ground import Ground
from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.settled import Sheet
from coder_tui.domain.rubric import Answer, Dimension, Level, State
from coder_tui.statistics.coefficient import Interval
from coder_tui.statistics.effects.cells import Cell, End, cell

FEW = 10
"""A mean of fewer tasks than this is marked: a convention of ours, and no test."""
NO_ORDER = "no order"
NO_SCORE = "none scored"


@dataclass(frozen=True, slots=True)
class Standing:
    """One system on one dimension."""

    dimension: Dimension
    scale: tuple[float, ...]
    """Points of the axis, rising; empty where values have no order."""
    tasks: int
    """Tasks with a final score; replicates of a task count as one, by their mean."""
    mean: float | None
    interval: Interval | None
    end: End | None
    why_no_mean: str
    distribution: Mapping[str, int]
    """Items at each value; of a declared scale every value. Of texts nothing."""
    items: int
    scored: int
    """Items with a final score."""
    not_applicable: int
    cannot_judge: int
    unresolved: int
    """Items on which coders differ and nobody has decided."""
    agreement: Measured | None
    """Of the kind of coders that final scores rest on, over all systems; None without an answer."""
    ground: Ground
    """What that agreement says of the mean."""

    @property
    def unanswered(self) -> int:
        """Items that nobody has answered, or was asked about, on this dimension."""
        known = self.scored + self.not_applicable + self.cannot_judge + self.unresolved
        return self.items - known

    @property
    def few(self) -> bool:
        """Whether the mean is one of few tasks."""
        return 0 < self.tasks < FEW


def scale_of(dimension: Dimension, items: Iterable[KeyedItem], sheet: Sheet) -> tuple[float, ...]:
    """Give the points of the axis on which all systems are drawn; none where there is no order."""
    if not dimension.level.is_ordered:
        return ()
    return points_of(dimension, _numbers(dimension, items, sheet).values())


def standing(
    dimension: Dimension,
    scale: tuple[float, ...],
    items: Sequence[KeyedItem],
    sheet: Sheet,
    agreement: Measured | None,
    ground: Ground,
) -> Standing:
    """Give where the system of some items stands.

    Args:
        dimension: of the rubric.
        scale: the points of its axis.
        items: all of the system's, without silent repeats.
        sheet: what is final.
        agreement: on the dimension.
        ground: what that says of the mean.
    """
    settled = [sheet.get((each.blind_id, dimension.id)) for each in items]
    answers = [each.answer for each in settled if each is not None and each.answer is not None]
    states = Counter(each.state for each in answers)
    found = _cell(scale, _by_task(items, _numbers(dimension, items, sheet)))
    return Standing(
        dimension=dimension,
        scale=scale,
        tasks=found.tasks if found else 0,
        mean=found.mean if found else None,
        interval=found.interval if found else None,
        end=_end(dimension, found),
        why_no_mean=_why_no_mean(dimension, found),
        distribution=_distribution(dimension, answers),
        items=len(items),
        scored=states[State.SCORED],
        not_applicable=states[State.NOT_APPLICABLE],
        cannot_judge=states[State.CANNOT_JUDGE],
        unresolved=sum(each is not None and each.answer is None for each in settled),
        agreement=agreement,
        ground=ground,
    )


def _numbers(dimension: Dimension, items: Iterable[KeyedItem], sheet: Sheet) -> dict[str, float]:
    found = {each.blind_id: sheet.get((each.blind_id, dimension.id)) for each in items}
    numbers = {blind_id: each.number for blind_id, each in found.items() if each is not None}
    return {blind_id: number for blind_id, number in numbers.items() if number is not None}


def _by_task(items: Iterable[KeyedItem], numbers: Mapping[str, float]) -> list[float]:
    """Give one number a task; an item whose task is not known is a task of its own."""
    tasks: dict[tuple[str, str], list[float]] = {}
    for each in items:
        if each.blind_id in numbers:
            task = ("task", each.task) if each.task else ("item", each.blind_id)
            tasks.setdefault(task, []).append(numbers[each.blind_id])
    return [sum(each) / len(each) for each in tasks.values()]


def _cell(scale: Sequence[float], scores: Sequence[float]) -> Cell | None:
    """Describe the scores; None where there are none, or no two points to put them between."""
    if not scores or len(scale) < 2:
        return None
    return cell(np.array(scores, dtype=np.float64), scale, 0, 0)


def _end(dimension: Dimension, found: Cell | None) -> End | None:
    """Give the end of the scale at which the scores stand; an open scale has none there."""
    if found is None or found.end is None:
        return None
    limit = dimension.highest if found.end == "ceiling" else dimension.lowest
    return None if limit is None else found.end


def _why_no_mean(dimension: Dimension, found: Cell | None) -> str:
    if not dimension.level.is_ordered:
        return NO_ORDER
    return NO_SCORE if found is None else ""


def _distribution(dimension: Dimension, answers: Iterable[Answer]) -> dict[str, int]:
    if dimension.level is Level.TEXT:
        return {}
    given = Counter(each.value for each in answers if each.value is not None)
    if dimension.takes_one_point:
        return {value: given[value] for value in dimension.values}
    if dimension.level.is_ordered:
        return dict(sorted(given.items(), key=lambda each: float(each[0])))
    return dict(sorted(given.items()))
