"""A page of text that is computed on a worker while the page is already open."""

from collections.abc import Callable, Sequence

from textual.message import Message
from textual.worker import get_current_worker

from coder_tui.tui.dialogs import HelpScreen
from coder_tui.tui.literal import Literal, Piece

SHARE = 0.96
"""Of the columns of the screen that a page takes, and what it leaves of them to its text."""
AROUND = 5
WIDEST = 130
"""Columns beyond which a line is hard to follow."""


class ComputedPage(HelpScreen):
    """Shows that it computes, then what was computed."""

    class Computed(Message):
        """The text is there."""

        def __init__(self, pieces: Sequence[Piece]) -> None:
            super().__init__()
            self.pieces = pieces

    def __init__(self, compute: Callable[[int], Sequence[Piece]]) -> None:
        """Open a page.

        Args:
            compute: gives the text for so many columns; called on a worker thread.
        """
        super().__init__(["Computing ..."])
        self._compute_text = compute

    def on_mount(self) -> None:
        """Begin to compute."""
        self.run_worker(self._work, thread=True, exclusive=True, group="page")

    def _work(self) -> None:
        """Compute. Runs on a worker thread: touches no widget."""
        worker = get_current_worker()
        width = min(int(self.app.size.width * SHARE) - AROUND, WIDEST)
        found = self._compute_text(width)
        if not worker.is_cancelled:
            self.post_message(self.Computed(found))

    def on_computed_page_computed(self, message: Computed) -> None:
        """Show the text in as many lines as it needs."""
        words = self.query_one(".words", Literal)
        words.show(list(message.pieces))
        words.refresh(layout=True)
