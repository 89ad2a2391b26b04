"""CSV, in which nothing may run as a formula, and JSON lines, in which nothing is lost."""

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coder_tui.domain.text import visible
from coder_tui.reporting.shape import Cell

_FORMULA = re.compile(r"'*\s*[=+\-@\t\r␍＝＋－＠]")
_NUMBER = re.compile(r"'*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(slots=True)
class CsvCounts:
    """What was written into a CSV file, and what was changed on the way."""

    rows: int = 0
    guarded: int = 0
    """Cells that got a leading apostrophe."""
    made_visible: int = 0
    """Cells in which control characters were replaced by visible marks."""


def formula_like(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula; a plain number is none.

    Apostrophes in front are looked through, so that taking one off again is never in doubt.
    """
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None


def guard(text: str) -> str:
    """Put an apostrophe before what looks like a formula."""
    return f"'{text}" if formula_like(text) else text


def write_csv(path: Path, names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> CsvCounts:
    """Write a table as CSV (RFC 4180, UTF-8, lines end in a newline)."""
    counts = CsvCounts()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            writer.writerow([_csv_cell(cell, counts) for cell in row])
            counts.rows += 1
    return counts


def _csv_cell(cell: Cell, counts: CsvCounts) -> Cell:
    if not isinstance(cell, str):
        return cell
    shown = visible(cell)
    counts.made_visible += shown != cell
    guarded = guard(shown)
    counts.guarded += guarded != shown
    return guarded


def write_jsonl(path: Path, names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    r"""Write a table as JSON lines; all but ASCII is escaped, so that a terminal can show it."""
    with path.open("w", encoding="ascii", newline="") as file:
        for row in rows:
            file.write(json.dumps(dict(zip(names, row, strict=True))) + "\n")
