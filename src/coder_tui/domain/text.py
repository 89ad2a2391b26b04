"""Text that we did not write, made safe to show.

A terminal obeys what it is sent. A transcript that holds `ESC [ c` makes it answer with digits,
which would arrive as key presses, that is, as scores. So nothing a terminal could obey, and nothing
that reorders or hides characters, ever reaches it: such characters are *mapped to visible marks*,
never deleted, because a coder has to see that something was there.
"""

import re
import unicodedata
from collections.abc import Iterator

from coder_tui.domain.cells import end_within, width

MAX_MARKS = 4
"""Combining marks kept on one character; more of them climb over the neighbouring lines."""

SPARE = 8
"""Characters looked at beyond what would fit, to see whether something is cut."""

CUT = "⟨…⟩"
"""Stands for the marks beyond those."""

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef"
    "\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(1 << 16, 17 << 16, 1 << 16)
    )
    + "]"
)
"""Everything that acts, hides or reorders, but the joiners of emoji, Persian and Indic scripts."""

MAY_BE_MARKS = re.compile(r"[^\w\s\x00-\u02ff]{5,}")
"""Runs in which combining marks can stand: they are neither letters nor spaces in any script."""


def _mark(character: str) -> str:
    """Give the visible stand-in for one unsafe character."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code <= 0x9F:
        return f"⟨{code:02X}⟩"
    if 0xD800 <= code <= 0xDFFF or unicodedata.category(character) == "Cn":
        return "\ufffd"
    return f"⟨U+{code:04X}⟩"


def _replace(match: re.Match[str]) -> str:
    return _mark(match.group())


def long_stacks(run: str) -> Iterator[tuple[int, int]]:
    """Give what goes beyond `MAX_MARKS` in every stack of combining marks; a joiner stacks, too."""
    stacked = 0
    for at, character in enumerate(run):
        if character in "\u200c\u200d" or unicodedata.category(character) in ("Mn", "Me"):
            stacked += 1
            continue
        if stacked > MAX_MARKS:
            yield at - stacked + MAX_MARKS, at
        stacked = 0
    if stacked > MAX_MARKS:
        yield len(run) - stacked + MAX_MARKS, len(run)


def _cut_marks(match: re.Match[str]) -> str:
    """Cut every stack of combining marks in a run."""
    run, kept, at = match.group(), [], 0
    for start, end in long_stacks(run):
        kept += [run[at:start], CUT]
        at = end
    return "".join([*kept, run[at:]]) if kept else run


def visible(text: str) -> str:
    r"""Map everything a terminal could obey to a visible mark; keep newlines.

    Tabs become four spaces, CRLF a newline, a lone CR, like every other control character, its
    picture. At most `MAX_MARKS` combining marks in a row survive.

    >>> visible("a\x1b[cb")
    'a␛[cb'
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    text = UNSAFE.sub(_replace, text)
    if text.isascii():
        return text
    return MAY_BE_MARKS.sub(_cut_marks, text)


def visible_line(text: str) -> str:
    """Give `visible(text)` on one line: newlines become `⏎`."""
    return visible(text).replace("\n", "⏎")


def clipped(text: str, cells: int) -> str:
    """Give `visible_line(text)` in at most so many cells, with an ellipsis at the end if cut.

    What a terminal draws as one character is never parted: of a wide one that does not fit,
    nothing is left.
    """
    # So much is always more than fits: nothing is drawn with fewer cells for so many characters.
    line = visible_line(text[: cells * (MAX_MARKS + 2) + SPARE])
    if line.isascii():
        return line if len(line) <= cells else line[: max(0, cells - 1)] + "…"
    return line if width(line) <= cells else line[: end_within(line, cells - 1)] + "…"


def ordinal(number: int) -> str:
    """Give a number as a place: `2nd`, `11th`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def plural(count: int, noun: str, nouns: str = "") -> str:
    """Give a count with its noun: `1 item`, `2 items`."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"
