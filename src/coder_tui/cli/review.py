"""Looking at a study: progress, agreement, disagreements, conditions."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder_tui.cli.looks import items_of_key, keyed_items, note_look
from coder_tui.cli.screen_options import screen_options
from coder_tui.domain.errors import BadInputError
from coder_tui.storage.study import StudyFile

if TYPE_CHECKING:
    from coder_tui.analysis.review import Review


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="The study's key: shows names, and conditions once the study is unblinded.",
)
@click.option("--plain", is_flag=True, help="Print the review; also done where there is no screen.")
@click.option("--json", "as_json", is_flag=True, help="Print the review as one JSON object.")
@click.option(
    "--all", "everything", is_flag=True, help="Print all disagreements, not the first 20."
)
@screen_options
def review(
    study: Path,
    key: Path | None,
    plain: bool,
    as_json: bool,
    everything: bool,
    theme: str | None,
    mouse: bool,
) -> None:
    """Look at a study: progress, agreement, disagreements and, with its key, conditions.

    Each look is noted in the study, because whoever codes afterwards is no longer unaware of it.

    Example: coder-tui review stress.db --key stress.key.db --plain
    """
    if plain and as_json:
        raise BadInputError("--plain and --json exclude each other.", hint="Give one of them.")
    if as_json:
        from coder_tui.cli.review_json import review_object

        found = look(study, key, form="json")
        click.echo(json.dumps(review_object(found), indent=2))
    elif plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        print_review(study, key, everything=everything)
    else:
        _show(study, key, theme=theme, mouse=mouse)


def print_review(study: Path, key: Path | None = None, *, everything: bool = False) -> None:
    """Print the review of a study.

    Args:
        study: the study file.
        key: its key, where the reader holds it.
        everything: print all disagreements, not only the first.

    Raises:
        CoderError: a file cannot be read, or the key is not this study's.
    """
    from coder_tui.cli.review_text import review_text

    found = look(study, key, form="plain")
    click.echo(review_text(found, everything=everything))


def look(study_path: Path, key_path: Path | None, *, form: str) -> "Review":
    """Review a study and note in it that somebody looked.

    Raises:
        CoderError: a file cannot be read, or the key is not this study's.
    """
    from coder_tui.analysis.review import review_study

    keyed = keyed_items(study_path, key_path)
    study = StudyFile.open(study_path, read_only=True)
    try:
        found = review_study(study, keyed)
    finally:
        study.close()
    note_look(study_path, with_key=keyed is not None, form=form)
    return found


def _show(study: Path, key: Path | None, *, theme: str | None, mouse: bool) -> None:
    """Open the review screen."""
    from coder_tui.cli.query import answer_writer
    from coder_tui.cli.reports import export_beside
    from coder_tui.tui.app import check_terminal
    from coder_tui.tui.reading_settings import load_settings
    from coder_tui.tui.review.app import run_review

    check_terminal()
    settings = load_settings("review", theme=theme, mouse=mouse)
    keyed = keyed_items(study, key)
    note_look(study, with_key=keyed is not None, form="screen")
    write_answer = answer_writer(private=key is not None)
    run_review(
        study,
        keyed,
        lambda: export_beside(study, key),
        write_answer,
        read_key=partial(items_of_key, key) if key is not None else None,
        settings=settings,
    )
