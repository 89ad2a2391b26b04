"""Whether what was frozen is still there, whole and unchanged.

The chain finds accidents and clumsy edits; who can rewrite the whole file can compute it again, and
only a digest that was published elsewhere tells.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator

from coder_tui.domain.moments import moment
from coder_tui.storage.commitments import commitments
from coder_tui.storage.database import Connection
from coder_tui.storage.freezing import Freeze
from coder_tui.storage.heads import Head, heads_at
from coder_tui.storage.sittings import JUDGEMENTS, SITTING_START, Value, row_hash

_ROWS = "select * from {table} where sitting = :sitting and seq <= :seq"
ROWS = {table: _ROWS.format(table=table) for table in JUDGEMENTS}
SITTING = "select * from sitting where id = ?"

Told = Callable[[int, int], None]
"""Told how many sittings of how many have been looked at."""


def faults(connection: Connection, freeze: Freeze, told: Told = lambda *_: None) -> list[str]:
    """Say what of a freeze is gone or has changed, a sentence each; nothing where it is whole."""
    heads = heads_at(connection, freeze.id)
    found = list(_faults_of_the_record(connection, freeze, heads))
    for done, head in enumerate(heads, start=1):
        found += _faults_of_a_sitting(connection, head)
        told(done, len(heads))
    return found


def _faults_of_the_record(
    connection: Connection, freeze: Freeze, heads: tuple[Head, ...]
) -> Iterator[str]:
    if freeze.digest_with(heads) != freeze.digest:
        yield f"What the study keeps of freeze {freeze.number} was changed."
    standing = commitments(connection)
    for batch, digest in freeze.commitments.items():
        if standing.get(int(batch)) != digest:
            yield f"The commitment to the key of import {batch} was changed."
    row = connection.execute(
        "select toml from rubric where fingerprint = ?", (freeze.rubric,)
    ).fetchone()
    if row is None or _sha256(row[0]) != freeze.rubric:
        yield "The rubric was changed."


def _faults_of_a_sitting(connection: Connection, head: Head) -> list[str]:
    """Follow the chain of a sitting up to its head."""
    rows = _rows(connection, SITTING, (head.sitting,))
    if not rows:
        return [f"Sitting {head.sitting} is gone."]
    start = {name: rows[0][name] for name in SITTING_START}
    called = f"The sitting of {start['person']} of {moment(str(start['opened_at']))}"
    chain = _chain(connection, head)
    gone = [number for number in range(1, head.seq + 1) if number not in chain]
    found = []
    if gone:
        are = "judgement is" if head.seq == 1 else "judgements are"
        found.append(f"{called}: {len(gone)} of {head.seq} {are} gone, number {gone[0]} first.")
    before: str | None = row_hash("sitting", start)
    for number in range(1, head.seq + 1):
        here = chain.get(number, [])
        if len(here) > 1:
            found.append(f"{called}: judgement {number} stands there more than once.")
        if len(here) != 1:
            before = None
            continue
        table, row = here[0]
        if row_hash(table, row) != row["hash"]:
            found.append(f"{called}: judgement {number}{_about(table, row)} was changed.")
        elif before is not None and row["prev_hash"] != before:
            what = "the record of the sitting" if number == 1 else f"judgement {number - 1}"
            found.append(f"{called}: {what} was changed.")
        before = str(row["hash"])
    if before is not None and before != head.hash and not found:
        found.append(f"{called}: it does not end as it did; it was written anew.")
    return found


def _chain(
    connection: Connection, head: Head
) -> defaultdict[int, list[tuple[str, dict[str, Value]]]]:
    """Give a sitting's judgements up to its head by their numbers, each with its table."""
    found: defaultdict[int, list[tuple[str, dict[str, Value]]]] = defaultdict(list)
    for table, sql in ROWS.items():
        for row in _rows(connection, sql, {"sitting": head.sitting, "seq": head.seq}):
            found[int(str(row["seq"]))].append((table, row))
    return found


def _about(table: str, row: dict[str, Value]) -> str:
    """Say what a judgement is on: ` (score, k7f2, clarity)`."""
    about = [table, row.get("blind_id"), row.get("dimension")]
    return f" ({', '.join(str(each) for each in about if each)})"


def _rows(
    connection: Connection, sql: str, bound: tuple[str, ...] | dict[str, str | int]
) -> list[dict[str, Value]]:
    cursor = connection.execute(sql, bound)
    names = [each[0] for each in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
