"""Breaking text into lines of a terminal, by cells, without losing a character."""

import re
from collections.abc import Callable, Iterator

from coder_tui.domain.cells import MOST_CELLS, clusters, is_plain, is_simple, wide
from coder_tui.domain.cells import width as width_of

Span = tuple[int, int]
"""Code points [start, end) of a text."""


_WORD = re.compile("(?=.)([^ ]*) *", re.DOTALL)


def wrap(text: str, width: int) -> list[Span]:
    """Break a text into lines at most `width` cells wide.

    Lines are broken behind spaces where there are any, else anywhere between two clusters.
    Spaces at a break stay at the end of their line, beyond its width if need be. The spans cover
    every character but the newlines, in order.

    Args:
        text: text that has passed `visible()`.
        width: cells, at least 4 (a letter with its signs needs them).
    """
    lines: list[Span] = []
    start = 0
    while True:
        newline = text.find("\n", start)
        end = len(text) if newline < 0 else newline
        lines.extend(_wrap_line(text, start, end, max(MOST_CELLS, width)))
        if newline < 0:
            return lines
        start = newline + 1


def _wrap_line(text: str, start: int, end: int, width: int) -> Iterator[Span]:
    line = text[start:end]
    if is_simple(line):
        yield from _wrap_plain(text, start, end, width, _fitting_simple)
    elif is_plain(line):
        yield from _wrap_plain(text, start, end, width, _fitting)
    else:
        yield from _wrap_words(line, start, width)


def _fitting_simple(_: str, start: int, end: int, width: int) -> int:
    return min(end, start + width)


def _fitting(text: str, start: int, end: int, width: int) -> int:
    """Give how far a line reaches that is filled with characters of one cell or two."""
    at, left = start, width
    while at < end and left > 0:
        more = text[at : min(end, at + max(1, left // 2))]
        cells = len(more) + len(wide().findall(more))
        if cells > left:
            break
        at, left = at + len(more), left - cells
    return at


def _wrap_plain(
    text: str, start: int, end: int, width: int, fitting: Callable[[str, int, int, int], int]
) -> Iterator[Span]:
    """Wrap a line of characters that are alone."""
    while (edge := fitting(text, start, end, width)) < end:
        # A space just behind the last column may hang over, so it is searched for, too.
        space = text.rfind(" ", start, edge + 1)
        cut = edge
        if space > start:
            cut = space + 1
            while cut < end and text[cut] == " ":
                cut += 1
        yield (start, cut)
        start = cut
        if start == end:
            return
    yield (start, end)


def _wrap_words(line: str, offset: int, width: int) -> Iterator[Span]:
    """Wrap a line with characters that belong together, measured word by word."""
    start = used = 0
    for word in _WORD.finditer(line):
        cells = width_of(word.group(1))
        if used + cells > width and word.start() > start:
            yield (offset + start, offset + word.start())
            start, used = word.start(), 0
        if cells > width:
            for each in clusters(word.group(1)):
                at = word.start() + each.start
                if used + each.cells > width and at > start:
                    yield (offset + start, offset + at)
                    start, used = at, 0
                used += each.cells
        else:
            used += cells
        used += word.end() - word.end(1)
    yield (offset + start, offset + len(line))
