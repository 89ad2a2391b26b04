"""What a coder's keys do to a real study, without a screen."""

import sqlite3
from collections.abc import Callable, Iterator

import pytest

from coder_tui.domain.coding import Progress
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.app import start_desk
from coder_tui.tui.coding.desk import Desk

Reopen = Callable[[], Desk]


@pytest.fixture
def desk(study: StudyFile) -> Desk:
    """Ana at her first item of four."""
    desk = start_desk(study, "ana")
    desk.open_first()
    return desk


@pytest.fixture
def reopen(built_study, desk: Desk) -> Iterator[Reopen]:  # type: ignore[no-untyped-def]
    """End the sitting and begin another one, in a fresh connection, where the bookmark says."""
    opened: list[StudyFile] = []

    def again() -> Desk:
        desk.recorder.sitting.close()
        opened.append(StudyFile.open(built_study.path))
        following = start_desk(opened[-1], "ana")
        following.open_first()
        return following

    yield again
    for study in opened:
        study.close()


def here(desk: Desk) -> str:
    return desk.dimension.id


def words(desk: Desk) -> dict[str, str]:
    """What stands, read by another connection than the desk's."""
    with sqlite3.connect(f"file:{desk.study.path}?mode=ro", uri=True) as other:
        rows = other.execute(
            "select dimension, state, value from current_score where coder = 'ana'"
            " and blind_id = ? and state <> 'cleared'",
            (desk.item.blind_id,),
        ).fetchall()
    return {row[0]: row[2] or row[1] for row in rows}


def cited(desk: Desk) -> list[int]:
    return [citation.part for citation in desk.sheet.cited(desk.dimension)]


def complete(desk: Desk) -> None:
    """Answer all that is asked, without a hand-over."""
    desk.score(0)
    desk.score(0)


# Scoring


def test_a_score_is_in_the_file_when_the_key_returns(desk: Desk) -> None:
    desk.score(0)
    assert words(desk) == {"clarity": "0"}


def test_a_score_goes_on_to_the_next_open_dimension(desk: Desk) -> None:
    desk.score(0)
    assert here(desk) == "escalated"


def test_a_score_that_owes_evidence_stays_and_asks_for_it(desk: Desk) -> None:
    notice = desk.score(2)
    assert here(desk) == "clarity"
    assert "cite (e)" in notice.text


def test_the_citation_that_was_owed_goes_on(desk: Desk) -> None:
    desk.score(2)
    desk.cite(desk.item.parts[1])
    assert here(desk) == "escalated"
    assert desk.sheet.citations["clarity"][0].part == 2


def test_evidence_given_first_is_no_longer_owed(desk: Desk) -> None:
    desk.cite(desk.item.parts[0])
    assert here(desk) == "clarity"
    desk.score(2)
    assert here(desk) == "escalated"


@pytest.mark.parametrize("value", [3, 9])
def test_a_digit_off_the_scale_does_nothing(desk: Desk, value: int) -> None:
    notice = desk.score(value)
    assert notice.refused
    assert "0, 1, 2" in notice.text
    assert words(desk) == {}


def test_the_same_digit_again_writes_nothing_again(desk: Desk, study: StudyFile) -> None:
    desk.score(2)
    desk.score(2)
    assert study.connection.execute("select count(*) from score").fetchone() == (1,)


def test_another_digit_replaces_the_first_and_keeps_it_in_the_file(
    desk: Desk, study: StudyFile
) -> None:
    desk.score(2)
    desk.score(1)
    assert words(desk) == {"clarity": "1"}
    assert study.connection.execute("select count(*) from score").fetchone() == (2,)


def test_not_applicable_only_where_the_dimension_allows_it(desk: Desk) -> None:
    assert not desk.answer(NOT_APPLICABLE).refused
    assert here(desk) == "escalated"
    assert desk.answer(NOT_APPLICABLE).refused
    assert words(desk) == {"clarity": "not_applicable"}


def test_cannot_judge_is_always_allowed_and_owes_no_evidence(desk: Desk) -> None:
    desk.answer(CANNOT_JUDGE)
    assert here(desk) == "escalated"
    desk.answer(CANNOT_JUDGE)
    assert words(desk) == {"clarity": "cannot_judge", "escalated": "cannot_judge"}


def test_the_last_score_stays_and_says_that_nothing_is_missing(desk: Desk) -> None:
    desk.score(0)
    notice = desk.score(0)
    assert here(desk) == "escalated"
    assert "Enter submits" in notice.text


# Evidence


def test_the_same_citation_twice_is_refused(desk: Desk, study: StudyFile) -> None:
    desk.cite(desk.item.parts[1])
    assert desk.cite(desk.item.parts[1]).refused
    assert study.connection.execute("select count(*) from evidence").fetchone() == (1,)


def test_the_quote_is_the_stored_text_of_the_whole_turn(desk: Desk, study: StudyFile) -> None:
    part = desk.item.parts[1]
    desk.cite(part)
    row = study.connection.execute("select span_start, span_end, quote from evidence").fetchone()
    assert row == (0, len(part.text), part.text)


def test_the_reference_is_no_evidence(write_study) -> None:  # type: ignore[no-untyped-def]
    from_reference = {"id": "r", "reference": "True is this.", "turns": _TURNS}
    built = write_study([from_reference | _CONDITION], plan='coders = ["ana"]\ncoders_per_item = 1')
    study = StudyFile.open(built.init().path)
    desk = start_desk(study, "ana")
    desk.open_first()
    assert desk.item.parts[0].idx == 0
    assert desk.cite(desk.item.parts[0]).refused
    study.close()


_TURNS = [{"role": "user", "text": "A question."}, {"role": "assistant", "text": "An answer."}]
_CONDITION = {"model": "modelia-one", "scaffold": "scaffold-bare", "task": "t"}


def test_clear_takes_the_score_and_then_the_citation(desk: Desk) -> None:
    desk.cite(desk.item.parts[0])
    desk.cite(desk.item.parts[1])
    desk.score(2)
    desk.turn(-1)
    assert here(desk) == "clarity"
    desk.clear()
    assert words(desk) == {}
    assert cited(desk) == [1, 2]
    assert "no longer cites turn 2" in desk.clear().text
    assert cited(desk) == [1]
    desk.clear()
    assert cited(desk) == []
    assert desk.clear().refused


# Undo and redo


def test_undo_and_redo_go_through_scores_and_citations(desk: Desk) -> None:
    desk.score(2)
    desk.cite(desk.item.parts[1])
    desk.undo()
    assert here(desk) == "clarity"
    assert cited(desk) == []
    desk.undo()
    assert words(desk) == {}
    desk.redo()
    desk.redo()
    assert words(desk) == {"clarity": "2"}
    assert cited(desk) == [2]
    assert desk.redo().refused


def test_undo_brings_a_cleared_score_back(desk: Desk) -> None:
    desk.score(2)
    desk.clear()
    desk.undo()
    assert words(desk) == {"clarity": "2"}


def test_undo_goes_on_across_sittings(desk: Desk, reopen: Reopen) -> None:
    desk.score(2)
    desk.score(1)
    later = reopen()
    later.undo()
    assert words(later) == {"clarity": "2"}
    later.redo()
    assert words(later) == {"clarity": "1"}
    later.undo()
    later.undo()
    assert words(later) == {}
    assert later.undo().refused


def test_undo_on_a_submitted_item_reopens_it_and_changes_no_score(desk: Desk) -> None:
    complete(desk)
    first = desk.item.blind_id
    desk.submit()
    desk.go_to_item(first)
    assert desk.is_submitted
    assert "Reopened" in desk.undo().text
    assert desk.sheet.progress is Progress.REOPENED
    assert words(desk) == {"clarity": "0", "escalated": "0"}
    assert desk.undo().refused, "what stood at the submit is not undone by itself"


def test_a_submitted_item_takes_no_answer_before_it_is_reopened(desk: Desk) -> None:
    complete(desk)
    first = desk.item.blind_id
    desk.submit()
    desk.go_to_item(first)
    part = desk.item.parts[1]
    refusals = [desk.score(1), desk.answer(CANNOT_JUDGE), desk.cite(part), desk.clear()]
    refusals += [desk.redo(), desk.skip("why"), desk.submit()]
    assert all(notice.refused for notice in refusals)
    assert words(desk) == {"clarity": "0", "escalated": "0"}


# Conditional dimensions


def asked(desk: Desk) -> list[str]:
    return [dimension.id for dimension in desk.open_dimensions]


def test_a_conditional_dimension_is_hidden_and_not_required(desk: Desk) -> None:
    complete(desk)
    assert asked(desk) == ["clarity", "escalated"]
    assert not desk.submit().refused


def test_a_conditional_dimension_appears_and_is_required(desk: Desk) -> None:
    desk.score(0)
    desk.score(1)
    assert here(desk) == "escalation_quality"
    notice = desk.submit()
    assert notice.refused
    assert "D3" in notice.text


def test_a_hidden_answer_is_kept_and_not_counted(desk: Desk) -> None:
    desk.score(0)
    desk.score(1)
    desk.score(1)
    desk.turn(-1)
    desk.score(0)
    assert asked(desk) == ["clarity", "escalated"]
    assert desk.scored_count == 2
    assert words(desk)["escalation_quality"] == "1"
    desk.score(1)
    assert desk.scored_count == 3


def test_undo_that_hides_the_current_dimension_leaves_it(desk: Desk) -> None:
    desk.score(0)
    desk.score(1)
    assert here(desk) == "escalation_quality"
    desk.undo()
    assert here(desk) == "escalated"


# Submitting, skipping, moving


def test_submit_goes_to_the_first_gap_and_does_nothing_else(desk: Desk) -> None:
    desk.score(2)
    desk.turn(1)
    desk.score(0)
    notice = desk.submit()
    assert notice.refused
    assert here(desk) == "clarity"
    assert "evidence" in notice.text
    assert desk.sheet.progress is Progress.DRAFT


def test_submit_opens_the_next_open_item(desk: Desk) -> None:
    first = desk.item.blind_id
    complete(desk)
    assert f"{first} submitted" in desk.submit().text
    assert desk.item.blind_id != first
    assert desk.place == 2


def test_a_skipped_item_comes_back_at_the_end(desk: Desk) -> None:
    skipped = desk.item.blind_id
    desk.skip("in a language I do not read")
    for _ in range(3):
        assert desk.item.blind_id != skipped
        complete(desk)
        desk.submit()
    assert desk.item.blind_id == skipped
    complete(desk)
    assert "last" in desk.submit().text


def test_the_item_skipped_first_comes_back_first(desk: Desk) -> None:
    skipped = []
    for _ in range(4):
        skipped.append(desk.item.blind_id)
        desk.skip("later")
    assert desk.item.blind_id == skipped[0]


def test_next_unscored_goes_round(desk: Desk) -> None:
    desk.turn(1)
    desk.turn_to_gap()
    assert here(desk) == "clarity"
    desk.turn_to_gap()
    assert here(desk) == "escalated"


def test_a_comment_and_a_flag_stand_until_withdrawn(desk: Desk) -> None:
    desk.comment("odd")
    desk.flag("wrong language")
    assert (desk.notes.comment, desk.notes.flag) == ("odd", "wrong language")
    desk.comment("")
    desk.flag("")
    assert (desk.notes.comment, desk.notes.flag) == ("", "")


def test_the_neighbours_are_those_of_the_coders_own_order(desk: Desk) -> None:
    first = desk.item.blind_id
    assert desk.neighbour(-1) is None
    second = desk.neighbour(1)
    assert second is not None
    assert desk.go_to_item(second) is None
    assert desk.neighbour(-1) == first


# Coming back


def test_a_coder_comes_back_to_the_same_item_dimension_and_place(
    desk: Desk, reopen: Reopen
) -> None:
    second = desk.neighbour(1)
    assert second is not None
    desk.go_to_item(second)
    desk.turn(1)
    desk.remember_place(2, 3)
    later = reopen()
    assert later.item.blind_id == second
    assert here(later) == "escalated"


def test_a_coder_who_submitted_comes_back_to_the_next_item(desk: Desk, reopen: Reopen) -> None:
    desk.remember_place(1, 0)
    complete(desk)
    desk.submit()
    second = desk.item.blind_id
    assert reopen().item.blind_id == second


def test_an_unknown_coder_and_one_without_items_are_refused(study: StudyFile) -> None:
    with pytest.raises(BadInputError, match="anna"):
        start_desk(study, "anna")
    study.connection.execute("insert into coder values ('idle', 'human')")
    with pytest.raises(BadInputError, match="nothing is assigned"):
        start_desk(study, "idle")


# The same coder in two windows


@pytest.fixture
def other(built_study, desk: Desk) -> Iterator[Desk]:  # type: ignore[no-untyped-def]
    """Ana's second window, on the same item."""
    study = StudyFile.open(built_study.path)
    other = start_desk(study, "ana")
    other.open(desk.item.blind_id)
    yield other
    study.close()


def test_a_key_on_an_item_changed_in_another_window_changes_nothing_and_says_so(
    desk: Desk, other: Desk
) -> None:
    other.score(0)
    notice = desk.score(1)
    assert notice.refused
    assert "another window" in notice.text
    assert words(desk)["clarity"] == "0"
    assert desk.sheet == other.sheet


def test_what_another_window_submitted_takes_no_more_answers(desk: Desk, other: Desk) -> None:
    other.score(0)
    other.score(0)
    other.submit()
    assert desk.score(1).refused
    assert desk.is_submitted
    assert "submitted" in desk.score(1).text
    assert words(desk) == {"clarity": "0", "escalated": "0"}


def test_an_empty_flag_or_comment_where_there_is_none_writes_nothing(desk: Desk) -> None:
    assert desk.flag("").refused
    assert desk.comment("").refused
    assert desk.study.connection.execute("select count(*) from flag").fetchone() == (0,)
    assert desk.study.connection.execute("select count(*) from comment").fetchone() == (0,)
