"""Files and folders that the system does not let us look at: one sentence, and no traceback."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.conftest import Built, WriteStudy, transcript

from coder_tui.cli.main import cli
from coder_tui.domain.errors import BadInputError

TOO_LONG = "x" * 300
"""A name that no file system looks up: it raises like a folder that one may not enter."""

DENIED = "Permission denied"


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    return write_study([transcript("t1")], plan='coders = ["ana", "ben"]').init()


@pytest.fixture
def denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a link whose target nobody may know, as `/proc` has them."""
    folder = tmp_path / "root" / "1"
    folder.mkdir(parents=True)
    (folder / "cwd").symlink_to("/")
    real = os.readlink

    def readlink(path: str, *, dir_fd: int | None = None) -> str:
        if os.fspath(path).endswith("/cwd"):
            raise PermissionError(13, DENIED, path)
        return real(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "readlink", readlink)
    return folder.parent


def said(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert isinstance(done.exception, BadInputError), (done.output, done.exception)
    return str(done.exception)


def test_import_of_a_folder_says_which_place_cannot_be_read(built: Built, denied: Path) -> None:
    told = said("import", built.path, denied)
    assert told == f"{denied}/1/cwd: cannot be read: {DENIED}."


def test_so_does_init(write_study: WriteStudy, denied: Path) -> None:
    study = write_study([transcript("t1")], plan='coders = ["ana", "ben"]').study_toml
    told = study.read_text().replace('"transcripts.jsonl"', f'"{denied}"')
    study.write_text(told)
    assert str(denied) in told
    assert said("init", study) == f"{denied}/1/cwd: cannot be read: {DENIED}."


@pytest.mark.parametrize(
    "call",
    [
        ["init", TOO_LONG],
        ["init", f"{TOO_LONG}/study.toml"],
        ["import", "study", TOO_LONG],
        ["import", "study", f"{TOO_LONG}/*.jsonl"],
        ["import", TOO_LONG, "items.jsonl"],
        ["ratings", "import", "study", TOO_LONG],
        ["ratings", "import", "study", f"{TOO_LONG}/codes.csv"],
        ["ratings", "import", "study", "/"],
    ],
)
def test_a_place_that_cannot_be_looked_at_is_said_in_one_sentence(
    built: Built, call: list[str]
) -> None:
    told = said(*(built.path if each == "study" else each for each in call))
    assert "\n" not in told
    assert call[-1] in told or call[1] in told
