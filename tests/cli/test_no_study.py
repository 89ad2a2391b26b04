"""What is no study, or no key, is told so by every command, in a sentence."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.conftest import Built

from coder_tui.cli.main import COMMANDS, LazyGroup
from coder_tui.cli.main import cli as group
from coder_tui.domain.errors import BadInputError

NO_FILE = "There is no study file"
NO_DATABASE = "not a readable SQLite file"
OTHER_KIND = "not the kind that is needed here"

CALLS = {
    "adjudicate": "adjudicate STUDY --as j",
    "assign": "assign STUDY --add x",
    "code": "code STUDY --coder x",
    "export": "export STUDY -o out",
    "freeze": "freeze STUDY",
    "freeze --check": "freeze STUDY --check",
    "import": "import STUDY given.csv",
    "leaks": "leaks STUDY",
    "leaks --list": "leaks STUDY --list",
    "profile": "profile STUDY",
    "query": "query STUDY --list",
    "query --file": "query STUDY --file given.sql",
    "ratings import": "ratings import STUDY given.csv",
    "review": "review STUDY",
    "review --json": "review STUDY --json",
    "rubric adopt": "rubric adopt STUDY rubric.toml",
    "rubric proposals": "rubric proposals STUDY",
    "status": "status STUDY",
    "summary": "summary STUDY",
    "unblind": "unblind STUDY",
}
WITHOUT_A_STUDY = {"agreement", "demo", "init", "keys", "rubric check", "rubric diff"}

OF_THE_KEY = ["assign", "freeze", "import", "leaks --list", "profile", "query", "review"]
OF_THE_KEY += ["summary", "unblind"]


def call(line: str, study: str, *more: str) -> BadInputError:
    """Call a command that has to be refused."""
    words = [study if each == "STUDY" else each for each in line.split()]
    result = CliRunner().invoke(group, [*words, *more], standalone_mode=False)
    assert isinstance(result.exception, BadInputError), result.exception
    assert result.stdout == ""
    return result.exception


@pytest.fixture
def here(built_study: Built, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a study, its key, and what is neither."""
    folder = built_study.path.parent
    monkeypatch.chdir(folder)
    (folder / "given.csv").write_text("item,coder,clarity\n")
    (folder / "given.sql").write_text("select 1")
    (folder / "folder").mkdir()
    return folder


def test_every_command_that_takes_a_study_is_asked_here() -> None:
    assert isinstance(group, LazyGroup)
    found = set()
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        below = command.commands if isinstance(command, click.Group) else {"": command}
        found |= {f"{name} {each}".strip() for each in below}
    assert found - WITHOUT_A_STUDY <= CALLS.keys()


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.usefixtures("here")
def test_what_is_no_study_is_told_so(name: str) -> None:
    for study in (".", "/", "", "..", "folder", "none.db"):
        assert call(CALLS[name], study).message == f"{NO_FILE} {str(Path(study))!r}."
    told = call(CALLS[name], "given.csv")
    assert told.message.startswith(f"given.csv: {NO_DATABASE}")
    assert told.hint.startswith("Studies end in .db")
    assert call(CALLS[name], "small.key.db").message.endswith(f"{OTHER_KIND}.")


def test_a_folder_with_a_study_names_it(here: Path) -> None:
    for name in ("summary", "code"):
        assert call(CALLS[name], ".").hint == "This is a folder; name a file in it: small.db."
        assert call(CALLS[name], "folder").hint == "Make one with: coder-tui init study.toml"
    for each in ("a", "b\x1b[2J", "c"):
        (here / f"{each}.db").touch()
    hint = call(CALLS["summary"], str(here)).hint
    assert hint.endswith("c.db and 1 more.")
    assert "\x1b" not in hint


@pytest.mark.parametrize("name", OF_THE_KEY)
@pytest.mark.usefixtures("here")
def test_what_is_no_key_is_told_so(name: str) -> None:
    for key in (".", "/", "", "folder", "none.key.db"):
        told = call(CALLS[name], "small.db", "--key", key)
        assert told.message == f"There is no key file {str(Path(key))!r}."
    assert NO_DATABASE in call(CALLS[name], "small.db", "--key", "given.csv").message
    assert call(CALLS[name], "small.db", "--key", "small.db").message.endswith(f"{OTHER_KIND}.")


def test_a_missing_key_is_asked_for(here: Path) -> None:
    (here / "small.key.db").unlink()
    for name in ("summary", "profile"):
        told = call(CALLS[name], "small.db").message
        assert told.endswith("needs the study's key, and small.key.db is not beside it.")


def test_a_demo_needs_a_folder() -> None:
    assert call("demo --dir /dev/null", "").message.startswith("/dev/null: no folder")
