"""Whether agreement changes while coders code: the same coefficient in stretches of time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coder_tui.statistics.coefficient import Coefficient
from coder_tui.statistics.measure import DRAWS, Measured, measure
from coder_tui.statistics.patterns import Codes, Patterns, Scale


@dataclass(frozen=True, slots=True)
class Window:
    """Some items that stand together in time."""

    first: int
    """The place of its first item in the order given."""
    last: int
    """The place of its last item."""
    measured: Measured

    @property
    def alpha(self) -> Coefficient:
        """Krippendorff's alpha in the window."""
        return self.measured.find("krippendorff_alpha")

    @property
    def percent(self) -> Coefficient:
        """Percent agreement in the window."""
        return self.measured.find("percent_agreement")

    @property
    def headline(self) -> Coefficient:
        """Cohen's kappa of two coders, quadratic on an ordered scale; alpha of more."""
        if len(self.measured.coders) != 2:
            return self.alpha
        level = self.alpha.level
        weights = "quadratic" if level is not None and level.is_ordered else "none"
        (pair,) = self.measured.pairs
        return next(
            each
            for each in pair.coefficients
            if (each.name, each.weights) == ("cohen_kappa", weights)
        )


def drift(
    codes: Codes,
    coders: Sequence[str],
    scale: Scale,
    *,
    windows: int,
    seed: int,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> tuple[Window, ...]:
    """Compute percent agreement, alpha and the kappa of two coders in stretches of equal length.

    Args:
        codes: items x coders in order of time, -1 where missing.
        coders: what the coders are called.
        scale: the declared scale.
        windows: how many stretches; their lengths differ by one at most. Fewer, if there are fewer
            items than that.
        seed: the same seed gives the same intervals.
        confidence: of the intervals.
        draws: how often chance is drawn; 0 for no intervals.
    """
    if windows < 1:
        raise ValueError(f"{windows} windows; at least one is needed")
    of_pair = ("cohen_kappa",) if len(coders) == 2 else ()
    places = np.array_split(np.arange(len(codes)), min(windows, len(codes)) or 1)
    return tuple(
        Window(
            int(part[0]),
            int(part[-1]),
            measure(
                Patterns.of_items(codes[part], coders),
                scale,
                seed=seed,
                confidence=confidence,
                draws=draws,
                pair_draws=draws if len(coders) == 2 else 0,
                only=("percent_agreement", "krippendorff_alpha", *of_pair),
            ),
        )
        for part in places
        if len(part)
    )
