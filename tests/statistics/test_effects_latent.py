"""The latent-scale model: its likelihood, its slope, its top, and what it says of ceilings."""

import subprocess
import sys
from math import log, sqrt
from typing import Any

import numpy as np
import pytest
from scipy import integrate, optimize, stats
from tests.statistics.effect_scores import drawn, planted

from coder_tui.statistics.effects.contrasts import of_interaction, of_main_effects
from coder_tui.statistics.effects.latent import Fit, Latent, latent
from coder_tui.statistics.effects.likelihood import Model, Parameters, log_likelihood, objective
from coder_tui.statistics.effects.undefined import Cause
from coder_tui.statistics.patterns import Codes, Numbers

DESIGN = np.vstack([of_main_effects(3, 4), of_interaction(3, 4)]).T


def codes_of(scores: Numbers) -> Codes:
    return scores.reshape(len(scores), -1).astype(np.int64)


def packed(seed: int, sd: float, effects: int = 11) -> Numbers:
    rng = np.random.default_rng(seed)
    return np.concatenate([[-0.6, log(1.1)], rng.normal(0, 0.5, effects), [sd]])


def by_integration(codes: Codes, parameters: Parameters) -> float:
    """The log-likelihood by adaptive quadrature, one task after the other."""
    bounds = np.concatenate([[-np.inf], parameters.thresholds, [np.inf]])
    cells = DESIGN @ parameters.effects
    total = 0.0
    for task in codes:

        def joint(u: float, task: Codes = task) -> float:
            lines = cells + parameters.sd * u
            chance = stats.norm.cdf(bounds[task + 1] - lines) - stats.norm.cdf(bounds[task] - lines)
            return float(np.prod(chance) * stats.norm.pdf(u))

        value, _ = integrate.quad(joint, -8, 8, epsabs=0, epsrel=1e-11, limit=200)
        total += log(value)
    return total


@pytest.mark.parametrize("sd", [0.0, 0.3, 1.0, 2.0, 3.0])
def test_the_likelihood_is_the_integral_over_the_tasks_effect(sd: float) -> None:
    codes, where = codes_of(drawn(8, seed=3)), packed(1, sd)
    model = Model.of(codes, DESIGN, 0.0)
    wanted = by_integration(codes, Parameters.of(where, 3))
    assert log_likelihood(model, where) == pytest.approx(wanted, abs=1e-5)


def test_both_ends_of_the_scale_are_alike_far_out() -> None:
    """The small probabilities at the top keep as many digits as those at the bottom."""
    codes = codes_of(drawn(8, seed=3))
    effects = 40 * np.eye(11)[0]
    up, down = (np.concatenate([[-0.5, 0.0], sign * effects, [0.5]]) for sign in (1.0, -1.0))
    found = log_likelihood(Model.of(codes, DESIGN, 0.0), up)
    assert found < -1000
    assert log_likelihood(Model.of(2 - codes, DESIGN, 0.0), down) == pytest.approx(found)


@pytest.mark.parametrize("ridge", [0.0, 0.5])
def test_the_slope_is_that_of_the_likelihood(ridge: float) -> None:
    model = Model.of(codes_of(drawn(8, seed=3)), DESIGN, ridge)
    evaluate, where = objective(model), packed(2, 0.8)
    _, slope = evaluate(where)
    steps = 1e-6 * np.eye(len(where))
    wanted = [(evaluate(where + s)[0] - evaluate(where - s)[0]) / 2e-6 for s in steps]
    assert slope == pytest.approx(np.array(wanted), abs=1e-4)


def test_the_ridge_is_left_out_of_the_log_likelihood() -> None:
    codes, where = codes_of(drawn(8, seed=3)), packed(2, 0.8)
    loose, tight = (Model.of(codes, DESIGN, ridge) for ridge in (0.0, 0.5))
    assert log_likelihood(loose, where) == pytest.approx(log_likelihood(tight, where))
    penalty = 0.25 * float((where[2:-1] ** 2).sum())
    assert objective(tight)(where)[0] == pytest.approx(objective(loose)(where)[0] + penalty)


def fits(found: Latent) -> tuple[Fit, Fit]:
    assert found.additive is not None
    assert found.full is not None
    return found.additive, found.full


def test_without_tasks_effects_it_is_the_ordered_probit() -> None:
    """A search of another kind over plain thresholds and cells, tasks having no part."""
    scores = np.random.default_rng(4).integers(0, 3, (40, 2, 2)).astype(float)
    scores[:, 1] = np.minimum(scores[:, 1] + (np.arange(40) % 3 == 0)[:, None], 2)
    codes = codes_of(scores)

    def minus(x: Numbers) -> float:
        bounds = np.array([-np.inf, x[0], x[0] + np.exp(x[1]), np.inf])
        lines = np.concatenate([[0.0], x[2:]])
        chance = stats.norm.cdf(bounds[codes + 1] - lines) - stats.norm.cdf(bounds[codes] - lines)
        return -float(np.log(chance).sum())

    best = optimize.minimize(minus, [-0.5, 0, 0, 0, 0], method="Nelder-Mead",
                             options={"maxiter": 10**4, "xatol": 1e-8, "fatol": 1e-10})  # fmt: skip
    _, full = fits(latent(scores))
    assert full.task_sd < 0.25
    assert full.log_likelihood == pytest.approx(-best.fun, abs=0.05)
    cells = np.array(full.cells).ravel()
    assert cells - cells[0] == pytest.approx(np.concatenate([[0], best.x[2:]]), abs=0.05)


def test_the_top_is_a_top() -> None:
    """No other search over the same likelihood finds a higher point."""
    scores = drawn(12, 2, 3, seed=6)
    found = latent(scores)
    _, full = fits(found)
    rows = np.vstack([of_main_effects(2, 3), of_interaction(2, 3)])
    evaluate = objective(Model.of(codes_of(scores), rows.T, 0.01))
    start = np.concatenate([[-0.3, 0.0], np.zeros(5), [1.2]])
    other = optimize.minimize(lambda x: evaluate(x)[0], start, method="Powell",
                              options={"xtol": 1e-8, "ftol": 1e-12, "maxiter": 10**4})  # fmt: skip
    assert full.penalised == pytest.approx(-other.fun, abs=1e-4)


def test_what_was_put_in_is_found_again() -> None:
    rng = np.random.default_rng(5)
    true = np.array([[0.0, 0.5], [-0.5, 1.0]])
    behind = true + 0.8 * rng.standard_normal((600, 1, 1)) + rng.standard_normal((600, 2, 2))
    found = latent(np.digitize(behind, [-0.7, 0.4]).astype(float))
    _, full = fits(found)
    cells = np.array(full.cells)
    assert cells - cells.mean() == pytest.approx(true - true.mean(), abs=0.15)
    assert full.task_sd == pytest.approx(0.8, abs=0.1)
    assert full.thresholds[1] - full.thresholds[0] == pytest.approx(1.1, abs=0.1)
    assert found.p is not None
    assert found.p < 1e-6
    assert found.freedom == 1


@pytest.mark.parametrize("seed", range(8))
def test_more_effects_never_fit_worse_and_p_is_of_chi_square(seed: int) -> None:
    found = latent(drawn(10, 3, 3, seed))
    additive, full = fits(found)
    assert found.statistic is not None
    assert full.penalised >= additive.penalised - 1e-6
    assert found.statistic == pytest.approx(2 * (full.penalised - additive.penalised), abs=1e-9)
    assert found.p == pytest.approx(stats.chi2.sf(found.statistic, 4))
    assert found.label == ("sensitivity; separated" if found.separated else "sensitivity")


def test_complete_ceilings_stay_finite_and_are_said() -> None:
    scores = drawn(15, seed=2)
    scores[:, 1], scores[:, 2, 0] = 2.0, 0.0
    found = latent(scores)
    _, full = fits(found)
    assert found.separated == ((1, 0), (1, 1), (1, 2), (1, 3), (2, 0))
    assert found.label == "sensitivity; separated"
    assert np.abs(np.array(full.cells)).max() < 10
    assert found.p is not None
    assert np.isfinite(found.p)


def test_tasks_that_settle_their_scores_stay_finite_and_are_said() -> None:
    """Nearly every task has one score throughout: the tasks' spread would run to infinity."""
    rows = ["111111"] * 9 + ["222222"] * 3 + ["110010"]
    found = latent(np.array([[*map(float, row)] for row in rows]).reshape(13, 2, 3))
    additive, full = fits(found)
    assert found.separated == ()
    assert found.label == "sensitivity; separated"
    assert 3.8 < full.task_sd <= 4.0
    assert full.penalised >= additive.penalised - 1e-6
    assert latent(drawn(12, 2, 3, seed=6)).label == "sensitivity"


def test_effects_that_add_up_behind_the_scores_are_no_interaction_there() -> None:
    """The raw test sees one, because the strongest model has no room."""
    from coder_tui.statistics.effects.interaction import interaction

    rng = np.random.default_rng(1)
    true = np.add.outer([-0.4, 0.6, 2.2], [0.0, 0.5, 1.0, 1.5])
    raw, behind = [], []
    for _ in range(15):
        noise = sqrt(0.4) * rng.standard_normal((15, 1, 1))
        noise = noise + sqrt(0.6) * rng.standard_normal((15, 3, 4))
        scores = np.digitize(true + noise, [-0.5244, 0.5244]).astype(float)
        raw.append(interaction(scores, 0).test.p)
        behind.append(latent(scores).p)
    assert sum(p is not None and p <= 0.05 for p in raw) >= 9
    assert sum(p is not None and p <= 0.05 for p in behind) <= 3


def test_the_planted_interaction_is_there_behind_the_scores_too() -> None:
    found = latent(planted("verification_support"))
    assert found.p is not None
    assert found.p < 1e-4
    assert latent(planted("clarification")).p == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("scores", "cause"),
    [
        (np.ones((15, 3, 4)), Cause.ONE_VALUE),
        (np.arange(16.0).reshape(4, 2, 2), Cause.TOO_MANY_VALUES),
        (np.zeros((1, 2, 2)), Cause.TOO_FEW_TASKS),
        (np.zeros((0, 2, 2)), Cause.TOO_FEW_TASKS),
    ],
)
def test_what_cannot_be_fitted_says_why(scores: Numbers, cause: Cause) -> None:
    found = latent(scores)
    assert found.undefined is not None
    assert found.undefined.cause is cause
    assert (found.p, found.statistic, found.full, found.separated) == (None, None, None, ())


def test_a_search_that_ends_on_a_slope_is_no_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(_function: Any, first: Numbers, **_: Any) -> optimize.OptimizeResult:
        return optimize.OptimizeResult(x=first)

    monkeypatch.setattr(optimize, "minimize", gives_up)
    found = latent(drawn(12, 2, 3, seed=6))
    assert found.undefined is not None
    assert found.undefined.cause is Cause.NOT_FITTED
    assert found.p is None


def test_two_values_and_a_middle_one_that_nobody_used_make_two_categories() -> None:
    found = latent(2 * (drawn(12, 2, 2, seed=3) > 0))
    _, full = fits(found)
    assert len(full.thresholds) == 1


def test_importing_the_engine_does_not_load_scipy() -> None:
    look = "import sys, coder_tui.statistics.effects.study; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
