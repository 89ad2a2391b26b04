"""Percent agreement and one coefficient of some of the items: the one that speaks for them all.

What is held against the bar depends on how many coders share an item. A part of the items is
compared with the whole, so it is the coefficient of the whole that is computed for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from coder_tui.analysis.coefficients import compute
from coder_tui.analysis.scored import Grid, Scored
from coder_tui.domain.rubric import Dimension
from coder_tui.statistics.coefficient import Coefficient
from coder_tui.statistics.measure import Chance, pair_of
from coder_tui.statistics.measure import compute as compute_sought
from coder_tui.statistics.patterns import MISSING, Codes, Patterns, Scale
from coder_tui.statistics.sought import of_all
from coder_tui.statistics.uncertainty import has_still_margin

Rows = Mapping[tuple[tuple[str, ...], tuple[str, ...]], int]
"""How many items got these values (second) from these coders (first)."""

WANTED = ("percent_agreement", "cohen_kappa", "krippendorff_alpha")


@dataclass(frozen=True, slots=True)
class Headline:
    """What is said of some of the items."""

    percent: Coefficient
    coefficient: Coefficient
    differ: int
    """Items on which values differ."""


def headline_of(
    dimension: Dimension, rows: Rows, like: Coefficient, *, seed: int, draws: int
) -> Headline:
    """Compute percent agreement and the coefficient that another one is, of these items.

    Args:
        dimension: with its declared scale.
        rows: how the items were scored.
        like: the coefficient of all items: kappa of two coders, or alpha.
        seed: the same seed gives the same intervals.
        draws: how often chance is drawn; 0 for no intervals.
    """
    scored = [Scored(coders, values, items) for (coders, values), items in rows.items()]
    grid = Grid.of(scored)
    # A kappa of nobody in particular is of coders who share no item, here as in the whole.
    of_nobody = like.name == "cohen_kappa" and like.coders is None
    if of_nobody or not dimension.takes_one_point:
        found = compute(dimension, scored, seed=seed, draws=draws)
        return Headline(found.percent, found.headline, found.differ)
    scale = Scale(dimension.values, dimension.level)
    chance = Chance(np.random.default_rng(seed), 0.95, draws)
    if like.name == "cohen_kappa" and like.coders is not None:
        both = _both(grid, (like.coders[0], like.coders[1]), scale)
        every = list(pair_of(both, scale, chance, WANTED).coefficients)
    else:
        every = _of_all(grid.patterns(scale.values), scale, chance)
    percent = next(each for each in every if each.name == "percent_agreement")
    same = (e for e in every if (e.name, e.weights) == (like.name, like.weights))
    return Headline(percent, next(same), grid.differ)


def _both(grid: Grid, coders: tuple[str, str], scale: Scale) -> Patterns:
    """Give the items that two coders both scored; none where one of them scored nothing here."""
    if not set(coders) <= set(grid.coders):
        return Patterns.of_items([], coders)
    return grid.patterns(scale.values).of(coders).scored_by_all()


def _of_all(patterns: Patterns, scale: Scale, chance: Chance) -> list[Coefficient]:
    """Compute what does not ask who gave which score, on as few patterns as that needs."""
    codes = _narrow(patterns.codes)
    narrow = Patterns.of_items(codes, [str(at) for at in range(codes.shape[1])], patterns.times)
    sought = [e for e in of_all(narrow, scale) if e.name in WANTED and not e.knows_coders]
    return compute_sought(sought, narrow, scale, chance, still=has_still_margin(patterns, scale))


def _narrow(codes: Codes) -> Codes:
    """Give the scores of each item side by side, in as many columns as an item has scores."""
    codes = -np.sort(-codes, axis=1)
    width = max(2, int((codes != MISSING).sum(axis=1).max(initial=0)))
    if codes.shape[1] < width:
        codes = np.pad(codes, ((0, 0), (0, width - codes.shape[1])), constant_values=MISSING)
    return codes[:, :width]
