"""What is typed on the review screen while a box opens, and what comes in one read."""

from typing import cast

from textual.screen import Screen

from coder_tui.tui.app import CoderApp

TAKING_WORDS = frozenset({"slash"})
"""Keys that open a box for words, as shipped."""
OPENING = TAKING_WORDS | {"f", "E"}
"""Keys that open a box."""
ALONE = frozenset({"q", "E"})
"""Keys that leave or write files: in a crowd, as in a paste, they are not meant."""


class TypedAhead(Screen[None]):
    """A screen that changes nothing, but should neither be left nor export by accident."""

    def opens_box(self, key: str) -> bool:
        """Whether a key may open a box that gets the focus."""
        return self._means(key) in OPENING

    def takes_words(self, key: str) -> bool:
        """Whether a key opens a box for words."""
        return self._means(key) in TAKING_WORDS

    def keys_together(self, keys: list[str], *, mixed: bool = False) -> bool:
        """Drop keys that came in one read if one of them has to be meant; True: they are."""
        if not ALONE.intersection(keys) or (len(keys) == 1 and not mixed):
            return False
        self.say(f"{len(keys)} keys arrived together and were dropped; press them one by one.")
        return True

    def say(self, text: str) -> None:
        """Say something under the list."""
        raise NotImplementedError

    def _means(self, key: str) -> str:
        """Give the shipped key that means what this one means."""
        return cast(CoderApp, self.app).default_of(key)
