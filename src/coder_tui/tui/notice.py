"""What a key came to, in the words that the screen shows."""

from dataclasses import dataclass

from coder_tui.domain.cells import width
from coder_tui.domain.rubric_changes import in_brief
from coder_tui.domain.rubric_diff import RubricDiff
from coder_tui.domain.text import clipped, visible_line


@dataclass(frozen=True, slots=True)
class Notice:
    """What a key came to, in a few words; `refused` where it did nothing."""

    text: str
    refused: bool = False
    look_first: bool = False
    """Whether something new is shown, and a digit that comes at once is not meant for it."""
    short: str = ""
    """What is said where the text has no room; empty: the text, as far as it goes."""

    def within(self, cells: int) -> str:
        """Give what is said on a line of so many cells."""
        return self.short if self.short and width(self.text) > cells else self.text


SUBMITTED = Notice("This item is submitted; undo reopens it.", refused=True)
WAITING = Notice("Not yet: something is not saved. It is tried again by itself.", refused=True)
ELSEWHERE = Notice("This item was changed in another window: look, then press again.", refused=True)
TEXT_REPLACED = Notice(
    "The text was changed by the lead. Nothing recorded: look, press again.", True
)


NOT_HELD = Notice(
    "This item is no longer yours: the lead took it away. Nothing recorded.",
    refused=True,
    short="No longer your item. Nothing recorded.",
)
NONE_HELD = Notice(
    "This item is no longer yours, and no other is open. Nothing recorded.",
    refused=True,
    short="No longer your item. Nothing recorded.",
)

NOTICE_ROOM = 76
"""Cells that a notice has on a screen of 80."""
SHORT_ROOM = 13
"""Cells that the version's name has on the narrowest screen, beside what is to be done."""


def replaced(diff: RubricDiff, *, moved: bool = False, in_view: str = "") -> Notice:
    """Say that the screen shows another version of the rubric.

    Args:
        diff: from the one before.
        moved: whether the key did what it should; else that it did nothing is said.
        in_view: the dimension that is looked at: it is named where only its words are others.
    """
    words = _reworded(diff, in_view)
    rest = "." if moved else ". Nothing recorded: look, press again."
    said = f"Rubric {visible_line(diff.new.version)} is in force"
    means = any(change.means for change in diff.changes)
    if words and means and not moved:
        # Both have room only without it.
        said = said.removesuffix(" is in force")
    room = NOTICE_ROOM - len(said) - len(rest) - len(": ") - (len(f", {words}") if words else 0)
    brief = visible_line(in_brief(diff.changes, diff.old, diff.new, room))
    changed = ", ".join(filter(None, (brief, words)))
    text = f"{said}{f': {changed}' if changed else ''}{rest}"
    name = clipped(diff.new.version, SHORT_ROOM)
    short = f"Rubric {name}{' is in force' if moved else ''}{rest}"
    return Notice(text, refused=True, look_first=True, short=short)


def _reworded(diff: RubricDiff, dimension: str) -> str:
    """Say that only the words of a dimension are others; nothing where they are not."""
    changes = diff.of(dimension) if dimension else ()
    if not changes or any(change.means for change in changes):
        return ""
    short = next((each.short for each in diff.new.dimensions if each.id == dimension), "")
    return f"reworded {visible_line(short)}"


def kept(what: str) -> Notice:
    """Say that a judgement is in memory only."""
    return Notice(f"{what}: kept, but NOT SAVED yet.", refused=True)
