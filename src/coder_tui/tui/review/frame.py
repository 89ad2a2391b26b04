"""What the review screen lays out, and paints around and below its list."""

from typing import cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from coder_tui.analysis.first_look import FirstLook
from coder_tui.domain.cells import width as width_of
from coder_tui.domain.text import clipped
from coder_tui.tui.app import MIN_HEIGHT, MIN_WIDTH, CoderApp
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.review.bars import header, names
from coder_tui.tui.review.keys import line_of_keys
from coder_tui.tui.review.page import Page, Row
from coder_tui.tui.review.pieces import lines, within
from coder_tui.tui.review.plot_pane import show_plot
from coder_tui.tui.review.said import above, below, computing
from coder_tui.tui.review.source import Source
from coder_tui.tui.review.sourced import Sourced
from coder_tui.tui.review.tab import Tab
from coder_tui.tui.review.tabs import FIRST, TABS
from coder_tui.tui.row_list import RowList

SIDE = 160
"""Columns from which on the detail stands beside the list instead of below it: both have room."""
AROUND, LIST = 8, 5
"""Lines around list and detail, and those that the list keeps."""
DETAIL = 8
"""Lines of the detail where there is room for them."""


def detail_height(height: int) -> int:
    """Give the lines of the detail below the list in a window of so many lines."""
    return max(1, min(max(DETAIL, height // 3), height - AROUND - LIST))


class ReviewFrame(Sourced):
    """Base of the review screen: what it shows at the moment, and how that is laid out."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._first: FirstLook | None = None
        self._tabs: list[Tab] = [kind() for kind in TABS]
        self._at = TABS.index(FIRST)
        self._order = [0] * len(TABS)
        self._search = [""] * len(TABS)
        self._cursor = [0] * len(TABS)
        self._rows: list[Row] = []
        self._page: Page | None = None
        self._message = ""
        self._computing = False
        """Whether a worker is at what the first look does not say."""
        self._too_small = False

    # Layout

    def compose(self) -> ComposeResult:
        """Lay out header, tabs, list, detail, keys."""
        yield Literal(id="header", classes="bar")
        yield Literal(id="tabs", classes="bar")
        yield Literal(id="rule", classes="rule")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Literal(id="head", classes="bar")
                yield RowList(id="rows")
                yield Literal(id="message", classes="bar")
            yield Literal(id="side")
        yield Literal(id="rule-detail", classes="rule")
        yield Literal(id="detail")
        yield Literal(id="rule-below", classes="rule")
        yield Literal(id="keys", classes="bar")
        yield Literal(id="too-small")

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for another size, and say so when it is too small."""
        self._too_small = event.size.width < MIN_WIDTH or event.size.height < MIN_HEIGHT
        self.set_class(self._too_small, "-too-small")
        self.set_class(event.size.width >= SIDE, "-side")
        self.query_one("#detail").styles.height = detail_height(event.size.height)
        self.call_after_refresh(self.show_page)

    def show_page(self, *, from_start: bool = False) -> None:
        """Lay out the lines of the current tab anew."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Say something under the list, until the next key."""
        self._message = text
        self._paint()

    # What is shown

    @property
    def _tab(self) -> Tab:
        return self._tabs[self._at]

    @property
    def place(self) -> int:
        """Which of the rows shown the cursor is on."""
        return self.query_one(RowList).cursor

    @property
    def _current(self) -> Row | None:
        cursor = self.place
        return self._rows[cursor] if cursor < len(self._rows) else None

    # Painting

    def _paint(self) -> None:
        """Paint everything around the list."""
        if not self.is_mounted:
            return
        width = self.size.width - 2
        known = self._review or self._first
        self._show("header", header(known.study if known else None, width))
        self._show("tabs", names([each.name for each in self._tabs], self._at, width))
        self._show("head", [(f" {self._page.head}" if self._page else "", "$secondary")])
        line = "" if self._stands_below else clipped(self._line(), width)
        self._show("message", [(line, "$warning")])
        said = clipped(f"── {self._state()} ", width) if self._state() else ""
        self._show("rule", [(said, "$warning"), "─" * (width - width_of(said))])
        for name in ("rule-detail", "rule-below"):
            self._show(name, ["─" * width])
        own = self._tab.keys_now(self._review) if self._review is not None else self._tab.keys
        empty = self._review is not None and self._page is not None and not self._page.rows
        self._show("keys", [line_of_keys(self.app, own, width, empty=empty)])
        self._paint_detail()
        if self._too_small:
            size = f"{self.size.width} x {self.size.height}"
            text = f"The window is {size}; {MIN_WIDTH} x {MIN_HEIGHT} are needed."
            self._show("too-small", [text])

    def _paint_detail(self) -> None:
        wide = self.size.width >= SIDE
        pane = self.query_one("#side" if wide else "#detail", Literal)
        row = self._current
        width = pane.size.width - 3 if wide else self.size.width - 2
        if row is None or self._review is None:
            show_plot(pane, None, beside=not wide)
            pane.show(lines(self._line(), width) if self._stands_below else [""])
        else:
            width -= show_plot(pane, self._tab.plot(self._review, row.entry), beside=not wide)
            width = max(20, width)
            self._tab.room = pane.size.height
            more = f"... {cast(CoderApp, self.app).key_table.key_of('review-why')}: all of it"
            found = self._tab.detail(self._review, row.entry, width)
            pane.show(within(found, width, pane.size.height, more))

    @property
    def _stands_below(self) -> bool:
        """Whether what is said under the list is too long, and there is nothing else to show."""
        nothing = self._current is None or self._review is None
        return nothing and width_of(self._line()) > self.size.width - 2

    def _state(self) -> str:
        """Say what of the tab is shown and how it is sorted, where that is not how it comes."""
        kept = self._tab.state(self._review) if self._review is not None else ()
        at = self._order[self._at]
        return above(self._search[self._at], kept, self._tab.orders[at].name if at else "")

    def _line(self) -> str:
        """Give what is said under the list: a fault, what it holds, or why it is empty."""
        if self._message:
            return self._message
        if self._page is None:
            return computing(self._tab.name) if self._computing else ""
        return below(self._page, len(self._rows), searched=bool(self._search[self._at]))

    def _show(self, name: str, pieces: list[Piece]) -> None:
        self.query_one(f"#{name}", Literal).show(pieces)
