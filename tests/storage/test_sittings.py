"""A sitting's judgements are one numbered chain, and its clock never goes back."""

import hashlib
import json
import shutil
import time
from pathlib import Path

import pytest
from tests.conftest import Built, Sit

from coder_tui.domain.coding import Citation, Move, redo, undo
from coder_tui.domain.errors import NotSavedError
from coder_tui.domain.rubric import CLEARED, NOT_APPLICABLE, scored
from coder_tui.storage.database import Connection, connect
from coder_tui.storage.judgements import JUDGEMENTS
from coder_tui.storage.scores import read_notes, read_sheet
from coder_tui.storage.sittings import Sitting, head_of
from coder_tui.storage.study import StudyFile
from coder_tui.storage.whereabouts import Bookmark

CITATION = Citation(1, 0, 6, "Please", "hash")


def judgements(connection: Connection, sitting: str) -> list[tuple[str, dict[str, object]]]:
    """All judgements of a sitting, of every table, as the file has them, by number."""
    found = []
    for table in JUDGEMENTS:
        cursor = connection.execute(f"select * from {table} where sitting = ?", (sitting,))
        names = [column[0] for column in cursor.description]
        found += [(table, dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    return sorted(found, key=lambda each: int(str(each[1]["seq"])))


def recomputed(table: str, row: dict[str, object]) -> str:
    """The hash by the documented rule, written out here on purpose."""
    kept = {name: value for name, value in row.items() if name != "hash"}
    text = json.dumps([table, kept], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_key_press_waits_for_the_file_for_one_attempt_only(
    sit: Sit, study: StudyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = sit("ana")
    item = study.assignments("ana")[0].blind_id
    attempts: list[float] = []
    monkeypatch.setattr("coder_tui.storage.database.time.sleep", attempts.append)
    other = connect(study.path)
    other.execute("begin immediate")
    with pytest.raises(NotSavedError):
        recorder.score(item, "clarity", scored(0))
    assert attempts == []
    assert recorder.sitting.unsaved == 1
    other.execute("rollback")
    other.close()
    recorder.sitting.flush()
    assert recorder.sitting.unsaved == 0


def sitting_row(connection: Connection, sitting: str) -> dict[str, object]:
    cursor = connection.execute("select * from sitting where id = ?", (sitting,))
    return dict(zip([c[0] for c in cursor.description], cursor.fetchone(), strict=True))


@pytest.fixture
def worked(study: StudyFile, sit: Sit) -> str:
    """The id of a sitting in which something of every kind was done."""
    recorder = sit("ana")
    blind_id = study.next_open("ana") or ""
    recorder.score(blind_id, "clarity", scored(2))
    recorder.cite(blind_id, "clarity", CITATION)
    recorder.comment(blind_id, 'hesitated: "é" 漢 \x1b[c')
    recorder.flag(blind_id, "odd")
    recorder.score(blind_id, "escalated", NOT_APPLICABLE)
    reversal = undo(read_sheet(study.connection, "ana", blind_id))
    assert reversal is not None
    recorder.reverse(blind_id, reversal)
    recorder.move(blind_id, Move.SUBMITTED)
    return recorder.sitting.id


def test_numbers_run_over_all_tables_without_a_gap(study: StudyFile, worked: str) -> None:
    rows = judgements(study.connection, worked)
    assert [row["seq"] for _, row in rows] == list(range(1, 8))
    assert [table for table, _ in rows] == [
        "score", "evidence", "comment", "flag", "score", "score", "submission",
    ]  # fmt: skip


def test_every_hash_can_be_computed_again_and_follows_the_one_before(
    study: StudyFile, worked: str
) -> None:
    start = sitting_row(study.connection, worked)
    del start["closed_at"]
    before = recomputed("sitting", start)
    for table, row in judgements(study.connection, worked):
        assert row["prev_hash"] == before
        assert row["hash"] == recomputed(table, row)
        before = str(row["hash"])
    assert head_of(study.connection, worked) == before


def test_a_sitting_is_chained_to_the_head_of_the_one_before(
    study: StudyFile, worked: str, sit: Sit
) -> None:
    following = sitting_row(study.connection, sit("ben").sitting.id)
    assert following["prev_head"] == head_of(study.connection, worked)


def test_a_sitting_without_a_judgement_is_chained_to_by_its_start(
    study: StudyFile, sit: Sit
) -> None:
    first = sit("ana").sitting.id
    second = sit("ana").sitting.id
    start = sitting_row(study.connection, first)
    del start["closed_at"]
    assert start["prev_head"] == ""
    assert sitting_row(study.connection, second)["prev_head"] == recomputed("sitting", start)


def test_sittings_stay_chained_when_the_wall_clock_is_set_back(
    study: StudyFile, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit("ana")
    for module in ("chain", "sittings"):
        monkeypatch.setattr(
            f"coder_tui.storage.{module}.now", lambda: "1999-01-01T00:00:00.000+00:00"
        )
    second = sit("ana")
    second.flag(study.next_open("ana") or "", "x")
    third = sit("ana")
    head = head_of(study.connection, second.sitting.id)
    assert sitting_row(study.connection, third.sitting.id)["prev_head"] == head


def test_the_clock_never_goes_back_with_a_wall_clock_set_back(
    study: StudyFile, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind_id = study.next_open("ana") or ""
    sit("ana").score(blind_id, "clarity", scored(0))
    monkeypatch.setattr(time, "time_ns", lambda: 10**18)
    later = sit("ana")
    later.score(blind_id, "clarity", scored(1))
    later.score(blind_id, "clarity", scored(2))
    clocks = study.connection.execute("select clock from score order by rowid").fetchall()
    assert clocks == sorted(set(clocks))
    assert read_sheet(study.connection, "ana", blind_id).answers == {"clarity": scored(2)}


def test_a_copied_file_gets_a_new_device_on_its_first_write_and_the_original_keeps_its_own(
    study: StudyFile, sit: Sit, tmp_path: Path
) -> None:
    sit("ana").flag(study.next_open("ana") or "", "x")
    study.connection.execute("pragma wal_checkpoint(truncate)")
    copy = tmp_path / "copy.db"
    shutil.copy(study.path, copy)
    copied = connect(copy)
    on_copy = Sitting.start(copied, copy, "ana", "coding")
    device = sitting_row(copied, on_copy.id)["device"]
    devices = copied.execute("select count(*) from device").fetchone()
    prev_head = sitting_row(copied, on_copy.id)["prev_head"]
    copied.close()
    again = sitting_row(study.connection, sit("ana").sitting.id)["device"]
    assert devices == (2,)
    assert device != again
    assert prev_head == ""
    assert study.connection.execute("select count(*) from device").fetchone() == (1,)


def test_a_renamed_file_keeps_its_device(built_study: Built, tmp_path: Path) -> None:
    devices = set()
    for name in ("one.db", "two.db"):
        built_study.path.rename(tmp_path / name) if name == "one.db" else (
            tmp_path / "one.db"
        ).rename(tmp_path / name)
        connection = connect(tmp_path / name)
        sitting = Sitting.start(connection, tmp_path / name, "ana", "coding")
        devices.add(sitting_row(connection, sitting.id)["device"])
        connection.close()
    assert len(devices) == 1


def test_writing_again_what_was_committed_before_changes_nothing(
    study: StudyFile, sit: Sit
) -> None:
    sitting = sit("ana").sitting
    sitting.prepare("flag", {"coder": "ana", "blind_id": study.next_open("ana"), "reason": "x"})
    waiting = list(sitting._waiting)
    sitting.flush()
    sitting._waiting.extend(waiting)
    sitting.flush()
    assert study.connection.execute("select count(*) from flag").fetchone() == (1,)


def test_a_judgement_that_cannot_be_hashed_leaves_the_chain_as_it_was(
    study: StudyFile, sit: Sit
) -> None:
    recorder = sit("ana")
    blind_id = study.next_open("ana") or ""
    with pytest.raises(UnicodeEncodeError):
        recorder.comment(blind_id, "\ud800")
    recorder.comment(blind_id, "fine")
    ((_, row),) = judgements(study.connection, recorder.sitting.id)
    assert row["seq"] == 1
    assert recorder.sitting.unsaved == 0


def test_closing_writes_what_waits_and_when_it_ended(study: StudyFile, sit: Sit) -> None:
    recorder = sit("ana")
    blind_id = study.next_open("ana") or ""
    recorder.bookmark(Bookmark(blind_id, "clarity", 2, 17))
    recorder.sitting.close()
    assert study.bookmark("ana") == Bookmark(blind_id, "clarity", 2, 17)
    assert sitting_row(study.connection, recorder.sitting.id)["closed_at"]


def test_a_sitting_cannot_start_where_nothing_can_be_written(built_study: Built) -> None:
    reader = connect(built_study.path, read_only=True)
    with pytest.raises(NotSavedError):
        Sitting.start(reader, built_study.path, "ana", "coding")
    reader.close()


def test_undo_and_redo_reach_across_sittings(study: StudyFile, sit: Sit) -> None:
    blind_id = study.next_open("ana") or ""
    first = sit("ana")
    first.score(blind_id, "clarity", scored(1))
    first.cite(blind_id, "clarity", CITATION)
    second = sit("ana")
    for _ in range(2):
        reversal = undo(read_sheet(study.connection, "ana", blind_id))
        assert reversal is not None
        second.reverse(blind_id, reversal)
    sheet = read_sheet(study.connection, "ana", blind_id)
    assert (sheet.answers, sheet.citations) == ({}, {})
    third = sit("ana")
    for _ in range(2):
        reversal = redo(read_sheet(study.connection, "ana", blind_id))
        assert reversal is not None
        third.reverse(blind_id, reversal)
    sheet = read_sheet(study.connection, "ana", blind_id)
    assert sheet.answers == {"clarity": scored(1)}
    assert sheet.citations == {"clarity": (CITATION,)}


def test_coders_do_not_see_into_each_others_sheets(study: StudyFile, sit: Sit) -> None:
    blind_id = study.next_open("ana") or ""
    sit("ana").score(blind_id, "clarity", scored(1))
    assert read_sheet(study.connection, "ben", blind_id).answers == {}


def test_the_latest_comment_and_flag_count_and_empty_ones_withdraw(
    study: StudyFile, sit: Sit
) -> None:
    blind_id = study.next_open("ana") or ""
    recorder = sit("ana")
    recorder.comment(blind_id, "one")
    recorder.comment(blind_id, "two")
    recorder.comment(blind_id, "of a dimension", "clarity")
    recorder.flag(blind_id, "odd")
    notes = read_notes(study.connection, "ana", blind_id)
    assert (notes.comment, notes.flag) == ("two", "odd")
    recorder.flag(blind_id, "")
    assert read_notes(study.connection, "ana", blind_id).flag == ""


def test_a_cleared_score_is_a_row_and_not_a_deletion(study: StudyFile, sit: Sit) -> None:
    blind_id = study.next_open("ana") or ""
    recorder = sit("ana")
    recorder.score(blind_id, "clarity", scored(1))
    recorder.score(blind_id, "clarity", CLEARED)
    rows = study.connection.execute("select state, value from score order by seq").fetchall()
    assert rows == [("scored", "1"), ("cleared", None)]
    assert study.connection.execute("select * from current_score").fetchall() == []
