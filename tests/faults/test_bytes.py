"""How many bytes a key costs: over a slow line each is felt, so their number is held down."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.faults.terminal import Terminal

pytestmark = pytest.mark.pty

ROOT = Path(__file__).parents[2]
WORDS = "the leaflet says to take one tablet with water and to wait for two hours "
TURNS = [
    {"role": "user", "text": "What does the leaflet say?"},
    {"role": "assistant", "text": "\n".join(WORDS[line % 40 :] for line in range(2_000))},
]
DOWN = b"\x1b[B"
PAGE = 4_096
"""More than a page of text takes at 120 x 40 when every cell of it is new."""


@pytest.fixture
def terminal(write_study: Any, run: Callable[..., Terminal]) -> Terminal:
    """A long transcript at 120 x 40, with the shipped rubric."""
    item = {"id": "t1", "model": "m-one", "scaffold": "bare", "task": "t", "turns": TURNS}
    rubric = (ROOT / "rubric" / "stress_test.toml").read_text()
    plan = 'coders = ["ana"]\ncoders_per_item = 1'
    path = write_study([item], plan=plan, rubric=rubric).init().path
    started = run("code", str(path), "--coder", "ana", columns=120, lines=40)
    started.wait_for("D2 Clarification")
    started.settle(0.5)
    return started


def bytes_of(terminal: Terminal, key: str | bytes) -> int:
    """Press a key and count what is written until nothing more comes."""
    before = len(terminal.raw)
    terminal.send(key)
    terminal.wait_until(lambda: len(terminal.raw) > before, f"an answer to {key!r}")
    terminal.settle(0.2)
    return len(terminal.raw) - before


def test_a_score_without_advance_takes_at_most_700_bytes(terminal: Terminal) -> None:
    taken = [bytes_of(terminal, digit) for digit in "1212"]
    assert "SAVED" in terminal.picture
    assert max(taken) <= 700, taken


def test_a_step_down_is_cheaper_than_a_page(terminal: Terminal) -> None:
    terminal.send(DOWN)
    terminal.settle(0.2)
    assert bytes_of(terminal, DOWN) <= 400
    assert bytes_of(terminal, " ") <= PAGE


def test_a_line_that_stalls_gets_the_latest_and_not_all(terminal: Terminal) -> None:
    """Nobody reads while `Down` is held; what comes then is a screen, not the way to it."""
    for _ in range(150):
        terminal.send(DOWN)
        time.sleep(0.02)
    time.sleep(0.2)
    before = len(terminal.raw)
    terminal.send("1")
    terminal.wait_for("SAVED")
    terminal.settle(0.2)
    # What the pty itself held back, what was on its way, and the last picture.
    assert len(terminal.raw) - before <= 8 * PAGE


def test_the_bench_finds_the_byte_counts_within_their_bars() -> None:
    """With advance: at most 1.3 x what a minimal application writes for the same anchor pane."""
    command = [sys.executable, str(ROOT / "bench" / "latency.py"), "--quick", "--only", "bytes"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "with advance" in done.stdout
