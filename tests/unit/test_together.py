"""What becomes of keys that arrived in one read of the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder_tui.tui.coding.together import JUDGING, Decision, Rhythm, decide

MOVING = ("j", "k", "space", "down", "left_square_bracket", "n", "o", "less_than_sign")
digits = st.lists(st.sampled_from("0123456789"), min_size=1, max_size=12)
keys = st.lists(st.sampled_from([*sorted(JUDGING), *MOVING, "c", "escape"]), max_size=12)


@given(digits, st.integers(0, 12))
def test_digits_are_held_while_there_are_dimensions_for_them(typed: list[str], open_: int) -> None:
    decision = decide(typed, open_)
    assert decision.held == (tuple(typed) if len(typed) <= open_ else ())
    assert bool(decision.dropped) is (len(typed) > open_)


@given(keys, st.integers(0, 12), st.booleans())
def test_nothing_that_judges_is_ever_passed_on(typed: list[str], open_: int, mixed: bool) -> None:
    decision = decide(typed, open_, mixed=mixed)
    if any(key in JUDGING for key in typed):
        assert bool(decision.held) is not bool(decision.dropped)


@given(digits, keys.filter(lambda typed: any(not key.isdigit() for key in typed)))
def test_digits_with_anything_else_are_dropped(numbers: list[str], others: list[str]) -> None:
    decision = decide([*others, *numbers], 99)
    assert not decision.held
    assert decision.dropped


@given(digits)
def test_digits_that_came_with_a_paste_or_a_report_are_dropped(typed: list[str]) -> None:
    decision = decide(typed, 99, mixed=True)
    assert not decision.held
    assert decision.dropped


@pytest.mark.parametrize("typed", [["j", "j"], ["down"] * 9, ["space", "G"]])
def test_keys_that_only_move_are_passed_on(typed: list[str]) -> None:
    assert decide(typed, 6) == Decision()


def test_a_terminals_answer_is_dropped() -> None:
    assert decide(["circumflex_accent", "question_mark", "1", "semicolon", "2", "c"], 6).dropped


@pytest.mark.parametrize("digit", ["²", "٣", "１", "10"])
def test_only_the_ten_digit_keys_are_digits(digit: str) -> None:
    assert decide([digit, "1"], 6).dropped


def test_a_key_that_is_held_down_counts_once() -> None:
    held = Rhythm(0.08)
    times = [0.0, 0.03, 0.06, 0.09, 0.12]
    assert [held.is_repeat("0", now) for now in times] == [False, True, True, True, True]
    assert not held.is_repeat("0", 0.3)


def test_another_key_between_makes_it_a_press_of_its_own() -> None:
    held = Rhythm(0.08)
    pressed = [("0", 0.0), ("j", 0.01), ("0", 0.02)]
    assert [held.is_repeat(*each) for each in pressed] == [False, False, False]


def test_keys_that_only_move_may_be_held_down() -> None:
    held = Rhythm(0.08)
    assert not any(held.is_repeat("down", now / 100) for now in range(9))
