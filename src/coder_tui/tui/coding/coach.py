"""The demo's coach: one line that names one key at a time."""

from collections.abc import Callable
from dataclasses import dataclass

from coder_tui.domain.cells import width
from coder_tui.domain.text import clipped
from coder_tui.tui.coding.desk import Desk

TRY = " TRY "
"""Stands before the line."""


@dataclass(frozen=True, slots=True)
class CoachStep:
    """One thing to try, and how to see that it was done."""

    say: str
    short: str
    """What is said where that has no room: a screen of 60 columns has 52."""
    done: Callable[[Desk, set[str]], bool]


READING = {"space", "pagedown", "down", "G", "end", "right_square_bracket"}

STEPS = (
    CoachStep(
        "Read it first: {page-down} shows the next page.",
        "Read it first: {page-down} pages on.",
        lambda desk, keys: bool(keys & READING or desk.sheet.done or desk.is_submitted),
    ),
    CoachStep(
        "What is true stands in the reference: o opens and closes it.",
        "What is true stands in the reference: o opens it.",
        lambda desk, keys: (
            bool("o" in keys or desk.sheet.done or desk.is_submitted) or desk.item.parts[0].idx > 0
        ),
    ),
    CoachStep(
        "0, 1 or 2 scores the dimension below the text, by its anchors.",
        "0, 1 or 2 scores the dimension below the text.",
        lambda desk, _keys: desk.scored_count >= 1,
    ),
    CoachStep(
        "A score with ! owes evidence: {part-back} {part-on} go to what shows it, {cite} cites.",
        "! owes evidence: {part-back} {part-on} go there, {cite} cites.",
        lambda desk, _keys: bool(desk.sheet.citations) or desk.scored_count >= 3,
    ),
    CoachStep(
        "Score the other dimensions the same way. A slip? {undo} undoes it.",
        "Score the others the same way. {undo} undoes.",
        lambda desk, _keys: not desk.gaps,
    ),
    CoachStep(
        "Nothing is missing: {submit} submits and opens the next item.",
        "Nothing is missing: {submit} submits.",
        lambda _desk, keys: "submitted" in keys,
    ),
    CoachStep(
        "That is all. Go on, or {leave} to leave: the review is one command away.",
        "That is all. Go on, or {leave}; then see the review.",
        lambda _desk, _keys: False,
    ),
)

NOTHING_FOUND = (
    "Nothing found? {cite} asks where you looked: an absence needs its search.",
    "Nothing found? {cite} asks where you looked.",
)


class Coach:
    """Keeps the step a newcomer has reached."""

    def __init__(self) -> None:
        self._at = 0

    def line(self, desk: Desk, seen: set[str], cells: int) -> str:
        """Give the present line.

        Args:
            desk: what the coder works at.
            seen: the keys pressed, and `submitted` after a submit.
            cells: how many there are for it.
        """
        while self._at < len(STEPS) - 1 and STEPS[self._at].done(desk, seen):
            self._at += 1
        if desk.lists_search(desk.dimension) and not desk.sheet.searched(desk.dimension):
            long, short = NOTHING_FOUND
        else:
            long, short = STEPS[self._at].say, STEPS[self._at].short
        said = long.format_map(desk.keys)
        return said if width(said) <= cells else clipped(short.format_map(desk.keys), cells)
