"""The review screen: tabs over one picture of the study."""

from collections.abc import Callable, Sequence
from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from coder_tui.analysis.first_look import FirstLook
from coder_tui.domain.text import clipped
from coder_tui.tui.app import MIN_HEIGHT, MIN_WIDTH, CoderApp
from coder_tui.tui.dialogs import HelpScreen, TextDialog
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.review.bars import header, names
from coder_tui.tui.review.help_text import help_pieces
from coder_tui.tui.review.keys import KEYS, line_of_keys
from coder_tui.tui.review.messages import Failed, FirstLooked, Loaded
from coder_tui.tui.review.page import Page, Row
from coder_tui.tui.review.pieces import lines, within
from coder_tui.tui.review.plot_pane import show_plot
from coder_tui.tui.review.said import above, below
from coder_tui.tui.review.source import Source
from coder_tui.tui.review.sourced import Sourced
from coder_tui.tui.review.tab import AnyTab, Result, Tab
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


READING = "Reading the study ..."


class ReviewScreen(Sourced):
    """What the reader may see of a study."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self, source: Source, *, leave: Callable[[], None]) -> None:
        super().__init__(source)
        self._leave = leave
        self._first: FirstLook | None = None
        self._tabs: list[Tab] = [kind() for kind in TABS]
        self._at = TABS.index(FIRST)
        self._order = [0] * len(TABS)
        self._search = [""] * len(TABS)
        self._cursor = [0] * len(TABS)
        self._rows: list[Row] = []
        self._page: Page | None = None
        self._message = READING
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

    def on_mount(self) -> None:
        """Read the study."""
        self.query_one(RowList).focus()
        self._paint()
        self.action_load()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for another size, and say so when it is too small."""
        self._too_small = event.size.width < MIN_WIDTH or event.size.height < MIN_HEIGHT
        self.set_class(self._too_small, "-too-small")
        self.set_class(event.size.width >= SIDE, "-side")
        self.query_one("#detail").styles.height = detail_height(event.size.height)
        self.call_after_refresh(self.show_page)

    # Data

    def action_load(self) -> None:
        """Read the study in a worker."""
        self._message = READING
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
        self._message = ""
        self._tabs = [each.for_study(message.review.study) for each in self._tabs]
        for tab in self._tabs:
            tab.refreshed(message.review)
        self.show_page()

    def on_failed(self, message: Failed) -> None:
        """Say what is wrong; what was shown before stays."""
        self._message = str(message.error)
        self._paint()

    # Painting

    def show_page(self, *, from_start: bool = False) -> None:
        """Lay out the lines of the current tab anew; from the start: cursor on the first."""
        if from_start:
            self._cursor[self._at] = 0
        page = self._page_of_tab() if self.is_mounted else None
        if page is None:
            self._paint()
            return
        rows, self._page = self.query_one(RowList), page
        wanted = self._search[self._at]
        found = self._tab.search(self._page.rows, wanted) if wanted else self._page.rows
        order = self._tab.orders[self._order[self._at]]
        self._rows = sorted(found, key=order.key)
        rows.show([row.draw for row in self._rows], self._cursor[self._at])
        self._paint()

    def _page_of_tab(self) -> Page | None:
        """Give the lines of the current tab; None where they are still being read."""
        width = self.query_one(RowList).size.width or self.size.width
        if self._review is not None:
            return self._tab.page(self._review, width)
        return self._tab.first_page(self._first, width) if self._first is not None else None

    def _paint(self) -> None:
        """Paint everything around the list."""
        if not self.is_mounted:
            return
        width = self.size.width - 2
        known = self._review or self._first
        self._show("header", header(known.study if known else None, width))
        self._show("tabs", names([each.name for each in self._tabs], self._at, width))
        self._show("head", [(f" {self._page.head}" if self._page else "", "$secondary")])
        self._show("message", [(clipped(self._line(), width), "$warning")])
        said = clipped(f"── {self._state()} ", width) if self._state() else ""
        self._show("rule", [(said, "$warning"), "─" * (width - len(said))])
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
            said = self._line()
            # What does not fit on its line stands here, where there is nothing else to show.
            pane.show(lines(said, width) if len(said) > self.size.width - 2 else [""])
        else:
            width -= show_plot(pane, self._tab.plot(self._review, row.entry), beside=not wide)
            width = max(20, width)
            self._tab.room = pane.size.height
            more = f"... {cast(CoderApp, self.app).key_table.key_of('review-why')}: all of it"
            found = self._tab.detail(self._review, row.entry, width)
            pane.show(within(found, width, pane.size.height, more))

    def _state(self) -> str:
        """Say what of the tab is shown and how it is sorted, where that is not how it comes."""
        kept = self._tab.state(self._review) if self._review is not None else ()
        at = self._order[self._at]
        return above(self._search[self._at], kept, self._tab.orders[at].name if at else "")

    def _line(self) -> str:
        """Give what is said under the list: a fault, what it holds, or why it is empty."""
        if self._message or self._page is None:
            return self._message
        return below(self._page, len(self._rows), searched=bool(self._search[self._at]))

    def _show(self, name: str, pieces: list[Piece]) -> None:
        self.query_one(f"#{name}", Literal).show(pieces)

    @property
    def _tab(self) -> Tab:
        return self._tabs[self._at]

    @property
    def _current(self) -> Row | None:
        cursor = self.place
        return self._rows[cursor] if cursor < len(self._rows) else None

    # What tabs ask for

    @property
    def is_reading(self) -> bool:
        """Whether the study is being read, and nothing has come of it yet."""
        return self._message == READING or (self._review is None and self._first is not None)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown."""
        return self._rows

    @property
    def place(self) -> int:
        """Which of them the cursor is on."""
        return self.query_one(RowList).cursor

    def tab(self, kind: type[AnyTab]) -> AnyTab:
        """Give one of the tabs."""
        return cast(AnyTab, self._tabs[TABS.index(kind)])

    def turn_to(self, kind: type[Tab], *, afresh: bool = False) -> None:
        """Show a tab; afresh: with the cursor at the start and nothing searched for."""
        self._at = TABS.index(kind)
        if afresh:
            self._search[self._at] = ""
        self.show_page(from_start=afresh)

    def open(
        self, screen: Screen[Result], answer: Callable[[Result | None], None] | None = None
    ) -> None:
        """Put a screen over this one; what it answers is handed on."""
        self.app.push_screen(screen, answer)

    def explain(self) -> None:
        """Explain the current line and its tab."""
        self.action_why()

    def say(self, text: str) -> None:
        """Say something under the list, until the next key."""
        self._message = text
        self._paint()

    # Keys

    def on_key(self) -> None:
        """Let any key take away what the key before said."""
        if self._review is not None and self._message:
            self._message = ""
            self._paint()

    @on(RowList.Moved)
    def follow(self) -> None:
        """Show what is known of the line under the cursor."""
        self._cursor[self._at] = self.place
        self._paint_detail()

    @on(RowList.Chosen)
    def open_row(self) -> None:
        """Open what the line stands for."""
        row = self._current
        if row is not None and self._review is not None:
            self._tab.open(self, row.entry)

    def action_tab(self, tab: int) -> None:
        """Turn to a tab."""
        self._at = tab
        self.show_page()

    def action_own(self, action: str) -> None:
        """Do what one of the tab's own keys asks for."""
        if self._review is not None:
            self._tab.press(action, self)

    def action_back(self) -> None:
        """Take away the text, then what the tab is restricted to; then go to the first tab."""
        if self._search[self._at]:
            self._take_search("")
        elif not self._tab.back(self) and self._at != TABS.index(FIRST):
            self.turn_to(FIRST)

    def action_sort(self) -> None:
        """Sort in the next way."""
        self._order[self._at] = (self._order[self._at] + 1) % len(self._tab.orders)
        self.show_page(from_start=True)

    def action_filter(self) -> None:
        """Ask for the text that lines have to hold."""
        dialog = TextDialog("Show lines that hold:", given=self._search[self._at])
        self.app.push_screen(dialog, self._take_search)

    def _take_search(self, text: str | None) -> None:
        if text is not None:
            self._search[self._at] = text
            self.show_page(from_start=True)

    def action_why(self) -> None:
        """Explain the current line and its tab."""
        if self._review is None:
            return
        row = self._current
        width = min(self.size.width - 10, 100)
        pieces = self._tab.explanation(self._review, row.entry if row else None, width)
        said = " ".join((*self._review.study.closed.lines, self._tab.about(self._review)))
        self.app.push_screen(HelpScreen([*pieces, *lines(said, width)]))

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(help_pieces(self.app, self._tabs)))

    def action_leave(self) -> None:
        """Leave."""
        self._leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let only leaving work on a screen too small to be read; own keys on their tab."""
        if self._too_small:
            return action == "leave"
        return action != "own" or self._tab.has(str(parameters[0]))
