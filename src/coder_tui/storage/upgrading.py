"""Bringing an older study file to the present version when it is opened.

A copy is made beside it first. Copy and steps are made under the file's write lock, so that the
copy holds exactly what was there before, and under a lock on the folder, so that of several
programs one does it and the others find it done.
"""

import contextlib
import os
from pathlib import Path

from coder_tui.domain.errors import CoderError, NotSavedError
from coder_tui.storage import schema
from coder_tui.storage.database import Connection, connect, immediate, is_mistake, sqlite
from coder_tui.storage.leftovers import folder_locked

PATIENCE = 30.0
"""Seconds that an upgrade waits for somebody who is writing."""


def version_of(connection: Connection) -> int:
    """Give the version of an open file."""
    return int(connection.execute("pragma user_version").fetchone()[0])


def upgrade(path: Path) -> None:
    """Bring the file to the present version, unless it is there already.

    Raises:
        CoderError: it cannot be copied or written; it is as it was.
    """
    try:
        _upgrade(path.resolve())
    except NotSavedError as error:
        raise _refusal(path, str(error.__cause__ or error)) from error
    except OSError as error:
        raise _refusal(path, error.strerror or str(error)) from error
    except sqlite.OperationalError as error:
        if is_mistake(error):
            raise
        raise _refusal(path, str(error)) from error


def _upgrade(path: Path) -> None:
    with (
        folder_locked(path.parent) as folder,
        contextlib.closing(connect(path, timeout=PATIENCE)) as connection,
    ):
        if version_of(connection) >= schema.VERSION:
            return
        copy = None
        try:
            with immediate(connection, patience=PATIENCE):
                copy = _copy(path, version_of(connection))
                os.fsync(folder)
                # Loaded for the rare file that needs it: it costs a screen's start too much.
                from coder_tui.storage.migrations import migrate

                migrate(connection)
        except BaseException:
            # Whatever it was: the file stays as it is, and so needs no copy.
            if copy is not None:
                copy.unlink(missing_ok=True)
            raise


def _refusal(path: Path, problem: str) -> CoderError:
    return CoderError(
        f"{path}: made by an earlier coder-tui, and it cannot be brought up to date: {problem}.",
        title="Not brought up to date",
        hint="It is as it was. Somebody who may write the file and its folder opens it once, with "
        "space on the disk for a copy.",
    )


def _copy(path: Path, version: int) -> Path:
    """Copy the file through SQLite, which knows what is in the log; give the copy's path.

    A name that is taken is left alone. What a program that was killed left half-made goes.
    """
    new = path.with_name(f".{path.name}.v{version}-backup.new")
    leftovers = [Path(f"{new}{suffix}") for suffix in ("", "-journal", "-wal", "-shm")]
    for each in leftovers:
        each.unlink(missing_ok=True)
    try:
        _write_copy(path, new)
        target = _free_name(path.with_name(f"{path.name}.v{version}-backup"))
        new.rename(target)
    finally:
        for each in leftovers:
            each.unlink(missing_ok=True)
    return target


def _write_copy(path: Path, new: Path) -> None:
    mode = path.stat().st_mode & 0o777
    descriptor = os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode)
    try:
        os.fchmod(descriptor, mode)
        with (
            contextlib.closing(connect(path, read_only=True)) as source,
            contextlib.closing(sqlite.connect(new, isolation_level=None)) as copy,
        ):
            source.backup(copy)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _free_name(path: Path) -> Path:
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
