"""A study file, open: where a coder stands, and what is refused."""

import sqlite3
from pathlib import Path

import pytest
from tests.conftest import Built, Sit, WriteStudy, transcript

from coder_tui.domain.coding import Citation, Move, Progress
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import ItemKind, PartKind
from coder_tui.domain.rubric import scored
from coder_tui.storage import schema
from coder_tui.storage.study import Coder, StudyFile
from coder_tui.storage.whereabouts import Bookmark


def in_order(study: StudyFile, coder: str) -> list[str]:
    return [each.blind_id for each in study.assignments(coder)]


def test_a_study_says_what_it_is(study: StudyFile) -> None:
    assert study.info.title == "A study"
    assert study.info.kind is ItemKind.TRANSCRIPT
    assert (study.info.blind, study.info.seal, study.info.simulated) == (True, True, False)
    assert study.info.show == ()
    assert study.rubric.id == "small"
    assert study.item_count() == 4
    assert study.coders() == [Coder("ana", "human"), Coder("ben", "human")]
    assert not study.is_frozen()


def test_the_next_open_item_follows_the_coders_own_order(study: StudyFile, sit: Sit) -> None:
    recorder = sit("ana")
    seen = []
    while blind_id := study.next_open("ana"):
        seen.append(blind_id)
        recorder.move(blind_id, Move.SUBMITTED)
    assert seen == in_order(study, "ana")
    assert study.next_open("ben") == in_order(study, "ben")[0]


def test_skipped_items_come_back_last_and_in_turn(study: StudyFile, sit: Sit) -> None:
    recorder = sit("ana")
    first, second, third, fourth = in_order(study, "ana")
    recorder.move(first, Move.SKIPPED, "unsure")
    recorder.move(second, Move.SKIPPED)
    assert study.next_open("ana") == third
    recorder.move(third, Move.SUBMITTED)
    recorder.move(fourth, Move.SUBMITTED)
    assert study.next_open("ana") == first
    recorder.move(first, Move.SKIPPED)
    assert study.next_open("ana") == second
    recorder.move(second, Move.SUBMITTED)
    assert study.next_open("ana") == first
    recorder.move(first, Move.SUBMITTED)
    assert study.next_open("ana") is None


def test_a_reopened_item_is_open_again(study: StudyFile, sit: Sit) -> None:
    recorder = sit("ana")
    first, second, *_ = in_order(study, "ana")
    recorder.move(first, Move.SUBMITTED)
    assert study.next_open("ana") == second
    recorder.move(first, Move.REOPENED)
    assert study.next_open("ana") == first


def test_a_coder_without_items_has_no_next_one(study: StudyFile) -> None:
    assert study.next_open("nobody") is None


def test_neighbours_and_places_follow_the_coders_order(study: StudyFile) -> None:
    order = in_order(study, "ana")
    assert study.neighbour("ana", order[0], 1) == order[1]
    assert study.neighbour("ana", order[1], -1) == order[0]
    assert study.neighbour("ana", order[0], -1) is None
    assert study.neighbour("ana", order[-1], 1) is None
    assert [study.place("ana", each) for each in order] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert study.place("ana", "nothing") == (0, 4)


def test_the_bookmark_is_where_the_coder_was_last(study: StudyFile, sit: Sit) -> None:
    assert study.bookmark("ana") is None
    recorder = sit("ana")
    first, second, *_ = in_order(study, "ana")
    recorder.bookmark(Bookmark(first, "clarity", 2, 5))
    assert study.bookmark("ana") is None
    recorder.score(first, "clarity", scored(1))
    assert study.bookmark("ana") == Bookmark(first, "clarity", 2, 5)
    recorder.bookmark(Bookmark(second, "escalated", 1, 0))
    recorder.sitting.flush()
    assert study.bookmark("ana") == Bookmark(second, "escalated", 1, 0)
    assert study.bookmark("ben") is None


def test_the_state_of_an_assignment_follows_its_rows(study: StudyFile, sit: Sit) -> None:
    recorder = sit("ana")
    first, second, third, fourth = in_order(study, "ana")
    recorder.score(first, "clarity", scored(1))
    recorder.cite(second, "clarity", Citation(1, 0, 3, "Ple"))
    recorder.move(third, Move.SUBMITTED)
    recorder.move(fourth, Move.SUBMITTED)
    recorder.move(fourth, Move.REOPENED)
    recorder.comment(first, "hm")
    recorder.flag(first, "odd")
    states = {each.blind_id: each for each in study.assignments("ana")}
    assert states[first].progress is Progress.DRAFT
    assert states[second].progress is Progress.DRAFT
    assert states[third].progress is Progress.SUBMITTED
    assert states[fourth].progress is Progress.REOPENED
    assert (states[first].comment, states[first].flag) == ("hm", "odd")
    assert {each.progress for each in study.assignments("ben")} == {Progress.NOT_STARTED}
    assert len(study.assignments()) == 8


def test_an_item_is_read_with_its_parts_in_order(write_study: WriteStudy) -> None:
    built = write_study([transcript("t1", reference="The answer is 4.")]).init()
    study = StudyFile.open(built.path)
    item = study.item(study.next_open("ana") or "")
    study.close()
    assert [part.idx for part in item.parts] == [0, 1, 2]
    assert item.parts[0].kind is PartKind.REFERENCE
    assert [part.text for part in item.turns] == [
        "Please help me with t1.",
        "Here is what I know about t1.",
    ]
    assert item.title == ""


def test_an_unknown_item_is_refused(study: StudyFile) -> None:
    with pytest.raises(BadInputError, match="no item 'zzzz'"):
        study.item("zzzz")


def test_an_unknown_coder_is_refused_with_the_nearest_names(study: StudyFile) -> None:
    assert study.coder("ana").kind == "human"
    with pytest.raises(BadInputError, match="no coder 'anna'") as refusal:
        study.coder("anna")
    assert "Did you mean ana" in refusal.value.hint
    with pytest.raises(BadInputError) as refusal:
        study.coder("zzzzzz")
    assert "coder-tui status" in refusal.value.hint


def test_a_coders_first_login_is_remembered(study: StudyFile, sit: Sit) -> None:
    assert study.first_login("ana") is None
    sit("ana")
    first = study.first_login("ana")
    assert first is not None
    assert all(first)
    assert study.first_login("ben") is None


def test_events_are_kept_with_their_detail(study: StudyFile) -> None:
    study.log_event("ana", "review", {"with": "é", "count": 2})
    ((person, detail, when),) = study.events("review")
    assert (person, detail) == ("ana", {"with": "é", "count": 2})
    assert when
    assert study.events("other") == []


def test_a_newer_file_is_refused_and_not_touched(built_study: Built) -> None:
    connection = sqlite3.connect(built_study.path)
    connection.execute(f"pragma user_version = {schema.VERSION + 1}")
    connection.close()
    with pytest.raises(BadInputError, match="newer coder-tui") as refusal:
        StudyFile.open(built_study.path)
    assert "Upgrade" in refusal.value.hint


def test_a_foreign_sqlite_file_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("create table mine (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(BadInputError, match="not the kind that is needed"):
        StudyFile.open(path)
    assert path.read_bytes() == before


def test_the_key_is_no_study(built_study: Built) -> None:
    with pytest.raises(BadInputError, match="not the kind that is needed"):
        StudyFile.open(built_study.key_path)


def test_an_empty_file_is_refused_and_stays_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(BadInputError):
        StudyFile.open(tmp_path / "empty.db")
    assert (tmp_path / "empty.db").read_bytes() == b""


def test_a_study_without_its_row_is_refused(built_study: Built) -> None:
    connection = sqlite3.connect(built_study.path)
    connection.execute("delete from study")
    connection.commit()
    connection.close()
    with pytest.raises(BadInputError, match="holds no study"):
        StudyFile.open(built_study.path)
