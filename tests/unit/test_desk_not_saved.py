"""While another process holds the file: nothing is lost, and nothing claims to be done."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coder_tui.domain.coding import Progress
from coder_tui.domain.errors import NotSavedError
from coder_tui.domain.rubric import CANNOT_JUDGE
from coder_tui.storage.scores import read_sheet
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.app import start_desk
from coder_tui.tui.coding.desk import Desk


@pytest.fixture
def desk(study: StudyFile) -> Desk:
    """Ana at her first item of four."""
    desk = start_desk(study, "ana")
    desk.open_first()
    return desk


def here(desk: Desk) -> str:
    return desk.dimension.id


def words(desk: Desk) -> dict[str, str]:
    """What stands in the file."""
    sheet = read_sheet(desk.study.connection, desk.coder, desk.item.blind_id)
    return {dimension: answer.value or answer.word for dimension, answer in sheet.answers.items()}


def asked(desk: Desk) -> list[str]:
    return [dimension.id for dimension in desk.open_dimensions]


def complete(desk: Desk) -> None:
    """Answer all that is asked, without a hand-over."""
    desk.score(0)
    desk.score(0)


@contextmanager
def held_by_another_process(path: Path) -> Iterator[None]:
    """Another process holds the write lock."""
    program = textwrap.dedent("""
        import sqlite3, sys
        connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
        connection.execute("begin immediate")
        print("held", flush=True)
        sys.stdin.read()
        connection.execute("rollback")
    """)
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.stdin.close()
        assert holder.wait(10) == 0
    finally:
        holder.kill()
        holder.wait()
        assert holder.stdout is not None
        holder.stdout.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up a write after a moment, so that the tests do not wait for it."""
    from coder_tui.storage import database

    begin = database._begin
    monkeypatch.setattr(database, "_begin", lambda connection, _patience: begin(connection, 0.01))


@pytest.mark.usefixtures("impatient")
def test_a_score_that_cannot_be_written_is_kept_and_saved_later(desk: Desk) -> None:
    with held_by_another_process(desk.study.path):
        notice = desk.score(0)
        assert "NOT SAVED" in notice.text
        assert desk.unsaved == 1
        assert desk.sheet.answers == {}, "the sheet shows only what is in the file"
        assert not desk.try_again()
    assert desk.try_again()
    assert desk.unsaved == 0
    assert desk.sheet.answers["clarity"].value == "0"
    assert words(desk) == {"clarity": "0"}


@pytest.mark.usefixtures("impatient")
def test_a_digit_meant_for_the_next_dimension_never_lands_on_one_that_waits(desk: Desk) -> None:
    with held_by_another_process(desk.study.path):
        desk.score(2)
        assert desk.score(1).refused
    assert desk.try_again()
    assert words(desk) == {"clarity": "2"}


@pytest.mark.usefixtures("impatient")
def test_no_answer_slips_in_behind_a_submit_that_waits(desk: Desk) -> None:
    complete(desk)
    with held_by_another_process(desk.study.path):
        desk.submit()
        assert desk.answer(CANNOT_JUDGE).refused
    assert desk.try_again()
    assert desk.is_submitted
    assert words(desk) == {"clarity": "0", "escalated": "0"}


@pytest.mark.usefixtures("impatient")
def test_nothing_claims_to_be_done_while_it_is_not_saved(desk: Desk) -> None:
    complete(desk)
    desk.turn(-1)
    first = desk.item.blind_id
    with held_by_another_process(desk.study.path):
        notices = [desk.submit()]
        notices += [desk.comment("why"), desk.flag("odd"), desk.skip("no"), desk.undo()]
        notices += [desk.clear(), desk.cite(desk.item.parts[1])]
        assert all("NOT SAVED" in n.text or "Not yet" in n.text for n in notices)
        assert all(notice.refused for notice in notices)
        other = desk.neighbour(1)
        assert other is not None
        assert desk.go_to_item(other) is not None
        assert desk.item.blind_id == first
    assert desk.try_again()
    assert desk.is_submitted
    assert desk.notes.comment == "why"


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("move", ["skip", "undo", "clear"])
def test_a_move_that_cannot_be_written_says_so_and_happens_later(desk: Desk, move: str) -> None:
    complete(desk)
    first = desk.item.blind_id
    moves = {"skip": lambda: desk.skip("later"), "undo": desk.undo, "clear": desk.clear}
    with held_by_another_process(desk.study.path):
        notice = moves[move]()
        assert notice.refused
        assert "NOT SAVED" in notice.text
        assert desk.item.blind_id == first
    assert desk.try_again()
    if move == "skip":
        assert desk.sheet.progress is Progress.SKIPPED
    else:
        assert words(desk) == {"clarity": "0"}


@pytest.mark.usefixtures("impatient")
def test_a_late_save_that_hides_the_current_dimension_leaves_it(desk: Desk) -> None:
    desk.score(0)
    desk.score(1)
    desk.turn(-1)
    with held_by_another_process(desk.study.path):
        desk.score(0)
        desk.turn(1)
        assert here(desk) == "escalation_quality"
    assert desk.try_again()
    assert here(desk) in asked(desk)


@pytest.mark.usefixtures("impatient")
def test_no_sitting_begins_on_a_file_that_cannot_be_written(study: StudyFile) -> None:
    with held_by_another_process(study.path), pytest.raises(NotSavedError):
        start_desk(study, "ana")
