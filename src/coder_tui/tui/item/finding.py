"""Searching in the displayed text of an item: all places, as few numbers each."""

import re
import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple, overload

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import Part
from coder_tui.domain.text import visible
from coder_tui.tui.item.texts import Texts

REGEX_SECONDS = 2.0
"""An expression that needs longer for one item is given up."""
MOST_HITS = 1_000_000
_STRETCH = 65_536
"""Characters that are searched in one go."""


class Mode(StrEnum):
    """How a query is read."""

    PLAIN = "plain"
    IGNORE_CASE = "ignore case"
    REGEX = "regex"


class Hit(NamedTuple):
    """A place where the search found something: part and code points of its displayed text."""

    part: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hits(Sequence[Hit]):
    """All hits of an item in order: two numbers each, and where each part's begin."""

    starts: "array[int]" = field(default_factory=lambda: array("I"))
    ends: "array[int]" = field(default_factory=lambda: array("I"))
    first: "array[int]" = field(default_factory=lambda: array("I", [0]))
    """The number of the first hit of every part, and their count."""
    blocks: "dict[int, list[int]]" = field(default_factory=dict)
    """Where the displayed blocks of parts with several start."""
    is_cut: bool = False
    """Whether there are more than `MOST_HITS`."""

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, number: int) -> Hit: ...
    @overload
    def __getitem__(self, number: slice) -> list[Hit]: ...
    def __getitem__(self, number: int | slice) -> Hit | list[Hit]:
        """Give a hit by its number."""
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        number = range(len(self))[number]
        part = bisect_right(self.first, number) - 1
        return Hit(part, self.starts[number], self.ends[number])

    def block_start(self, part: int, block: int) -> int:
        """Give where a block starts in the displayed text of its part."""
        return self.blocks[part][block] if part in self.blocks else 0

    def block_of(self, hit: Hit) -> tuple[int, int]:
        """Give the block in which a hit starts, and where in it."""
        starts = self.blocks.get(hit.part)
        if starts is None:
            return 0, hit.start
        block = bisect_right(starts, hit.start) - 1
        return block, hit.start - starts[block]

    def between(self, part: int, start: int, end: int) -> Iterator[int]:
        """Give the numbers of the hits that touch a stretch of a part's displayed text."""
        if part + 1 >= len(self.first):
            return
        low, high = self.first[part], self.first[part + 1]
        number = bisect_right(self.ends, start, low, high)
        while number < high and self.starts[number] < end:
            yield number
            number += 1

    def after(self, part: int, start: int) -> int:
        """Give the number of the first hit from a place on; the first of all behind the last."""
        if part + 1 >= len(self.first):
            return 0
        number = bisect_left(self.starts, start, self.first[part], self.first[part + 1])
        return number if number < len(self) else 0


Matches = Iterator[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query that can be searched for."""

    query: str
    mode: Mode
    matches: Callable[[str], Matches]


def wanted(query: str, mode: Mode) -> Wanted:
    """Read a query.

    Raises:
        BadInputError: it is no regular expression.
    """
    if mode is Mode.REGEX:
        return Wanted(query, mode, _regex(query))
    words = visible(query)
    flags = re.IGNORECASE if mode is Mode.IGNORE_CASE else 0
    return Wanted(query, mode, _literal(re.compile(re.escape(words), flags), len(words)))


def _literal(pattern: re.Pattern[str], length: int) -> Callable[[str], Matches]:
    """Search stretch by stretch, so that another thread is let in between."""

    def matches(text: str) -> Matches:
        at = 0
        while length and at < len(text):
            stop = min(at + _STRETCH, len(text))
            for match in pattern.finditer(text, at, min(stop + length - 1, len(text))):
                yield match.span()
                at = match.end()
            at = max(at, stop)

    return matches


def _regex(query: str) -> Callable[[str], Matches]:
    # It takes a while to import, and only this mode needs what `re` lacks: a time limit.
    import regex

    try:
        pattern = regex.compile(query, regex.MULTILINE)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        raise BadInputError(
            f"This is no regular expression: {error}.",
            title="Not searched",
            hint="Mend it, or search for the words as they stand.",
        ) from error
    end = time.monotonic() + REGEX_SECONDS

    def matches(text: str) -> Matches:
        try:
            left = max(0.001, end - time.monotonic())
            for match in pattern.finditer(text, concurrent=True, timeout=left):
                if match.end() > match.start():
                    yield match.span()
        except TimeoutError as error:
            raise BadInputError(
                f"The expression was given up after {REGEX_SECONDS:g} seconds.",
                title="Not searched",
                hint="Make it simpler, or search for plain words.",
            ) from error

    return matches


def find(parts: Sequence[Part], what: Wanted, go_on: Callable[[], bool]) -> Hits | None:
    """Find all places in an item. `go_on` is asked between them and may rest; None: it said no."""
    texts = Texts(parts)
    starts, ends, first, blocks = array("I"), array("I"), array("I", [0]), {}
    for place in range(len(parts) if what.query else 0):
        shown = []
        for block in range(len(texts.starts(place))):
            shown.append(texts.block(place, block).text)
            if not go_on():
                return None
        if len(shown) > 1:
            blocks[place] = list(accumulate(map(len, shown), initial=0))
        for start, end in what.matches("".join(shown)):
            if len(starts) == MOST_HITS:
                first.extend([MOST_HITS] * (len(parts) + 1 - len(first)))
                return Hits(starts, ends, first, blocks, is_cut=True)
            starts.append(start)
            ends.append(end)
            if not len(starts) % 1000 and not go_on():
                return None
        first.append(len(starts))
    return Hits(starts, ends, first, blocks)
