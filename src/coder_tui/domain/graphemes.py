"""How many cells a character takes on a terminal, and which characters it draws as one."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache

from coder_tui.domain import cell_table

JOINER, AS_PICTURE = "\u200d", "\ufe0f"
"""Joins two characters into one; makes a picture of a character, which is wide."""


class Ranges:
    """A set of characters."""

    def __init__(self, written: str) -> None:
        """Read hexadecimal ranges, in order, with spaces between them."""
        pairs = [each.partition("-") for each in written.split()]
        self._firsts = [int(first, 16) for first, _, _ in pairs]
        self._lasts = [int(last or first, 16) for first, _, last in pairs]

    def __contains__(self, character: str) -> bool:
        """Whether a character is in one of the ranges."""
        code = ord(character)
        place = bisect_right(self._firsts, code) - 1
        return place >= 0 and code <= self._lasts[place]


@cache
def _ranges() -> tuple[Ranges, Ranges, Ranges]:
    """Give the characters of no cell, of two, and those that may be pictures."""
    table = cell_table
    return Ranges(table.NO_CELL), Ranges(table.TWO_CELLS), Ranges(table.MAY_BE_PICTURES)


@lru_cache(maxsize=4096)
def cells_of(character: str) -> int:
    """Give the cells of one character: 0, 1 or 2."""
    if character < " " or "\x7f" <= character < "\xa0":
        return 0
    none, two, _ = _ranges()
    return 0 if character in none else 2 if character in two else 1


def graphemes(text: str) -> Iterator[tuple[int, int, int]]:
    """Give start, end and cells of what is drawn as one; together they cover the text."""
    start = cells = at = 0
    last = ""
    while at < len(text):
        character, end, own = text[at], at + 1, 0
        if character == JOINER:
            # What it joins stands in the cells of what it is joined to.
            end += 1 if at else 0
        elif character == AS_PICTURE:
            if last and last in _ranges()[2]:
                cells, last = cells + 1, ""
        else:
            own = cells_of(character)
        if own:
            if at > start:
                yield start, at, cells
            start, cells, last = at, own, character
        at = min(end, len(text))
    if text:
        yield start, len(text), cells
