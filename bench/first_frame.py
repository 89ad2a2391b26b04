"""How long from the command to the first frame of the coding screen, in a real pty.

Two ratios, each of medians over interleaved runs, so that a busy machine slows both sides alike:

1. `coder-tui code` on a study of 10 items against a minimal Textual app (one Static): at most 1.5.
2. `coder-tui code` on a study of 10,000 transcripts of 20 kB against the one of 10: near 1.

    python bench/first_frame.py            # 10,000 transcripts; building them takes minutes
    python bench/first_frame.py --quick    # 500
"""

import argparse
import json
import os
import select
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.faults.terminal import PROGRAM, Terminal, environment  # noqa: E402

from coder_tui.intake.pipeline import init_study  # noqa: E402
from coder_tui.intake.registration import load_plan  # noqa: E402

MOST = {"minimal": 1.5, "many": 1.15}
MARK = "FIRSTLINE"
MINIMAL = f"""
from textual.app import App
from textual.widgets import Static

class Minimal(App):
    ENABLE_COMMAND_PALETTE = False

    def compose(self):
        yield Static("{MARK}")

Minimal().run(mouse=False)
"""
WORDS = "the leaflet says to take one tablet with water and to wait for two hours before the next "


def build(folder: Path, count: int) -> Path:
    """Make a study of transcripts of 20 kB; a turn of each begins with the mark."""
    folder.mkdir()
    body = (WORDS * 240)[:20_000]
    with (folder / "items.jsonl").open("w", encoding="utf-8") as file:
        for number in range(count):
            turns = [
                {"role": "user", "text": f"{MARK} {number}"},
                {"role": "assistant", "text": f"{number} {body[number % 997 :]}"},
            ]
            row = {"id": f"t{number}", "model": "model-one", "scaffold": "bare", "task": "t"}
            file.write(json.dumps(row | {"turns": turns}) + "\n")
    (folder / "study.toml").write_text(
        f'title = "Bench"\nrubric = "{ROOT / "rubric" / "stress_test.toml"}"\n'
        'items = ["items.jsonl"]\ncoders = ["ana"]\ncoders_per_item = 1\n'
    )
    init_study(load_plan(folder / "study.toml"), folder / "study.db", folder / "study.key.db")
    return folder / "study.db"


def seconds_to_first_frame(argv: Sequence[str], home: Path) -> float:
    """Start a program in a pty and wait for the mark among the bytes that it writes."""
    start = time.perf_counter()
    terminal = Terminal(argv, env=environment(home))
    try:
        raw = bytearray()
        while MARK.encode() not in raw:
            ready, _, _ = select.select([terminal.master], [], [], 30)
            if not ready:
                raise TimeoutError(f"no first frame of {argv}")
            raw += os.read(terminal.master, 65536)
        return time.perf_counter() - start
    finally:
        terminal.close()


def main() -> int:
    """Measure and print; the exit code is 1 where a ratio is above its bar."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="500 transcripts, not 10,000")
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    many = 500 if given.quick else 10_000
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        few_path, many_path = build(home / "few", 10), build(home / "many", many)
        commands = {
            "minimal": [sys.executable, "-c", MINIMAL],
            "few": [*PROGRAM, "code", str(few_path), "--coder", "ana"],
            "many": [*PROGRAM, "code", str(many_path), "--coder", "ana"],
        }
        seconds: dict[str, list[float]] = {what: [] for what in commands}
        for run in range(given.runs + 1):
            for what, argv in commands.items():
                taken = seconds_to_first_frame(argv, home)
                if run:  # the first round only warms the caches
                    seconds[what].append(taken)
    median = {what: statistics.median(taken) for what, taken in seconds.items()}
    rows = [
        ("minimal", "code, 10 items / minimal Textual app", median["few"] / median["minimal"]),
        ("many", f"code, {many:,} items / 10 items", median["many"] / median["few"]),
    ]
    print(f"minimal Textual app: {median['minimal']:.3f} s (median of {given.runs})")
    for bar, what, ratio in rows:
        print(f"{what}: {ratio:.2f} x (at most {MOST[bar]})")
    return int(any(ratio > MOST[bar] for bar, _, ratio in rows))


if __name__ == "__main__":
    sys.exit(main())
