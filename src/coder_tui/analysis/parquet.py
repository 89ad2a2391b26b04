"""Writing one table as Parquet, by a DuckDB that can reach nothing but that one file."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from coder_tui.domain.errors import CoderError
from coder_tui.storage.interrupted import heard

TYPES = {"text": "varchar", "integer": "bigint", "real": "double", "boolean": "boolean"}

Cell = str | int | float | None

LOCK_DOWN = (
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set python_enable_replacements = false",
    "set temp_directory = ''",
    "set threads = 1",
    "set enable_external_access = false",
    "set lock_configuration = true",
)
"""One thread, so that the same rows give the same bytes; the last two cannot be undone."""

COPY = "copy exported to $1 (format parquet, compression zstd, use_tmp_file false)"


def write_parquet(
    path: Path, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write rows as a Parquet file, over what is there.

    Args:
        path: the file.
        columns: name and type of each column; the types are the keys of `TYPES`.
        rows: one sequence of cells per row.

    Raises:
        CoderError: DuckDB could not write it.
    """
    try:
        connection = duckdb.connect(":memory:")
        try:
            connection.execute("set allowed_paths = $1", [[str(path)]])
            for statement in LOCK_DOWN:
                connection.execute(statement)
            with heard(connection.interrupt):
                _fill(connection, columns, rows)
                connection.execute(COPY, [str(path)]).fetchall()
        finally:
            connection.close()
    except duckdb.Error as error:
        raise CoderError(
            f"{path.name}: could not be written: {error}.",
            title="Parquet not written",
            hint="Is there space left on the disk, and is the folder's name plain text?",
        ) from error


def _fill(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[Cell]],
) -> None:
    declared = ", ".join(f"{_quoted(name)} {TYPES[type_]}" for name, type_ in columns)
    connection.execute(f"create table exported ({declared})")
    appender = connection.appender("exported")
    appender.append_rows(iter(rows))
    appender.flush()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
