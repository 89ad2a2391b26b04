"""The studies that the latency bench opens: one transcript each, of some size."""

import json
import random
from collections.abc import Callable
from pathlib import Path

from coder_tui.intake.pipeline import init_study
from coder_tui.intake.registration import load_plan

ROOT = Path(__file__).resolve().parents[1]
MARK = "FIRSTLINE"
TEXT = (
    "the leaflet says to take one tablet with water and to wait for two hours before the next "
    "dose unless a doctor has told you otherwise because of your kidneys or your age"
)


def prose(size: int, seed: int) -> str:
    """Give so many characters of words in lines of a paragraph each."""
    rng, known = random.Random(seed), TEXT.split()
    words: list[str] = []
    length = 0
    while length < size:
        word = rng.choice(known)
        words.append(word + ("\n" if rng.random() < 0.02 else " "))
        length += len(word) + 1
    return "".join(words)[:size]


def turns(size: int, count: int) -> list[str]:
    """Share so many characters out over some turns."""
    return [prose(size // count, seed) for seed in range(count)]


SIZES: dict[str, Callable[[], list[str]]] = {
    "5 kB": lambda: turns(5_000, 6),
    "500 kB": lambda: turns(500_000, 30),
    "5 MB": lambda: turns(5_000_000, 60),
    "100,000 lines": lambda: ["\n".join(f"line {n} of the log" for n in range(100_000))],
}


def build(folder: Path, texts: list[str]) -> Path:
    """Make a study of one transcript with the shipped rubric; its first turn holds the mark."""
    folder.mkdir()
    said = [{"role": "user", "text": f"{MARK} and a question."}]
    for number, text in enumerate(texts):
        said.append({"role": "assistant" if number % 2 == 0 else "user", "text": text})
    row = {"id": "t1", "model": "model-one", "scaffold": "bare", "task": "t", "turns": said}
    (folder / "items.jsonl").write_text(json.dumps(row) + "\n")
    (folder / "study.toml").write_text(
        f'title = "Bench"\nrubric = "{ROOT / "rubric" / "stress_test.toml"}"\n'
        'items = ["items.jsonl"]\ncoders = ["ana"]\ncoders_per_item = 1\n'
    )
    init_study(load_plan(folder / "study.toml"), folder / "study.db", folder / "study.key.db")
    return folder / "study.db"
