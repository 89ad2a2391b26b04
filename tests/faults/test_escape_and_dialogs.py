"""Esc with an arrow close behind it, and what a dialog leaves in sight, in a real terminal."""

import time
from typing import Any

import pytest

pytestmark = pytest.mark.pty

UP, DOWN = "\x1b[A", "\x1b[B"


def narrowed_list(code: Any, path: Any) -> Any:
    """The list of items, of which only those of one state are shown."""
    terminal = code(path)
    terminal.press("l", until="Enter opens")
    terminal.press("s", until="Esc shows all")
    return terminal


def cursor(terminal: Any) -> int:
    """The line of the list with the cursor."""
    return next(y for y, line in enumerate(terminal.picture.splitlines()) if line.startswith(">"))


@pytest.mark.parametrize("arrow", [DOWN, "\x1bOB"])
@pytest.mark.parametrize("pause", [0.0, 0.3])
def test_escape_and_an_arrow_are_one_of_each(
    built_study: Any, code: Any, arrow: str, pause: float
) -> None:
    terminal = narrowed_list(code, built_study.path)
    before = cursor(terminal)
    if pause:
        terminal.send("\x1b")
        time.sleep(pause)
        terminal.send(arrow)
    else:
        terminal.send("\x1b" + arrow)
    terminal.wait_for("Enter opens")
    terminal.wait_until(lambda: cursor(terminal) == before + 1, "the cursor one line below")
    terminal.settle(0.4)
    assert "Enter opens" in terminal.picture
    assert cursor(terminal) == before + 1


@pytest.mark.parametrize("term", ["linux", "xterm-256color"])
def test_the_item_and_the_rubric_are_seen_behind_a_dialog(
    built_study: Any, code: Any, term: str
) -> None:
    terminal = code(built_study.path, term=term)
    before = terminal.picture.splitlines()
    terminal.press("c", until="Comment")
    terminal.settle()
    assert terminal.picture.splitlines()[:3] == before[:3]
    assert "D1 Clarity" in terminal.picture
