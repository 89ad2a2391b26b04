"""Standard errors by Gwet's linearised formulas, for raw data: divided by n - 1 (Cohen's by n).

Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapters 5 and 6, and his R package
irrCAC (functions ending in `.raw`). Each gives every item a linearised value whose mean is the
coefficient; the variance is the sum of squares around it over n (n - 1). Items are a sample of
many; coders are not sampled. All functions take the items as counted and give one number, or None
where there are fewer than two items or the coefficient does not exist.
"""

from math import sqrt

import numpy as np

from coder_tui.statistics.formulas import VANISHING
from coder_tui.statistics.patterns import MISSING, Numbers
from coder_tui.statistics.totals import Layout, Totals


def percent_error(layout: Layout, apart: Numbers) -> float | None:
    """The error of percent agreement."""
    return _error(layout, apart, 0.0, np.zeros(len(layout.counts)))


def fleiss_error(layout: Layout, apart: Numbers) -> float | None:
    """The error of Fleiss' kappa."""
    share = _totals(layout).prevalence[0]
    agreement = 1.0 - apart
    per_item = layout.shares @ ((agreement + agreement.T) @ share / 2)
    return _error(layout, apart, float(share @ agreement @ share), per_item)


def gwet_error(layout: Layout, apart: Numbers) -> float | None:
    """The error of Gwet's AC1 and AC2."""
    share = _totals(layout).prevalence[0]
    size = len(apart)
    factor = float((1.0 - apart).sum()) / max(size * (size - 1), 1)
    chance = factor * float((share * (1.0 - share)).sum())
    return _error(layout, apart, chance, factor * (layout.shares @ (1.0 - share)))


def brennan_prediger_error(layout: Layout, apart: Numbers) -> float | None:
    """The error of Brennan and Prediger's coefficient, whose expectation is fixed."""
    chance = float((1.0 - apart).mean())
    return _error(layout, apart, chance, np.full(len(layout.counts), chance))


def conger_error(layout: Layout, apart: Numbers) -> float | None:
    """The error of Conger's kappa (irrCAC `conger.kappa.raw`)."""
    totals = _totals(layout)
    items = float(totals.items[0])
    agreement = 1.0 - apart
    margins = [margin[0] for margin in totals.margins]
    scored = [place for place, margin in enumerate(margins) if margin.any()]
    coders = len(scored)
    if coders < 2:
        return None
    together = np.sum([margins[place] for place in scored], axis=0)
    chance = float(together @ agreement @ together)
    chance -= sum(float(margins[place] @ agreement @ margins[place]) for place in scored)
    chance /= coders * (coders - 1)
    per_item = np.zeros(len(layout.counts))
    for place in scored:
        there = (layout.patterns.codes[:, place] != MISSING).astype(np.float64)
        share = float(layout.patterns.times @ there) / items
        given = layout.given_by(place) - np.outer(there - share, margins[place])
        per_item += given @ (agreement @ (together - margins[place])) / share
    return _error(layout, apart, chance, per_item / (coders * (coders - 1)))


def _error(layout: Layout, apart: Numbers, chance: float, per_item: Numbers) -> float | None:
    """The error of (pa - pe) / (1 - pe).

    Args:
        layout: the items.
        apart: the disagreement.
        chance: pe.
        per_item: P; what each pattern has to do with pe, linearised.
    """
    times = layout.patterns.times
    items = int(times.sum())
    paired = float(times @ layout.paired)
    if items < 2 or not paired or 1.0 - chance < VANISHING:
        return None
    agreeing = (1.0 - layout.disagreeing(apart)) * layout.paired
    value = (float(times @ agreeing) / paired - chance) / (1.0 - chance)
    linear = items / paired * (agreeing - chance * layout.paired) / (1.0 - chance)
    linear -= 2.0 * (1.0 - value) * (per_item - chance) / (1.0 - chance)
    return sqrt(float(times @ np.square(linear - value)) / (items * (items - 1)))


def alpha_error(layout: Layout, metric: Numbers) -> float | None:
    """The error of Krippendorff's alpha with a fixed metric (irrCAC `krippen.alpha.raw`)."""
    kept = layout.paired > 0
    counts, scores = layout.counts[kept], layout.scores[kept]
    times = layout.patterns.times[kept]
    items = int(times.sum())
    if items < 2 or not metric.any():
        return None
    agreement = 1.0 - metric / metric.max()
    mean = float(times @ scores) / items
    pairs = np.einsum("pk,pk->p", counts, counts @ agreement - 1.0)
    share = (times @ counts) / (items * mean)
    chance = float(share @ agreement @ share)
    if 1.0 - chance < VANISHING:
        return None
    agreeing = pairs / (mean * (scores - 1.0))
    observed = float(times @ agreeing) / items
    value = (observed - chance) / (1.0 - chance)
    longer = (scores - mean) / mean
    # Krippendorff's correction for a finite number of scores; R's irrCAC has it in this place only.
    corrected = observed + (1.0 - observed) / float(times @ scores)
    linear = (agreeing - corrected * longer - chance) / (1.0 - chance)
    per_item = counts @ ((agreement + agreement.T) @ share / 2) / mean - chance * longer
    linear -= 2.0 * (1.0 - value) * (per_item - chance) / (1.0 - chance)
    return sqrt(float(times @ np.square(linear - value)) / (items * (items - 1)))


def cohen_error(table: Numbers, apart: Numbers) -> float | None:
    """The error of Cohen's kappa, weighted or not, divided by n as it is published everywhere.

    Fleiss, Cohen and Everitt (1969), formula 13. Gwet's raw form for the same data, divided by
    n - 1, is that of Conger's kappa.

    Args:
        table: q x q counts of two coders.
        apart: the disagreement.
    """
    items = float(table.sum())
    if items < 2:
        return None
    shares = table / items
    first, second = shares.sum(axis=1), shares.sum(axis=0)
    expected = float(first @ apart @ second)
    if expected < VANISHING:
        return None
    observed = float((shares * apart).sum())
    slope = observed / expected
    cells = (apart - observed) - slope * (
        (apart @ second)[:, None] + (first @ apart)[None, :] - 2.0 * expected
    )
    return sqrt(float((shares * np.square(cells)).sum()) / items) / expected


def _totals(layout: Layout) -> Totals:
    return Totals(layout, layout.patterns.times[None, :].astype(np.float64))
