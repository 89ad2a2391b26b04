"""What the lead's commands share: the study and its key, open and checked."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.storage.adding import finish_adding, refuse_older_copy
from coder_tui.storage.key import KeyFile
from coder_tui.storage.key_schema import KEY_VERSION
from coder_tui.storage.key_writing import open_key_for_writing
from coder_tui.storage.leftovers import clear_if_idle
from coder_tui.storage.rewriting import finish_rewriting, forget_old_texts
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import StudyFile
from coder_tui.storage.upgrading import version_of


def key_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--key`, which need not be given where the key lies beside the study."""
    return click.option(
        "--key",
        type=click.Path(path_type=Path),
        help="The study's key; without it NAME.key.db beside NAME.db.",
    )(command)


def key_beside(study: Path, key: Path | None) -> Path:
    """Give the path of the key that a lead's command needs.

    Raises:
        BadInputError: none is given and none lies beside the study, or that is no study.
    """
    if key is not None:
        return key
    beside = lies_beside(study)
    if beside is not None:
        return beside
    # What is no study is told so, and not that it has no key.
    StudyFile.open(study, read_only=True).close()
    raise BadInputError(
        f"{study}: this command needs the study's key, and {_name_of_key(study)} is not beside it.",
        title="No key",
        hint="Give it with --key; whoever made the study has it.",
    )


def lies_beside(study: Path) -> Path | None:
    """Give the path of the key that lies beside a study, if one does."""
    if not study.is_file():
        return None
    beside = study.with_name(_name_of_key(study))
    return beside if beside.is_file() else None


def _name_of_key(study: Path) -> str:
    return f"{study.name.removesuffix('.db')}.key.db"


@contextlib.contextmanager
def lead_files(
    study_path: Path, key_path: Path | None, *, looking: bool = False
) -> Iterator[tuple[StudyFile, KeyFile]]:
    """Open a study and its key to write to both; what was interrupted before is finished.

    Args:
        study_path: the study.
        key_path: its key; None for the one beside it.
        looking: whether nothing is to be written, to neither of them.

    Raises:
        CoderError: a file cannot be opened, or the key is not this study's.
    """
    study = StudyFile.open(study_path)
    try:
        key = open_key(key_beside(study_path, key_path), study, looking=looking)
        try:
            if not looking:
                clear_if_idle(study.path, key.path)
                finish_adding(study, key)
                finish_rewriting(study, key, person=login_name())
            refuse_older_copy(study, key)
            key.check(study)
            before = len(study.events("rewrite"))
            yield study, key
            if len(study.events("rewrite")) > before:
                _say_what_stays(study)
        finally:
            key.close()
    finally:
        study.close()


def open_key(path: Path, study: StudyFile, *, looking: bool) -> KeyFile:
    """Open a study's key, to write to it or to look into it.

    An earlier version's lacks tables that are looked into; it gets them in either case.

    Raises:
        CoderError: it cannot be opened, or is another study's.
    """
    if looking:
        key = KeyFile.open(path)
        try:
            key.check_study(study)
        except RefusedError:
            key.close()
            raise
        if version_of(key.connection) == KEY_VERSION:
            return key
        key.close()
    return open_key_for_writing(path, study)


def _say_what_stays(study: StudyFile) -> None:
    """Say so where somebody who reads the study keeps replaced texts in its file."""
    if not forget_old_texts(study.connection, patience=0.0):
        click.echo(
            "Another program is reading the study; until it ends, the texts that were replaced "
            "stand in the bytes of the file. The next of your commands takes them away.",
            err=True,
        )
