"""Time on an item is the time between keys, without long pauses, for the item that was open."""

from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.attention import IDLE_SECONDS, Stopwatch

PRESSES = st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 400)), max_size=40)


def test_the_time_between_keys_counts() -> None:
    watch = Stopwatch()
    assert [watch.key("a", at) for at in (100.0, 103.0, 110.0)] == [0, 3, 10]


def test_the_time_before_a_key_belongs_to_the_item_that_was_open_then() -> None:
    watch = Stopwatch()
    watch.key("a", 0.0)
    watch.key("a", 30.0)
    watch.key("b", 35.0)
    assert (watch.seconds("a"), watch.seconds("b")) == (30, 5)


def test_a_pause_of_two_minutes_counts_and_a_longer_one_not_at_all() -> None:
    watch = Stopwatch()
    watch.key("a", 0.0)
    assert watch.key("a", 120.0) == 120
    assert watch.key("a", 240.1) == 120
    assert watch.key("a", 241.1) == 121


def test_coming_back_to_an_item_goes_on_from_what_it_had() -> None:
    watch = Stopwatch()
    for item, at in (("a", 0.0), ("b", 5.0), ("a", 7.0), ("a", 8.0)):
        watch.key(item, at)
    assert (watch.seconds("a"), watch.seconds("b")) == (3, 5)


@given(PRESSES)
def test_the_items_share_exactly_the_pauses_that_count(presses: list[tuple[str, float]]) -> None:
    watch, now, expected = Stopwatch(), 50.0, 0.0
    for place, (item, pause) in enumerate(presses):
        if place and pause <= IDLE_SECONDS:
            expected += (now + pause) - now
        now += pause
        watch.key(item, now)
    assert abs(sum(watch.seconds(item) for item in "abc") - expected) < 1e-6
