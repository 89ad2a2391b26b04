"""What another program wrote over the screen, and the key that writes the screen again."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from tests.faults.terminal import Terminal

pytestmark = pytest.mark.pty

CTRL_L = "\x0c"


def write_over(terminal: Terminal, text: str) -> None:
    """Write to the terminal past the program, as `wall` does."""
    os.write(terminal._slave, f"\x1b[6;8H{text}".encode())
    terminal.wait_for(text)


def test_ctrl_l_writes_the_screen_again(built_study: Any, code: Callable[..., Terminal]) -> None:
    terminal = code(built_study.path)
    before = terminal.picture
    write_over(terminal, "Broadcast message from root")
    terminal.press("]")
    assert "Broadcast message" in terminal.picture, "nothing else writes it again"
    terminal.press("[")
    terminal.send(CTRL_L)
    terminal.wait_until(lambda: "Broadcast" not in terminal.picture, "the screen as it was")
    terminal.settle()
    assert terminal.picture == before


def test_ctrl_l_writes_a_page_over_it_again(
    built_study: Any, code: Callable[..., Terminal]
) -> None:
    terminal = code(built_study.path)
    terminal.press("?", until="Esc")
    terminal.settle()
    before = terminal.picture
    write_over(terminal, "Broadcast message from root")
    terminal.send(CTRL_L)
    terminal.wait_until(lambda: "Broadcast" not in terminal.picture, "the page as it was")
    terminal.settle()
    assert terminal.picture == before
