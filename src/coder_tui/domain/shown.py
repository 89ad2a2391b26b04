"""The text as it is displayed, with an exact map between its code points and the stored ones.

Evidence is stored in code points of the stored text; the eye and the search work on what is
displayed, where a tab is four spaces and an escape a mark. Most text is displayed as it is stored
and needs no map, and a map is made only when somebody asks for it.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from coder_tui.domain.text import CUT, MAY_BE_MARKS, UNSAFE, long_stacks, visible

_CHANGED = re.compile(rf"\r\n|\t|{UNSAFE.pattern}")

Edit = tuple[int, int, str]
"""Code points [start, end) of a text, and what stands in their place."""

_Ints = Sequence[int]


class Edits:
    """Replacements in a text, in order; maps offsets before them to offsets after and back.

    An offset that starts something is the place of a character; one that ends something is the
    place behind a character. Inside a replacement, a start goes to its start and an end to its end,
    so that a span covers what it touches.
    """

    __slots__ = ("_after", "_after_end", "_before", "_before_end")

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._before, self._before_end = array("I"), array("I")
        self._after, self._after_end = array("I"), array("I")
        shift = 0
        for start, end, instead in edits:
            self._before.append(start)
            self._before_end.append(end)
            self._after.append(start + shift)
            self._after_end.append(start + shift + len(instead))
            shift += len(instead) - (end - start)

    def start_after(self, start: int) -> int:
        """Give the place after the edits of the character at `start`."""
        return _start(start, self._before, self._before_end, self._after, self._after_end)

    def end_after(self, end: int) -> int:
        """Give the place after the edits behind the character that ends at `end`."""
        return _end(end, self._before, self._before_end, self._after_end)

    def start_before(self, start: int) -> int:
        """Give the place before the edits of the character at `start`."""
        return _start(start, self._after, self._after_end, self._before, self._before_end)

    def end_before(self, end: int) -> int:
        """Give the place before the edits behind the character that ends at `end`."""
        return _end(end, self._after, self._after_end, self._before_end)


def _start(at: int, here: _Ints, here_end: _Ints, to: _Ints, end: _Ints) -> int:
    edit = bisect_right(here, at) - 1
    if edit < 0:
        return at
    return to[edit] if at < here_end[edit] else end[edit] + at - here_end[edit]


def _end(at: int, here: _Ints, here_end: _Ints, end: _Ints) -> int:
    edit = bisect_left(here, at) - 1
    if edit < 0:
        return at
    return end[edit] + max(0, at - here_end[edit])


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Give a text with its edits made."""
    pieces, at = [], 0
    for start, end, instead in edits:
        pieces += [text[at:start], instead]
        at = end
    return "".join([*pieces, text[at:]])


class Shown:
    """A text as it is displayed: `text` is `visible(stored)`, and offsets go both ways."""

    __slots__ = ("_maps", "stored", "text")

    def __init__(self, stored: str, text: str) -> None:
        self.stored = stored
        self.text = text
        self._maps: tuple[Edits, ...] | None = () if text == stored else None

    @property
    def _edits(self) -> tuple[Edits, ...]:
        if self._maps is None:
            safe = list(_made_safe(self.stored))
            cut = list(_cut(applied(self.stored, safe)))
            self._maps = tuple(Edits(edits) for edits in (safe, cut) if edits)
        return self._maps

    def start_shown(self, start: int) -> int:
        """Give where the stored character at `start` is displayed."""
        for edits in self._edits:
            start = edits.start_after(start)
        return start

    def end_shown(self, end: int) -> int:
        """Give where the display of the stored character that ends at `end` ends."""
        for edits in self._edits:
            end = edits.end_after(end)
        return end

    def start_stored(self, start: int) -> int:
        """Give where the stored character begins whose display holds `start`."""
        for edits in reversed(self._edits):
            start = edits.start_before(start)
        return start

    def end_stored(self, end: int) -> int:
        """Give where the stored character ends whose display holds the place before `end`."""
        for edits in reversed(self._edits):
            end = edits.end_before(end)
        return end


def show(text: str) -> Shown:
    """Make a text displayable: exactly `visible(text)`, with the way back."""
    return Shown(text, visible(text))


def _made_safe(text: str) -> Iterator[Edit]:
    """Give what `visible` does to single characters."""
    for match in _CHANGED.finditer(text):
        yield *match.span(), visible(match.group())


def _cut(text: str) -> Iterator[Edit]:
    """Give what `visible` does to stacks of combining marks, in text that is safe already."""
    if text.isascii():
        return
    for match in MAY_BE_MARKS.finditer(text):
        for start, end in long_stacks(match.group()):
            yield match.start() + start, match.start() + end, CUT
