"""How large an interaction has to be for so many tasks to find it."""

from dataclasses import dataclass

import numpy as np

from coder_tui.statistics.effects.contrasts import contrasted, of_interaction
from coder_tui.statistics.effects.holm import LEVEL
from coder_tui.statistics.effects.huynh_feldt import box_epsilon, corrected
from coder_tui.statistics.effects.undefined import (
    NO_SPREAD_FOR_POWER,
    Undefined,
    out_of_reach,
    too_few,
)
from coder_tui.statistics.patterns import Numbers

POWER = 0.8
DRAWS = 10_000
HALVINGS = 30


@dataclass(frozen=True, slots=True)
class Detectable:
    """The smallest effects that 80 % of such studies would find, at 5 % and in points of the scale.

    Both are None exactly where `undefined` says why.
    """

    tasks: int
    rising: float | None
    """One model rises evenly over the scaffolds by so much in all; the others stay level."""
    single_cell: float | None
    """One model under one scaffold scores so much higher; nothing else differs."""
    span: float
    """The length of the scale: an effect beyond it cannot exist, let alone be found."""
    undefined: Undefined | None = None


def detectable(scores: Numbers, span: float, seed: int) -> Detectable:
    """Give the minimum detectable effects of a study.

    Contrasts of new studies are drawn from the normal distribution with the covariance observed;
    of a normal sample mean and covariance are independent, so they are drawn apart. The power is
    the mean over the models, or cells, that the effect may be in.

    Args:
        scores: tasks x models x scaffolds, nothing missing.
        span: the length of the scale.
        seed: of the draws.
    """
    tasks, models, scaffolds = scores.shape
    if tasks < 2:
        return Detectable(tasks, None, None, span, too_few(tasks))
    smallest = 0.5 ** (tasks - 1)
    if smallest > LEVEL:
        return Detectable(tasks, None, None, span, out_of_reach(tasks, smallest))
    rows = of_interaction(models, scaffolds)
    spread = np.atleast_2d(np.cov(contrasted(scores, rows).T))
    if not spread.any():
        return Detectable(tasks, None, None, span, NO_SPREAD_FOR_POWER)
    chance = _chance(spread, tasks, np.random.default_rng(seed))
    cells = np.eye(models * scaffolds)
    ramp = np.linspace(0.0, 1.0, scaffolds)
    ramps = np.kron(np.eye(models), ramp)
    rising, single = (_smallest(chance, shapes @ rows.T) for shapes in (ramps, cells))
    return Detectable(tasks, rising, single, span)


@dataclass(frozen=True, slots=True, eq=False)
class _Chance:
    """Studies without an effect."""

    means: Numbers
    """Studies x contrasts."""
    bars: Numbers
    """How long the mean of each must be, squared, to be found."""


def _chance(spread: Numbers, tasks: int, rng: np.random.Generator) -> _Chance:
    values, vectors = np.linalg.eigh(_rounder(spread, tasks))
    values = np.clip(values, 0.0, None)
    draws = (DRAWS, len(values))
    means = rng.standard_normal(draws) * np.sqrt(values / tasks) @ vectors.T
    traces = rng.chisquare(tasks - 1, size=draws) @ values / (tasks - 1)
    bar = np.quantile(np.square(means).sum(axis=1) / traces, 1.0 - LEVEL)
    return _Chance(means, bar * traces)


def _rounder(spread: Numbers, tasks: int) -> Numbers:
    """Draw a covariance nearer to a sphere, by as much as Huynh and Feldt correct its epsilon.

    The covariance of a few tasks is further from a sphere than that of all, which would make
    effects seem harder to find than they are.
    """
    size = len(spread)
    box = box_epsilon(spread)
    if size == 1 or box > 1.0 - 1e-9:
        return spread
    share = np.sqrt((1.0 / corrected(box, tasks, size) - 1.0) / (1.0 / box - 1.0))
    sphere = np.trace(spread) / size * np.eye(size)
    return np.asarray(sphere + share * (spread - sphere))


def _smallest(chance: _Chance, shapes: Numbers) -> float:
    """Give the size of effect that is found as often as asked, by halving."""
    lengths = np.square(chance.means).sum(axis=1, keepdims=True)
    along = chance.means @ shapes.T
    squares = np.square(shapes).sum(axis=1)

    def power(size: float) -> float:
        moved = lengths + 2.0 * size * along + size**2 * squares
        return float(np.mean(moved >= chance.bars[:, None]))

    low, high = 0.0, 1.0
    while power(high) < POWER:
        high *= 2.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle) >= POWER else (middle, high)
    return high
