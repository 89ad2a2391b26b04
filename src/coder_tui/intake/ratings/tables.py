"""Tables of scores, in four formats: a header and rows of texts, each with its place."""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.scales import shortest
from coder_tui.intake.files import csv_rows, parquet, xlsx_rows
from coder_tui.intake.files.no_data import no_data
from coder_tui.intake.files.sources import check_text, printable, refuse
from coder_tui.intake.files.start import Start
from coder_tui.intake.losses import Losses
from coder_tui.intake.ratings import json_rows

Wanted = Callable[[Sequence[str]], bool]

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
FORMATS = "CSV, XLSX, Parquet and JSON lines"

SINGLE_DIGITS = ".7g"
"""A number of single precision holds so many digits; more of them are noise."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, and its cells, none for empty cells at the end."""

    where: str
    """`line 5`, `sheet 'Codes', row 5`, `row 5`."""
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file."""

    path: Path
    format: str
    where: str
    """Where the header stands."""
    header: tuple[str, ...]
    rows: Iterator[Row]


@contextmanager
def opened(path: Path, losses: Losses, wanted: Wanted) -> Iterator[Table]:
    """Open a table; its format is found by content.

    Args:
        path: the file.
        losses: told what is left out.
        wanted: whether a header is one of scores: it chooses among the sheets of a workbook.

    Raises:
        BadInputError: there is no such file, or it is no table; while rows are read, too.
    """
    start = _start(path)
    if start.is_parquet:
        yield _parquet(path, losses)
    elif start.is_zip:
        with xlsx_rows.opened(path, losses, wanted) as sheet:
            rows = (Row(f"sheet {sheet.title!r}, row {at}", cells) for at, cells in sheet.rows)
            yield _table(path, "XLSX", rows)
    elif start.is_array or start.is_object:
        yield _json(path, losses)
    else:
        _refuse_what_is_no_csv(path, start)
        yield _table(path, "CSV", (Row(f"line {at}", row) for at, row in csv_rows.rows(path)))


def _start(path: Path) -> Start:
    try:
        start = Start.of(path)
        if start.is_folder:
            raise refuse(path, "the folder", f"no file; {FORMATS} are read.", "Name its files.")
        return start
    except OSError as error:
        raise BadInputError(
            f"{printable(path)}: cannot be read: {error.strerror}.", title="No such file"
        ) from error


def _refuse_what_is_no_csv(path: Path, start: Start) -> None:
    if start.data.startswith(OLD_EXCEL):
        raise refuse(path, "the file", "a workbook of the old kind.", "Save it as .xlsx.")
    error = no_data(path, start)
    if error is not None:
        raise error
    if not start.data.strip():
        raise refuse(path, "the file", "it is empty.")
    if start.data.lstrip()[:1] == b"<":
        raise refuse(path, "the file", f"no table of scores; {FORMATS} are read.")


def _table(path: Path, format_: str, rows: Iterator[Row]) -> Table:
    first = next(rows, None)
    if first is None:
        raise refuse(path, "the file", "it holds no header.")
    header = tuple(check_text(path, first.where, cell).strip() for cell in first.cells)
    return Table(path, format_, first.where, header, rows)


def _json(path: Path, losses: Losses) -> Table:
    keys = tuple(check_text(path, "the keys", key) for key in json_rows.header(path))
    rows = (
        Row(where, [in_text(value, losses) for value in values])
        for where, values in json_rows.rows(path, keys)
    )
    return Table(path, "JSON lines", "the keys", keys, rows)


def _parquet(path: Path, losses: Losses) -> Table:
    columns = parquet.columns(path)
    single = [column.id == "float" for column in columns.values()]
    return Table(path, "Parquet", "the columns", tuple(columns), _rows(path, single, losses))


def _rows(path: Path, single: Sequence[bool], losses: Losses) -> Iterator[Row]:
    for number, values in enumerate(parquet.rows(path, parquet.select(["*"])), start=1):
        cells = [
            in_text(value, losses, single=alone)
            for value, alone in zip(values, single, strict=True)
        ]
        yield Row(f"row {number}", cells)


def in_text(value: object, losses: Losses, *, single: bool = False) -> str:
    """Give a value of a Parquet column as the text that a cell would hold.

    Args:
        value: as DuckDB gives it.
        losses: told where "not a number" stands for nothing.
        single: whether it is a number of single precision.
    """
    match value:
        case float() if math.isnan(value):
            losses.noted("NaN", "read as an empty cell")
            return ""
        case float() if math.isfinite(value):
            return shortest(Decimal(format(value, SINGLE_DIGITS)) if single else value)
        case Decimal():
            return shortest(value)
        case list() | dict():
            return json.dumps(value, default=str)
        case bytes():
            return value.hex()
    return xlsx_rows.in_text(value)
