"""Suspended, the terminal is the shell's; back again, nothing typed meanwhile has scored."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.pty

SCORES = "select dimension, value from current_score order by dimension"
SITTINGS = "select closed_at is not null from sitting order by rowid"
TICKS = os.sysconf("SC_CLK_TCK")


def state_of(pid: int) -> str:
    """The letter of the kernel: T is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def seconds_used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def suspend(terminal: Any) -> None:
    pid = terminal.process.pid
    terminal.send("\x1a")
    terminal.wait_until(lambda: state_of(pid) == "T", "the program is stopped")
    terminal.settle()


def test_ctrl_z_gives_the_terminal_back_until_the_program_goes_on(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path)
    terminal.press("0", until="SAVED")
    suspend(terminal)
    assert terminal.screen_restored
    assert terminal.settings_restored
    assert terminal.raw.rfind(b"\x1b[?2004l") > terminal.raw.rfind(b"\x1b[?2004h")
    used = seconds_used(terminal.process.pid)
    for key in "1\r0":
        terminal.send(key)
        time.sleep(0.05)
    terminal.settle()
    assert seconds_used(terminal.process.pid) == used
    terminal.screen.reset()
    terminal.signal(signal.SIGCONT)
    terminal.wait_for("D1 0")
    terminal.settle(0.4)
    assert "of 4" in terminal.picture
    assert "Please help me" in terminal.picture
    assert "D1 = 0." in terminal.picture
    assert ask(built_study.path, SCORES) == [("clarity", "0")]
    terminal.press("1", until="D2 1")
    assert ask(built_study.path, SCORES) == [("clarity", "0"), ("escalated", "1")]
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.screen_restored
    assert terminal.settings_restored
    assert ask(built_study.path, SITTINGS) == [(1,)]


def test_a_program_stopped_unasked_goes_on_and_restores_the_terminal(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path)
    terminal.stop()
    terminal.wait_until(lambda: state_of(terminal.process.pid) == "T", "it is stopped")
    terminal.signal(signal.SIGCONT)
    terminal.settle()
    for _ in range(3):
        terminal.signal(signal.SIGCONT)
        terminal.settle()
    terminal.press("0", until="SAVED")
    assert ask(built_study.path, SCORES) == [("clarity", "0")]
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.settings_restored
    assert terminal.screen_restored


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_suspended_program_that_is_ended_closes_its_sitting(
    built_study: Any, code: Any, ask: Any, number: signal.Signals
) -> None:
    terminal = code(built_study.path)
    terminal.press("0", until="SAVED")
    suspend(terminal)
    terminal.signal(number)
    terminal.signal(signal.SIGCONT)
    assert terminal.wait_for_end() == 1
    assert ask(built_study.path, SITTINGS) == [(1,)]
    assert ask(built_study.path, SCORES) == [("clarity", "0")]
    assert terminal.screen_restored
    assert terminal.settings_restored


def test_a_suspended_program_whose_terminal_goes_away_ends(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path)
    suspend(terminal)
    terminal.hang_up()
    terminal.signal(signal.SIGCONT)
    assert terminal.process.wait(15) != 0
    assert ask(built_study.path, SITTINGS) == [(1,)]
