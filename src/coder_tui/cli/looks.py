"""What comes before a look at a study: what the key says of its items, and a note of the look."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder_tui.domain.errors import CoderError
from coder_tui.domain.text import visible
from coder_tui.storage.key import KeyFile
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import StudyFile

if TYPE_CHECKING:
    from coder_tui.analysis.keyed import KeyedItem


def note_look(study_path: Path, *, with_key: bool, form: str) -> None:
    """Write the event of a review; where the file cannot be written, say so and go on."""
    try:
        study = StudyFile.open(study_path)
        try:
            study.log_event(login_name(), "review", {"key": with_key, "form": form})
        finally:
            study.close()
    except CoderError as error:
        click.echo(f"This review is not noted in the study: {visible(error.message)}", err=True)


def keyed_items(study_path: Path, key_path: Path | None) -> "list[KeyedItem] | None":
    """Give what the key says of each item; None without a key.

    Raises:
        CoderError: the key cannot be read, or is not this study's.
    """
    if key_path is None:
        return None
    with closing(StudyFile.open(study_path, read_only=True)) as study:
        return items_of_key(key_path, study)


def items_of_key(key_path: Path, study: StudyFile) -> "list[KeyedItem]":
    """Give what a key says of each item of its study.

    Raises:
        CoderError: the key cannot be read, or is not this study's.
    """
    from coder_tui.analysis.keyed import KeyedItem

    with closing(KeyFile.open(key_path)) as key:
        key.check(study)
        return [
            KeyedItem(row.blind_id, row.model, row.scaffold, row.repeats_blind_id, row.task)
            for row in key.rows()
        ]
