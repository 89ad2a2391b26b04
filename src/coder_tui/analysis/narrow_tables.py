"""Tables of profiles in as many columns as there are: what has no room goes on below its line."""

from collections.abc import Sequence

from coder_tui.domain.columns import LEFT, RIGHT, Side, fitted, padded, widest
from coder_tui.domain.text import clipped

LEAST_LABEL = 10
"""Columns that a label keeps where a table of words has little room."""


def narrow_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    first: int,
    words: int = 0,
) -> list[str]:
    """Give the lines of a table, its heads before them; the first column has no head.

    Args:
        heads: of the other columns.
        rows: visible texts.
        width: columns of the terminal.
        first: how many columns stay on the first line where there is no room for all.
        words: how many columns at the end are words, which stand to the left; below their line
            they need no head.
    """
    whole = [["", *heads], *rows]
    widths = [widest(column) for column in zip(*whole, strict=True)]
    over = sum(widths) + 2 * len(widths) - 2 - width
    if words and over > 0 and widths[0] - over >= LEAST_LABEL:
        widths[0] -= over
        over = 0
    kept = first if over > 0 else len(widths)
    sides: list[Side] = [RIGHT] * len(heads)
    sides[len(heads) - words :] = [LEFT] * words
    lines: list[str] = []
    for at, row in enumerate(whole):
        cells = list(map(padded, row[1:kept], widths[1:], sides))
        lines.append("  ".join([fitted(row[0], widths[0]), *cells]))
        rest = row[kept:]
        if at and any(each not in ("", "0") for each in rest):
            named = zip(heads[kept - 1 :], rest, strict=True)
            lines.append("    " + ", ".join(v if words else f"{head} {v}" for head, v in named))
    return [clipped(line.rstrip(), width) for line in lines]
