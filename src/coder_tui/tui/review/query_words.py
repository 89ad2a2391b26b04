"""What the query screen says: of an answer, a value, an error, its keys."""

from typing import TYPE_CHECKING, Any

from textual.app import App

from coder_tui.domain.errors import CoderError
from coder_tui.domain.text import clipped, plural, visible_line
from coder_tui.tui.help_pages import heading, key_lines
from coder_tui.tui.keys_in_force import named_keys
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.asking import Cells, Result
from coder_tui.tui.review.pieces import lines
from coder_tui.tui.review.result_layout import NULL

if TYPE_CHECKING:
    from coder_tui.analysis.query import AnswerColumn

ENTER = ("Enter", "behind the ; at the end: ask; elsewhere: a new line")
UNDO = ("Ctrl+_  Ctrl+Y", "undo and redo what was typed")
IN_BOX = (
    ("query-ask", "ask, with or without ;"),
    ("query-box", "to the answer"),
    ("query-back", "give up what is being answered; else to the answer, or back"),
)
IN_ANSWER = (
    ("row-up row-down", "move by rows"),
    ("column-left column-right", "move by columns"),
    ("rows-up rows-down", "move by pages"),
    ("rows-start rows-end", "to the ends"),
    ("row-open", "the whole row, the current value first"),
    ("query-export", "all rows into a new .csv, .json or .parquet file"),
    ("query-box", "to the SQL"),
    ("query-leave query-back", "back to the list"),
)
"""What can be pressed, by the ids of the bindings."""


def row_count(result: Result) -> str:
    """Say how many rows there are, how long it took, and what is not in them."""
    rows = plural(len(result.rows), "row")
    if result.more:
        rows = f"The first {rows}; there are more, and E exports all"
    said = f"{rows}. {result.seconds:.2f} s."
    if result.held_back:
        held = plural(result.held_back, "item")
        said += f" {held} not in the views: somebody has still to submit."
    return said


def said_of(error: CoderError) -> str:
    """Give an error's sentence with its hint, but for what concerns the command line."""
    hints = [each for each in error.hint.split(". ") if each and not _is_option(each)]
    hint = ". ".join(hints)
    if hint and not hint.endswith((".", ")")):
        hint += "."
    return f"{visible_line(error.message)} {visible_line(hint)}".strip()


def _is_option(hint: str) -> bool:
    return any(word.startswith("-") for word in hint.split())


def value_in_short(column: "AnswerColumn", cell: str | None, room: int) -> list[Piece]:
    """Give a value under the name of its column, as much of it as this many characters."""
    return [*_named(column), *_value(cell, visible_line(cell[:room]) if cell else "")]


def row_in_full(columns: "tuple[AnswerColumn, ...]", row: Cells, first: int) -> list[Piece]:
    """Give a whole row, one value below the other, one of them first."""
    pieces: list[Piece] = []
    for each in (first, *(each for each in range(len(columns)) if each != first)):
        pieces += [*_named(columns[each]), *_value(row[each], row[each] or ""), "\n\n"]
    return pieces


def _named(column: "AnswerColumn") -> list[Piece]:
    name = clipped(column.name, 60)
    return [(name, "$accent bold"), (f"  {clipped(column.type, 40)}\n", "$secondary")]


def _value(cell: str | None, shown: str) -> list[Piece]:
    return [(NULL, "$secondary")] if cell is None else [shown]


def query_help(app: App[Any]) -> list[Piece]:
    """Give the page of keys."""
    told = (
        "The SQL is DuckDB's, and only reads. What is asked sees the views of the review and "
        "nothing else: without the key, letters for coders, and items once all have submitted them."
    )
    return [
        heading("In the SQL"),
        *key_lines([ENTER, *named_keys(app, IN_BOX), UNDO]),
        "\n",
        heading("In the answer"),
        *key_lines(named_keys(app, IN_ANSWER)),
        "\n",
        *lines(told, 70),
    ]
