"""Which tests are adjusted for, and that leaving the others out lets nothing false be found."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from tests.statistics.effect_scores import drawn

from coder_tui.statistics.effects.holm import LEVEL, holm_of_flips
from coder_tui.statistics.effects.interaction import interaction
from coder_tui.statistics.effects.sign_flip import DRAWS, EXHAUSTIVE, flip_test
from coder_tui.statistics.patterns import Numbers

WAYS = np.array(list(product((1.0, -1.0), repeat=5)))


def test_a_test_that_could_find_nothing_is_not_adjusted_for() -> None:
    sure = flip_test(np.ones((15, 1)), 1)
    still = flip_test(np.zeros((15, 1)), 1)
    four = flip_test(np.concatenate([np.ones((4, 1)), np.zeros((11, 1))]), 1)
    assert (still.smallest_p, four.smallest_p) == (1.0, 0.125)
    # Contrasts at right angles: all sums are of one length, however the tasks are turned.
    angles = flip_test(np.eye(6), 1)
    assert (angles.p, angles.smallest_p) == (1.0, 1.0)
    assert holm_of_flips([sure, still, four, angles]) == [sure.p, None, None, None]
    assert holm_of_flips([sure, sure]) == [2 * (sure.p or 0)] * 2
    assert holm_of_flips([flip_test(np.ones((1, 1)), 1), sure]) == [None, sure.p]


@settings(max_examples=25, deadline=None)
@given(arrays.arrays(np.float64, (5, 2), elements=st.sampled_from([-1.0, 0.0, 0.0, 1.0])))
def test_which_tests_those_are_does_not_depend_on_what_chance_turns_round(
    contrasts: Numbers,
) -> None:
    found = [flip_test(contrasts * signs[:, None], 1) for signs in WAYS]
    assert {each.smallest_p for each in found} == {min(each.p or 0 for each in found)}


@pytest.mark.parametrize("tasks", [8, 17, 18, 40])
def test_of_many_tasks_those_that_show_something_tell(tasks: int) -> None:
    contrasts = np.zeros((tasks, 2))
    contrasts[:4, 0] = 1.0
    assert flip_test(contrasts, 1).smallest_p == 1 / 8
    contrasts[:, 0] = 1.0
    alike = flip_test(contrasts, 1)
    assert alike.smallest_p == alike.fewest_p == 1 / alike.flips
    assert alike.flips == (2 ** (tasks - 1) if tasks <= EXHAUSTIVE else DRAWS + 1)


def test_nothing_false_is_found_more_often_for_leaving_them_out() -> None:
    """Eight dimensions without any effect, half of them nearly still; Holm over those left."""
    rng = np.random.default_rng(20260504)
    found, before = 0, 0
    studies = 400
    for _ in range(studies):
        tests = []
        for place in range(8):
            z = rng.choice([-1.0, 0.0, 1.0], p=[0.3, 0.4, 0.3], size=(9, 2))
            z[3 + place :] *= place >= 4
            tests.append(flip_test(z, 1))
        left = [each for each in holm_of_flips(tests) if each is not None]
        found += any(p < LEVEL for p in left)
        before += len(left)
    assert before < 8 * studies
    # Of 400 studies at 5 % no more than 31 are above what chance would leave (99.5 %).
    assert found <= 31


def test_drawn_studies_are_all_in_the_family() -> None:
    tests = [interaction(drawn(seed=seed), 1).test for seed in range(5)]
    assert None not in holm_of_flips(tests)
