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
    residuals: tuple[tuple[float, ...], ...]
    """Models x scaffolds; how far each cell's mean is from what its model and its scaffold make of
    it together. Empty without a complete task."""


def interaction(scores: Numbers, seed: int) -> Interaction:
    """Test whether the differences between scaffolds are the same in all models.

    Args:
        scores: tasks x models x scaffolds, NaN where missing.
        seed: of the flips, where not all are tried.

    Raises:
        ValueError: there are not three axes, or fewer than two models or scaffolds.
    """
    check_shape(scores)
    whole = complete(scores)
    _, models, scaffolds = scores.shape
    rows = of_interaction(models, scaffolds)
    contrasts = contrasted(whole, rows)
    return Interaction(
        tasks=len(whole),
        dropped=len(scores) - len(whole),
        test=flip_test(contrasts, seed),
        mid_ranks=flip_test(contrasted(midranks(whole), rows), seed),
        huynh_feldt=huynh_feldt(contrasts),
        residuals=_residuals(whole) if len(whole) else (),
    )


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
