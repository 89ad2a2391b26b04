"""Spans of a part's stored text: where characters and words begin and end for a reader."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

_LOOK_BACK = 512
"""Characters read backwards to find where the one before begins."""


@dataclass(frozen=True, slots=True)
class Span:
    """Code points [start, end) of the stored text of a part, by its number."""

    part: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """A span in the making: both ends are starts of characters that belong to it."""

    text: str
    fixed: int
    moving: int

    @property
    def start(self) -> int:
        """Where the span starts."""
        return min(self.fixed, self.moving)

    @property
    def end(self) -> int:
        """Where the span ends: behind its last character."""
        return character_end(self.text, max(self.fixed, self.moving))

    @property
    def moving_end(self) -> int:
        """Where the character ends that moves."""
        return character_end(self.text, self.moving)

    def to(self, at: int) -> "OpenSpan":
        """Give the span with its moving end on the character at a place."""
        last = max(0, len(self.text) - 1)
        return replace(self, moving=character_start(self.text, min(max(0, at), last)))

    def turned(self) -> "OpenSpan":
        """Give the span with its other end moving."""
        return replace(self, fixed=self.moving, moving=self.fixed)

    def by_character(self, step: int) -> "OpenSpan":
        """Move by one character."""
        return self.to(character_end(self.text, self.moving) if step > 0 else self.moving - 1)

    def by_word(self, step: int) -> "OpenSpan":
        """Move to the end of the next word, or to the start of the one before."""
        if step > 0:
            behind = character_end(self.text, self.moving)
            found = _patterns()["word"].search(self.text, behind)
            return self.to(found.end() - 1 if found else len(self.text))
        at = max(0, self.moving - _LOOK_BACK)
        starts = [word.start() for word in _patterns()["word"].finditer(self.text, at, self.moving)]
        return self.to(starts[-1] if starts else at)

    def by_paragraph(self, step: int) -> "OpenSpan":
        """Move to the end or the start of the paragraph, or of the next one."""
        if step > 0:
            behind = character_end(self.text, self.moving)
            found = _patterns()["paragraph"].search(self.text, behind)
            return self.to(found.end() - 1 if found else len(self.text))
        at = self.text.rfind("\n", 0, max(0, self.moving - 1)) + 1
        while at > 0 and self.text[at] in "\r\n":
            at = self.text.rfind("\n", 0, at - 1) + 1
        return self.to(at)

    def by_end(self, step: int) -> "OpenSpan":
        """Move to the first or the last character of the part."""
        return self.to(len(self.text) if step > 0 else 0)


@cache
def _patterns() -> dict[str, Any]:
    # Imported with the first span: it is not needed to open an item, and only it knows characters.
    import regex

    letter, inside = r"[\p{L}\p{N}_]", r"[\p{L}\p{N}\p{M}_\u200c\u200d]*"
    return {
        "character": regex.compile(r"\X"),
        "word": regex.compile(rf"{letter}{inside}(?:['’.,-]{letter}{inside})*"),
        "paragraph": regex.compile(r"\S[^\r\n]*"),
    }


def character_end(text: str, start: int) -> int:
    """Give where the character ends that starts at a place."""
    found = _patterns()["character"].match(text, start)
    return int(found.end()) if found else len(text)


def character_start(text: str, at: int) -> int:
    """Give where the character starts that a code point belongs to."""
    if at <= 0:
        return 0
    start = max(0, at - _LOOK_BACK, text.rfind("\n", max(0, at - _LOOK_BACK), at))
    while True:
        end = character_end(text, start)
        if end > at or end <= start:
            return start
        start = end
