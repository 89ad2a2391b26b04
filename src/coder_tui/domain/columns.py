"""Texts in columns of a terminal: padded, cut and broken by the cells that they take."""

import re
from collections.abc import Iterable
from textwrap import wrap
from typing import Final, Literal

from coder_tui.domain.cells import MOST_CELLS, end_within, width
from coder_tui.domain.text import clipped, visible_line

LEFT: Final = "<"
RIGHT: Final = ">"
CENTRE: Final = "^"
Side = Literal["<", ">", "^"]
"""Where in its column a text stands."""
_WORDS = re.compile(r"(\s*)(\S+)")


def padded(text: str, cells: int, side: Side = LEFT) -> str:
    """Give a visible text with spaces, so that it takes at least so many cells."""
    if text.isascii():
        return f"{text:{side}{cells}}"
    return f"{text:{side}{max(0, cells - width(text) + len(text))}}"


def fitted(text: str, cells: int, side: Side = LEFT) -> str:
    """Give a text on one line in just so many cells, cut with an ellipsis where it is wider."""
    return padded(clipped(text, cells), cells, side)


def widest(texts: Iterable[str], least: int = 0) -> int:
    """Give the cells of the widest of some visible texts."""
    return max(map(width, texts), default=least)


def broken(text: str, cells: int, *, indent: str = "") -> list[str]:
    """Break a text into lines of at most so many cells, between words where that is possible.

    Names are not parted at their hyphens.

    Args:
        text: a text on one line; line ends in it are shown as marks.
        cells: how wide a line may be.
        indent: what all lines but the first begin with.
    """
    text = visible_line(text)
    # One character fits, however narrow the lines are to be.
    if text.isascii():
        cells = max(cells, len(indent) + 1)
        return wrap(text, cells, subsequent_indent=indent, break_on_hyphens=False)
    cells = max(cells, len(indent) + MOST_CELLS)
    lines: list[str] = []
    line = ""
    for gap, word in _WORDS.findall(text):
        begun = f"{line}{gap if line.strip() else ''}{word}"
        if width(begun) <= cells:
            line = begun
            continue
        if line.strip():
            lines.append(line)
            line = indent
        line += word
        while width(line) > cells:
            end = end_within(line, cells)
            lines.append(line[:end])
            line = indent + line[end:]
    return [*lines, line] if line.strip() else lines
