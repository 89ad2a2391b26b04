"""Coders against one another in a real study coded at known times: numbers by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.paced import NOW, Clock, code_on, held, items
from tests.review_fixtures import keyed_items

from coder_tui.analysis.coder_profiles import CoderProfile
from coder_tui.analysis.coder_words import (
    difference,
    kappa,
    limits,
    over_time,
    standing,
    use_of_scale,
)
from coder_tui.analysis.review import Review, review_study
from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE
from coder_tui.storage.study import StudyFile

Build = Callable[..., Any]
PLAN = 'coders = ["ana", "ben"]\nseal = false'
THREE = 'coders = ["ana", "ben", "cy"]\ncoders_per_item = 3\nseal = false'


@pytest.fixture
def build(write_study: Build, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Make a study whose coders give to each item what a function of it says."""

    def make(plan: str, many: int, **sheets: Callable[[int], Any]) -> Any:
        built = write_study(items(many), plan=plan).init()
        clock = Clock().set(monkeypatch)
        order = sorted(held(built.path, "ana"))
        for day, (coder, sheet) in enumerate(sheets.items()):
            given = [(blind_id, sheet(at)) for at, blind_id in enumerate(order)]
            code_on(built.path, clock, coder, day, [each for each in given if each[1]])
        return built

    return make


def review(built: Any, *, with_key: bool = True) -> Review:
    study = StudyFile.open(built.path, read_only=True)
    try:
        return review_study(study, keyed_items(built.key_path) if with_key else None)
    finally:
        study.close()


def profiles(built: Any) -> dict[str, CoderProfile]:
    found = review(built).coders
    assert found is not None
    return {each.coder: each for each in found}


def test_without_the_key_coders_are_not_compared(build: Build) -> None:
    built = build(PLAN, 4, ana=lambda _: {"clarity": 1}, ben=lambda _: {"clarity": 1})
    assert review(built, with_key=False).coders is None
    assert review(built, with_key=False).strata is None


def test_severity_is_the_mean_difference_in_points_and_in_standard_deviations(
    build: Build,
) -> None:
    # Ana 1 1 1 2, Ben 1 0 0 1: differences 0 1 1 1. All scores: mean .875, variance .359375.
    built = build(
        PLAN,
        4,
        ana=lambda at: {"clarity": 2 if at == 3 else 1},
        ben=lambda at: {"clarity": 1 if at in (0, 3) else 0},
    )
    found = profiles(built)
    ana, ben = found["ana"], found["ben"]
    on_clarity = ana.dimensions[0]
    assert on_clarity.severity is not None
    assert on_clarity.severity.value == pytest.approx(0.75)
    assert ana.severity.value == pytest.approx(0.75 / 0.359375**0.5)
    assert ben.severity.value == pytest.approx(-0.75 / 0.359375**0.5)
    assert ana.agreement == on_clarity.agreement == pytest.approx(0.25)
    assert (ana.pairs, ana.submitted, ana.median_seconds) == (4, 4, 360.0)
    assert on_clarity.values == {"0": 0, "1": 3, "2": 1}


def test_agreement_and_kappa_are_the_engines(build: Build) -> None:
    built = build(
        PLAN,
        6,
        ana=lambda at: {"clarity": at % 3, "escalated": at % 2},
        ben=lambda at: {"clarity": min(2, at % 3 + at % 2), "escalated": at % 2},
    )
    seen = review(built)
    assert seen.coders is not None
    for profile in seen.coders:
        for each in profile.dimensions:
            measured = next(m for m in seen.agreement if m.dimension.id == each.dimension.id)
            assert each.agreement == pytest.approx(measured.percent.value)
            if measured.headline.value is not None:
                assert kappa(each) == pytest.approx(measured.headline.value)


def test_with_three_coders_each_is_held_against_the_mean_of_the_others_they_share(
    build: Build,
) -> None:
    # Cy has the first item only: there ana is held against (0 + 2) / 2, then against ben alone.
    built = build(
        THREE,
        2,
        ana=lambda at: {"clarity": 2 - at},
        ben=lambda _: {"clarity": 0},
        cy=lambda at: {"clarity": 2} if at == 0 else None,
    )
    found = profiles(built)
    severity = found["ana"].dimensions[0].severity
    assert severity is not None
    assert severity.value == pytest.approx((1 + 1) / 2)
    assert found["ana"].pairs == 3
    assert found["ana"].agreement == pytest.approx(1 / 3)
    assert [each.coder for each in found["ana"].dimensions[0].with_others] == ["ben", "cy"]


def test_who_stands_out_is_said_only_where_the_interval_leaves_0_out(build: Build) -> None:
    built = build(
        PLAN,
        30,
        ana=lambda at: {"clarity": min(2, at % 2 + 1), "escalated": at % 2},
        ben=lambda at: {"clarity": 1 if at % 7 else 2, "escalated": (at + at // 15) % 2},
    )
    found = profiles(built)
    on_clarity, on_escalated = found["ana"].dimensions
    assert on_clarity.severity is not None
    assert on_escalated.severity is not None
    assert on_clarity.severity.stands_out
    assert not on_escalated.severity.stands_out
    assert "D2" not in found["ana"].stands_out
    assert "D1 +0.33" in found["ana"].stands_out
    assert "D1 -0.33" in found["ben"].stands_out


def test_coders_who_agree_do_not_stand_out_and_it_is_said_plainly(build: Build) -> None:
    built = build(
        PLAN,
        10,
        ana=lambda at: {"clarity": (at + (at == 1)) % 3},
        ben=lambda at: {"clarity": (at + (at == 3)) % 3},
    )
    ana = profiles(built)["ana"]
    assert ana.stands_out == ""
    assert standing(ana).startswith("ana does not clearly differ from the other: ")


def test_a_coder_who_shares_nothing_has_no_severity_and_it_says_why(build: Build) -> None:
    built = build(PLAN, 4, ana=lambda _: {"clarity": 1})
    ana = profiles(built)["ana"]
    assert (ana.severity.value, ana.agreement, ana.pairs) == (None, None, 0)
    assert standing(ana) == "ana cannot be compared: no item shared with another coder."
    assert limits(ana.severity) == "-"


def test_what_is_withheld_is_a_share_of_all_answers(build: Build) -> None:
    built = build(
        PLAN,
        4,
        ana=lambda at: {
            "clarity": NOT_APPLICABLE if at == 0 else 1,
            "escalated": CANNOT_JUDGE if at < 2 else 0,
        },
        ben=lambda _: {"clarity": 1, "escalated": 0},
    )
    ana = profiles(built)["ana"]
    assert (ana.not_applicable, ana.cannot_judge) == (1 / 8, 2 / 8)
    assert use_of_scale(ana.dimensions[0]) == "0: 0  1: 3  2: 0  n/a 1"
    assert use_of_scale(ana.dimensions[1]) == "0: 2  1: 0  can't 2"


def test_severity_and_agreement_over_time_follow_the_order_of_submitting(build: Build) -> None:
    # Ana drifts: as Ben on the first ten items that she submits, a point above on the last ten.
    built = build(
        PLAN,
        20,
        ana=lambda at: {"clarity": at % 2 + at // 10},
        ben=lambda at: {"clarity": at % 2},
    )
    ana = profiles(built)["ana"]
    assert [each.items for each in ana.stretches] == [10, 10]
    assert [each.agreement for each in ana.stretches] == [1.0, 0.0]
    first, last = ana.stretches
    assert first.severity == 0.0
    assert last.severity is not None
    assert last.severity > 1
    assert over_time(ana).startswith("over time, 2 x 10 items: diff ▅█ 0.00 to +1.")
    assert over_time(ana).endswith("agree █▁ 100 to 0 %.")


def test_an_item_submitted_again_keeps_its_place_in_time(build: Build) -> None:
    built = build(PLAN, 20, ana=lambda at: {"clarity": at % 2}, ben=lambda at: {"clarity": at % 2})
    before = review(built)
    first = sorted(held(built.path, "ana"))[0]
    clock = Clock()
    code_on(built.path, clock, "ana", 3, [(first, {})], move=Move.REOPENED)
    code_on(built.path, clock, "ana", 4, [(first, {"clarity": 2})])
    after = review(built)
    assert before.coders is not None
    assert after.coders is not None
    agreements = [each.agreement for each in after.coders[0].stretches]
    assert agreements == [0.9, 1.0]
    assert after.headway.burn_up.points[0] == before.headway.burn_up.points[0]


def test_progress_is_given_by_model_and_scaffold_with_the_key(build: Build) -> None:
    built = build(
        PLAN,
        8,
        ana=lambda _: {"clarity": 1},
        ben=lambda at: {"clarity": 1} if at < 4 else None,
    )
    found = review(built)
    assert found.strata is not None
    assert [(each.model, each.scaffold, each.items) for each in found.strata] == [
        ("modelia-one", "C1", 2), ("modelia-one", "C2", 2),
        ("modelia-two", "C1", 2), ("modelia-two", "C2", 2),
    ]  # fmt: skip
    assert sum(each.complete for each in found.strata) == 4
    assert sum(each.submitted for each in found.strata) == 12
    assert {each.assigned for each in found.strata} == {4}


def test_headway_is_read_from_the_study_as_it_was_coded(build: Build) -> None:
    built = build(
        PLAN,
        8,
        ana=lambda _: {"clarity": 1},
        ben=lambda at: {"clarity": 1} if at < 6 else None,
    )
    found = review(built).headway
    assert found.at == NOW
    assert found.waiting.for_second == found.coders["ben"].waits_for_second == 2
    assert found.coders["ben"].pace.undefined == "paused: nothing submitted in 7 days"
    assert found.coders["ana"].median_minutes == pytest.approx(6.0)
    assert found.coders["ana"].burn_up.days.popitem() == (found.work[0].at.date(), 8)  # type: ignore[union-attr]


def test_a_difference_that_is_none_has_no_sign() -> None:
    assert [difference(each) for each in (0.004, -0.004, 0.42, -1.5, None)] == [
        "0.00", "0.00", "+0.42", "-1.50", "-",
    ]  # fmt: skip
