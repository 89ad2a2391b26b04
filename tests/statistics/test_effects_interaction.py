"""The interaction test: equal to computations of another kind, blind to what must not matter."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats
from tests.statistics.effect_scores import drawn, planted, studies

from coder_tui.statistics.effects.contrasts import (
    complete,
    contrasted,
    helmert,
    midranks,
    of_interaction,
    of_main_effects,
)
from coder_tui.statistics.effects.huynh_feldt import huynh_feldt
from coder_tui.statistics.effects.interaction import Interaction, interaction
from coder_tui.statistics.effects.sign_flip import DRAWS, flip_test, flipped
from coder_tui.statistics.effects.undefined import Cause
from coder_tui.statistics.patterns import Numbers

RISING = np.zeros((3, 4))
RISING[0] = (0.0, 0.3, 0.6, 1.2)


def summed(found: Interaction) -> tuple[Any, ...]:
    """What must stay the same, up to rounding."""
    numbers = found.test.p, found.test.statistic, found.huynh_feldt.p
    return tuple(-1.0 if each is None else pytest.approx(each, rel=1e-6) for each in numbers)


# Computations of another kind


def ats_by_loops(scores: Numbers) -> float:
    """Cell means left over after rows and columns, over the spread of each task's own."""

    def left(table: Numbers) -> Numbers:
        rows, columns = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
        return table - rows - columns + table.mean()

    tables = [left(table) for table in scores]
    mean = sum(tables) / len(tables)
    spread = sum(float(((table - mean) ** 2).sum()) for table in tables) / (len(tables) - 1)
    return len(tables) * float((mean**2).sum()) / spread


@pytest.mark.parametrize(("tasks", "seed"), [(5, 1), (7, 2), (8, 3)])
def test_p_is_the_share_of_all_flips_that_go_as_far(tasks: int, seed: int) -> None:
    scores = drawn(tasks, seed=seed, effect=RISING)
    found = interaction(scores, 0).test
    assert found.statistic == pytest.approx(ats_by_loops(scores))
    z = contrasted(scores, of_interaction(3, 4))
    reached = 0
    for signs in product((-1.0, 1.0), repeat=tasks):
        turned = z * np.array(signs)[:, None]
        spread = np.trace(np.cov(turned.T))
        value = tasks * float((turned.mean(axis=0) ** 2).sum()) / spread
        reached += value >= found.statistic - 1e-9
    assert found.p == reached / 2**tasks
    assert (found.flips, found.exhaustive) == (2 ** (tasks - 1), True)


@pytest.mark.parametrize("seed", range(6))
def test_two_models_and_two_scaffolds_are_a_paired_sign_flip(seed: int) -> None:
    scores = drawn(11, 2, 2, seed, effect=[[0.0, 0.9], [0.0, 0.0]])
    one, other = scores[:, 0, 0] + scores[:, 1, 1], scores[:, 0, 1] + scores[:, 1, 0]
    oracle = stats.permutation_test(
        (one, other),
        lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=10**6,
    )
    found = interaction(scores, 0).test
    assert found.contrasts == 1
    assert found.p == pytest.approx(oracle.pvalue)


def anova(scores: Numbers) -> tuple[float, float]:
    """F of the interaction and Huynh and Feldt's epsilon, from sums of squares over the table."""
    n, a, b = scores.shape
    grand = scores.mean()
    by = {axes: scores.mean(axis=axes, keepdims=True) for axes in
          [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)]}  # fmt: skip
    effect = by[0,] - by[0, 1] - by[0, 2] + grand
    rest = scores - by[1,] - by[2,] - by[0,] + by[0, 1] + by[0, 2] + by[1, 2] - grand
    freedom = (a - 1) * (b - 1)
    f = (n * (effect**2).sum() / freedom) / ((rest**2).sum() / (freedom * (n - 1)))
    left = (scores - by[1,] - by[2,] + by[1, 2]).reshape(n, -1)
    roots = np.linalg.eigvalsh(np.cov(left.T))
    box = roots.sum() ** 2 / (freedom * (roots**2).sum())
    epsilon = (n * freedom * box - 2) / (freedom * (n - 1 - freedom * box))
    return float(f), float(min(1.0, epsilon))


@pytest.mark.parametrize("shape", [(15, 3, 4), (12, 2, 3), (9, 4, 2), (10, 2, 2)])
def test_the_closed_form_twin_is_the_analysis_of_variance(shape: tuple[int, int, int]) -> None:
    scores = drawn(*shape, seed=4)
    scores[:, 0, 0] = np.minimum(scores[:, 0, 0] + 1, 2)
    f, epsilon = anova(scores)
    found = interaction(scores, 0).huynh_feldt
    freedom = (shape[1] - 1) * (shape[2] - 1) * epsilon
    assert found.statistic == pytest.approx(f)
    assert found.epsilon == pytest.approx(epsilon)
    assert found.freedom == pytest.approx((freedom, freedom * (shape[0] - 1)))
    assert found.p == pytest.approx(stats.f.sf(f, freedom, freedom * (shape[0] - 1)))


@given(studies(still=False), st.integers(0, 9))
def test_epsilon_is_between_that_of_box_and_one(scores: Numbers, seed: int) -> None:
    scores = scores + np.random.default_rng(seed).normal(0, 0.1, scores.shape)
    found = interaction(scores, 0).huynh_feldt
    size = (scores.shape[1] - 1) * (scores.shape[2] - 1)
    assert found.epsilon is not None
    assert found.p is not None
    assert 1 / size - 1e-9 <= found.epsilon <= 1
    assert 0 <= found.p <= 1


@given(arrays.arrays(np.float64, (4, 2, 3), elements=st.sampled_from([0.0, 0.5, 1.0, 2.0])))
def test_mid_ranks_are_those_of_scipy(scores: Numbers) -> None:
    assert midranks(scores).ravel() == pytest.approx(stats.rankdata(scores))
    ranked = interaction(stats.rankdata(scores).reshape(scores.shape), 0).test
    assert interaction(scores, 0).mid_ranks.p == ranked.p


@pytest.mark.parametrize(("models", "scaffolds"), [(2, 2), (3, 4), (5, 3)])
def test_contrasts_are_a_basis_of_all_that_is_not_the_mean(models: int, scaffolds: int) -> None:
    every = np.vstack([of_main_effects(models, scaffolds), of_interaction(models, scaffolds)])
    size = models * scaffolds
    assert every.shape == (size - 1, size)
    assert every @ every.T == pytest.approx(np.eye(size - 1), abs=1e-12)
    assert every.sum(axis=1) == pytest.approx(np.zeros(size - 1), abs=1e-12)
    assert helmert(2) == pytest.approx(np.array([[-1, 1]]) / np.sqrt(2))


# Many tasks


def test_flips_of_many_tasks_are_drawn_and_the_seed_tells_which() -> None:
    scores = drawn(40, seed=5, effect=RISING / 4)
    found = [interaction(scores, seed).test for seed in (1, 1, 2)]
    assert found[0] == found[1]
    assert found[0].p != found[2].p
    assert found[0].p == pytest.approx(found[2].p, abs=0.01)
    assert (found[0].flips, found[0].exhaustive) == (DRAWS + 1, False)


def test_drawn_flips_never_give_a_p_of_0() -> None:
    found = interaction(planted("verification_support")[[*range(15)] * 4], 1).test
    assert found.p == found.smallest_p == 1 / 2**14


def test_drawn_flips_and_all_flips_agree() -> None:
    z = drawn(17, 2, 2, seed=8, effect=[[0.0, 0.5], [0.0, 0.0]])
    z = contrasted(z, of_interaction(2, 2))
    # A task without any difference changes no sum, and takes the test past the limit.
    more = np.vstack([z, np.zeros((1, 1))])
    assert flip_test(z, 1).exhaustive
    assert not flip_test(more, 1).exhaustive
    assert flip_test(more, 1).p == pytest.approx(flip_test(z, 1).p, abs=0.01)


def test_many_studies_at_once_have_the_p_of_each() -> None:
    stack = np.stack([contrasted(drawn(9, seed=s), of_interaction(3, 4)) for s in range(150)])
    assert list(flipped(stack, 0)) == [flip_test(each, 0).p for each in stack]


# What must not matter


@settings(deadline=None)
@given(studies(), st.data())
def test_the_order_of_tasks_models_and_scaffolds_changes_nothing(
    scores: Numbers, data: st.DataObject
) -> None:
    orders = [data.draw(st.permutations(range(size))) for size in scores.shape]
    moved = scores[np.ix_(*orders)]
    assert summed(interaction(moved, 0)) == summed(interaction(scores, 0))


@settings(deadline=None)
@given(studies(), st.data())
def test_what_adds_up_changes_nothing(scores: Numbers, data: st.DataObject) -> None:
    """A task's own level, how each task likes a model, and how it likes a scaffold."""
    n, models, scaffolds = scores.shape
    number = st.floats(-100, 100).map(lambda x: round(x, 3))
    level, by_model, by_scaffold = (
        data.draw(arrays.arrays(np.float64, shape, elements=number))
        for shape in [(n, 1, 1), (n, models, 1), (n, 1, scaffolds)]
    )
    moved = interaction(scores + level + by_model + by_scaffold, 0)
    assert summed(moved) == summed(interaction(scores, 0))


@settings(deadline=None)
@given(studies(least=3), st.data())
def test_a_task_that_lacks_a_cell_is_as_if_it_were_not_there(
    scores: Numbers, data: st.DataObject
) -> None:
    place = tuple(data.draw(st.integers(0, size - 1)) for size in scores.shape)
    holed = scores.copy()
    holed[place] = np.nan
    without = np.delete(scores, place[0], axis=0)
    found, wanted = interaction(holed, 0), interaction(without, 0)
    assert (found.test, found.mid_ranks) == (wanted.test, wanted.mid_ranks)
    assert (found.tasks, found.dropped) == (len(scores) - 1, 1)
    assert (complete(holed) == without).all()


@settings(deadline=None)
@given(studies())
def test_p_is_above_0_and_at_most_1(scores: Numbers) -> None:
    found = interaction(scores, 0)
    for test in (found.test, found.mid_ranks):
        assert test.p is not None
        assert test.smallest_p <= test.p <= 1
        assert (test.statistic is None) == (test.undefined is not None)


# No spread


def test_cells_without_variance_do_no_harm() -> None:
    scores = drawn(15, seed=2, effect=RISING)
    scores[:, 1] = 2.0
    found = interaction(scores, 0)
    assert found.test.p is not None
    assert found.test.statistic is not None
    assert 0 < found.test.p < 0.05


def test_the_same_interaction_in_every_task_has_an_exact_p_and_no_statistic() -> None:
    table = np.array([[0.0, 0.0, 2.0], [0.0, 0.0, 0.0]])
    found = interaction(np.stack([table] * 15), 0)
    assert found.test.statistic is None
    assert found.test.undefined is not None
    assert found.test.undefined.cause is Cause.NO_SPREAD
    assert "infinite" in found.test.undefined.sentence
    assert found.test.p == found.test.smallest_p == 1 / 2**14
    assert found.huynh_feldt.p is None
    assert found.residuals[0] == pytest.approx((-1 / 3, -1 / 3, 2 / 3))


@pytest.mark.parametrize("value", [0.0, 0.1, 2.0])
def test_without_any_difference_p_is_1(value: float) -> None:
    found = interaction(np.full((15, 3, 4), value), 0)
    for test in (found.test, found.mid_ranks):
        assert (test.statistic, test.p) == (None, 1.0)
        assert test.undefined is not None
        assert test.undefined.cause is Cause.NO_DIFFERENCE


@pytest.mark.parametrize("tasks", [0, 1])
def test_one_task_is_too_few(tasks: int) -> None:
    found = interaction(drawn(4)[:tasks], 0)
    assert (found.test.p, found.test.statistic, found.huynh_feldt.p) == (None, None, None)
    assert found.test.undefined is not None
    assert found.test.undefined.cause is Cause.TOO_FEW_TASKS
    assert "it takes 2" in found.test.undefined.sentence
    assert bool(found.residuals) == bool(tasks)


def test_two_tasks_that_point_in_one_direction_have_a_twin_all_the_same() -> None:
    z = np.array([[1.0, 2.0], [2.0, 3.0]])
    found = huynh_feldt(z)
    assert found.epsilon == pytest.approx(0.5)
    assert found.p == pytest.approx(stats.f.sf(found.statistic, 1, 1))


@pytest.mark.parametrize("shape", [(5, 1, 4), (5, 3, 1), (5, 3)])
def test_one_model_or_one_scaffold_has_no_interaction(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="two or more models"):
        interaction(np.zeros(shape), 0)
