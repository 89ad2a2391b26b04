"""What a quote becomes when names in the text that it stands in are masked, or shown again."""

from collections.abc import Sequence
from dataclasses import dataclass

from coder_tui.domain.anchoring import find_quote
from coder_tui.domain.blinding import Segment
from coder_tui.domain.carrying import source_span, stored_span


@dataclass(frozen=True, slots=True)
class Stored:
    """A text as it is, or was, stored, with its replacements of the original."""

    text: str
    segments: tuple[Segment, ...]


def requoted(
    cited: str, present: str, start: int, before: Sequence[Stored], now: Stored
) -> str | None:
    """Give the words that stand where a quote stood; None where it is found nowhere.

    A quote that ends within a name becomes one that ends with the mark: what is left of a name
    tells it, too.

    Args:
        cited: the words as they were cited.
        present: the words as they are kept now.
        start: where they began when they were cited.
        before: texts in which they may stand, the likeliest first; of the same original.
        now: the text as it is to be.
    """
    end = start + len(cited)
    for stored in before:
        if cited and stored.text[start:end] == cited:
            return _carried(start, end, stored, now)
    for stored in before:
        found = find_quote(present, stored.text, near=start)
        if found is not None and found.exact:
            return _carried(found.start, found.end, stored, now)
    return None


def _carried(start: int, end: int, before: Stored, now: Stored) -> str:
    source = source_span(start, end, before.segments)
    first, last = stored_span(*source, now.segments)
    return now.text[first:last]
