"""Finding a quote again in a text that has changed since it was cited."""

from dataclasses import dataclass

ALIKE = 88.0
"""Normalised similarity in percent from which a changed passage counts as the quoted one."""

SHORT_QUOTE = 12
"""Shorter quotes are found again only word for word: too much resembles them."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands: code points [start, end) of a text."""

    start: int
    end: int
    exact: bool
    """Whether the words there are the quoted ones."""
    moved: bool = False
    """Whether it stands elsewhere than when it was cited."""


def find_quote(quote: str, text: str, *, near: int) -> Found | None:
    """Find a quote again; None where it is lost.

    The same words count before similar ones, and nearer places before farther ones. Similarity is
    the partial ratio of the best alignment (Indel distance, as in rapidfuzz).

    Args:
        quote: the words as they were cited.
        text: the text as it is now.
        near: where the quote began in the text as it was.
    """
    if not quote:
        return None
    places = []
    at = text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    if places:
        start = min(places, key=lambda place: (abs(place - near), place))
        return Found(start, start + len(quote), exact=True, moved=start != near)
    if len(quote) < SHORT_QUOTE or len(text) < SHORT_QUOTE:
        return None
    return _similar(quote, text)


def _similar(quote: str, text: str) -> Found | None:
    from rapidfuzz import fuzz  # not before the first frame

    if len(text) < len(quote):
        # The shorter text would be searched in the longer: what is left must be most of the quote.
        alike = fuzz.ratio(quote, text) >= ALIKE
        return Found(0, len(text), exact=False, moved=True) if alike else None
    found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=ALIKE)
    if found is None or found.dest_end <= found.dest_start:
        return None
    return Found(found.dest_start, found.dest_end, exact=False, moved=True)
