"""What scaffolds change within models: cells, differences, crossings, what could be found."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.statistics.effect_scores import POINTS, drawn, planted, studies

from coder_tui.statistics.effects.cells import Cell, cell
from coder_tui.statistics.effects.contrasts import contrasted, of_interaction
from coder_tui.statistics.effects.detectable import detectable
from coder_tui.statistics.effects.holm import holm, holm_of_flips
from coder_tui.statistics.effects.paired import Difference, difference
from coder_tui.statistics.effects.posterior import interval_of_mean, shared_out
from coder_tui.statistics.effects.sign_flip import flipped
from coder_tui.statistics.effects.study import Effects, effects
from coder_tui.statistics.effects.undefined import Cause
from coder_tui.statistics.patterns import Numbers


def cell_of(*scores: float) -> Cell:
    return cell(np.array(scores), POINTS, 0, 0)


def change(first: Any, second: Any) -> Difference:
    two = np.array([second, first], dtype=np.float64).T
    return difference(two, POINTS, (0, 1, 0), 1)


# The sample, in which we know what is planted


def test_the_planted_interaction_is_found_and_the_planted_additive_ones_are_not() -> None:
    found = {
        name: effects(planted(name), (0, 1) if name == "offers_control" else POINTS, 1)
        for name in ("verification_support", "clarification", "retention", "offers_control")
    }
    tests = [each.interaction.test for each in found.values()]
    assert tests[0].p == 7 / 2**14
    # Where all scores are equal nothing could be found, so that is not adjusted for.
    assert holm_of_flips(tests) == [pytest.approx(3 * 7 / 2**14), 1.0, None, 1.0]
    assert [test.statistic for test in tests[1:]] == [0.0, None, 0.0]


def test_the_planted_numbers_are_what_is_printed_of_them() -> None:
    found = effects(planted("verification_support"), POINTS, 1)
    assert [[round(15 * (each.mean or 0)) for each in row] for row in found.cells] == [
        [6, 7, 8, 30],
        [5, 5, 5, 5],
        [8, 10, 9, 17],
    ]
    lifted, flat, between = (each.against_baseline[2] for each in found.within)
    assert lifted.mean == pytest.approx(1.6)
    assert lifted.ends == ("ceiling", None)
    assert lifted.interval is not None
    assert (lifted.sign, flat.sign, between.sign) == (1, 0, 1)
    assert lifted.interval.method == "jackknife"
    assert (lifted.interval.low, lifted.interval.high) == (pytest.approx(1.19198), 2.0)
    assert flat.mean == 0
    assert [(each.model, each.scaffold) for each in found.at_ends] == [(0, 3)]
    assert found.latent.separated == ((0, 3),)


def test_a_constant_dimension_is_stated_as_such() -> None:
    found = effects(planted("retention"), POINTS, 1)
    assert len(found.at_ends) == 12
    assert found.latent.undefined is not None
    assert found.latent.undefined.cause is Cause.ONE_VALUE
    assert found.detectable.undefined is not None
    assert found.detectable.undefined.cause is Cause.NO_SPREAD
    assert found.crossings == ()
    for each in found.within:
        assert (each.overall.p, each.overall_holm) == (1.0, None)
        assert all(not one.sign and one.interval for one in each.against_baseline)


# Cells


def test_a_cell_counts_its_scores() -> None:
    found = cell_of(0, 1, 1, 2, np.nan)
    assert (found.tasks, found.mean, found.counts) == (4, 1.0, (1.0, 2.0, 1.0))
    assert (found.at_top, found.at_bottom, found.end) == (0.25, 0.25, None)


@pytest.mark.parametrize(
    ("scores", "end", "still"),
    [
        ((2, 2, 2, 2, 1), "ceiling", False),
        ((2, 2, 2, 1, 1), None, False),
        ((0, 0, 0, 0, 2), "floor", False),
        ((2, 2, 2), "ceiling", True),
        ((1, 1, 1), None, True),
        ((2, 2), None, True),
        ((2,), None, False),
    ],
)
def test_a_cell_says_where_it_stands(scores: Any, end: str | None, still: bool) -> None:
    found = cell_of(*scores)
    assert (found.end, found.zero_variance) == (end, still)


def test_an_empty_cell_has_no_mean() -> None:
    found = cell_of(np.nan, np.nan)
    assert (found.tasks, found.mean, found.interval, found.end) == (0, None, None, None)


def test_the_interval_of_a_mean_is_that_of_a_beta_on_two_points() -> None:
    counts, prior = np.array([3.0, 12.0]), np.array([0.5, 0.5])
    found = interval_of_mean(counts, prior, (0.0, 1.0))
    wanted = stats.beta(12.5, 3.5).ppf([0.025, 0.975])
    assert (found.low, found.high) == pytest.approx(tuple(wanted), abs=1e-8)


def test_the_interval_of_a_mean_has_the_spread_of_a_dirichlet() -> None:
    """With many scores the middle 95 % is the closed-form mean -/+ 1.96 standard deviations."""
    counts, grid = np.array([300.0, 400.0, 500.0]), np.array(POINTS)
    share = (counts + 1 / 3) / 1201
    mean = share @ grid
    reach = 1.96 * np.sqrt((share @ grid**2 - mean**2) / 1202)
    found = interval_of_mean(counts, np.full(3, 1 / 3), POINTS)
    assert (found.low, found.high) == pytest.approx((mean - reach, mean + reach), abs=0.004)


@given(st.lists(st.sampled_from(POINTS), min_size=1, max_size=20))
def test_an_interval_is_never_a_point_and_stays_on_the_scale(scores: list[float]) -> None:
    found = cell_of(*scores)
    assert found.interval is not None
    assert found.mean is not None
    assert 0 <= found.interval.low <= found.mean <= found.interval.high <= 2
    assert found.interval.low < found.interval.high
    assert found.interval.method == "dirichlet"


@given(
    st.lists(st.floats(0, 4), min_size=1, max_size=9),
    st.sampled_from([(0.0, 4.0), (0.0, 1.0, 2.0, 3.0, 4.0), (0.0, 0.5, 4.0)]),
)
def test_counting_in_parts_keeps_the_mean(scores: list[float], points: tuple[float, ...]) -> None:
    counts = shared_out(np.array(scores), points)
    assert counts.min() >= -1e-12
    assert counts.sum() == pytest.approx(len(scores))
    assert counts @ np.array(points) == pytest.approx(sum(scores))


# Differences


def test_a_difference_is_that_of_the_same_tasks() -> None:
    found = change([2, 1, 2, np.nan, 1, 0], [1, 0, 0, 2, np.nan, 1])
    assert (found.tasks, found.mean) == (4, 0.75)
    reach = float(stats.t.ppf(0.975, 3) * stats.sem([1, 1, 2, -1]))
    assert found.interval is not None
    assert found.interval.method == "jackknife"
    assert found.interval.low == pytest.approx(0.75 - reach)
    assert found.interval.high == min(2.0, 0.75 + reach)


@given(st.lists(st.tuples(*[st.sampled_from(POINTS)] * 2), min_size=2, max_size=8))
def test_its_p_is_that_of_the_paired_permutation_test(pairs: list[tuple[float, float]]) -> None:
    first, second = np.array(pairs).T
    oracle = stats.permutation_test(
        (first, second),
        lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=10**4,
    )
    assert change(first, second).test.p == pytest.approx(oracle.pvalue)


@given(st.lists(st.tuples(*[st.sampled_from(POINTS)] * 2), min_size=1, max_size=15))
def test_its_interval_is_never_a_point(pairs: list[tuple[float, float]]) -> None:
    first, second = np.array(pairs).T
    found, back = change(first, second), change(second, first)
    assert found.interval is not None
    assert back.interval is not None
    assert found.mean is not None
    assert -2 <= found.interval.low <= found.mean <= found.interval.high <= 2
    assert found.interval.low < found.interval.high
    if found.interval.method == "jackknife":
        assert found.interval.low == pytest.approx(-back.interval.high)
    assert found.at_end == any(end is not None for end in found.ends)


def test_a_difference_at_the_ceiling_leaves_room() -> None:
    found = change([2] * 15, [0] * 15)
    assert found.ends == ("ceiling", "floor")
    assert found.interval is not None
    assert found.interval.method == "dirichlet"
    assert 1.4 < found.interval.low < 1.8
    assert found.interval.high == 2.0
    assert found.test.p == 1 / 2**14


def test_no_common_task_is_no_difference() -> None:
    found = change([1, np.nan], [np.nan, 1])
    assert (found.tasks, found.mean, found.interval, found.test.p) == (0, None, None, None)
    assert (found.sign, found.at_end) == (0, False)


# Holm


def test_holm_is_his_own() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == [0.03, 0.06, 0.06, 0.02]
    assert holm([0.5, None, 0.9, 0.02]) == [1.0, None, 1.0, 0.06]
    assert holm([]) == []


@given(st.lists(st.one_of(st.none(), st.floats(0.001, 1)), max_size=8))
def test_holm_never_makes_p_smaller_and_keeps_the_order(pvalues: list[float | None]) -> None:
    adjusted = holm(pvalues)
    pairs = [(p, q) for p, q in zip(pvalues, adjusted, strict=True) if p is not None]
    assert [q is None for q in adjusted] == [p is None for p in pvalues]
    numbers = [(p, q) for p, q in sorted(pairs) if q is not None]
    assert all(p <= q <= 1 for p, q in numbers)
    assert [q for _, q in numbers] == sorted(q for _, q in numbers)


def test_differences_are_adjusted_over_all_models() -> None:
    found = effects(drawn(seed=3, effect=[[0, 0, 1, 2], [0] * 4, [0] * 4]), POINTS, 1)
    every = [each for model in found.within for each in model.against_baseline]
    assert [(each.model, each.scaffold, each.against) for each in every] == [
        (m, s, 0) for m in range(3) for s in (1, 2, 3)
    ]
    assert [each.p_holm for each in every] == holm_of_flips([each.test for each in every])
    assert [each.overall_holm for each in found.within] == holm_of_flips(
        [each.overall for each in found.within]
    )


# Crossings


def crossed(first: Numbers, second: Numbers) -> Effects:
    """Two models under two scaffolds, tasks x 2 each."""
    return effects(np.stack([first, second], axis=1), POINTS, 1)


def test_orders_that_cross_are_named_with_both_differences() -> None:
    up = np.tile([0.0, 2.0], (12, 1))
    up[0] = 1.0
    (found,) = crossed(up, up[:, ::-1]).crossings
    assert (found.first.model, found.second.model) == (0, 1)
    assert (found.first.mean, found.second.mean) == (
        pytest.approx(22 / 12),
        pytest.approx(-22 / 12),
    )
    assert (found.certain, found.under_any_numbers) == (True, True)


def test_more_and_less_of_the_same_do_not_cross() -> None:
    up, less = np.tile([0.0, 2.0], (12, 1)), np.tile([1.0, 2.0], (12, 1))
    assert crossed(up, less).crossings == ()
    assert crossed(up, np.ones((12, 2))).crossings == ()


def test_a_crossing_within_chance_is_not_certain() -> None:
    up = np.ones((12, 2))
    up[0, 1] = 2.0
    (found,) = crossed(up, up[:, ::-1]).crossings
    assert (found.certain, found.under_any_numbers) == (False, True)


def test_an_order_that_hangs_on_the_points_numbers_says_so() -> None:
    """0 and 2 against 1 and 1: which is more depends on how far 1 is from both."""
    mixed = np.array([[1.0, 0.0], [1.0, 2.0], [1.0, 2.0]] * 4)
    down = np.tile([2.0, 0.0], (12, 1))
    (found,) = crossed(mixed, down).crossings
    assert not found.under_any_numbers


# What could be found


def test_an_effect_of_the_printed_size_is_found_four_times_in_five() -> None:
    """In studies whose cells vary unequally, by the test itself."""
    rng, rows = np.random.default_rng(1), of_interaction(3, 4)
    sd = np.linspace(0.4, 0.8, 12).reshape(3, 4)
    found = [detectable(sd * rng.standard_normal((15, 3, 4)), 2.0, 1) for _ in range(60)]
    for name in ("rising", "single_cell"):
        shape = np.zeros((3, 4))
        if name == "rising":
            shape[1] = (0, 1 / 3, 2 / 3, 1)
        else:
            shape[1, 2] = 1.0
        size = np.median([getattr(each, name) for each in found])
        noise = sd * rng.standard_normal((1500, 15, 3, 4)) + size * shape
        p = flipped(np.stack([contrasted(each, rows) for each in noise]), 1)
        assert np.mean(p <= 0.05) == pytest.approx(0.8, abs=0.06)


def test_more_tasks_and_less_noise_find_smaller_effects() -> None:
    few, many = (detectable(drawn(tasks, seed=1), 2.0, 1) for tasks in (10, 80))
    quiet = detectable(drawn(10, seed=1) / 4, 2.0, 1)
    for name in ("rising", "single_cell"):
        sizes = [getattr(each, name) for each in (few, many, quiet)]
        assert sizes[1] < sizes[0]
        assert sizes[2] == pytest.approx(sizes[0] / 4, rel=1e-6)
    assert detectable(drawn(10, seed=1), 2.0, 1) == few


def test_five_tasks_can_find_nothing() -> None:
    found = detectable(drawn(5), 2.0, 1)
    assert (found.rising, found.single_cell) == (None, None)
    assert found.undefined is not None
    assert "smallest possible p is 0.062" in found.undefined.sentence
    assert detectable(drawn(6), 2.0, 1).undefined is None


# The whole


@settings(deadline=None, max_examples=12)
@given(studies(least=1), st.data())
def test_any_study_has_an_answer_or_a_reason(scores: Numbers, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(0, 3))):
        scores[tuple(data.draw(st.integers(0, size - 1)) for size in scores.shape)] = np.nan
    found = effects(scores, POINTS, 1)
    assert found.interaction.tasks + found.interaction.dropped == len(scores)
    assert (found.latent.p is None) == (found.latent.undefined is not None)
    assert (found.detectable.rising is None) == (found.detectable.undefined is not None)
    assert [len(row) for row in found.cells] == [scores.shape[2]] * scores.shape[1]


def test_the_same_seed_gives_the_same_effects_and_scores_in_between_are_welcome() -> None:
    scores = (drawn(20, seed=1) + drawn(20, seed=2)) / 2
    found = [effects(scores, POINTS, seed) for seed in (1, 1, 2)]
    assert found[0] == found[1]
    assert found[0].cells == found[2].cells


def test_all_of_it_can_be_written_down() -> None:
    """Plain numbers throughout, whatever came in, and none of them NaN."""
    scores = drawn()
    scores[:, 1], scores[0, 0, 0] = 2.0, np.nan
    found = effects(scores.astype(np.float32), np.array(POINTS).tolist(), 1)
    again = effects(scores, [np.float64(point) for point in POINTS], 1)
    assert json.dumps(asdict(found), allow_nan=False) == json.dumps(asdict(again), allow_nan=False)


def test_a_system_that_was_never_run_leaves_the_others_their_numbers() -> None:
    scores = drawn()
    scores[:, 2, 3] = np.nan
    found = effects(scores, POINTS, 1)
    assert (found.tasks, found.interaction.tasks, found.interaction.dropped) == (15, 0, 15)
    assert found.interaction.test.p is None
    assert found.within[0].overall.p is not None
    assert found.within[2].overall.p is None
    assert [each.tasks for each in found.within[2].against_baseline] == [15, 15, 0]
    assert found.cells[2][3].mean is None


@pytest.mark.parametrize(
    ("points", "match"),
    [((0, 1), "on a scale from 0 to 1"), ((0, 2, 1), "rising order"), ((2,), "two or more")],
)
def test_what_does_not_fit_is_refused(points: tuple[float, ...], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        effects(drawn(), points, 1)
