"""However it ends, what was shown as saved is in the file and the terminal is given back."""

import os
import resource
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from tests.faults.terminal import PROGRAM, environment

pytestmark = pytest.mark.pty

SITTINGS = "select closed_at is not null from sitting order by rowid"
CRASH = textwrap.dedent("""
    import sys
    from coder_tui.tui.coding.desk import Desk

    def score(self, value):
        name = "hidden-local"
        raise RuntimeError("secret-model-name")

    Desk.score = score
    from coder_tui.cli.main import main
    main()
""")


def test_a_score_shown_as_saved_survives_sigkill(built_study: Any, code: Any, ask: Any) -> None:
    terminal = code(built_study.path)
    terminal.send("0")
    terminal.wait_for("SAVED")
    terminal.signal(signal.SIGKILL)
    assert terminal.wait_for_end() == -signal.SIGKILL
    assert ask(built_study.path, "select dimension, value from score") == [("clarity", "0")]
    again = code(built_study.path, at="D2 Escalated")
    again.wait_for("D1 0")
    again.press("0", until="Enter submits")
    again.press("q")
    assert again.wait_for_end() == 0
    assert ask(built_study.path, SITTINGS) == [(0,), (1,)]
    chained = ask(
        built_study.path,
        "select later.prev_head = score.hash from sitting later, score"
        " where later.closed_at is not null and score.dimension = 'clarity'",
    )
    assert chained == [(1,)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_closes_the_sitting_and_gives_the_terminal_back(
    built_study: Any, code: Any, ask: Any, number: signal.Signals
) -> None:
    terminal = code(built_study.path)
    terminal.press("0", until="SAVED")
    terminal.signal(number)
    assert terminal.wait_for_end() != 0
    assert ask(built_study.path, SITTINGS) == [(1,)]
    assert ask(built_study.path, "select value from score") == [("0",)]
    assert terminal.screen_restored
    assert terminal.settings_restored
    assert "Traceback" not in terminal.picture


def test_a_signal_while_a_dialog_is_open_ends_it_all_the_same(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path)
    terminal.press("c", until="Comment on")
    terminal.signal(signal.SIGTERM)
    assert terminal.wait_for_end() != 0
    assert ask(built_study.path, SITTINGS) == [(1,)]
    assert terminal.screen_restored


@pytest.mark.parametrize("controlling", [True, False], ids=["with hang-up", "without hang-up"])
def test_a_lost_terminal_ends_the_program_and_does_not_spin(
    built_study: Any, code: Any, ask: Any, controlling: bool
) -> None:
    terminal = code(built_study.path, controlling=controlling)
    terminal.press("0", until="SAVED")
    before = _children_seconds()
    terminal.hang_up()
    start = time.monotonic()
    assert terminal.process.wait(10) != 0
    assert time.monotonic() - start < 8
    assert _children_seconds() - before < 4, "start-up included"
    assert ask(built_study.path, SITTINGS) == [(1,)]


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_leaving_gives_the_terminal_back(built_study: Any, code: Any, ask: Any) -> None:
    terminal = code(built_study.path)
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.screen_restored
    assert terminal.settings_restored
    assert "All is saved: 0 of 4 items submitted." in terminal.picture
    assert ask(built_study.path, SITTINGS) == [(1,)]


def test_a_crash_tells_nothing_that_the_study_holds(
    built_study: Any, code: Any, ask: Any, tmp_path: Path
) -> None:
    terminal = code(built_study.path, program=(sys.executable, "-c", CRASH))
    terminal.send("0")
    assert terminal.wait_for_end() == 1
    assert terminal.screen_restored
    assert terminal.settings_restored
    assert "fault in the program (RuntimeError)" in terminal.picture
    (log,) = (tmp_path / "state" / "coder-tui").iterdir()
    written = log.read_text()
    assert "in score" in written
    for secret in ("secret-model-name", "hidden-local"):
        assert secret.encode() not in terminal.raw
        assert secret not in written
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert ask(built_study.path, SITTINGS) == [(1,)]


def test_leaving_the_review_leaves_nothing_on_the_terminal(built_study: Any, run: Any) -> None:
    terminal = run("review", str(built_study.path))
    terminal.wait_for("AGREEMENT")
    terminal.wait_for("No item has been submitted yet")
    terminal.send("q")
    assert terminal.wait_for_end() == 0
    assert terminal.screen_restored
    assert b"leaked" not in terminal.raw


def _sentence(shown: str) -> str:
    return " ".join(line.strip() for line in shown.splitlines() if line.strip())


def test_a_dumb_terminal_is_refused(built_study: Any, run: Any, ask: Any) -> None:
    terminal = run("code", str(built_study.path), "--coder", "ana", term="dumb")
    assert terminal.wait_for_end() == 1
    assert "terminal type is 'dumb'" in _sentence(terminal.picture)
    assert b"\x1b" not in terminal.raw
    assert ask(built_study.path, SITTINGS) == []


def test_a_terminal_too_small_is_refused(built_study: Any, run: Any, ask: Any) -> None:
    terminal = run("code", str(built_study.path), "--coder", "ana", columns=50, lines=10)
    assert terminal.wait_for_end() == 1
    assert "The terminal is 50 x 10; at least 60 x 16 is needed." in _sentence(terminal.picture)
    assert b"\x1b" not in terminal.raw
    assert ask(built_study.path, SITTINGS) == []


def test_no_terminal_is_refused(built_study: Any, ask: Any, tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "code", str(built_study.path), "--coder", "ana"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        env=environment(tmp_path),
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "needs a terminal" in done.stderr
    assert "Traceback" not in done.stderr
    assert ask(built_study.path, SITTINGS) == []


def test_an_unwritable_state_folder_does_not_hide_the_crash(
    built_study: Any, code: Any, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("in the way")
    terminal = code(built_study.path, program=(sys.executable, "-c", CRASH))
    terminal.send("0")
    assert terminal.wait_for_end() == 1
    assert "fault in the program" in terminal.picture
    assert os.path.isfile(tmp_path / "state")
