"""A study file, open: what it is, its rubric, its items, and where a coder stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coder_tui.domain.coding import Progress
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import ItemKind, ItemView, Part, PartKind
from coder_tui.storage import schema
from coder_tui.storage.database import Connection, check_header, connect, immediate
from coder_tui.storage.own_work import next_open
from coder_tui.storage.rubric_versions import read_in_force
from coder_tui.storage.upgrading import upgrade, version_of
from coder_tui.storage.wall_clock import now
from coder_tui.storage.whereabouts import Bookmark

LONGEST_SKIPPED = """
select blind_id
from (
    select blind_id, move, clock, sitting, seq, row_number() over (
        partition by blind_id order by clock desc, sitting desc, seq desc
    ) as recency
    from submission
    where coder = :coder
)
where recency = 1 and move = 'skipped'
order by clock, sitting, seq
limit 1
"""

PROGRESS_OF_ASSIGNMENTS = """
select
    assignment.coder,
    assignment.blind_id,
    assignment.place,
    (
        select move
        from submission
        where submission.coder = assignment.coder and submission.blind_id = assignment.blind_id
        order by clock desc, sitting desc, seq desc
        limit 1
    ) as move,
    max(
        coalesce((
            select max(clock)
            from score
            where score.coder = assignment.coder and score.blind_id = assignment.blind_id
        ), 0),
        coalesce((
            select max(clock)
            from evidence
            where evidence.coder = assignment.coder and evidence.blind_id = assignment.blind_id
        ), 0)
    ) as judged,
    (
        select max(clock)
        from submission
        where submission.coder = assignment.coder and submission.blind_id = assignment.blind_id
    ) as moved,
    (
        select text
        from comment
        where comment.coder = assignment.coder and comment.blind_id = assignment.blind_id
        order by clock desc, sitting desc, seq desc
        limit 1
    ) as comment,
    (
        select reason
        from flag
        where flag.coder = assignment.coder and flag.blind_id = assignment.blind_id
        order by clock desc, sitting desc, seq desc
        limit 1
    ) as flag,
    item.title
from assignment
join item on item.blind_id = assignment.blind_id
where :coder is null or assignment.coder = :coder
order by assignment.coder, assignment.place
"""

FIRST_LOGIN = """
select login, host
from sitting
where person = :coder and purpose = 'coding'
order by opened_at, rowid
limit 1
"""

PARTS = """
select idx, role, kind, name, call, text
from part
where blind_id = :blind_id
order by idx
"""


@dataclass(frozen=True, slots=True)
class StudyInfo:
    """What the study file says about the study."""

    id: str
    title: str
    kind: ItemKind
    blind: bool
    seal: bool
    simulated: bool
    show: tuple[str, ...]
    agreement_bar: float
    adjudicator_may_code: bool
    salt: str
    created_at: str
    guess: tuple[str, ...] = ()
    """The models offered for the guess, in the order in which they are offered."""
    adjudication: str = "third"
    """How disagreements are settled: `third`, `consensus` or `majority`."""


@dataclass(frozen=True, slots=True)
class Coder:
    """Who scores."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """One item in one coder's order, with its state and the coder's own notes."""

    coder: str
    blind_id: str
    place: int
    progress: Progress
    comment: str
    flag: str
    title: str


class StudyFile:
    """An open study; one connection, for one thread."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self.connection = connection
        self.info = _read_info(connection)
        version = read_in_force(connection)
        self.rubric_fingerprint, self.rubric = version.fingerprint, version.rubric

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> "StudyFile":
        """Open a study; an older one is first brought to the present version.

        Raises:
            BadInputError: no such file, not a study, or a newer one.
            CoderError: an older one that cannot be written.
        """
        connection = connect(path, read_only=read_only)
        try:
            check_header(connection, path, schema.APPLICATION_ID, schema.VERSION)
            if version_of(connection) < schema.VERSION:
                connection.close()
                upgrade(path)
                connection = connect(path, read_only=read_only)
            return cls(path, connection)
        except BaseException:
            # Whatever it was, Ctrl+C included: the connection must not stay open.
            connection.close()
            raise

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def coders(self) -> list[Coder]:
        """All coders, by name."""
        rows = self.connection.execute("select name, kind from coder order by name").fetchall()
        return [Coder(*row) for row in rows]

    def coder(self, name: str) -> Coder:
        """The coder of this name.

        Raises:
            BadInputError: there is none; the nearest names are given.
        """
        coders = self.coders()
        for coder in coders:
            if coder.name == name:
                return coder
        near = _nearest(name, [coder.name for coder in coders])
        raise BadInputError(
            f"{self.path}: there is no coder {name!r} in this study.",
            title="Unknown coder",
            hint=f"Did you mean {' or '.join(near)}?" if near else "coder-tui status lists them.",
        )

    def item(self, blind_id: str) -> ItemView:
        """An item with its parts.

        Raises:
            BadInputError: there is no such item.
        """
        row = self.connection.execute(
            "select kind, title, content_hash from item where blind_id = ?", (blind_id,)
        ).fetchone()
        if row is None:
            raise BadInputError(f"{self.path}: there is no item {blind_id!r}.")
        parts = self.connection.execute(PARTS, {"blind_id": blind_id}).fetchall()
        return ItemView(
            blind_id,
            ItemKind(row[0]),
            row[1] or "",
            row[2],
            tuple(Part(p[0], p[1], PartKind(p[2]), p[3], p[4], p[5]) for p in parts),
        )

    def item_count(self) -> int:
        """How many items there are, without those for practice."""
        row = self.connection.execute(
            "select count(*) from item where blind_id not in (select blind_id from uncounted_item)"
        ).fetchone()
        return int(row[0])

    def next_open(self, coder: str) -> str | None:
        """The coder's next item: skipped ones come back at the end; None when all is done."""
        following = next_open(self.connection, coder, 0)
        if following is not None:
            return following
        row = self.connection.execute(LONGEST_SKIPPED, {"coder": coder}).fetchone()
        return str(row[0]) if row else None

    def neighbour(self, coder: str, blind_id: str, step: int) -> str | None:
        """The item one place before (-1) or after (1) in the coder's order."""
        row = self.connection.execute(
            """
            select blind_id
            from assignment
            where coder = :coder
            and place = :step + (
                select place from assignment where coder = :coder and blind_id = :blind_id
            )
            """,
            {"coder": coder, "blind_id": blind_id, "step": step},
        ).fetchone()
        return str(row[0]) if row else None

    def place(self, coder: str, blind_id: str) -> tuple[int, int]:
        """The place of an item in the coder's order, from 1, and how many items the coder has."""
        row = self.connection.execute(
            """
            select
                (select place from assignment where coder = :coder and blind_id = :blind_id),
                (select count(*) from assignment where coder = :coder)
            """,
            {"coder": coder, "blind_id": blind_id},
        ).fetchone()
        return int(row[0] or 0), int(row[1])

    def assignments(self, coder: str | None = None) -> list[Assignment]:
        """The assignments of one coder, or of all, in order, with their states."""
        rows = self.connection.execute(PROGRESS_OF_ASSIGNMENTS, {"coder": coder}).fetchall()
        return [
            Assignment(
                row[0], row[1], row[2], _progress(row[3], row[4], row[5] or 0), row[6] or "",
                row[7] or "", row[8] or "",
            )
            for row in rows
        ]  # fmt: skip

    def bookmark(self, coder: str) -> Bookmark | None:
        """Where the coder was."""
        row = self.connection.execute(
            "select blind_id, dimension, part, character from bookmark where coder = ?", (coder,)
        ).fetchone()
        return Bookmark(*row) if row else None

    def put_first(self, coder: str, blind_id: str) -> None:
        """Let a coder begin with an item, in exchange for the one that was first.

        Raises:
            NotSavedError: the file cannot be written.
        """
        place, _ = self.place(coder, blind_id)
        with immediate(self.connection, patience=5.0):
            for old, new in ((place, -1), (1, place), (-1, 1)):
                self.connection.execute(
                    "update assignment set place = :new where coder = :coder and place = :old",
                    {"coder": coder, "old": old, "new": new},
                )

    def first_login(self, coder: str) -> tuple[str, str] | None:
        """The login and host of the coder's first sitting, None before it."""
        row = self.connection.execute(FIRST_LOGIN, {"coder": coder}).fetchone()
        return (str(row[0]), str(row[1])) if row else None

    def log_event(self, person: str, kind: str, detail: Mapping[str, Any]) -> None:
        """Write that something happened which a report has to know.

        Raises:
            NotSavedError: the file cannot be written.
        """
        with immediate(self.connection, patience=5.0):
            self.connection.execute(
                "insert into event values (lower(hex(randomblob(8))), ?, ?, ?, ?)",
                (person, kind, json.dumps(detail, sort_keys=True), now()),
            )

    def events(self, kind: str) -> list[tuple[str, dict[str, Any], str]]:
        """The events of a kind: person, detail, time; oldest first."""
        rows = self.connection.execute(
            "select person, detail, happened_at from event where kind = ? order by happened_at",
            (kind,),
        ).fetchall()
        return [(row[0], json.loads(row[1]), row[2]) for row in rows]

    def has_practice(self) -> bool:
        """Whether there are practice items."""
        row = self.connection.execute("select exists (select 1 from calibration)").fetchone()
        return bool(row[0])

    def is_frozen(self) -> bool:
        """Whether the reliability set has been closed."""
        return bool(self.connection.execute("select exists (select 1 from freeze)").fetchone()[0])


def _progress(move: str | None, judged: int, moved: int) -> Progress:
    """Give the state that `replay` gives: one who judges a skipped item has taken it up again."""
    if move == "submitted":
        return Progress.SUBMITTED
    if move == "skipped" and judged < moved:
        return Progress.SKIPPED
    if move == "reopened":
        return Progress.REOPENED
    return Progress.DRAFT if judged else Progress.NOT_STARTED


def _nearest(name: str, names: list[str]) -> list[str]:
    from rapidfuzz import fuzz, process

    found = process.extract(name, names, scorer=fuzz.WRatio, limit=2, score_cutoff=60)
    return [match[0] for match in found]


def _read_info(connection: Connection) -> StudyInfo:
    row = connection.execute(
        """
        select id, title, kind, blind, seal, simulated, show, agreement_bar,
            adjudicator_may_code, salt, created_at, guess, adjudication
        from study
        """
    ).fetchone()
    if row is None:
        raise BadInputError("The study file holds no study.", hint="Make one with: coder-tui init")
    return StudyInfo(
        id=row[0],
        title=row[1],
        kind=ItemKind(row[2]),
        blind=bool(row[3]),
        seal=bool(row[4]),
        simulated=bool(row[5]),
        show=tuple(json.loads(row[6])),
        agreement_bar=row[7],
        adjudicator_may_code=bool(row[8]),
        salt=row[9],
        created_at=row[10],
        guess=tuple(json.loads(row[11])),
        adjudication=row[12],
    )
