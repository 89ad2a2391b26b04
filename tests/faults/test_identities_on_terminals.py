"""No name that tells a condition comes to a terminal: not in its title, a copy or a crash."""

import base64
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.faults.blinded import begun, coding
from tests.faults.terminal import Terminal
from tests.planted import FIRST
from tests.searching import found_in, of_folder

from coder_tui.domain.items import ItemKind

pytestmark = pytest.mark.pty

CRASH = f"""
from coder_tui.tui.coding.desk import Desk

def score(self, value):
    local = "{FIRST.maker}"
    raise RuntimeError("{FIRST.model}")

Desk.score = score
from coder_tui.cli.main import main
main()
"""


def on_terminal(terminal: Terminal) -> dict[str, bytes]:
    """What came to a terminal, titles included, and what it was told to copy."""
    copied = re.findall(rb"\x1b\]52;[^;]*;([A-Za-z0-9+/=]+)", bytes(terminal.raw))
    copies = {f"copy {at}": base64.b64decode(each) for at, each in enumerate(copied)}
    return {"bytes": bytes(terminal.raw), "screen": terminal.picture.encode(), **copies}


def test_no_name_comes_to_the_terminal(tmp_path: Path, code: Callable[..., Terminal]) -> None:
    lab = begun(tmp_path, "openai-chat", ItemKind.TRANSCRIPT)
    lab.leaks()
    terminal = code(lab.study)
    assert "[name masked]" in terminal.picture
    found = []
    for keys in (
        " ",
        " ",
        "G",
        "]",
        "o",
        "0",
        "y",
        "?",
        "\x1b",
        "i",
        "\x1b",
        ">",
        "g",
        "1",
        "e",
        "y",
    ):
        terminal.press(keys)
        found += found_in(on_terminal(terminal), FIRST.all)
    terminal.press("q")
    terminal.wait_for_end()
    places = on_terminal(terminal)
    assert any(place.startswith("copy") for place in places)
    assert found + found_in(places, (*FIRST.all, FIRST.altered)) == []


@pytest.mark.parametrize(
    ("command", "keys"),
    [(("adjudicate", "--as", "dora"), "[]?\x1bi\x1b"), (("review",), "123\rw\x1bq4w\x1b")],
)
def test_no_name_comes_to_the_terminal_of_other_screens_without_the_key(
    tmp_path: Path, run: Callable[..., Terminal], command: tuple[str, ...], keys: str
) -> None:
    lab = begun(tmp_path, "openai-chat", ItemKind.TRANSCRIPT)
    lab.leaks()
    for value, coder in enumerate(("ana", "ben", "cem")):
        with coding(lab.study, coder, value):
            pass
    name, *options = command
    terminal = run(name, str(lab.study), *options)
    terminal.wait_for("help")
    if name == "review":
        # What is shown first are values alone; the disagreements come with the rest.
        terminal.press("3")
        terminal.wait_for("decided")
    found = []
    for key in keys:
        terminal.press(key)
        found += found_in(on_terminal(terminal), (*FIRST.all, FIRST.altered))
    assert b"[name masked]" in terminal.raw
    assert found == []


def test_a_crash_tells_no_name(tmp_path: Path, code: Callable[..., Terminal]) -> None:
    lab = begun(tmp_path, "openai-chat", ItemKind.TRANSCRIPT)
    terminal = code(lab.study, program=(sys.executable, "-c", CRASH))
    terminal.send("0")
    assert terminal.wait_for_end() == 1
    assert "fault in the program (RuntimeError)" in terminal.picture
    logs = of_folder(tmp_path / "state")
    assert len(logs) == 1
    assert found_in(on_terminal(terminal) | logs, FIRST.all) == []
    assert lab.found() == []
