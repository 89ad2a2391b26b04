"""Everything that is known of the effects of models and scaffolds on one dimension."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import ArrayLike

from coder_tui.statistics.effects.cells import Cell, cell
from coder_tui.statistics.effects.contrasts import complete
from coder_tui.statistics.effects.crossing import Crossing, crossings
from coder_tui.statistics.effects.detectable import Detectable, detectable
from coder_tui.statistics.effects.interaction import (
    Interaction,
    check_shape,
    interaction,
    scored_part,
)
from coder_tui.statistics.effects.latent import Latent, latent
from coder_tui.statistics.effects.paired import Difference, difference
from coder_tui.statistics.effects.within import Within, within
from coder_tui.statistics.patterns import Numbers


@dataclass(frozen=True, slots=True)
class Effects:
    """One dimension; models and scaffolds go by their places, and scaffold 0 is the baseline."""

    models: int
    scaffolds: int
    tasks: int
    """Tasks with a score in any cell."""
    points: tuple[float, ...]
    """The declared scale."""
    interaction: Interaction
    within: tuple[Within, ...]
    cells: tuple[tuple[Cell, ...], ...]
    """Models x scaffolds, each of all tasks that it has."""
    crossings: tuple[Crossing, ...]
    latent: Latent
    detectable: Detectable

    @property
    def at_ends(self) -> tuple[Cell, ...]:
        """The cells that stand at an end of the scale."""
        return tuple(each for row in self.cells for each in row if each.end is not None)

    @property
    def without_spread(self) -> tuple[Cell, ...]:
        """The cells whose scores are all the same, but for those at an end of the scale."""
        return tuple(
            each for row in self.cells for each in row if each.zero_variance and each.end is None
        )


def effects(scores: ArrayLike, points: Sequence[float], seed: int) -> Effects:
    """Compute all of it.

    Args:
        scores: tasks x models x scaffolds, NaN where missing; one number a cell, the mean where
            a task was run several times.
        points: the declared scale in rising order; nothing depends on which of them occur.
        seed: the same seed gives the same numbers.

    Raises:
        ValueError: there are not three axes, fewer than two models, scaffolds or points, points
            that do not rise, or a score beyond the ends of the scale.
    """
    given = np.asarray(scores, dtype=np.float64)
    points = tuple(float(point) for point in points)
    check_shape(given)
    _check_scale(given, points)
    _, models, scaffolds = given.shape
    kept_models, kept_scaffolds = scored_part(given)
    whole = complete(given[:, kept_models][:, :, kept_scaffolds])
    cells = tuple(
        tuple(cell(given[:, m, s], points, m, s) for s in range(scaffolds)) for m in range(models)
    )
    differences = _differences(given, points, seed)
    return Effects(
        models=models,
        scaffolds=scaffolds,
        tasks=int((~np.isnan(given)).any(axis=(1, 2)).sum()),
        points=points,
        interaction=interaction(given, seed),
        within=within(given, differences, seed),
        cells=cells,
        crossings=crossings(differences, cells),
        latent=latent(whole),
        detectable=detectable(whole, points[-1] - points[0], seed),
    )


def _differences(
    scores: Numbers, points: Sequence[float], seed: int
) -> dict[tuple[int, int, int], Difference]:
    """Compare each two scaffolds in each model, the later one less the earlier one."""
    _, models, scaffolds = scores.shape
    places = [
        (model, scaffold, against)
        for model in range(models)
        for against, scaffold in combinations(range(scaffolds), 2)
    ]
    return {place: difference(scores[:, place[0]], points, place, seed) for place in places}


def _check_scale(scores: Numbers, points: Sequence[float]) -> None:
    if len(points) < 2 or any(b <= a for a, b in pairwise(points)):
        raise ValueError(f"a scale has two or more points in rising order, not {tuple(points)}")
    known = scores[~np.isnan(scores)]
    if len(known) and not (points[0] <= known.min() and known.max() <= points[-1]):
        raise ValueError(
            f"scores from {known.min():g} to {known.max():g} on a scale from {points[0]:g} to "
            f"{points[-1]:g}"
        )
