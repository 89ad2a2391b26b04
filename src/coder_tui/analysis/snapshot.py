"""A consistent copy of a study in memory, in DuckDB, locked down.

No extension is needed: a read transaction of SQLite is streamed into DuckDB under declared types.
Texts that every score repeats become small numbers on the way. The copy is closed to everything
outside it before it answers anything.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from coder_tui.analysis.arrival import Arrivals, incomplete
from coder_tui.analysis.keyed import KeyedItem as KeyedItem
from coder_tui.analysis.news import Mark, bound, mark, of_items, touched
from coder_tui.analysis.one_picture import one_picture
from coder_tui.analysis.packed import Packed, Seen, order_ties, texts, unpack
from coder_tui.analysis.sources import (
    BLIND_ID,
    LATER,
    PACKED,
    PASSED_ON,
    REMARKS,
    REPLACED,
    SMALL,
    SOURCES,
)
from coder_tui.analysis.sql_files import read_sql
from coder_tui.analysis.versions import Considered, ended, in_force, of_the_set
from coder_tui.domain.errors import CoderError
from coder_tui.storage.database import Connection, sqlite
from coder_tui.storage.freezing import outside
from coder_tui.storage.interrupted import heard

if TYPE_CHECKING:
    import duckdb

LOCKDOWN: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "python_enable_replacements": False,
    "threads": 2,
    "lock_configuration": True,
}
"""No file, no network, no extension, no Python object, and no way to change that again."""

MEGABYTES = 512
"""Memory that a copy may take, and as much again for every so many scores."""
SCORES = 8_000_000

IN_ONE_PART = 2_000_000
"""Scores that are sorted at once."""

HOW_MANY = "select coalesce(max(rowid), 0) from score"

OF_ITEMS = "(select unnest($1::varchar[]))"


class Snapshot:
    """A study as it stood at one moment, ready to be asked. Close it when done."""

    def __init__(
        self,
        study: Connection,
        keyed: Iterable[KeyedItem] = (),
        repeats: frozenset[str] = frozenset(),
        unnamed: Collection[str] = (),
    ) -> None:
        """Copy the study.

        Args:
            study: an open connection to the study file; in a transaction, or else this makes one.
            keyed: conditions of items, where the reader may see them.
            repeats: silent repeats, where the reader knows them: left out but for progress, because
                they are no further items.
            unnamed: coders whose names the reader is not to find in what coders wrote.

        Raises:
            CoderError: what arrived is not what was read.
        """
        # Not before the first copy: what a small study says at once comes without it.
        import duckdb

        with _said():
            (scores,) = study.execute(HOW_MANY).fetchone()
        limit = MEGABYTES + MEGABYTES * scores // SCORES
        self._parts = 1 + scores // IN_ONE_PART
        self._duckdb = duckdb.connect(":memory:", config={**LOCKDOWN, "memory_limit": f"{limit}MB"})
        self._arrivals = Arrivals(self._duckdb)
        self._made: set[str] = set()
        self._repeats = repeats
        self._unnamed = unnamed
        self._rubrics: tuple[str, ...] = ()
        self._mark: Mark
        try:
            self._duckdb.execute(read_sql("small"))
            with self._heard(), _said(), one_picture(study):
                self._copy(study)
            self.fill(
                "condition",
                (
                    (each.blind_id, each.model, each.scaffold)
                    for each in keyed
                    if each.blind_id not in repeats
                ),
            )
        except BaseException:
            # Whatever it was, Ctrl+C included: the connection must not stay open.
            self.close()
            raise

    def __enter__(self) -> "Snapshot":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the copy go."""
        self._duckdb.close()

    def refresh(self, study: Connection) -> bool:
        """Bring the copy up to what the study is at this moment.

        Returns:
            Whether that was possible; where the lead changed items, coders or assignments it is
            not, and the study has to be copied again.
        """
        with self._heard(), _said(), one_picture(study):
            after = mark(study)
            items = touched(study, self._mark, after)
            if items is None:
                return False
            if items:
                self._replace(study, items)
            self._mark = after
        return True

    def _replace(self, study: Connection, items: list[str]) -> None:
        """Read some items again; where that fails, the copy stays as it was."""
        self._duckdb.execute("begin")
        try:
            for name in self._made:
                self._duckdb.execute(f"drop table {name}")
            for name in REPLACED:
                self._duckdb.execute(f"delete from {name} where blind_id in {OF_ITEMS}", [items])
            codes = f"(select code from every_item where blind_id in {OF_ITEMS})"
            for name in self._standing(study):
                self._duckdb.execute(f"delete from {name} where item in {codes}", [items])
            self._read(study, items)
        except BaseException:
            # Whatever it was, Ctrl+C included: half a refresh must not be asked.
            self._duckdb.execute("rollback")
            raise
        self._duckdb.execute("commit")
        self._made = set()

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """Answer a question: the name of a file in `sql`."""
        return self.run(read_sql(question))

    def run(self, sql: str, bound: dict[str, object] | None = None) -> list[tuple[Any, ...]]:
        """Run any SQL on the copy, which cannot reach anything else.

        Args:
            sql: statements.
            bound: values of what is named `$name` in it.
        """
        with self._heard():
            for name, made in LATER.items():
                if name in sql and name not in self._made:
                    self._duckdb.execute(made)
                    self._made.add(name)
            return self._duckdb.execute(sql, bound or None).fetchall()

    def columns(self, sql: str, bound: dict[str, object]) -> dict[str, NDArray[Any]]:
        """Run SQL on the copy, and give the answer as an array for each column."""
        with self._heard():
            return dict(self._duckdb.execute(sql, bound).fetchnumpy())

    def cursor(self, sql: str) -> "duckdb.DuckDBPyConnection":
        """Begin to answer any SQL, whose rows are then fetched."""
        return self._duckdb.execute(sql)

    def interrupt(self) -> None:
        """Give up what is being answered in another thread."""
        self._duckdb.interrupt()

    def _heard(self) -> AbstractContextManager[None]:
        return heard(self._duckdb.interrupt)

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into an empty table of the copy."""
        with self._heard():
            self._arrivals.append(table, rows)

    def _copy(self, study: Connection) -> None:
        for name, source in SMALL.items():
            self.fill(name, study.execute(source))
        self._rubrics = tuple(
            row[0] for row in self.run("select fingerprint from rubric_version order by code")
        )
        self._duckdb.execute(
            "insert into uncounted select unnest($1::varchar[])", [sorted(self._repeats)]
        )
        self._duckdb.execute(read_sql("tables"))
        self._mark = mark(study)
        if outside(study) is not None:
            self._duckdb.execute(read_sql("freezing"))
        if len(self._rubrics) > 1:
            self._duckdb.execute(read_sql("superseded"))
        self._read(study, None)

    def _read(self, study: Connection, items: list[str] | None) -> None:
        """Read the sources, of some items or of all."""
        self._duckdb.execute(read_sql("passed_on"))
        for packed in PACKED:
            self._unpack(study, packed, items)
        for name, source in SOURCES.items():
            rows: Iterable[Sequence[Any]]
            if items is None:
                rows = study.execute(source)
            else:
                rows = study.execute(of_items(source), bound(items))
            if self._repeats and name in BLIND_ID:
                at = BLIND_ID[name]
                rows = [row for row in rows if row[at] not in self._repeats]
            if self._unnamed and name in REMARKS:
                rows = map(partial(REMARKS[name], names=self._unnamed), rows)
            self._arrivals.append(name, rows, adding=items is not None)
        order_ties(self._duckdb, study)
        self._settle(study)
        for name in PASSED_ON:
            self._duckdb.execute(f"drop table {name}")

    def _unpack(self, study: Connection, packed: Packed, items: list[str] | None) -> None:
        seen = Seen()
        unpack(self._duckdb, packed.name, texts(study, packed, self._rubrics, items, seen))
        found = self._duckdb.execute(read_sql(packed.arrived)).fetchall()[0]
        if found != (seen.rows, seen.characters):
            raise incomplete(packed.name, found[0], seen.rows)

    def _settle(self, study: Connection) -> None:
        """Make what stands from what was read."""
        self._duckdb.execute(f"insert into assignment {read_sql('assigned')}")
        if len(self._rubrics) > 1:
            self._duckdb.execute(read_sql("several_versions"))
            for version in ended(study):
                self._consider(version)
                self._stand("superseded", f"select '{version.fingerprint}', *")
        self._consider(in_force(study))
        self._stand("standing")
        left_out = outside(study)
        if left_out is None:
            return
        self._consider(of_the_set(study))
        self.fill("outside_score", ((row,) for row in left_out.scores))
        self.fill("outside_submission", ((row,) for row in left_out.submissions))
        self._duckdb.execute(read_sql("only_reliable"))
        self._stand("reliable_standing")

    def _consider(self, version: Considered) -> None:
        """Let scores stand as they do, or did, under a version of the rubric."""
        self._duckdb.execute(
            "update considered_version set fingerprint = $1, until = $2",
            [version.fingerprint, version.until],
        )

    def _stand(self, name: str, select: str = "select *") -> None:
        """Fill a table with the scores that stand."""
        for part in range(self._parts):
            self._duckdb.execute(
                f"insert into {name} {select} from ({read_sql('standing')})",
                {"parts": self._parts, "part": part},
            )

    def _standing(self, study: Connection) -> tuple[str, ...]:
        """Name the tables of scores: of a frozen study more, and where there are versions."""
        frozen = () if outside(study) is None else ("reliable_standing",)
        return ("standing", *frozen, *(("superseded",) if len(self._rubrics) > 1 else ()))


@contextmanager
def _said() -> Iterator[None]:
    """Say in a sentence why a study cannot be copied."""
    import duckdb

    try:
        yield
    except sqlite.DatabaseError as error:
        raise CoderError(
            f"The study cannot be read: {error}.",
            title="Cannot read",
            hint="Try again; if it stays so, restore the file from a copy.",
        ) from error
    except duckdb.ConversionException as error:
        told = str(error).split("\n", 1)[0]
        raise CoderError(
            f"The study holds what no coder, rubric or score of it can be: {told}.",
            title="Cannot read",
            hint="The file was changed by other means than this program.",
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise CoderError(
            "The study is too large for a review in the memory that it may take.",
            title="Too large",
        ) from error
