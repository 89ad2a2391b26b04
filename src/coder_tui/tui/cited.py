"""Who cites what of an item, for whoever reads the evidence of several coders."""

from collections.abc import Iterable, Mapping, Sequence

from coder_tui.domain.adjudication import CitedPlace, cited_places, parted
from coder_tui.domain.anchoring import find_quote
from coder_tui.domain.coding import Citation
from coder_tui.domain.items import ItemKind, ItemView, Part
from coder_tui.domain.text import visible_line
from coder_tui.tui.coding.lines import length
from coder_tui.tui.item.spans import Span
from coder_tui.tui.literal import Piece

SEVERAL = "+"
"""Stands in the margin where more than one coder cites, or one behind Z."""


def places_in(
    item: ItemView, citations: Iterable[tuple[str, Sequence[Citation]]]
) -> tuple[tuple[CitedPlace, ...], tuple[tuple[str, str], ...]]:
    """Find in the item as it is now what coders cited, by their letters.

    Returns:
        The places in the order of the text, and letter and words of what is no longer there.
    """
    parts = {part.idx: part for part in item.parts}
    lost: list[tuple[str, str]] = []
    found: list[tuple[str, list[tuple[int, int, int]]]] = []
    for letter, cited in citations:
        spans = []
        for each in cited:
            span = _standing(parts.get(each.part), each)
            if span is None:
                lost.append((letter, each.quote))
            else:
                spans.append((each.part, *span))
        found.append((letter, spans))
    return cited_places(found), tuple(lost)


def _standing(part: Part | None, cited: Citation) -> tuple[int, int] | None:
    """Give where a quote stands in its part; None where it is lost."""
    if part is None:
        return None
    if cited.start == cited.end:
        # Words that stand in the source alone belong to the field as a whole.
        return 0, len(part.text)
    if part.text[cited.start : cited.end] == cited.quote:
        return cited.start, cited.end
    found = find_quote(cited.quote, part.text, near=cited.start)
    return (found.start, found.end) if found else None


def signs(places: Iterable[CitedPlace]) -> Mapping[Span, str]:
    """Give what stands in the margin for each place: the letter of who cites it, if it is one."""
    return {
        Span(each.part, each.start, each.end): each.letters if len(each.letters) == 1 else SEVERAL
        for each in places
    }


def listed(letters: Sequence[str]) -> str:
    """Give letters as words: `A and B`, or `A, B, C`."""
    return " and ".join(letters) if len(letters) < 3 else ", ".join(letters)


def _part_word(item: ItemView) -> str:
    return "turn" if item.kind is ItemKind.TRANSCRIPT else "field"


def position(
    item: ItemView,
    part: Part | None,
    places: Iterable[CitedPlace],
    more_below: bool,
    width: int,
    page_key: str = "Spc",
) -> list[Piece]:
    """Give the current turn or field and who cites it."""
    idx = part.idx if part is not None else 0
    where = f"{_part_word(item)} {idx}/{len(item.turns)}" if idx else "reference"
    left: list[Piece] = [(where, "$foreground")]
    citing = {letter for place in places if place.part == idx for letter in parted(place.letters)}
    if citing:
        left.append((f"   cited by {listed(sorted(citing))}", "$success bold"))
    right: Piece = (f"more below ({page_key})" if more_below else "end of the item", "$secondary")
    return [*left, " " * max(1, width - length(left) - length([right])), right]


def evidence_words(item: ItemView, place: CitedPlace, number: int, count: int) -> str:
    """Say whose evidence the cursor was put on."""
    citing = parted(place.letters)
    verb = "cites" if len(citing) == 1 else "cite"
    part = next((part for part in item.parts if part.idx == place.part), None)
    quote = ""
    if part is not None and (place.start, place.end) != (0, len(part.text)):
        quote = f': "{visible_line(part.text[place.start : place.end])}"'
    who = listed(citing)
    return f"{who} {verb} {_part_word(item)} {place.part} ({number} of {count}){quote}"
