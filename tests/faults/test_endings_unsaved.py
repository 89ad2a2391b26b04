"""An ending while the file cannot be written, or the terminal takes nothing.

As much is kept as can be; whatever is lost is said, and the exit code tells.
"""

import os
import resource
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.pty

SCORES = "select dimension, value from current_score order by dimension"
SITTINGS = "select closed_at is not null from sitting order by rowid"
ENDINGS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]

HOLDER = textwrap.dedent("""
    import sqlite3, sys
    connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=9)
    connection.execute("begin immediate")
    print(flush=True)
    sys.stdin.read()
    connection.execute("rollback")
""")

FULL_DISK = textwrap.dedent("""
    import resource, signal, sys
    from pathlib import Path
    from coder_tui.cli.main import main
    from coder_tui.tui.coding.desk import Desk

    score = Desk.score

    def on_a_full_disk(self, value):
        size = Path(f"{sys.argv[2]}-wal").stat().st_size
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        return score(self, value)

    Desk.score = on_a_full_disk
    main()
""")


@contextmanager
def held(path: Path) -> Iterator[Any]:
    """Another process holds the file's lock until it is told to let go."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"\n"
        yield holder.stdin
        if not holder.stdin.closed:
            holder.stdin.close()


@pytest.mark.parametrize("number", ENDINGS)
def test_what_waits_is_written_when_the_lock_goes_in_time(
    built_study: Any, code: Any, ask: Any, number: signal.Signals
) -> None:
    terminal = code(built_study.path)
    with held(built_study.path) as holder:
        terminal.press("0", until="NOT SAVED 1")
        terminal.signal(number)
        terminal.settle(0.5)
        assert terminal.process.poll() is None
        holder.close()
    assert terminal.wait_for_end() == 1
    assert ask(built_study.path, SCORES) == [("clarity", "0")]
    assert ask(built_study.path, SITTINGS) == [(1,)]
    assert "lost" not in terminal.picture
    assert terminal.screen_restored
    assert terminal.settings_restored


@pytest.mark.parametrize("number", ENDINGS)
def test_what_cannot_be_written_is_said_to_be_lost(
    built_study: Any, code: Any, ask: Any, number: signal.Signals
) -> None:
    terminal = code(built_study.path)
    with held(built_study.path):
        terminal.press("0", until="NOT SAVED 1")
        terminal.signal(number)
        assert terminal.wait_for_end() == 1
    assert "The file cannot be written: 1 judgement lost." in terminal.picture
    assert ask(built_study.path, SCORES) == []
    assert terminal.screen_restored
    assert terminal.settings_restored


def test_on_a_full_disk_a_score_is_kept_and_written_when_there_is_room(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path, program=(sys.executable, "-c", FULL_DISK))
    terminal.press("0", until="NOT SAVED 1")
    terminal.press("q", until="NOT SAVED")
    assert terminal.process.poll() is None, "leaving is refused"
    # Room again: what waits is written without another key.
    resource.prlimit(
        terminal.process.pid,
        resource.RLIMIT_FSIZE,
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY),
    )
    terminal.wait_until(lambda: "NOT SAVED" not in terminal.picture, "it is saved")
    assert ask(built_study.path, SCORES) == [("clarity", "0")]
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_no_suspending_while_something_is_not_saved(built_study: Any, code: Any, ask: Any) -> None:
    terminal = code(built_study.path)
    with held(built_study.path) as holder:
        terminal.press("0", until="NOT SAVED 1")
        terminal.press("\x1a", until="tried again every second")
        holder.close()
    terminal.wait_until(lambda: "NOT SAVED 1" not in terminal.picture, "it is saved")
    assert ask(built_study.path, SCORES) == [("clarity", "0")]


@pytest.mark.parametrize("number", ENDINGS)
def test_a_terminal_that_takes_nothing_does_not_keep_the_program(
    write_study: Any, code: Any, ask: Any, number: signal.Signals
) -> None:
    turns = [{"role": "user", "text": f"{line} " + "word " * 9} for line in range(3000)]
    item = {"id": "t", "model": "m", "scaffold": "s", "task": "t", "turns": turns}
    path = write_study([item], plan='coders = ["ana"]\ncoders_per_item = 1').init().path
    terminal = code(path, columns=200, lines=60)
    terminal.press("0", until="SAVED")
    # Nobody reads what it writes from here on: a stalled line.
    for _ in range(60):
        terminal.send("\x1b[6~")
        with pytest.raises(subprocess.TimeoutExpired):
            terminal.process.wait(0.03)
    terminal.signal(number)
    assert terminal.process.wait(20) == 1
    assert ask(path, SITTINGS) == [(1,)]
    assert ask(path, SCORES) == [("clarity", "0")]


def processes_of(session: int) -> list[str]:
    """What still runs of a session; the program leads its own."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(folder.name)
    return found


@pytest.mark.parametrize("number", ENDINGS)
def test_no_process_stays_behind_and_nothing_hidden_is_printed(
    built_study: Any, code: Any, number: signal.Signals
) -> None:
    terminal = code(built_study.path)
    terminal.press("0?", until="Esc or q closes")
    session = os.getsid(terminal.process.pid)
    terminal.signal(number)
    assert terminal.wait_for_end() == 1
    assert processes_of(session) == []
    for hidden in (b"modelia", b"scaffold-bare", b"task-t"):
        assert hidden not in terminal.raw
    assert b"Traceback" not in terminal.raw
