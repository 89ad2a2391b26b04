"""The texts of an item's parts, laid out and made displayable block by block, when asked for.

A block is some paragraphs of a part: small enough to be made ready between two key presses, so that
an item of any size opens at once.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import NamedTuple, TypeVar

from coder_tui.domain.items import Part, PartKind
from coder_tui.domain.json_layout import layout
from coder_tui.domain.shown import Edits, Shown, applied, show

BLOCK = 4096
LONGEST = 4 * BLOCK
"""Code points of a block: from the first number on it ends at the next newline, if there is one
before the second, else behind a space."""

KEPT_BLOCKS = 256
KEPT_LAYOUTS = 32
_LAID_OUT = (PartKind.TOOL_CALL, PartKind.TOOL_RESULT)
_WHOLE = array("I", [0])
_STACKS = ("Mn", "Me", "Mc")
_JOINS = re.compile("[\u200c\u200d\ufe0f\U0001f3fb-\U0001f3ff\U0001f1e6-\U0001f1ff\n]")

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(OrderedDict[K, V]):
    """Keeps what was used last."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def used(self, key: K) -> V | None:
        """Give what is kept under a key, which becomes the newest."""
        found = self.get(key)
        if found is not None:
            self.move_to_end(key)
        return found

    def keep(self, key: K, value: V) -> V:
        """Keep a value; the one not used for longest goes."""
        self[key] = value
        if len(self) > self._most:
            self.popitem(last=False)
        return value


class BlockPlace(NamedTuple):
    """A code point of the displayed text of a block."""

    block: int
    at: int


class Texts:
    """Gives the blocks of each part, and the way between stored and displayed places.

    Parts go by their place in the item. One thread uses one of these.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self._plain = bytearray(part.kind not in _LAID_OUT for part in parts)
        self._laid_out: Recent[int, tuple[str, Edits]] = Recent(KEPT_LAYOUTS)
        self._starts: dict[int, array[int]] = {}
        self._blocks: Recent[tuple[int, int], Shown] = Recent(KEPT_BLOCKS)

    def laid_out(self, part: int) -> str:
        """Give the text of a part with the white space that makes JSON readable."""
        if self._plain[part]:
            return self.parts[part].text
        return self._layout(part)[0]

    def _layout(self, part: int) -> tuple[str, Edits]:
        found = self._laid_out.used(part)
        if found is None:
            text = self.parts[part].text
            edits = layout(text)
            self._plain[part] = not edits
            found = self._laid_out.keep(part, (applied(text, edits), Edits(edits)))
        return found

    def starts(self, part: int) -> "array[int]":
        """Give where the blocks of a part's laid-out text start."""
        if part not in self._starts:
            starts = block_starts(self.laid_out(part))
            if len(starts) == 1:
                return _WHOLE
            self._starts[part] = starts
        return self._starts[part]

    def block(self, part: int, block: int) -> Shown:
        """Give a block as it is displayed."""
        found = self._blocks.used((part, block))
        if found is None:
            text, starts = self.laid_out(part), self.starts(part)
            end = starts[block + 1] if block + 1 < len(starts) else len(text)
            found = self._blocks.keep((part, block), show(text[starts[block] : end]))
        return found

    def locate(self, part: int, stored: int, *, end: bool = False) -> BlockPlace:
        """Give where a stored code point is displayed; at its end, behind the one before it."""
        if not self._plain[part]:
            edits = self._layout(part)[1]
            stored = edits.end_after(stored) if end else edits.start_after(stored)
        starts = self.starts(part)
        block = bisect_right(starts, max(0, stored - end)) - 1
        shown, inside = self.block(part, block), stored - starts[block]
        return BlockPlace(block, shown.end_shown(inside) if end else shown.start_shown(inside))

    def stored(self, part: int, block: int, shown: int, *, end: bool = False) -> int:
        """Give the stored code point of a displayed one; at its end, behind what it belongs to."""
        text = self.block(part, block)
        at = self.starts(part)[block]
        at += text.end_stored(shown) if end else text.start_stored(shown)
        if self._plain[part]:
            return at
        edits = self._layout(part)[1]
        return edits.end_before(at) if end else edits.start_before(at)


def block_starts(text: str) -> "array[int]":
    """Cut a text into blocks; each block is made displayable as it would be within the whole."""
    starts, at = array("I", [0]), 0
    while len(text) - at > 2 * BLOCK:
        at = text.find("\n", at + BLOCK, at + LONGEST) + 1 or _cut(text, at)
        if at >= len(text):
            break
        starts.append(at)
    return starts


def _cut(text: str, start: int) -> int:
    """Give where a block without a newline ends: behind a space, or between two characters."""
    at = text.rfind(" ", start + BLOCK, start + LONGEST) + 1
    if at and (at == len(text) or _is_free(text, at)):
        return at
    at = min(len(text), start + LONGEST)
    while at < len(text) and not _is_free(text, at):
        at += 1
    return at


def _is_free(text: str, at: int) -> bool:
    """Whether a character does not hang on the one before it."""
    joined = _JOINS.match(text, at) or text[at - 1] == "\u200d"
    return not joined and unicodedata.category(text[at]) not in _STACKS
