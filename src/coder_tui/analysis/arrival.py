"""Whether a table of the copy holds what was read of it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from coder_tui.domain.errors import CoderError

if TYPE_CHECKING:
    import duckdb

TEXTS = ("VARCHAR", "ENUM")
"""How the types of texts begin."""


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

    def __init__(self, copy: "duckdb.DuckDBPyConnection") -> None:
        self._copy = copy
        self._sums_of: dict[str, str] = {}

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
        coming = iter(rows)
        first = next(coming, None)
        if first is None:
            return
        appender = self._copy.appender(name)
        appender.append_rows(tally.count(chain((first,), coming)))
        appender.flush()
        found = self._sums(name)
        if found != (tally.rows, tally.characters):
            raise incomplete(name, found[0], tally.rows)

    def _sums(self, name: str) -> tuple[int, int]:
        """Count the rows of a table, and the characters of its texts."""
        if name not in self._sums_of:
            columns = self._copy.execute(f"select * from {name} limit 0").description or ()
            texts = [column for column, kind, *_ in columns if str(kind).startswith(TEXTS)]
            sums = [f"coalesce(sum(length({column}::varchar)), 0)" for column in texts]
            self._sums_of[name] = f"select count(*), {' + '.join(['0', *sums])} from {name}"
        counted = self._copy.execute(self._sums_of[name]).fetchall()[0]
        return int(counted[0]), int(counted[1])
