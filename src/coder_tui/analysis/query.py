"""Read-only SQL over the review's views, for one reader, who sees what the review shows them.

What a reader may not see is not there to be asked: the views are tables made for them, and what
they are made from is dropped before the first question.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from coder_tui.analysis.access import why_no_conditions
from coder_tui.analysis.decided import Telling
from coder_tui.analysis.names import letters
from coder_tui.analysis.one_picture import one_picture
from coder_tui.analysis.public_views import CONDITION, VIEWS, PublicView, views_for
from coder_tui.analysis.query_errors import StoppedError, TookTooLongError, explained
from coder_tui.analysis.reader import copy_of
from coder_tui.analysis.snapshot import KeyedItem, Snapshot
from coder_tui.analysis.sql_files import read_sql
from coder_tui.domain.errors import BadInputError
from coder_tui.storage.study import StudyFile

SECONDS = 60.0
"""How long a question may take where nothing else is said."""

BATCH = 2_000
LETTING_GO = 5.0
"""Seconds that an interrupted question gets to end."""

ALLOWED = "Only SELECT, WITH, DESCRIBE, SUMMARIZE and SHOW are answered, one at a time."

PUBLIC = "public_"
"""Begins the names of the views while what they are made from is still there."""

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """A column of an answer: its name, told apart from others, and DuckDB's type."""

    name: str
    type: str


class Answer:
    """The rows that answer a question, computed as they are read."""

    def __init__(
        self, columns: tuple[AnswerColumn, ...], fetch: Callable[[int], Sequence[Row]]
    ) -> None:
        self.columns = columns
        self._fetch = fetch

    def rows(self) -> Iterator[Row]:
        """Give the rows, once."""
        while batch := self._fetch(BATCH):
            yield from batch


Use = Callable[[Answer], None]


class PublicViews:
    """The views of a study as one reader may see them, ready to be asked. Close it when done."""

    def __init__(self, study: StudyFile, keyed: Sequence[KeyedItem] | None) -> None:
        """Make the views.

        Args:
            study: open; read in one transaction.
            keyed: what the key says of the items, where the reader holds the matching key.

        Raises:
            CoderError: the study cannot be read.
        """
        self.no_conditions = why_no_conditions(study, keyed)
        """Why there is no view `condition`; nothing where there is one."""
        self._stopped = False
        self.held_back = 0
        """Items not shown, because somebody has still to submit them."""
        with one_picture(study.connection):
            self._snapshot = copy_of(study, keyed)
            try:
                self._make_views(study, with_key=keyed is not None)
            except BaseException:
                # Whatever it was, Ctrl+C included: the copy must not stay open.
                self.close()
                raise

    def __enter__(self) -> "PublicViews":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the views go."""
        self._snapshot.close()

    @property
    def views(self) -> tuple[PublicView, ...]:
        """The views that this reader has."""
        return views_for(self.no_conditions)

    def ask(self, sql: str, use: Use, seconds: float = SECONDS) -> None:
        """Answer a question.

        Args:
            sql: one statement.
            use: gets the answer, in another thread, and reads what it wants of it.
            seconds: after these the question is given up; Ctrl+C gives it up at once.

        Raises:
            BadInputError: it is not a question, or the views cannot answer it.
            CoderError: it took too long or too much memory.
        """
        check_statement(sql)
        failed: list[BaseException] = []
        done = threading.Event()
        self._stopped = False

        def work() -> None:
            try:
                use(self._answer(sql))
            except BaseException as error:  # noqa: BLE001  # passed on to who waits
                failed.append(error)
            finally:
                done.set()

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        try:
            in_time = done.wait(seconds)
        except KeyboardInterrupt:
            self._stop(worker)
            raise
        if not in_time:
            self._stop(worker)
            raise TookTooLongError(seconds)
        if failed:
            raise self._said(failed[0], sql)

    def interrupt(self) -> None:
        """Give up the question that is being answered; for who waits in another thread."""
        self._stopped = True
        self._snapshot.interrupt()

    def _stop(self, worker: threading.Thread) -> None:
        self.interrupt()
        worker.join(LETTING_GO)

    def _said(self, error: BaseException, sql: str) -> BaseException:
        if isinstance(error, duckdb.InterruptException):
            return StoppedError()
        if isinstance(error, duckdb.Error):
            return explained(error, sql, self.views, self.no_conditions)
        return error

    def _answer(self, sql: str) -> Answer:
        cursor = self._snapshot.cursor(sql)

        def fetch(most: int) -> Sequence[Row]:
            if self._stopped:
                raise StoppedError
            return cursor.fetchmany(most)

        described = cursor.description or []
        names = _told_apart([str(each[0]) for each in described])
        types = [str(each[1]) for each in described]
        columns = tuple(AnswerColumn(*each) for each in zip(names, types, strict=True))
        return Answer(columns, fetch)

    def _make_views(self, study: StudyFile, *, with_key: bool) -> None:
        copy = self._snapshot
        copy.ask("reader")
        copy.run(f"create table reader_progress as {read_sql('progress')}")
        if with_key:
            copy.run("insert into reader_item select blind_id from item")
        else:
            copy.run("insert into reader_item select blind_id from complete_item")
        copy.fill("reader_coder", _names(copy, study.info.id, with_key=with_key))
        copy.fill("reader_decision", Telling(study, with_key=with_key).all())
        self.held_back = copy.run(
            "select count(*) from item anti join reader_item using (blind_id)"
        )[0][0]
        copy.ask("public_views")
        for name in copy.run("select view_name from duckdb_views() where not internal"):
            copy.run(f"drop view {name[0]}")
        for name in copy.run("select table_name from duckdb_tables()"):
            if not name[0].startswith(PUBLIC):
                copy.run(f"drop table {name[0]}")
        for name in copy.run("select type_name from duckdb_types() where not internal"):
            copy.run(f"drop type {name[0]}")
        if self.no_conditions:
            copy.run(f"drop table {PUBLIC}{CONDITION.name}")
        for view in self.views:
            copy.run(f"alter table {PUBLIC}{view.name} rename to {view.name}")


def check_statement(sql: str) -> None:
    """Make sure that this is one statement, and one that only reads.

    Raises:
        BadInputError: it is not.
    """
    parser = duckdb.connect(":memory:", config={"enable_external_access": False})
    try:
        statements = parser.extract_statements(sql)
    except duckdb.Error as error:
        raise explained(error, sql, VIEWS, "") from error
    finally:
        parser.close()
    if not statements:
        raise BadInputError("There is no SQL to answer.", hint="See the views: --list")
    if len(statements) > 1:
        raise BadInputError(f"These are {len(statements)} statements. {ALLOWED}")
    kind = statements[0].type.name
    if kind == "MULTI":
        raise BadInputError(
            "PIVOT is answered only where the values are named.",
            hint="Write: pivot ... on value in ('0', '1', '2') ...",
        )
    if kind != "SELECT":
        raise BadInputError(f"{_first_word(sql)} is refused: a query only reads. {ALLOWED}")


def _first_word(sql: str) -> str:
    lines = [line for line in sql.splitlines() if not line.lstrip().startswith("--")]
    words = " ".join(lines).split()
    return words[0].rstrip(";").upper()[:20] if words else "This"


def _names(copy: Snapshot, study_id: str, *, with_key: bool) -> Iterator[tuple[str, str, str, str]]:
    for blind_id, kind, coders in copy.ask("coders_of_items"):
        names = {name: name for name in coders}
        if not with_key:
            names = letters(study_id, blind_id, coders)
        for name, shown in names.items():
            yield blind_id, kind, name, shown


def _told_apart(names: Sequence[str]) -> list[str]:
    """Give each column a name of its own: a second `coder` becomes `coder_2`."""
    found: list[str] = []
    for name in names:
        given, number = name, 1
        while given in found or (number > 1 and given in names):
            number += 1
            given = f"{name}_{number}"
        found.append(given)
    return found
