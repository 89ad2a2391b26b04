"""A sitting: one run of a screen by one person, and the chain of judgements made in it.

Every judgement gets the sitting's next number, a clock and a hash over its columns and the hash
before it. A judgement that cannot be written is kept, in order, until it can.
"""

import getpass
import hashlib
import os
import secrets
import socket
import time
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coder_tui.domain.blinding import canonical_json
from coder_tui.domain.clock import next_clock
from coder_tui.domain.coding import RowId
from coder_tui.domain.version import VERSION
from coder_tui.storage.database import Connection, immediate

Value = str | int | float | None

JUDGEMENTS = {
    "score": """
insert into score (
    sitting, seq, coder, blind_id, dimension, state, value, number, rubric, clock, recorded_at,
    undoes_sitting, undoes_seq, prev_hash, hash
)
values (
    :sitting, :seq, :coder, :blind_id, :dimension, :state, :value, :number, :rubric, :clock,
    :recorded_at, :undoes_sitting, :undoes_seq, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "evidence": """
insert into evidence (
    sitting, seq, coder, blind_id, dimension, part, span_start, span_end, quote, part_hash,
    attached, source_kind, source_url, source_place, source_accessed, clock, recorded_at,
    undoes_sitting, undoes_seq, prev_hash, hash
)
values (
    :sitting, :seq, :coder, :blind_id, :dimension, :part, :span_start, :span_end, :quote,
    :part_hash, :attached, :source_kind, :source_url, :source_place, :source_accessed, :clock,
    :recorded_at, :undoes_sitting, :undoes_seq, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "comment": """
insert into comment (
    sitting, seq, coder, blind_id, dimension, text, clock, recorded_at, prev_hash, hash
)
values (
    :sitting, :seq, :coder, :blind_id, :dimension, :text, :clock, :recorded_at, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "flag": """
insert into flag (sitting, seq, coder, blind_id, reason, clock, recorded_at, prev_hash, hash)
values (:sitting, :seq, :coder, :blind_id, :reason, :clock, :recorded_at, :prev_hash, :hash)
on conflict (sitting, seq) do nothing
""",
    "submission": """
insert into submission (
    sitting, seq, coder, blind_id, move, reason, clock, recorded_at, prev_hash, hash
)
values (
    :sitting, :seq, :coder, :blind_id, :move, :reason, :clock, :recorded_at, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "guess": """
insert into guess (
    sitting, seq, coder, blind_id, model, confidence, clock, recorded_at, prev_hash, hash
)
values (
    :sitting, :seq, :coder, :blind_id, :model, :confidence, :clock, :recorded_at, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "adjudication": """
insert into adjudication (
    sitting, seq, adjudicator, blind_id, dimension, state, value, number, reason, sentence, rubric,
    clock, recorded_at, undoes_sitting, undoes_seq, prev_hash, hash
)
values (
    :sitting, :seq, :adjudicator, :blind_id, :dimension, :state, :value, :number, :reason,
    :sentence, :rubric, :clock, :recorded_at, :undoes_sitting, :undoes_seq, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
    "proposal": """
insert into proposal (
    sitting, seq, person, blind_id, dimension, point, wording, rubric, clock, recorded_at,
    prev_hash, hash
)
values (
    :sitting, :seq, :person, :blind_id, :dimension, :point, :wording, :rubric, :clock,
    :recorded_at, :prev_hash, :hash
)
on conflict (sitting, seq) do nothing
""",
}
"""The judgement tables and how a row of each is written; writing the same row again is harmless."""

LAST_JUDGEMENT = """
select seq, hash from (
    select seq, hash from score where sitting = :sitting
    union all select seq, hash from evidence where sitting = :sitting
    union all select seq, hash from comment where sitting = :sitting
    union all select seq, hash from flag where sitting = :sitting
    union all select seq, hash from submission where sitting = :sitting
    union all select seq, hash from guess where sitting = :sitting
    union all select seq, hash from adjudication where sitting = :sitting
    union all select seq, hash from proposal where sitting = :sitting
)
order by seq desc
limit 1
"""

LAST_CLOCK = """
select max(clock) from (
    select max(clock) as clock from score
    union all select max(clock) from evidence
    union all select max(clock) from comment
    union all select max(clock) from flag
    union all select max(clock) from submission
    union all select max(clock) from guess
    union all select max(clock) from adjudication
    union all select max(clock) from proposal
)
"""

OPEN_SITTING = """
insert into sitting (
    id, person, purpose, device, host, login, version, opened_at, closed_at, prev_head
)
values (:id, :person, :purpose, :device, :host, :login, :version, :opened_at, null, :prev_head)
"""

CLOSE_SITTING = "update sitting set closed_at = ? where id = ?"

KEY_PATIENCE = 0.25
"""Seconds that a key press waits for another writer: one attempt."""

SITTING_START = (
    "id", "person", "purpose", "device", "host", "login", "version", "opened_at", "prev_head",
)  # fmt: skip
"""The columns of a sitting that its start hash covers; the first judgement is chained to it."""

LATEST_ON_DEVICE = """
select id, person, purpose, device, host, login, version, opened_at, prev_head
from sitting
where device = :device
order by rowid desc
limit 1
"""

SET_BOOKMARK = """
insert into bookmark (coder, blind_id, dimension, part, character)
values (:coder, :blind_id, :dimension, :part, :character)
on conflict (coder) do update
set blind_id = :blind_id, dimension = :dimension, part = :part, character = :character
"""

SET_ATTENTION = """
insert into attention (sitting, coder, blind_id, seconds)
values (:sitting, :coder, :blind_id, :seconds)
on conflict (sitting, blind_id) do update
set seconds = :seconds
"""


def now() -> str:
    """Give the present time as ISO 8601 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def login_name() -> str:
    """Give the name of the account that runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def row_hash(table: str, values: dict[str, Value]) -> str:
    """Give the hash of a judgement: SHA-256 over its table and all columns but the hash itself."""
    kept = {name: value for name, value in values.items() if name != "hash"}
    return hashlib.sha256(canonical_json([table, kept]).encode()).hexdigest()


def head_of(connection: Connection, sitting: str) -> str:
    """Give the hash of a sitting's last judgement, "" where it has none."""
    row = connection.execute(LAST_JUDGEMENT, {"sitting": sitting}).fetchone()
    return row[1] if row else ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a coder is: item, dimension, part, and a code point of the part's stored text."""

    blind_id: str
    dimension: str
    part: int
    character: int


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A judgement that has its number and hash and is waiting for its commit."""

    table: str
    values: dict[str, Value]


class Sitting:
    """One person's sitting, open for writing."""

    def __init__(self, connection: Connection, sitting_id: str, person: str, head: str) -> None:
        self.connection = connection
        self.id = sitting_id
        self.person = person
        self._head = head
        self._seq = 0
        self._clock = connection.execute(LAST_CLOCK).fetchone()[0] or 0
        self._waiting: deque[_Prepared] = deque()
        self._bookmark: dict[str, Value] | None = None
        self._attention: dict[str, float] = {}

    @classmethod
    def start(cls, connection: Connection, path: Path, person: str, purpose: str) -> "Sitting":
        """Open a sitting, chained to the sitting before it on this device.

        Raises:
            NotSavedError: the file cannot be written.
        """
        with immediate(connection, patience=5.0):
            return cls.within(connection, path, person, purpose)

    @classmethod
    def within(cls, connection: Connection, path: Path, person: str, purpose: str) -> "Sitting":
        """Open a sitting within an open transaction; `write` and `end` go with it."""
        sitting_id = secrets.token_hex(8)
        device = _device(connection, path)
        previous = connection.execute(LATEST_ON_DEVICE, {"device": device}).fetchone()
        prev_head = ""
        if previous:
            start = dict(zip(SITTING_START, previous, strict=True))
            prev_head = head_of(connection, previous[0]) or row_hash("sitting", start)
        values: dict[str, Any] = {
            "id": sitting_id,
            "person": person,
            "purpose": purpose,
            "device": device,
            "host": socket.gethostname(),
            "login": login_name(),
            "version": VERSION,
            "opened_at": now(),
            "prev_head": prev_head,
        }
        connection.execute(OPEN_SITTING, values)
        return cls(connection, sitting_id, person, row_hash("sitting", values))

    @property
    def unsaved(self) -> int:
        """How many judgements are kept in memory because they could not be written."""
        return len(self._waiting)

    @property
    def saved(self) -> int:
        """The number of the last judgement that is known to be in the file."""
        return self._seq - len(self._waiting)

    def append(self, table: str, values: dict[str, Value]) -> RowId:
        """Write a judgement, after any that are still waiting.

        Args:
            table: one of `JUDGEMENTS`.
            values: its own columns; number, clock, time and hashes are added here.

        Raises:
            NotSavedError: it is not in the file; it is kept, and `flush` tries again.
        """
        row_id = self.prepare(table, values)
        # The keyboard waits as long; what is not written then is tried again without it.
        self.flush(patience=KEY_PATIENCE)
        return row_id

    def prepare(self, table: str, values: dict[str, Value]) -> RowId:
        """Give a judgement its number and hash and let it wait for the next `flush`."""
        clock = next_clock(self._clock, time.time_ns() // 1_000_000)
        row = {
            "sitting": self.id,
            "seq": self._seq + 1,
            **values,
            "clock": clock,
            "recorded_at": now(),
            "prev_hash": self._head,
        }
        row["hash"] = head = row_hash(table, row)
        self._seq, self._clock, self._head = self._seq + 1, clock, head
        self._waiting.append(_Prepared(table, row))
        return RowId(self.id, self._seq)

    def flush(self, *, patience: float = 1.0) -> None:
        """Write what is waiting, all of it in one transaction.

        Raises:
            NotSavedError: nothing of it was written.
        """
        if not (self._waiting or self._bookmark or self._attention):
            return
        with immediate(self.connection, patience=patience):
            self._insert()
            if self._bookmark is not None:
                self.connection.execute(SET_BOOKMARK, self._bookmark)
            for blind_id, seconds in self._attention.items():
                self.connection.execute(SET_ATTENTION, self._spent(blind_id, seconds))
        self._waiting.clear()
        self._bookmark = None
        self._attention.clear()

    def write(self) -> None:
        """Write the judgements that are waiting, within an open transaction."""
        self._insert()
        self._waiting.clear()

    def end(self) -> None:
        """Write what is waiting and the time of the end, within an open transaction."""
        self.write()
        self.connection.execute(CLOSE_SITTING, (now(), self.id))

    def _insert(self) -> None:
        for prepared in self._waiting:
            self.connection.execute(JUDGEMENTS[prepared.table], prepared.values)

    def place_bookmark(self, bookmark: Bookmark) -> None:
        """Remember where the person is; written with the next judgement or `flush`."""
        self._bookmark = {
            "coder": self.person,
            "blind_id": bookmark.blind_id,
            "dimension": bookmark.dimension,
            "part": bookmark.part,
            "character": bookmark.character,
        }

    def note_attention(self, blind_id: str, seconds: float) -> None:
        """Remember how long an item was worked on in this sitting, in all; written like a bookmark.

        Args:
            blind_id: the item.
            seconds: the whole time so far; the latest number replaces those before it.
        """
        self._attention[blind_id] = seconds

    def _spent(self, blind_id: str, seconds: float) -> dict[str, Value]:
        return {
            "sitting": self.id,
            "coder": self.person,
            "blind_id": blind_id,
            "seconds": round(seconds, 1),
        }

    def close(self) -> None:
        """Write what is waiting and the time of the end.

        Raises:
            NotSavedError: something could not be written.
        """
        self.flush(patience=3.0)
        with immediate(self.connection, patience=3.0):
            self.connection.execute(CLOSE_SITTING, (now(), self.id))


def _device(connection: Connection, path: Path) -> str:
    """Give this copy's device; a file that was copied gets a new one on its first write."""
    host, inode = socket.gethostname(), path.stat().st_ino
    row = connection.execute(
        "select id from device where host = ? and inode = ? order by since desc limit 1",
        (host, inode),
    ).fetchone()
    if row:
        return str(row[0])
    device = secrets.token_hex(8)
    connection.execute("insert into device values (?, ?, ?, ?)", (device, host, inode, now()))
    return device
