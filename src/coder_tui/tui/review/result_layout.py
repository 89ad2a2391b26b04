"""Where the columns of an answer stand: how wide they are, and which are in sight."""

from collections.abc import Sequence
from dataclasses import dataclass

from coder_tui.domain.cells import width
from coder_tui.domain.text import clipped, visible_line

WIDEST = 40
"""Cells of a column at most; the whole value is shown elsewhere."""
NARROWEST = 4
"""Cells in which a part of a column is worth drawing; also room for `null`."""
GAP = 2
MOST_CELLS_OF_ONE = 10
"""Cells that one character takes at most: a mark such as `⟨U+E0001⟩`."""
NULL = "null"


@dataclass(frozen=True, slots=True)
class Placed:
    """A column in sight."""

    column: int
    cells: int


def column_widths(heads: Sequence[str], rows: Sequence[Sequence[str | None]]) -> tuple[int, ...]:
    """Give each column's width: what its widest value needs, up to a limit."""
    widths = []
    for column, head in enumerate(heads):
        widest = max(NARROWEST, width(drawn(head)))
        for cell in {row[column] for row in rows}:
            if widest >= WIDEST:
                break
            if cell and len(cell) * MOST_CELLS_OF_ONE > widest:
                widest = max(widest, width(drawn(cell)))
        widths.append(min(WIDEST, widest))
    return tuple(widths)


def in_sight(widths: Sequence[int], first: int, room: int) -> list[Placed]:
    """Give the columns from one on that fit, the last perhaps not whole."""
    found: list[Placed] = []
    left = room
    for column in range(first, len(widths)):
        cells = min(widths[column], left)
        if cells < min(NARROWEST, widths[column]):
            break
        found.append(Placed(column, cells))
        left -= cells + GAP
    return found


def first_in_sight(widths: Sequence[int], first: int, column: int, room: int) -> int:
    """Give the first column to draw so that a column is seen whole, or from its start."""
    if column <= first:
        return column
    needed = widths[column]
    start = column
    while start > first and needed + GAP + widths[start - 1] <= room:
        start -= 1
        needed += GAP + widths[start]
    return start


def drawn(cell: str | None) -> str:
    """Give a value on one line, as much of it as a column can hold."""
    return NULL if cell is None else clipped(visible_line(cell[: 4 * WIDEST]), 2 * WIDEST)
