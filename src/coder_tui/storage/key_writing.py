"""Opening the key to write to it: only the lead's commands do."""

import contextlib
from pathlib import Path

from coder_tui.storage import schema
from coder_tui.storage.database import Connection, check_header, connect, immediate
from coder_tui.storage.key import KeyFile, refuse_open_key
from coder_tui.storage.key_schema import KEY_STEPS
from coder_tui.storage.study import StudyFile
from coder_tui.storage.upgrading import version_of

BACKFILL = """
insert or ignore into identity (name, masked) select name, 1 from mask;
insert or ignore into identity (name, masked) select model, length(model) >= 5 from condition
    where model is not null;
insert or ignore into identity (name, masked) select scaffold, length(scaffold) >= 5 from condition
    where scaffold is not null
"""
"""The names that an earlier version masked, as far as its key tells them."""


def open_key_for_writing(path: Path, study: StudyFile) -> KeyFile:
    """Open a study's key; an earlier version's gets the tables that it lacks.

    No copy is made of it first, other than of a study: nothing in it changes, and each copy would
    be one more key to guard.

    Raises:
        BadInputError: no such file, or not a key.
        RefusedError: others than its owner may read it, or it is another study's; it is as it was.
        NotSavedError: it cannot be written.
    """
    with contextlib.closing(KeyFile.open(path)) as key:
        key.check_study(study)
    connection = connect(path)
    try:
        check_header(connection, path, schema.KEY_APPLICATION_ID, schema.KEY_VERSION)
        refuse_open_key(path)
        with immediate(connection, patience=10.0):
            _upgrade(connection)
    except BaseException:
        # Whatever it was, Ctrl+C included: the connection must not stay open.
        connection.close()
        raise
    return KeyFile(path, connection, study)


def _upgrade(connection: Connection) -> None:
    """Give a key what later versions added, within the caller's transaction."""
    found = version_of(connection)
    scripts = [script for number, script in KEY_STEPS.items() if number > found]
    if found == 1:
        scripts.append(BACKFILL)
    for statement in ";\n".join(scripts).split(";\n"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"pragma user_version = {schema.KEY_VERSION}")
