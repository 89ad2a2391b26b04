"""Lines of a list that end in an ellipsis where there is no more room, and never in a number."""

from collections.abc import Iterable, Sequence

from coder_tui.domain.cells import width
from coder_tui.domain.text import clipped, visible_line
from coder_tui.tui.row_list import Span

MORE = "…"
NUMBER = "0123456789.,+-"


def cut(spans: Sequence[Span], cells: int) -> tuple[Span, ...]:
    """Give spans in at most so many cells; what is cut ends in an ellipsis."""
    if width("".join(map(_text, spans)).rstrip()) <= cells:
        return tuple(spans)
    kept: list[Span] = []
    room = cells - width(MORE)
    for span in spans:
        text = _text(span)
        if width(text) > room:
            kept.append(_like(span, _cut_text(text, room)))
            break
        kept.append(span)
        room -= width(text)
    return tuple(kept)


def whole_entries(
    before: Sequence[Span], entries: Sequence[Sequence[Span]], cells: int
) -> tuple[Span, ...]:
    """Give the entries that fit behind the beginning of a line, each whole.

    Args:
        before: what the line begins with.
        entries: what stands behind it, from the left.
        cells: how many there are for the line.
    """
    room = cells - _cells(before)
    ellipsis: Span = (f" {MORE}", "quiet")
    many, behind = len(entries), list[Span]()
    while many and sum(map(_cells, entries[:many])) + _cells(behind) > room:
        many, behind = many - 1, [ellipsis]
    return cut([*before, *(span for each in entries[:many] for span in each), *behind], cells)


def _cut_text(text: str, room: int) -> str:
    """Cut a text and end it in an ellipsis; of a number cut in the middle nothing is left."""
    kept = clipped(f"{text}{MORE}", room + width(MORE)).removesuffix(MORE)
    rest = text[len(kept) :]
    if rest[:1] and rest[0] in NUMBER and kept[-1:] and kept[-1] in NUMBER:
        kept = kept.rstrip(NUMBER)
    return f"{kept}{MORE}"


def _cells(spans: Iterable[Span]) -> int:
    return sum(width(_text(span)) for span in spans)


def _text(span: Span) -> str:
    return visible_line(span if isinstance(span, str) else span[0])


def _like(span: Span, text: str) -> Span:
    return text if isinstance(span, str) else (text, span[1])
