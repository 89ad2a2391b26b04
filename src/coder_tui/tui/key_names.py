"""Names of keys: as a person writes them, as Textual spells them, as they are shown."""

import difflib
import re

from textual.keys import _character_to_key, key_to_character

PLAIN = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}
"""Keys with a name of their own, and how they are shown."""

_SIGNS = {_character_to_key(chr(code)): chr(code) for code in range(33, 127)}
"""Textual's names of what a keyboard can type; it does not find all of them itself."""

_MOVING = ("home", "end", "pageup", "pagedown", "up", "down", "left", "right")

ALLOWED = (
    "A key is one character (a, A, ?), a name (" + ", ".join(sorted(PLAIN)) + "), "
    "ctrl+ and a letter, ctrl+ or shift+ and a moving key, or a sign by its name (question_mark)."
)

_SAME_AS = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+j": "the end of a pasted line",
    "ctrl+h": "backspace",
    "ctrl+enter": "enter",
    "shift+enter": "enter",
    "ctrl+[": "escape",
    "ctrl+left_square_bracket": "escape",
    "shift+escape": "escape",
    "ctrl+tab": "tab",
    "shift+space": "space",
    "ctrl+space": "nothing, or space",
    "ctrl+backspace": "backspace",
    "shift+backspace": "backspace",
}
"""Keys that arrive as another one through SSH, tmux, or many a terminal."""

_RESERVED = {
    "ctrl+c": "it is how people expect to be told how to leave",
    "ctrl+l": "it always writes the screen again",
    "ctrl+q": "it always leaves",
    "ctrl+z": "it always suspends the program",
}


def key_name(written: str) -> str:
    """Give Textual's name of a key.

    Raises:
        ValueError: it is no key, or none that arrives as itself; the message says which and why.
    """
    if len(written) == 1 and written.isprintable() and not written.isspace():
        return _character_to_key(written)
    name = written.lower()
    if name in _RESERVED:
        raise ValueError(f"cannot be {written!r}: {_RESERVED[name]}.")
    if reason := _arrives_as(name):
        raise ValueError(f"cannot be {written!r}: through SSH and tmux it arrives as {reason}.")
    modifier, _, rest = name.rpartition("+")
    moves = modifier in ("ctrl", "shift") and rest in _MOVING
    if name in PLAIN or moves or re.fullmatch(r"ctrl\+[a-z]", name) or _is_sign(name):
        return name
    near = difflib.get_close_matches(name, PLAIN, n=1)
    raise ValueError(f"{written!r} is no key." + (f" Did you mean {near[0]!r}?" if near else ""))


def _arrives_as(name: str) -> str:
    """Give what a key arrives as where that is not itself; nothing where it is."""
    if name in _SAME_AS:
        return _SAME_AS[name]
    if match := re.fullmatch(r"ctrl\+shift\+([a-z])", name):
        return f"ctrl+{match[1]}"
    if match := re.fullmatch(r"shift\+([a-z])", name):
        return f"{match[1].upper()}; write that"
    if match := re.fullmatch(r"ctrl\+([0-9])", name):
        return f"{match[1]}, or as nothing"
    if name.startswith("alt+"):
        return "Esc and another key"
    return ""


def _is_sign(name: str) -> bool:
    character = _character(name) if len(name) > 1 else None
    return character is not None and _character_to_key(character) == name


def _character(name: str) -> str | None:
    return _SIGNS.get(name) or key_to_character(name)


def key_label(name: str) -> str:
    """Give a key as it is shown."""
    if name in PLAIN:
        return PLAIN[name]
    modifier, plus, rest = name.rpartition("+")
    if plus and modifier:
        return f"{modifier.capitalize()}+{key_label(rest) if len(rest) > 1 else rest.upper()}"
    return _character(name) or name
