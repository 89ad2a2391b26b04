"""The item's text: turns of a transcript or fields of an entry, with a line cursor and spans."""

from collections.abc import Iterator
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.strip import Strip

from coder_tui.domain.columns import fitted
from coder_tui.domain.items import Part, PartKind
from coder_tui.tui.item.drawing import Layer, Mark, drawn, strip_of
from coder_tui.tui.item.lines import NAME, NOTE, Line
from coder_tui.tui.item.spanning import SpannedItem
from coder_tui.tui.item.texts import BlockPlace
from coder_tui.tui.item_layout import label, tone

_STYLES = {
    Layer.QUOTED: "quoted",
    Layer.HIT: "hit",
    Layer.HIT_HERE: "hit-here",
    Layer.SPAN: "span",
    Layer.SPAN_END: "span-end",
}


class ItemText(SpannedItem):
    """Shows an item; the part under the cursor is the current one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "item--number",
        "item--user",
        "item--assistant",
        "item--other",
        "item--text",
        "item--quiet",
        "item--cursor",
        "item--cited",
        *(f"item--{name}" for name in _STYLES.values()),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        # Those of a span first: the others have their keys while none is open.
        Binding("left", "character(-1)", "span: character back", id="span-left", show=False),
        Binding("right", "character(1)", "span: character on", id="span-right", show=False),
        Binding("w", "word(1)", "span: word on", id="span-word", show=False),
        Binding("b", "word(-1)", "span: word back", id="span-word-back", show=False),
        Binding("up", "move(-1)", "line up", id="line-up", show=False),
        Binding("down", "move(1)", "line down", id="line-down", show=False),
        Binding("space,pagedown", "page(1)", "page down", id="page-down", show=False),
        Binding("b,pageup", "page(-1)", "page up", id="page-up", show=False),
        Binding("g,home", "end(-1)", "to the start", id="to-start", show=False),
        Binding("G,end", "end(1)", "to the end", id="to-end", show=False),
        Binding("left_square_bracket", "part(-1)", "previous turn", id="part-back", show=False),
        Binding("right_square_bracket", "part(1)", "next turn", id="part-on", show=False),
        Binding("o", "fold", "fold", id="fold", show=False),
        Binding("O", "fold_all", "fold all", id="fold-all", show=False),
    ]

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        number, width, base = self.scroll_offset.y + y, self.size.width, self.rich_style
        if number >= self._lines.height or not self._texts.parts:
            return Strip.blank(width, base)
        row = self._lines.exact(self._lines.row(number))
        line, part = self._lines.line(row), self._texts.parts[row.part]
        segments = [*self._margin(part, line), *self._text(part, line)]
        under = base + self._style("cursor") if row == self._at else base
        return strip_of(segments, width).apply_style(under)

    def _style(self, name: str) -> Style:
        # A translucent background has to be laid over the screen's; a partial style would lose it.
        partial = name != "hit"
        return self.get_component_rich_style(f"item--{name}", partial=partial)

    def _margin(self, part: Part, line: Line) -> list[Segment]:
        """Draw cursor mark, number and role: ` >  8*ASSISTANT  `; a `"` where a quote begins."""
        mark = ">" if line.row == self._at else "|" if line.row.part == self._at.part else " "
        number = (
            f"{part.idx or '':>{self._number_width}}" if line.first else " " * self._number_width
        )
        quoted = any(True for _ in self._quotes(line, begun=True))
        cited = "*" if line.first and part.idx in self.cited else '"' if quoted else " "
        if self._signs and cited != " ":
            cited = self._sign(part, line)
        gap = " " if self._lettered else ""
        shown = fitted(f"{gap}{label(part)}" if line.first else "", self._label_width)
        return [
            Segment(f"{mark}{number}", self._style("number")),
            Segment(cited, self._style("cited")),
            *_plain(f"{shown} ", self._style(tone(part))),
        ]

    def _sign(self, part: Part, line: Line) -> str:
        """Give the sign of what is cited from this line on; `+` for several signs."""
        found = set()
        for span, sign in self._signs.items():
            whole = (span.start, span.end) == (0, len(part.text))
            marks = [] if whole else self._stored_mark(line, span.start, span.end, Layer.QUOTED)
            begins = line.first if whole else any(line.start <= mark[0] for mark in marks)
            if span.part == part.idx and begins:
                found.add(sign)
        return found.pop() if len(found) == 1 else "+"

    def _text(self, part: Part, line: Line) -> list[Segment]:
        """Draw the words of a line, marked where they are found, cited or chosen."""
        room = max(1, self.size.width - self._gutter)
        if line.row.block in (NAME, NOTE):
            return _plain(fitted(line.note, room), self._style("quiet"))
        quiet = tone(part) == "other" and part.kind is not PartKind.FIELD
        base = self._style("quiet" if quiet else "text")
        text = self._texts.block(line.row.part, line.row.block).text[line.start : line.end]
        marks = [
            (start - line.start, end - line.start, layer) for start, end, layer in self._marks(line)
        ]
        if any(layer in (Layer.SPAN, Layer.SPAN_END) for _, _, layer in marks):
            # A chosen newline is seen as a space.
            text += " " * self._has_newline(line)
        else:
            text = text.rstrip(" ")

        def style(layers: Layer) -> Style:
            return sum((self._style(_STYLES[layer]) for layer in layers), base)

        return drawn(text, marks, style)

    def _marks(self, line: Line) -> Iterator[Mark]:
        """Give what is marked on a line, in code points of its block."""
        part, block = line.row.part, line.row.block
        yield from self._quotes(line)
        start = self.hits.block_start(part, block)
        for number in self.hits.between(part, start + line.start, start + line.end):
            hit = self.hits[number]
            layer = Layer.HIT_HERE if number == self.hit else Layer.HIT
            yield hit.start - start, hit.end - start, layer
        if self._span is not None and part == self._at.part:
            span = self._span
            yield from self._stored_mark(line, span.start, span.end, Layer.SPAN)
            yield from self._stored_mark(line, span.moving, span.moving_end, Layer.SPAN_END)

    def _quotes(self, line: Line, *, begun: bool = False) -> Iterator[Mark]:
        """Give the cited spans on a line, or only those that begin there."""
        if line.row.block in (NAME, NOTE):
            return
        for span in self._quoted.get(line.row.part, ()):
            for mark in self._stored_mark(line, span.start, span.end, Layer.QUOTED):
                if not begun or line.start <= mark[0]:
                    yield mark

    def _stored_mark(self, line: Line, start: int, end: int, layer: Layer) -> Iterator[Mark]:
        """Give a span of stored code points as far as the line shows it."""
        part, block = line.row.part, line.row.block
        first, last = self._texts.locate(part, start), self._texts.locate(part, end, end=True)
        edge = line.end + self._has_newline(line)
        if first < BlockPlace(block, edge) and last > BlockPlace(block, line.start):
            yield (
                first.at if first.block == block else -1,
                last.at if last.block == block else edge,
                layer,
            )

    def _has_newline(self, line: Line) -> bool:
        text = self._texts.block(line.row.part, line.row.block).text
        return text.startswith("\n", line.end)


def _plain(text: str, style: Style) -> list[Segment]:
    """Draw text without marks."""
    return drawn(text, (), lambda _: style)
