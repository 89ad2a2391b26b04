"""The closed-form twin of the sign-flip test: F of repeated measures, corrected for sphericity."""

from dataclasses import dataclass

import numpy as np

from coder_tui.statistics.effects.sign_flip import ats
from coder_tui.statistics.effects.undefined import NO_SPREAD_FOR_F, Undefined, too_few
from coder_tui.statistics.patterns import Numbers
from coder_tui.statistics.quantiles import incomplete_beta


@dataclass(frozen=True, slots=True)
class FTest:
    """F with its corrected degrees of freedom; `p` is None exactly where `undefined` says why."""

    statistic: float | None
    epsilon: float | None
    """Huynh and Feldt's, at most 1."""
    freedom: tuple[float, float] | None
    """Both multiplied by epsilon."""
    p: float | None
    undefined: Undefined | None = None


def huynh_feldt(contrasts: Numbers) -> FTest:
    """Test orthonormal contrasts by analysis of variance of repeated measures.

    F is ATS itself: mean squares of orthonormal contrasts are |mean|^2 and the trace by the same
    number. The correction is that of Huynh and Feldt (1976) for one group.

    Args:
        contrasts: tasks x contrasts, nothing missing.
    """
    tasks, size = contrasts.shape
    if tasks < 2:
        return FTest(None, None, None, None, too_few(tasks))
    statistic = ats(contrasts)
    if statistic is None:
        return FTest(None, None, None, None, NO_SPREAD_FOR_F)
    epsilon = corrected(box_epsilon(np.atleast_2d(np.cov(contrasts.T))), tasks, size)
    freedom = size * epsilon, (tasks - 1) * size * epsilon
    return FTest(statistic, epsilon, freedom, f_above(statistic, *freedom))


def box_epsilon(spread: Numbers) -> float:
    """Give how near a covariance is to a sphere: 1 for one, 1 / size for a line (Box 1954)."""
    return float(np.trace(spread) ** 2 / (len(spread) * np.square(spread).sum()))


def corrected(box: float, tasks: int, size: int) -> float:
    """Give Huynh and Feldt's epsilon: Box's of a small sample is too far from 1.

    Args:
        box: of the covariance observed.
        tasks: it was observed on.
        size: how many contrasts there are.
    """
    above, below = tasks * size * box - 2.0, size * (tasks - 1 - size * box)
    # With as few tasks as contrasts the estimate runs away; it is at most 1, and at least Box's.
    if below <= 1e-9 * size * tasks:
        return 1.0 if above > 1e-9 else box
    return max(box, min(1.0, above / below))


def f_above(value: float, above: float, below: float) -> float:
    """Give the share of F above a value."""
    return incomplete_beta(below / (below + above * value), below / 2, above / 2)
