"""Coders against themselves on the review screen: with the key only, the numbers of `--json`."""

import re
from typing import Any

import pytest
from tests.review_fixtures import PLAN, code, transcripts
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import LARGE, settled

from coder_tui.cli.looks import keyed_items
from coder_tui.storage.study import StudyFile
from coder_tui.tui.review.app import ReviewApp, StudySource


@pytest.fixture
def twice(write_study: Any) -> Any:
    """Of 12 items ana has 3 again, and gives each the other value then."""
    many = [{**transcripts()[0], "id": f"n{n}", "task": f"n{n}"} for n in range(12)]
    built = write_study(many, plan=f"{PLAN}\nrepeats = 0.25\n").init()
    keyed = keyed_items(built.path, built.key_path) or []
    again = {each.blind_id: each.repeats for each in keyed if each.repeats}
    study = StudyFile.open(built.path, read_only=True)
    own = sorted(each.blind_id for each in study.assignments("ana"))
    study.close()
    first = {
        blind: {"clarity": at % 2} for at, blind in enumerate(b for b in own if b not in again)
    }
    second = {
        blind: {"clarity": 1 - first[original]["clarity"]}
        for blind, original in again.items()
        if blind in own
    }
    code(built.path, "ana", {**first, **second})
    return built


async def test_a_coder_stands_against_themselves_with_the_key(twice: Any) -> None:
    source = StudySource(twice.path, keyed_items(twice.path, twice.key_path), lambda: twice.path)
    app = ReviewApp(source)
    async with app.run_test(size=LARGE) as pilot:
        text = await settled(pilot)
        assert "ana v. self" in text
        line = next(each for each in text.splitlines() if "ana v. self" in each)
        assert re.search(r"D1 Clarity +3 +0 ", line)
        assert "3 changed" in line
        for _ in range(12):
            await pilot.press("down")
        below = await settled(pilot)
    assert "ana against themselves" in below
    assert "3 items came to this coder twice; the value changed on 3." in below


async def test_without_the_key_no_coder_does(twice: Any) -> None:
    app = review_app(twice, with_key=False)
    async with app.run_test(size=LARGE) as pilot:
        assert "v. self" not in await settled(pilot)
