"""The bars below an audit's matrix: how many benchmarks stand at each point of a dimension."""

from coder_tui.analysis.audit import Audit, Coverage
from coder_tui.domain.text import visible_line
from coder_tui.reporting.figures.audit_form import AROUND, BESIDE, CELL, WORD, Form
from coder_tui.reporting.figures.ink import INK, LINE, QUIET, fill_of
from coder_tui.reporting.figures.letters import cut, width_of
from coder_tui.reporting.figures.paper import Paper, height_of

BENCHMARK = 0.12
"""Inches of one benchmark in a bar: enough for a digit."""
LOWEST_PIECE = 0.11
"""Inches below which the digits of a piece would run into the next one."""
LEAST, MOST = 0.6, 3.0
"""Inches of a bar."""
SIDE = 0.14
"""The share of a column that stays free on either side of a bar."""
SAMPLE = 0.15
"""Inches of a colour's sample in the key."""
MOST_KEYS = 3
"""Shades that the key of colours names, beside the hatching."""


def draw_bars(paper: Paper, audit: Audit, left: float, top: float, form: Form) -> float:
    """Draw a bar a dimension, with a key of colours; give where they end."""
    benchmarks = len(audit.entries)
    height = min(MOST, max(LEAST, BENCHMARK * benchmarks))
    said = ["how many benchmarks", "at each point", f"(of {benchmarks})"]
    paper.centre(left - AROUND, top + height / 2, said, WORD, QUIET, align="right")
    for column, each in enumerate(audit.coverage):
        _bar(paper, each, benchmarks, left + (column + SIDE) * CELL, (top, height))
        short = cut(each.dimension.short, CELL - 0.04, WORD)
        middle = left + (column + 0.5) * CELL
        paper.write(middle, top + height + 0.03, [short], WORD, align="center")
    beyond = left + CELL * len(audit.dimensions) + BESIDE
    _key(paper, audit, beyond, top, form)
    return max(top + height + 0.03 + height_of(1, WORD), top + 0.18 * (MOST_KEYS + 1))


def _bar(
    paper: Paper, found: Coverage, benchmarks: int, left: float, span: tuple[float, float]
) -> None:
    """Draw how many benchmarks at each point, the highest at the bottom."""
    top, height = span
    one = height / max(1, benchmarks)
    bottom = top + height
    last = max(1, len(found.counts) - 1)
    pieces: list[tuple[float | None, int]] = [
        (at / last, count) for at, count in reversed(list(enumerate(found.counts)))
    ]
    for share, count in [*pieces, (None, benchmarks - sum(found.counts))]:
        if count:
            _piece(paper, left, (bottom - count * one, bottom), share, str(count))
        bottom -= count * one


def _piece(
    paper: Paper, left: float, span: tuple[float, float], share: float | None, word: str
) -> None:
    upper, lower = span
    width, middle = CELL * (1 - 2 * SIDE), (upper + lower) / 2
    fill = "white" if share is None else fill_of(share)
    paper.box(left, upper, width, lower - upper, fill, LINE, hatched=share is None)
    if lower - upper < LOWEST_PIECE:
        return
    if share is None:
        paper.clear(left + width / 2, middle, width_of(word, WORD) + 0.05, LOWEST_PIECE - 0.01)
    paper.centre(left + width / 2, middle, [word], WORD, INK)


def _key(paper: Paper, audit: Audit, left: float, top: float, form: Form) -> None:
    """Say which shade is which point of the scale, the highest at the bottom as in the bars."""
    points = max((each.values for each in audit.dimensions), key=len, default=())
    # Of a long scale its ends and the middle show how the shades run.
    places = sorted({0, (len(points) - 1) // 2, len(points) - 1}) if points else []
    key: list[tuple[float | None, str]] = [(None, "no final score")]
    key += [(at / max(1, len(points) - 1), f"score {visible_line(points[at])}") for at in places]
    for row, (share, word) in enumerate(key):
        upper = top + row * 0.18
        fill = "white" if share is None else fill_of(share)
        paper.box(left, upper, SAMPLE, SAMPLE, fill, LINE, hatched=share is None)
        said = cut(word, form.level - SAMPLE - 0.08, WORD)
        paper.centre(left + SAMPLE + 0.08, upper + SAMPLE / 2, [said], WORD, align="left")
