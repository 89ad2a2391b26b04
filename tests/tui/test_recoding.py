"""Coding again under another version of the rubric, and a screen that is open when it comes."""

import pytest
from tests.conftest import Built
from tests.freezing_fixtures import items_of
from tests.rubric_fixtures import CLARITY, NEW_DIMENSION, again, bring, rows, version
from tests.tui.clocked_app import SIZE, ClockedApp, assert_safe, held_lock, until
from tests.tui.conftest import OpenApp

from coder_tui.domain.coding import Progress
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.desk import Desk

HOSTILE = version("2.0", ("It is partly clear.", "It is \\u001b[c half clear."))


@pytest.fixture
def submitted(built_study: Built) -> StudyFile:
    """ana has submitted two of her four items: clarity 0, escalated 0."""
    study = StudyFile.open(built_study.path)
    for blind_id in items_of(study)[:2]:
        again(study, "ana", blind_id, clarity=0, escalated=0)
    return study


def adopt_elsewhere(app: ClockedApp) -> None:
    """Let the lead adopt another version from another program."""
    other = StudyFile.open(app.desk.study.path)
    bring(other, CLARITY)
    other.close()


def progress(desk: Desk) -> list[Progress]:
    return [each.progress for each in desk.study.assignments("ana")]


async def test_what_changed_is_open_again_and_the_rest_has_its_score(
    submitted: StudyFile, open_app: OpenApp
) -> None:
    first, second, *_ = items_of(submitted)
    bring(submitted, CLARITY)
    app = open_app(submitted.path)
    async with app.at(SIZE) as pilot:
        assert app.desk.item.blind_id == first
        assert app.desk.dimension.id == "clarity"
        assert app.scores() == {"escalated": "0"}
        await app.see("missing: D1")
        await pilot.press("0")
        assert app.scores() == {"clarity": "0", "escalated": "0"}
        await pilot.press("enter")
        assert app.desk.item.blind_id == second
    assert progress(app.desk)[:2] == [Progress.SUBMITTED, Progress.REOPENED]
    ((counted,),) = app.rows(
        "select count(*) from submitted_score where dimension = 'clarity' and blind_id = ?", first
    )
    assert counted == 1


async def test_help_shows_what_changed_safely(submitted: StudyFile, open_app: OpenApp) -> None:
    bring(submitted, HOSTILE)
    app = open_app(submitted.path)
    async with app.at((80, 40)) as pilot:
        await pilot.press("question_mark")
        await app.see("What changed in D1")
        await app.see("before: It is partly clear.")
        await app.see("now: It is")
        assert_safe(app)
        await pilot.press("escape", "j", "question_mark")
        assert "What changed" not in app.picture()


async def test_help_calls_a_new_dimension_new(submitted: StudyFile, open_app: OpenApp) -> None:
    bring(submitted, version("2.0", more=NEW_DIMENSION))
    app = open_app(submitted.path)
    async with app.at((80, 40)) as pilot:
        assert app.desk.dimension.id == "tone"
        await pilot.press("question_mark")
        await app.see("New in 2.0.")
        assert "something else" not in app.picture()


@pytest.mark.parametrize("key", ["1", "z", "backspace", "u", "enter"])
async def test_no_key_judges_by_a_version_that_was_replaced(app: ClockedApp, key: str) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("0")
        before = rows(app.desk.study.path)
        adopt_elsewhere(app)
        await pilot.press(key)
        await app.see("another version")
        assert rows(app.desk.study.path) == before
        await pilot.press("greater_than_sign")
        app.clock.now += 1
        await pilot.press(key)
        await app.see("another version")
        assert rows(app.desk.study.path) == before


async def test_a_submit_that_waited_while_the_version_came_is_open_again(app: ClockedApp) -> None:
    path = app.desk.study.path
    blind_id = app.desk.study.assignments("ana")[0].blind_id
    async with app.at(SIZE) as pilot:
        await pilot.press("0", "0")
        with held_lock(path):
            await pilot.press("enter")
            assert app.desk.unsaved
        adopt_elsewhere(app)
        await until(pilot, lambda: not app.desk.unsaved, "saved after all")
    state = {each.blind_id: each.progress for each in app.desk.study.assignments("ana")}
    assert state[blind_id] is Progress.REOPENED


async def test_an_item_submitted_in_that_very_moment_is_open_again(
    app: ClockedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind_id = app.desk.study.assignments("ana")[0].blind_id
    async with app.at(SIZE) as pilot:
        await pilot.press("0", "0")
        monkeypatch.setattr(app.desk, "_closed", lambda: adopt_elsewhere(app))
        await pilot.press("enter")
        await pilot.pause()
    state = {each.blind_id: each.progress for each in app.desk.study.assignments("ana")}
    assert state[blind_id] is Progress.REOPENED
