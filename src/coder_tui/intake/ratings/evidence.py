"""What supports a score, as a file of scores says it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from coder_tui.domain.errors import BadInputError

PLACES = ("part", "turn", "field")
"""What the place of a quote is called; one of these."""
EXPECTED = 'Expected is a list such as [{"part": 2, "quote": "..."}]; one of the two is enough.'


@dataclass(frozen=True, slots=True)
class Cited:
    """Words, or a whole part, that support a score; not looked up yet."""

    quote: str = ""
    part: str = ""
    """A part's number or a field's name."""


def read_list(text: str) -> tuple[Cited, ...]:
    """Read the JSON list of a score's evidence.

    Raises:
        BadInputError: it is none.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"its evidence is not valid JSON: {error}.", hint=EXPECTED) from error
    if not isinstance(found, list):
        raise BadInputError("its evidence is no list.", hint=EXPECTED)
    return tuple(map(_one, found))


def _one(found: object) -> Cited:
    if not isinstance(found, dict) or not found or found.keys() - {"quote", *PLACES}:
        raise BadInputError("its evidence holds what is none.", hint=EXPECTED)
    places = [found[name] for name in PLACES if found.get(name) is not None]
    quote = found.get("quote") or ""
    if not isinstance(quote, str) or len(places) > 1 or not _are_plain(places):
        raise BadInputError("its evidence holds what is none.", hint=EXPECTED)
    return Cited(quote, *map(str, places))


def _are_plain(values: Iterable[object]) -> bool:
    return all(isinstance(each, str | int) and not isinstance(each, bool) for each in values)
