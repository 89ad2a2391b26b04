"""Whether what was frozen, or is to be, is there, whole and unchanged.

The chain finds accidents and clumsy edits; who can rewrite the whole file can compute it again, and
only a digest that was published elsewhere tells.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from coder_tui.domain.moments import moment
from coder_tui.storage.commitments import REDACTED, REDACTIONS, commitments, redaction_digest
from coder_tui.storage.database import Connection
from coder_tui.storage.freezing import Freeze
from coder_tui.storage.heads import Head, heads_at
from coder_tui.storage.judgements import JUDGEMENTS, Value, row_hash
from coder_tui.storage.redacting import WORDS
from coder_tui.storage.sittings import SITTING_START

_ROWS = "select * from {table} where sitting = :sitting and seq <= :seq"
ROWS = {table: _ROWS.format(table=table) for table in JUDGEMENTS}
SITTING = "select * from sitting where id = ?"

Told = Callable[[int, int], None]
"""Told how many judgements of how many have been looked at."""

OFTEN = 1_000
"""After so many judgements the progress is told."""


def faults(connection: Connection, freeze: Freeze, told: Told = lambda *_: None) -> list[str]:
    """Say what of a freeze is gone or has changed, a sentence each; nothing where it is whole."""
    heads = heads_at(connection, freeze.id)
    found = list(_faults_of_the_record(connection, freeze, heads))
    return found + _faults_of_sittings(connection, heads, _masked(connection, freeze), told)


def faults_of_chains(
    connection: Connection,
    heads: Sequence[Head],
    earlier: Freeze | None = None,
    told: Told = lambda *_: None,
) -> list[str]:
    """Say what is gone or has changed of judgements that are to be frozen, a sentence each.

    Args:
        connection: the study's.
        heads: the last judgement of each sitting.
        earlier: the freeze before, after which no names are masked in judgements any more.
        told: how far it is.
    """
    masked = _masked(connection, earlier) if earlier else _all_masked(connection)
    return _faults_of_sittings(connection, heads, masked, told)


def _masked(connection: Connection, freeze: Freeze) -> dict[tuple[str, int], str]:
    """Give the second hashes of judgements in which names were masked before the freeze.

    No text changes after a freeze; so where it closed no such list, or another one, a hash in the
    list excuses nothing.
    """
    if freeze.commitments.get(REDACTED) != redaction_digest(connection):
        return {}
    return _all_masked(connection)


def _all_masked(connection: Connection) -> dict[tuple[str, int], str]:
    """Give the second hashes of all judgements in which names were masked."""
    return {(row[0], row[1]): row[2] for row in connection.execute(REDACTIONS)}


def _faults_of_the_record(
    connection: Connection, freeze: Freeze, heads: tuple[Head, ...]
) -> Iterator[str]:
    if freeze.digest_with(heads) != freeze.digest:
        yield f"What the study keeps of freeze {freeze.number} was changed."
    standing = {str(batch): digest for batch, digest in commitments(connection).items()}
    for batch, digest in freeze.commitments.items():
        if batch.isdecimal() and standing.get(batch) != digest:
            yield f"The commitment to the key of import {batch} was changed."
    masked = freeze.commitments.get(REDACTED)
    if masked is not None and redaction_digest(connection) != masked:
        yield "The list of judgements in which names are masked was changed."
    row = connection.execute(
        "select toml from rubric where fingerprint = ?", (freeze.rubric,)
    ).fetchone()
    if row is None or _sha256(row[0]) != freeze.rubric:
        yield "The rubric was changed."


def _faults_of_sittings(
    connection: Connection,
    heads: Sequence[Head],
    masked: Mapping[tuple[str, int], str],
    told: Told,
) -> list[str]:
    """Follow the chains of sittings up to their heads."""
    found: list[str] = []
    done, total = 0, sum(head.seq for head in heads)
    for head in heads:
        numbers = _telling(head.seq, done, lambda at: told(at, total))
        found += _faults_of_a_sitting(connection, head, masked, numbers)
        done += head.seq
        told(done, total)
    return found


def _telling(count: int, before: int, told: Callable[[int], None]) -> Iterator[int]:
    """Give the numbers of a sitting's judgements, and tell now and then how far that is in all."""
    for number in range(1, count + 1):
        yield number
        if (before + number) % OFTEN == 0:
            told(before + number)


def _faults_of_a_sitting(
    connection: Connection,
    head: Head,
    masked: Mapping[tuple[str, int], str],
    numbers: Iterable[int],
) -> list[str]:
    """Follow the chain of a sitting up to its head.

    Args:
        connection: the study's.
        head: its last judgement in the set.
        masked: hashes of the judgements in which names are masked, as they stand; what was written
            there only the key knows.
        numbers: those of its judgements, in order.
    """
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
    for number in numbers:
        here = chain.get(number, [])
        if len(here) > 1:
            found.append(f"{called}: judgement {number} stands there more than once.")
        if len(here) != 1:
            before = None
            continue
        table, row = here[0]
        if row_hash(table, row) != _expected(table, row, masked):
            found.append(f"{called}: judgement {number}{_about(table, row)} was changed.")
        elif before is not None and row["prev_hash"] != before:
            what = "the record of the sitting" if number == 1 else f"judgement {number - 1}"
            found.append(f"{called}: {what} was changed.")
        before = str(row["hash"])
    if before is not None and before != head.hash and not found:
        found.append(f"{called}: it does not end as it did; it was written anew.")
    return found


def _expected(table: str, row: Mapping[str, Value], masked: Mapping[tuple[str, int], str]) -> Value:
    """Give the hash that a judgement should have; one without words has its own alone."""
    if table not in WORDS:
        return row["hash"]
    return masked.get((str(row["sitting"]), int(str(row["seq"]))), row["hash"])


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
