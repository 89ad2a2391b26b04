"""The search in an item: at once where that is quick, else in a thread that sends a message."""

from collections.abc import Sequence

from textual.message import Message

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import ItemView, Part
from coder_tui.tui.item.finding import Hits, Mode, Wanted, find, wanted
from coder_tui.tui.item.lines import NAME, NOTE
from coder_tui.tui.item.resting import by_turns
from coder_tui.tui.item.window import ItemWindow

SEARCHED_AT_ONCE = 600_000
"""Characters searched before the next frame, in less than 0.1 s."""


class SearchedItem(ItemWindow):
    """Marks and counts what was searched for, and goes from place to place."""

    class Found(Message):
        """A search in a long item, or for an expression, has come to its end."""

        def __init__(self, view: "SearchedItem", problem: str = "") -> None:
            super().__init__()
            self.view = view
            self.problem = problem
            """Why there is no answer, as a sentence; the places are those of no search."""

        @property
        def control(self) -> "SearchedItem":
            """The view that sent this."""
            return self.view

    class Searched(Message):
        """The thread has found all places, or has a problem."""

        def __init__(self, what: Wanted, hits: Hits, problem: str = "") -> None:
            super().__init__()
            self.what = what
            self.hits = hits
            self.problem = problem

    def __init__(self, *, id: str | None = None, lettered: bool = False) -> None:  # noqa: A002
        super().__init__(id=id, lettered=lettered)
        self.hits = Hits()
        self.hit = -1
        """The number of the place that was gone to last."""
        self._searched: Wanted | None = None

    def show_item(self, item: ItemView) -> None:
        """Show another item; what was searched for in the one before is forgotten."""
        self._forget()
        super().show_item(item)

    def search(self, query: str, *, mode: str = Mode.IGNORE_CASE) -> int | None:
        """Mark all places of a query and go to the first from the cursor on.

        Returns:
            How many places there are; None where that takes a while: `Found` will tell.

        Raises:
            BadInputError: the query is no regular expression.
        """
        what = wanted(query, Mode(mode))
        self._forget()
        parts = self._texts.parts
        long = sum(len(part.text) for part in parts) > SEARCHED_AT_ONCE
        if query and (long or what.mode is Mode.REGEX):
            self._searched = what
            self.run_worker(
                lambda: self._search(parts, what), thread=True, exclusive=True, group="search"
            )
            return None
        self._take(find(parts, what, lambda: True) or Hits())
        return len(self.hits)

    def _forget(self) -> None:
        self.workers.cancel_group(self, "search")
        self._searched = None
        self.hits, self.hit = Hits(), -1
        self.refresh()

    def _search(self, parts: Sequence[Part], what: Wanted) -> None:
        """Find all places. Runs on a worker thread: touches no widget."""
        try:
            hits = find(parts, what, by_turns())
        except BadInputError as error:
            self.post_message(self.Searched(what, Hits(), str(error)))
            return
        if hits is not None:
            self.post_message(self.Searched(what, hits))

    def on_searched_item_searched(self, message: Searched) -> None:
        """Take over what was found, unless another search has begun."""
        if message.what is self._searched:
            self._searched = None
            self._take(message.hits)
            self.post_message(self.Found(self, message.problem))

    def _take(self, hits: Hits) -> None:
        self.hits = hits
        if hits:
            row, start = self._at, 0
            if row.block not in (NAME, NOTE):
                start = hits.block_start(row.part, row.block) + self._lines.line(row).start
            self.go_to_hit(hits.after(row.part, start))
        self.refresh()

    def go_to_hit(self, number: int) -> None:
        """Go to a hit by its number; they go round."""
        if not self.hits or self.item is None:
            return
        self.hit = number % len(self.hits)
        hit = self.hits[self.hit]
        block, at = self.hits.block_of(hit)
        stored = self._texts.stored(hit.part, block, at)
        self.go_to_place(self.item.parts[hit.part].idx, stored)
        self.refresh()
