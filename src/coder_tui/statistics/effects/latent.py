"""Whether the interaction is still there on a scale behind the scores: a sensitivity check.

Where one model has reached the ceiling, "the same effect in each model" on a scale behind the
scores looks like different effects on the scores. The cumulative-probit mixed model puts both on
the scale behind; its likelihood ratio asks whether cells need more than a model's and a scaffold's
effect. With few tasks its p is a rough one (see docs/statistics.md), so it is no test of its own.
"""

from dataclasses import dataclass

import numpy as np

from coder_tui.statistics.effects.contrasts import of_interaction, of_main_effects
from coder_tui.statistics.effects.likelihood import (
    LIMIT,
    Model,
    Parameters,
    log_likelihood,
    objective,
    start,
)
from coder_tui.statistics.effects.undefined import (
    NOT_FITTED,
    ONE_VALUE,
    TOO_MANY_VALUES,
    Undefined,
    too_few,
)
from coder_tui.statistics.patterns import Codes, Numbers

RIDGE = 0.01
"""Small beside any score's information; keeps cells without spread from running to infinity."""

CATEGORIES = 12
FLAT = 1e-3
AT_LIMIT = 0.95


@dataclass(frozen=True, slots=True)
class Fit:
    """The likeliest parameters of one model."""

    log_likelihood: float
    """Without the ridge."""
    penalised: float
    """With it."""
    thresholds: tuple[float, ...]
    cells: tuple[tuple[float, ...], ...]
    """Models x scaffolds; where each stands on the latent scale, whose unit is the noise's sd."""
    task_sd: float


@dataclass(frozen=True, slots=True)
class Latent:
    """Additive against one mean per cell; `p` is None exactly where `undefined` says why."""

    statistic: float | None
    """Twice the difference of the penalised log-likelihoods."""
    freedom: int
    p: float | None
    additive: Fit | None
    full: Fit | None
    separated: tuple[tuple[int, int], ...]
    """Cells (model, scaffold) all of whose scores are the highest, or the lowest, that occur."""
    undefined: Undefined | None = None

    @property
    def label(self) -> str:
        """What this is, beside the number; separated also where tasks alone settle the scores."""
        apart = self.separated or (self.full is not None and self.full.task_sd > AT_LIMIT * LIMIT)
        return "sensitivity; separated" if apart else "sensitivity"


def latent(scores: Numbers) -> Latent:
    """Compare both models.

    Args:
        scores: tasks x models x scaffolds, nothing missing.
    """
    tasks, models, scaffolds = scores.shape
    freedom = (models - 1) * (scaffolds - 1)
    seen, codes = np.unique(scores, return_inverse=True)
    reason = _reason(tasks, len(seen))
    if reason is not None:
        return Latent(None, freedom, None, None, None, (), reason)
    codes = codes.reshape(tasks, -1)
    separated = _separated(codes, scaffolds)
    main = of_main_effects(models, scaffolds)
    every = np.vstack([main, of_interaction(models, scaffolds)])
    additive = _fit(codes, main, scaffolds)
    full = _fit(codes, every, scaffolds)
    if additive is None or full is None:
        return Latent(None, freedom, None, additive, full, separated, NOT_FITTED)
    from scipy.special import gammaincc

    statistic = max(0.0, 2.0 * (full.penalised - additive.penalised))
    p = float(gammaincc(freedom / 2, statistic / 2))
    return Latent(statistic, freedom, p, additive, full, separated)


def _reason(tasks: int, values: int) -> Undefined | None:
    if tasks < 2:
        return too_few(tasks)
    if values < 2:
        return ONE_VALUE
    return TOO_MANY_VALUES if values > CATEGORIES else None


def _separated(codes: Codes, scaffolds: int) -> tuple[tuple[int, int], ...]:
    at_end = (codes == 0).all(axis=0) | (codes == codes.max()).all(axis=0)
    return tuple(
        (int(place) // scaffolds, int(place) % scaffolds) for place in np.nonzero(at_end)[0]
    )


def _fit(codes: Codes, rows: Numbers, scaffolds: int) -> Fit | None:
    model = Model.of(codes, rows.T, RIDGE)
    found = _top(model)
    if found is None:
        return None
    parameters = Parameters.of(found, model.categories)
    cells = (model.design @ parameters.effects).reshape(-1, scaffolds)
    value, _ = objective(model)(found)
    return Fit(
        log_likelihood=log_likelihood(model, found),
        penalised=-value,
        thresholds=tuple(parameters.thresholds.tolist()),
        cells=tuple(tuple(row) for row in cells.tolist()),
        task_sd=abs(parameters.sd),
    )


def _top(model: Model) -> Numbers | None:
    """Search for the likeliest parameters."""
    from scipy.optimize import minimize

    evaluate = objective(model)
    found = minimize(evaluate, start(model), jac=True, method="BFGS", options={"gtol": 1e-5})
    # A search may stop for want of digits with the top reached; the slope tells.
    value, slope = evaluate(found.x)
    if not np.isfinite(value) or np.abs(slope).max() > FLAT:
        return None
    return np.asarray(found.x, dtype=np.float64)
