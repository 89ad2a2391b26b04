"""The keys that the coding screen names in its own sentences, as they are shipped."""

SHIPPED = {
    "cite": "e",
    "clear": "Backspace",
    "comment": "c",
    "dimension-back": "k",
    "dimension-on": "j",
    "find-item": "i",
    "flag": "f",
    "help": "?",
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
    "submit": "Enter",
    "undo": "u",
    "write": "=",
}
"""By the ids of the bindings; a user's own keys take their place."""
