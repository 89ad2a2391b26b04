"""How much of the differences lies between groups, against plain loops and every permutation."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder_tui.statistics.partition import Partition, distances, partition

SCORES = np.array([[0, 0], [0, 1], [2, 2], [2, 1], [1, 2], [0, np.nan]], dtype=float)
RANGES = np.array([2.0, 2.0])
GROUPS = ["a", "a", "b", "b", "b", "a"]


def gower(first: np.ndarray, second: np.ndarray) -> float:
    both = [(a, b) for a, b in zip(first, second, strict=True) if not np.isnan([a, b]).any()]
    return sum(abs(a - b) / 2 for a, b in both) / len(both)


def within(groups: list[str]) -> float:
    total = 0.0
    for name in set(groups):
        members = [SCORES[at] for at, group in enumerate(groups) if group == name]
        total += sum(gower(a, b) ** 2 for a, b in combinations(members, 2)) / len(members)
    return total


def test_the_share_between_groups_is_what_loops_give() -> None:
    found = partition(SCORES, RANGES, GROUPS, seed=1, permutations=99)
    total = sum(gower(a, b) ** 2 for a, b in combinations(SCORES, 2)) / 6
    left = within(GROUPS) / (6 - 2)
    assert found.share == pytest.approx(1 - within(GROUPS) / total)
    assert found.adjusted == pytest.approx((total - within(GROUPS) - left) / (total + left))
    assert (found.units, found.groups) == (6, 2)


def test_p_is_that_of_all_permutations() -> None:
    every = [within(list(order)) for order in permutations(GROUPS)]
    exact = sum(value <= within(GROUPS) + 1e-12 for value in every) / len(every)
    found = partition(SCORES, RANGES, GROUPS, seed=7, permutations=4_000)
    assert found.p == pytest.approx(exact, abs=0.02)


def test_random_groups_share_nothing_on_average() -> None:
    generator = np.random.default_rng(5)
    adjusted = []
    for seed in range(200):
        scores = generator.integers(0, 3, (16, 8)).astype(float)
        groups = [f"{each}" for each in generator.integers(0, 4, 16)]
        found = partition(scores, np.full(8, 2.0), groups, seed=seed, permutations=1)
        adjusted.append(found.adjusted or 0.0)
    assert abs(float(np.mean(adjusted))) < 0.02


@given(st.permutations(range(6)))
def test_the_order_of_units_does_not_matter(order: list[int]) -> None:
    found = partition(SCORES[order], RANGES, [GROUPS[at] for at in order], seed=1, permutations=9)
    whole = partition(SCORES, RANGES, GROUPS, seed=1, permutations=9)
    assert found.share == pytest.approx(whole.share)
    assert found.adjusted == pytest.approx(whole.adjusted)


@pytest.mark.parametrize(
    ("scores", "groups", "why"),
    [
        (SCORES, ["a"] * 6, "in one group"),
        (SCORES, list("abcdef"), "a group of its own"),
        (np.ones((6, 2)), GROUPS, "the same scores"),
    ],
)
def test_what_cannot_be_told_apart_is_undefined_with_its_reason(
    scores: np.ndarray, groups: list[str], why: str
) -> None:
    found = partition(scores, RANGES, groups, seed=1)
    assert (found.share, found.adjusted, found.p) == (None, None, None)
    assert why in found.undefined
    assert isinstance(found, Partition)


def test_units_without_a_common_score_are_refused_and_known() -> None:
    scores = np.array([[0, np.nan], [np.nan, 1], [1, 1]])
    assert not distances(scores, RANGES)[1][0, 1]
    with pytest.raises(ValueError, match="in common"):
        partition(scores, RANGES, ["a", "a", "b"], seed=1)
