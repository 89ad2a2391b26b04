"""A mean on a scale with ends: its interval, where the scores leave no room for a bootstrap."""

from collections.abc import Sequence

import numpy as np

from coder_tui.statistics.coefficient import Interval
from coder_tui.statistics.effects.dirichlet_mean import quantiles
from coder_tui.statistics.patterns import Numbers

CONFIDENCE = 0.95


def shared_out(scores: Numbers, points: Sequence[float]) -> Numbers:
    """Count the scores per point of the scale.

    A score between two points, as means of replicates or of coders are, counts in part for each, so
    that the mean of the counted points is that of the scores.

    Args:
        scores: within the ends of the scale.
        points: rising.
    """
    grid = np.asarray(points, dtype=np.float64)
    below = np.clip(np.searchsorted(grid, scores, side="right") - 1, 0, len(grid) - 2)
    above_share = (scores - grid[below]) / (grid[below + 1] - grid[below])
    counts = np.zeros(len(grid))
    counts += np.bincount(below, 1.0 - above_share, minlength=len(grid))
    counts += np.bincount(below + 1, above_share, minlength=len(grid))
    return counts


def interval_of_mean(counts: Numbers, prior: Numbers, points: Sequence[float]) -> Interval:
    """Give the Dirichlet posterior interval of a mean, widened to hold the mean itself.

    Args:
        counts: how many scores lie on each point.
        prior: what is added to each of them; one score in all.
        points: of the scale, rising.
    """
    tail = (1.0 - CONFIDENCE) / 2
    weights = tuple(float(each) for each in counts + prior)
    low, high = quantiles(weights, tuple(points), (tail, 1.0 - tail))
    mean = float(counts @ np.asarray(points, dtype=np.float64) / counts.sum())
    return Interval("dirichlet", CONFIDENCE, min(low, mean), max(high, mean))
