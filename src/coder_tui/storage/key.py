"""The blinding key: conditions, originals, and the way back. Only the lead's commands open it."""

import contextlib
import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from coder_tui.domain.blinding import Segment, commitment
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.storage import schema
from coder_tui.storage.commitments import commitments, replaced
from coder_tui.storage.database import Connection, check_header, connect, immediate
from coder_tui.storage.key_notes import notes_fault, redaction_fault
from coder_tui.storage.key_registration import registration_fault
from coder_tui.storage.study import StudyFile
from coder_tui.storage.upgrading import version_of

KEY_ROWS = """
select blind_id, batch, source, original_id, title, grouping, model, scaffold, task, replicate,
    repeats_blind_id
from condition
where batch = :batch
order by blind_id
"""

KEY_ORIGINALS = """
select blind_id, turn, part, role, kind, name, call, text, segments
from original
where blind_id in (select blind_id from condition where batch = :batch)
order by blind_id, turn
"""

RESTORE = "Restore the key from a copy; no condition is shown from this one."


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What the key says of one item."""

    blind_id: str
    source: str
    original_id: str
    title: str
    group: str
    model: str | None
    scaffold: str | None
    task: str | None
    replicate: int | None
    repeats_blind_id: str | None = None
    """The item that this one is a silent repeat of."""


class KeyFile:
    """An open key; read-only, unless it was opened together with its study to change both."""

    def __init__(self, path: Path, connection: Connection, study: StudyFile | None = None) -> None:
        self.path = path
        self.connection = connection
        self._study = study

    @classmethod
    def open(cls, path: Path) -> "KeyFile":
        """Open a key.

        Raises:
            BadInputError: no such file, or not a key.
            RefusedError: others than its owner may read it.
        """
        if not path.is_file():
            raise BadInputError(
                f"There is no key file {str(path)!r}.",
                title="No such file",
                hint="It was written by init, beside the study, and ends in .key.db.",
            )
        connection = connect(path, read_only=True)
        try:
            check_header(connection, path, schema.KEY_APPLICATION_ID, schema.KEY_VERSION)
            refuse_open_key(path)
        except BaseException:
            # Whatever it was, Ctrl+C included: the connection must not stay open.
            connection.close()
            raise
        return cls(path, connection)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def check(self, study: StudyFile) -> None:
        """Make sure that this key belongs to the study and is as it was when it was committed to.

        Raises:
            RefusedError: it belongs to another study, or was changed afterwards.
        """
        self.check_study(study)
        for batch, digest in commitments(study.connection).items():
            found = key_commitment(self.connection, batch)
            if found != digest and found in replaced(study.connection, batch):
                raise RefusedError(
                    f"{self.path}: the key misses a change that the study has; a command was "
                    "interrupted.",
                    title="Key behind",
                    hint="The next of the lead's commands that changes the study finishes it.",
                )
            if found != digest:
                raise RefusedError(
                    f"{self.path}: this key is not the one the study committed to; "
                    "it was changed after init.",
                    title="Key changed",
                    hint=RESTORE,
                )
        if fault := registration_fault(study.connection, self.connection):
            raise RefusedError(
                f"{self.path}: this key is not the one the study committed to; "
                f"{fault} was changed after init.",
                title="Key changed",
                hint=RESTORE,
            )
        self.check_masked(study)
        if fault := notes_fault(study.connection, self.connection):
            raise RefusedError(
                f"{self.path}: this key is not the one the study was frozen with; {fault}.",
                title="Key changed",
                hint=RESTORE,
            )

    def check_masked(self, study: StudyFile) -> None:
        """Make sure that names were masked in judgements and nothing else was done to these.

        Raises:
            RefusedError: a judgement is another than somebody made, or the key keeps other words.
        """
        if fault := redaction_fault(study.connection, self.connection):
            raise RefusedError(
                f"{self.path}: {fault} was changed after names were masked there.",
                title="Key changed",
                hint="Restore study and key from copies; no condition is shown from these.",
            )

    @contextlib.contextmanager
    def changing(self, *, patience: float) -> Iterator[None]:
        """Run the body in one transaction on what a freeze closes, unless the study is frozen.

        Raises:
            RefusedError: it is; nothing has changed.
            NotSavedError: the key cannot be written; nothing has changed.
        """
        with immediate(self.connection, patience=patience):
            if self._study is not None and self._study.is_frozen():
                raise RefusedError(
                    f"{self._study.path}: frozen; no text may change any more, and nothing that "
                    "was decided on one.",
                    title="Study frozen",
                )
            yield

    def check_study(self, study: StudyFile) -> None:
        """Make sure that this key belongs to the study, whatever became of either.

        Raises:
            RefusedError: it belongs to another study.
        """
        (study_id,) = self.connection.execute("select study_id from registration").fetchone()
        if study_id != study.info.id:
            raise RefusedError(
                f"{self.path}: the key of another study, not of {study.path}.",
                title="Wrong key",
                hint="Take the key that init wrote together with this study.",
            )

    def rows(self) -> list[KeyRow]:
        """What the key says of each item, by blind id."""
        rows = self.connection.execute(
            """
            select blind_id, source, original_id, title, grouping, model, scaffold, task, replicate,
                repeats_blind_id
            from condition
            order by blind_id
            """
        ).fetchall()
        return [KeyRow(*row) for row in rows]

    def hidden_names(self) -> list[str]:
        """The names that tell a condition, and those that the lead gave for masking."""
        names = "select name from identity union select name from mask order by name"
        if version_of(self.connection) == 1:
            names = (
                "select name from mask union select model from condition where model is not null "
                "union select scaffold from condition where scaffold is not null"
            )
        return [name for (name,) in self.connection.execute(names).fetchall()]

    def segments(self, blind_id: str, part: int) -> tuple[Segment, ...]:
        """The offset map of a part: from the stored text to the original."""
        row = self.connection.execute(
            "select segments from original where blind_id = ? and part = ?", (blind_id, part)
        ).fetchone()
        return tuple(Segment(*each) for each in json.loads(row[0])) if row else ()


def refuse_open_key(path: Path) -> None:
    """Make sure that nobody but its owner may read a key.

    Raises:
        RefusedError: somebody else may.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise RefusedError(
            f"{path}: others than its owner may read this key (mode {mode:04o}).",
            title="Key too open",
            hint=f"Close it with: chmod 600 {path}",
        )


def key_commitment(connection: Connection, batch: int) -> str:
    """Give SHA-256 over the nonce and a batch's rows of the key, sorted by blind id."""
    (nonce,) = connection.execute("select nonce from registration").fetchone()
    return commitment(nonce, _committed_rows(connection, batch))


def _committed_rows(connection: Connection, batch: int) -> Iterator[bytes]:
    """Give the rows as canonical JSON; msgspec writes text and whole numbers the same, sooner."""
    encode = msgspec.json.Encoder().encode
    for question in (KEY_ROWS, KEY_ORIGINALS):
        yield from map(encode, connection.execute(question, {"batch": batch}))
