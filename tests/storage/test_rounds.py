"""Time on items, guesses and rounds of practice, as rows of the study's file."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Built, Sit, WriteStudy, transcript

from coder_tui.domain.coding import Citation, Move, Progress
from coder_tui.domain.guessing import Guess
from coder_tui.domain.rubric import NOT_APPLICABLE, scored
from coder_tui.storage.judgements import row_hash
from coder_tui.storage.rounds import (
    Guesser,
    begin_again,
    cleared_by_round,
    guesses_owed,
    has_passed,
    log_round,
    median_minutes,
    practice_answers,
    practice_items,
    rounds_done,
)
from coder_tui.storage.scores import Recorder, read_sheet
from coder_tui.storage.study import StudyFile

# Time


def spent(study: StudyFile) -> list[tuple[str, str, float]]:
    return study.connection.execute(
        "select coder, blind_id, seconds from attention order by rowid"
    ).fetchall()


def test_time_is_written_with_the_judgement_that_follows_and_the_latest_number_counts(
    study: StudyFile, sit: Sit
) -> None:
    ana = sit("ana")
    item = study.next_open("ana") or ""
    ana.sitting.note_attention(item, 12.34)
    assert spent(study) == []
    ana.score(item, "clarity", scored(1))
    assert spent(study) == [("ana", item, 12.3)]
    ana.sitting.note_attention(item, 20.0)
    ana.sitting.flush()
    assert spent(study) == [("ana", item, 20.0)]


def test_time_costs_no_transaction_of_its_own(study: StudyFile, sit: Sit) -> None:
    ana = sit("ana")
    item = study.next_open("ana") or ""
    said: list[str] = []
    study.connection.set_trace_callback(said.append)
    ana.sitting.note_attention(item, 3.0)
    ana.score(item, "clarity", scored(1))
    study.connection.set_trace_callback(None)
    assert [each for each in said if each.startswith(("begin", "commit"))] == [
        "begin immediate",
        "commit",
    ]


def test_the_median_is_of_submitted_items_over_all_their_sittings(
    study: StudyFile, sit: Sit
) -> None:
    items = [each.blind_id for each in study.assignments("ana")]
    for seconds in ((60.0, 120.0, 300.0, 999.0), (0.0, 60.0, 0.0, 0.0)):
        ana = sit("ana")
        for item, each in zip(items, seconds, strict=True):
            ana.sitting.note_attention(item, each)
        ana.sitting.close()
    assert median_minutes(study.connection) == {}
    ana = sit("ana")
    for item in items[:3]:
        ana.move(item, Move.SUBMITTED)
    assert median_minutes(study.connection) == {"ana": 3.0}
    ana.move(items[0], Move.REOPENED)
    assert median_minutes(study.connection) == {"ana": 4.0}


# The guess


def test_a_guess_is_a_judgement_in_the_chain(study: StudyFile, sit: Sit) -> None:
    ana = sit("ana")
    item = study.next_open("ana") or ""
    ana.move(item, Move.SUBMITTED)
    Guesser(ana.sitting).guess(item, Guess("Decoy", 2))
    cursor = study.connection.execute("select * from guess")
    row = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    assert (row["coder"], row["model"], row["confidence"], row["seq"]) == ("ana", "Decoy", 2, 2)
    assert row["hash"] == row_hash("guess", row)
    before = study.connection.execute("select hash from submission").fetchone()
    assert row["prev_hash"] == before[0]


def test_what_was_submitted_owes_one_guess_and_no_more(study: StudyFile, sit: Sit) -> None:
    ana = sit("ana")
    first, second = [each.blind_id for each in study.assignments("ana")][:2]
    assert guesses_owed(study.connection, "ana") == ()
    ana.move(second, Move.SUBMITTED)
    ana.move(first, Move.SUBMITTED)
    assert guesses_owed(study.connection, "ana") == (first, second)
    Guesser(ana.sitting).guess(first, Guess("Decoy", 1))
    ana.move(first, Move.REOPENED)
    ana.move(first, Move.SUBMITTED)
    assert guesses_owed(study.connection, "ana") == (second,)
    assert guesses_owed(study.connection, "ben") == ()


# Practice


@pytest.fixture
def practised(write_study: WriteStudy, tmp_path: Path) -> Built:
    """A study with two practice items."""
    lines = [json.dumps(transcript(f"p{number}")) + "\n" for number in (1, 2)]
    (tmp_path / "practice.jsonl").write_text("".join(lines))
    gold = 'gold = { clarity = "not_applicable", escalated = 1, escalation_quality = 0 }\npass = 1'
    rounds = "".join(
        f'\n[[calibration]]\nitem = "practice.jsonl#p{number}"\n{gold}\n' for number in (1, 2)
    )
    return write_study(plan='coders = ["ana", "ben"]' + rounds).init()


@pytest.fixture
def school(practised: Built) -> Iterator[StudyFile]:
    opened = StudyFile.open(practised.path)
    yield opened
    opened.close()


def recorder(study: StudyFile, coder: str = "ana") -> Recorder:
    return Recorder.start(study.connection, study.path, coder, study.rubric_fingerprint)


def go_round(study: StudyFile, ana: Recorder, clarity: int) -> None:
    for each in practice_items(study):
        ana.score(each.blind_id, "clarity", scored(clarity))
        ana.cite(each.blind_id, "clarity", Citation(1, 0, 3, "Ple"))
        ana.score(each.blind_id, "escalated", scored(0))
        ana.move(each.blind_id, Move.SUBMITTED)


def test_a_round_begins_again_empty_and_can_be_told_from_a_coders_own_clearing(
    school: StudyFile,
) -> None:
    ana = recorder(school)
    go_round(school, ana, 1)
    items = [each.blind_id for each in practice_items(school)]
    begin_again(ana, {item: read_sheet(school.connection, "ana", item) for item in items})
    for item in items:
        sheet = read_sheet(school.connection, "ana", item)
        assert (sheet.answers, sheet.citations) == ({}, {})
        assert sheet.progress is Progress.REOPENED
        assert cleared_by_round(school.connection, "ana", item, sheet)
    ana.score(items[0], "clarity", scored(2))
    sheet = read_sheet(school.connection, "ana", items[0])
    assert not cleared_by_round(school.connection, "ana", items[0], sheet)


def test_rounds_are_counted_by_coder(school: StudyFile) -> None:
    ana = recorder(school)
    assert rounds_done(school, "ana") == 0
    go_round(school, ana, 1)
    ana.move(practice_items(school)[0].blind_id, Move.SUBMITTED)
    assert (rounds_done(school, "ana"), rounds_done(school, "ben")) == (1, 0)


def test_a_study_without_practice_has_no_rounds(study: StudyFile) -> None:
    assert (practice_items(study), rounds_done(study, "ana")) == ((), 0)
    assert practice_answers(study) == []


def test_writing_the_end_of_a_round_again_changes_nothing(school: StudyFile) -> None:
    for _ in range(2):
        log_round(school, "ana", 1, {"a": 1 / 3}, passed=False)
    assert not has_passed(school, "ana")
    log_round(school, "ana", 2, {"a": 1.0}, passed=True)
    assert has_passed(school, "ana")
    assert not has_passed(school, "ben")
    details = [detail for _, detail, _ in school.events("calibration")]
    assert details == [
        {"attempt": 1, "passed": False, "items": {"a": 0.3333}},
        {"attempt": 2, "passed": True, "items": {"a": 1.0}},
    ]


def test_what_stood_at_each_submit_is_what_was_answered_in_that_round(school: StudyFile) -> None:
    ana = recorder(school)
    go_round(school, ana, 1)
    items = [each.blind_id for each in practice_items(school)]
    begin_again(ana, {item: read_sheet(school.connection, "ana", item) for item in items})
    ana.score(items[0], "clarity", scored(0))
    ana.score(items[0], "clarity", NOT_APPLICABLE)
    ana.move(items[0], Move.SUBMITTED)
    ana.score(items[1], "clarity", scored(2))
    found = {
        (blind_id, attempt, dimension): (state, value, gold_state, gold_value)
        for _, blind_id, dimension, attempt, state, value, gold_state, gold_value in (
            practice_answers(school)
        )
    }
    assert found[items[0], 1, "clarity"] == ("scored", "1", "not_applicable", None)
    assert found[items[0], 1, "escalated"] == ("scored", "0", "scored", "1")
    assert found[items[0], 1, "escalation_quality"] == (None, None, "scored", "0")
    assert found[items[0], 2, "clarity"] == ("not_applicable", None, "not_applicable", None)
    assert found[items[0], 2, "escalated"] == (None, None, "scored", "1")
    assert {key[1] for key in found if key[0] == items[1]} == {1}
