"""The coefficients where no scale of points is declared: typed numbers, sets of labels, texts.

Numbers have alpha and the intraclass correlations. Sets have alpha with the MASI distance. Texts
have percent agreement alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from coder_tui.analysis.chance import MOST_PAIRS
from coder_tui.analysis.scored import Grid
from coder_tui.domain.rubric import Dimension, Level
from coder_tui.domain.scales import members_of
from coder_tui.statistics.agreement import percent_agreement
from coder_tui.statistics.coefficient import Coefficient
from coder_tui.statistics.icc import icc
from coder_tui.statistics.label_sets import measure_sets
from coder_tui.statistics.measure import measure
from coder_tui.statistics.open_scale import alpha_of_numbers, shapes
from coder_tui.statistics.patterns import Scale
from coder_tui.statistics.undefined import (
    KAPPA_NEEDS_ONE_VALUE,
    KAPPA_NEEDS_POINTS,
    NO_PAIRS,
    Undefined,
    percent_only,
)

Found = tuple[Coefficient, tuple[Coefficient, ...]]
"""What is held against the bar, and every coefficient."""

MOST_NUMBERS = 101
"""Of more different numbers no interval is drawn, because the cost grows with their square."""

WITHOUT_INTERVAL = (
    f"No interval: more than {MOST_NUMBERS} different numbers are in use, and what drawing them "
    "again costs grows with their square."
)

BY_NUMBERS = ("percent_agreement", "krippendorff_alpha")


def of_numbers(grid: Grid, level: Level, seed: int, draws: int) -> Found:
    """Compute over the numbers that occur; alpha is held against the bar."""
    values = sorted({value for given in grid.given for value in given}, key=float)
    if len(values) < 2 or len(values) > MOST_NUMBERS:
        percent, alpha = _by_formula(grid, level)
        if alpha.value is not None and not alpha.note:
            alpha = replace(alpha, note=WITHOUT_INTERVAL)
    else:
        scale = Scale(tuple(values), level)
        found = measure(
            grid.patterns(values), scale, seed=seed, draws=draws, pair_draws=0, only=BY_NUMBERS
        )
        percent, alpha = found.coefficients
    pairs = [each for two in _pairs(grid) for each in _pair(two, KAPPA_NEEDS_POINTS)]
    return alpha, (percent, alpha, *pairs, *_icc(grid, level))


def _by_formula(grid: Grid, level: Level) -> tuple[Coefficient, Coefficient]:
    if level is Level.RATIO:
        return _percent(grid), alpha_of_numbers(grid.given, grid.times, Level.RATIO)
    return _percent(grid), alpha_of_numbers(grid.given, grid.times, Level.INTERVAL)


def _icc(grid: Grid, level: Level) -> tuple[Coefficient, ...]:
    if len(grid.coders) < 2:
        return ()
    numbers = [[np.nan if value is None else float(value) for value in row] for row in grid.rows]
    return icc(np.repeat(np.array(numbers), grid.times, axis=0), level=level)


def of_sets(grid: Grid, dimension: Dimension, seed: int, draws: int) -> Found:
    """Compute percent agreement on whole sets, and alpha by what two sets share."""
    percent, alpha = _sets(grid, dimension, seed, draws)
    found = [percent, alpha]
    pairs = _pairs(grid)
    for at, two in enumerate(pairs):
        of_pair = _sets(two, dimension, seed + at + 1, draws if len(pairs) <= MOST_PAIRS else 0)
        kappa = _pair(two, KAPPA_NEEDS_ONE_VALUE)[-1]
        if len(grid.coders) > 2:
            found += [replace(each, coders=kappa.coders) for each in of_pair]
        found.append(kappa)
    return alpha, tuple(found)


def _sets(grid: Grid, dimension: Dimension, seed: int, draws: int) -> tuple[Coefficient, ...]:
    rows = [
        [None if value is None else members_of(value) for value in row]
        for row, times in zip(grid.rows, grid.times, strict=True)
        for _ in range(times)
    ]
    labels = [int(value) for value in dimension.values]
    return measure_sets(rows, grid.coders or ["nobody"], labels, seed=seed, draws=draws)


def of_texts(grid: Grid) -> Found:
    """Compute percent agreement: two texts agree if they are the same to the letter."""
    percent = _percent(grid)
    why = percent_only(Level.TEXT)
    alpha = Coefficient(
        "krippendorff_alpha", None, why if percent.pairs else NO_PAIRS, percent.items, percent.pairs
    )
    pairs = [each for two in _pairs(grid) for each in _pair(two, why)]
    return alpha, (percent, alpha, *pairs)


def _percent(grid: Grid) -> Coefficient:
    rows = shapes(grid.given)
    width = [""] * (len(rows[0]) if rows else 1)
    return replace(percent_agreement(rows, grid.times, width), weights="none")


def _pairs(grid: Grid) -> Sequence[Grid]:
    """Give the items of each two coders who share any."""
    both = (grid.of_two(two) for two in combinations(grid.coders, 2))
    return [two for two in both if two.rows]


def _pair(two: Grid, why: Undefined) -> list[Coefficient]:
    """Give the percent agreement of two coders, and why there is no kappa."""
    first, second = two.coders
    percent = replace(_percent(two), coders=(first, second))
    kappa = replace(percent, name="cohen_kappa", value=None, undefined=why)
    return [percent, kappa]
