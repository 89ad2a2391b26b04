"""A list of lines with a cursor, drawn line by line, so that its length costs nothing."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coder_tui.domain.text import visible_line
from coder_tui.tui.keeps_focus import KeepsFocus

Span = str | tuple[str, str]
"""Text, or text with one of the tones below."""

TONES = ("quiet", "strong", "good", "bad", "warn")


class RowList(ScrollView, KeepsFocus, can_focus=True):
    """Shows rows; the one under the cursor is the current one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--cursor",
        "rows--text",
        *(f"rows--{tone}" for tone in TONES),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "line up", id="row-up", show=False),
        Binding("down,j", "move(1)", "line down", id="row-down", show=False),
        Binding("pageup,b", "page(-1)", "page up", id="rows-up", show=False),
        Binding("pagedown,space", "page(1)", "page down", id="rows-down", show=False),
        Binding("g,home", "end(-1)", "to the start", id="rows-start", show=False),
        Binding("G,end", "end(1)", "to the end", id="rows-end", show=False),
        Binding("enter", "choose", "open", id="row-open", show=False),
    ]

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, rows: "RowList") -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> "RowList":
            """The list that sent this."""
            return self.rows

    class Chosen(Moved):
        """The current row was chosen."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: tuple[Callable[[], Sequence[Span]], ...] = ()
        self.cursor = 0

    def show(self, rows: Sequence[Callable[[], Sequence[Span]]], cursor: int = 0) -> None:
        """Show other rows, with the cursor on one of them; each is asked when it is drawn."""
        self.rows = tuple(rows)
        self.virtual_size = Size(self.size.width, len(self.rows))
        self.cursor = min(max(0, cursor), max(0, len(self.rows) - 1))
        self._keep_in_sight()
        self.refresh()

    def action_move(self, step: int) -> None:
        """Move by rows."""
        self._go_to(self.cursor + step)

    def action_page(self, step: int) -> None:
        """Move by pages."""
        self._go_to(self.cursor + step * max(1, self.size.height - 1))

    def action_end(self, step: int) -> None:
        """Go to the first or the last row."""
        self._go_to(0 if step < 0 else len(self.rows) - 1)

    def action_choose(self) -> None:
        """Choose the current row."""
        if self.rows:
            self.post_message(self.Chosen(self))

    def on_resize(self) -> None:
        """Keep the cursor in sight in a window of another size."""
        self.virtual_size = Size(self.size.width, len(self.rows))
        self._keep_in_sight()

    def _go_to(self, row: int) -> None:
        if not self.rows:
            return
        self.cursor = min(max(0, row), len(self.rows) - 1)
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved(self))

    def _keep_in_sight(self) -> None:
        top, height = self.scroll_offset.y, max(1, self.size.height)
        wanted = min(max(top, self.cursor - height + 1), self.cursor)
        wanted = max(0, min(wanted, len(self.rows) - height))
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the window."""
        number = self.scroll_offset.y + y
        base = self.rich_style
        if number >= len(self.rows):
            return Strip.blank(self.size.width, base)
        here = number == self.cursor
        segments = [Segment(">" if here else " ", self._tone("strong"))]
        for span in self.rows[number]():
            text, tone = (span, "text") if isinstance(span, str) else span
            segments.append(Segment(visible_line(text), self._tone(tone)))
        under = base + self._tone("cursor") if here else base
        return Strip(segments).adjust_cell_length(self.size.width).apply_style(under)

    def _tone(self, name: str) -> Style:
        return self.get_component_rich_style(f"rows--{name}", partial=True)
