"""`coded.db`: a study as a plain SQLite file from which every number can be computed again."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from coder_tui.domain.rubric_reading import read_rubric
from coder_tui.reporting.coded_freezing import UNBLINDING_DDL
from coder_tui.reporting.coded_tables import COPIED, SETTING
from coder_tui.reporting.coded_views import (
    CALIBRATION_SCORE,
    CALIBRATION_SCORE_DDL,
    CONDITION,
    CONDITION_DDL,
    EXCLUSION_DDL,
    EXPORT_VIEWS,
    POINT,
    POINT_DDL,
    REPEAT,
    REPEAT_DDL,
    SCORES_LONG,
    SITTING_DDL,
    STUDY_VIEWS,
    SUBMITTED_EVIDENCE,
    UNCOUNTED,
)
from coder_tui.reporting.shape import Cell, Table
from coder_tui.storage import schema
from coder_tui.storage.database import Connection, apply_pragmas, sqlite
from coder_tui.storage.exclusions import excluded
from coder_tui.storage.key import KeyRow
from coder_tui.storage.rounds import practice_answers, practice_items
from coder_tui.storage.study import StudyFile

APPLICATION_ID = 0x43545831
"""`CTX1`: an export, which no screen opens as a study."""

Progress = Callable[[str, int, int], None]

_MADE = re.compile(r"(?:create (?:table|(?:unique )?index)|alter table) (\w+)(?: on (\w+))?")
_OF_ITEMS = ("item", "part", "score", "evidence", "comment", "flag", "submission", "attention")
_FILTERS = {
    "event": " where kind <> 'export'",
    **dict.fromkeys(_OF_ITEMS, " where blind_id not in (select blind_id from uncounted_item)"),
}
"""An export leaves the record of exports out, so that making one does not change the next; and
practice items and items that were left out, so that nobody counts them by mistake and no name that
stands in them comes out."""
_SELECTED = {("event", "detail"): "json_remove(detail, '$.login', '$.host')"}
"""What is copied otherwise than it stands."""


_OWN_DDL = {
    "sitting": SITTING_DDL,
    "exclusion": EXCLUSION_DDL,
    "unblinding": UNBLINDING_DDL,
}
"""Tables that an export has otherwise than the study."""


def tables(*, unblinded: bool) -> tuple[Table, ...]:
    """Give the tables of `coded.db`."""
    return (*COPIED, POINT, CALIBRATION_SCORE, REPEAT, *((CONDITION,) if unblinded else ()))


def views() -> tuple[Table, ...]:
    """Give the views of `coded.db`."""
    return STUDY_VIEWS + EXPORT_VIEWS


def build_coded_db(
    path: Path, study: StudyFile, conditions: Sequence[KeyRow] | None, progress: Progress
) -> Connection:
    """Fill an empty file with what the study holds, and give it open for reading on.

    Args:
        path: the empty file.
        study: in a transaction, so that all tables show the same moment.
        conditions: the rows of the key, None without it.
        progress: told how far the work is.
    """
    coded: Connection = sqlite.connect(path.resolve().as_uri(), uri=True, isolation_level=None)
    try:
        apply_pragmas(coded)
        for connection in (coded, study.connection):
            # What SQLite sorts holds transcripts; it must not reach the machine's /tmp.
            connection.execute("pragma temp_store = memory")
        coded.execute(f"pragma application_id = {APPLICATION_ID}")
        coded.execute(f"pragma user_version = {schema.VERSION}")
        coded.execute("begin")
        _create(coded, unblinded=conditions is not None)
        _fill(coded, study, conditions, progress)
        coded.execute("commit")
    except BaseException:
        # Whatever it was, Ctrl+C included: the connection must not stay open.
        coded.close()
        raise
    return coded


def row_counts(coded: Connection, *, unblinded: bool) -> dict[str, int]:
    """Count the rows of each table."""
    return {
        table.name: int(coded.execute(f"select count(*) from {table.name}").fetchone()[0])
        for table in tables(unblinded=unblinded)
    }


def _create(coded: Connection, *, unblinded: bool) -> None:
    for statement in _statements(unblinded=unblinded):
        coded.execute(statement)


def _statements(*, unblinded: bool) -> Iterator[str]:
    """Give what makes the tables, indexes and views; those of the study are its own."""
    copied = {table.name for table in COPIED}
    for statement in schema.TABLES.split(";\n"):
        made = _MADE.search(statement)
        if made is None:
            continue
        table = made.group(2) or made.group(1)
        if table in _OWN_DDL:
            if statement.lstrip().startswith("create"):
                yield _OWN_DDL[table]
        elif table in copied:
            yield statement
    yield from (POINT_DDL, CALIBRATION_SCORE_DDL, REPEAT_DDL)
    if unblinded:
        yield CONDITION_DDL
    yield UNCOUNTED
    yield from (each for each in schema.SCORE_VIEWS.split(";\n") if each.strip())
    yield SUBMITTED_EVIDENCE
    yield SCORES_LONG


def _fill(
    coded: Connection,
    study: StudyFile,
    conditions: Sequence[KeyRow] | None,
    progress: Progress,
) -> None:
    for table in SETTING:
        _copy(coded, study.connection, table, progress)
    _insert(coded, POINT, _points(study.connection))
    for table in COPIED[len(SETTING) :]:
        _copy(coded, study.connection, table, progress)
    _insert(coded, CALIBRATION_SCORE, practice_answers(study))
    if conditions is not None:
        out = excluded(study.connection)
        repeats = [row for row in conditions if row.repeats_blind_id and row.blind_id not in out]
        _insert(coded, REPEAT, sorted((row.blind_id, row.repeats_blind_id) for row in repeats))
        _insert(coded, CONDITION, condition_rows(conditions, study))


def _copy(coded: Connection, source: Connection, table: Table, progress: Progress) -> None:
    where = _FILTERS.get(table.name, "")
    (total,) = source.execute(f"select count(*) from {table.name}{where}").fetchone()
    selected = ", ".join(_SELECTED.get((table.name, name), name) for name in table.names)
    rows = source.execute(f"select {selected} from {table.name}{where} order by {table.order}")
    _insert(coded, table, _watched(rows, table.name, total, progress))


def _watched(
    rows: Iterable[Sequence[Cell]], name: str, total: int, progress: Progress
) -> Iterator[Sequence[Cell]]:
    for done, row in enumerate(rows, start=1):
        yield row
        progress(f"copying {name}", done, total)


def _insert(coded: Connection, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
    places = ", ".join("?" * len(table.columns))
    coded.executemany(
        f"insert into {table.name} ({', '.join(table.names)}) values ({places})", rows
    )


def _points(source: Connection) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for fingerprint, toml in source.execute("select fingerprint, toml from rubric").fetchall():
        for dimension in read_rubric(toml, "the study's rubric").dimensions:
            rows += [
                (fingerprint, dimension.id, str(p.value), p.label, p.anchor, p.near_miss)
                for p in dimension.points
            ]
    return sorted(rows, key=lambda row: [str(cell) for cell in row[:3]])


def condition_rows(conditions: Sequence[KeyRow], study: StudyFile) -> list[tuple[Cell, ...]]:
    """Give the conditions as rows, without repeats, practice items and items that were left out.

    Of a source they have only its file's name, not where it lies.
    """
    kept_out = {each.blind_id for each in practice_items(study)} | excluded(study.connection)
    return [
        (
            row.blind_id,
            row.model,
            row.scaffold,
            row.task,
            row.replicate,
            PurePath(row.source).name,
            row.original_id,
        )
        for row in sorted(conditions, key=lambda row: row.blind_id)
        if row.repeats_blind_id is None and row.blind_id not in kept_out
    ]
