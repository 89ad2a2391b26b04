"""A window on the lines of an item: scrolling, the line cursor, folding, counting ahead."""

from typing import NamedTuple

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.widget import Widget

from coder_tui.domain.items import ItemKind, ItemView, Part, PartKind
from coder_tui.tui.app import CoderApp
from coder_tui.tui.item.lines import NAME, NOTE, Counts, Lines, Row, count
from coder_tui.tui.item.resting import by_turns
from coder_tui.tui.item.texts import Texts
from coder_tui.tui.item_layout import starts_folded
from coder_tui.tui.keeps_focus import KeepsFocus

COUNTED_AT_ONCE = 16_000
"""Items with fewer characters are counted before the first frame: it takes 1 to 5 ms."""

MOST_SETTLED = 5000
"""Lines counted at once to go to a line of a part; beyond them the worker's count is needed."""


class Anchor(NamedTuple):
    """A line by what stands on it, to be found again in another width or folding."""

    part: int
    stored: int
    block: int


class ItemWindow(ScrollView, KeepsFocus, can_focus=True):
    """Knows which lines of the item are in the window and where the cursor is."""

    class Moved(Message):
        """The cursor is somewhere else, or the item looks otherwise."""

        def __init__(self, view: "ItemWindow") -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> "ItemWindow":
            """The view that sent this."""
            return self.view

    class Counted(Message):
        """The lines of an item have been counted for a width."""

        def __init__(self, lines: Lines, counts: Counts) -> None:
            super().__init__()
            self.lines = lines
            self.counts = counts

    def __init__(self, *, id: str | None = None, lettered: bool = False) -> None:  # noqa: A002
        """Make an empty view.

        Args:
            id: the widget's.
            lettered: whether signs in the margin are letters, which a space parts from the roles.
        """
        super().__init__(id=id)
        self._lettered = lettered
        self.item: ItemView | None = None
        self._texts = Texts(())
        self._lines = Lines(self._texts, (), 10)
        self._at = self._top = Row(0, 0, 0)
        """The lines with the cursor and at the top of the window: these hold, numbers may shift."""
        self._folded: set[int] = set()
        self._wrapped_width = 0
        self._back_to: Anchor | None = None
        """Where the reference was opened from."""
        self._holds_cursor = False
        """Whether what scrolls sees to the cursor itself."""

    # The item

    def show_item(self, item: ItemView) -> None:
        """Show another item from its start, folded by policy."""
        self.item = item
        self._texts = Texts(item.parts)
        self._folded = {place for place, part in enumerate(item.parts) if starts_folded(part)}
        self._back_to = None
        self._lay_out()
        first = next((place for place, part in enumerate(item.parts) if part.idx > 0), 0)
        self._at = self._lines.row_in(first, 0) if item.parts else Row(0, 0, 0)
        self._top = self._lines.row(0) if item.parts else Row(0, 0, 0)
        self._settle(self._at)
        self._scroll_at_once(0)
        self.refresh()

    @property
    def current_part(self) -> Part | None:
        """The part under the cursor."""
        return self.item.parts[self._at.part] if self.item and self.item.parts else None

    @property
    def more_below(self) -> bool:
        """Whether there are lines below the window."""
        return self.scroll_offset.y + self.size.height < self._lines.height

    @property
    def cursor(self) -> int:
        """The number of the cursor's line; in a long item an estimate until it is counted."""
        return self._lines.number(self._at) if self.current_part else 0

    @property
    def line_in_part(self) -> int:
        """How many lines the cursor stands below the start of its part; an estimate likewise."""
        return self._lines.inside(self._at) if self.current_part else 0

    @property
    def offset_in_part(self) -> int:
        """The stored code point at the start of the cursor's line: a place for every width."""
        return self._anchor(self._at).stored if self.current_part else 0

    @property
    def is_counted(self) -> bool:
        """Whether all lines are counted, so that the scroll extent is exact."""
        return self._lines.is_counted

    def go_to(self, idx: int, line: int = 0) -> None:
        """Put the cursor on a part, some lines below its start."""
        part = self._place(idx)
        if part is not None:
            self._lines.settle(self._lines.row_in(part, 0), 0, min(line, MOST_SETTLED))
            self._set_cursor(self._lines.row_in(part, line), to_top=True)

    def go_to_place(self, idx: int, offset: int) -> None:
        """Put the cursor on the line that shows a stored code point; opens a fold that hides it."""
        part = self._place(idx)
        if part is None:
            return
        if part in self._folded and self._lines.row_of(part, offset).block == NOTE:
            self._fold(self._folded - {part})
        self._set_cursor(self._lines.row_of(part, offset))

    def come_back_to(self, idx: int, offset: int) -> None:
        """Put the cursor where it was left; a part left at its very start may have been folded."""
        if offset > 0:
            self.go_to_place(idx, offset)
        else:
            self.go_to(idx)

    def _place(self, idx: int) -> int | None:
        parts = self.item.parts if self.item else ()
        return next((place for place, part in enumerate(parts) if part.idx == idx), None)

    # Lines

    @property
    def _number_width(self) -> int:
        parts = self.item.parts if self.item is not None else ()
        return max(3, len(str(parts[-1].idx))) if parts else 3

    @property
    def _label_width(self) -> int:
        wide = self.item is not None and self.item.kind is not ItemKind.TRANSCRIPT
        return (16 if wide else 10) + self._lettered

    @property
    def _gutter(self) -> int:
        return 1 + self._number_width + 1 + self._label_width + 1

    def _lay_out(self) -> None:
        """Begin with estimates, or with a quick count; the worker counts a long item."""
        width = max(10, (self.size.width or 80) - self._gutter - 1)
        self._wrapped_width = self.size.width
        self._lines = lines = Lines(self._texts, self._folded, width, self._fold_key)
        parts = self._texts.parts
        length = 0
        for part in parts:
            length += len(part.text) + 64
            if length > COUNTED_AT_ONCE:
                break
        if length <= COUNTED_AT_ONCE:
            counts = count(parts, width, lambda: True)
            if counts is not None:
                lines.take(counts)
            self.workers.cancel_group(self, "count")
        else:
            self.call_after_refresh(self._start_counting, lines)
        # Where the text has become shorter this scrolls, and the cursor is not yet in these lines.
        self._holds_cursor = True
        self.virtual_size = Size(self.size.width, lines.height)
        self._holds_cursor = False

    @property
    def _fold_key(self) -> str:
        """The key that folds, as it is shown."""
        keys = self.app.settings.keys if isinstance(self.app, CoderApp) else None
        return keys.key_of("fold") if keys is not None else "o"

    def _start_counting(self, lines: Lines) -> None:
        """Count in a thread once the first frame is out."""
        if lines is self._lines:
            self.run_worker(lambda: self._count(lines), thread=True, exclusive=True, group="count")

    def _count(self, lines: Lines) -> None:
        """Count all lines. Runs on a worker thread: touches no widget."""
        counts = count(lines.texts.parts, lines.width, by_turns())
        if counts is not None:
            self.post_message(self.Counted(lines, counts))

    def on_item_window_counted(self, message: Counted) -> None:
        """Make the scroll extent exact; what is in the window stays where it is."""
        if message.lines is not self._lines:
            return
        self._lines.take(message.counts)
        self._hold()
        self.refresh()
        self.post_message(self.Moved(self))

    def _settle(self, around: Row) -> None:
        """Make the lines around one exact, without moving what is in the window."""
        if self._texts.parts:
            reach = 2 * max(24, self.size.height)
            self._lines.settle(around, reach, reach)
            self._hold()

    def _hold(self) -> None:
        """Let the window begin with the same line, whose number may have changed.

        What it shows does not change, so nothing is drawn again.
        """
        extent = Size(self.size.width, self._lines.height)
        self.set_reactive(Widget.virtual_size, extent)
        number = min(self._lines.number(self._top), self.max_scroll_y)
        if number != self.scroll_offset.y:
            self.set_reactive(Widget.scroll_y, float(number))
            self.set_reactive(Widget.scroll_target_y, float(number))

    def _anchor(self, row: Row) -> Anchor:
        """Give what stands on a line, whatever the width."""
        if row.block in (NAME, NOTE):
            return Anchor(row.part, 0, row.block)
        self._lines.settle(row, 0, 0)
        line = self._lines.line(row)
        stored = self._texts.stored(row.part, row.block, line.start)
        if self._texts.locate(row.part, stored) < (row.block, line.start):
            # The white space that lays JSON out is not stored; the first word behind it is.
            words = self._texts.block(row.part, row.block).text[line.start : line.end]
            indent = len(words) - len(words.lstrip(" "))
            stored = self._texts.stored(row.part, row.block, line.start + indent)
        return Anchor(row.part, stored, row.block)

    def _row_at(self, anchor: Anchor) -> Row:
        """Find an anchored line again."""
        if anchor.block == NAME:
            return self._lines.row_in(anchor.part, 0)
        if anchor.block == NOTE and self._lines.is_folded(anchor.part):
            return Row(anchor.part, NOTE, 0)
        return self._lines.row_of(anchor.part, anchor.stored)

    def on_resize(self, _: events.Resize) -> None:
        """Wrap again for another width; the line at the top stays there."""
        if self.size.width != self._wrapped_width and self._texts.parts:
            cursor = self._anchor(self._at)
            top = self._anchor(self._top)
            self._lay_out()
            self._at, self._top = self._row_at(cursor), self._row_at(top)
            self._settle(self._top)
            self._scroll_at_once(self._lines.number(self._top))
        self._set_cursor(self._at)
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Settle what a wheel or a scroll bar brings into the window."""
        super().watch_scroll_y(old_value, new_value)
        if self._texts.parts:
            self._top = self._lines.exact(self._lines.row(round(new_value)))
            self._settle(self._top)
            if not self._holds_cursor:
                self._take_cursor_along()

    def _take_cursor_along(self) -> None:
        """Keep the cursor in sight, so that no key works on what nobody sees."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        number = self._lines.number(self._at)
        inside = min(max(number, top), top + height - 1)
        if inside != number:
            self._at = self._lines.exact(self._lines.row(inside))
            self.refresh()
            self.post_message(self.Moved(self))

    # Moving

    def action_move(self, step: int) -> None:
        """Move the cursor by lines."""
        if self._texts.parts:
            self._set_cursor(self._beside(self._at, step))

    def _beside(self, row: Row, step: int) -> Row:
        """Give the line so many lines away, or the last one on the way."""
        self._lines.settle(row, abs(step), abs(step))
        return self._lines.row(self._lines.number(row) + step)

    def action_page(self, step: int) -> None:
        """Move by a page, keeping one line of it in sight."""
        if not self._texts.parts:
            return
        page = max(1, self.size.height - 1)
        edge = self._beside(self._at, step * page)
        self._settle(edge)
        top = min(max(0, self.scroll_offset.y + step * page), self.max_scroll_y)
        self._scroll_at_once(top)
        inside = min(max(self._lines.number(edge), top), top + self.size.height - 1)
        self._set_cursor(self._lines.row(inside))

    def action_end(self, step: int) -> None:
        """Go to the first or the last line."""
        if self._texts.parts:
            self._set_cursor(self._lines.row(0) if step < 0 else self._lines.last())

    def action_part(self, step: int) -> None:
        """Go to the previous or the next turn or field."""
        place = self._at.part + step
        if self.item is not None and 0 <= place < len(self.item.parts):
            self._set_cursor(self._lines.row_in(place, 0), to_top=True)

    def action_fold(self) -> None:
        """Fold or unfold the current part; on plain text, the reference, and back again."""
        part = self.current_part
        if part is None or self.item is None:
            return
        place = self._at.part
        reference = self.item.parts[0].kind is PartKind.REFERENCE
        if part.kind in (PartKind.TEXT, PartKind.FIELD) and reference:
            self._back_to, place = self._anchor(self._at), 0
        self._fold(self._folded ^ {place})
        self._set_cursor(self._lines.row_in(place, 0), to_top=True)
        if part.kind is PartKind.REFERENCE and self._back_to is not None:
            back, self._back_to = self._back_to, None
            self._set_cursor(self._row_at(back), to_top=True)

    def action_fold_all(self) -> None:
        """Unfold everything; where nothing is folded, fold as at first."""
        if self.item is None or not self.item.parts:
            return
        parts = enumerate(self.item.parts)
        fold = set() if self._folded else {place for place, part in parts if starts_folded(part)}
        here, place, inside = self._anchor(self._at), self._at.part, self.line_in_part
        below = self._lines.number(self._at) - self._lines.number(self._top)
        self._fold(fold)
        # Where the fold was named, the first line of what it hid stands.
        opened = here.block == NOTE and place not in fold
        self._at = self._lines.row_in(place, inside) if opened else self._row_at(here)
        self._settle(self._at)
        self._scroll_at_once(max(0, self._lines.number(self._at) - below))
        self._set_cursor(self._at)

    def _fold(self, folded: set[int]) -> None:
        """Fold just these parts."""
        at, top = self._anchor(self._at), self._anchor(self._top)
        self._folded = folded
        self._lines.fold(folded)
        self._at, self._top = self._row_at(at), self._row_at(top)
        self._hold()
        self.refresh()

    def _set_cursor(self, row: Row, *, to_top: bool = False) -> None:
        """Put the cursor on a line and bring it into sight."""
        if not self._texts.parts:
            return
        row = self._lines.exact(row)
        before, self._at = self._at, row
        self._settle(row)
        lines, height = self._lines, max(1, self.size.height)
        number, top = lines.number(row), self.scroll_offset.y
        last = lines.before[row.part + 1] - 1
        if (to_top and not top <= last < top + height) or number < top:
            top = number
        elif number >= top + height:
            top = number - height + 1
        if top != self.scroll_offset.y:
            self._scroll_at_once(top)
            self.refresh()
        elif before.part != row.part:
            self.refresh()
        else:
            self.refresh_line(lines.number(before))
            self.refresh_line(number)
        self.post_message(self.Moved(self))

    def _scroll_at_once(self, top: int) -> None:
        """Scroll also where the text has only just become longer than the window."""
        self._holds_cursor = True
        self.scroll_to(0, top, animate=False, immediate=True, force=True)
        self._holds_cursor = False
        if self._texts.parts:
            self._top = self._lines.exact(self._lines.row(self.scroll_offset.y))
