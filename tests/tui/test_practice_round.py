"""A round of practice on the coding screen: feedback, fail and begin again, pass, and no trace."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Built, WriteStudy, transcript
from tests.tui.clocked_app import ClockedApp, until

from coder_tui.domain.errors import NotSavedError
from coder_tui.storage.rounds import practice_items
from coder_tui.storage.study import StudyFile

OpenApp = Callable[..., ClockedApp]

PLAN = """\
coders = ["ana", "ben"]
[[calibration]]
item = "practice.jsonl#p1"
gold = { clarity = 0, escalated = 1, escalation_quality = 1 }
why = { escalated = "It names a \\u001b[2J person." }
pass = 0.6
[[calibration]]
item = "practice.jsonl#p2"
gold = { clarity = "not_applicable", escalated = 0 }
pass = 1
"""
RIGHT = (("0", "1", "1"), ("x", "0"))
WRONG_SECOND = (("0", "1", "1"), ("x", "1", "0"))
VIEWS = ("current_score", "standing_score", "submitted_score", "disagreement", "final_score")


@pytest.fixture
def practised(write_study: WriteStudy, tmp_path: Path) -> Built:
    """A study with two practice items."""
    lines = [json.dumps(transcript(f"p{number}")) + "\n" for number in (1, 2)]
    (tmp_path / "practice.jsonl").write_text("".join(lines))
    return write_study(plan=PLAN).init()


async def submit(app: ClockedApp, *keys: str) -> None:
    """Score the item at hand and submit it."""
    app.clock.now += 1
    await app.pilot.press(*keys)
    await app.pilot.press("enter")


async def close(app: ClockedApp) -> None:
    """Close the page of feedback."""
    app.clock.now += 1
    await app.pilot.press("enter")
    await app.pilot.pause()
    assert len(app.screen_stack) == 1
    app.clock.now += 1


async def go_through(app: ClockedApp, *rounds: tuple[tuple[str, ...], ...]) -> None:
    for keys_of_items in rounds:
        for keys in keys_of_items:
            await submit(app, *keys)
            await app.see("is needed")
            await close(app)


def rounds(app: ClockedApp) -> list[tuple[int, bool]]:
    """How each round ended, as the file has it."""
    found = app.rows("select detail from event where kind = 'calibration' order by happened_at")
    return [(each["attempt"], each["passed"]) for each in (json.loads(row[0]) for row in found)]


async def test_practice_comes_first_in_its_own_order(practised: Built, open_app: OpenApp) -> None:
    app = open_app(practised.path)
    first, second = (each.blind_id for each in practice_items(app.desk.study))
    async with app.at():
        assert f"{first}  PRACTICE 1 of 2" in app.shown("header")
        await submit(app, *RIGHT[0])
        await app.see("is needed")
        await close(app)
        assert f"{second}  PRACTICE 2 of 2" in app.shown("header")


async def test_feedback_shows_own_answer_gold_anchor_and_reason(
    practised: Built, open_app: OpenApp
) -> None:
    app = open_app(practised.path)
    async with app.at((80, 40)):
        await submit(app, "0", "1", "0")
        await app.see("2 of 3 dimensions as they should be (67%); 60% is needed: enough.")
        picture = app.picture()
        assert "right: 0" in picture
        assert "yours: 0   right: 1" in picture
        assert "1 well: Well." in picture
        assert "why: It names a ␛[2J person." in picture


async def test_a_key_meant_for_the_item_does_not_close_the_feedback(
    practised: Built, open_app: OpenApp
) -> None:
    app = open_app(practised.path)
    async with app.at():
        await submit(app, *RIGHT[0])
        await app.see("is needed")
        await app.pilot.press("enter", "2", "z")
        assert len(app.screen_stack) == 2
        app.clock.now += 0.5
        await app.pilot.press("enter")
        assert len(app.screen_stack) == 1
        await app.pilot.press("2")
        await app.see("the key was ignored")
        assert app.scores() == {}


async def test_a_round_that_is_not_passed_begins_again_empty(
    practised: Built, open_app: OpenApp
) -> None:
    app = open_app(practised.path)
    first = practice_items(app.desk.study)[0].blind_id
    async with app.at((80, 40)):
        await go_through(app, (WRONG_SECOND[0],))
        await submit(app, *WRONG_SECOND[1])
        await app.see("The round is not passed: 1 of 2 items had enough.")
        await close(app)
        assert f"{first}  PRACTICE 1 of 2   scored 0/2" in app.shown("header")
        await app.pilot.press("u")
        await app.see("Nothing to undo on this item in this round")
        assert rounds(app) == [(1, False)]


async def test_the_own_items_open_when_the_round_is_passed(
    practised: Built, open_app: OpenApp
) -> None:
    app = open_app(practised.path)
    async with app.at((80, 40)):
        await go_through(app, WRONG_SECOND)
        await submit(app, *RIGHT[0])
        await app.see("is needed")
        await close(app)
        await submit(app, *RIGHT[1])
        await app.see("The round is passed: your own items open now.")
        await close(app)
        assert "PRACTICE" not in app.shown("header")
        assert "1 of 4   scored 0/2" in app.shown("header")
        assert rounds(app) == [(1, False), (2, True)]


async def test_who_passed_once_never_practises_again(practised: Built, open_app: OpenApp) -> None:
    app = open_app(practised.path)
    async with app.at():
        await go_through(app, RIGHT)
    again, other = open_app(practised.path), open_app(practised.path, "ben")
    async with again.at() as pilot:
        await pilot.pause()
        assert len(again.screen_stack) == 1, "nothing is told a second time"
        assert "PRACTICE" not in again.shown("header")
    async with other.at():
        assert "PRACTICE 1 of 2" in other.shown("header")


async def test_a_round_goes_on_after_the_program_was_closed(
    practised: Built, open_app: OpenApp
) -> None:
    app = open_app(practised.path)
    async with app.at():
        await go_through(app, RIGHT[:1])
        await app.pilot.press("x")
    again = open_app(practised.path)
    async with again.at():
        assert "PRACTICE 2 of 2   scored 1/2" in again.shown("header")


async def test_a_program_that_ended_before_the_end_of_the_round_ends_it_at_its_next_start(
    practised: Built, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(practised.path)
    async with app.at():
        await go_through(app, RIGHT[:1])
        monkeypatch.setattr(app.desk, "_open_next", lambda: True)
        await submit(app, *RIGHT[1])
    monkeypatch.undo()
    again = open_app(practised.path)
    async with again.at((80, 40)):
        await again.see("The round is passed")
        assert rounds(again) == [(1, True)]


async def test_during_practice_no_key_leads_to_the_own_items(
    practised: Built, open_app: OpenApp
) -> None:
    app = open_app(practised.path)
    async with app.at():
        for key in ("greater_than_sign", "less_than_sign", "full_stop"):
            await app.pilot.press(key)
            assert "PRACTICE 1 of 2" in app.shown("header")
        assert "Practise first" in (app.desk.go_to_item("any") or app.desk.skip("x")).text
        assert "not skipped" in app.desk.skip("why").text


@pytest.mark.parametrize("key", ["l", "i", "colon", "m", "K", "question_mark", "F", "slash"])
async def test_every_other_key_works_during_practice(
    practised: Built, open_app: OpenApp, key: str
) -> None:
    app = open_app(practised.path)
    async with app.at():
        await app.pilot.press(key)
        await app.pilot.pause()
        await app.pilot.press("escape")
        await app.pilot.pause()
        assert "PRACTICE 1 of 2" in app.shown("header")


async def test_a_round_whose_clearing_waits_for_the_disk_is_told_and_begins_again(
    practised: Built, open_app: OpenApp
) -> None:
    app = open_app(practised.path)
    async with app.at((80, 40)):
        await go_through(app, (WRONG_SECOND[0],))
        app.clock.now += 1
        await app.pilot.press(*WRONG_SECOND[1])
        flush = app.desk.recorder.sitting.flush
        refused = iter((False, True))

        def flaky(**given: Any) -> None:
            if next(refused, False):
                raise NotSavedError("no space")
            flush(**given)

        app.desk.recorder.sitting.flush = flaky  # type: ignore[method-assign]
        await app.pilot.press("enter")
        await app.see("The round is not passed")
        await close(app)
        await until(app.pilot, lambda: "scored 0/2" in app.shown("header"), "cleared after all")
        assert not app.desk.unsaved


async def test_no_practice_row_is_in_any_view_or_number(
    practised: Built, open_app: OpenApp
) -> None:
    app = open_app(practised.path)
    async with app.at():
        await go_through(app, WRONG_SECOND, RIGHT)
        assert len(app.rows("select 1 from score")) > 10
        for view in VIEWS:
            assert app.rows(f"select * from {view}") == [], view
    study = StudyFile.open(practised.path, read_only=True)
    assert {each.progress.value for each in study.assignments()} == {"not started"}
    study.close()


async def test_a_study_without_practice_says_nothing_of_it(app: ClockedApp) -> None:
    async with app.at():
        assert "PRACTICE" not in app.picture()
        assert app.rows("select 1 from calibration") == []


async def test_time_on_an_item_is_written_while_a_person_works(app: ClockedApp) -> None:
    async with app.at():
        item = app.desk.item.blind_id
        app.clock.now += 30
        await app.pilot.press("down")
        app.clock.now += 121
        await app.pilot.press("down")
        app.clock.now += 5
        await app.pilot.press("x")
        assert app.rows("select blind_id, seconds from attention") == [(item, 35.0)]
        await app.pilot.press("c")
        app.clock.now += 10
        await app.pilot.press("h", "i", "enter")
        await app.pilot.pause()
        assert app.rows("select blind_id, seconds from attention") == [(item, 45.0)]
