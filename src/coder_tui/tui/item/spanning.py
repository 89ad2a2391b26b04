"""Evidence in an item's text: what is cited, and a span in the making."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from coder_tui.domain.items import ItemView
from coder_tui.tui.item.lines import NAME
from coder_tui.tui.item.searching import SearchedItem
from coder_tui.tui.item.spans import OpenSpan, Span

_SPAN_ACTIONS = frozenset({"character", "word"})
"""Actions that there are only while a span is open."""


class Cited(Protocol):
    """A cited place: part and code points of its stored text."""

    @property
    def part(self) -> int:
        """The part's number."""

    @property
    def start(self) -> int:
        """Where it starts."""

    @property
    def end(self) -> int:
        """Where it ends."""


class SpannedItem(SearchedItem):
    """Marks evidence, and turns the keys that move into keys that extend while a span is open."""

    def __init__(self, *, id: str | None = None, lettered: bool = False) -> None:  # noqa: A002
        super().__init__(id=id, lettered=lettered)
        self.cited: frozenset[int] = frozenset()
        """Numbers (`idx`) of the parts that are cited as a whole."""
        self._quoted: dict[int, tuple[Span, ...]] = {}
        """Cited spans by the place of their part."""
        self._signs: Mapping[Span, str] = {}
        """What stands in the margin for a cited place instead of the usual sign."""
        self._span: OpenSpan | None = None

    def show_item(self, item: ItemView) -> None:
        """Show another item from its start; nothing of it is cited yet."""
        self._span, self.cited, self._quoted, self._signs = None, frozenset(), {}, {}
        super().show_item(item)

    # Evidence

    def mark_cited(self, parts: Iterable[int]) -> None:
        """Mark parts as cited as a whole, and nothing else."""
        self._mark(frozenset(parts), {})

    def mark_evidence(
        self, evidence: Iterable[Cited], *, signs: Mapping[Span, str] | None = None
    ) -> None:
        """Mark what is cited: whole parts in the margin, spans in the text.

        Args:
            evidence: the places.
            signs: what stands in the margin for a place, one character, to tell coders apart.
        """
        self._signs = signs or {}
        whole: set[int] = set()
        quoted: dict[int, tuple[Span, ...]] = {}
        for each in evidence:
            place = self._place(each.part)
            if place is None or (each.start, each.end) == (0, len(self._texts.parts[place].text)):
                whole.add(each.part)
            else:
                span = Span(each.part, each.start, each.end)
                quoted[place] = (*quoted.get(place, ()), span)
        self._mark(frozenset(whole), quoted)

    def _mark(self, cited: frozenset[int], quoted: dict[int, tuple[Span, ...]]) -> None:
        if (cited, quoted) != (self.cited, self._quoted):
            self.cited, self._quoted = cited, quoted
            self.refresh()

    # Spans

    @property
    def span(self) -> Span | None:
        """The span that is being chosen, in stored code points."""
        part = self.current_part
        if self._span is None or part is None:
            return None
        return Span(part.idx, self._span.start, self._span.end)

    def begin_span(self) -> bool:
        """Begin a span with the first character of the cursor's line; False: there is none."""
        part, place = self.current_part, self._at.part
        if part is None or not part.text:
            return False
        if place in self._folded:
            here = self._anchor(self._at).stored
            self._fold(self._folded - {place})
            self._set_cursor(self._lines.row_of(place, here))
        if self._at.block == NAME:
            self._set_cursor(self._lines.row_of(place, 0))
        line, block = self._lines.line(self._at), self._at.block
        words = self._texts.block(place, block).text[line.start : line.end]
        indent = len(words) - len(words.lstrip(" "))
        start = self._texts.stored(place, block, line.start + indent % max(1, len(words)))
        self._extend(OpenSpan(part.text, 0, 0).to(start).turned().to(start))
        return True

    def end_span(self) -> None:
        """Give up the span."""
        self._span = None
        self.refresh()

    def turn_span(self) -> None:
        """Let the other end of the span move."""
        if self._span is not None:
            self._extend(self._span.turned())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys of spans to the screen while there is none."""
        del parameters
        return self._span is not None or action not in _SPAN_ACTIONS

    def _take_cursor_along(self) -> None:
        """Keep the cursor in sight, but not away from the end of a span."""
        if self._span is None:
            super()._take_cursor_along()

    def _extend(self, span: OpenSpan) -> None:
        """Show another span and bring its moving end into sight."""
        self._span = span
        self._set_cursor(self._lines.row_of(self._at.part, span.moving))
        self.refresh()

    def _extend_by_lines(self, span: OpenSpan, step: int) -> None:
        """Move the span's end to the same column of another line of the part."""
        part = self._at.part
        row, place = self._at, self._texts.locate(part, span.moving)
        column = place.at - self._lines.line(row).start
        target = self._beside(row, step)
        if (target.part, target.block) < (part, 0):
            self._extend(span.by_end(-1))
        elif target.part > part:
            self._extend(span.by_end(1))
        else:
            line = self._lines.line(target)
            at = min(line.start + column, max(line.start, line.end - 1))
            self._extend(span.to(self._texts.stored(part, target.block, at)))

    def action_character(self, step: int) -> None:
        """Extend the span by a character."""
        if self._span is not None:
            self._extend(self._span.by_character(step))

    def action_word(self, step: int) -> None:
        """Extend the span by a word."""
        if self._span is not None:
            self._extend(self._span.by_word(step))

    def action_move(self, step: int) -> None:
        """Move the cursor, or the end of the span, by lines."""
        if self._span is None:
            super().action_move(step)
        else:
            self._extend_by_lines(self._span, step)

    def action_page(self, step: int) -> None:
        """Move by a page; `b` in a span goes a word back."""
        if self._span is None:
            super().action_page(step)
        else:
            self._extend_by_lines(self._span, step * max(1, self.size.height - 1))

    def action_end(self, step: int) -> None:
        """Go to the first or the last line, or let the span reach the end of its part."""
        if self._span is None:
            super().action_end(step)
        else:
            self._extend(self._span.by_end(step))

    def action_part(self, step: int) -> None:
        """Go to another part, or let the span reach the end of a paragraph."""
        if self._span is None:
            super().action_part(step)
        else:
            self._extend(self._span.by_paragraph(step))

    def action_fold(self) -> None:
        """Fold, or let the other end of the span move."""
        if self._span is None:
            super().action_fold()
        else:
            self.turn_span()

    def action_fold_all(self) -> None:
        """Fold or unfold everything, but not under a span."""
        if self._span is None:
            super().action_fold_all()
