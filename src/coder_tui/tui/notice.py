"""What a key came to, in the words that the screen shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """What a key came to, in a few words; `refused` where it did nothing."""

    text: str
    refused: bool = False


SUBMITTED = Notice("This item is submitted; undo reopens it.", refused=True)
WAITING = Notice("Not yet: something is not saved. It is tried again by itself.", refused=True)
ELSEWHERE = Notice("This item was changed in another window: look, then press again.", refused=True)

REPLACED = Notice(
    "The rubric has another version now: leave and open this again to go on.", refused=True
)


def kept(what: str) -> Notice:
    """Say that a judgement is in memory only."""
    return Notice(f"{what}: kept, but NOT SAVED yet.", refused=True)
