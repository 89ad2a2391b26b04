"""How far groups of units differ in many scores at once: an analysis of distances.

Source: Anderson 2001, A new method for non-parametric multivariate analysis of variance, Austral
Ecology 26, 32-46 (pseudo-F and its permutation test); the distance is Gower's 1971 over the scores
that both units have; the adjusted share is omega squared, which does not grow with the number of
groups as the plain share does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 9_999
CELLS_AT_ONCE = 200_000
"""Units by groups of the permutations computed together."""


@dataclass(frozen=True, slots=True)
class Partition:
    """What a division into groups has to do with the scores."""

    units: int
    groups: int
    share: float | None
    """Of the squared distances, how much lies between groups, 0 to 1; None where undefined."""
    adjusted: float | None
    """The same less what any groups of these sizes would give; may be below 0."""
    p: float | None
    """Of random divisions into groups of these sizes, how many separate as much or more."""
    undefined: str = ""
    """Why there is no number."""


def distances(
    scores: NDArray[np.float64], ranges: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give Gower's distance of each two units, and whether they have a score in common.

    Args:
        scores: units x dimensions; NaN where there is no score.
        ranges: of each dimension, highest minus lowest point of the declared scale.

    Returns:
        units x units: mean over common dimensions of the difference by the range, 0 to 1.
    """
    apart = np.abs(scores[:, None, :] - scores[None, :, :]) / ranges
    both = ~np.isnan(apart)
    common = both.sum(axis=2)
    total = np.where(both, apart, 0.0).sum(axis=2)
    return total / np.maximum(common, 1), common > 0


def partition(
    scores: NDArray[np.float64],
    ranges: NDArray[np.float64],
    groups: Sequence[str],
    *,
    seed: int,
    permutations: int = PERMUTATIONS,
) -> Partition:
    """Test whether units of one group have scores that are more alike than chance makes them.

    Args:
        scores: units x dimensions; NaN where there is no score. Every unit has at least one score
            in common with every other.
        ranges: of each dimension.
        groups: of each unit, the name of its group.
        seed: of the permutations.
        permutations: how many; p is never below 1 / (permutations + 1).

    Raises:
        ValueError: two units have no score in common.
    """
    names, places = np.unique(np.asarray(groups), return_inverse=True)
    units, count = len(places), len(names)
    if count < 2:
        return Partition(units, count, None, None, None, "all of them are in one group")
    if count >= units:
        return Partition(units, count, None, None, None, "each of them is a group of its own")
    apart, common = distances(scores, ranges)
    if not common.all():
        raise ValueError("two units have no score in common")
    squares = apart**2
    total = squares.sum() / 2 / units
    if total <= 0:
        return Partition(units, count, None, None, None, "all of them have the same scores")
    generator = np.random.default_rng(seed)
    observed = _within(squares, places, count)
    at_once = max(1, CELLS_AT_ONCE // (units * count))
    sizes = [min(at_once, permutations - start) for start in range(0, permutations, at_once)]
    drawn = (np.array([generator.permutation(places) for _ in range(size)]) for size in sizes)
    draws = np.concatenate([_within_each(squares, each, count) for each in drawn])
    as_much = int((draws <= observed + 1e-12).sum())
    mean_within = observed / (units - count)
    adjusted = (total - observed - (count - 1) * mean_within) / (total + mean_within)
    return Partition(
        units,
        count,
        float(1 - observed / total),
        float(adjusted),
        (as_much + 1) / (permutations + 1),
    )


def _within(squares: NDArray[np.float64], places: NDArray[np.intp], count: int) -> float:
    """Give the squared distances within groups, each by the size of its group."""
    return float(_within_each(squares, places[None, :], count)[0])


def _within_each(
    squares: NDArray[np.float64], places: NDArray[np.intp], count: int
) -> NDArray[np.float64]:
    """Give the same for each of several ways to divide the units, one a row."""
    member = np.eye(count)[places]
    sums = ((squares @ member) * member).sum(axis=1)
    within: NDArray[np.float64] = (sums / 2 / member.sum(axis=1)).sum(axis=1)
    return within
