"""The scaffold's effect within each model."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from coder_tui.statistics.effects.contrasts import complete, contrasted, helmert
from coder_tui.statistics.effects.holm import holm_of_flips
from coder_tui.statistics.effects.paired import Difference
from coder_tui.statistics.effects.sign_flip import FlipTest, flip_test
from coder_tui.statistics.patterns import Numbers


@dataclass(frozen=True, slots=True)
class Within:
    """What scaffolds change in one model."""

    model: int
    overall: FlipTest
    """Whether scaffolds differ at all, on the tasks scored under each of them."""
    overall_holm: float | None
    """Its p, adjusted for the number of models; None where it can find nothing."""
    against_baseline: tuple[Difference, ...]
    """Each other scaffold less the first; their p is adjusted for all of them in all models."""


def within(
    scores: Numbers, differences: Mapping[tuple[int, int, int], Difference], seed: int
) -> tuple[Within, ...]:
    """Test the scaffold's effect in each model.

    Args:
        scores: tasks x models x scaffolds, NaN where missing.
        differences: of each two scaffolds within each model, by model, scaffold and the one it is
            held against.
        seed: of the flips.
    """
    _, models, scaffolds = np.shape(scores)
    overall = [
        flip_test(contrasted(complete(scores[:, model]), helmert(scaffolds)), seed)
        for model in range(models)
    ]
    overall_holm = holm_of_flips(overall)
    raw = [differences[m, s, 0] for m in range(models) for s in range(1, scaffolds)]
    adjusted = [
        replace(each, p_holm=p)
        for each, p in zip(raw, holm_of_flips([each.test for each in raw]), strict=True)
    ]
    return tuple(
        Within(
            model,
            overall[model],
            overall_holm[model],
            tuple(each for each in adjusted if each.model == model),
        )
        for model in range(models)
    )
