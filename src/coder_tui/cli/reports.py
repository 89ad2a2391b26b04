"""What leaves a study: the coded database and tables."""

import contextlib
import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from coder_tui.cli.lead import lies_beside
from coder_tui.cli.progress import ProgressLine
from coder_tui.cli.tables import table
from coder_tui.domain.errors import CoderError
from coder_tui.domain.text import visible_line
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import conditions_are_open

if TYPE_CHECKING:
    from coder_tui.reporting.export import Exported


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to make; nothing is ever overwritten.",
)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="The blinding key: adds what each item is, where the study is unblinded or not sealed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def export(study: Path, output: Path, key: Path | None, as_json: bool) -> None:
    """Write the coded database and tables into a new folder.

    coded.db (SQLite), CSV, Parquet and JSON lines, with rubric, codebook, data dictionary, and a
    manifest with the SHA-256 of each file. Without --key nothing in it tells a condition; a key
    that lies beside the study is never taken unasked, because an export leaves the lead's hands.

    Exit code: 0 done, 1 the study says no, 2 something in the call is wrong.

    Example: coder-tui export stress.db -o stress-export
    """
    from coder_tui.reporting.export import export_study

    opened = StudyFile.open(study, read_only=True)
    try:
        with tidy_when_ended(), ProgressLine() as progress:
            exported = export_study(opened, output, key, progress.show)
        left_out = lies_beside(study) if key is None and conditions_are_open(opened) else None
    finally:
        opened.close()
    _log(study, unblinded=key is not None, digest=exported.digest)
    _print(exported, output, as_json=as_json)
    if left_out is not None:
        click.echo(
            f"It tells no condition: the key beside the study was not used. With them: --key "
            f"{visible_line(str(left_out))}",
            err=True,
        )


@contextlib.contextmanager
def tidy_when_ended() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the program like Ctrl-C, so that nothing half-made is left."""
    before = {each: signal.signal(each, _end) for each in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def export_beside(path: Path, key: Path | None) -> Path:
    """Export a study into a new folder beside it, NAME-export or NAME-export-2 ...

    While its conditions are closed it is exported blinded even where the reader holds the key.

    Raises:
        CoderError: it cannot be exported.
    """
    from coder_tui.reporting.export import export_study

    study = StudyFile.open(path, read_only=True)
    try:
        target = path.with_name(f"{path.stem}-export")
        number = 1
        while target.exists():
            number += 1
            target = path.with_name(f"{path.stem}-export-{number}")
        opened = key if conditions_are_open(study) else None
        exported = export_study(study, target, opened, lambda *_: None)
    finally:
        study.close()
    _log(path, unblinded=opened is not None, digest=exported.digest)
    return target


def _log(path: Path, *, unblinded: bool, digest: str) -> None:
    """Write into the study that it was exported; a study that cannot be written is no obstacle."""
    try:
        study = StudyFile.open(path)
        try:
            study.log_event(login_name(), "export", {"key": unblinded, "manifest": digest})
        finally:
            study.close()
    except CoderError as error:
        click.echo(
            f"The export is there, but the study has no record of it: {visible_line(str(error))}",
            err=True,
        )


def _print(exported: "Exported", output: Path, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(exported.manifest, indent=2))
        return
    rows = [[file.name, _count(file.rows), f"{file.bytes:,}"] for file in exported.files]
    click.echo(table(["file", "rows", "bytes"], rows))
    for notice in exported.notices:
        click.echo(visible_line(notice), err=True)
    click.echo(f"Written to {visible_line(str(output))}; start with data_dictionary.md.", err=True)


def _count(rows: int | dict[str, int] | None) -> str:
    if rows is None:
        return ""
    return f"{sum(rows.values()) if isinstance(rows, dict) else rows:,}"
