"""The chain of a sitting's judgements, the last of which may have to wait for the file.

Every judgement gets the sitting's next number, a clock and a hash over its columns and the hash
before it. A judgement that cannot be written is kept, in order, until it can; one that may not be
written was never made.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from coder_tui.domain.clock import next_clock
from coder_tui.domain.coding import RowId
from coder_tui.domain.errors import NotSavedError, RefusedError
from coder_tui.storage.database import Connection, immediate
from coder_tui.storage.judgements import JUDGEMENTS, LAST_CLOCK, LAST_JUDGEMENT, Value, row_hash
from coder_tui.storage.wall_clock import now
from coder_tui.storage.whereabouts import Whereabouts

KEY_PATIENCE = 0.25
"""Seconds that a key press waits for another writer: one attempt."""

Check = Callable[[Connection], None]
"""Raises `RefusedError` where something may not be written."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A judgement that has its number and hash and is waiting for its commit."""

    table: str
    values: dict[str, Value]
    check: Check | None = None
    """Asked in the transaction that writes it, however long it has waited for that."""

    @property
    def seq(self) -> int:
        """Its number in the sitting."""
        return cast("int", self.values["seq"])

    @property
    def clock(self) -> int:
        """Its clock."""
        return cast("int", self.values["clock"])

    def follow(self, seq: int, before: str) -> str:
        """Give it another number and place in the chain; give its own hash."""
        self.values["seq"] = seq
        return self.seal(self.clock, before)

    def seal(self, clock: int, before: str) -> str:
        """Give it its clock and its place in the chain, behind a hash; give its own hash."""
        self.values.update(clock=clock, prev_hash=before)
        self.values["hash"] = sealed = row_hash(self.table, self.values)
        return sealed


class Chain:
    """The judgements of one sitting, in order; those not in the file yet wait in memory."""

    def __init__(
        self, connection: Connection, sitting: str, head: str, whereabouts: Whereabouts
    ) -> None:
        """Begin behind a hash.

        Args:
            connection: the writer.
            sitting: its id.
            head: the hash that the first judgement is chained to.
            whereabouts: what is written along with the judgements.
        """
        self.connection = connection
        self.id = sitting
        self.whereabouts = whereabouts
        self._head = head
        self._seq = 0
        self._clock = 0
        self._waiting: deque[Prepared] = deque()
        self._refused: Prepared | None = None

    @property
    def unsaved(self) -> int:
        """How many judgements are kept in memory because they could not be written."""
        return len(self._waiting)

    @property
    def saved(self) -> int:
        """The number of the last judgement that is known to be in the file."""
        return self._seq - len(self._waiting)

    def append(
        self,
        table: str,
        values: dict[str, Value],
        *,
        check: Check | None = None,
        check_at_once: Check | None = None,
    ) -> RowId:
        """Write a judgement, after any that are still waiting.

        Args:
            table: one of `JUDGEMENTS`.
            values: its own columns; number, clock, time and hashes are added here.
            check: whether it may be written, asked in the transaction that writes it.
            check_at_once: the same, but no longer asked of a judgement that had to wait.

        Raises:
            NotSavedError: it is not in the file; it is kept, and `flush` tries again.
            RefusedError: a check says no; it is not kept, and was never made.
        """
        row_id = self.prepare(table, values, check)
        made = self._waiting[-1]
        try:
            # The keyboard waits as long; what is not written then is tried again without it.
            self._write_waiting(KEY_PATIENCE, check_at_once)
        except RefusedError as error:
            if self._refused not in (None, made):
                raise NotSavedError("A judgement before it cannot be written.") from error
            self._drop(made)
            raise
        return row_id

    def prepare(self, table: str, values: dict[str, Value], check: Check | None = None) -> RowId:
        """Give a judgement its number and hash and let it wait for the next `flush`.

        Where others wrote by a later clock, it gets clock and hash anew when it is written.
        """
        clock = next_clock(self._clock, time.time_ns() // 1_000_000)
        row = {"sitting": self.id, "seq": self._seq + 1, **values, "recorded_at": now()}
        prepared = Prepared(table, row, check)
        head = prepared.seal(clock, self._head)
        self._seq, self._clock, self._head = prepared.seq, clock, head
        self._waiting.append(prepared)
        return RowId(self.id, self._seq)

    def flush(self, *, patience: float = 1.0) -> None:
        """Write what is waiting, all of it in one transaction.

        Raises:
            NotSavedError: nothing of it was written.
            RefusedError: a check says no; that judgement is not kept, and nothing was written yet.
        """
        try:
            self._write_waiting(patience)
        except RefusedError:
            if self._refused is not None:
                self._drop(self._refused)
            raise

    def _write_waiting(self, patience: float, check: Check | None = None) -> None:
        """Write what is waiting in one transaction, which begins with the checks."""
        self._refused = None
        if not (self._waiting or self.whereabouts):
            return
        with immediate(self.connection, patience=patience):
            if check is not None:
                check(self.connection)
            self._ask_checks()
            self._insert()
            self.whereabouts.write(self.connection)
        self._waiting.clear()
        self.whereabouts.clear()

    def _ask_checks(self) -> None:
        """Ask whether what is waiting may be written, within an open transaction.

        Raises:
            RefusedError: it may not; `_refused` is the judgement.
        """
        for prepared in self._waiting:
            try:
                if prepared.check is not None:
                    prepared.check(self.connection)
            except RefusedError:
                if prepared.seq > self._last_in_file()[0]:
                    self._refused = prepared
                    raise
                # It got into the file though its commit seemed to fail.

    def _last_in_file(self) -> tuple[int, str]:
        """Give number and hash of the sitting's last judgement in the file; its start has 0."""
        row = self.connection.execute(LAST_JUDGEMENT, {"sitting": self.id}).fetchone()
        return row or (0, str(self._waiting[0].values["prev_hash"]))

    def _drop(self, refused: Prepared) -> None:
        """Let a judgement never have been made; those behind it move up."""
        at = self._waiting.index(refused)
        behind = list(self._waiting)[at + 1 :]
        while len(self._waiting) > at:
            self._waiting.pop()
        self._seq, self._head = refused.seq - 1, str(refused.values["prev_hash"])
        for prepared in behind:
            self._seq += 1
            self._head = prepared.follow(self._seq, self._head)
            self._waiting.append(prepared)

    def write(self) -> None:
        """Write the judgements that are waiting, within an open transaction."""
        self._insert()
        self._waiting.clear()

    def _insert(self) -> None:
        self._catch_up()
        for prepared in self._waiting:
            self.connection.execute(JUDGEMENTS[prepared.table], prepared.values)

    def _catch_up(self) -> None:
        """Let what is waiting be later than all that is in the file, within an open transaction.

        Whoever wrote last may have a clock that is ahead of this machine's. A row that got into the
        file though its commit seemed to fail stays as it is.
        """
        latest = self.connection.execute(LAST_CLOCK).fetchone()[0] or 0
        if not self._waiting or latest < self._waiting[0].clock:
            return
        in_file, head = self._last_in_file()
        for prepared in self._waiting:
            if prepared.seq > in_file:
                latest = max(latest + 1, prepared.clock)
                head = prepared.seal(latest, head)
        self._clock, self._head = latest, head
