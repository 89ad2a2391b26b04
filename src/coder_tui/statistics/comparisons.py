"""Agreement of particular scores: with oneself, across kinds of coders, on whether to score."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from coder_tui.domain.rubric import Level
from coder_tui.statistics import formulas
from coder_tui.statistics.coefficient import Coefficient
from coder_tui.statistics.measure import (
    DRAWS,
    Chance,
    Measured,
    PairMeasured,
    compute,
    measure,
    pair_of,
)
from coder_tui.statistics.patterns import Codes, Patterns, Scale
from coder_tui.statistics.sought import Sought, sizes_of_pairs
from coder_tui.statistics.uncertainty import Asked
from coder_tui.statistics.weights import disagreement, fitting

SCORED_OR_NOT = Scale(("scored", "not scored"), Level.NOMINAL)
AGAIN = "{coder} again"


def applicability(
    patterns: Patterns, *, seed: int, confidence: float = 0.95, draws: int = DRAWS
) -> tuple[Coefficient, Coefficient]:
    """Give percent agreement and AC1 on whether there is something to score.

    Nearly every answer is "scored", where kappa says little; AC1 and percent agreement are given.

    Args:
        patterns: 0 where a coder gave a value, 1 where not applicable or cannot judge, -1 where
            there is no answer.
        seed: the same seed gives the same intervals.
        confidence: of the intervals.
        draws: how often chance is drawn; 0 for no intervals.
    """
    found = measure(
        patterns,
        SCORED_OR_NOT,
        seed=seed,
        confidence=confidence,
        draws=draws,
        only=("percent_agreement", "gwet_ac1"),
        apart=False,
    )
    return found.find("percent_agreement"), found.find("gwet_ac1")


def intra_coder(
    first: Codes,
    again: Codes,
    coder: str,
    scale: Scale,
    *,
    seed: int,
    confidence: float = 0.95,
    draws: int = DRAWS,
    only: Collection[str] | None = None,
) -> Measured:
    """Compute how far a coder agrees with themselves, from items that came again unannounced.

    Args:
        first: N; the scores of the originals.
        again: N; the scores of their repeats.
        coder: who gave both. For several coders together give the scores one after the other.
        scale: the declared scale.
        seed: the same seed gives the same intervals.
        confidence: of the intervals.
        draws: how often chance is drawn; 0 for no intervals.
        only: names of the coefficients that are wanted; all, if not given.
    """
    names = coder, AGAIN.format(coder=coder)
    patterns = Patterns.of_items(np.stack([first, again], axis=1), names).scored_by_all()
    return measure(patterns, scale, seed=seed, confidence=confidence, draws=draws, only=only)


@dataclass(frozen=True, slots=True)
class Across:
    """How far two kinds of coders agree, each one of the first with each one of the second."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    pairs: tuple[PairMeasured, ...]
    means: tuple[Coefficient, ...]
    """Cohen's kappa, the mean over the pairs that share an item, in each weighting that fits."""


def across(
    patterns: Patterns,
    scale: Scale,
    first: Sequence[str],
    second: Sequence[str],
    *,
    seed: int,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> Across:
    """Compare human with machine coders, say: only pairs that cross from one to the other.

    Args:
        patterns: of all these coders, and perhaps others.
        scale: the declared scale.
        first: coders of one kind.
        second: coders of the other.
        seed: the same seed gives the same intervals.
        confidence: of the intervals.
        draws: how often chance is drawn; 0 for no intervals.
    """
    chance = Chance(np.random.default_rng(seed), confidence, draws)
    crossing = list(product(first, second))
    pairs = tuple(pair_of(patterns.of(two).scored_by_all(), scale, chance) for two in crossing)
    both = patterns.of([*first, *second])
    sizes = {
        places: items
        for places, items in sizes_of_pairs(both).items()
        if places[0] < len(first) <= places[1]
    }
    sought = []
    for weights in fitting(scale):
        apart = disagreement(scale, weights)
        each = [formulas.cohen(apart, *places) for places in sizes]
        asked = Asked(formulas.mean_of(each), min(sizes.values(), default=0))
        sought.append(Sought("cohen_kappa", asked, None, weights, mean_over=tuple(sizes)))
    return Across(tuple(first), tuple(second), pairs, tuple(compute(sought, both, scale, chance)))
