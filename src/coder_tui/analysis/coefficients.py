"""The coefficients of one dimension, by what its scale allows.

A scale of declared points has kappas and alpha, over the declared scale. Numbers that are typed
have alpha. Sets of labels and texts have percent agreement; their other coefficients are undefined,
with a sentence that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from coder_tui.analysis.questions import ValuePair, ValuePattern
from coder_tui.domain.errors import CoderError
from coder_tui.domain.rubric import Dimension, Level, scored
from coder_tui.statistics.agreement import (
    WEIGHTS,
    Coefficient,
    Counts,
    Weights,
    cohen_kappa,
    items_that_differ,
    krippendorff_alpha,
    patterns_of,
    percent_agreement,
)
from coder_tui.statistics.open_scale import alpha_of_numbers, shapes
from coder_tui.statistics.undefined import (
    KAPPA_NEEDS_POINTS,
    NO_PAIRS,
    Undefined,
    percent_only,
)

Coders = tuple[str, str]
Pairs = Mapping[Coders, Sequence[ValuePair]]
"""What each two coders gave, under the names that the reader sees."""


@dataclass(frozen=True, slots=True)
class Computed:
    """The coefficients of one dimension."""

    headline: Coefficient
    """The one that is held against the bar."""
    percent: Coefficient
    every: tuple[Coefficient, ...]
    """Headline and percent among them."""
    differ: int
    """Items on which values differ."""


def compute(dimension: Dimension, patterns: Sequence[ValuePattern], pairs: Pairs) -> Computed:
    """Compute what the scale of the dimension allows.

    Raises:
        CoderError: the study holds a value that the dimension does not take.
    """
    for pattern in patterns:
        for value in pattern.values:
            _check(dimension, value)
    if dimension.takes_one_point:
        return _on_points(dimension, patterns, pairs)
    return _open(dimension, patterns, pairs)


def _check(dimension: Dimension, value: str) -> None:
    if not dimension.allows(scored(value)):
        raise CoderError(
            f"The study holds the score {value!r} on {dimension.id!r}, which is not on its scale "
            f"({dimension.takes}).",
            title="Score off the scale",
            hint="Scores are checked when they are given; the file was changed by other means.",
        )


def _on_points(dimension: Dimension, patterns: Sequence[ValuePattern], pairs: Pairs) -> Computed:
    scale, level = dimension.values, dimension.level
    places = {value: place for place, value in enumerate(scale)}
    rows = [
        np.bincount([places[value] for value in pattern.values], minlength=len(scale)).tolist()
        for pattern in patterns
    ]
    times = [pattern.items for pattern in patterns]
    percent = percent_agreement(rows, times, scale)
    alpha = krippendorff_alpha(rows, times, scale, level)
    pairwise = [
        coefficient
        for coders, found in pairs.items()
        for coefficient in _of_points(_table(found, places), dimension, coders)
    ]
    headline = _headline(level, pairwise, alpha, len(pairs))
    differ = items_that_differ(rows, times, scale)
    return Computed(headline, percent, (percent, *pairwise, alpha), differ)


def _table(found: Sequence[ValuePair], places: Mapping[str, int]) -> Counts:
    table = np.zeros((len(places), len(places)), dtype=np.int64)
    for pair in found:
        first, second = (places[value] for value in pair.values)
        table[first, second] += pair.items
    return table


def _of_points(table: Counts, dimension: Dimension, coders: Coders) -> list[Coefficient]:
    """Give the coefficients of two coders: percent, and kappa in every weighting that fits."""
    scale = dimension.values
    percent = percent_agreement(*patterns_of(table), scale)
    fitting: tuple[Weights, ...] = WEIGHTS if dimension.level.is_ordered else ("none",)
    kappas = [cohen_kappa(table, scale, weights, coders) for weights in fitting]
    return [replace(percent, coders=coders), *kappas]


def _headline(
    level: Level, pairwise: Sequence[Coefficient], alpha: Coefficient, pairs_of_coders: int
) -> Coefficient:
    """Choose what is held against the bar: kappa for two coders, alpha for more.

    Kappa is quadratic on an ordered scale and unweighted on a nominal one. With three coders or
    more there are several kappas, and only alpha speaks for all of them.
    """
    if pairs_of_coders != 1:
        return alpha
    weights = "quadratic" if level.is_ordered else "none"
    return next(each for each in pairwise if each.weights == weights)


def _open(dimension: Dimension, patterns: Sequence[ValuePattern], pairs: Pairs) -> Computed:
    """Compute over the values that occur; alpha is held against the bar, the one there can be."""
    level = dimension.level
    given = [pattern.values for pattern in patterns]
    times = [pattern.items for pattern in patterns]
    rows = shapes(given)
    width = [""] * len(rows[0]) if rows else [""]
    percent = percent_agreement(rows, times, width)
    why: Undefined = KAPPA_NEEDS_POINTS
    if level is Level.INTERVAL or level is Level.RATIO:
        alpha = alpha_of_numbers(given, times, level)
    else:
        why = percent_only(level)
        undefined = why if percent.pairs else NO_PAIRS
        alpha = Coefficient("krippendorff_alpha", None, undefined, percent.items, percent.pairs)
    pairwise = [each for coders, found in pairs.items() for each in _of_open(found, coders, why)]
    differ = items_that_differ(rows, times, width)
    return Computed(alpha, percent, (percent, *pairwise, alpha), differ)


def _of_open(found: Sequence[ValuePair], coders: Coders, why: Undefined) -> list[Coefficient]:
    """Give the coefficients of two coders: percent, and why there is no kappa."""
    rows = shapes([pair.values for pair in found])
    percent = percent_agreement(rows, [pair.items for pair in found], [""] * len(rows[0]))
    kappa = Coefficient("cohen_kappa", None, why, percent.items, percent.pairs, weights="none")
    return [replace(percent, coders=coders), replace(kappa, coders=coders)]
