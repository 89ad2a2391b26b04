"""Does the scaffold's effect depend on the model?"""

from dataclasses import dataclass

import numpy as np

from coder_tui.statistics.effects.contrasts import (
    complete,
    contrasted,
    midranks,
    of_interaction,
)
from coder_tui.statistics.effects.huynh_feldt import FTest, huynh_feldt
from coder_tui.statistics.effects.sign_flip import FlipTest, flip_test
from coder_tui.statistics.patterns import Numbers


@dataclass(frozen=True, slots=True)
class Interaction:
    """The test of a dimension, and what stands beside it."""

    tasks: int
    """Tasks with a score in every cell, which are tested."""
    dropped: int
    """Tasks that lack one."""
    test: FlipTest
    """The test: sign flips of the raw scores' contrasts."""
    mid_ranks: FlipTest
    """The same of the scores' mid-ranks among all that are tested: robustness."""
    huynh_feldt: FTest
    """The closed-form twin."""
    models: tuple[int, ...]
    """The places of the models that are tested: those with any score."""
    scaffolds: tuple[int, ...]
    """The places of the scaffolds that are."""
    residuals: tuple[tuple[float, ...], ...]
    """These models x these scaffolds; how far each cell's mean is from what its model and its
    scaffold make of it together. Empty without a complete task."""


def interaction(scores: Numbers, seed: int) -> Interaction:
    """Test whether the differences between scaffolds are the same in all models.

    Args:
        scores: tasks x models x scaffolds, NaN where missing.
        seed: of the flips, where not all are tried.

    Raises:
        ValueError: there are not three axes, or fewer than two models or scaffolds.
    """
    check_shape(scores)
    models, scaffolds = scored_part(scores)
    whole = complete(scores[:, models][:, :, scaffolds])
    rows = of_interaction(len(models), len(scaffolds))
    contrasts = contrasted(whole, rows)
    return Interaction(
        tasks=len(whole),
        dropped=len(scores) - len(whole),
        test=flip_test(contrasts, seed),
        mid_ranks=flip_test(contrasted(midranks(whole), rows), seed),
        huynh_feldt=huynh_feldt(contrasts),
        models=models,
        scaffolds=scaffolds,
        residuals=_residuals(whole) if len(whole) else (),
    )


def scored_part(scores: Numbers) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the places of the models and of the scaffolds that have any score.

    One without would leave no task complete. Where fewer than two are left of either, all are
    given: then nothing can be tested in any case.
    """
    there = ~np.isnan(scores)
    found = tuple(
        tuple(int(place) for place in np.flatnonzero(there.any(axis=others)))
        for others in ((0, 2), (0, 1))
    )
    if min(len(each) for each in found) < 2:
        return tuple(range(scores.shape[1])), tuple(range(scores.shape[2]))
    return found[0], found[1]


def _residuals(whole: Numbers) -> tuple[tuple[float, ...], ...]:
    means = whole.mean(axis=0)
    rows, columns = means.mean(axis=1, keepdims=True), means.mean(axis=0, keepdims=True)
    return tuple(tuple(row) for row in (means - rows - columns + means.mean()).tolist())


def check_shape(scores: Numbers) -> None:
    """Refuse what is no study of several models and scaffolds."""
    if scores.ndim != 3 or min(scores.shape[1:]) < 2:
        raise ValueError(
            f"scores of shape {np.shape(scores)} are not tasks x models x scaffolds with two or "
            "more models and scaffolds"
        )
