"""Parquet files, a few rows at a time, by a DuckDB that can reach nothing but that one file."""

import itertools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coder_tui.domain.errors import BadInputError
from coder_tui.intake.files.sources import refuse
from coder_tui.storage.interrupted import IN_ITS_WORDS

BATCH = 64
"""Rows fetched at a time: conversations are long."""

LOCK_DOWN = (
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set python_enable_replacements = false",
    "set temp_directory = ''",
    "set threads = 1",
    "set enable_external_access = false",
    "set lock_configuration = true",
)
"""One thread, so that rows keep their order; the last two cannot be undone."""

MEMORY = ("300MB", "1500MB")
"""The second where the first is too little: 2,048 rows are held at a time, however long."""

COLUMNS = "from read_parquet($1) limit 0"
NAME = "read.parquet"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file, whatever is below it taken apart."""

    type: str
    """As DuckDB writes it, for errors."""
    id: str
    """`varchar`, `list`, `struct`, `integer` ..."""
    below: Mapping[str, "Column"]
    """The members of a struct, or `child` of a list."""


def columns(path: Path) -> dict[str, Column]:
    """Give the columns of a file by name, in order.

    Raises:
        BadInputError: it is no Parquet, or a broken one.
    """
    try:
        with _opened(path) as (connection, name):
            described = connection.execute(COLUMNS, [name]).description
    except MemoryError as error:
        raise refuse(path, "the file", "its description is too large.") from error
    return {column: _column(type_) for column, type_, *_ in described}


def rows(path: Path, query: str) -> Iterator[tuple[Any, ...]]:
    """Give the rows that a query gives, in the file's order and in constant memory.

    Args:
        path: the file.
        query: put together from constants alone; the file is `read_parquet($1)`.

    Raises:
        BadInputError: the file is broken.
    """
    given = 0
    for limit in MEMORY:
        try:
            for row in itertools.islice(_rows(path, query, limit), given, None):
                yield row
                given += 1
        except MemoryError:
            continue
        return
    raise refuse(
        path,
        "the file",
        f"a group of its rows is too large to be read in {MEMORY[-1]} of memory.",
        "Write it again with smaller row groups.",
    )


def _rows(path: Path, query: str, limit: str) -> Iterator[tuple[Any, ...]]:
    with _opened(path, limit) as (connection, name):
        answer = connection.execute(query, [name])
        while batch := answer.fetchmany(BATCH):
            yield from batch


def select(parts: Sequence[str]) -> str:
    """Give the query for some expressions over all rows."""
    return f"select {', '.join(parts)} from read_parquet($1)"


@contextmanager
def _opened(path: Path, limit: str = MEMORY[0]) -> Iterator[tuple[Any, str]]:
    """Give a locked connection and the name under which it can read the file.

    A link with a plain name stands for the file, because DuckDB takes `*` and `[` in a name as a
    pattern, and no name that is not UTF-8.
    """
    import duckdb  # Not at the top: most imports read no Parquet.

    with tempfile.TemporaryDirectory(prefix="coder-tui-") as folder:
        link = Path(folder) / NAME
        link.symlink_to(path.resolve())
        connection = duckdb.connect(":memory:")
        try:
            connection.execute("set memory_limit = $1", [limit])
            connection.execute("set allowed_paths = $1", [[str(link)]])
            for statement in LOCK_DOWN:
                connection.execute(statement)
            yield connection, str(link)
        except duckdb.OutOfMemoryException as error:
            raise MemoryError from error
        except (duckdb.Error, RuntimeError) as error:
            if str(error) == IN_ITS_WORDS:
                raise KeyboardInterrupt from None
            # Of a damaged file its binding cannot always say what is wrong, and raises the latter.
            raise _broken(path, link, error) from error
        finally:
            connection.close()


def _broken(path: Path, link: Path, error: Exception) -> BadInputError:
    first = str(error).partition("\n")[0].replace(str(link), path.name)
    return refuse(
        path, "the file", f"not readable as Parquet: {first}.", "Is it cut off? Copy it again."
    )


def _column(type_: Any) -> Column:
    id_ = str(type_.id)
    below = dict(type_.children) if id_ in ("list", "struct") else {}
    return Column(str(type_), id_, {name: _column(each) for name, each in below.items()})
