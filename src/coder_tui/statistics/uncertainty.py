"""Which interval a coefficient gets: one method for few items, another for many.

Few are under 40 items, or any number of them that shows no spread: a coder who used one value only,
or a sample without any disagreement. Drawing such items again tells nothing of what was not seen,
so a posterior is drawn. Many items are drawn again (BCa). `docs/statistics.md` holds the coverage
by which this was chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from coder_tui.statistics.formulas import Values
from coder_tui.statistics.intervals import Belief, bca, jackknife_error, of_posterior
from coder_tui.statistics.patterns import MISSING, Numbers, Patterns, Scale
from coder_tui.statistics.resampling import (
    as_counted,
    drawn_again,
    evaluate,
    posterior,
    without_one,
)

FEW = 40
"""Items below which a posterior is drawn."""

UNDEFINED = 0.05
"""Share of draws without a value above which no interval is taken from drawing again."""


WORK = 10_000_000
"""Patterns times draws."""

LEAST = 1_000
"""Draws that an interval needs however many patterns there are."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One coefficient whose interval is wanted."""

    value: Values
    items: int
    """Items that it rests on; of several pairs of coders those of the smallest."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one coefficient of a sample."""

    value: float | None
    belief: Belief | None
    error: float | None
    """The jackknife's standard error, None where it was not asked for or tells nothing."""


def points(
    asked: Sequence[Asked],
    patterns: Patterns,
    scale: Scale,
    with_error: Sequence[bool] | None = None,
) -> list[Known]:
    """Give the values and the jackknife's errors alone: what needs no chance.

    Args:
        asked: the coefficients.
        patterns: the items.
        scale: the declared scale.
        with_error: whether the error of each is wanted; of all, if not given.
    """
    values = [each.value for each in asked]
    counted = evaluate(values, patterns, scale, as_counted(patterns))
    wanted = [place for place in range(len(values)) if with_error is None or with_error[place]]
    errors: list[float | None] = [None] * len(values)
    if wanted:
        some = [values[place] for place in wanted]
        left_out = evaluate(some, patterns, scale, without_one(patterns))
        for place, left in zip(wanted, left_out, strict=True):
            errors[place] = jackknife_error(left, patterns.times)
    return [
        Known(_number(value), None, error) for value, error in zip(counted, errors, strict=True)
    ]


def known(
    asked: Sequence[Asked],
    patterns: Patterns,
    scale: Scale,
    rng: Generator,
    confidence: float,
    draws: int,
    *,
    still: bool | None = None,
) -> list[Known]:
    """Give value, interval and the jackknife's error of each coefficient.

    Args:
        asked: the coefficients.
        patterns: the items; each is one of a sample, and independent of the others.
        scale: the declared scale.
        rng: where chance comes from.
        confidence: of the intervals.
        draws: how often the items, or the posterior, are drawn; of more than a thousand patterns
            fewer times, but not under a thousand.
        still: whether a coder used one value only, where the patterns do not say who scored.
    """
    values = [each.value for each in asked]
    draws = min(draws, max(LEAST, WORK // max(len(patterns.times), 1)))
    if not patterns.items:
        return points(asked, patterns, scale)
    counted = evaluate(values, patterns, scale, as_counted(patterns))
    left_out = evaluate(values, patterns, scale, without_one(patterns))
    if still is None:
        still = has_still_margin(patterns, scale)
    believed: list[Belief | None] = [None] * len(asked)
    many = [at for at, each in enumerate(asked) if each.items >= FEW and not still]
    if many:
        again = drawn_again(patterns, draws, rng)
        found = evaluate([values[at] for at in many], patterns, scale, again)
        for at, drawn in zip(many, found, strict=True):
            if np.isnan(drawn).mean() <= UNDEFINED and not np.isnan(counted[at][0]):
                value = float(counted[at][0])
                believed[at] = bca(drawn, value, left_out[at], patterns.times, confidence)
    few = [at for at, each in enumerate(believed) if each is None and not np.isnan(counted[at][0])]
    if few:
        every, weightings = posterior(patterns, scale, draws, rng)
        found = evaluate([values[at] for at in few], every, scale, weightings)
        for at, drawn in zip(few, found, strict=True):
            believed[at] = of_posterior(drawn, float(counted[at][0]), confidence)
    return [
        Known(_number(value), belief, jackknife_error(left, patterns.times))
        for value, belief, left in zip(counted, believed, left_out, strict=True)
    ]


def has_still_margin(patterns: Patterns, scale: Scale) -> bool:
    """Whether a coder used one value only on the items that others scored, too."""
    codes = patterns.codes[(patterns.codes != MISSING).sum(axis=1) > 1]
    used = [np.unique(column[column != MISSING]) for column in codes.T]
    return scale.size > 1 and any(len(values) == 1 for values in used)


def _number(value: Numbers) -> float | None:
    """Give a value without what rounding left of a 0."""
    number = float(value[0])
    if np.isnan(number):
        return None
    return 0.0 if abs(number) < 1e-12 else number
