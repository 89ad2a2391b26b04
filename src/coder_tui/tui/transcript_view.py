"""The item's text: turns of a transcript or fields of an entry, with a line cursor.

Lines are wrapped once for a width and drawn one by one, so that scrolling costs the same whatever
the length of the item.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coder_tui.domain.items import ItemKind, ItemView, Part, PartKind
from coder_tui.domain.text import visible
from coder_tui.tui.item_layout import Hit, Line, fitted, label, lay_out, starts_folded, tone


class ItemText(ScrollView, can_focus=True):
    """Shows an item; the part under the cursor is the current one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "item--number",
        "item--user",
        "item--assistant",
        "item--other",
        "item--text",
        "item--quiet",
        "item--cursor",
        "item--hit",
        "item--hit-here",
        "item--cited",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "line up", id="line-up", show=False),
        Binding("down", "move(1)", "line down", id="line-down", show=False),
        Binding("space,pagedown", "page(1)", "page down", id="page-down", show=False),
        Binding("b,pageup", "page(-1)", "page up", id="page-up", show=False),
        Binding("g,home", "end(-1)", "to the start", id="to-start", show=False),
        Binding("G,end", "end(1)", "to the end", id="to-end", show=False),
        Binding("left_square_bracket", "part(-1)", "previous turn", id="part-back", show=False),
        Binding("right_square_bracket", "part(1)", "next turn", id="part-on", show=False),
        Binding("o", "fold", "fold", id="fold", show=False),
    ]

    class Moved(Message):
        """The cursor is somewhere else, or the item looks otherwise."""

        def __init__(self, view: "ItemText") -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> "ItemText":
            """The view that sent this."""
            return self.view

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.item: ItemView | None = None
        self.lines: list[Line] = []
        self.cursor = 0
        self.cited: frozenset[int] = frozenset()
        """Numbers (`idx`) of the parts cited for the current dimension."""
        self.hits: list[Hit] = []
        self.hit = -1
        self._texts: list[str] = []
        self._folded: set[int] = set()
        self._wrapped_width = 0
        self._back_to: tuple[int, int] | None = None
        """Where the reference was opened from: part and line."""

    # The item

    def show_item(self, item: ItemView) -> None:
        """Show another item from its start; the reference starts folded."""
        self.item = item
        self._texts = [visible(part.text) for part in item.parts]
        self._folded = {place for place, part in enumerate(item.parts) if starts_folded(part)}
        self.hits, self.hit, self.cursor = [], -1, 0
        self._back_to = None
        self._wrap()
        first = next((n for n, line in enumerate(self.lines) if self._part(line).idx > 0), 0)
        self.cursor = first
        self._scroll_at_once(0)
        self.refresh()

    @property
    def current_part(self) -> Part | None:
        """The part under the cursor."""
        if self.item is None or not self.lines:
            return None
        return self._part(self.lines[self.cursor])

    @property
    def more_below(self) -> bool:
        """Whether there are lines below the window."""
        return self.scroll_offset.y + self.size.height < len(self.lines)

    @property
    def line_in_part(self) -> int:
        """How many lines the cursor stands below the start of its part."""
        if not self.lines:
            return 0
        part = self.lines[self.cursor].part
        first = next(n for n, line in enumerate(self.lines) if line.part == part)
        return self.cursor - first

    def go_to(self, idx: int, line: int = 0) -> None:
        """Put the cursor on a part, some lines below its start."""
        for number, each in enumerate(self.lines):
            if self._part(each).idx == idx:
                last = number
                while last + 1 < len(self.lines) and self.lines[last + 1].part == each.part:
                    last += 1
                self._set_cursor(min(number + line, last), to_top=True)
                return

    def mark_cited(self, parts: Iterable[int]) -> None:
        """Mark the parts that are cited for the current dimension."""
        cited = frozenset(parts)
        if cited != self.cited:
            self.cited = cited
            self.refresh()

    # Searching

    def search(self, query: str) -> int:
        """Mark all places of a text, whatever its case, and go to the first from the cursor on.

        Returns:
            How many places there are.
        """
        wanted = re.compile(re.escape(visible(query)), re.IGNORECASE)
        self.hits = [
            Hit(place, *match.span())
            for place, text in enumerate(self._texts if query else ())
            for match in wanted.finditer(text)
        ]
        self.hit = -1
        if self.hits:
            here = self.lines[self.cursor] if self.lines else Line(0, 0, 0)
            after = [
                n
                for n, hit in enumerate(self.hits)
                if (hit.part, hit.end) > (here.part, here.start)
            ]
            self.go_to_hit(after[0] if after else 0)
        self.refresh()
        return len(self.hits)

    def go_to_hit(self, number: int) -> None:
        """Go to a hit by its number; they go round."""
        if not self.hits:
            return
        self.hit = number % len(self.hits)
        hit = self.hits[self.hit]
        if hit.part in self._folded:
            self._folded.discard(hit.part)
            self._wrap()
        for number_of_line, line in enumerate(self.lines):
            if line.part == hit.part and not line.note and line.start <= hit.start < line.end:
                self._set_cursor(number_of_line)
                break
        self.refresh()

    # Wrapping

    def on_resize(self, _: events.Resize) -> None:
        """Wrap again for another width."""
        if self.size.width != self._wrapped_width:
            here = (self.current_part, self.line_in_part)
            self._wrap()
            if here[0] is not None:
                self.go_to(here[0].idx, here[1])
        self.post_message(self.Moved(self))

    @property
    def _label_width(self) -> int:
        return 10 if self.item is None or self.item.kind is ItemKind.TRANSCRIPT else 16

    @property
    def _number_width(self) -> int:
        parts = self.item.parts if self.item is not None else ()
        return max(3, len(str(parts[-1].idx))) if parts else 3

    @property
    def _gutter(self) -> int:
        return 1 + self._number_width + 1 + self._label_width + 1

    def _wrap(self) -> None:
        width = max(10, (self.size.width or 80) - self._gutter - 1)
        self._wrapped_width = self.size.width
        parts = self.item.parts if self.item is not None else ()
        self.lines = lay_out(parts, self._texts, self._folded, width)
        self.cursor = min(self.cursor, max(0, len(self.lines) - 1))
        self.virtual_size = Size(self.size.width, len(self.lines))

    # Moving

    def action_move(self, step: int) -> None:
        """Move the cursor by lines."""
        self._set_cursor(self.cursor + step)

    def action_page(self, step: int) -> None:
        """Move by a page, keeping one line of it in sight."""
        page = max(1, self.size.height - 1)
        top = min(max(0, self.scroll_offset.y + step * page), self.max_scroll_y)
        edge = self.cursor + step * page
        self._scroll_at_once(top)
        inside = min(max(edge, top), top + self.size.height - 1)
        self._set_cursor(inside)

    def action_end(self, step: int) -> None:
        """Go to the first or the last line."""
        self._set_cursor(0 if step < 0 else len(self.lines) - 1)

    def action_part(self, step: int) -> None:
        """Go to the previous or the next turn or field."""
        if not self.lines or self.item is None:
            return
        place = self.lines[self.cursor].part + step
        if 0 <= place < len(self.item.parts):
            self.go_to(self.item.parts[place].idx)

    def action_fold(self) -> None:
        """Fold or unfold the current part; on plain text, the reference, and back again."""
        part = self.current_part
        if part is None or self.item is None:
            return
        reference = self.item.parts[0].kind is PartKind.REFERENCE
        if part.kind in (PartKind.TEXT, PartKind.FIELD) and reference:
            self._back_to = (part.idx, self.line_in_part)
            self._toggle(0)
        else:
            self._toggle(self.lines[self.cursor].part)
            if part.kind is PartKind.REFERENCE and self._back_to is not None:
                back, self._back_to = self._back_to, None
                self.go_to(*back)

    def _toggle(self, place: int) -> None:
        """Fold or unfold a part and go to it."""
        if self.item is None:
            return
        self._folded ^= {place}
        self._wrap()
        self.go_to(self.item.parts[place].idx)
        self.refresh()

    def _set_cursor(self, line: int, *, to_top: bool = False) -> None:
        """Put the cursor on a line and bring it into sight."""
        if not self.lines:
            return
        before = self.cursor
        self.cursor = min(max(0, line), len(self.lines) - 1)
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if to_top and not top <= self._last_line_of_part() < top + height:
            top = self.cursor
        if self.cursor < top:
            top = self.cursor
        elif self.cursor >= top + height:
            top = self.cursor - height + 1
        if top != self.scroll_offset.y:
            self._scroll_at_once(top)
            self.refresh()
        elif self._part(self.lines[before]) is not self._part(self.lines[self.cursor]):
            self.refresh()
        else:
            self.refresh_line(before)
            self.refresh_line(self.cursor)
        self.post_message(self.Moved(self))

    def _scroll_at_once(self, top: int) -> None:
        """Scroll also where the text has only just become longer than the window."""
        self.scroll_to(0, top, animate=False, immediate=True, force=True)

    def _last_line_of_part(self) -> int:
        line = self.cursor
        while line + 1 < len(self.lines) and self.lines[line + 1].part == self.lines[line].part:
            line += 1
        return line

    # Drawing

    def _part(self, line: Line) -> Part:
        if self.item is None:
            raise LookupError("no item is shown")
        return self.item.parts[line.part]

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        number = self.scroll_offset.y + y
        width = self.size.width
        base = self.rich_style
        if number >= len(self.lines):
            return Strip.blank(width, base)
        line = self.lines[number]
        segments = [*self._margin(number, line), *self._text(line)]
        under = base + self._style("cursor") if number == self.cursor else base
        return Strip(segments).adjust_cell_length(width).apply_style(under)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"item--{name}", partial=True)

    def _margin(self, number: int, line: Line) -> list[Segment]:
        """Draw cursor mark, number and role: ` >  8 ASSISTANT  `."""
        part = self._part(line)
        here = self.lines[self.cursor].part == line.part
        mark = ">" if number == self.cursor else "|" if here else " "
        cited = "*" if part.idx in self.cited and line.first else " "
        if not line.first:
            return [Segment(f"{mark}{'':>{self._gutter - 1}}", self._style("number"))]
        shown = fitted(label(part), self._label_width)
        numbered = f"{part.idx or '':>{self._number_width}}"
        return [
            Segment(f"{mark}{numbered}", self._style("number")),
            Segment(cited, self._style("cited")),
            Segment(f"{shown} ", self._style(tone(part))),
        ]

    def _text(self, line: Line) -> list[Segment]:
        if line.note:
            note = fitted(line.note, max(1, self.size.width - self._gutter))
            return [Segment(note, self._style("quiet"))]
        text = self._texts[line.part]
        style = self._style("quiet" if tone(self._part(line)) == "other" else "text")
        if self._part(line).kind is PartKind.FIELD:
            style = self._style("text")
        here = (line.part, line.start)
        first = bisect_right(self.hits, here, key=lambda hit: (hit.part, hit.end))
        segments, at = [], line.start
        for n, hit in enumerate(self.hits[first : first + line.end - line.start], start=first):
            if (hit.part, hit.start) >= (line.part, line.end):
                break
            start, end = max(hit.start, at), min(hit.end, line.end)
            segments.append(Segment(text[at:start], style))
            found = self._style("hit-here" if n == self.hit else "hit")
            segments.append(Segment(text[start:end], found))
            at = end
        segments.append(Segment(text[at : line.end].rstrip(" "), style))
        return segments
