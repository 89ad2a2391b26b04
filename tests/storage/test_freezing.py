"""What a freeze closes: a set of sittings with their heads, whatever comes afterwards."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Built, Sit, WriteStudy, transcript
from tests.freezing_fixtures import (
    close_set,
    code_all,
    coded,
    everything,
    give,
    hack,
    items_of,
    late,
    reliable,
    submitted,
)

from coder_tui.domain.coding import Move
from coder_tui.domain.errors import NotSavedError, RefusedError
from coder_tui.domain.rubric import CLEARED, scored
from coder_tui.storage import freezing, schema
from coder_tui.storage.freezing import (
    count_late_scores,
    latest_freeze,
    outside,
    refuse_freeze,
    standing,
    write_freeze,
)
from coder_tui.storage.heads import heads_at, heads_now
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile


@pytest.fixture
def whole(built_study: Built) -> Built:
    """Two coders who have submitted everything."""
    return coded(built_study)


@pytest.fixture
def opened(whole: Built) -> Iterator[StudyFile]:
    study = StudyFile.open(whole.path)
    yield study
    study.close()


def test_nothing_is_outside_while_nothing_is_frozen(opened: StudyFile) -> None:
    assert outside(opened.connection) is None
    assert latest_freeze(opened.connection) is None
    assert (late(opened), count_late_scores(opened.connection)) == (set(), 0)
    assert reliable(opened) == submitted(opened) != {}


def test_a_freeze_keeps_who_when_heads_and_counts(opened: StudyFile) -> None:
    made = close_set(opened, '[{"n": 4}]')
    assert latest_freeze(opened.connection) == made
    assert (made.number, made.person, made.agreement) == (1, "lead", '[{"n": 4}]')
    assert made.rubric == opened.rubric_fingerprint
    assert heads_at(opened.connection, made.id) == heads_now(opened.connection)
    assert sum(each.seq for each in heads_now(opened.connection)) == 24
    assert dict(made.counts) == {
        "items": 4,
        "coders": 2,
        "assignments": 8,
        "submitted": 8,
        "unfinished": {"not_started": 0, "draft": 0, "skipped": 0, "reopened": 0},
        "scores": 16,
        "disagreements": 4,
        "undecided": 4,
        "decided": 0,
        "by_majority": 0,
        "judgements": 24,
        "since": None,
        "after_unblinding": 0,
    }
    (person, told, _), *more = opened.events("freeze")
    assert (person, told, more) == ("lead", {"number": 1, "digest": made.digest}, [])


def test_what_is_not_submitted_is_counted_by_coder(study: StudyFile) -> None:
    first, second, third, _ = items_of(study, "ana")
    give(study, "ana", [first])
    give(study, "ana", [second], submit=False)
    left = standing(study).counts.left
    assert [(each.coder, each.not_started, each.draft, each.total) for each in left] == [
        ("ana", 2, 1, 3),
        ("ben", 4, 0, 4),
    ]
    assert third in items_of(study, "ben")


def test_a_study_without_a_submitted_score_is_not_frozen(study: StudyFile) -> None:
    give(study, "ana", items_of(study), submit=False)
    with pytest.raises(RefusedError, match="nothing to close"):
        refuse_freeze(standing(study), study, unfinished=True)


def test_unfinished_assignments_are_refused_unless_they_are_left_out(study: StudyFile) -> None:
    give(study, "ana", items_of(study))
    with pytest.raises(RefusedError, match="4 of 8 assignments are not submitted"):
        refuse_freeze(standing(study), study, unfinished=False)
    refuse_freeze(standing(study), study, unfinished=True)


def test_a_score_changed_later_is_late_and_the_set_stays(opened: StudyFile) -> None:
    item = items_of(opened)[0]
    close_set(opened)
    before = reliable(opened)
    give(opened, "ana", [item], 2)
    assert reliable(opened) == before
    assert submitted(opened)["ana", item, "clarity"] == "2"
    assert late(opened) == {("ana", item, "clarity"), ("ana", item, "escalated")}
    assert count_late_scores(opened.connection) == 2


def test_a_draft_that_is_submitted_later_is_late(study: StudyFile) -> None:
    first, second, *_ = items_of(study)
    give(study, "ana", [first])
    give(study, "ana", [second], submit=False)
    close_set(study)
    recorder = Recorder.start(study.connection, study.path, "ana", study.rubric_fingerprint)
    recorder.move(second, Move.SUBMITTED)
    found = outside(study.connection)
    assert found is not None
    assert (len(found.scores), len(found.submissions)) == (0, 1)
    assert {each[:2] for each in late(study)} == {("ana", second)}
    assert {each[:2] for each in reliable(study)} == {("ana", first)}


def test_a_sitting_that_goes_on_is_cut_at_its_head(opened: StudyFile, sit: Sit) -> None:
    recorder = sit("ana")
    item = items_of(opened)[0]
    recorder.score(item, "clarity", scored(0))
    recorder.move(item, Move.SUBMITTED)
    close_set(opened)
    recorder.score(item, "clarity", scored(2))
    recorder.move(item, Move.SUBMITTED)
    assert reliable(opened)["ana", item, "clarity"] == "0"
    assert late(opened) == {("ana", item, "clarity")}
    found = outside(opened.connection)
    assert found is not None
    assert (len(found.scores), len(found.submissions)) == (1, 1)


def test_a_score_that_is_only_cleared_later_is_late(opened: StudyFile, sit: Sit) -> None:
    close_set(opened)
    item, recorder = items_of(opened)[0], sit("ana")
    recorder.score(item, "clarity", CLEARED)
    recorder.move(item, Move.SUBMITTED)
    assert ("ana", item, "clarity") in reliable(opened)
    assert ("ana", item, "clarity") not in submitted(opened)
    assert late(opened) == {("ana", item, "clarity")}


def test_reopening_alone_makes_nothing_late(opened: StudyFile, sit: Sit) -> None:
    close_set(opened)
    sit("ana").move(items_of(opened)[0], Move.REOPENED)
    assert late(opened) == set()


def test_a_copy_that_is_merged_later_is_outside_though_its_clock_is_older(
    whole: Built, tmp_path: Path
) -> None:
    """The copy is coded before the freeze; its rows come into the study after it."""
    copy = tmp_path / "copy.db"
    shutil.copy(whole.path, copy)
    elsewhere = StudyFile.open(copy)
    item = items_of(elsewhere)[0]
    sitting = give(elsewhere, "ana", [item], 2)
    elsewhere.close()
    study = StudyFile.open(whole.path)
    give(study, "ben", [item], 0)
    close_set(study)
    before = reliable(study)
    study.connection.execute("attach database ? as copy", (copy.as_uri(),))
    for table in ("device", "sitting", "score", "submission"):
        study.connection.execute(f"insert or ignore into {table} select * from copy.{table}")
    (older,) = study.connection.execute(
        "select max(clock) < (select max(clock) from score where coder = 'ben') from score "
        "where sitting = ?",
        (sitting,),
    ).fetchone()
    assert older
    assert submitted(study)["ana", item, "clarity"] == "2"
    assert reliable(study) == before
    assert late(study) == {("ana", item, "clarity"), ("ana", item, "escalated")}
    study.close()


def test_a_second_freeze_holds_and_says_what_came_in(opened: StudyFile) -> None:
    first = close_set(opened)
    give(opened, "ana", items_of(opened)[:1], 2)
    second = close_set(opened)
    assert (first.number, second.number) == (1, 2)
    assert (first.counts["since"], second.counts["since"]) == (None, 3)
    assert latest_freeze(opened.connection) == second
    assert late(opened) == set()
    assert reliable(opened) == submitted(opened)
    assert second.digest != first.digest
    kept = opened.connection.execute("select count(*) from freeze").fetchone()
    assert kept == (2,)


def test_a_freeze_of_what_is_no_longer_so_writes_nothing(whole: Built) -> None:
    study, other = StudyFile.open(whole.path), StudyFile.open(whole.path)
    found = standing(study)
    give(other, "ana", items_of(other)[:1], 2)
    before = everything(whole.path)
    assert write_freeze(study, found, "[]", person="lead") is None
    assert everything(whole.path) == before
    study.close()
    other.close()


def test_a_freeze_that_fails_in_the_middle_leaves_nothing(
    whole: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = StudyFile.open(whole.path)
    before = everything(whole.path)

    def fail(*_: object) -> None:
        assert study.connection.execute("select count(*) from freeze").fetchone() == (1,)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(freezing, "keep_heads", fail)
    with pytest.raises(NotSavedError):
        close_set(study)
    study.close()
    assert everything(whole.path) == before


def test_the_digest_covers_everything_that_is_kept(opened: StudyFile, whole: Built) -> None:
    made = close_set(opened, '[{"n":4}]')
    opened.close()
    for change in (
        "update freeze set person = 'x'",
        "update freeze set frozen_at = 'x'",
        "update freeze set counts = json_set(counts, '$.scores', 17)",
        "update freeze set commitments = '{}'",
        "update freeze set agreement = '[{\"n\":5}]'",
        "update sitting_head set hash = 'x' where sitting = (select min(id) from sitting)",
        "delete from sitting_head where sitting = (select min(id) from sitting)",
    ):
        copy = whole.path.with_name("copy.db")
        shutil.copy(whole.path, copy)
        assert hack(copy, change) == 1
        study = StudyFile.open(copy)
        found = latest_freeze(study.connection)
        assert found is not None
        assert found.digest_with(heads_at(study.connection, made.id)) != made.digest, change
        study.close()
        for each in copy.parent.glob("copy.db*"):
            each.unlink()


def test_a_freeze_tells_no_condition(write_study: WriteStudy) -> None:
    built = write_study([transcript(f"t{n}") for n in range(1, 5)]).init()
    code_all(built.path)
    study = StudyFile.open(built.path)
    made = close_set(study)
    study.close()
    told = json.dumps([dict(made.counts), dict(made.commitments), made.agreement])
    assert "modelia" not in told
    assert b"modelia" not in built.bytes()


ROW = st.tuples(
    st.sampled_from(["s1", "s2", "s3"]),
    st.sampled_from(["ana", "ben"]),
    st.sampled_from(["clarity", "submit"]),
    st.integers(0, 2),
    st.integers(1, 12),
)


@given(st.lists(ROW, max_size=14), st.integers(0, 14), st.integers(0, 14))
def test_the_set_is_what_stood_at_the_freeze_whatever_comes_after_with_whatever_clock(
    rows: list[tuple[str, str, str, int, int]], first: int, second: int
) -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(schema.TABLES + schema.VIEWS)
    connection.executemany("insert into sitting (id, person, device, host, login, version, "
                           "opened_at, prev_head) values (?, '', '', '', '', '', '', '')",
                           [("s1",), ("s2",), ("s3",)])  # fmt: skip
    stood: list[tuple[object, ...]] = []
    kept: set[tuple[str, str]] = set()
    frozen = 0
    for number, (sitting, coder, what, value, clock) in enumerate(rows):
        if number in (first, second):
            stood, kept = _freeze(connection, number)
            frozen = number
        _write(connection, number + 1, sitting, coder, what, value, clock)
    found = outside(connection)
    if found is None:
        assert _scores(connection, "reliable_score") == _scores(connection, "submitted_score")
        assert connection.execute("select * from late_score").fetchall() == []
        return
    assert _scores(connection, "reliable_score") == stood
    now = {tuple(row) for row in connection.execute("select sitting, seq from standing_score")}
    late_now = len(now - kept)
    assert connection.execute("select count(*) from late_score").fetchone()[0] == late_now
    beyond = connection.execute("select rowid from score where seq > ?", (frozen,)).fetchall()
    assert sorted(found.scores) == sorted(rowid for (rowid,) in beyond)


def _scores(connection: sqlite3.Connection, view: str) -> list[tuple[object, ...]]:
    return sorted(connection.execute(f"select coder, blind_id, dimension, value from {view}"))


def _freeze(
    connection: sqlite3.Connection, number: int
) -> tuple[list[tuple[object, ...]], set[tuple[str, str]]]:
    """Freeze after so many rows; give what stands then."""
    act = f"f{number}"
    connection.execute("insert into freeze values (?, ?, '', '', '', '', '', '', '')",
                       (act, number))  # fmt: skip
    for head in heads_now(connection):
        values = (act, head.sitting, head.seq, head.hash)
        connection.execute("insert into sitting_head values (?, ?, ?, ?)", values)
    rows = connection.execute("select sitting, seq from standing_score")
    return _scores(connection, "submitted_score"), {(row[0], row[1]) for row in rows}


def _write(
    connection: sqlite3.Connection, seq: int, sitting: str, coder: str, what: str, value: int,
    clock: int,
) -> None:  # fmt: skip
    if what == "submit":
        connection.execute(
            "insert into submission values (?, ?, ?, 'i', 'submitted', '', ?, '', '', '')",
            (sitting, seq, coder, clock),
        )
        return
    connection.execute(
        "insert into score values (?, ?, ?, 'i', ?, 'scored', ?, ?, '', ?, '', null, null, '', '')",
        (sitting, seq, coder, what, str(value), value, clock),
    )


def test_what_a_late_parent_opens_is_late_and_what_is_hidden_is_not(
    opened: StudyFile, sit: Sit
) -> None:
    item = items_of(opened)[0]
    recorder = sit("ana")
    recorder.score(item, "escalated", scored(1))
    recorder.score(item, "escalation_quality", scored(1))
    recorder.score(item, "escalated", scored(0))
    recorder.move(item, Move.SUBMITTED)
    close_set(opened)
    assert late(opened) == set()
    recorder = sit("ana")
    recorder.score(item, "escalated", scored(1))
    recorder.move(item, Move.SUBMITTED)
    assert late(opened) == {("ana", item, "escalated"), ("ana", item, "escalation_quality")}
    changed = {
        key for key, value in submitted(opened).items() if value != reliable(opened).get(key)
    }
    assert late(opened) == changed
