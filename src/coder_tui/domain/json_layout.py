"""JSON arguments laid out to be read: one key a line, as white space put into the stored text.

Nothing is hidden and nothing is rewritten but the white space between the tokens, so that an offset
in the layout still names one character of the stored text.
"""

import json
import re
from collections.abc import Iterator

from coder_tui.domain.shown import Edit

MAX_LENGTH = 200_000
MAX_DEPTH = 50
"""Larger or deeper JSON is shown as it is stored."""

STEP = "  "
BROKEN_ABOVE = 40
"""Strings longer than this are broken behind every newline that they hold."""

_GAP = r"[ \t\r\n]*"
_TOKEN = re.compile(
    rf'(?P<string>"(?:[^"\\]|\\.)*")|(?P<flat>\[[^\[\]{{}}"\n]{{0,60}}\]|\{{{_GAP}\}})'
    r'|(?P<open>[\[{])|(?P<close>[\]}])|(?P<comma>,)|(?P<colon>:)|(?P<other>[^\s"\[\]{},:]+)',
    re.DOTALL,
)
"""A short list without strings stays on its line."""
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def layout(text: str) -> list[Edit]:
    """Give the white space that lays a JSON object or list out; none where it is not one."""
    if len(text) > MAX_LENGTH or not text.lstrip(" \t\r\n").startswith(("{", "[")):
        return []
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return []
    edits: list[Edit] = []
    depth, gap_from, gap = 0, -1, ""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "close":
            depth -= 1
            gap = _line(depth)
        if gap_from >= 0 and text[gap_from : match.start()] != gap:
            edits.append((gap_from, match.start(), gap))
        if kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                return []
        if kind == "string" and len(match.group()) > BROKEN_ABOVE:
            edits += _broken(match, _line(depth + 1))
        gap_from = match.end()
        gap = _line(depth) if kind in ("open", "comma") else " " if kind == "colon" else ""
    return edits


def _line(depth: int) -> str:
    return "\n" + STEP * depth


def _broken(match: re.Match[str], line: str) -> Iterator[Edit]:
    """Go on in another line behind every newline in a string, but the one at its end."""
    for escape in _ESCAPE.finditer(match.group()):
        at = match.start() + escape.end()
        if escape.group(1) == "n" and at < match.end() - 1:
            yield at, at, line
