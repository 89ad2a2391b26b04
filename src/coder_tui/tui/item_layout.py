"""How the parts of an item are labelled, and which of them start folded."""

from coder_tui.domain.items import Part, PartKind

FOLD_ABOVE = 12
"""Calls and results of tools longer than this many lines start folded."""
FOLDED_LINES = 3
"""A folded part still shows so many of its lines."""

_LINE, _JSON_LINE = 72, 36
"""Characters that make about a line, of prose and of JSON laid out."""
_TOOLS = (PartKind.TOOL_CALL, PartKind.TOOL_RESULT)


def is_named(part: Part) -> bool:
    """Whether a line with a tool's name stands above the part's text."""
    return part.kind in _TOOLS and bool(part.name)


def starts_folded(part: Part) -> bool:
    """Whether a part is folded at first.

    What a person said is never folded. The reference is, whatever its length: it is read once. So
    is reasoning, of which the beginning says whether the rest matters. Calls and results of tools
    are judged by what they are for, so short ones stay open.
    """
    if part.kind is PartKind.REFERENCE:
        return True
    if part.kind is PartKind.REASONING:
        return _lines(part.text) > FOLDED_LINES + 1
    return part.kind in _TOOLS and _lines(part.text) > FOLD_ABOVE


def _lines(text: str) -> int:
    """Give about how many lines a text takes, the same for every width of the screen."""
    each = _JSON_LINE if text[:1] in ("{", "[") else _LINE
    return max(text.count("\n") + 1, len(text) // each)


def label(part: Part) -> str:
    """Give what stands before a part: its role, its tool call, or the name of its field."""
    if part.kind is PartKind.REFERENCE:
        return "REFERENCE"
    if part.kind is PartKind.FIELD:
        return part.name
    if part.kind in _TOOLS:
        word = "CALL" if part.kind is PartKind.TOOL_CALL else "RESULT"
        return f"{word} {part.call}".strip()
    if part.kind is PartKind.REASONING:
        return "REASONING"
    return part.role.upper()


def tone(part: Part) -> str:
    """Give the colour of a part's label: user, assistant or other."""
    if part.kind is PartKind.FIELD:
        return "assistant"
    if part.kind is not PartKind.TEXT:
        return "other"
    return part.role if part.role in ("user", "assistant") else "other"
