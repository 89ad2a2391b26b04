"""How the query screen is laid out, what it says, and what moves on it."""

from collections.abc import Sequence
from pathlib import Path

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen

from coder_tui.analysis.review import StudyFacts
from coder_tui.domain.text import clipped
from coder_tui.tui.dialogs import HelpScreen
from coder_tui.tui.keys_in_force import key_line
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.review.bars import header
from coder_tui.tui.review.query_words import query_help, row_in_full, value_in_short
from coder_tui.tui.review.result_table import ResultTable
from coder_tui.tui.review.sql_box import SqlBox
from coder_tui.tui.row_list import RowList

IN_BOX = (
    ("query-ask", "ask (or Enter behind ;)"),
    ("query-box", "answer"),
    ("query-back", "back"),
)
IN_TABLE = (
    ("query-box", "SQL"),
    ("row-open", "in full"),
    ("query-export", "export"),
    ("query-ask", "ask"),
    ("query-help", "help"),
    ("query-leave", "back"),
)
"""What the line of keys names, by the ids of the bindings, in the box and in the answer."""
LOWEST, HIGHEST = 4, 12
"""Lines of the box: a third of the screen, within these."""
SHORT = 20
"""Lines below which all but the box and the keys has less room."""
MOVING = frozenset(
    ("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "space", *"hjklbgG")
)
"""Keys that may come together, because a held key over a slow line does."""


class QueryFrame(Screen[None]):
    """A box for a question, and below it the answer as a table."""

    CSS_PATH = Path(__file__).with_name("query.tcss")

    def __init__(self, study: StudyFacts, sql: str) -> None:
        super().__init__()
        self._study = study
        self._sql = sql
        self._message: Piece = ""
        self._failed = False
        """Whether the last question has no answer."""

    def compose(self) -> ComposeResult:
        """Lay out header, box, answer, the current value, keys."""
        yield Literal(id="header", classes="bar")
        yield Literal(id="rule", classes="rule")
        yield SqlBox(self._sql, id="sql")
        yield Literal(id="message")
        yield Literal(id="rule-answer", classes="rule")
        yield Literal(id="head")
        yield ResultTable(id="result")
        yield Literal(id="rule-below", classes="rule")
        yield Literal(id="cell")
        yield Literal(id="keys", classes="bar")

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for another size."""
        self._box.styles.height = min(max(LOWEST, event.size.height // 3), HIGHEST)
        self.set_class(event.size.height < SHORT, "-short")
        self.call_after_refresh(self._paint)

    @property
    def _box(self) -> SqlBox:
        return self.query_one(SqlBox)

    @property
    def _table(self) -> ResultTable:
        return self.query_one(ResultTable)

    @property
    def _in_box(self) -> bool:
        return self.focused is not self._table

    # Painting

    def on_descendant_focus(self) -> None:
        """Name the keys of what has the focus."""
        self._paint()

    @on(RowList.Moved)
    def follow(self) -> None:
        """Show what the cursor of the answer is on."""
        table = self._table
        name = self._answer_of()
        self._show("rule-answer", _rule(name, self.size.width - 2, here=not self._in_box))
        self._show("head", table.head())
        result, cell = table.result, self.query_one("#cell", Literal)
        if result is None or not result.rows:
            cell.show([""])
            return
        room = cell.size.width * cell.size.height
        cell.show(value_in_short(result.columns[table.column], table.cell, room))

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        width = self.size.width - 2
        self._show("header", header(self._study, width))
        self._show("rule", _rule("SQL", width, here=self._in_box))
        self._show("rule-below", ["─" * width])
        message = self.query_one("#message", Literal)
        message.show([self._message])
        message.refresh(layout=True)
        keys = key_line(self.app, IN_BOX if self._in_box else IN_TABLE)
        self._show("keys", [clipped(keys, width)])
        self.follow()

    def _answer_of(self) -> str:
        """Say of what moment the answer is, and what of it is in sight."""
        result = self._table.result
        if result is None:
            return "Answer"
        answer = "Earlier answer" if self._failed else "Answer"
        said = f"{answer}, from the study at {result.read_at:%H:%M:%S}"
        return ", ".join(filter(None, [said, self._table.columns_in_sight]))

    def _show(self, name: str, pieces: Sequence[Piece]) -> None:
        self.query_one(f"#{name}", Literal).show(pieces)

    # Keys

    @on(RowList.Chosen)
    def open_row(self) -> None:
        """Show the whole row."""
        table = self._table
        if table.result is not None:
            row = table.result.rows[table.cursor]
            self.app.push_screen(HelpScreen(row_in_full(table.result.columns, row, table.column)))

    def keys_together(self, names: Sequence[str], *, mixed: bool = False) -> bool:
        """Take what came in one read as text in the box; elsewhere only as movement.

        Returns:
            Whether the keys are dealt with.
        """
        del mixed
        if self._in_box:
            self._box.expect_together(len(names))
            return False
        if MOVING.issuperset(names):
            return False
        self._message = (
            "Keys that came together were not taken: press them one by one.",
            "$warning",
        )
        self._paint()
        return True

    def action_turn(self) -> None:
        """Go from the box to the answer, and back."""
        result = self._table.result
        if not self._in_box:
            self._box.focus()
        elif result is not None and result.rows:
            self._table.focus()

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(query_help(self.app)))


def _rule(name: str, width: int, *, here: bool) -> list[Piece]:
    """Give a line over a part of the screen; double where the keys go."""
    room = width - len(name) - 4
    if here:
        return [(f"══ {name} {'═' * room}", "$accent")]
    return ["──", (f" {name} ", "$secondary"), "─" * room]
