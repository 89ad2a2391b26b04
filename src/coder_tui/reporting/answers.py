"""The answer to a query as CSV, JSON or Parquet, and in a new file of its own."""

import contextlib
import csv
import json
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from coder_tui.analysis.answer_values import REAL, WHOLE, as_text, exact
from coder_tui.analysis.parquet import write_parquet
from coder_tui.analysis.query import Answer
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.text import visible
from coder_tui.reporting.folder import taken
from coder_tui.reporting.plain_files import guard
from coder_tui.storage.on_disk import sync

ANOTHER_NAME = "another name"


def write_csv(answer: Answer, file: TextIO) -> None:
    """Write CSV in which nothing may run as a formula and nothing acts on a terminal."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([guard(visible(column.name)) for column in answer.columns])
    for row in answer.rows():
        writer.writerow([_csv_cell(cell) for cell in row])


def write_json(answer: Answer, file: TextIO) -> None:
    """Write one object, `{"columns": [{"name", "type"}], "rows": [{...}]}`; all but ASCII escaped.

    Values are exact: what JSON has no number for, a date or an infinity, is a text.
    """
    names = [column.name for column in answer.columns]
    columns = [{"name": column.name, "type": column.type} for column in answer.columns]
    file.write(f'{{"columns": {_json(columns)}, "rows": [')
    between = "\n"
    for row in answer.rows():
        cells = (exact(cell) for cell in row)
        file.write(between + _json(dict(zip(names, cells, strict=True))))
        between = ",\n"
    file.write("\n]}\n")


def _json(value: Any) -> str:
    return json.dumps(value, allow_nan=False).replace("\x7f", "\\u007f")


def _csv_cell(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    return guard(visible(as_text(value)))


def _write_csv_file(answer: Answer, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv(answer, file)


def _write_json_file(answer: Answer, path: Path) -> None:
    with path.open("w", encoding="ascii", newline="") as file:
        write_json(answer, file)


def _write_parquet_file(answer: Answer, path: Path) -> None:
    columns = [(column.name, _parquet_type(column.type)) for column in answer.columns]
    takers = [_TAKERS[type_] for _, type_ in columns]
    rows = (
        [None if cell is None else take(cell) for take, cell in zip(takers, row, strict=True)]
        for row in answer.rows()
    )
    write_parquet(path, columns, rows)


_TAKERS: dict[str, Callable[[Any], Any]] = {
    "integer": int,
    "real": float,
    "boolean": bool,
    "text": as_text,
}


def _parquet_type(type_: str) -> str:
    base = type_.split("(", 1)[0]
    if base in WHOLE:
        return "integer"
    if base == "BOOLEAN":
        return "boolean"
    return "real" if base in REAL else "text"


WRITERS: dict[str, Callable[[Answer, Path], None]] = {
    ".csv": _write_csv_file,
    ".json": _write_json_file,
    ".parquet": _write_parquet_file,
}
"""How a file is written, by the end of its name."""


def writer_for(target: Path) -> Callable[[Answer, Path], None]:
    """Give the writer that a file's name asks for.

    Raises:
        BadInputError: its name says no format.
    """
    if target.suffix.lower() not in WRITERS:
        raise BadInputError(
            f"{target}: the name says no format.",
            hint="End it in .csv, .json or .parquet.",
        )
    return WRITERS[target.suffix.lower()]


@contextlib.contextmanager
def new_file(target: Path, *, private: bool) -> Iterator[Path]:
    """Give a temporary file; leaving the block normally puts it in place, else nothing is left.

    Args:
        target: its path; nothing may be there.
        private: whether only its owner may read it.

    Raises:
        BadInputError: something is there already, or nothing can be written there.
    """
    target = Path(os.path.abspath(target))
    if os.path.lexists(target):
        raise taken(target, ANOTHER_NAME)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    flags = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY
    try:
        os.close(os.open(temporary, flags, 0o600 if private else 0o666))
    except OSError as error:
        raise BadInputError(
            f"{target.parent}: nothing can be written in this folder ({error.strerror}).",
            title="Cannot write",
            hint="Choose another folder.",
        ) from error
    try:
        yield temporary
        sync(temporary)
        _put_in_place(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _put_in_place(temporary: Path, target: Path) -> None:
    """Give the file its name, unless something took it meanwhile."""
    try:
        os.link(temporary, target)
    except FileExistsError as error:
        raise taken(target, ANOTHER_NAME) from error
    except OSError:
        # Not every file system has links; there a name taken in this instant is not noticed.
        if os.path.lexists(target):
            raise taken(target, ANOTHER_NAME) from None
        temporary.rename(target)
