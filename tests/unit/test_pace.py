"""Pace, expected end, what waits and burn-up: from assignments made by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder_tui.analysis.burn_up import MOST_POINTS, burn_up
from coder_tui.analysis.headway import headway
from coder_tui.analysis.headway_words import (
    end_sentence,
    pace_sentences,
    waiting_sentence,
    waits_sentence,
)
from coder_tui.analysis.pace import (
    DONE,
    ELSEWHERE,
    NOTHING,
    PAUSED,
    TOO_FAR,
    TOO_FEW,
    WITHDRAWN,
    pace_of,
)
from coder_tui.analysis.waiting import Awaited, waiting
from coder_tui.analysis.work import Assigned

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


def item(
    number: int,
    days_ago: float | None = None,
    *,
    coder: str = "ana",
    kind: str = "human",
    reopened: bool = False,
    withdrawn: bool = False,
    purpose: str = "coding",
) -> Assigned:
    """An assignment, submitted so many days ago or not."""
    at = None if days_ago is None else NOW - timedelta(days=days_ago)
    submitted = at is not None and not reopened
    return Assigned(
        coder, kind, withdrawn, f"i{number:04}", submitted, at, purpose if at else ""
    )  # fmt: skip


def items(days: Sequence[float], left: int = 0, **given: object) -> list[Assigned]:
    done = [item(at, ago, **given) for at, ago in enumerate(days)]  # type: ignore[arg-type]
    return [*done, *(item(len(days) + at, **given) for at in range(left))]  # type: ignore[arg-type]


def test_the_end_is_reckoned_by_the_last_seven_days_not_by_a_busy_start() -> None:
    # Twenty on the first day, ten days ago; then two a day for the last seven days.
    found = pace_of(items([10.0] * 20 + [0.5 + at // 2 for at in range(14)], 10), None, NOW)
    assert found.per_day == pytest.approx(2.0)
    assert found.per_day_overall == pytest.approx(3.4)
    assert found.expected_end == date(2026, 11, 21)
    assert found.undefined == ""


def test_before_seven_days_have_passed_days_count_from_the_first_submit() -> None:
    found = pace_of(items([2.0, 2.0, 1.0, 1.0, 0.1, 0.1], 3), None, NOW)
    assert found.per_day == found.per_day_overall == pytest.approx(3.0)
    assert found.expected_end == date(2026, 11, 17)


def test_the_first_hours_count_as_a_whole_day() -> None:
    assert pace_of(items([0.1] * 8, 8), None, NOW).per_day == 8.0


def test_time_at_work_gives_items_an_hour_and_hours_left() -> None:
    found = pace_of(items([1.0] * 5, 10), 6.0, NOW)
    assert (found.per_hour, found.hours_left) == (10.0, 1.0)


@pytest.mark.parametrize(
    ("work", "why"),
    [
        ([], NOTHING),
        (items([1.0] * 6), DONE),
        (items([1.0] * 4, 5), TOO_FEW),
        (items([8.0] * 6, 5), PAUSED),
        (items([1.0] * 6, 5, withdrawn=True), WITHDRAWN),
        (items([1.0] * 6, 5, purpose="import"), ELSEWHERE),
        (items([6.9] * 6, 40_000), TOO_FAR),
    ],
)
def test_where_no_end_can_be_expected_it_is_said_why(work: list[Assigned], why: str) -> None:
    found = pace_of(work, None, NOW)
    assert (found.expected_end, found.undefined) == (None, why)
    assert why in end_sentence(found).casefold()


def test_a_reopened_item_is_no_progress_and_is_to_be_done_again() -> None:
    found = pace_of([*items([1.0] * 5), item(9, 1.0, reopened=True)], None, NOW)
    assert (found.left, found.per_day) == (1, 5.0)


def test_all_are_done_when_the_last_one_is() -> None:
    work = [
        *items([1.0] * 10, 10),
        *items([1.0] * 5, 30, coder="ben"),
        *items([1.0] * 3, coder="cy"),
    ]
    found = headway(work, {}, NOW)
    assert found.coders["ana"].pace.expected_end == date(2026, 11, 17)
    assert found.pace.expected_end == found.coders["ben"].pace.expected_end == date(2026, 11, 22)
    assert found.pace.left == 40
    assert found.pace.per_day == pytest.approx(18.0)


def test_who_keeps_all_from_an_expected_end_is_named_but_not_machines_and_those_who_left() -> None:
    work = [
        *items([1.0] * 10, 10),
        *items([9.0] * 6, 1, coder="ben"),
        *items([], 9, coder="judge", kind="machine"),
        *items([], 9, coder="zoe", withdrawn=True),
    ]
    assert headway(work, {}, NOW).pace.undefined == f"ben: {PAUSED}"
    there = [each for each in work if each.coder != "ben"]
    assert headway(there, {}, NOW).pace.expected_end is not None


def test_what_waits_is_counted_by_how_many_have_submitted_of_how_many() -> None:
    work = [
        # Submitted by one of two, by two of three, by all, by none.
        item(1, 1.0), item(1, coder="ben"),
        item(2, 1.0), item(2, 1.0, coder="ben"), item(2, coder="cy"),
        item(3, 1.0), item(3, 1.0, coder="ben"),
        item(4), item(4, coder="ben"),
        # Nobody waits for a machine, nor for one who has left.
        item(5, 1.0), item(5, coder="judge", kind="machine"),
        item(6, 1.0), item(6, coder="zoe", withdrawn=True),
    ]  # fmt: skip
    found = waiting(work)
    assert found.awaited == (Awaited(1, 2, 1), Awaited(2, 3, 1))
    assert (found.items, found.for_second) == (2, 1)
    assert {name: many for name, many in found.by_coder.items() if many} == {"ben": 1, "cy": 1}
    assert waiting_sentence(found) == (
        "2 items wait, submitted by 1 of 2 coders (1) or 2 of 3 (1)."
    )


def test_the_sentences_are_plain() -> None:
    found = headway([*items([1.0] * 5, 5), item(1, coder="ben")], {"ana": 6.0}, NOW)
    ana, ben = found.coders["ana"], found.coders["ben"]
    assert pace_sentences(ana.pace) == [
        "5.0 items a day in the last 7 days, 5.0 over all.",
        "10.0 an hour at work, 0.5 h left.",
    ]
    assert end_sentence(ana.pace) == "Expected end at this pace: 2026-11-17."
    assert waits_sentence(ana) == ""
    assert waits_sentence(ben) == "1 item waits for this coder."
    assert waiting_sentence(found.waiting) == "1 item waits, submitted by 1 of 2 coders."


@pytest.mark.parametrize(("each", "told"), [(0.04, False), (0.9, False), (1.0, True)])
def test_a_few_minutes_at_work_give_no_pace_an_hour(each: float, told: bool) -> None:
    found = pace_of(items([0.1] * 5, 10), each, NOW)
    assert (found.per_hour is not None) == told
    said = pace_sentences(found)
    assert ("No pace per hour: too little work yet." in said) != told


def test_little_work_left_is_said_in_minutes_and_is_never_none() -> None:
    found = headway([*items([1.0] * 100, 1)], {"ana": 0.05}, NOW)
    assert pace_sentences(found.coders["ana"].pace)[1] == "1200.0 an hour at work, 1 min left."
    found = headway([*items([1.0] * 13, 10)], {"ana": 0.4}, NOW)
    assert pace_sentences(found.coders["ana"].pace)[1] == "150.0 an hour at work, 4 min left."


def test_of_a_few_items_neither_pace_nor_time_left_is_said() -> None:
    found = headway([*items([1.0] * 2, 10)], {"ana": 0.05}, NOW)
    assert pace_sentences(found.coders["ana"].pace) == []
    assert end_sentence(found.coders["ana"].pace).startswith("No expected end: fewer than 5 items")


def test_burn_up_counts_submits_and_days_until_the_present_moment() -> None:
    found = burn_up(items([2.0, 2.0, 0.9], 4), NOW)
    assert found.total == 7
    assert [point.submitted for point in found.points] == [1, 2, 3]
    assert found.until == NOW
    assert found.days == {date(2026, 11, 14): 2, date(2026, 11, 15): 3}


@given(st.lists(st.floats(0, 300), max_size=700), st.integers(0, 5))
def test_burn_up_never_falls_ends_at_what_is_submitted_and_stays_short(
    days: list[float], left: int
) -> None:
    found = burn_up(items(days, left), NOW)
    counts = [point.submitted for point in found.points]
    times = [point.at for point in found.points]
    assert counts == sorted(counts)
    assert times == sorted(times)
    assert len(counts) <= MOST_POINTS
    assert (counts[-1] if counts else 0) == len(days)
    assert found.total == len(days) + left


@given(st.lists(st.floats(0, 60), min_size=5, max_size=40), st.integers(1, 200))
def test_more_left_never_ends_sooner(days: list[float], left: int) -> None:
    fewer, more = (pace_of(items(days, many), None, NOW) for many in (left, left + 1))
    if fewer.expected_end and more.expected_end:
        assert NOW.date() <= fewer.expected_end <= more.expected_end
    else:
        assert fewer.undefined == more.undefined
