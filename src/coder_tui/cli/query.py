"""Asking a study in SQL."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder_tui.analysis.public_views import LONGEST_SQL
from coder_tui.cli.looks import keyed_items, note_look
from coder_tui.cli.reports import tidy_when_ended
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.study import StudyFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from coder_tui.analysis.query import Answer, PublicViews, Use


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.argument("sql", required=False)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="The study's key: shows names, and conditions once the study is unblinded.",
)
@click.option(
    "--file", "from_file", type=click.Path(path_type=Path), help="Read the SQL from this file."
)
@click.option("--list", "listing", is_flag=True, help="List the views, their columns, examples.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the answer as CSV.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write a new file: .csv, .json or .parquet. Nothing is ever overwritten.",
)
@click.option(
    "--rows", type=click.IntRange(1), default=100, help="Rows shown in the table (default 100)."
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 86_400),
    default=60.0,
    help="Seconds after which the query is stopped (default 60).",
)
def query(
    study: Path,
    sql: str | None,
    key: Path | None,
    from_file: Path | None,
    listing: bool,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
    rows: int,
    timeout: float,
) -> None:
    """Ask a study in SQL: read-only, over the views of the review.

    The views hold what `review` shows the same reader. Each query is noted in the study like a
    look at the review. `--list` says what there is to ask.

    Example: coder-tui query stress.db "select dimension, count(*) from disagreement group by all"
    """
    if sum((as_json, as_csv, output is not None)) > 1:
        raise BadInputError("--json, --csv and -o exclude each other.", hint="Give one of them.")
    if listing:
        _list(study, key)
        return
    question = _question(sql, from_file)
    from coder_tui.analysis.query import check_statement
    from coder_tui.reporting.answers import new_file, writer_for

    check_statement(question)
    if output is None:
        form = "json" if as_json else "csv" if as_csv else "table"
        with _open(study, key) as views:
            _print(views, question, form, rows, timeout)
        return
    write = writer_for(output)
    with (
        tidy_when_ended(),
        new_file(output, private=key is not None) as temporary,
        _open(study, key) as views,
    ):
        views.ask(question, lambda answer: write(answer, temporary), timeout)
    click.echo(f"Written to {visible_line(str(output))}.", err=True)


def answer_writer(*, private: bool) -> "Callable[[Path, Callable[[Use], None]], None]":
    """Give what writes an answer into a new file, for the review screen.

    Args:
        private: whether only its owner may read the file.
    """

    def write(target: Path, ask: "Callable[[Use], None]") -> None:
        from coder_tui.reporting.answers import new_file, writer_for

        write_file = writer_for(target)
        with new_file(target, private=private) as temporary:
            ask(lambda answer: write_file(answer, temporary))

    return write


def _question(sql: str | None, from_file: Path | None) -> str:
    if (sql is None) == (from_file is None):
        raise BadInputError(
            "Give a query: the SQL itself, or --file with a file that holds it.",
            hint="What there is to ask: coder-tui query STUDY --list",
        )
    if from_file is None:
        return sql or ""
    try:
        with from_file.open(encoding="utf-8-sig") as file:
            text = file.read(LONGEST_SQL + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"{from_file}: cannot be read as text: {error}.") from error
    if len(text) > LONGEST_SQL:
        raise BadInputError(f"{from_file}: is longer than any query ({LONGEST_SQL:,} characters).")
    return text


def _open(study_path: Path, key_path: Path | None) -> "PublicViews":
    """Make the views for this reader, and note in the study that somebody looks."""
    from coder_tui.analysis.closed import not_whole
    from coder_tui.analysis.query import PublicViews

    keyed = keyed_items(study_path, key_path)
    study = StudyFile.open(study_path, read_only=True)
    try:
        broken = not_whole(study)
        views = PublicViews(study, keyed)
    finally:
        study.close()
    note_look(study_path, with_key=keyed is not None, form="query")
    if broken:
        click.echo(broken, err=True)
    return views


def _print(views: "PublicViews", sql: str, form: str, rows: int, timeout: float) -> None:
    from coder_tui.cli.query_text import Shown, answer_text, take, terminal_width
    from coder_tui.reporting.answers import write_csv, write_json

    if form != "table":
        write = write_json if form == "json" else write_csv
        views.ask(sql, lambda answer: write(answer, sys.stdout), timeout)
        return
    found: list[Shown] = []

    def keep(answer: "Answer") -> None:
        found.append(take(answer, rows))

    views.ask(sql, keep, timeout)
    click.echo(answer_text(found[0], terminal_width()))
    click.echo(found[0].rest, err=True)
    held = views.held_back
    if held:
        click.echo(
            f"{plural(held, 'item')} not shown: somebody has still to submit. With --key, all are.",
            err=True,
        )


def _list(study_path: Path, key_path: Path | None) -> None:
    from coder_tui.analysis.access import why_no_conditions
    from coder_tui.analysis.public_views import views_for
    from coder_tui.cli.query_text import terminal_width, views_text

    keyed = keyed_items(study_path, key_path)
    study = StudyFile.open(study_path, read_only=True)
    try:
        why_not = why_no_conditions(study, keyed)
    finally:
        study.close()
    click.echo(views_text(views_for(why_not), why_not, terminal_width()))
