"""The answer to a question as a table with a cell cursor, drawn line by line."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from coder_tui.analysis.answer_values import is_number
from coder_tui.domain.columns import LEFT, RIGHT, Side, fitted
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.asking import Result
from coder_tui.tui.review.result_layout import (
    GAP,
    Placed,
    column_widths,
    drawn,
    first_in_sight,
    in_sight,
)
from coder_tui.tui.row_list import RowList, Span


class ResultTable(RowList):
    """Shows the rows of an answer; the cursor is on one value of one row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "aside(-1)", "column left", id="column-left", show=False),
        Binding("right,l", "aside(1)", "column right", id="column-right", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.result: Result | None = None
        self.column = 0
        self._widths: tuple[int, ...] = ()
        self._right: tuple[bool, ...] = ()
        self._first = 0

    def show_result(self, result: Result, widths: tuple[int, ...]) -> None:
        """Show an answer from its first value on."""
        self.result = result
        self._widths = widths
        self._right = tuple(is_number(column.type) for column in result.columns)
        self.column = self._first = 0
        self.show([partial(self._spans, row) for row in range(len(result.rows))])

    @property
    def cell(self) -> str | None:
        """The value under the cursor; None for null."""
        return self.result.rows[self.cursor][self.column] if self.result else None

    @property
    def columns_in_sight(self) -> str:
        """Say which columns are in sight; nothing where all are."""
        found = self._in_sight()
        if not found or len(found) == len(self._widths):
            return ""
        return f"columns {found[0].column + 1} to {found[-1].column + 1} of {len(self._widths)}"

    def head(self) -> list[Piece]:
        """Give the names of the columns in sight, with the current one marked."""
        if self.result is None:
            return [""]
        pieces: list[Piece] = [" "]
        for each in self._in_sight():
            name = drawn(self.result.columns[each.column].name)
            text = fitted(name, each.cells, self._side(each.column))
            here = each.column == self.column and bool(self.result.rows)
            pieces += [(text, "bold reverse" if here else "$secondary"), " " * GAP]
        return pieces

    def action_aside(self, step: int) -> None:
        """Move by columns."""
        if not self._widths:
            return
        self.column = min(max(0, self.column + step), len(self._widths) - 1)
        self._first = first_in_sight(self._widths, self._first, self.column, self._room)
        self.refresh()
        self.post_message(self.Moved(self))

    def on_resize(self) -> None:
        """Keep the column of the cursor in sight; the list does so with its row."""
        if self._widths:
            self._first = first_in_sight(self._widths, self._first, self.column, self._room)

    @property
    def _room(self) -> int:
        return max(1, self.size.width - 1)

    def _side(self, column: int) -> Side:
        return RIGHT if self._right[column] else LEFT

    def _in_sight(self) -> Sequence[Placed]:
        return in_sight(self._widths, self._first, self._room)

    def _spans(self, row: int) -> tuple[Span, ...]:
        if self.result is None:
            return ()
        spans: list[Span] = []
        for each in self._in_sight():
            cell = self.result.rows[row][each.column]
            text = fitted(drawn(cell), each.cells, self._side(each.column))
            here = row == self.cursor and each.column == self.column
            tone = "strong" if here else "quiet" if cell is None else "text"
            spans += [(text, tone), " " * GAP]
        return tuple(spans)


def widths_of(result: Result) -> tuple[int, ...]:
    """Give the widths of an answer's columns; on a worker thread, because it looks at all."""
    return column_widths([column.name for column in result.columns], result.rows)
