"""Opening SQLite files, and the one way to write to them.

The rules were measured: one SQLite library in the process (a second copy breaks the file locks of
the first); `begin immediate` for every write (a deferred one fails under contention); a retry of
BEGIN only, never of the body.
"""

import contextlib
import importlib
import os
import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coder_tui.domain.errors import BadInputError, CoderError, NotSavedError
from coder_tui.domain.text import visible_line

if TYPE_CHECKING:
    sqlite = sqlite3
else:
    try:
        # sqlite-utils prefers this binding where it is installed; both must use the same library.
        sqlite = importlib.import_module("pysqlite3")
    except ImportError:
        sqlite = sqlite3

Connection = sqlite3.Connection

BUSY_TIMEOUT = 0.25
"""Seconds that one attempt waits for another writer; short, because it holds up the keyboard."""

MOST_NAMED = 3
"""So many files of a folder are named where the folder stands for a study."""

PRAGMAS = {
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "secure_delete": 1,
}
"""Set on every open, and asserted: FULL, ON, OFF, ON."""


def connect(path: Path, *, read_only: bool = False, timeout: float = BUSY_TIMEOUT) -> Connection:
    """Open an existing SQLite file.

    Raises:
        BadInputError: there is no such file, or it is not a SQLite file.
    """
    # Not `Path.is_file`, which raises where one may not look.
    if not os.path.isfile(path):
        raise BadInputError(
            f"There is no study file {str(path)!r}.",
            title="No such file",
            hint=_studies_in(path) or "Make one with: coder-tui init study.toml",
        )
    uri = path.resolve().as_uri() + ("?mode=ro" if read_only else "?mode=rw")
    connection: Connection = sqlite.connect(uri, uri=True, timeout=timeout, isolation_level=None)
    try:
        apply_pragmas(connection)
        connection.execute("select count(*) from sqlite_schema").fetchone()
    except sqlite.DatabaseError as error:
        connection.close()
        raise _opening_error(path, error) from error
    return connection


def _studies_in(folder: Path) -> str:
    """Name files of a folder that may be meant; nothing where it has none, or is no folder."""
    try:
        names = sorted(each for each in os.listdir(folder) if each.endswith(".db"))
    except OSError:
        return ""
    found = [visible_line(each) for each in names if not each.endswith(".key.db")]
    if not found:
        return ""
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return f"This is a folder; name a file in it: {', '.join(found[:MOST_NAMED])}{more}."


def _opening_error(path: Path, error: Exception) -> CoderError:
    if "locked" in str(error):
        return CoderError(
            f"{path}: another program holds this file: {error}.",
            title="Cannot open",
            hint="Try again in a moment.",
        )
    if "readonly" in str(error) or "unable to open" in str(error):
        return CoderError(
            f"{path}: cannot be opened here: {error}.",
            title="Cannot open",
            hint="The folder must be writable, because the file's log lies beside it.",
        )
    hint = (
        "It is a study file; give the .db that init made from it."
        if path.suffix == ".toml"
        else "Studies end in .db, their keys in .key.db; both are made by: coder-tui init"
    )
    return BadInputError(
        f"{path}: not a readable SQLite file: {error}.", title="Cannot open", hint=hint
    )


def apply_pragmas(connection: Connection) -> None:
    """Set the pragmas that hold on every connection, and make sure that they do."""
    for name, value in PRAGMAS.items():
        connection.execute(f"pragma {name} = {value}")
        (found,) = connection.execute(f"pragma {name}").fetchone()
        if found != value:
            raise CoderError(f"SQLite would not set {name} to {value}; it says {found}.")


@contextlib.contextmanager
def immediate(connection: Connection, *, patience: float = 1.0) -> Iterator[None]:
    """Run the body in one `begin immediate` transaction.

    Args:
        connection: the writer.
        patience: seconds for which BEGIN is tried again while another writer holds the lock.

    Raises:
        NotSavedError: the transaction could not begin or commit; nothing of it is in the file.
    """
    try:
        _begin(connection, patience)
        try:
            yield
        except BaseException:
            # Whatever it was, Ctrl+C included: nothing half-done may be committed later.
            if connection.in_transaction:
                connection.execute("rollback")
            raise
        connection.execute("commit")
    except sqlite.OperationalError as error:
        if connection.in_transaction:
            connection.execute("rollback")
        if is_mistake(error):
            raise
        raise NotSavedError(
            f"Not saved: {error}.", title="Not saved", hint="It is kept and tried again."
        ) from error


def is_mistake(error: sqlite3.OperationalError) -> bool:
    """Whether a statement can never succeed (SQLITE_ERROR): a bug, not trouble with the disk."""
    return getattr(error, "sqlite_errorcode", None) == 1


def _begin(connection: Connection, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("begin immediate")
        except sqlite.OperationalError as error:
            busy = "locked" in str(error) or "busy" in str(error)
            if not busy or time.monotonic() >= deadline:
                raise
            time.sleep(random.uniform(0.005, 0.05))  # noqa: S311  # jitter, not a secret
        else:
            return


def version_of_others(connection: Connection) -> int:
    """Give a number that changes whenever another connection has written to the file."""
    return int(connection.execute("pragma data_version").fetchone()[0])


def check_header(connection: Connection, path: Path, application_id: int, version: int) -> None:
    """Make sure that the file is ours and not newer than the program.

    Raises:
        BadInputError: it is another program's file, or a newer one.
    """
    (found_id,) = connection.execute("pragma application_id").fetchone()
    if found_id != application_id:
        raise BadInputError(
            f"{path}: a SQLite file, but not the kind that is needed here.",
            hint="Studies end in .db, their keys in .key.db; both are made by: coder-tui init",
        )
    (found_version,) = connection.execute("pragma user_version").fetchone()
    if found_version > version:
        raise BadInputError(
            f"{path}: written by a newer coder-tui (file version {found_version}, "
            f"this program knows {version}).",
            hint="Upgrade coder-tui; the file was not touched.",
        )
