"""What the screen of leaks lays out and paints, without its keys."""

from collections.abc import Sequence
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from coder_tui.storage.leak_texts import Surroundings
from coder_tui.tui.app import MIN_HEIGHT, MIN_WIDTH
from coder_tui.tui.coding.lines import cut, length
from coder_tui.tui.keys_in_force import key_line
from coder_tui.tui.leaks import panels
from coder_tui.tui.leaks.desk import Desk, Row
from coder_tui.tui.leaks.help_text import HINTS, HINTS_ALL
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.notice import Notice
from coder_tui.tui.row_list import RowList, Span

SIDE, SHORT = 130, 22
"""Columns from which on the text stands beside the list; lines below which it has less room."""


class LeaksFrame(Screen[None]):
    """The list of findings, the text around the current one, and the lines around both."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._saved_at = ""
        self._notice: Notice | None = None
        self._all = False
        """Whether the next decision is for all places of the same spelling."""
        self._too_small = False
        self._listed: list[Row] = []

    def compose(self) -> ComposeResult:
        """Lay out header, list, text, notice, keys."""
        yield Literal(id="header", classes="bar")
        yield Literal(id="rule", classes="rule")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Literal(id="head", classes="bar")
                yield RowList(id="rows")
            yield Literal(id="side")
        yield Literal(id="rule-place", classes="rule")
        yield Literal(id="place")
        yield Literal(id="context")
        yield Literal(id="message")
        yield Literal(id="keys", classes="bar")
        yield Literal(id="too-small")

    def on_mount(self) -> None:
        """Show the first finding that is undecided."""
        self._rows.focus()
        first = self.desk.next_undecided(-1)
        self._show_rows(first or 0)

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def _row(self) -> Row | None:
        at = self._rows.cursor
        return self.desk.rows[at] if at < len(self.desk.rows) else None

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for another size; let no key decide when it is too small."""
        self._too_small = event.size.width < MIN_WIDTH or event.size.height < MIN_HEIGHT
        self.set_class(self._too_small, "-too-small")
        self.set_class(event.size.width >= SIDE, "-side")
        self.set_class(event.size.height < SHORT, "-short")
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        self._listed = []
        self._show_rows(self._rows.cursor)

    # Painting

    def _show_rows(self, at: int) -> None:
        """List the rows with the cursor on one of them."""
        if not self.is_mounted:
            return
        rows = self._rows
        if self._listed is not self.desk.rows:
            self._listed = self.desk.rows
            rows.show([partial(self._drawn, row) for row in self._listed], at)
        else:
            rows.show(rows.rows, at)
        self._paint()

    def _drawn(self, row: Row) -> Sequence[Span]:
        return panels.row_spans(self.desk, row, self._rows.size.width - 1)

    def _paint(self) -> None:
        """Paint everything around the list."""
        if not self.is_mounted:
            return
        width = self.size.width - 2
        self._show("header", panels.header(self.desk, width, self._saved_at))
        self._show("rule", self._listed_words(width))
        self._show("rule-place", ["─" * width])
        self._show("head", panels.head(self._rows.size.width - 1))
        self._paint_place()
        self._show("message", self._said(width))
        keys = [key_line(self.app, [each]) for each in (HINTS_ALL if self._all else HINTS)]
        self._show("keys", panels.hints(keys, width))
        if self._too_small:
            size = f"{self.size.width} x {self.size.height}"
            self._show(
                "too-small", [f"The window is {size}; {MIN_WIDTH} x {MIN_HEIGHT} are needed."]
            )

    def _paint_place(self) -> None:
        """Show the text around the current finding, below the list or beside it."""
        row = self._row
        around = self._around(row)
        if self.size.width >= SIDE:
            size = self.query_one("#side", Literal).size
            width = size.width - 2
            pieces = panels.place_lines(self.desk, row, around, width)
            room = max(2, size.height - panels.lines_of(pieces))
            pieces += panels.context(around, width, room)
            self._show("side", pieces)
            return
        size = self.query_one("#context", Literal).size
        self._show("place", panels.place(self.desk, row, around, self.size.width - 2))
        width = self.size.width - 2
        pieces = panels.whole(row, self._rows.size.width - 1, width)
        room = max(2, size.height - panels.lines_of(pieces))
        self._show("context", [*pieces, *panels.context(around, width, room)])

    def _around(self, row: Row | None) -> Surroundings | None:
        return self.desk.around(self.desk.shown(row)) if row else None

    def _said(self, width: int) -> list[Piece]:
        """Give the notice, if there is one."""
        notice = self._notice
        if notice is not None and notice.text:
            style = "$warning" if notice.refused else "$success"
            return [(cut(notice.text, width), style)]
        if not self.desk.rows:
            shown = panels.shown_words(self.desk)
            return [(cut(f"Nothing is listed ({shown}).", width), "$warning")]
        return ["─" * width]

    def _listed_words(self, width: int) -> list[Piece]:
        """Say what of the findings is listed, where that is not all, and how all are shown."""
        shown = panels.shown_words(self.desk)
        if not shown:
            return ["─" * width]
        said = cut(f"── {shown}: {key_line(self.app, [('leaks-back', 'shows all')])} ", width)
        return [(said, "$warning"), "─" * max(0, width - length([said]))]

    def _show(self, name: str, pieces: list[Piece]) -> None:
        self.query_one(f"#{name}", Literal).show(pieces)

    def _done(self, notice: Notice | None, at: int | None = None) -> None:
        """Show what a key came to, with the cursor on a line."""
        self._notice = notice
        self._all = False
        self._show_rows(self._rows.cursor if at is None else at)
