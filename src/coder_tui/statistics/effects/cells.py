"""One system on one dimension: how many scores, their mean, and whether they stand at an end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from coder_tui.statistics.coefficient import Interval
from coder_tui.statistics.effects.posterior import interval_of_mean, shared_out
from coder_tui.statistics.patterns import Numbers

AT_THE_END = 0.8
"""The share of scores at an end of the scale from which on a cell has no room there."""

LEAST_SCORES = 3
"""Scores of which one can say that they stand at an end; fewer do so by chance."""

End = Literal["ceiling", "floor"]


@dataclass(frozen=True, slots=True)
class Cell:
    """The scores of one model under one scaffold, one per task."""

    model: int
    scaffold: int
    tasks: int
    mean: float | None
    """None where no task has a score."""
    interval: Interval | None
    counts: tuple[float, ...]
    """Scores per point of the scale; a mean of replicates counts in part for two points."""
    at_top: float
    """The share of scores at the highest point of the scale."""
    at_bottom: float
    zero_variance: bool
    """Whether all scores, two at least, are the same."""
    end: End | None
    """Where 80 % of the scores or more, and of three at least, stand at an end of the scale."""


def cell(scores: Numbers, points: Sequence[float], model: int, scaffold: int) -> Cell:
    """Describe one cell.

    Args:
        scores: one per task, NaN where missing.
        points: of the scale, rising.
        model: its place.
        scaffold: its place.
    """
    known = scores[~np.isnan(scores)]
    if not len(known):
        empty = (0.0,) * len(points)
        return Cell(model, scaffold, 0, None, None, empty, 0.0, 0.0, zero_variance=False, end=None)
    counts = shared_out(known, points)
    even = np.full(len(points), 1.0 / len(points))
    at_top, at_bottom = (float(np.mean(known == points[place])) for place in (-1, 0))
    return Cell(
        model=model,
        scaffold=scaffold,
        tasks=len(known),
        mean=float(known.mean()),
        interval=interval_of_mean(counts, even, points),
        counts=tuple(float(count) for count in counts),
        at_top=at_top,
        at_bottom=at_bottom,
        zero_variance=len(known) > 1 and bool((known == known[0]).all()),
        end=end_of(at_top, at_bottom) if len(known) >= LEAST_SCORES else None,
    )


def end_of(at_top: float, at_bottom: float) -> End | None:
    """Say whether scores stand at an end of the scale."""
    if at_top >= AT_THE_END:
        return "ceiling"
    return "floor" if at_bottom >= AT_THE_END else None
