"""A row of kinds of places, each chosen by its letter: where a quote comes from, or was missing."""

from collections.abc import Iterable

from textual import events

from coder_tui.tui.literal import Literal, Piece

KINDS = {
    "p": "paper",
    "c": "code",
    "d": "data card",
    "l": "leaderboard",
    "w": "web page",
    "o": "other",
}
"""The kinds of sources, by the letter that chooses them, which is their first."""


class KindRow(Literal, can_focus=True):
    """Kinds to choose from by letter: one of them, or any number."""

    def __init__(self, chosen: Iterable[str] = (), *, several: bool) -> None:
        self._several = several
        self._spelt = ""
        """The word that is being typed."""
        self.kinds: set[str] = {kind for kind in chosen if kind in KINDS.values()}
        super().__init__(*self._shown(focused=False))

    @property
    def chosen(self) -> list[str]:
        """The kinds chosen, in the order of the row."""
        return [kind for kind in KINDS.values() if kind in self.kinds]

    def on_focus(self, _: events.Focus) -> None:
        """Show that letters choose."""
        self.show(self._shown(focused=True))

    def on_blur(self, _: events.Blur) -> None:
        """Show that letters go elsewhere."""
        self.show(self._shown(focused=False))

    def on_key(self, event: events.Key) -> None:
        """Choose by letter; who types on spells the same word, and chooses nothing else."""
        letter = event.character if event.is_printable else None
        if letter is None:
            return
        spelt = self._spelt + letter
        if self._spelt and any(kind.startswith(spelt) for kind in KINDS.values()):
            self._spelt = spelt
            event.stop()
        elif letter in KINDS:
            self._spelt = letter
            kind = KINDS[letter]
            self.kinds = self.kinds ^ {kind} if self._several else {kind}
            self.show(self._shown(focused=True))
            event.stop()

    @property
    def is_touched(self) -> bool:
        """Whether a letter was pressed."""
        return bool(self._spelt)

    def _shown(self, *, focused: bool) -> list[Piece]:
        pieces: list[Piece] = []
        for kind in KINDS.values():
            before, after = ("[", "] ") if kind in self.kinds else (" ", "  ")
            style = "$success bold" if kind in self.kinds else "$foreground"
            letter = "$accent bold underline" if focused else style
            pieces += [(before, style), (kind[0], letter), (kind[1:], style), (after, style)]
        return pieces
