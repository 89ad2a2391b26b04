"""Ctrl-C while DuckDB works is Ctrl-C, at once, and not a fault."""

import signal
import subprocess
import sys
import threading
from pathlib import Path
from textwrap import dedent

import duckdb
import pytest

from coder_tui.intake.files import parquet
from coder_tui.storage.interrupted import ENDING, IN_ITS_WORDS, heard
from coder_tui.storage.study import StudyFile

LONGEST = 60
"""Seconds after which a process that does not end is a failure, and is ended."""

BEGIN = """
import os, signal, sys, threading
from pathlib import Path
from coder_tui.analysis import parquet
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.storage.study import StudyFile

ENDLESS = (
    "select count(*) from range(10000000) a, range(10000000) b where a.range * b.range % 7 = 3"
)
study = StudyFile.open(Path(sys.argv[1]), read_only=True)
copy = Snapshot(study.connection)
parquet.COPY = f"{ENDLESS} or $1 is null"

def leave(number, frame):
    sys.exit(128 + number)

def soon(number=signal.SIGINT):
    timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), number))
    timer.daemon = True
    timer.start()

"""

ASKED = {
    "run": "copy.run(ENDLESS)",
    "columns": "copy.columns(ENDLESS, {})",
    "fill": 'copy.fill("condition", iter(lambda: ("x", "m", "s"), None))',
    "parquet": 'parquet.write_parquet(Path(sys.argv[1] + ".parquet"), [("a", "integer")], [(1,)])',
}


def told(study: StudyFile, program: str) -> str:
    """Run some lines in a process of their own, which has to end; give what they print."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + dedent(program), str(study.path)],
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("how", ASKED)
def test_ctrl_c_stops_an_endless_question_at_once(study: StudyFile, how: str) -> None:
    program = f"""
    for _ in range(3):
        soon()
        try:
            {ASKED[how]}
        except KeyboardInterrupt:
            print("stopped", copy.run("select 1"))
    """
    assert told(study, program) == "stopped [(1,)]\n" * 3


def test_a_signal_that_ends_the_program_keeps_its_code(study: StudyFile) -> None:
    program = """
    signal.signal(signal.SIGTERM, leave)
    soon(signal.SIGTERM)
    try:
        copy.run(ENDLESS)
    except SystemExit as left:
        print(left.code == 128 + signal.SIGTERM, signal.getsignal(signal.SIGTERM) is leave)
    """
    assert told(study, program) == "True True\n"


def test_what_is_raised_for_a_signal_counts_whatever_comes_of_it() -> None:
    stopped: list[bool] = []

    def hide() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise RuntimeError(IN_ITS_WORDS) from None

    with pytest.raises(KeyboardInterrupt), heard(lambda: stopped.append(True)):
        hide()
    assert stopped == [True]


def test_any_other_fault_stays_what_it_is_and_handlers_stay() -> None:
    before = [signal.getsignal(number) for number in ENDING]
    with pytest.raises(RuntimeError, match="a fault"), heard(lambda: None):
        raise RuntimeError("a fault")
    assert [signal.getsignal(number) for number in ENDING] == before


def test_on_another_thread_nothing_is_done() -> None:
    done: list[bool] = []

    def work() -> None:
        with heard(lambda: None):
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(LONGEST)
    assert done == [True]


def test_ctrl_c_while_parquet_is_read_is_no_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    duckdb.execute(f"copy (select 1 as a) to '{path}' (format parquet)")
    with pytest.raises(KeyboardInterrupt), parquet._opened(path):
        raise RuntimeError(IN_ITS_WORDS)
