"""The review screen: four tabs over one picture of the study."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coder_tui.analysis.measured import Measured
from coder_tui.analysis.review import Disagreement, Review
from coder_tui.domain.errors import CoderError
from coder_tui.domain.items import ItemView
from coder_tui.domain.text import clipped, plural
from coder_tui.tui.app import MIN_HEIGHT, MIN_WIDTH
from coder_tui.tui.dialogs import HelpScreen, TextDialog
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.review.details import detail, explanation
from coder_tui.tui.review.help_text import help_pieces
from coder_tui.tui.review.item_screen import ItemScreen
from coder_tui.tui.review.pages import TABS, Page, Row, counted, orders, page
from coder_tui.tui.row_list import RowList

SIDE = 160
"""Columns from which on the detail stands beside the list instead of below it: both have room."""
AGREEMENT, DISAGREEMENTS = 1, 2
KEYS = "Enter open  s sort  / filter  w why  r read again  E export  ? help  q leave"


class Source(Protocol):
    """Where the screen gets its data from; called on worker threads only."""

    def review(self) -> Review:
        """Give the review as it stands."""
        ...

    def item(self, blind_id: str) -> ItemView:
        """Give an item."""
        ...

    def export(self) -> Path:
        """Export the study as this reader may, into a new folder; gives the folder."""
        ...


class ReviewScreen(Screen[None]):
    """What the reader may see of a study."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"tab({n - 1})", name.lower(), id=f"tab-{n}", show=False)
            for n, name in enumerate(TABS, start=1)
        ),
        Binding("s", "sort", "sort", id="review-sort", show=False),
        Binding("slash", "filter", "filter", id="review-filter", show=False),
        Binding("w", "why", "why", id="review-why", show=False),
        Binding("r", "load", "read again", id="review-load", show=False),
        Binding("E", "export", "export", id="review-export", show=False),
        Binding("escape", "back", "back", id="review-back", show=False),
        Binding("question_mark", "help", "help", id="review-help", show=False),
        Binding("q", "leave", "leave", id="review-leave", show=False),
    ]

    class Loaded(Message):
        """The study has been read."""

        def __init__(self, review: Review) -> None:
            super().__init__()
            self.review = review

    class Exported(Message):
        """The study has been exported."""

        def __init__(self, folder: Path) -> None:
            super().__init__()
            self.folder = folder

    class Failed(Message):
        """The study could not be read."""

        def __init__(self, error: CoderError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, source: Source, *, leave: Callable[[], None]) -> None:
        super().__init__()
        self._source = source
        self._leave = leave
        self.review: Review | None = None
        self.tab = AGREEMENT
        self.only: Measured | None = None
        """The line of agreement whose disagreements are shown; None: all of them."""
        self._order = [0] * len(TABS)
        self._filter = [""] * len(TABS)
        self._cursor = [0] * len(TABS)
        self._rows: list[Row] = []
        self._page: Page | None = None
        self._message = "Reading the study ..."
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
        yield Literal(KEYS, id="keys", classes="bar")
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
        self.query_one("#detail").styles.height = max(8, event.size.height // 3)
        self.call_after_refresh(self._show_page)

    # Data

    def action_load(self) -> None:
        """Read the study in a worker."""
        self._message = "Reading the study ..."
        self.run_worker(self._read, thread=True, exclusive=True, group="review")

    def _read(self) -> None:
        """Review the study. Runs on a worker thread: touches no widget."""
        worker = get_current_worker()
        try:
            message: Message = self.Loaded(self._source.review())
        except CoderError as error:
            message = self.Failed(error)
        if not worker.is_cancelled:
            self.post_message(message)

    def on_review_screen_loaded(self, message: Loaded) -> None:
        """Show what was read; the cursors stay."""
        self.review = message.review
        self._message = ""
        if self.only is not None:
            wanted = (self.only.dimension.id, self.only.coder_kind)
            found = (m for m in self.review.agreement if (m.dimension.id, m.coder_kind) == wanted)
            self.only = next(found, None)
        self._show_page()

    def on_review_screen_failed(self, message: Failed) -> None:
        """Say what is wrong; what was shown before stays."""
        self._message = str(message.error)
        self._paint()

    def action_export(self) -> None:
        """Export the study in a worker."""
        self._message = "Exporting ..."
        self._paint()
        self.run_worker(self._export, thread=True, exclusive=True, group="export")

    def _export(self) -> None:
        """Export the study. Runs on a worker thread: touches no widget."""
        worker = get_current_worker()
        try:
            message: Message = self.Exported(self._source.export())
        except CoderError as error:
            message = self.Failed(error)
        if not worker.is_cancelled:
            self.post_message(message)

    def on_review_screen_exported(self, message: Exported) -> None:
        """Say where the export is."""
        self._message = f"Exported to {message.folder}"
        self._paint()

    # Painting

    def _show_page(self) -> None:
        """Lay out the lines of the current tab anew."""
        if self.review is None or not self.is_mounted:
            self._paint()
            return
        rows = self.query_one(RowList)
        self._page = page(self.review, self.tab, self.only, rows.size.width or self.size.width)
        wanted = self._filter[self.tab].casefold()
        found = [row for row in self._page.rows if not wanted or wanted in row.text.casefold()]
        order = orders(self.tab)[self._order[self.tab]]
        self._rows = sorted(found, key=order.key)
        rows.show([row.draw for row in self._rows], self._cursor[self.tab])
        self._paint()

    def _paint(self) -> None:
        """Paint everything around the list."""
        if not self.is_mounted:
            return
        width = self.size.width - 2
        self._show("header", self._header())
        self._show("tabs", self._tabs(width))
        self._show("head", [(f" {self._page.head}" if self._page else "", "$secondary")])
        self._show("message", [(clipped(self._line(), width), "$warning")])
        for name in ("rule", "rule-detail", "rule-below"):
            self._show(name, ["─" * width])
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
        if row is None or self.review is None:
            pane.show([""])
        else:
            pane.show(detail(self.review, row.entry, max(20, width)))

    def _header(self) -> list[Piece]:
        pieces: list[Piece] = [("REVIEW", "$accent bold")]
        if self.review is None:
            return pieces
        study = self.review.study
        counts = f"  {plural(study.items, 'item')}  {plural(study.coders, 'coder')}"
        marks: list[Piece] = []
        if study.simulated:
            marks += ["  ", ("SIMULATED", "$warning bold")]
        if study.with_key:
            marks += ["  ", ("sealed" if study.sealed else "UNSEALED", "$warning bold")]
        room = self.size.width - 2 - length([*pieces, counts, *marks]) - 2
        return [*pieces, f"  {clipped(study.title, max(8, room))}", counts, *marks]

    def _tabs(self, width: int) -> list[Piece]:
        pieces: list[Piece] = []
        for place, name in enumerate(TABS):
            here = place == self.tab
            label = f"{place + 1} {name.upper() if here else name}"
            pieces += [(label, "$accent bold") if here else (label, "$secondary"), "  "]
        said = self._state()
        return [*pieces, (clipped(said, max(1, width - length(pieces))), "$secondary")]

    def _state(self) -> str:
        """Say what of the tab is shown and how it is sorted, where that is not how it comes."""
        said = []
        held = self._filter[self.tab]
        if held:
            said.append(f"holding {held!r}")
        if self.review is not None and self.tab == DISAGREEMENTS and self.only is not None:
            leave = "" if held else " (Esc: all)"
            said.append(f"{counted(self.review, self.only)} only{leave}")
        if self._order[self.tab]:
            said.append(orders(self.tab)[self._order[self.tab]].name)
        return "; ".join(said)

    def _line(self) -> str:
        """Give what is said under the list: a fault, what it holds, or why it is empty."""
        if self._message or self._page is None:
            return self._message
        if self._rows:
            return self._page.summary
        return "No line holds this text." if self._page.rows else self._page.empty

    def _show(self, name: str, pieces: list[Piece]) -> None:
        self.query_one(f"#{name}", Literal).show(pieces)

    @property
    def _current(self) -> Row | None:
        cursor = self.query_one(RowList).cursor
        return self._rows[cursor] if cursor < len(self._rows) else None

    # Keys

    @on(RowList.Moved)
    def follow(self) -> None:
        """Show what is known of the line under the cursor."""
        self._cursor[self.tab] = self.query_one(RowList).cursor
        self._paint_detail()

    @on(RowList.Chosen)
    def open_row(self) -> None:
        """Open what the line stands for."""
        row = self._current
        if row is None or self.review is None:
            return
        if isinstance(row.entry, Measured):
            self.only = row.entry
            self._filter[DISAGREEMENTS] = ""
            self._cursor[DISAGREEMENTS] = 0
            self._turn(DISAGREEMENTS)
        elif isinstance(row.entry, Disagreement):
            found = [r.entry for r in self._rows if isinstance(r.entry, Disagreement)]
            place = self.query_one(RowList).cursor
            self.app.push_screen(ItemScreen(self.review, found, place, self._source.item))
        else:
            self.action_why()

    def action_tab(self, tab: int) -> None:
        """Turn to a tab; to the disagreements, all of them."""
        if tab == DISAGREEMENTS and self.only is not None:
            self.only = None
            self._cursor[DISAGREEMENTS] = 0
        self._turn(tab)

    def _turn(self, tab: int) -> None:
        self.tab = tab
        self._show_page()

    def action_back(self) -> None:
        """Take away the text filter, then the dimension; then go from there to agreement."""
        if self._filter[self.tab]:
            self._take_filter("")
        elif self.tab == DISAGREEMENTS and self.only is not None:
            self.action_tab(DISAGREEMENTS)
        elif self.tab == DISAGREEMENTS:
            self._turn(AGREEMENT)

    def action_sort(self) -> None:
        """Sort in the next way."""
        self._order[self.tab] = (self._order[self.tab] + 1) % len(orders(self.tab))
        self._cursor[self.tab] = 0
        self._show_page()

    def action_filter(self) -> None:
        """Ask for the text that lines have to hold."""
        dialog = TextDialog("Show lines that hold:", given=self._filter[self.tab])
        self.app.push_screen(dialog, self._take_filter)

    def _take_filter(self, text: str | None) -> None:
        if text is not None:
            self._filter[self.tab] = text
            self._cursor[self.tab] = 0
            self._show_page()

    def action_why(self) -> None:
        """Explain the current line and its tab."""
        if self.review is None:
            return
        row = self._current
        width = min(self.size.width - 10, 100)
        pieces = explanation(self.review, row.entry if row else None, self.tab, width)
        self.app.push_screen(HelpScreen(pieces))

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(help_pieces()))

    def action_leave(self) -> None:
        """Leave."""
        self._leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let only leaving work on a screen too small to be read."""
        del parameters
        return not self._too_small or action == "leave"


def length(pieces: Iterable[Piece]) -> int:
    """Give the number of characters in the pieces."""
    return sum(len(piece if isinstance(piece, str) else piece[0]) for piece in pieces)
