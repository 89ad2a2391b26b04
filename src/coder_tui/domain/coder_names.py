"""Coders' names in what people wrote, for readers who are not to learn who wrote or said it."""

import re
from collections.abc import Iterable

CODER = "[coder]"
"""Stands for a coder's name."""

LONG_ENOUGH = 3
"""Letters from which a name is found in any case; a shorter one is mostly another word then."""


def without_coders(text: str, names: Iterable[str]) -> str:
    """Put a mark for every name that stands in a text as a whole word.

    >>> without_coders("Cleo noted: see anna", ["cleo", "ann"])
    '[coder] noted: see anna'
    """
    given = sorted(set(names), key=len, reverse=True)
    if not given:
        return text
    words = "|".join(
        f"(?i:{re.escape(name)})" if len(name) >= LONG_ENOUGH else re.escape(name) for name in given
    )
    return re.sub(rf"(?<!\w)(?:{words})(?!\w)", CODER, text)
