"""One way to open, one way to write: measured rules, held to here."""

import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3 as sqlite_of_sqlite_utils
from tests.conftest import Built, Sit

from coder_tui.domain.errors import BadInputError, CoderError, NotSavedError
from coder_tui.domain.rubric import scored
from coder_tui.storage import database
from coder_tui.storage.database import Connection, check_header, connect, immediate
from coder_tui.storage.study import StudyFile


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "counter.db"
    made = sqlite3.connect(path)
    made.execute("pragma journal_mode = wal")
    made.execute("create table counter (value integer) strict")
    made.execute("insert into counter values (0)")
    made.commit()
    made.close()
    return path


@pytest.fixture
def writer(file: Path) -> Iterator[Connection]:
    connection = connect(file)
    yield connection
    connection.close()


def value(connection: Connection) -> int:
    return int(connection.execute("select value from counter").fetchone()[0])


def test_the_process_holds_one_sqlite_library() -> None:
    assert database.sqlite is sqlite_of_sqlite_utils


@pytest.mark.parametrize("read_only", [True, False])
def test_every_connection_is_durable_strict_and_forgets_what_is_deleted(
    file: Path, read_only: bool
) -> None:
    connection = connect(file, read_only=read_only)
    found = {
        name: connection.execute(f"pragma {name}").fetchone()[0]
        for name in ("synchronous", "foreign_keys", "trusted_schema", "secure_delete")
    }
    connection.close()
    assert found == {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "secure_delete": 1}
    assert found == database.PRAGMAS


def test_a_study_keeps_a_write_ahead_log(study: StudyFile) -> None:
    assert study.connection.execute("pragma journal_mode").fetchone() == ("wal",)


def test_a_pragma_that_does_not_hold_is_an_error(
    writer: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(database.PRAGMAS, "page_size", 3)
    with pytest.raises(CoderError, match="would not set page_size to 3"):
        database.apply_pragmas(writer)


def test_a_read_only_connection_writes_nothing(file: Path) -> None:
    connection = connect(file, read_only=True)
    with pytest.raises(NotSavedError, match="readonly"), immediate(connection):
        connection.execute("update counter set value = 1")
    connection.close()


def test_a_body_that_fails_leaves_nothing(writer: Connection) -> None:
    with pytest.raises(KeyError), immediate(writer):
        {}[writer.execute("update counter set value = 7")]
    assert not writer.in_transaction
    assert value(writer) == 0


def test_a_mistake_in_the_sql_is_not_taken_for_trouble_with_saving(writer: Connection) -> None:
    with pytest.raises(database.sqlite.OperationalError, match="no such table"), immediate(writer):
        writer.execute("insert into missing values (1)")
    assert not writer.in_transaction


def test_a_file_that_another_writer_holds_is_not_saved_and_soon_said(
    file: Path, writer: Connection
) -> None:
    other = connect(file)
    other.execute("begin immediate")
    start = time.monotonic()
    with pytest.raises(NotSavedError, match="locked"), immediate(writer, patience=0.1):
        pass
    assert time.monotonic() - start < 2
    other.execute("rollback")
    with immediate(writer):
        writer.execute("update counter set value = 1")
    other.close()
    assert value(writer) == 1


def test_a_judgement_that_could_not_be_saved_is_kept_and_saved_later(
    study: StudyFile, sit: Sit
) -> None:
    recorder = sit("ana")
    blind_id = study.next_open("ana") or ""
    other = connect(study.path)
    other.execute("begin immediate")
    for answer in (1, 2):
        with pytest.raises(NotSavedError):
            recorder.score(blind_id, "clarity", scored(answer))
    assert recorder.sitting.unsaved == 2
    other.execute("rollback")
    recorder.sitting.flush()
    assert recorder.sitting.unsaved == 0
    rows = other.execute("select seq, value from score order by seq").fetchall()
    other.close()
    assert rows == [(1, "1"), (2, "2")]


INCREMENT = """
import sys
from pathlib import Path
from coder_tui.storage.database import connect, immediate

connection = connect(Path(sys.argv[1]))
for _ in range(25):
    with immediate(connection, patience=60):
        (value,) = connection.execute("select value from counter").fetchone()
        connection.execute("update counter set value = ?", (value + 1,))
"""


def test_four_processes_that_read_and_then_write_lose_nothing(file: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(INCREMENT), str(file)]
    processes = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait(60) for process in processes] == [0, 0, 0, 0]
    connection = connect(file, read_only=True)
    assert value(connection) == 100
    connection.close()


@pytest.mark.parametrize("name", [":memory:", "file:x?mode=memory", "missing.db", ".", ""])
def test_what_is_no_file_is_refused_and_not_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInputError, match="no study file"):
        connect(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a?b.db", "a#b.db", "a%41.db", "a'b\".db", "a;b\n.db", "é漢.db"])
def test_names_that_mean_something_to_a_uri_are_just_names(
    tmp_path: Path, built_study: Built, name: str
) -> None:
    moved = built_study.path.rename(tmp_path / name)
    opened = StudyFile.open(moved)
    assert opened.item_count() == 4
    opened.close()
    assert not (tmp_path / name.partition("?")[0]).exists() or "?" not in name


def test_a_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("These are my notes, and they are long enough. " * 40)
    with pytest.raises(BadInputError, match="not a readable SQLite file"):
        connect(tmp_path / "notes.db")


def test_a_truncated_study_is_refused(built_study: Built) -> None:
    content = built_study.path.read_bytes()
    built_study.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(BadInputError, match="not a readable SQLite file"):
        StudyFile.open(built_study.path)


def test_another_programs_file_is_refused(writer: Connection, file: Path) -> None:
    with pytest.raises(BadInputError, match="not the kind that is needed"):
        check_header(writer, file, 1234, 1)


def test_a_file_that_is_locked_altogether_is_not_taken_for_a_bad_one(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("pragma journal_mode = delete")
    other.execute("begin exclusive")
    with pytest.raises(CoderError, match="another program holds this file") as refusal:
        connect(file, timeout=0.05)
    other.close()
    assert refusal.value.exit_code == 1
