"""Writing a new study and its key: under temporary names, then both renamed, or neither."""

import contextlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version as program_version
from pathlib import Path

from coder_tui.domain.calibration import PracticeItem, gold_to_json
from coder_tui.domain.errors import BadInputError, CoderError
from coder_tui.domain.guessing import offered
from coder_tui.domain.items import ItemKind
from coder_tui.domain.rubric import Rubric
from coder_tui.domain.study_plan import StudyPlan
from coder_tui.storage import schema
from coder_tui.storage.database import Connection, apply_pragmas, is_mistake, sqlite
from coder_tui.storage.item_writing import ItemWriter
from coder_tui.storage.leftovers import clear_leftovers, folder_locked
from coder_tui.storage.migrations import migrate
from coder_tui.storage.on_disk import sync
from coder_tui.storage.rubric_versions import Version, write_adoption, write_version
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import Coder
from coder_tui.storage.wall_clock import now

STUDY_MODE = 0o660
KEY_MODE = 0o600


@dataclass(frozen=True, slots=True)
class Registered:
    """What is registered: the plan and the rubric, each with its text and name."""

    plan: StudyPlan
    plan_text: str
    plan_name: str
    plan_fingerprint: str
    rubric: Rubric
    rubric_text: str
    rubric_name: str
    rubric_fingerprint: str
    kind: ItemKind
    title: str


class StudyBuilder(ItemWriter):
    """Two new files in the making. Use `building`."""

    def __init__(self, study: Connection, key: Connection, registered: Registered) -> None:
        super().__init__(study, key, salt=secrets.token_hex(16), batch=1)
        self.registered = registered
        self._register()

    def _register(self) -> None:
        registered, plan = self.registered, self.registered.plan
        study_id = secrets.token_hex(16)
        self.study.execute(
            "insert into study values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                study_id,
                registered.title,
                registered.kind.value,
                int(plan.blinds(registered.kind)),
                int(plan.seal),
                int(plan.simulated),
                json.dumps(plan.show),
                plan.overlap,
                plan.coders_per_item,
                plan.agreement_bar,
                plan.adjudication,
                int(plan.adjudicator_may_code),
                registered.plan_fingerprint,
                self.salt,
                program_version("coder-tui"),
                now(),
                json.dumps(offered(plan.guess, plan.seed), ensure_ascii=False),
            ),
        )
        version = Version(registered.rubric_fingerprint, registered.rubric_text, registered.rubric)
        write_version(self.study, version, {})
        write_adoption(self.study, version.fingerprint, person=login_name())
        self.key.execute(
            "insert into registration values (?, ?, ?, ?, ?, ?)",
            (
                study_id,
                secrets.token_hex(32),
                registered.plan_text,
                registered.plan_name,
                registered.rubric_name,
                now(),
            ),
        )
        self.key.executemany("insert into mask values (?)", ((name,) for name in set(plan.mask)))

    def add_coders(self, coders: Iterable[Coder]) -> None:
        """Add coders."""
        self.study.executemany(
            "insert into coder values (?, ?)", ((coder.name, coder.kind) for coder in coders)
        )

    def add_practice(self, blind_id: str, place: int, practice: PracticeItem) -> None:
        """Mark an item as one for practice, with the answers that are right."""
        self.study.execute(
            "insert into calibration values (?, ?, ?, ?, ?)",
            (
                blind_id,
                place,
                gold_to_json(practice.gold),
                json.dumps(dict(practice.why), ensure_ascii=False),
                practice.pass_mark,
            ),
        )


def refuse_existing(study_path: Path, key_path: Path) -> None:
    """Make sure that neither file exists and that their folder can be written.

    Raises:
        BadInputError: one does, or the folder cannot be written; nothing was touched.
    """
    for path, what in ((study_path, "study"), (key_path, "key")):
        if path.exists() or path.is_symlink():
            raise BadInputError(
                f"{path}: this {what} is there already and is never overwritten.",
                title="Already there",
                hint="Move it away, or give the study file another name.",
            )
    if not study_path.parent.is_dir():
        raise BadInputError(
            f"{study_path.parent}: there is no such folder.",
            title="Cannot write",
            hint="Make it first, or choose another one.",
        )
    if not os.access(study_path.parent, os.W_OK):
        raise BadInputError(
            f"{study_path.parent}: nothing can be written in this folder.",
            title="Cannot write",
            hint="Choose another folder, or change its permissions.",
        )


@contextlib.contextmanager
def building(study_path: Path, key_path: Path, registered: Registered) -> Iterator[StudyBuilder]:
    """Build a study and its key; leaving the block normally puts both in place.

    Raises:
        BadInputError: one of the files exists, or the folder cannot be written.
        CoderError: the disk is full, or fails; nothing is left of either file.
    """
    refuse_existing(study_path, key_path)
    try:
        with _building(study_path, key_path, registered) as builder:
            yield builder
    except (OSError, sqlite.OperationalError) as error:
        if isinstance(error, sqlite.OperationalError) and is_mistake(error):
            raise
        raise CoderError(
            f"{study_path}: cannot be written: {getattr(error, 'strerror', None) or error}.",
            title="Not written",
            hint="Neither study nor key was made; look at the disk's space and rights, and try "
            "again.",
        ) from error


@contextlib.contextmanager
def _building(study_path: Path, key_path: Path, registered: Registered) -> Iterator[StudyBuilder]:
    temporary = [
        path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
        for path in (study_path, key_path)
    ]
    with folder_locked(study_path.parent) as folder:
        try:
            refuse_existing(study_path, key_path)
            clear_leftovers(study_path, key_path)
            with (
                contextlib.closing(_create(temporary[0], STUDY_MODE)) as study,
                contextlib.closing(_create(temporary[1], KEY_MODE)) as key,
            ):
                study.execute("begin")
                key.execute("begin")
                migrate(study)
                _create_key(key)
                yield StudyBuilder(study, key, registered)
                study.execute("commit")
                key.execute("commit")
                study.execute("pragma journal_mode = wal")
            for path in temporary:
                sync(path)
            temporary[1].rename(key_path)
            temporary[0].rename(study_path)
            os.fsync(folder)
        finally:
            for path in temporary:
                for suffix in ("", "-journal", "-wal", "-shm"):
                    Path(f"{path}{suffix}").unlink(missing_ok=True)


def _create(path: Path, mode: int) -> Connection:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode)
    os.fchmod(descriptor, mode)
    os.close(descriptor)
    connection: Connection = sqlite.connect(path.resolve().as_uri(), uri=True, isolation_level=None)
    apply_pragmas(connection)
    connection.execute("pragma cache_size = -16384")
    # Nobody knows of the file before it is whole: it is brought to the disk once, at the end.
    connection.execute("pragma synchronous = off")
    return connection


def _create_key(key: Connection) -> None:
    key.execute(f"pragma application_id = {schema.KEY_APPLICATION_ID}")
    key.execute(f"pragma user_version = {schema.KEY_VERSION}")
    for statement in schema.KEY_TABLES.split(";\n"):
        if statement.strip():
            key.execute(statement)
