"""A study made by an earlier version opens with everything in it, and a copy of it is kept."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import WriteStudy

from coder_tui.domain.errors import CoderError
from coder_tui.storage import schema
from coder_tui.storage.study import StudyFile

FIRST_VERSION = Path(__file__).with_name("study_v1.sql")
"""A study of four items, coded by two and adjudicated once, as the first version wrote it."""

LATER_VERSIONS = {2: "study_v2.sql", 3: "study_v3.sql", 4: "study_v4.sql", 5: "study_v5.sql"}
"""The same study, as later versions brought it up to date."""

VIEWS = ("current_score", "standing_score", "submitted_score", "disagreement", "final_score")
SCORE = "insert into event values ('e1', 'ana', 'kind', '{}', '2026-01-01')"


COLUMNS = {
    "study": "id, title, salt, plan_fingerprint, created_at",
    "rubric_dimension": "fingerprint, dimension, place, label, level, scale",
    "evidence": "sitting, seq, coder, blind_id, dimension, part, quote, attached, hash",
    "sitting": "id, person, purpose, device, host, login, version, opened_at, closed_at, prev_head",
}
"""Of tables that later versions changed: what the first version had in them."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.executescript(FIRST_VERSION.read_text())
    connection.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    connection.execute("pragma user_version = 1")
    connection.execute("pragma journal_mode = wal")
    connection.close()
    path.chmod(0o660)
    return path


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the tables and views of the first version, columns by name."""
    connection = sqlite3.connect(path)
    tables = FIRST_VERSION.read_text().split("CREATE TABLE ")[1:]
    names = [each.split()[0] for each in tables if not each.startswith('"')]
    found = {}
    for name in [*names, *VIEWS]:
        columns = COLUMNS.get(name, "*")
        found[name] = sorted(connection.execute(f"select {columns} from {name}"), key=repr)
    connection.close()
    return found


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    found = int(connection.execute("pragma user_version").fetchone()[0])
    connection.close()
    return found


def shape(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What each table and view consists of, and which indices there are."""
    connection = sqlite3.connect(path)
    names = connection.execute(
        "select name, type from sqlite_schema where name not like '%sqlite%'"
    )
    found = {
        f"{kind} {name}": connection.execute(f"pragma table_xinfo({name})").fetchall()
        for name, kind in names.fetchall()
    }
    connection.close()
    return found


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if not each.name.endswith(("-wal", "-shm"))}


def backup(path: Path) -> Path:
    return path.with_name(f"{path.name}.v1-backup")


@pytest.mark.parametrize("read_only", [False, True])
def test_an_old_study_opens_with_everything_in_it_and_a_copy_beside_it(
    old: Path, read_only: bool
) -> None:
    before = content(old)
    assert len(before["score"]) > 20
    assert before["final_score"]
    StudyFile.open(old, read_only=read_only).close()
    assert version(old) == schema.VERSION
    assert content(old) == before
    assert (version(backup(old)), content(backup(old))) == (1, before)
    assert stat.S_IMODE(backup(old).stat().st_mode) == 0o660
    assert names(old.parent) == {"old.db", "old.db.v1-backup"}


def test_an_upgraded_study_has_the_shape_of_a_new_one(old: Path, write_study: WriteStudy) -> None:
    StudyFile.open(old).close()
    assert shape(old) == shape(write_study().init().path)


@pytest.mark.parametrize("number", sorted(LATER_VERSIONS))
def test_a_study_of_a_later_version_opens_with_everything_in_it(
    tmp_path: Path, number: int, write_study: WriteStudy
) -> None:
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.executescript(Path(__file__).with_name(LATER_VERSIONS[number]).read_text())
    connection.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    connection.execute(f"pragma user_version = {number}")
    connection.close()
    before = content(path)
    StudyFile.open(path).close()
    assert version(path) == schema.VERSION
    assert content(path) == before
    assert version(path.with_name(f"old.db.v{number}-backup")) == number
    assert shape(path) == shape(write_study().init().path)


def test_the_last_version_but_one_is_among_those_tried() -> None:
    assert {1, *LATER_VERSIONS} == set(range(1, schema.VERSION))


def test_a_study_is_upgraded_and_copied_once(old: Path) -> None:
    StudyFile.open(old).close()
    copied = backup(old).stat().st_mtime_ns
    StudyFile.open(old).close()
    assert backup(old).stat().st_mtime_ns == copied
    assert names(old.parent) == {"old.db", "old.db.v1-backup"}


def test_what_stands_only_in_the_log_is_copied_too(old: Path) -> None:
    writer = sqlite3.connect(old, isolation_level=None)
    writer.execute(SCORE)
    assert old.with_name("old.db-wal").stat().st_size
    StudyFile.open(old).close()
    writer.close()
    connection = sqlite3.connect(backup(old))
    assert connection.execute("select id from event where id = 'e1'").fetchall()
    connection.close()


def test_a_copy_that_is_there_is_left_alone(old: Path) -> None:
    backup(old).write_bytes(b"precious")
    StudyFile.open(old).close()
    assert backup(old).read_bytes() == b"precious"
    assert version(old.with_name("old.db.v1-backup-2")) == 1


UPGRADE = """
import os, resource, sys
from pathlib import Path
from coder_tui.domain.errors import CoderError
from coder_tui.storage import migrations, schema, upgrading
from coder_tui.storage.study import StudyFile

def die(*_):
    os.kill(os.getpid(), 9)

{trouble}
try:
    StudyFile.open(Path(sys.argv[1])).close()
except CoderError as error:
    print(error)
    sys.exit(error.exit_code)
"""

KILLS = {
    "while copying": "upgrading._free_name = die",
    "before the steps": "migrations.migrate = die",
    "half-way through a step": "schema.CHANGES_TABLES += 'select die();\\n'\n"
    "real = upgrading.connect\n"
    "def connect(*given, **named):\n"
    "    connection = real(*given, **named)\n"
    "    connection.create_function('die', 0, die)\n"
    "    return connection\n"
    "upgrading.connect = connect",
    "before the commit": "real = migrations.migrate\n"
    "migrations.migrate = lambda connection: (real(connection), die())",
}


def run(path: Path, trouble: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", UPGRADE.format(trouble=trouble), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("trouble", KILLS.values(), ids=KILLS.keys())
def test_a_program_killed_half_way_leaves_the_study_as_it_was_and_the_next_one_goes_on(
    old: Path, trouble: str
) -> None:
    before = content(old)
    assert run(old, trouble).returncode == -9
    assert (version(old), content(old)) == (1, before)
    assert run(old).returncode == 0
    assert (version(old), content(old)) == (schema.VERSION, before)
    assert not [name for name in names(old.parent) if name.endswith(".new")]
    assert content(backup(old)) == before


@pytest.mark.parametrize("space", [100_000, 290_000])
def test_a_disk_without_space_is_said_in_a_sentence_and_changes_nothing(
    old: Path, space: int
) -> None:
    connection = sqlite3.connect(old)
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    assert 100_000 < old.stat().st_size < 290_000
    before = content(old)
    # Where the copy fits, the log of the steps does not: it repeats whole pages.
    trouble = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({space}, {space}))"
    if space > 100_000:
        trouble += "\nschema.CHANGES_TABLES += 'create table big as select zeroblob(400000);\\n'"
    done = run(old, trouble)
    assert (done.returncode, done.stderr) == (1, "")
    assert "cannot be brought up to date" in done.stdout
    assert (version(old), content(old)) == (1, before)
    assert names(old.parent) == {"old.db"}


def test_eight_programs_at_once_make_one_copy_and_none_fails(old: Path) -> None:
    before = content(old)
    command = [sys.executable, "-c", UPGRADE.format(trouble=""), str(old)]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(8)]
    assert [(each.wait(60), each.communicate()[1]) for each in running] == [(0, b"")] * 8
    assert (version(old), content(old)) == (schema.VERSION, before)
    assert names(old.parent) == {"old.db", "old.db.v1-backup"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(old: Path) -> None:
    old.parent.chmod(0o500)
    try:
        with pytest.raises(CoderError, match="cannot be brought up to date"):
            StudyFile.open(old)
    finally:
        old.parent.chmod(0o700)


def test_a_coder_who_writes_while_it_is_upgraded_loses_nothing(old: Path) -> None:
    writer = sqlite3.connect(old, isolation_level=None)
    writer.execute("begin immediate")
    writer.execute(SCORE)
    running = subprocess.Popen([sys.executable, "-c", UPGRADE.format(trouble=""), str(old)])
    writer.execute("commit")
    writer.close()
    assert running.wait(60) == 0
    assert [row[0] for row in content(old)["event"] if row[0] == "e1"] == ["e1"]
