"""The review screen: tabs over one picture of the study."""

from collections.abc import Callable, Sequence
from typing import ClassVar, cast

from textual import events, on
from textual.binding import BindingType
from textual.screen import Screen

from coder_tui.tui.dialogs import HelpScreen, TextDialog
from coder_tui.tui.review.help_text import help_pieces
from coder_tui.tui.review.keys import KEYS
from coder_tui.tui.review.page import Row
from coder_tui.tui.review.pieces import lines
from coder_tui.tui.review.reading import Reading
from coder_tui.tui.review.said import computing
from coder_tui.tui.review.source import Source
from coder_tui.tui.review.tab import AnyTab, Result, Tab
from coder_tui.tui.review.tabs import FIRST, TABS
from coder_tui.tui.row_list import RowList


class ReviewScreen(Reading):
    """What the reader may see of a study: its keys, and what it does for its tabs."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self, source: Source, *, leave: Callable[[], None]) -> None:
        super().__init__(source)
        self._leave = leave

    # What tabs ask for

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown."""
        return self._rows

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

    def go_to(self, place: int) -> None:
        """Put the cursor on one of the rows shown."""
        self._cursor[self._at] = place
        self._show_rows(self._rows)

    def explain(self) -> None:
        """Explain the current line and its tab."""
        self.action_why()

    def _say_it_is_coming(self) -> None:
        """Say that a key comes too early."""
        if self._computing and self._first is not None:
            self.say(computing(self._tab.name, waits=True))

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Let any key take away what the key before said."""
        if not self._rows and self._means(event.key) == "enter":
            self._say_it_is_coming()
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
        if self._review is None:
            self._say_it_is_coming()
        elif row is not None:
            self._tab.open(self, row.entry)

    def action_tab(self, tab: int) -> None:
        """Turn to a tab."""
        self._at = tab
        if self._review is None and self._first is not None and self._computing:
            self._message = ""
        self.show_page()

    def action_own(self, action: str) -> None:
        """Do what one of the tab's own keys asks for."""
        if self._review is None:
            self._say_it_is_coming()
        else:
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
            self._say_it_is_coming()
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
