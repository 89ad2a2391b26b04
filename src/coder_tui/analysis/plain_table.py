"""Plain tables of text."""

from collections.abc import Sequence
from textwrap import wrap

from coder_tui.domain.text import clipped, visible_line

LEAST = 10
"""Columns that labels have at least."""


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table: the first column to the left, the others to the right, two spaces apart."""
    widths = [
        max(len(head), *(len(row[at]) for row in rows)) if rows else len(head)
        for at, head in enumerate(heads)
    ]
    lines = [_line(heads, widths), _line(["-" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    return "\n".join(lines)


def fitted(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """Lay out a table whose first column takes the room that the others leave, and breaks there.

    Args:
        heads: of the columns.
        rows: the first cell of each is a label.
        width: columns of the terminal; the other columns are never cut, and labels keep a little.
    """
    others = sum(max(map(len, column)) + 2 for column in list(zip(heads, *rows, strict=True))[1:])
    room = max(LEAST, width - others)
    broken: list[list[str]] = []
    for label, *cells in rows:
        first, *rest = wrap(visible_line(label), room, subsequent_indent="  ") or [""]
        broken.append([first, *cells])
        broken += [[more, *("" for _ in cells)] for more in rest]
    return table([clipped(heads[0], room), *heads[1:]], broken)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0].ljust(widths[0])
    rest = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return "  ".join([first, *rest]).rstrip()
