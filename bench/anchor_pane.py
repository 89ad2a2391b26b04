"""What a minimal application writes to paint the anchor pane that a screen shows."""

import json
import re
import sys
import tomllib
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from line import Cell, Line
from minimal_app import MARK

ROOT = Path(__file__).resolve().parents[1]
RUBRIC = ROOT / "rubric" / "stress_test.toml"
SHORTEST = 8
"""Fewer letters of a line are no sign that it is an anchor's."""

Picture = Sequence[Sequence[Cell]]


def bytes_of_minimal_pane(
    home: Path, before: Picture, after: Picture, size: tuple[int, int]
) -> int:
    """Count what the minimal application writes to turn one pane into the other."""
    top, bottom, left, right = _place(before, after)
    contents = [
        [piece for row in range(top, bottom) for piece in _pieces(picture[row][left:right])]
        for picture in (before, after)
    ]
    pane = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    (home / "pane.json").write_text(json.dumps(pane | {"contents": contents}))
    app, database, given = ROOT / "bench" / "minimal_app.py", home / "pane.db", home / "pane.json"
    line = Line([sys.executable, str(app), str(database), str(given)], home, size=size)
    try:
        line.wait_for(MARK)
        line.settle(0.5)
        return len(line.burst("p").data)
    finally:
        line.close()


def _place(before: Picture, after: Picture) -> tuple[int, int, int, int]:
    """Find the pane: the lines that hold questions and anchors, from the panel's border on."""
    corpus = _corpus()
    rows = [
        row
        for picture in (before, after)
        for row, cells in enumerate(picture)
        if _is_of(corpus, "".join(cell.data for cell in cells))
    ]
    if not rows:
        raise SystemExit("no anchor pane on the screen")
    top, bottom = min(rows), max(rows) + 1
    borders = [
        {at for at, cell in enumerate(cells) if cell.data == "│"} for cells in after[top:bottom]
    ]
    shared = set.intersection(*borders)
    return top, bottom, max(shared, default=-1) + 1, len(after[0])


def _corpus() -> str:
    """Give all questions and anchors of the rubric."""
    rubric = tomllib.loads(RUBRIC.read_text())
    texts: list[str] = []
    for dimension in rubric["dimension"]:
        texts += [dimension["question"], dimension.get("opportunity", "")]
        texts += [point["anchor"] for point in dimension["point"]]
    return "\n".join(" ".join(text.split()) for text in texts)


def _is_of(corpus: str, line: str) -> bool:
    words = re.sub(r"^\W*\d?\s+|Opportunity: |…$", "", line.rpartition("│")[2].strip())
    return len(words) >= SHORTEST and words.strip() in corpus


def _pieces(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    """Give a line as texts with their styles."""
    runs = groupby(cells, key=lambda cell: cell.style)
    return [*(("".join(cell.data for cell in run), style) for style, run in runs), ("\n", "")]
