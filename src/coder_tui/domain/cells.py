"""Which characters belong together on a terminal, and how many cells they take.

In a grapheme a letter behind a joiner counts as nothing, and so do the vowel signs of Indic scripts
that stand beside their letter, where terminals draw them: they would push everything right of them
out of its column. The count is right for the pieces of a text that is cut behind such joiners, but
for those signs; so texts are measured, and drawn, in these pieces, and the signs are added.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from coder_tui.domain.graphemes import cells_of, graphemes

SIMPLE = re.compile(
    "[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f"
    "\u05d0-\u05ea\u0621-\u064a\u1e00-\u1f15\u2010-\u2027\u2030-\u205e\u2070\u2071\u2074-\u208e"
    "\u20a0-\u20bf\u2150-\u218b\u2190-\u2319\u2400-\u2426\u2500-\u25fc\u27e8\u27e9\ufffd]*"
)
"""Text of these characters alone has one cell for each."""

_WIDE = (
    "[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60\u3001\u3002]"
)
"""Characters that are alone and take two cells, as a pattern."""

_EMOJI = "[\xa9\xae\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_TONED = f"{_EMOJI}[\ufe0f\U0001f3fb-\U0001f3ff]*"
_JOINED_EMOJI = re.compile(f"(?:{_TONED}\u200d){{1,4}}{_TONED}")
"""What a joiner makes into one picture; longer chains are no emoji of anybody's."""

_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")
MOST_CELLS = 4
"""What belongs together stays together up to this width, so that every line can be filled."""
_INDIC = (*range(0x0900, 0x1D00), *range(0xA800, 0xAC00), *range(0x11000, 0x12000))


class Cluster(NamedTuple):
    """Characters [start, end) of a text that are never parted, and their cells."""

    start: int
    end: int
    cells: int


def is_simple(text: str) -> bool:
    """Whether every character of a text is alone and takes one cell."""
    return text.isascii() or SIMPLE.fullmatch(text) is not None


def is_plain(text: str) -> bool:
    """Whether every character of a text is alone and takes one cell or two."""
    return is_simple(text) or is_simple(wide().sub("", text))


@cache
def wide() -> re.Pattern[str]:
    """Match what is alone and takes two cells; compiling it takes 2 ms, so it waits for a text."""
    return re.compile(_WIDE)


@cache
def _signs() -> re.Pattern[str]:
    """Give the signs that have a cell in terminals and none in Rich's count."""
    signs = [
        chr(code)
        for code in _INDIC
        if unicodedata.category(chr(code)) == "Mc" and not cells_of(chr(code))
    ]
    return re.compile(f"[{''.join(signs)}]")


def joints(text: str) -> Iterator[int]:
    """Give the places behind joiners that join no emoji, where a text is cut to be measured."""
    if "\u200d" not in text:
        return
    whole = [match.span() for match in _JOINED_EMOJI.finditer(text)]
    at = text.find("\u200d")
    while 0 <= at < len(text) - 1:
        while whole and whole[0][1] <= at:
            del whole[0]
        if not (whole and whole[0][0] <= at):
            yield at + 1
        at = text.find("\u200d", at + 1)


def width(text: str) -> int:
    """Give the cells that a text takes when it is drawn in its pieces."""
    if is_simple(text):
        return len(text)
    at, total = 0, len(_signs().findall(text))
    for joint in (*joints(text), len(text)):
        total += sum(cells for _, _, cells in graphemes(text[at:joint]))
        at = joint
    return total


def end_within(text: str, cells: int) -> int:
    """Give how many characters of a text fit into so many cells, none of them parted."""
    end = used = 0
    for cluster in clusters(text):
        if used + cluster.cells > cells:
            break
        end, used = cluster.end, used + cluster.cells
    return end


def clusters(text: str) -> Iterator[Cluster]:
    """Give the clusters of a text in order; they cover it."""
    found: Cluster | None = None
    for start, end, cells in _graphemes(text):
        if found is not None and _belong(text, found, Cluster(start, end, cells)):
            found = Cluster(found.start, end, found.cells + cells)
            continue
        if found is not None:
            yield found
        found = Cluster(start, end, cells)
    if found is not None:
        yield found


def _graphemes(text: str) -> Iterator[tuple[int, int, int]]:
    """Give the graphemes, each sign on its own."""
    at, signs = 0, {match.start() for match in _signs().finditer(text)}
    for joint in (*joints(text), len(text)):
        for first, last, cells in graphemes(text[at:joint]):
            start, own = at + first, cells
            for sign in sorted(signs.intersection(range(at + first, at + last))):
                if sign > start:
                    yield start, sign, own
                start, own = sign, 1
            yield start, at + last, own
        at = joint


def _belong(text: str, before: Cluster, behind: Cluster) -> bool:
    """Whether two clusters are one: a sign, joined by a joiner, or the two letters of a flag."""
    if behind.cells == 0:
        return True
    if before.cells + behind.cells > MOST_CELLS:
        return False
    if text[before.end - 1] == "\u200d" or _signs().match(text, behind.start):
        return True
    letters = text[before.start : before.end]
    flag = len(letters) == 1 and _FLAG_LETTER.match(letters)
    return bool(flag and _FLAG_LETTER.match(text[behind.start]))
