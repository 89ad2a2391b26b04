"""The keys that the coding screen names in its own sentences, as they are shipped."""

from collections.abc import Mapping

SHIPPED = {
    "cite": "e",
    "clear": "Backspace",
    "comment": "c",
    "dimension-back": "k",
    "dimension-on": "j",
    "drop": "Esc",
    "find-item": "i",
    "flag": "f",
    "help": "?",
    "hit-back": "N",
    "hit-on": "n",
    "item-back": "<",
    "item-on": ">",
    "leave": "q",
    "next-unscored": "Tab",
    "not-applicable": "x",
    "cannot-judge": "z",
    "overview": "m",
    "page-down": "Spc",
    "part-back": "[",
    "part-on": "]",
    "redo": "U",
    "search": "/",
    "skip": "s",
    "span": "v",
    "span-word": "w",
    "span-word-back": "b",
    **{f"score-{digit}": str(digit) for digit in range(10)},
    "submit": "Enter",
    "take-over": "E",
    "undo": "u",
    "write": "=",
}
"""By the ids of the bindings; a user's own keys take their place."""


def digit_keys(keys: Mapping[str, str]) -> str:
    """Give the keys of the digits: `0-9`, or one by one where some are moved."""
    found = [keys[f"score-{digit}"] for digit in range(10)]
    return "0-9" if found == [*"0123456789"] else " ".join(found)
