"""A file whose pages are gone or overwritten is named in one sentence, by every command."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import transcript, write_files
from tests.freezing_fixtures import code_all

from coder_tui.analysis.one_picture import one_picture
from coder_tui.cli.main import main
from coder_tui.domain.errors import CoderError
from coder_tui.storage.damage import damage_in, damaged
from coder_tui.storage.database import connect, sqlite

COMMANDS = {
    "status": ("status", "STUDY"),
    "status as JSON": ("status", "STUDY", "--json"),
    "review": ("review", "STUDY", "--plain"),
    "review as JSON": ("review", "STUDY", "--json"),
    "summary": ("summary", "STUDY"),
    "profile": ("profile", "STUDY"),
    "query": ("query", "STUDY", "select count(*) from final_score"),
    "freeze": ("freeze", "STUDY"),
    "check": ("freeze", "STUDY", "--check"),
    "unblind": ("unblind", "STUDY", "--yes"),
    "export": ("export", "STUDY", "-o", "out"),
    "withdraw": ("assign", "STUDY", "--withdraw", "ana"),
    "leaks": ("leaks", "STUDY", "--list"),
    "import": ("import", "STUDY", "transcripts.jsonl"),
    "ratings": ("ratings", "import", "STUDY", "ratings.csv", "--coder", "robot"),
    "adopt": ("rubric", "adopt", "STUDY", "rubric.toml"),
    "proposals": ("rubric", "proposals", "STUDY"),
    "code": ("code", "STUDY", "--coder", "ana"),
    "adjudicate": ("adjudicate", "STUDY", "--as", "judge"),
}

READ_SCORES = ("status", "review", "summary", "profile", "query", "freeze", "export")
"""These read so much that a tenth of the pages is enough to come upon the damage."""

Say = Callable[..., str]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a study that is coded and shows its conditions, all of it in one file."""
    folder = tmp_path_factory.mktemp("whole")
    items = [
        transcript(f"t{n}", model=f"modelia-{n % 2}", scaffold=f"scaffold-{n // 2 % 2}")
        for n in range(12)
    ]
    built = write_files(folder, items, plan='coders = ["ana", "ben"]\nseal = false').init()
    code_all(built.path, {"ana": 1, "ben": 2})
    for path in (built.path, built.key_path):
        connection = sqlite3.connect(path)
        connection.execute("pragma journal_mode = delete")
        connection.close()
    (folder / "ratings.csv").write_text("blind_id,clarity\n")
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(whole, copy)
    monkeypatch.chdir(copy)
    return copy


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Call the program as a shell does; whatever is not told ends the test."""

    def call(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["coder-tui", *arguments])
        with pytest.raises(SystemExit):
            main()
        return capsys.readouterr().err

    return call


def words(command: str) -> tuple[str, ...]:
    return tuple("small.db" if each == "STUDY" else each for each in COMMANDS[command])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def page_size(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[16:18])


def overwrite(path: Path, page: int) -> None:
    """Overwrite one page; the first is 0."""
    size = page_size(path)
    with path.open("r+b") as file:
        file.seek(page * size)
        file.write(b"\xff" * size)


def pages(path: Path) -> range:
    """All pages but the first, without which it is no database."""
    return range(1, path.stat().st_size // page_size(path))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_study_that_was_cut_off_is_named(folder: Path, say: Say, command: str) -> None:
    cut(folder / "small.db")
    said = say(*words(command))
    assert "small.db: the file is damaged: " in said
    assert "sqlite3 small.db .recover" in said


@pytest.mark.parametrize(
    "command", [each for each in COMMANDS if each not in ("code", "adjudicate")]
)
def test_whatever_page_is_overwritten_nothing_ends_without_a_sentence(
    folder: Path, whole: Path, say: Say, command: str
) -> None:
    study = folder / "small.db"
    found = 0
    for page in pages(whole / "small.db")[:: 3 if command == "status" else 23]:
        shutil.copy(whole / "small.db", study)
        overwrite(study, page)
        shutil.rmtree(folder / "out", ignore_errors=True)
        found += "small.db: the file is damaged: " in say(*words(command))
    assert found or command not in READ_SCORES


def test_a_damaged_key_is_told_from_its_study(folder: Path, say: Say) -> None:
    cut(folder / "small.key.db")
    assert "small.key.db: the file is damaged: " in say("summary", "small.db")
    assert "small.key.db: the file is damaged: " in say(
        "review", "small.db", "--plain", "--key=small.key.db"
    )


def test_what_never_was_a_database_is_not_called_damaged(folder: Path, say: Say) -> None:
    said = say("status", "transcripts.jsonl")
    assert "not a readable SQLite file" in said
    assert "damaged" not in said


def test_a_fault_of_the_program_is_not_called_damage(folder: Path) -> None:
    connection = connect(folder / "small.db")
    with pytest.raises(sqlite.OperationalError) as error:
        connection.execute("select nothing from nowhere")
    connection.close()
    assert damage_in(error.value) is None
    assert damaged(error.value, ["small.db"]) is None


def test_damage_is_found_behind_what_was_said_of_it() -> None:
    inner = sqlite.DatabaseError("database disk image is malformed")
    outer = CoderError("The study cannot be read.")
    outer.__cause__ = inner
    assert damage_in(outer) is inner
    inner.__context__ = outer
    assert damage_in(outer) is inner


@pytest.fixture
def connection(folder: Path) -> Iterator[sqlite3.Connection]:
    opened = connect(folder / "small.db")
    yield opened
    opened.close()


def test_what_went_wrong_in_a_picture_is_told_and_not_how_it_ended(
    connection: sqlite3.Connection,
) -> None:
    def fail() -> None:
        connection.close()
        raise ValueError("this is it")

    with pytest.raises(ValueError, match="this is it"), one_picture(connection):
        fail()


def test_a_picture_that_cannot_begin_leaves_no_transaction_open(
    connection: sqlite3.Connection,
) -> None:
    connection.execute("drop table study")
    with pytest.raises(sqlite.OperationalError), one_picture(connection):
        pass
    assert not connection.in_transaction
