"""Breaking text into lines of a terminal, by cells, without losing a character."""

from collections.abc import Iterator

from rich.cells import split_graphemes

Span = tuple[int, int]
"""Code points [start, end) of a text."""


def wrap(text: str, width: int) -> list[Span]:
    """Break a text into lines at most `width` cells wide.

    Lines are broken behind spaces where there are any, else anywhere between two graphemes.
    Spaces at a break stay at the end of their line, beyond its width if need be. The spans cover
    every character but the newlines, in order.

    Args:
        text: text that has passed `visible()`.
        width: cells, at least 2 (a wide character needs them).
    """
    lines: list[Span] = []
    start = 0
    while True:
        newline = text.find("\n", start)
        end = len(text) if newline < 0 else newline
        lines.extend(_wrap_line(text, start, end, max(2, width)))
        if newline < 0:
            return lines
        start = newline + 1


def _wrap_line(text: str, start: int, end: int, width: int) -> Iterator[Span]:
    line = text[start:end]
    if line.isascii():
        yield from _wrap_ascii(text, start, end, width)
    else:
        yield from _wrap_wide(line, start, width)


def _wrap_ascii(text: str, start: int, end: int, width: int) -> Iterator[Span]:
    while end - start > width:
        # A space just behind the last column may hang over, so it is searched for, too.
        space = text.rfind(" ", start, start + width + 1)
        if space <= start:
            cut = start + width
        else:
            cut = space + 1
            while cut < end and text[cut] == " ":
                cut += 1
        yield (start, cut)
        start = cut
        if start == end:
            return
    yield (start, end)


def _wrap_wide(line: str, offset: int, width: int) -> Iterator[Span]:
    graphemes, total = split_graphemes(line)
    if total <= width:
        yield (offset, offset + len(line))
        return
    start = used = 0
    break_at, used_at_break = -1, 0
    for at, after, cells in graphemes:
        is_space = line[at:after] == " "
        if used + cells > width and not is_space and break_at > start:
            yield (offset + start, offset + break_at)
            start, used, break_at = break_at, used - used_at_break, -1
        # A word that filled the line but for a space can still be too long with its last character.
        if used + cells > width and not is_space and at > start:
            yield (offset + start, offset + at)
            start, used, break_at = at, 0, -1
        used += cells
        if is_space:
            break_at, used_at_break = after, used
    yield (offset + start, offset + len(line))
