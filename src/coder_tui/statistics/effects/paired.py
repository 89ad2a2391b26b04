"""What one scaffold changes against another, on the same tasks by the same model."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from coder_tui.statistics.coefficient import Interval
from coder_tui.statistics.effects.cells import End, end_of
from coder_tui.statistics.effects.posterior import CONFIDENCE, interval_of_mean, shared_out
from coder_tui.statistics.effects.sign_flip import FlipTest, flip_test
from coder_tui.statistics.patterns import Numbers
from coder_tui.statistics.quantiles import t_quantile

ALIKE = 0.8
"""The share of tasks with one and the same change from which on the interval is a posterior."""

FEW = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """A model's scores under one scaffold less those under another, task by task."""

    model: int
    scaffold: int
    against: int
    tasks: int
    """Tasks scored under both."""
    mean: float | None
    """None where there is no such task."""
    interval: Interval | None
    test: FlipTest
    ends: tuple[End | None, End | None]
    """Whether the scaffold's cell, and that of the one it is held against, stand at an end."""
    p_holm: float | None = None
    """Adjusted for all such differences of the dimension; None where its test can find nothing."""

    @property
    def at_end(self) -> bool:
        """Whether an end of the scale may have cut the difference short."""
        return self.ends != (None, None)

    @property
    def sign(self) -> int:
        """The direction of a difference whose interval excludes 0; else 0."""
        if self.interval is None or self.interval.low <= 0.0 <= self.interval.high:
            return 0
        return 1 if self.interval.low > 0.0 else -1


def difference(
    scores: Numbers,
    points: Sequence[float],
    place: tuple[int, int, int],
    seed: int,
) -> Difference:
    """Compare two scaffolds within one model.

    Args:
        scores: tasks x scaffolds of the model, NaN where missing.
        points: of the scale, rising.
        place: the model, the scaffold, and the one it is held against.
        seed: of the flips.
    """
    model, scaffold, against = place
    two = scores[:, [scaffold, against]]
    both = two[~np.isnan(two).any(axis=1)]
    changes = both[:, 0] - both[:, 1]
    ends = tuple(_end(both[:, side], points) for side in (0, 1))
    return Difference(
        model=model,
        scaffold=scaffold,
        against=against,
        tasks=len(both),
        mean=float(changes.mean()) if len(both) else None,
        interval=interval_of_difference(changes, points),
        test=flip_test(changes[:, None], seed),
        ends=(ends[0], ends[1]),
    )


def _end(scores: Numbers, points: Sequence[float]) -> End | None:
    if not len(scores):
        return None
    return end_of(float(np.mean(scores == points[-1])), float(np.mean(scores == points[0])))


def interval_of_difference(changes: Numbers, points: Sequence[float]) -> Interval | None:
    """Give the interval of a mean difference.

    Where nearly all tasks show the same change, those that do not are too few to tell a spread
    from, and the posterior is given; see docs/statistics.md for how both hold the truth.

    Args:
        changes: one per task.
        points: of the scale, rising.
    """
    if not len(changes):
        return None
    _, often = np.unique(changes, return_counts=True)
    if len(changes) < FEW or often.max() >= ALIKE * len(changes):
        return of_posterior(changes, points)
    return jackknife(changes, points)


def jackknife(changes: Numbers, points: Sequence[float]) -> Interval:
    """Give the mean -/+ Student's t times the jackknife's error, within what the scale allows.

    Of a mean the jackknife's standard error is that of the textbook.
    """
    tasks = len(changes)
    mean, span = float(changes.mean()), points[-1] - points[0]
    error = float(changes.std(ddof=1)) / sqrt(tasks)
    reach = t_quantile((1.0 + CONFIDENCE) / 2, tasks - 1) * error
    return Interval("jackknife", CONFIDENCE, max(mean - reach, -span), min(mean + reach, span))


def of_posterior(changes: Numbers, points: Sequence[float]) -> Interval:
    """Give the posterior interval whose prior is one task, spread over all pairs of scores."""
    grid = np.asarray(points, dtype=np.float64)
    steps, which = np.unique(np.round(grid[:, None] - grid[None, :], 9), return_inverse=True)
    prior = np.bincount(which.reshape(-1)) / len(grid) ** 2
    return interval_of_mean(shared_out(changes, steps.tolist()), prior, steps.tolist())
