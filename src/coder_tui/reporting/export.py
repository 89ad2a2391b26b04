"""`export`: a study as a folder of files that can be read without this program."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coder_tui.analysis.closed import not_whole
from coder_tui.analysis.one_picture import one_picture
from coder_tui.analysis.parquet import write_parquet
from coder_tui.domain.errors import CoderError, RefusedError
from coder_tui.reporting import flat_tables
from coder_tui.reporting.codebook import codebook
from coder_tui.reporting.coded_db import Progress, build_coded_db, condition_rows, row_counts
from coder_tui.reporting.dictionary import Contents, dictionary
from coder_tui.reporting.folder import NewFolder, new_folder
from coder_tui.reporting.manifest import (
    FileEntry,
    Rows,
    build_manifest,
    list_files,
    notices,
    to_json,
)
from coder_tui.reporting.plain_files import CsvCounts, write_csv, write_jsonl
from coder_tui.reporting.shape import Cell, Table
from coder_tui.storage.database import Connection, sqlite
from coder_tui.storage.key import KeyFile, KeyRow
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import conditions_are_open


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported."""

    manifest: dict[str, object]
    digest: str
    """SHA-256 of the manifest."""
    files: tuple[FileEntry, ...]
    notices: tuple[str, ...]


def read_conditions(study: StudyFile, key_path: Path) -> list[KeyRow]:
    """Give the conditions of a study in which they are open.

    Raises:
        RefusedError: the study is sealed, or the key does not fit.
    """
    if not conditions_are_open(study):
        raise RefusedError(
            f"{study.path}: this study is sealed: its conditions stay closed until it is frozen "
            "and unblinded.",
            title="Sealed",
            hint="Without --key the blinded export works; `freeze` and `unblind` open the "
            "conditions.",
        )
    key = KeyFile.open(key_path)
    try:
        key.check(study)
        return key.rows()
    finally:
        key.close()


def export_study(
    study: StudyFile, target: Path, key_path: Path | None, progress: Progress
) -> Exported:
    """Write a study into a new folder.

    Args:
        study: open, and not in a transaction.
        target: the folder; nothing may be there but an empty one.
        key_path: the key, to add the conditions.
        progress: told how far the work is.

    Raises:
        BadInputError: something is there, or nothing can be written there.
        RefusedError: the study is sealed, the key does not fit, or what was frozen is not whole.
    """
    with one_picture(study.connection):
        conditions = read_conditions(study, key_path) if key_path else None
        _refuse_not_whole(study, progress)
        try:
            with new_folder(target, private=conditions is not None) as folder:
                return _Export(study, folder, conditions).write(progress)
        except (OSError, sqlite.OperationalError) as error:
            raise CoderError(
                f"{target}: could not be written: {error}.",
                title="Not exported",
                hint="Nothing was left there. Is there space on the disk?",
            ) from error


def _refuse_not_whole(study: StudyFile, progress: Progress) -> None:
    """Make sure that what was frozen is what leaves the study.

    Raises:
        RefusedError: some of it is gone or was changed.
    """
    broken = not_whole(study, lambda done, total: progress("checking judgement", done, total))
    if broken:
        raise RefusedError(
            f"{study.path}: {broken.removeprefix('NOT WHOLE: ')}",
            title="Not whole",
            hint="Nothing was exported. See what `freeze --check` names, and take an older copy of "
            "the study.",
        )


class _Export:
    """One export in the making."""

    def __init__(
        self, study: StudyFile, folder: NewFolder, conditions: Sequence[KeyRow] | None
    ) -> None:
        self.study = study
        self.folder = folder
        self.conditions = conditions
        self.unblinded = conditions is not None
        self.notices = notices(study, unblinded=self.unblinded)
        self.coders = study.coders()
        dimensions = ((d.id, d.label) for d in study.rubric.dimensions)
        self.wide = flat_tables.wide_table(dimensions, self.coders)
        self.rows: dict[str, Rows] = {}
        self.csv: dict[str, CsvCounts] = {}

    def write(self, progress: Progress) -> Exported:
        """Write all files; the manifest comes last."""
        path = self.folder.create("coded.db")
        coded = build_coded_db(path, self.study, self.conditions, progress)
        try:
            self.rows["coded.db"] = row_counts(coded, unblinded=self.unblinded)
            self._write_tables(coded)
        finally:
            coded.close()
        self._write_texts()
        files = list_files(self.folder.path, self.rows)
        manifest = build_manifest(self.study, files, self.csv, unblinded=self.unblinded)
        text = to_json(manifest)
        self.folder.write("manifest.json", text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        return Exported(manifest, digest, tuple(files), tuple(self.notices))

    def _write_tables(self, coded: Connection) -> None:
        rubric = self.study.rubric
        self._write_long(flat_tables.long_rows(coded))
        self._write_csv(self.wide, flat_tables.wide_rows(coded, rubric, self.coders))
        finals = flat_tables.final_rows(coded, self.study.rubric_fingerprint)
        self._write_csv(flat_tables.FINAL, finals)
        self._write_csv(flat_tables.ADJUDICATIONS, flat_tables.adjudication_rows(coded))
        if self.conditions is not None:
            self._write_csv(flat_tables.CONDITIONS, condition_rows(self.conditions, self.study))

    def _write_long(self, rows: Sequence[Sequence[Cell]]) -> None:
        table = flat_tables.LONG
        self._write_csv(table, rows)
        write_jsonl(self.folder.create("scores_long.jsonl"), table.names, rows)
        columns = [(column.name, column.type) for column in table.columns]
        write_parquet(self.folder.create("scores_long.parquet"), columns, rows)
        self.rows["scores_long.jsonl"] = self.rows["scores_long.parquet"] = len(rows)

    def _write_csv(self, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
        name = f"{table.name}.csv"
        counts = write_csv(self.folder.create(name), table.names, rows)
        self.csv[name] = counts
        self.rows[name] = counts.rows

    def _write_texts(self) -> None:
        study = self.study
        (toml,) = study.connection.execute(
            "select toml from rubric where fingerprint = ?", (study.rubric_fingerprint,)
        ).fetchone()
        self.folder.write("rubric.toml", toml)
        book = codebook(study.rubric, study.rubric_fingerprint, self.notices)
        self.folder.write("codebook.md", book)
        contents = Contents(self.wide, self.unblinded, self.notices)
        self.folder.write("data_dictionary.md", dictionary(contents))
