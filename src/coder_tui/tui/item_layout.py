"""From the parts of an item to lines: what is folded, what is named, how it is labelled."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from coder_tui.domain.items import Part, PartKind
from coder_tui.domain.text import plural, visible_line
from coder_tui.tui.wrapping import Span, wrap

FOLD_ABOVE = 12
"""Tool results longer than this many lines start folded."""
FOLDED_LINES = 3
_TOOLS = (PartKind.TOOL_CALL, PartKind.TOOL_RESULT)


@dataclass(frozen=True, slots=True)
class Line:
    """One line on the screen: which part, which code points of its visible text, what it is."""

    part: int
    start: int
    end: int
    first: bool = False
    note: str = ""
    """Set on lines of our own, e.g. how much is folded away."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the search found something: part and code points of its visible text."""

    part: int
    start: int
    end: int


def lay_out(
    parts: Sequence[Part], texts: Sequence[str], folded: Collection[int], width: int
) -> list[Line]:
    """Give all lines of an item.

    Args:
        parts: the item's parts.
        texts: their visible texts.
        folded: places of the parts that are folded.
        width: cells for the text.
    """
    lines: list[Line] = []
    for place, (part, text) in enumerate(zip(parts, texts, strict=True)):
        spans = wrap(text, width)
        named = part.kind in _TOOLS and bool(part.name)
        if named:
            lines.append(Line(place, 0, 0, first=True, note=visible_line(part.name)))
        if place in folded:
            lines += _folded(place, part, spans, named=named)
        else:
            lines += _lines(place, spans, named=named)
    return lines


def _lines(place: int, spans: Sequence[Span], *, named: bool) -> Iterator[Line]:
    for number, (start, end) in enumerate(spans):
        yield Line(place, start, end, first=number == 0 and not named)


def _folded(place: int, part: Part, spans: Sequence[Span], *, named: bool) -> Iterator[Line]:
    """Show the beginning of a part and how much of it is folded away."""
    reference = part.kind is PartKind.REFERENCE
    shown = 0 if reference else min(FOLDED_LINES, len(spans) - 1)
    yield from _lines(place, spans[:shown], named=named)
    what = "what is true, for judging" if reference else "more"
    note = f"+ {plural(len(spans) - shown, 'line')}: {what} (o opens)"
    yield Line(place, 0, 0, first=shown == 0 and not named, note=note)


def starts_folded(part: Part) -> bool:
    """Whether a part is folded at first: the reference, and long results of tools."""
    long_result = part.kind is PartKind.TOOL_RESULT and part.text.count("\n") > FOLD_ABOVE
    return part.kind is PartKind.REFERENCE or long_result


def fitted(text: str, width: int) -> str:
    """Give text on one line of exactly so many cells, cut with an ellipsis or filled up."""
    line = visible_line(text[: width * 4 + 4])
    if cell_len(line) > width:
        line = set_cell_size(line, max(0, width - 1)) + "…"
    return set_cell_size(line, width)


def label(part: Part) -> str:
    """Give what stands before a part: its role, its tool call, or the name of its field."""
    if part.kind is PartKind.REFERENCE:
        return "REFERENCE"
    if part.kind is PartKind.FIELD:
        return part.name
    if part.kind in _TOOLS:
        word = "CALL" if part.kind is PartKind.TOOL_CALL else "RESULT"
        return f"{word} {part.call}".strip()
    if part.kind is PartKind.REASONING:
        return "REASONING"
    return part.role.upper()


def tone(part: Part) -> str:
    """Give the colour of a part's label: user, assistant or other."""
    if part.kind is PartKind.FIELD:
        return "assistant"
    if part.kind is not PartKind.TEXT:
        return "other"
    return part.role if part.role in ("user", "assistant") else "other"
