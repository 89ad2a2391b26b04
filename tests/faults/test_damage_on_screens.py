"""A study that turns out to be damaged while a screen is open: the file is blamed, and named."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import WriteStudy, transcript
from tests.faults.terminal import Terminal

from coder_tui.storage.study import StudyFile

PAGE = 4096


def damage_texts(path: Path) -> None:
    """Overwrite the pages of the items' texts: the study opens, and no item can be read."""
    with sqlite3.connect(path) as connection:
        connection.execute("pragma journal_mode = delete")
    connection.close()
    raw = bytearray(path.read_bytes())
    for at in range(PAGE, len(raw), PAGE):
        if b"Zanzibar" in raw[at : at + PAGE]:
            raw[at : at + PAGE] = b"\xff" * PAGE
    path.write_bytes(bytes(raw))


def test_the_screen_ends_with_one_sentence_that_names_the_file(
    run: Callable[..., Terminal], write_study: WriteStudy
) -> None:
    turns = [{"role": "user", "text": "Zanzibar " * 200}]
    items = [transcript(f"t{n}", turns=turns) for n in range(4)]
    built = write_study(items).init()
    damage_texts(built.path)
    study = StudyFile.open(built.path, read_only=True)
    with pytest.raises(sqlite3.DatabaseError):
        study.item(study.assignments("ana")[0].blind_id)
    study.close()
    terminal = run("code", str(built.path), "--coder", "ana")
    terminal.wait_for("the file is damaged: database disk image is malformed.")
    assert "fault in the program" not in terminal.picture
    assert "Traceback" not in terminal.picture
