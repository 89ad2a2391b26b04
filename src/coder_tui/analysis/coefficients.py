"""The coefficients of one dimension, by what its scale allows.

A scale of declared points has all of them, over the declared scale. Where values are typed or
labels are chosen, `open_coefficients` says what there is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from coder_tui.analysis.chance import DRAWS, MOST_COMPARED, MOST_PAIRS
from coder_tui.analysis.open_coefficients import of_numbers, of_sets, of_texts
from coder_tui.analysis.scored import Grid, Scored
from coder_tui.domain.errors import CoderError
from coder_tui.domain.rubric import Dimension, Level, scored
from coder_tui.statistics.coefficient import Coefficient
from coder_tui.statistics.icc import icc
from coder_tui.statistics.measure import Chance, measure, pair_of
from coder_tui.statistics.measure import compute as compute_sought
from coder_tui.statistics.patterns import MISSING, Patterns, Scale
from coder_tui.statistics.sought import of_all, sizes_of_pairs

HELD_AGAINST_THE_BAR = ("krippendorff_alpha", "cohen_kappa")

TWO = 2
"""Coders whose agreement is a kappa; of more it is alpha."""


@dataclass(frozen=True, slots=True)
class Computed:
    """The coefficients of one dimension."""

    headline: Coefficient
    """The one that is held against the bar."""
    percent: Coefficient
    every: tuple[Coefficient, ...]
    """Headline and percent among them; first those of all coders, then those of each two."""
    differ: int
    """Items on which values differ."""


def compute(
    dimension: Dimension,
    found: Sequence[Scored],
    *,
    seed: int,
    draws: int = DRAWS,
    only: Collection[str] | None = None,
    team: int = TWO,
) -> Computed:
    """Compute what the scale of the dimension allows.

    Args:
        dimension: with its declared scale.
        found: the values that items received.
        seed: the same seed gives the same intervals.
        draws: how often chance is drawn for an interval; 0 for none.
        only: names of the coefficients that are wanted where the scale has points, besides those
            that are held against the bar, and percent agreement; all, if not given. Where none is
            named, there is nothing but these two.
        team: coders of the kind, whoever of them gave values: what has no value yet goes by the
            name of the coefficient that so many coders would have.

    Raises:
        CoderError: the study holds a value that the dimension does not take.
    """
    for each in found:
        for value in each.values:
            _check(dimension, value)
    grid = Grid.of(found)
    if dimension.takes_one_point:
        return _on_points(dimension, grid, seed, draws, only, team)
    if dimension.level is Level.MULTI:
        headline, every = of_sets(grid, dimension, seed, draws)
    elif dimension.level is Level.TEXT:
        headline, every = of_texts(grid)
    else:
        headline, every = of_numbers(grid, dimension.level, seed, draws)
    return Computed(headline, _percent(every), every, grid.differ)


def _check(dimension: Dimension, value: str) -> None:
    if not dimension.allows(scored(value)):
        raise CoderError(
            f"The study holds the score {value!r} on {dimension.id!r}, which is not on its scale "
            f"({dimension.takes}).",
            title="Score off the scale",
            hint="Scores are checked when they are given; the file was changed by other means.",
        )


def _percent(every: Sequence[Coefficient]) -> Coefficient:
    return next(each for each in every if each.name == "percent_agreement")


def _on_points(
    dimension: Dimension,
    grid: Grid,
    seed: int,
    draws: int,
    only: Collection[str] | None,
    team: int,
) -> Computed:
    scale = Scale(dimension.values, dimension.level)
    patterns = grid.patterns(scale.values)
    coders = len(patterns.coders)
    if coders > MOST_COMPARED:
        every = tuple(_of_many(patterns, scale, seed, draws))
        headline = next(each for each in every if each.name == "krippendorff_alpha")
        return Computed(headline, _percent(every), every, grid.differ)
    if only is not None and not only:
        return _headline(dimension, grid, patterns, scale, team)
    wanted = None if only is None else {*only, *HELD_AGAINST_THE_BAR, "percent_agreement"}
    few = coders * (coders - 1) // 2 <= MOST_PAIRS
    found = measure(
        patterns, scale, seed=seed, draws=draws, pair_draws=draws if few else 0, only=wanted
    )
    pairs = [pair for pair in found.pairs if pair.table.items]
    every = found.coefficients
    if coders > 2:
        every += tuple(each for pair in pairs for each in pair.coefficients)
    headline = found.find("krippendorff_alpha")
    if len(pairs) == 1:
        headline = _kappa(pairs[0].coefficients, dimension.level)
    elif coders <= team <= TWO:
        headline = _kappa(found.coefficients, dimension.level)
    if only is None:
        every += _icc(grid, scale)
    return Computed(headline, _percent(every), every, grid.differ)


def _headline(
    dimension: Dimension, grid: Grid, patterns: Patterns, scale: Scale, team: int
) -> Computed:
    """Compute only what is held against the bar, and percent agreement, without intervals."""
    pairs = list(sizes_of_pairs(patterns))
    unpaired = not pairs and len(patterns.coders) <= team <= TWO
    found = measure(
        patterns, scale, seed=0, draws=0, apart=unpaired,
        only=("percent_agreement", *(HELD_AGAINST_THE_BAR if unpaired else ("krippendorff_alpha",)))
    )  # fmt: skip
    every = found.coefficients
    headline = found.find("krippendorff_alpha")
    if unpaired:
        headline = _kappa(every, dimension.level)
    if len(pairs) == 1:
        two = [patterns.coders[place] for place in pairs[0]]
        chance = Chance(np.random.default_rng(0), 0.95, 0)
        pair = pair_of(patterns.of(two).scored_by_all(), scale, chance, ("cohen_kappa",))
        headline = _kappa(pair.coefficients, dimension.level)
        every += (headline,)
    return Computed(headline, _percent(every), every, grid.differ)


def _kappa(of_pair: Sequence[Coefficient], level: Level) -> Coefficient:
    """Give what is held against the bar of two coders: with three or more, only alpha speaks for
    all of them. Kappa is quadratic on an ordered scale and unweighted on a nominal one.
    """
    weights = "quadratic" if level.is_ordered else "none"
    return next(e for e in of_pair if (e.name, e.weights) == ("cohen_kappa", weights))


def _of_many(patterns: Patterns, scale: Scale, seed: int, draws: int) -> list[Coefficient]:
    """Compute what does not ask who gave which score, on a table as wide as an item has scores."""
    codes = -np.sort(-patterns.codes, axis=1)
    codes = codes[:, : max(2, int((codes != MISSING).sum(axis=1).max(initial=0)))]
    narrow = Patterns.of_items(codes, [str(at) for at in range(codes.shape[1])], patterns.times)
    sought = [each for each in of_all(narrow, scale) if not each.knows_coders]
    chance = Chance(np.random.default_rng(seed), 0.95, draws)
    return compute_sought(sought, narrow, scale, chance)


def _icc(grid: Grid, scale: Scale) -> tuple[Coefficient, ...]:
    """Give the intraclass correlations where the distances of values mean something."""
    if not scale.has_numbers or len(grid.coders) < 2:
        return ()
    codes = np.repeat(grid.codes(scale.values), grid.times, axis=0)
    return icc(np.where(codes == MISSING, np.nan, scale.positions[codes]), level=scale.level)
