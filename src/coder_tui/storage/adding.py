"""Adding items to a study that is under way, without holding up whoever codes.

Two files cannot be committed at once. The items are first written beside the study, where nobody
waits for them, then to the key, with a note that they are pending, and last, in one short
transaction, to the study. What a program that was killed in between left in the key goes with the
next of the lead's commands. Without the note nothing goes: a study that lacks a batch of its key is
then an older copy.
"""

import contextlib
import json
import os
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from coder_tui.domain.errors import CoderError, NotSavedError, RefusedError
from coder_tui.storage import schema
from coder_tui.storage.commitments import commitments
from coder_tui.storage.database import Connection, apply_pragmas, immediate, is_mistake, sqlite
from coder_tui.storage.item_writing import ItemWriter
from coder_tui.storage.key import KeyFile, key_commitment
from coder_tui.storage.leftovers import clear_leftovers, folder_locked
from coder_tui.storage.study import StudyFile
from coder_tui.storage.teams import LOG, PATIENCE
from coder_tui.storage.wall_clock import now

_TABLES = ("item", "part")
"""What is written beside the study and copied into it."""

COPY = (
    "insert into main.item select * from beside.item order by blind_id",
    "insert into main.part select * from beside.part order by blind_id, idx",
)

FORGET = """
delete from original where blind_id in (select blind_id from condition where batch > :batch);
delete from leak where blind_id in (select blind_id from condition where batch > :batch);
delete from searched where blind_id in (select blind_id from condition where batch > :batch);
delete from condition where batch > :batch;
delete from loss where batch > :batch;
delete from identity where batch > :batch;
delete from wrapper where batch > :batch
"""


class StudyAdder(ItemWriter):
    """One import into an existing study. Use `adding`."""

    def __init__(self, study: StudyFile, key: KeyFile, beside: Connection) -> None:
        batch = max(commitments(study.connection), default=0) + 1
        super().__init__(beside, key.connection, salt=study.info.salt, batch=batch)
        self.orders: defaultdict[str, list[str]] = defaultdict(list)

    def assign(self, coder: str, blind_ids: Iterable[str]) -> None:
        """Give a coder items, to come behind what the coder has."""
        self.orders[coder] += blind_ids

    def commit_to_key(self) -> None:
        """Wait with the commitment until the study is written."""


def finish_adding(study: StudyFile, key: KeyFile) -> None:
    """Finish, or take out of the key, an import that was killed between the two files.

    Args:
        study: open for writing.
        key: this study's key, open for writing.

    Raises:
        RefusedError: the import was into another copy of the study; nothing was changed.
        NotSavedError: the key cannot be written.
    """
    known = max(commitments(study.connection), default=0)
    pending = key.connection.execute("select batch, study from pending").fetchone()
    if pending is not None and pending[0] > known and pending[1] != _place(study):
        raise RefusedError(
            f"{study.path}: an import into another copy of this study, {pending[1]}, was "
            "interrupted.",
            title="Interrupted elsewhere",
            hint="Run one of the lead's commands there first.",
        )
    if pending is not None:
        with immediate(key.connection, patience=PATIENCE):
            if pending[0] > known:
                for statement in FORGET.split(";\n"):
                    key.connection.execute(statement, {"batch": known})
            key.connection.execute("delete from pending")


def refuse_older_copy(study: StudyFile, key: KeyFile) -> None:
    """Make sure that the study knows all imports that its key knows.

    Raises:
        RefusedError: it does not.
    """
    known = max(commitments(study.connection), default=0)
    (latest,) = key.connection.execute("select max(batch) from condition").fetchone()
    if latest is not None and latest > known:
        raise RefusedError(
            f"{study.path}: its key knows {latest} imports, and this file {known}: it is an older "
            "copy, or an import was interrupted.",
            title="Old copy",
            hint="Take the study that the last import was made into, and no --dry-run.",
        )


def _place(study: StudyFile) -> str:
    return os.fsencode(study.path.resolve()).decode("utf-8", "backslashreplace")


@contextlib.contextmanager
def adding(
    study: StudyFile, key: KeyFile, *, person: str, detail: Mapping[str, object]
) -> Iterator[StudyAdder]:
    """Add items; leaving the block normally writes them to the key and to the study.

    Args:
        study: open for writing.
        key: its key, open for writing and checked.
        person: who imports.
        detail: for the log.

    Raises:
        CoderError: one of the files cannot be written; the study is as it was.
    """
    path = study.path.with_name(f".{study.path.name}.{secrets.token_hex(4)}.new")
    try:
        with folder_locked(study.path.parent):
            clear_leftovers(study.path)
            with _beside(path) as beside, immediate(key.connection, patience=PATIENCE):
                adder = StudyAdder(study, key, beside)
                key.connection.execute(
                    "insert into pending values (?, ?)", (adder.batch, _place(study))
                )
                yield adder
                beside.execute("commit")
            _write(study, adder, path, person, detail)
            with immediate(key.connection, patience=PATIENCE):
                key.connection.execute("delete from pending")
    except NotSavedError as error:
        raise _refusal(study, str(error.__cause__ or error)) from error
    except (OSError, sqlite.OperationalError) as error:
        if isinstance(error, sqlite.OperationalError) and is_mistake(error):
            raise
        raise _refusal(study, str(getattr(error, "strerror", None) or error)) from error
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)


def _refusal(study: StudyFile, problem: str) -> CoderError:
    return CoderError(
        f"{study.path}: nothing was added: {problem}.",
        title="Not written",
        hint="Look at the disk's space and rights, and try again.",
    )


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Connection]:
    """Make the file in which items wait; it holds what the study will hold, and nothing more."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    os.close(descriptor)
    with contextlib.closing(
        sqlite.connect(path.resolve().as_uri(), uri=True, isolation_level=None)
    ) as connection:
        apply_pragmas(connection)
        connection.execute("pragma synchronous = off")
        for statement in schema.FIRST_TABLES.split(";\n"):
            if any(f"create table {name} " in statement for name in _TABLES):
                connection.execute(statement)
        connection.execute("begin")
        yield connection


def _write(
    study: StudyFile, adder: StudyAdder, path: Path, person: str, detail: Mapping[str, object]
) -> None:
    """Copy what waits into the study, in one transaction with assignments and commitment."""
    connection = study.connection
    (count,) = adder.key.execute(
        "select count(*) from condition where batch = ?", (adder.batch,)
    ).fetchone()
    digest = key_commitment(adder.key, adder.batch)
    connection.execute("attach database ? as beside", (path.resolve().as_uri() + "?mode=ro",))
    try:
        with immediate(connection, patience=PATIENCE):
            for statement in COPY:
                connection.execute(statement)
            for coder, blind_ids in adder.orders.items():
                connection.executemany(
                    """
                    insert into assignment
                    select :coder, :blind_id, coalesce(max(place), 0) + 1
                    from assignment
                    where coder = :coder
                    """,
                    ({"coder": coder, "blind_id": blind_id} for blind_id in blind_ids),
                )
            connection.execute(
                "insert into commitment values (?, ?, ?, ?)", (adder.batch, count, digest, now())
            )
            connection.execute(
                LOG, (person, "import", json.dumps(dict(detail), sort_keys=True), now())
            )
    finally:
        connection.execute("detach database beside")
