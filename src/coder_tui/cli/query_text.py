"""The answer to a query as a table that fits the terminal, and the list of what can be asked."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from textwrap import indent, wrap

from coder_tui.analysis.answer_values import as_text, is_number
from coder_tui.analysis.public_views import PublicView, examples_for
from coder_tui.analysis.query import Answer
from coder_tui.domain.columns import LEFT, RIGHT, fitted, padded, widest
from coder_tui.domain.text import clipped, plural, visible_line

NARROWEST = 6
"""Cells below which a column is not cut; where even that does not fit, rows stand one by one."""

COUNTED = 100_000
"""Rows beyond those shown that are still counted."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The first rows of an answer as text, and how many more there are."""

    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int

    @property
    def rest(self) -> str:
        """Say how many rows there are, and how to see those not shown."""
        if not self.more:
            return f"{plural(len(self.rows), 'row')}."
        more = f"{self.more:,}" + (" or more" if self.more >= COUNTED else "")
        return f"{plural(len(self.rows), 'row')} shown, {more} not: --rows N, --csv, or -o FILE."


def take(answer: Answer, most: int) -> Shown:
    """Read the first rows, and count the others up to a limit."""
    rows = answer.rows()
    first = tuple(tuple(map(_cell, row)) for row in islice(rows, most))
    more = sum(1 for _ in islice(rows, COUNTED))
    return Shown(
        tuple(visible_line(column.name) for column in answer.columns),
        tuple(is_number(column.type) for column in answer.columns),
        first,
        more,
    )


def terminal_width() -> int | None:
    """Give the columns of the terminal; None where the answer goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def answer_text(shown: Shown, width: int | None) -> str:
    """Lay the rows out: numbers to the right, texts to the left, two spaces apart."""
    if not shown.heads:
        return ""
    columns = list(zip(shown.heads, *shown.rows, strict=True))
    widths = [widest(column) for column in columns]
    if width is not None:
        narrower = _narrowed(widths, width - 2 * (len(widths) - 1))
        if narrower is None:
            return _one_by_one(shown, width)
        widths = narrower
    lines = [
        _line(row, widths, shown.numeric)
        for row in (shown.heads, tuple("-" * each for each in widths), *shown.rows)
    ]
    return "\n".join(lines)


def views_text(views: Sequence[PublicView], no_conditions: str, width: int | None) -> str:
    """List the views with their columns, and the examples."""
    wide = width or 100
    blocks = []
    for view in views:
        lines = wrap(f"{view.name}: {view.row}", wide)
        longest = max(len(column.name) for column in view.columns)
        for column in view.columns:
            start = f"  {column.name.ljust(longest)}  {column.type.ljust(7)}  "
            meaning = wrap(column.meaning, max(20, wide - len(start))) or [""]
            lines += [start + meaning[0], *(" " * len(start) + each for each in meaning[1:])]
        blocks.append("\n".join(lines))
    if no_conditions:
        blocks.append("\n".join(wrap(f"No view condition: {no_conditions}", wide)))
    blocks.append("Examples")
    for example in examples_for(no_conditions):
        question = "\n".join(wrap(f"-- {example.question}", wide, subsequent_indent="-- "))
        blocks.append(indent(f"{question}\n{example.sql}", "  "))
    return "\n\n".join(blocks)


def _cell(value: object) -> str:
    return visible_line(as_text(value))


def _narrowed(widths: Sequence[int], room: int) -> list[int] | None:
    """Cut the most columns until all fit; None where they cannot."""
    found = list(widths)
    if sum(min(each, NARROWEST) for each in found) > room:
        return None
    while (over := sum(found) - room) > 0:
        most = max(found)
        at = [place for place, each in enumerate(found) if each == most]
        below = max([each for each in found if each < most] + [NARROWEST])
        cut = min(most - below, -(-over // len(at)))
        for place in at:
            found[place] -= cut
    return found


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    placed = [
        fitted(cell, width, RIGHT if right else LEFT)
        for cell, width, right in zip(row, widths, numeric, strict=True)
    ]
    return "  ".join(placed).rstrip()


def _one_by_one(shown: Shown, width: int) -> str:
    """Give each row as a block, a column a line."""
    longest = widest(shown.heads)
    room = max(NARROWEST, width - longest - 2)
    blocks = [
        "\n".join(
            f"{padded(head, longest)}  {clipped(cell, room)}".rstrip()
            for head, cell in zip(shown.heads, row, strict=True)
        )
        for row in shown.rows
    ]
    return "\n\n".join(blocks)
