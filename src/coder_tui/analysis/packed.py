"""Long tables on their way from SQLite into the copy, two thousand cells of a column to a text.

A row at a time costs several times what a text of a column does, because every cell becomes an
object in between. What is read and what arrives is counted on both sides.
"""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from coder_tui.analysis.sql_files import read_sql
from coder_tui.storage.database import Connection

if TYPE_CHECKING:
    import duckdb

ROWS = 2_000
"""Rows in one text."""

TEXTS = 100
"""Texts of a column that are taken apart at once."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A table of the copy, and how its columns come out of the study."""

    name: str
    table: str
    columns: tuple[str, ...]
    """Expressions of SQLite. Texts that may hold the separator are in hex; a name that holds it
    makes the copy incomplete, which is said."""
    characters: str
    """The length of its texts."""

    @property
    def arrived(self) -> str:
        """The question in the copy how many rows and characters arrived."""
        return f"{self.name}_arrived"

    def select(self, rubrics: Sequence[str]) -> str:
        """Write the question that packs the rows; a rubric becomes its place among the rubrics."""
        texts = [
            f"group_concat({self._cell(column, rubrics)}, char(31))" for column in self.columns
        ]
        return (
            f"select {', '.join(texts)}, count(*), coalesce(sum({self.characters}), 0) "
            f"from {self.table} "
        )

    @staticmethod
    def _cell(column: str, rubrics: Sequence[str]) -> str:
        if column != "rubric":
            return column
        # Where there is one version only, its text is not looked at a million times.
        if len(rubrics) == 1:
            return "'0'"
        places = " ".join(f"when :rubric_{place} then {place}" for place in range(len(rubrics)))
        return f"case rubric {places} else 'unknown' end"


@dataclass(slots=True)
class Seen:
    """What was read: rows, and the length of their texts."""

    rows: int = 0
    characters: int = 0


Texts = tuple[str, ...]
"""A text of each column."""


def texts(
    study: Connection, packed: Packed, rubrics: Sequence[str], items: Sequence[str] | None,
    seen: Seen,
) -> Iterator[Texts]:  # fmt: skip
    """Give the rows of a table, packed.

    Args:
        study: in a transaction.
        packed: the table.
        rubrics: the fingerprints of the study's rubrics.
        items: only rows on these; None for all.
        seen: what was read is added to it.
    """
    select = packed.select(rubrics)
    bound: dict[str, Any] = {}
    if "rubric" in packed.columns and len(rubrics) != 1:
        bound = {f"rubric_{place}": each for place, each in enumerate(rubrics)}
    if items is not None:
        sql = f"{select} where blind_id in (select value from json_each(:items))"
        yield from _one(study, sql, {**bound, "items": json.dumps(items)}, seen)
        return
    ends = f"select coalesce(min(rowid), 1), coalesce(max(rowid), 0) from {packed.table}"
    first, last = study.execute(ends).fetchone()
    sql = f"{select} where rowid between :first and :last"
    for start in range(first, last + 1, ROWS):
        span = {"first": start, "last": start + ROWS - 1}
        yield from _one(study, sql, {**bound, **span}, seen)


def _one(study: Connection, sql: str, bound: dict[str, Any], seen: Seen) -> Iterator[Texts]:
    *found, rows, characters = study.execute(sql, bound).fetchone()
    seen.rows += rows
    seen.characters += characters
    if rows:
        yield tuple(found)


def unpack(copy: "duckdb.DuckDBPyConnection", name: str, packed: Iterator[Texts]) -> None:
    """Put packed rows into a table of the copy, while SQLite packs the next ones."""
    statements = copy.extract_statements(read_sql(f"unpack_{name}"))

    def put(columns: list[list[str]]) -> None:
        first, *others = statements
        copy.execute(first, columns)
        for each in others:
            copy.execute(each)

    with ThreadPoolExecutor(max_workers=1) as beside:
        waiting: Future[None] | None = None
        while held := list(islice(packed, TEXTS)):
            if waiting:
                waiting.result()
            columns = [list(column) for column in zip(*held, strict=True)]
            waiting = beside.submit(put, columns)
        if waiting:
            waiting.result()


SAME_CLOCK = "select clock from score group by clock having count(*) > 1"
ORDER_OF_SAME = """
select rowid, row_number() over (order by sitting, seq)
from score
where clock in (select value from json_each(:clocks))
"""


def order_ties(copy: "duckdb.DuckDBPyConnection", study: Connection) -> None:
    """Put the scores of one clock into the order in which the study has them."""
    clocks = [row[0] for row in copy.execute(SAME_CLOCK).fetchall()]
    if clocks:
        rows = study.execute(ORDER_OF_SAME, {"clocks": json.dumps(clocks)})
        appender = copy.appender("tie")
        appender.append_rows(rows)
        appender.flush()
