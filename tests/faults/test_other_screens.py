"""The adjudication and the review end as the coding screen does."""

import signal
from typing import Any

import pytest

pytestmark = pytest.mark.pty

ENDINGS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]
OPEN = {"adjudicate": ("--as", "cara"), "review": ()}


@pytest.mark.parametrize("number", ENDINGS)
@pytest.mark.parametrize("command", OPEN)
def test_a_signal_closes_it_and_gives_the_terminal_back(
    built_study: Any, run: Any, ask: Any, command: str, number: signal.Signals
) -> None:
    terminal = run(command, str(built_study.path), *OPEN[command], "--mouse")
    terminal.wait_for("help")
    terminal.settle(0.4)
    terminal.send(b"\x1b[200~12")
    terminal.settle()
    terminal.signal(number)
    assert terminal.wait_for_end() == 1
    assert terminal.screen_restored
    assert terminal.settings_restored
    for mode in (b"1000", b"1003", b"1006", b"2004"):
        assert terminal.raw.rfind(b"\x1b[?%sl" % mode) > terminal.raw.rfind(b"\x1b[?%sh" % mode)
    assert ask(built_study.path, "select * from sitting where closed_at is null") == []
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("command", OPEN)
def test_a_lost_terminal_ends_it(built_study: Any, run: Any, ask: Any, command: str) -> None:
    terminal = run(command, str(built_study.path), *OPEN[command])
    terminal.wait_for("help")
    terminal.settle(0.4)
    terminal.hang_up()
    assert terminal.process.wait(15) != 0
    assert ask(built_study.path, "select * from sitting where closed_at is null") == []


@pytest.mark.parametrize("command", OPEN)
@pytest.mark.parametrize("theme", ["ansi-16", "high-contrast", "coder-light"])
def test_it_opens_in_every_theme(built_study: Any, run: Any, command: str, theme: str) -> None:
    terminal = run(command, str(built_study.path), *OPEN[command], "--theme", theme)
    terminal.wait_for("help")
    terminal.settle(0.4)
    terminal.send("q")
    assert terminal.wait_for_end() == 0
    assert terminal.screen_restored
