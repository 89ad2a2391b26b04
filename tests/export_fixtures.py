"""A small blinded study with everything in it that an export has to carry, and ways to read one."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from click.testing import CliRunner

from coder_tui.cli.main import cli
from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.rubric import NOT_APPLICABLE, scored
from coder_tui.intake.pipeline import init_study
from coder_tui.intake.registration import load_plan
from coder_tui.reporting.plain_files import formula_like
from coder_tui.storage.scores import Recorder
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile

HOSTILE = "=cmd|' /C calc'!A0\x1b[c \x1b]0;owned\x07\r\nsecond line\u202e, \"quoted\""
SECRETS = ("modelia", "quarzo", "scaffold-bare", "scaffold-rich", "original-", "secret-task")

RUBRIC = """\
id = "export-rubric"
title = "Rubric of <the> test"
version = "1.0"
unit = "transcript"
rules = ["Read it *twice*."]

[[dimension]]
id = "zeal"
label = "D1 Zeal"
question = "Is there zeal?"
level = "ordinal"
not_applicable = true
point = [
  { value = 0, label = "none", anchor = "No zeal.", near_miss = "Noise is 0." },
  { value = 1, label = "some", anchor = "Some zeal." },
  { value = 2, label = "much", anchor = "Much zeal." },
]

[[dimension]]
id = "asked"
label = "D2 Asked"
question = "Did it ask?"
level = "ordinal"
evidence = "none"
point = [
  { value = 0, label = "no", anchor = "It did not." },
  { value = 1, label = "yes", anchor = "It did." },
]

[[dimension]]
id = "art"
label = "D3 Art of asking"
question = "How well did it ask?"
level = "ordinal"
depends_on = { dimension = "asked", at_least = 1 }
point = [
  { value = 0, label = "badly", anchor = "Badly." },
  { value = 1, label = "well", anchor = "Well." },
]
"""


@dataclass(frozen=True)
class Lab:
    """A study with its key, and where exports go."""

    folder: Path

    @property
    def study(self) -> Path:
        return self.folder / "lab.db"

    @property
    def key(self) -> Path:
        return self.folder / "lab.key.db"

    def export(self, name: str = "out", *, key: bool = False) -> Path:
        """Export and give the folder."""
        arguments = ["export", str(self.study), "-o", str(self.folder / name)]
        arguments += ["--key", str(self.key)] if key else []
        done = CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)
        assert done.exit_code == 0, done.output
        return self.folder / name


def transcripts() -> Iterator[dict[str, Any]]:
    """Four items: two models under two scaffolds, each named in its own text."""
    for number in range(4):
        model = "modelia-one" if number % 2 else "quarzo-two"
        scaffold = "scaffold-bare" if number < 2 else "scaffold-rich"
        yield {
            "id": f"original-{number}",
            "model": model,
            "scaffold": scaffold,
            "task": "secret-task",
            "replicate": number + 1,
            "turns": [
                {"role": "system", "text": f"You are {model} in {scaffold}."},
                {"role": "user", "text": f"Who are you in case {number}?"},
                {"role": "assistant", "text": f"I am {model}; \x1b[31mred\x1b[0m, case {number}."},
            ],
        }


def make(folder: Path, more: str = "seal = false", **given: Any) -> Lab:
    lines = [json.dumps(each) for each in transcripts()]
    (folder / "transcripts.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "rubric.toml").write_text(RUBRIC)
    plan = folder / "lab.toml"
    plan.write_text(
        'title = "Lab of modelia-one"\nrubric = "rubric.toml"\nitems = ["transcripts.jsonl"]\n'
        f'coders = ["ana", "ben"]\n{more}\n'
    )
    lab = Lab(folder)
    init_study(load_plan(plan), lab.study, lab.key, **given)
    return lab


def items_of(study: StudyFile) -> list[str]:
    rows = study.connection.execute("select blind_id from item order by blind_id").fetchall()
    return [row[0] for row in rows]


def code(lab: Lab) -> list[str]:
    """Two coders code; gives the blind ids in order.

    First item: they agree on all. Second: they differ on zeal, and on whether it applies to asked.
    Third: only ana. Fourth: ana's draft, never submitted.
    """
    study = StudyFile.open(lab.study)
    items = items_of(study)
    fingerprint = study.rubric_fingerprint
    ana = Recorder.start(study.connection, lab.study, "ana", fingerprint)
    for blind_id, zeal in zip(items[:3], (2, 1, 0), strict=True):
        ana.score(blind_id, "zeal", scored(zeal))
        ana.score(blind_id, "asked", scored(1))
        ana.score(blind_id, "art", scored(1))
    ana.cite(items[0], "zeal", Citation(2, 0, 4, "I am", "h"))
    ana.cite(items[0], "zeal", Citation(1, 0, 3, "Who", "h"))
    ana.cite(items[0], "zeal", Citation(2, 0, 4, "I am", "h"), attached=False)
    ana.comment(items[0], "first thought", "zeal")
    ana.comment(items[0], HOSTILE, "zeal")
    ana.comment(items[0], "on the whole")
    for blind_id in items[:3]:
        ana.move(blind_id, Move.SUBMITTED)
    ana.cite(items[0], "zeal", Citation(1, 4, 7, "are", "h"))
    ana.score(items[3], "zeal", scored(2))
    ana.flag(items[3], "-odd")
    ana.sitting.close()
    ben = Recorder.start(study.connection, lab.study, "ben", fingerprint)
    ben.score(items[0], "zeal", scored(2))
    ben.score(items[0], "asked", scored(1))
    ben.score(items[0], "art", scored(1))
    ben.score(items[1], "zeal", NOT_APPLICABLE)
    ben.score(items[1], "asked", scored(0))
    ben.score(items[1], "art", scored(0))
    for blind_id in items[:2]:
        ben.move(blind_id, Move.SUBMITTED)
    ben.move(items[0], Move.REOPENED)
    ben.score(items[0], "zeal", scored(0))
    ben.sitting.close()
    judge = Sitting.start(study.connection, lab.study, "judge", "adjudication")
    for value, sentence in (("2", "A slip."), ("1", "+ on a second look")):
        judge.append("adjudication", decision(items[1], "asked", value, sentence, fingerprint))
    judge.close()
    study.close()
    return items


def decision(
    blind_id: str, dimension: str, value: str, sentence: str, rubric: str
) -> dict[str, str | int | float | None]:
    return {
        "adjudicator": "judge",
        "blind_id": blind_id,
        "dimension": dimension,
        "state": "scored",
        "value": value,
        "number": float(value),
        "reason": "slip",
        "sentence": sentence,
        "rubric": rubric,
        "undoes_sitting": None,
        "undoes_seq": None,
    }


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_db(folder: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(folder / "coded.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def parquet_rows(folder: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        path = str(folder / "scores_long.parquet")
        return connection.execute("select * from read_parquet(?)", [path]).fetchall()


def unguarded(cell: str) -> str:
    """Read a cell as the data dictionary says: an apostrophe that was put before a formula goes."""
    return cell[1:] if cell.startswith("'") and formula_like(cell) else cell
