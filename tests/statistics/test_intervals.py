"""Intervals: which method when, what it must never say, and that fast draws are slow ones."""

from statistics import NormalDist
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.statistics.scored import NOMINAL, ORDINAL, Units, patterns_of, units

from coder_tui.statistics import formulas
from coder_tui.statistics.intervals import bca, jackknife, jackknife_error, of_posterior
from coder_tui.statistics.measure import Measured, measure
from coder_tui.statistics.patterns import Patterns, Scale
from coder_tui.statistics.quantiles import f_quantile, t_probability, t_quantile
from coder_tui.statistics.resampling import (
    drawn_again,
    evaluate,
    posterior,
    without_one,
)
from coder_tui.statistics.totals import Totals


def noisy(items: int, coders: int, error: float, seed: int = 1, missing: float = 0.0) -> Patterns:
    """Coders who mostly give an item's true value, on a skewed scale."""
    rng = np.random.default_rng(seed)
    true = rng.choice(3, size=(items, 1), p=(0.1, 0.3, 0.6))
    shape = (items, coders)
    codes = np.where(rng.random(shape) < error, rng.integers(0, 3, shape), true)
    codes = np.where(rng.random(shape) < missing, -1, codes)
    return Patterns.of_items(codes, "abcdef"[:coders])


def methods(measured: Measured) -> set[str]:
    return {each.interval.method for each in measured.coefficients if each.interval}


def alpha(totals: Totals) -> Any:
    return formulas.ordinal_alpha(totals).value


# Which method


def test_few_items_get_a_posterior_and_many_are_drawn_again() -> None:
    assert methods(measure(noisy(39, 3, 0.2), ORDINAL, seed=1, draws=500)) == {"dirichlet"}
    assert methods(measure(noisy(40, 3, 0.2), ORDINAL, seed=1, draws=500)) == {"bca"}


def test_only_items_that_two_coders_scored_count_as_many() -> None:
    codes = np.where(np.arange(80)[:, None] < [80, 30], np.arange(160).reshape(80, 2) % 3, -1)
    measured = measure(Patterns.of_items(codes, "ab"), ORDINAL, seed=1, draws=500)
    assert (measured.items, measured.paired) == (80, 30)
    assert methods(measured) == {"dirichlet"}


def test_a_coder_who_used_one_value_gets_a_posterior_however_many_items() -> None:
    codes = np.stack([np.full(200, 2), np.arange(200) % 3], axis=1)
    measured = measure(Patterns.of_items(codes, "ab"), ORDINAL, seed=1, draws=500)
    assert methods(measured) == {"dirichlet"}


def test_one_value_on_every_item_is_not_one_coder_with_one_value() -> None:
    """Somebody gives 2 each time, and not always the same one."""
    codes = np.array([[2, 2], [2, 1], [1, 2], [2, 0], [0, 2]] * 20)
    measured = measure(Patterns.of_items(codes, "ab"), ORDINAL, seed=1, draws=500)
    assert methods(measured) == {"bca"}


def test_a_mean_over_small_pairs_gets_a_posterior() -> None:
    """Three coders, two on each of 60 items: 20 items a pair."""
    units_by_turn = [[(place + k) % 3 if k != place % 3 else None for k in range(3)]
                     for place in range(60)]  # fmt: skip
    measured = measure(patterns_of(units_by_turn), ORDINAL, seed=1, draws=500)
    kappa, percent = measured.find("cohen_kappa"), measured.find("percent_agreement")
    assert kappa.interval is None or kappa.interval.method == "dirichlet"
    assert percent.interval is not None


# What it must never say


@settings(max_examples=25, deadline=None)
@given(given_units=units(most=30), scale=st.sampled_from([NOMINAL, ORDINAL]))
def test_an_interval_is_never_a_point_and_holds_the_value(given_units: Units, scale: Scale) -> None:
    measured = measure(patterns_of(given_units), scale, seed=3, draws=400)
    every = [*measured.coefficients, *(c for pair in measured.pairs for c in pair.coefficients)]
    for each in every:
        assert (each.value is None) == (each.undefined is not None)
        assert (each.value is None) == (each.interval is None)
        if each.interval is None or each.value is None:
            continue
        assert each.interval.low < each.interval.high <= 1
        # With items of one score Fleiss' kappa can fall below -1.
        assert each.interval.low >= -1 or each.interval.high <= -1
        assert each.interval.low <= max(each.value, -1.0) + 1e-9
        assert each.value <= each.interval.high + 1e-9
        assert [bar.bar for bar in each.at_least] == [0.667, 0.8]
        first, second = (bar.probability for bar in each.at_least)
        assert 0 <= second <= first <= 1


@pytest.mark.parametrize("items", [2, 11, 39, 40, 180, 2000])
def test_a_perfect_sample_is_not_taken_for_perfect_coders(items: int) -> None:
    codes = np.stack([np.arange(items) % 3] * 3, axis=1)
    measured = measure(Patterns.of_items(codes, "abc"), ORDINAL, seed=1, draws=2000)
    for each in measured.coefficients:
        assert each.value == 1.0
        assert each.standard_error is None
        assert each.interval is not None
        assert each.interval.method == "dirichlet"
        assert each.interval.low < 1 - 1 / (10 * items)
        assert 0 < each.at_least[0].probability <= 1


def test_the_same_seed_gives_the_same_interval() -> None:
    patterns = noisy(60, 3, 0.2, missing=0.1)
    found = [measure(patterns, ORDINAL, seed=seed, draws=300) for seed in (4, 4, 5)]
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_more_confidence_is_a_wider_interval() -> None:
    for items in (20, 120):
        widths = []
        for confidence in (0.5, 0.9, 0.99):
            measured = measure(
                noisy(items, 2, 0.2), ORDINAL, seed=1, confidence=confidence, draws=2000
            )
            interval = measured.find("krippendorff_alpha").interval
            assert interval is not None
            assert interval.confidence == confidence
            widths.append(interval.high - interval.low)
        assert widths == sorted(widths)


def test_values_alone_need_no_chance() -> None:
    patterns = noisy(60, 3, 0.2)
    without, with_chance = (measure(patterns, ORDINAL, seed=1, draws=d) for d in (0, 200))
    for one, other in zip(without.coefficients, with_chance.coefficients, strict=True):
        assert one.interval is None
        assert one.at_least == ()
        assert (one.value, one.standard_error) == (other.value, other.standard_error)


# Fast draws are slow ones


@pytest.mark.parametrize(("items", "coders"), [(16, 2), (120, 2), (120, 4)])
def test_drawing_patterns_is_drawing_items(items: int, coders: int) -> None:
    rng = np.random.default_rng(3)
    patterns = noisy(items, coders, 0.3, missing=0.05)
    codes = np.repeat(patterns.codes, patterns.times, axis=0)
    counts = np.stack([(codes == value).sum(axis=1) for value in range(3)], axis=1)
    slow = []
    for _ in range(3000):
        drawn = counts[rng.integers(0, len(counts), len(counts))]
        slow.append(
            krippendorff.alpha(
                value_counts=drawn, value_domain=[0, 1, 2], level_of_measurement="ordinal"
            )
        )
    for every in (patterns, patterns.unordered()):
        (fast,) = evaluate([alpha], every, ORDINAL, drawn_again(every, 10_000, rng))
        ends = [np.quantile(each, (0.05, 0.25, 0.5, 0.75, 0.95)) for each in (slow, fast)]
        assert ends[0] == pytest.approx(ends[1], abs=0.03)


@pytest.mark.parametrize("items", [3, 50, 5000, 100_000])
def test_items_drawn_again_are_as_many_and_come_as_often(items: int) -> None:
    times = np.array([1, 2, 4, 5, 40, items])
    codes = np.arange(6)[:, None].repeat(2, axis=1)
    patterns = Patterns(("a", "b"), codes, times)
    drawn = np.concatenate(list(drawn_again(patterns, 20_000, np.random.default_rng(1))))
    total, share = times.sum(), times / times.sum()
    assert (drawn.sum(axis=1) == total).all()
    error = np.sqrt(total * share * (1 - share) / 20_000)
    assert np.abs(drawn.mean(axis=0) - times).max() < 5 * error.max()
    covariance = np.cov(drawn.T)
    wanted = total * (np.diag(share) - np.outer(share, share))
    assert covariance == pytest.approx(wanted, abs=0.06 * wanted.max())


def test_leaving_out_a_pattern_is_leaving_out_one_of_its_items() -> None:
    patterns = noisy(50, 3, 0.3, missing=0.1)
    codes = np.repeat(patterns.codes, patterns.times, axis=0)
    which = np.repeat(np.arange(len(patterns.times)), patterns.times)
    (left,) = evaluate([alpha], patterns, ORDINAL, without_one(patterns))
    slow = np.array(
        [
            krippendorff.alpha(
                reliability_data=np.where(kept < 0, np.nan, kept).T,
                value_domain=[0, 1, 2],
                level_of_measurement="ordinal",
            )
            for kept in (np.delete(codes, place, axis=0) for place in range(len(codes)))
        ]
    )
    assert left[which] == pytest.approx(slow)
    wanted = np.sqrt((len(slow) - 1) * np.var(slow))
    assert jackknife_error(left, patterns.times) == pytest.approx(wanted)


def test_a_posterior_adds_one_item_in_all() -> None:
    patterns = noisy(30, 2, 0.2)
    every, weightings = posterior(patterns, ORDINAL, 20_000, np.random.default_rng(2))
    weights = np.concatenate(list(weightings))
    share = (weights / weights.sum(axis=1, keepdims=True)).mean(axis=0)
    seen = len(patterns.times)
    assert share[:seen] == pytest.approx(patterns.times / 31, abs=0.004)
    assert share[seen:].sum() == pytest.approx(1 / 31, abs=0.002)
    assert share[seen:] == pytest.approx(np.full(9, 1 / 31 / 9), abs=0.001)
    assert sorted(map(tuple, every.codes[seen:].tolist())) == [
        (a, b) for a in range(3) for b in range(3)
    ]


def test_a_posterior_knows_the_gaps_that_there_were() -> None:
    patterns = patterns_of([[0, 1, None], [2, 2, None], [1, None, 1]])
    every, _ = posterior(patterns, ORDINAL, 1, np.random.default_rng(2))
    gaps = {tuple(row) for row in (every.codes < 0).tolist()}
    assert gaps == {(False, False, True), (False, True, False)}


def test_a_posterior_of_many_coders_takes_some_of_all_patterns() -> None:
    patterns = noisy(30, 6, 0.2)
    every, _ = posterior(patterns, ORDINAL, 1, np.random.default_rng(2))
    assert len(every.codes) == len(patterns.codes) + 256
    assert every.codes.min() == 0


# The parts


def test_bca_of_a_symmetric_cloud_is_its_middle() -> None:
    rng = np.random.default_rng(1)
    draws = rng.normal(0.5, 0.1, 200_001)
    left_out = np.array([0.4, 0.5, 0.6])
    found = bca(draws, 0.5, left_out, np.array([10, 10, 10]), 0.95)
    assert found is not None
    z = NormalDist().inv_cdf(0.975)
    assert found.interval.low == pytest.approx(0.5 - 0.1 * z, abs=0.003)
    assert found.interval.high == pytest.approx(0.5 + 0.1 * z, abs=0.003)
    wanted = 1 - NormalDist(0.5, 0.1).cdf(0.667)
    assert found.at_least[0].probability == pytest.approx(wanted, abs=0.003)


def test_the_probability_of_a_bar_is_the_level_of_the_limit_on_it() -> None:
    """A one-sided limit of 1 - p that falls on the bar leaves p below it, skewed or not."""
    rng = np.random.default_rng(1)
    draws = 1 - rng.gamma(4, 0.05, 200_001)
    left_out, times = np.array([0.70, 0.80, 0.82]), np.array([2, 20, 20])
    found = bca(draws, 0.80, left_out, times, 0.95)
    assert found is not None
    below = 1 - found.at_least[0].probability
    again = bca(draws, 0.80, left_out, times, 1 - 2 * below)
    assert again is not None
    assert again.interval.low == pytest.approx(0.667, abs=0.002)


def test_no_bca_where_nothing_varies() -> None:
    times = np.array([5, 5])
    assert bca(np.ones(100), 1.0, np.ones(2), times, 0.95) is None
    assert bca(np.full(100, np.nan), 0.5, np.array([0.4, 0.6]), times, 0.95) is None
    assert bca(np.linspace(0, 1, 100), 0.5, np.array([0.4, np.nan]), times, 0.95) is None
    assert jackknife(np.ones(2), times, 1.0, 0.95) is None


def test_a_posterior_interval_is_widened_to_its_value() -> None:
    found = of_posterior(np.linspace(0.5, 0.9, 101), 1.0, 0.95)
    assert found is not None
    assert (found.interval.low, found.interval.high) == (pytest.approx(0.51), 1.0)
    assert found.at_least[1].probability == pytest.approx(26 / 101)


@pytest.mark.parametrize(
    ("found", "table"),
    [
        (t_quantile(0.975, 1), 12.7062),
        (t_quantile(0.975, 15), 2.1314),
        (t_quantile(0.025, 127), -1.9788),
        (t_quantile(0.5, 3), 0.0),
        (t_probability(2.1314, 15), 0.975),
        (t_probability(-2.1314, 15), 0.025),
        (f_quantile(0.975, 5, 15), 3.5764),
        (f_quantile(0.95, 3, 20), 3.0984),
        (f_quantile(0.025, 15, 5), 1 / 3.5764),
    ],
)
def test_quantiles_are_those_of_the_tables(found: float, table: float) -> None:
    assert found == pytest.approx(table, abs=6e-5)
