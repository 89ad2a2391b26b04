"""Tables of scores on disk, in each format, for the tests of what reads them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result

from coder_tui.analysis.parquet import write_parquet
from coder_tui.cli.main import cli
from coder_tui.domain.rubric import Answer
from coder_tui.storage.study import StudyFile

Rows = Sequence[Sequence[Any]]
FORMATS = ("csv", "xlsx", "parquet", "jsonl")


def a_csv(path: Path, rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    def cell(value: Any) -> str:
        return '"' + str("" if value is None else value).replace('"', '""') + '"'

    lines = [delimiter.join(map(cell, row)) + "\r\n" for row in rows]
    path.write_bytes("".join(lines).encode(encoding))
    return path


def an_xlsx(path: Path, rows: Rows, *, before: Mapping[str, Rows] | None = None) -> Path:
    """A workbook; texts are written as texts, whatever they look like."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, found in {**(before or {}), "Codes": rows}.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(found, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(at, column)
                cell.value = value
                if isinstance(value, str) and value:
                    cell.data_type = "s"
    book.save(path)
    return path


def a_parquet(path: Path, rows: Rows) -> Path:
    """A file of texts and nulls."""
    header, *rest = rows
    texts = [[None if cell in (None, "") else str(cell) for cell in row] for row in rest]
    write_parquet(path, [(str(name), "text") for name in header], texts)
    return path


def a_jsonl(path: Path, rows: Rows) -> Path:
    """An object a line; what a row leaves empty, its object does not have."""
    header, *rest = rows
    objects = (
        {name: cell for name, cell in zip(header, row, strict=False) if cell not in (None, "")}
        for row in rest
    )
    path.write_text("".join(json.dumps(each, default=str) + "\n" for each in objects))
    return path


def a_table(folder: Path, format_: str, rows: Rows, name: str = "codes") -> Path:
    path = folder / f"{name}.{format_}"
    write = {"csv": a_csv, "xlsx": an_xlsx, "parquet": a_parquet, "jsonl": a_jsonl}[format_]
    return write(path, rows)


def run(*arguments: object) -> Result:
    """Call the program; what it refuses is in the result."""
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def imported(study: Path, *arguments: object) -> Result:
    """Import, which has to go well."""
    done = run("ratings", "import", study, *arguments)
    assert done.exit_code == 0, done.exception or done.output
    return done


def submitted(study: Path, coder: str) -> dict[tuple[str, str], Answer]:
    """What stands submitted of a coder, by blind id and dimension."""
    opened = StudyFile.open(study, read_only=True)
    rows = opened.connection.execute(
        "select blind_id, dimension, state, value, number from submitted_score where coder = ?",
        (coder,),
    ).fetchall()
    opened.close()
    return {(row[0], row[1]): Answer.stored(*row[2:]) for row in rows}


def asked(study: Path, question: str) -> list[tuple[Any, ...]]:
    """Ask the study file."""
    opened = StudyFile.open(study, read_only=True)
    try:
        return opened.connection.execute(question).fetchall()
    finally:
        opened.close()
