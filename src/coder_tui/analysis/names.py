"""What a reader may call the coders: by name with the key, by letter or number without it."""

import hashlib
from collections.abc import Iterable

from coder_tui.domain.adjudication import letter


def letters(study_id: str, blind_id: str, coders: Iterable[str]) -> dict[str, str]:
    """Give the coders of one item the letters A, B ..., in an order of that item's own.

    The order is that of SHA-256 over study, item and name: the same in every program and on every
    day, and no letter follows a coder from item to item.
    """
    order = sorted(coders, key=lambda name: _digest(study_id, blind_id, name))
    return {name: letter(place) for place, name in enumerate(order)}


def numbers(study_id: str, coders: Iterable[str]) -> dict[str, str]:
    """Give the coders of a study the names `coder 1`, `coder 2` ... for tables of pairs.

    Their order is that of SHA-256 over study and name: drawn once for a study, and of two names
    neither is likelier to come first.
    """
    order = sorted(coders, key=lambda name: _digest(study_id, "", name))
    return {name: f"coder {place}" for place, name in enumerate(order, start=1)}


def _digest(*words: str) -> str:
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()
