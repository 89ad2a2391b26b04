"""Coding again under another version of the rubric."""

import pytest
from tests.conftest import Built
from tests.freezing_fixtures import items_of
from tests.rubric_fixtures import CLARITY, NEW_DIMENSION, again, bring, version
from tests.tui.clocked_app import SIZE, assert_safe
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
