"""Quantiles of a mean with Dirichlet shares, against scipy and against draws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from coder_tui.statistics.effects.dirichlet_mean import MOST_VALUES, below, quantiles

ENDS = (0.025, 0.975)
WEIGHTS = st.lists(st.floats(0.3, 40), min_size=2, max_size=6)


@pytest.mark.parametrize("first", [0.5, 1.0, 7.5, 200.5])
@pytest.mark.parametrize("second", [0.5, 3.0, 15.5, 800.0])
def test_on_two_values_it_is_a_beta(first: float, second: float) -> None:
    wanted = stats.beta(second, first).ppf(ENDS)
    assert quantiles((first, second), (0.0, 1.0), ENDS) == pytest.approx(tuple(wanted), abs=1e-6)
    moved = tuple(3.0 + 2.0 * each for each in wanted)
    assert quantiles((first, second), (3.0, 5.0), ENDS) == pytest.approx(moved, abs=2e-6)


@pytest.mark.parametrize(
    ("weights", "values"),
    [
        ((1 / 3, 1 / 3, 15 + 1 / 3), (0.0, 1.0, 2.0)),
        ((11 + 1 / 3, 3 + 1 / 3, 1 + 1 / 3), (0.0, 1.0, 2.0)),
        ((1 / 9, 2 / 9, 15 + 3 / 9, 2 / 9, 1 / 9), (-2.0, -1.0, 0.0, 1.0, 2.0)),
        ((0.25, 2.25, 0.25, 1.25), (0.0, 1.0, 5.0, 50.0)),
    ],
)
def test_draws_fall_below_the_quantiles_as_often_as_they_should(
    weights: tuple[float, ...], values: tuple[float, ...]
) -> None:
    drawn = np.random.default_rng(1).dirichlet(weights, size=200_000) @ np.array(values)
    for share, end in zip(ENDS, quantiles(weights, values, ENDS), strict=True):
        assert float((drawn < end).mean()) == pytest.approx(share, abs=0.0015)


@settings(deadline=None)
@given(WEIGHTS)
def test_turned_round_the_interval_is_its_mirror_image(weights: list[float]) -> None:
    values = tuple(float(each) for each in range(len(weights)))
    low, high = quantiles(tuple(weights), values, ENDS)
    mirrored = quantiles(tuple(reversed(weights)), values, ENDS)
    assert mirrored == pytest.approx((values[-1] - high, values[-1] - low), abs=1e-6)
    assert 0 <= low < high <= values[-1]


@settings(deadline=None)
@given(WEIGHTS)
def test_the_chance_to_lie_below_rises_with_the_number(weights: list[float]) -> None:
    values = np.arange(len(weights), dtype=np.float64)
    chances = below(np.array(weights), values, np.linspace(0, values[-1], 9)[1:-1])
    assert (np.diff(chances) > -1e-6).all()
    assert chances[0] > -1e-6
    assert chances[-1] < 1 + 1e-6


def test_of_very_many_values_equal_counts_still_have_equal_intervals() -> None:
    weights = (0.5,) * (MOST_VALUES + 1)
    values = tuple(float(each) for each in range(MOST_VALUES + 1))
    found = quantiles(weights, values, ENDS)
    assert found == quantiles(weights, values, ENDS)
    assert sum(found) / 2 == pytest.approx(MOST_VALUES / 2, abs=1)
