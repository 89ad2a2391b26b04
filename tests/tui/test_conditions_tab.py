"""The tab of conditions under Pilot: its marks, what is provisional, its keys where closed."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.cli.test_ground_of_means import CASES, MARKS, coded
from tests.cli.test_profile_versions import went_on
from tests.review_fixtures import PLAN, code_both, transcripts
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled

__all__ = ["went_on"]

Build = Callable[..., Any]


def line_of(text: str, start: str) -> str:
    return next(each for each in text.splitlines() if start in each)


@pytest.mark.parametrize("verdict", CASES)
async def test_the_list_marks_the_verdict_and_explains_its_marks(
    write_study: Build, verdict: str
) -> None:
    app = review_app(coded(write_study, CASES[verdict]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6")
        text = await settled(pilot)
    line = line_of(text, "D1 Clarity ")
    assert {"!", "?"} & set(line) == set(MARKS[verdict])
    assert "agreement: ! below, ? unclear" in line_of(text, "compared")


async def test_agreement_of_another_meaning_has_a_mark_of_its_own(went_on: Any) -> None:
    app = review_app(went_on)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6")
        text = await settled(pilot)
    assert " # " in line_of(text, "D1 Clarity ")
    assert "#" not in line_of(text, "D2 Escalated ")
    assert "agreement: ! below ? unclear # other" in line_of(text, "compared")


async def test_open_disagreements_are_counted_under_the_list(write_study: Build) -> None:
    app = review_app(coded(write_study, CASES["unclear"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6")
        text = await settled(pilot)
    assert "PROVISIONAL: 6 scores unresolved." in text


async def test_without_open_disagreements_it_says_what_is_compared(write_study: Build) -> None:
    app = review_app(coded(write_study, CASES["reaches"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6")
        text = await settled(pilot)
    assert "PROVISIONAL" not in text
    assert "Means of all scores; paired by task: Enter." in text


async def test_where_conditions_are_closed_no_key_is_named_that_does_nothing(
    write_study: Build,
) -> None:
    built = write_study(transcripts(), plan=PLAN.replace("seal = false", "seal = true")).init()
    code_both(built.path, built.key_path)
    app = review_app(built)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6")
        text = await settled(pilot)
        keys = text.splitlines()[-1]
        assert not {"open", "profiles", "sort", "search"} & set(keys.split())
        assert "help" in keys
        await pilot.press("o")
        said = await settled(pilot)
        await pilot.press("2")
        assert "open" in (await settled(pilot)).splitlines()[-1].split()
    assert "sealed" in text
    assert "sealed" in said


async def test_where_conditions_are_open_the_keys_are_named(write_study: Build) -> None:
    app = review_app(coded(write_study, CASES["reaches"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6")
        keys = (await settled(pilot)).splitlines()[-1].split()
    assert {"open", "profiles"} <= set(keys)
