"""How long it takes to get to work, as ratios to the least that would do, measured in one run.

    python bench/startup.py            all figures at full size
    python bench/startup.py --quick    small sizes, to see that the bench itself works

A figure is a function that takes `Sizes` and gives rows; `FIGURES` lists them. What is compared
runs in child processes of its own, in turn, so that memory is counted apart and the machine's
moods hit both sides; of the repeats the quickest counts.
"""

import argparse
import json
import os
import random
import resource
import sqlite3
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODELS = ("Quillon Large", "Brasswing-2", "Ostrava mini")
SCAFFOLDS = ("bare-chat", "plan-and-check", "ask-first", "cite-sources")
WRAPPER = "\n[Say how you checked this.]"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    transcripts: int
    characters: int
    repeats: int


FULL = Sizes(transcripts=10_000, characters=20_000, repeats=3)
QUICK = Sizes(transcripts=300, characters=20_000, repeats=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the bench: what, how much, and what is allowed."""

    what: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        return f"at most {self.limit:g}: {'ok' if self.value <= self.limit else 'OVER'}"


def init_against_bare_loop(sizes: Sizes) -> Iterator[Row]:
    """`init` of many transcripts against decoding them and inserting the same rows."""
    with tempfile.TemporaryDirectory(prefix="coder-tui-bench-") as name:
        folder = Path(name)
        study = _write_study(folder, sizes)
        inits, bares = [], []
        for _ in range(sizes.repeats):
            inits.append(_child("init", study))
            bares.append(_child("bare", study))
    init = min(inits, key=_unmasked)
    bare = min(bare["seconds"] for bare in bares)
    phases = init["phases"]
    yield Row("init / bare loop, masking outside", _unmasked(init) / bare, "x", 3.0)
    yield Row("  masking / bare loop", phases["masking"] / bare, "x")
    yield Row("  near-duplicate search / bare loop", phases["near duplicates"] / bare, "x")
    yield Row("  commitment / bare loop", phases["committing"] / bare, "x")
    yield Row(
        "  reading, twice / bare loop", (phases["reading"] + phases["reading again"]) / bare, "x"
    )
    yield Row("  writing / bare loop", phases["writing"] / bare, "x")
    yield Row("bare loop", bare, "s")
    yield Row("init, all of it", init["seconds"], "s")
    yield Row("near-duplicates found of those planted", init["found"] / init["planted"], "")
    yield Row("init, peak memory", max(each["rss"] for each in inits), "MB", 500)


FIGURES: tuple[Callable[[Sizes], Iterator[Row]], ...] = (init_against_bare_loop,)


def _unmasked(init: dict) -> float:
    return init["seconds"] - init["phases"]["masking"]


# --- what runs in a child process ---


def child_init(study: Path) -> dict:
    from coder_tui.intake.pipeline import init_study
    from coder_tui.intake.registration import load_plan

    start = time.perf_counter()
    report = init_study(load_plan(study), study.with_suffix(".db"), study.with_suffix(".key.db"))
    seconds = time.perf_counter() - start
    planted = {("copy-" + first, first) for first in _planted(report.items)}
    found = {tuple(sorted(pair[:2])) for pair in report.near_duplicates}
    return {
        "seconds": seconds,
        "phases": report.seconds,
        "planted": len(planted),
        "found": len(found & planted),
    }


def child_bare(study: Path) -> dict:
    """Decode every line and insert the same rows into two files: nothing else."""
    from coder_tui.intake.readers.native import _transcripts
    from coder_tui.storage import schema

    start = time.perf_counter()
    files = []
    for suffix, script in ((".db", schema.TABLES + schema.VIEWS), (".key.db", schema.KEY_TABLES)):
        connection = sqlite3.connect(study.with_suffix(suffix), isolation_level=None)
        connection.execute("pragma synchronous = full")
        connection.executescript(script)
        connection.execute("begin")
        files.append(connection)
    db, key = files
    with study.with_name("transcripts.jsonl").open("rb") as lines:
        for number, line in enumerate(lines):
            found = _transcripts.decode(line)
            name = f"b{number:06}"
            db.execute("insert into item values (?, 'transcript', null, '')", (name,))
            db.executemany(
                "insert into part values (?, ?, ?, ?, ?, ?, ?)",
                [
                    (name, at, turn.role, turn.kind, turn.name, turn.call, turn.text)
                    for at, turn in enumerate(t for t in found.turns if t.role != "system")
                ],
            )
            key.execute(
                "insert into condition values (?, 1, '', ?, '', '', ?, ?, ?, ?, null)",
                (name, found.id, found.model, found.scaffold, found.task, found.replicate),
            )
            key.executemany(
                "insert into original values (?, ?, ?, ?, ?, ?, ?, ?, '[]')",
                [
                    (name, at, at, turn.role, turn.kind, turn.name, turn.call, turn.text)
                    for at, turn in enumerate(found.turns)
                ],
            )
    for connection in files:
        connection.execute("commit")
        connection.close()
    return {"seconds": time.perf_counter() - start}


CHILDREN: dict[str, Callable[[Path], dict]] = {"init": child_init, "bare": child_bare}


def _child(what: str, study: Path) -> dict:
    """Run one side in a process of its own and take its answer; the files it made are removed."""
    command = [sys.executable, __file__, "--child", what, "--study", str(study)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for suffix in (".db", ".key.db", ".db-wal", ".db-shm"):
        study.with_suffix(suffix).unlink(missing_ok=True)
    os.sync()
    return json.loads(answer)


# --- what is measured on ---


def _planted(transcripts: int) -> list[str]:
    return [f"t{number:06}" for number in range(0, transcripts - 1, max(2, transcripts // 20))]


def _write_study(folder: Path, sizes: Sizes) -> Path:
    """Write transcripts of varied words: some hold names, and some are nearly the same."""
    rng = random.Random(11)
    words = [
        "".join(rng.choices(string.ascii_lowercase, k=rng.randint(2, 11))) for _ in range(30_000)
    ]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    copied = set(_planted(sizes.transcripts))
    with (folder / "transcripts.jsonl").open("w") as file:
        waiting = None
        for number in range(sizes.transcripts):
            if waiting is None:
                transcript = _transcript(number, rng, words, weights, sizes.characters)
                waiting = transcript if transcript["id"] in copied else None
            else:
                transcript, waiting = _near_copy(waiting), None
            file.write(json.dumps(transcript) + "\n")
    rubric = (ROOT / "rubric" / "stress_test.toml").read_text()
    (folder / "rubric.toml").write_text(rubric)
    (folder / "scaffolds.toml").write_text(
        "".join(
            f'[[scaffold]]\nid = "{each}"\ntitle = "{each}"\nafter = {json.dumps(WRAPPER)}\n\n'
            for each in SCAFFOLDS
        )
    )
    study = folder / "big.toml"
    study.write_text(
        'title = "Bench"\nrubric = "rubric.toml"\nitems = ["transcripts.jsonl"]\n'
        'coders = ["ana", "ben", "cem"]\nscaffolds = "scaffolds.toml"\nmask = ["Corvid Labs"]\n'
    )
    return study


def _transcript(
    number: int, rng: random.Random, words: list[str], weights: list[float], characters: int
) -> dict:
    model, scaffold = MODELS[number % 3], SCAFFOLDS[number // 3 % 4]
    turns = [{"role": "system", "text": " ".join(rng.choices(words, weights, k=60))}]
    for turn in range(8):
        text = " ".join(rng.choices(words, weights, k=characters // 8 // 6))
        text = (text * 2)[: characters // 8] if len(text) < characters // 8 else text
        if rng.random() < 0.05:
            text += f" I am {rng.choice(MODELS)} by Corvid Labs."
        role = "assistant" if turn % 2 else "user"
        turns.append({"role": role, "text": text if turn % 2 else text + WRAPPER})
    return {
        "id": f"t{number:06}",
        "model": model,
        "scaffold": scaffold,
        "task": f"task-{number // 12}",
        "replicate": 1,
        "turns": turns,
    }


def _near_copy(transcript: dict) -> dict:
    turns = [dict(turn) for turn in transcript["turns"]]
    turns[-1]["text"] = turns[-1]["text"][::-1][:400] + turns[-1]["text"][400:]
    return {**transcript, "id": "copy-" + transcript["id"], "replicate": 2, "turns": turns}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--child", choices=CHILDREN, help=argparse.SUPPRESS)
    parser.add_argument("--study", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        answer = CHILDREN[arguments.child](arguments.study)
        answer["rss"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(answer))
        return
    over = False
    for figure in FIGURES:
        print(f"\n{figure.__doc__}")
        for row in figure(QUICK if arguments.quick else FULL):
            print(f"  {row.what:42} {row.value:8.2f} {row.unit:3} {row.verdict}".rstrip())
            over = over or "OVER" in row.verdict
    sys.exit(over and not arguments.quick)


if __name__ == "__main__":
    main()
