"""The lines of an item for one width: how many, which one where, without making them all.

A part has as many lines as its blocks have. A block's lines are estimated until it is looked at or
a worker has counted; whoever looks at lines settles them first, so what is in the window is exact.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from coder_tui.domain.items import Part, PartKind
from coder_tui.domain.text import plural, visible_line
from coder_tui.tui.item.texts import KEPT_BLOCKS, Recent, Texts
from coder_tui.tui.item_layout import FOLDED_LINES, is_named
from coder_tui.tui.wrapping import Span, wrap

NAME, NOTE = -1, 1 << 30
"""Stand for a block: the line with a tool's name, and the one that says how much is folded."""


class Row(NamedTuple):
    """One line of the item: part, block of the part, line of the block; they sort."""

    part: int
    block: int
    line: int


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on a line: code points of the block's displayed text, or a note of our own."""

    row: Row
    start: int
    end: int
    first: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """The exact numbers of lines: of every part, and of the blocks of parts with several."""

    parts: "array[int]"
    blocks: "dict[int, array[int]]"


class _Blocks:
    """The lines of the blocks of one part."""

    __slots__ = ("_before", "counts", "sure")

    def __init__(self, counts: "array[int]", *, sure: bool) -> None:
        self.counts = counts
        self.sure = bytearray([sure]) * len(counts)
        self._before: list[int] | None = None

    @property
    def before(self) -> list[int]:
        """How many lines stand before each block, and in all."""
        if self._before is None:
            self._before = list(accumulate(self.counts, initial=0))
        return self._before

    def settle(self, block: int, count: int) -> None:
        self.counts[block] = count
        self.sure[block] = True
        self._before = None


class Lines:
    """Lines of all parts, numbered from 0; numbers below what is settled may still shift."""

    def __init__(
        self, texts: Texts, folded: Collection[int], width: int, fold_key: str = "o"
    ) -> None:
        self.texts = texts
        self.width = width
        self._fold_key = fold_key
        self.is_counted = False
        self._parts = texts.parts
        self._folded = set(folded)
        self._text_lines = array("I", (_estimate(part.text, width) for part in self._parts))
        self._sure = bytearray(len(self._parts))
        self._blocks: dict[int, _Blocks] = {}
        self._heights = array("I", map(self._height_of, range(len(self._parts))))
        self._before: list[int] | None = None
        self._wrapped: Recent[tuple[int, int], list[Span]] = Recent(KEPT_BLOCKS)

    # How many

    @property
    def before(self) -> list[int]:
        """How many lines stand before each part, and in all."""
        if self._before is None:
            self._before = list(accumulate(self._heights, initial=0))
        return self._before

    @property
    def height(self) -> int:
        """How many lines there are."""
        return self.before[-1]

    def is_folded(self, part: int) -> bool:
        """Whether a part is folded."""
        return part in self._folded

    def fold(self, folded: Collection[int]) -> None:
        """Fold just these parts."""
        changed = self._folded ^ set(folded)
        self._folded = set(folded)
        for part in changed:
            self._heights[part] = self._height_of(part)
        self._before = None

    def take(self, counts: Counts) -> None:
        """Take over what a worker has counted."""
        self._text_lines = counts.parts
        self._sure = bytearray([True]) * len(self._parts)
        self._blocks = {part: _Blocks(each, sure=True) for part, each in counts.blocks.items()}
        self._heights = array("I", map(self._height_of, range(len(self._parts))))
        self._before = None
        self.is_counted = True

    def _height_of(self, part: int) -> int:
        shown = self._text_lines[part]
        if part in self._folded:
            shown = self._shown_of_folded(part) + 1
        return is_named(self._parts[part]) + shown

    def _shown_of_folded(self, part: int) -> int:
        """How many lines of its text a folded part shows: some of the first block."""
        if self._parts[part].kind is PartKind.REFERENCE:
            return 0
        blocks = self._blocks.get(part)
        first = blocks.counts[0] if blocks else self._text_lines[part]
        return min(FOLDED_LINES, first, self._text_lines[part] - 1)

    # Which is where

    def number(self, row: Row) -> int:
        """Give the number of a line."""
        return self.before[row.part] + self.inside(row)

    def inside(self, row: Row) -> int:
        """Give how many lines of its part stand before a line."""
        if row.block == NAME:
            return 0
        if row.block == NOTE:
            return self._heights[row.part] - 1
        blocks = self._blocks.get(row.part)
        named = is_named(self._parts[row.part])
        return named + (blocks.before[row.block] if blocks else 0) + row.line

    def row(self, number: int) -> Row:
        """Give the line of a number; beyond the ends, the first or the last."""
        number = min(max(0, number), self.height - 1)
        part = bisect_right(self.before, number) - 1
        return self.row_in(part, number - self.before[part])

    def row_in(self, part: int, line: int) -> Row:
        """Give a line of a part, the last one if there are fewer."""
        line = min(line, self._heights[part] - 1)
        if is_named(self._parts[part]):
            line -= 1
        if line < 0:
            return Row(part, NAME, 0)
        if part in self._folded and line >= self._shown_of_folded(part):
            return Row(part, NOTE, 0)
        blocks = self._blocks.get(part)
        if blocks is None:
            return Row(part, 0, line)
        block = bisect_right(blocks.before, line, hi=len(blocks.counts)) - 1
        return Row(part, block, line - blocks.before[block])

    def row_of(self, part: int, stored: int) -> Row:
        """Give the line on which a stored code point is displayed, settled."""
        if not self._parts[part].text or self._hidden(part):
            return self.row_in(part, 0)
        place = self.texts.locate(part, stored)
        self.settle_block(part, place.block)
        spans = self._spans(part, place.block)
        line = max(0, bisect_right(spans, place.at, key=lambda span: span[0]) - 1)
        row = Row(part, place.block, line)
        shown = self._shown_of_folded(part)
        if part in self._folded and (place.block > 0 or line >= shown):
            return Row(part, NOTE, 0)
        return row

    def _hidden(self, part: int) -> bool:
        return part in self._folded and self._shown_of_folded(part) == 0

    # What stands there

    def line(self, row: Row) -> Line:
        """Give what stands on a line."""
        first = self.inside(row) == 0
        if row.block == NAME:
            return Line(row, 0, 0, first, visible_line(self._parts[row.part].name))
        if row.block == NOTE:
            return Line(row, 0, 0, first, self._note(row.part))
        start, end = self._spans(row.part, row.block)[row.line]
        return Line(row, start, end, first)

    def _note(self, part: int) -> str:
        """Say how much of a part is folded away; the key comes first, where it is never cut."""
        reference = self._parts[part].kind is PartKind.REFERENCE
        what = ": what is true, for judging" if reference else ""
        hidden = self._text_lines[part] - self._shown_of_folded(part)
        about = "" if self._sure[part] else "about "
        return f"+ {about}{plural(hidden, 'line')} ({self._fold_key} opens){what}"

    def _spans(self, part: int, block: int) -> list[Span]:
        found = self._wrapped.used((part, block))
        if found is None:
            last = block + 1 == len(self.texts.starts(part))
            spans = wrapped(self.texts.block(part, block).text, self.width, last=last)
            found = self._wrapped.keep((part, block), spans)
        return found

    # Making sure

    def settle(self, row: Row, back: int, ahead: int) -> None:
        """Make the lines around one exact, so many before and behind it."""
        if self.is_counted:
            return
        ahead, back = ahead + FOLDED_LINES + 2, back + FOLDED_LINES + 2
        if row.block not in (NAME, NOTE) and row.part not in self._folded:
            # The rest of its own block lies on the other side.
            back += self.settle_block(row.part, row.block) - 1 - row.line
            ahead += row.line
        part, block, found = row.part, row.block, 0
        while found <= ahead and part < len(self._parts):
            found += self._settle_part(part, max(0, block), ahead - found, 1)
            part, block = part + 1, 0
        part, block, found = row.part, row.block, 0
        while found <= back and part >= 0:
            found += self._settle_part(part, block, back - found, -1)
            part, block = part - 1, NOTE

    def exact(self, row: Row) -> Row:
        """Give a line that surely is there, in the same block."""
        if row.block in (NAME, NOTE):
            return row
        return row._replace(line=min(row.line, self.settle_block(row.part, row.block) - 1))

    def last(self) -> Row:
        """Give the last line of the item."""
        part = len(self._parts) - 1
        if part not in self._folded:
            self.settle_block(part, len(self.texts.starts(part)) - 1)
        return self.row(self.height - 1)

    def _settle_part(self, part: int, block: int, wanted: int, step: int) -> int:
        """Settle blocks of a part from one on, and give how many lines they have."""
        if part in self._folded:
            self.settle_block(part, 0)
            return self._heights[part]
        found, last = 0, len(self.texts.starts(part)) - 1
        block = min(max(0, block), last)
        while 0 <= block <= last and found <= wanted:
            found += self.settle_block(part, block)
            block += step
        return found

    def settle_block(self, part: int, block: int) -> int:
        """Make the lines of a block exact and give their number."""
        starts = self.texts.starts(part)
        if len(starts) == 1:
            if not self._sure[part]:
                self._set_part(part, len(self._spans(part, 0)), sure=True)
            return self._text_lines[part]
        blocks = self._blocks.get(part)
        if blocks is None:
            blocks = self._blocks[part] = _Blocks(self._guesses(part, starts), sure=False)
        if not blocks.sure[block]:
            blocks.settle(block, len(self._spans(part, block)))
            self._set_part(part, blocks.before[-1], sure=all(blocks.sure))
        return blocks.counts[block]

    def _guesses(self, part: int, starts: Sequence[int]) -> "array[int]":
        text = self.texts.laid_out(part)
        ends = [*starts[1:], len(text)]
        return array(
            "I",
            (_estimate(text, self.width, a, b) for a, b in zip(starts, ends, strict=True)),
        )

    def _set_part(self, part: int, lines: int, *, sure: bool) -> None:
        self._text_lines[part] = lines
        self._sure[part] = sure
        height = self._height_of(part)
        if height != self._heights[part]:
            self._heights[part] = height
            self._before = None


def wrapped(text: str, width: int, *, last: bool) -> list[Span]:
    """Wrap a block; the newline at its end belongs to it unless it ends the part."""
    spans = wrap(text, width)
    if not last and text.endswith("\n"):
        spans.pop()
    return spans


def _estimate(text: str, width: int, start: int = 0, end: int | None = None) -> int:
    end = len(text) if end is None else end
    return 1 + text.count("\n", start, end) + (end - start) // (width + width // 4)


def count(parts: Sequence[Part], width: int, go_on: Callable[[], bool]) -> Counts | None:
    """Count all lines; `go_on` is asked after every block and may rest. None: it said no."""
    texts = Texts(parts)
    totals, several = array("I"), {}
    for place in range(len(parts)):
        blocks = len(texts.starts(place))
        counts = array("I")
        for block in range(blocks):
            shown = texts.block(place, block).text
            counts.append(len(wrapped(shown, width, last=block + 1 == blocks)))
            if not go_on():
                return None
        totals.append(sum(counts))
        if blocks > 1:
            several[place] = counts
    return Counts(totals, several)
