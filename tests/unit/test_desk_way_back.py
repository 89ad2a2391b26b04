"""Words about an item, written on a screen that shows another version than the one in force."""

from collections.abc import Callable

import pytest
from tests.conftest import Built
from tests.freezing_fixtures import code_all
from tests.rubric_fixtures import CLARITY, FIRST, bring
from tests.tui.clocked_app import held_lock

from coder_tui.domain.coding import Progress
from coder_tui.storage.database import immediate
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.app import start_desk
from coder_tui.tui.coding.desk import Desk
from coder_tui.tui.notice import Notice

WORDS = {
    "comment": lambda desk: desk.comment("hm"),
    "flag": lambda desk: desk.flag("odd"),
    "skip": lambda desk: desk.skip("no"),
}


def states(study: StudyFile) -> set[Progress]:
    return {each.progress for each in study.assignments("ana")}


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_nothing_said_on_an_outdated_screen_opens_what_a_way_back_has_closed(
    built_study: Built, word: Callable[[Desk], Notice]
) -> None:
    code_all(built_study.path)
    lead = StudyFile.open(built_study.path)
    bring(lead, CLARITY)
    desk = start_desk(StudyFile.open(built_study.path), "ana")
    desk.open_first()
    bring(lead, FIRST)
    word(desk)
    assert desk.try_again()
    assert states(lead) == {Progress.SUBMITTED}
    assert desk.is_submitted


@pytest.mark.parametrize("word", [WORDS["comment"], WORDS["flag"]], ids=["comment", "flag"])
def test_words_that_had_to_wait_open_nothing_either(
    built_study: Built, word: Callable[[Desk], Notice]
) -> None:
    """The items of who was withdrawn stay closed, also where the version in force asks more."""
    code_all(built_study.path)
    lead = StudyFile.open(built_study.path)
    desk = start_desk(StudyFile.open(built_study.path), "ana")
    desk.open(lead.assignments("ana")[0].blind_id)
    with held_lock(built_study.path):
        assert word(desk).refused
    with immediate(lead.connection):
        lead.connection.execute("insert into withdrawal values ('ana', 'lead', '2026')")
    bring(lead, CLARITY)
    assert desk.try_again()
    assert states(lead) == {Progress.SUBMITTED}
    assert desk.news is not None
