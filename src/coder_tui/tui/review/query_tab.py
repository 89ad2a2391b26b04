"""The tab Query: examples, what was asked in this sitting, and the views with their columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from coder_tui.analysis.public_views import Example, PublicView, examples_for, views_for
from coder_tui.analysis.review import Review
from coder_tui.domain.text import clipped, plural
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.page import Order, Page, Row, as_it_comes
from coder_tui.tui.review.pieces import labelled, lines
from coder_tui.tui.review.tab import Desk, Tab
from coder_tui.tui.row_list import Span

NEW = "query_new"
SHORT = 12
NO_CONDITIONS = "There is no view condition here; w says why."
"""Columns of a view's or a question's kind at the start of a line."""
WITHOUT_KEY = (
    "Without the key an item is in the views once every coder who has it has submitted it, and "
    "coders are letters: A of one item is not A of another."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of this sitting."""

    sql: str


class QueryTab(Tab):
    """Lists what there is to ask, and opens it."""

    name = "Query"
    orders = (Order("examples, questions, views", as_it_comes),)
    keys = (("review-query-new", "new query"),)

    def __init__(self) -> None:
        self._asked: Sequence[str] = ()
        """The questions of this sitting, from the first one on; they grow."""

    def page(self, review: Review, width: int) -> Page:
        """Give examples, then questions, then views."""
        why = _no_conditions(review)
        rows = [Row(each, partial(_example, each, width)) for each in examples_for(why)]
        rows += [Row(each, partial(_asked, each, width)) for each in map(Asked, self._asked)]
        rows += [Row(each, partial(_view, each, width)) for each in views_for(why)]
        head = f"{'':<{SHORT}}read-only SQL over these views; n: a query of your own"
        said = f"No view condition: {why}" if why else ""
        return Page(head, tuple(rows), "", said if len(said) <= width - 2 else NO_CONDITIONS)

    def detail(self, review: Review, entry: object, width: int) -> list[Piece]:
        """Give the SQL of a question, the columns of a view."""
        del review
        if isinstance(entry, Example):
            return [*lines(entry.question, width), (entry.sql, "$accent")]
        if isinstance(entry, Asked):
            return [(entry.sql, "$accent")]
        if isinstance(entry, PublicView):
            return _columns(entry, width)
        return []

    def explanation(self, review: Review, entry: object | None, width: int) -> list[Piece]:
        """Give a view's columns one by one, or a question in full."""
        if isinstance(entry, PublicView):
            pieces: list[Piece] = labelled(entry.name, entry.row, width)
            for column in entry.columns:
                pieces += [
                    "\n",
                    (f"{column.name}", "$accent"),
                    (f"  {column.type}\n", "$secondary"),
                ]
                pieces += lines(column.meaning, width)
            return [*pieces, "\n"]
        return super().explanation(review, entry, width)

    def about(self, review: Review) -> str:
        """Say what is asked, and what is held back."""
        said = "The SQL is DuckDB's; it only reads, and sees these views and nothing else."
        if not review.study.with_key:
            said += f" {WITHOUT_KEY}"
        why = _no_conditions(review)
        return f"{said} There is no view condition: {why}" if why else said

    def open(self, desk: Desk, entry: object) -> None:
        """Ask what the line stands for."""
        if isinstance(entry, Example):
            self._ask(desk, f"{entry.sql};")
        elif isinstance(entry, Asked):
            self._ask(desk, entry.sql)
        elif isinstance(entry, PublicView):
            self._ask(desk, f"select * from {entry.name} limit 100;")

    def press(self, action: str, desk: Desk) -> None:
        """Open an empty box."""
        if action == NEW:
            self._ask(desk, "")

    def has(self, action: str) -> bool:
        """Whether this key is its own."""
        return action == NEW

    def _ask(self, desk: Desk, sql: str) -> None:
        from coder_tui.tui.review.query_screen import QueryScreen

        if desk.review is not None:
            self._asked = desk.asking.asked
            desk.open(QueryScreen(desk.asking, desk.review.study, sql, then=desk.show_page))


def _no_conditions(review: Review) -> str:
    return review.conditions_note if review.conditions is None else ""


def _example(each: Example, width: int) -> tuple[Span, ...]:
    return (("example".ljust(SHORT), "quiet"), clipped(each.question, width - SHORT - 1))


def _asked(each: Asked, width: int) -> tuple[Span, ...]:
    one_line = " ".join(each.sql.split())
    return (("asked".ljust(SHORT), "quiet"), clipped(one_line, width - SHORT - 1))


def _view(each: PublicView, width: int) -> tuple[Span, ...]:
    counted = plural(len(each.columns), "column")
    row = clipped(each.row, max(8, width - SHORT - 31))
    return (
        ("view".ljust(SHORT), "quiet"),
        (f"{each.name:<17}", "strong"),
        (f"{counted:<12}", "quiet"),
        row,
    )


def _columns(view: PublicView, width: int) -> list[Piece]:
    """Give the columns with their types, as many on a line as fit; w has their meanings."""
    said = ", ".join(f"{column.name} {column.type}" for column in view.columns)
    return [(f"{view.row} w: what each column means.\n", "$secondary"), *lines(said, width)]
