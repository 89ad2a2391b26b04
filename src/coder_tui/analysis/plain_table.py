"""Plain tables of text."""

from collections.abc import Sequence

from coder_tui.domain.columns import LEFT, RIGHT, Side, broken, padded, widest
from coder_tui.domain.text import clipped

LEAST = 10
"""Columns that labels have at least."""


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, last_is_words: bool = False
) -> str:
    """Lay out a table: the first column to the left, the others to the right, two spaces apart.

    Args:
        heads: of the columns.
        rows: visible texts, each as many as there are heads.
        last_is_words: the last column stands to the left, as words are read.
    """
    widths = [widest(column) for column in zip(heads, *rows, strict=True)]
    lines = [heads, ["-" * width for width in widths], *rows]
    return "\n".join(_line(line, widths, last_is_words=last_is_words) for line in lines)


def fitted(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    last_is_words: bool = False,
) -> str:
    """Lay out a table whose first column takes the room that the others leave, and breaks there.

    Args:
        heads: of the columns.
        rows: the first cell of each is a label.
        width: columns of the terminal; the other columns are never cut, and labels keep a little.
        last_is_words: the last column stands to the left.
    """
    others = sum(widest(column) + 2 for column in list(zip(heads, *rows, strict=True))[1:])
    room = max(LEAST, width - others)
    broken_rows: list[list[str]] = []
    for label, *cells in rows:
        first, *rest = broken(label, room, indent="  ") or [""]
        broken_rows.append([first, *cells])
        broken_rows += [[more, *("" for _ in cells)] for more in rest]
    heads = [clipped(heads[0], room), *heads[1:]]
    return table(heads, broken_rows, last_is_words=last_is_words)


def _line(cells: Sequence[str], widths: Sequence[int], *, last_is_words: bool) -> str:
    sides: list[Side] = [RIGHT] * len(cells)
    sides[0] = LEFT
    if last_is_words:
        sides[-1] = LEFT
    return "  ".join(map(padded, cells, widths, sides)).rstrip()
