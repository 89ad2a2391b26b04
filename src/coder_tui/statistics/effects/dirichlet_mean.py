"""The distribution of a mean whose shares are Dirichlet distributed, without drawing from it.

The mean of values v with shares of weights a lies below t exactly if the sum of a gamma variable of
each weight, times v - t, is negative; and the distribution of such a sum is one integral (Imhof
1961). So equal counts have equal intervals, to the last digit that is shown.
"""

from functools import lru_cache
from math import pi

import numpy as np

from coder_tui.statistics.patterns import Numbers

STEP, FINE_STEP = 0.1, 0.04
LOWEST, HIGHEST = -30.0, 50.0
"""Nodes of the integral, on a logarithmic axis. The integrand is analytic and goes to 0 at both
ends, so that the trapezoidal sum converges geometrically (Trefethen and Weideman 2014)."""

HEAVY = 60.0
"""The weight in all from which the integrand is so narrow that it takes the fine step."""

CLOSE = 1e-8
"""A quantile is known to so much of the scale, or its share to so much."""
MOST_STEPS = 60

MOST_VALUES = 64
"""Beyond these the integral takes longer than drawing does."""

DRAWS = 10_000


def quantiles(
    weights: tuple[float, ...], values: tuple[float, ...], shares: tuple[float, ...]
) -> tuple[float, ...]:
    """Give quantiles of the mean.

    Args:
        weights: of the Dirichlet distribution, above 0.
        values: as many, rising.
        shares: which quantiles.
    """
    low, span = values[0], values[-1] - values[0]
    unit = tuple(round((each - low) / span, 12) for each in values)
    if len(values) > MOST_VALUES:
        # One and the same seed, so that here, too, equal counts have equal intervals.
        drawn = np.random.default_rng(0).dirichlet(weights, size=DRAWS) @ np.array(unit)
        found = tuple(float(each) for each in np.quantile(drawn, shares))
    else:
        found = _quantiles(tuple(round(each, 12) for each in weights), unit, shares)
    return tuple(low + span * each for each in found)


@lru_cache(maxsize=4096)
def _quantiles(
    weights: tuple[float, ...], values: tuple[float, ...], shares: tuple[float, ...]
) -> tuple[float, ...]:
    """Give quantiles of the mean of values from 0 to 1."""
    given = np.array(weights), np.array(values)
    return tuple(_quantile(*given, share) for share in shares)


def _quantile(weights: Numbers, values: Numbers, share: float) -> float:
    """Search between two ends, where a line crosses (the Illinois rule), at times in the middle."""
    low, high, under, over = 0.0, 1.0, -share, 1.0 - share
    before = 0.0
    for step in range(MOST_STEPS):
        line = low - under * (high - low) / (over - under)
        at = line if step % 4 < 3 and low < line < high else (low + high) / 2
        miss = float(below(weights, values, np.array([at]))[0]) - share
        if high - low < CLOSE or abs(miss) < CLOSE:
            return at
        again = miss * before > 0
        if miss < 0:
            low, under, over = at, miss, over / 2 if again else over
        else:
            high, over, under = at, miss, under / 2 if again else under
        before = miss
    return (low + high) / 2


@lru_cache(maxsize=2)
def _nodes(step: float) -> Numbers:
    places: Numbers = np.exp(np.arange(LOWEST, HIGHEST + step / 2, step))
    return places


def below(weights: Numbers, values: Numbers, at: Numbers) -> Numbers:
    """Give the chance that the mean lies below each of some numbers."""
    step = STEP if weights.sum() < HEAVY else FINE_STEP
    places = _nodes(step)
    scaled = (values[None, :] - at[:, None])[:, :, None] * places
    angle = np.einsum("k,tks->ts", weights, np.arctan(scaled))
    size = np.einsum("k,tks->ts", weights, np.log1p(np.square(scaled))) / 2
    total = (np.sin(angle) * np.exp(-size)).sum(axis=1)
    found: Numbers = 0.5 - step * total / pi
    return found
