"""What to do with keys that arrived in one read of the terminal.

They may be a stalled line's, a paste's, or a terminal's answer to a query: nobody can tell. So
digits are held until the coder confirms them, words behind a key that opens a box for words stand
in it, and whatever else could judge is dropped, aloud.
"""

from collections.abc import Sequence
from dataclasses import dataclass

DIGITS = frozenset("0123456789")
JUDGING = DIGITS | {*"xzscCfeEuU", "colon", "ctrl+p", "backspace", "enter", "equals_sign", "minus"}
"""Keys that change what stands on an item, or open something that does."""

TAKING_WORDS = frozenset({*"cfsi", "slash", "colon", "ctrl+p"})
"""Keys that open a box for words in which nothing judges before Enter."""

OPENING = TAKING_WORDS | {"equals_sign", "minus", "e"}
"""Keys that may open a box."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Hold these digits, or drop with a notice, or (neither) pass the keys on one by one."""

    held: tuple[str, ...] = ()
    dropped: str = ""


def decide(keys: Sequence[str], open_dimensions: int, *, mixed: bool = False) -> Decision:
    """Decide over keys that arrived together.

    Args:
        keys: the names of the keys, in order.
        open_dimensions: how many digits could mean anything.
        mixed: whether something else than keys came with them.
    """
    if not any(key in JUDGING for key in keys):
        return Decision()
    only_digits = not mixed and all(key in DIGITS for key in keys)
    if only_digits and len(keys) <= open_dimensions:
        return Decision(held=tuple(keys))
    if len(keys) == 1:
        return Decision(dropped="A key arrived with other input and was dropped; press it alone.")
    return Decision(
        dropped=f"{len(keys)} keys arrived together and were dropped; press them one by one."
    )


HELD_SECONDS = 0.08
"""A key that comes again within this time is held down: terminals repeat it every 30 ms or so."""

REPEATABLE = {*"0123456789xz", "enter", "backspace", "u", "U"}
"""Keys that count once while they are held down; the others only move about."""


ONE_GO_SECONDS = 1.0
"""`e` so soon after a score or a citation belongs to the dimension that was just dealt with."""


class Rhythm:
    """Tells from the time between keys what they mean."""

    def __init__(self, held_seconds: float = HELD_SECONDS) -> None:
        self._held_seconds = held_seconds
        self._last = ("", 0.0)
        self._before = ("", 0.0)

    def is_repeat(self, key: str, now: float) -> bool:
        """Take note of a key; whether it is the one before, still held down.

        Args:
            key: the key's name.
            now: seconds on a clock that does not go back.
        """
        last, at = self._before = self._last
        self._last = (key, now)
        return key in REPEATABLE and key == last and now - at < self._held_seconds

    @property
    def in_one_go(self) -> bool:
        """Whether the last key followed a score or a citation at once."""
        key, at = self._before
        return (key.isdigit() or key == "e") and self._last[1] - at < ONE_GO_SECONDS
