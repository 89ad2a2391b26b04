"""How far one coder's scores lie above or below those of the others on the same items.

The mean difference of a coder from the others is the oldest measure of leniency and severity (Saal,
Downey and Lahey 1980, Psychological Bulletin 88:413-428); with two coders it is the bias of Bland
and Altman (1986, The Lancet 327:307-310). It needs no model, and in an incomplete design each coder
is compared on shared items only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from coder_tui.statistics.coefficient import Interval
from coder_tui.statistics.intervals import STILL
from coder_tui.statistics.patterns import Codes, Numbers
from coder_tui.statistics.quantiles import t_quantile

CONFIDENCE = 0.95

NOT_SHARED = "no item shared with another coder"
NO_SPREAD = "all scores are alike"


@dataclass(frozen=True, slots=True)
class Severity:
    """A mean difference from the others; `value` is None exactly where `undefined` says why."""

    value: float | None
    """Above 0 where the coder scores higher than the others."""
    items: int
    """Items that the coder shares with another one."""
    undefined: str = ""
    standard_error: float | None = None
    """None with one item, and where differences without any spread would make it 0."""
    interval: Interval | None = None
    """The jackknife's over items, with Student's t; None without a standard error."""

    @property
    def stands_out(self) -> bool:
        """Whether the interval leaves 0 out."""
        found = self.interval
        return found is not None and (found.low > 0 or found.high < 0)


def from_others(cells: Codes, values: Numbers) -> Numbers:
    """Give each score's difference from the mean of the others in its cell; NaN where it is alone.

    Args:
        cells: for each score, the number of its cell: one item on one dimension. A coder has one
            score at most in a cell.
        values: the scores.
    """
    many = np.bincount(cells)[cells] if len(cells) else np.zeros(0, dtype=np.int64)
    total = np.bincount(cells, weights=values)[cells] if len(cells) else np.zeros(0)
    shared = many > 1
    others = np.full(len(values), np.nan)
    others[shared] = (total[shared] - values[shared]) / (many[shared] - 1)
    found: Numbers = values - others
    return found


def equal_to_others(cells: Codes, answers: Codes) -> tuple[Codes, Codes]:
    """Count for each score the others in its cell, and those of them that are the same.

    Args:
        cells: as in `from_others`.
        answers: the same number, 0 or more, for the same answer.

    Returns:
        Same ones, and all others.
    """
    if not len(cells):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    others = np.bincount(cells)[cells] - 1
    pairs = cells * (int(answers.max()) + 1) + answers
    _, place, times = np.unique(pairs, return_inverse=True, return_counts=True)
    same = times[place.reshape(-1)] - 1
    return same.astype(np.int64), others.astype(np.int64)


def severity(differences: Numbers, confidence: float = CONFIDENCE) -> Severity:
    """Compute one coder's severity on one dimension, in points of its scale.

        S_j = mean over items i of (x_ij - mean over the other coders k of x_ik)

    Args:
        differences: one for each item, as `from_others` gives them; NaN where the coder is alone.
        confidence: of the interval.
    """
    found = differences[~np.isnan(differences)]
    many = len(found)
    if not many:
        return Severity(None, 0, NOT_SHARED)
    value = float(found.mean())
    if many == 1:
        return Severity(value, 1)
    left_out = (found.sum() - found) / (many - 1)
    return _with_interval(value, many, left_out, confidence)


def over_dimensions(
    items: Codes,
    dimensions: Codes,
    differences: Numbers,
    spreads: Sequence[float],
    confidence: float = CONFIDENCE,
) -> Severity:
    """Compute one coder's severity over dimensions, in standard deviations.

        S_j = mean over dimensions d of S_jd / s_d,

    where S_jd is the severity on the dimension and s_d the standard deviation of all scores that
    coders of the kind gave on it. Each dimension counts the same, whatever its scale; one without
    spread, or on which the coder shares nothing, is left out. The jackknife leaves out one item
    with its scores on all dimensions, and keeps s_d.

    Args:
        items: for each difference, the number of its item.
        dimensions: the number of its dimension.
        differences: as `from_others` gives them.
        spreads: s_d by number of the dimension.
        confidence: of the interval.
    """
    spread = np.asarray(spreads, dtype=np.float64)
    shared = ~np.isnan(differences)
    used = shared & (spread[dimensions] > STILL)
    if not used.any():
        return Severity(None, 0, NO_SPREAD if shared.any() else NOT_SHARED)
    standard = differences[used] / spread[dimensions[used]]
    names, item = np.unique(items[used], return_inverse=True)
    many, width = len(names), len(spread)
    cell = item.reshape(-1) * width + dimensions[used]
    sums = np.bincount(cell, weights=standard, minlength=many * width).reshape(many, width)
    times = np.bincount(cell, minlength=many * width).reshape(many, width)
    value = float(_mean_of_means(sums.sum(axis=0)[None], times.sum(axis=0)[None])[0])
    if many == 1:
        return Severity(value, 1)
    left_out = _mean_of_means(sums.sum(axis=0) - sums, times.sum(axis=0) - times)
    return _with_interval(value, many, left_out, confidence)


def _mean_of_means(sums: Numbers, times: Codes) -> Numbers:
    """Give for each row the mean over dimensions of the mean of each that has anything."""
    there = times > 0
    means = np.divide(sums, times, out=np.zeros(sums.shape), where=there)
    found: Numbers = means.sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    return found


def _with_interval(value: float, items: int, left_out: Numbers, confidence: float) -> Severity:
    """Give the value and Student's t times the jackknife's standard error to both sides."""
    away = left_out - left_out.mean()
    error = sqrt((items - 1) / items * float(away @ away))
    if error < STILL:
        return Severity(value, items)
    reach = t_quantile((1.0 + confidence) / 2, items - 1) * error
    interval = Interval("jackknife", confidence, value - reach, value + reach)
    return Severity(value, items, standard_error=error, interval=interval)


def stretches(items: int, most: int, least: int) -> list[Codes]:
    """Cut items that stand in order of time into stretches whose lengths differ by one at most.

    Args:
        items: how many there are.
        most: stretches.
        least: items that a stretch needs; with fewer than two such stretches there is none.
    """
    windows = min(most, items // least)
    if windows < 2:
        return []
    return [part.astype(np.int64) for part in np.array_split(np.arange(items), windows)]
