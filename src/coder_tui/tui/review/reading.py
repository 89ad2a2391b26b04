"""How the review screen reads the study, and brings the lines of a tab into its list."""

from functools import partial

from coder_tui.tui.review.frame import ReviewFrame
from coder_tui.tui.review.messages import Arranged, Failed, FirstLooked, Loaded
from coder_tui.tui.review.page import Page, Row
from coder_tui.tui.review.source import Source
from coder_tui.tui.review.tab import arranged
from coder_tui.tui.row_list import RowList

READING = "Reading the study ..."
AT_ONCE = 2_000
"""Lines that are searched and sorted within a key press; more are on a worker."""
SEARCHING, SORTING = "Searching ...", "Sorting ..."
ARRANGING = "arranging"


class Reading(ReviewFrame):
    """The base of the review screen that reads on workers and shows what they tell."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._message = READING

    def on_mount(self) -> None:
        """Read the study."""
        self.query_one(RowList).focus()
        self._paint()
        self.action_load()

    # The study

    def action_load(self) -> None:
        """Read the study in a worker."""
        self._message, self._computing = READING, True
        self.run_worker(self._read, thread=True, exclusive=True, group="review")

    def _read(self) -> None:
        """Review the study, at first in short. Runs on a worker thread: touches no widget."""
        if self._review is None:
            self._tell(lambda: FirstLooked(self._source.first()))
        self._tell(lambda: Loaded(self._source.review()))

    def on_first_looked(self, message: FirstLooked) -> None:
        """Show what can be said at once, until all is there."""
        if self._review is None:
            self._first, self._message = message.first, ""
            self._tabs = [each.for_study(message.first.study) for each in self._tabs]
            self.show_page()

    def on_loaded(self, message: Loaded) -> None:
        """Show what was read; the cursors stay."""
        self._review = message.review
        self._message, self._computing = "", False
        self._tabs = [each.for_study(message.review.study) for each in self._tabs]
        for tab in self._tabs:
            tab.refreshed(message.review)
        self.show_page()

    def on_failed(self, message: Failed) -> None:
        """Say what is wrong; what was shown before stays."""
        self._message, self._computing = str(message.error), False
        self._paint()

    @property
    def is_reading(self) -> bool:
        """Whether the study is being read, and nothing has come of it yet."""
        return self._message == READING or (self._review is None and self._first is not None)

    # The lines of a tab

    def show_page(self, *, from_start: bool = False) -> None:
        """Lay out the lines of the current tab anew; from the start: cursor on the first."""
        if from_start:
            self._cursor[self._at] = 0
        if not self.is_mounted:
            return
        page = self._page = self._page_of_tab()
        if page is None:
            # What another tab showed must not stand under this one's name.
            self._show_rows([])
            return
        place = self._order[self._at]
        wanted, order = self._search[self._at], self._tab.orders[place] if place else None
        arrange = partial(arranged, page, self._tab, wanted, order)
        self.workers.cancel_group(self, ARRANGING)
        if len(page.rows) <= AT_ONCE or not (wanted or order):
            self._show_rows(arrange())
        else:
            self._show_rows([])
            self.say(SEARCHING if wanted else SORTING)
            work = partial(self._tell, lambda: Arranged(page, arrange()))
            self.run_worker(work, thread=True, exclusive=True, group=ARRANGING)

    def on_arranged(self, message: Arranged) -> None:
        """Show the lines that were found, unless others have been asked for since."""
        if message.page is self._page:
            self._message = ""
            self._show_rows(message.rows)

    def _show_rows(self, rows: list[Row]) -> None:
        self._rows = rows
        self.query_one(RowList).show([row.draw for row in rows], self._cursor[self._at])
        self._paint()

    def _page_of_tab(self) -> Page | None:
        """Give the lines of the current tab; None where they are still being read."""
        width = self.query_one(RowList).size.width or self.size.width
        if self._review is not None:
            return self._tab.page(self._review, width)
        return self._tab.first_page(self._first, width) if self._first is not None else None
