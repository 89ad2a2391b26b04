"""Whether a table of the copy holds what was read of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import duckdb

from coder_tui.domain.errors import CoderError

TEXT_COLUMNS = """
select
    table_name,
    list(column_name) filter (data_type = 'VARCHAR' or data_type like 'ENUM%')
from duckdb_columns()
group by table_name
"""


def incomplete(name: str, arrived: int, read: int) -> CoderError:
    """Say that a table is not what was read."""
    return CoderError(
        f"The copy of {name} for the review is not complete: {arrived} of {read} rows arrived.",
        title="Review failed",
        hint="Nothing was changed in the study. Please report this.",
    )


class Tally:
    """Counts rows, and the characters of their texts, as they pass."""

    def __init__(self, rows: int = 0, characters: int = 0) -> None:
        self.rows = rows
        self.characters = characters

    def count(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """Pass the rows on."""
        for row in rows:
            self.rows += 1
            self.characters += sum(len(value) for value in row if isinstance(value, str))
            yield row


class Arrivals:
    """Puts rows into tables of the copy, and makes sure that all of them arrive."""

    def __init__(self, copy: duckdb.DuckDBPyConnection) -> None:
        self._copy = copy
        self._texts: dict[str, tuple[str, ...]] = {}

    def append(self, name: str, rows: Iterable[Sequence[Any]], *, adding: bool = False) -> None:
        """Put rows into a table.

        Args:
            name: the table.
            rows: as wide as it.
            adding: the table may hold rows already.

        Raises:
            CoderError: other rows arrived than were given.
        """
        tally = Tally(*(self._sums(name) if adding else (0, 0)))
        appender = self._copy.appender(name)
        appender.append_rows(tally.count(rows))
        appender.flush()
        found = self._sums(name)
        if found != (tally.rows, tally.characters):
            raise incomplete(name, found[0], tally.rows)

    def _sums(self, name: str) -> tuple[int, int]:
        """Count the rows of a table, and the characters of its texts."""
        if name not in self._texts:
            found = self._copy.execute(TEXT_COLUMNS).fetchall()
            self._texts = {table: tuple(names or ()) for table, names in found}
        sums = [f"coalesce(sum(length({column}::varchar)), 0)" for column in self._texts[name]]
        lengths = " + ".join(["0", *sums])
        counted = self._copy.execute(f"select count(*), {lengths} from {name}").fetchall()[0]
        return int(counted[0]), int(counted[1])
