"""Changing the stored text of items, in the study and in its key, so that both change or neither.

Two files cannot be committed at once. What is to stand in both is first written into the key, as a
note of what has to be done; then the study changes, with a new commitment; then the key, and the
note goes. Whoever opens both files next finishes what was interrupted: each step can be done again
without harm. Scores are not touched, and what was cited keeps its place: a quote is found again in
the new text when its item is opened. Names in quotes and comments are masked in the same step.
"""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coder_tui.domain.blinding import content_hash
from coder_tui.domain.items import Part, PartKind
from coder_tui.storage.commitments import commitments, recommit
from coder_tui.storage.database import Connection, immediate
from coder_tui.storage.item_writing import Original
from coder_tui.storage.key import KeyFile, key_commitment
from coder_tui.storage.redacting import Redaction, is_noted, note_redactions, redact
from coder_tui.storage.study import StudyFile
from coder_tui.storage.teams import LOG, PATIENCE
from coder_tui.storage.wall_clock import now

FORGET_LEAKS = (
    """
    insert or ignore into forgotten
    select spelling from leak where blind_id = ? and decision in ('masked', 'excluded')
    """,
    "delete from leak where blind_id = ?",
    "delete from unleaked where blind_id = ?",
    "delete from searched where blind_id = ?",
)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What an item is to be: all its parts, and all rows of its original."""

    parts: tuple[Part, ...]
    originals: tuple[Original, ...]


def originals_of(key: KeyFile, blind_id: str) -> tuple[Original, ...]:
    """The rows of an item's original, in order; the reference first."""
    rows = key.connection.execute(
        """
        select turn, part, role, kind, name, call, text, segments
        from original
        where blind_id = ?
        order by turn
        """,
        (blind_id,),
    ).fetchall()
    return tuple(tuple(row) for row in rows)


def rewrite_items(
    study: StudyFile,
    key: KeyFile,
    rewrites: Mapping[str, Rewrite],
    *,
    person: str,
    why: str,
    forget_leaks: bool = False,
    redactions: Sequence[Redaction] = (),
) -> None:
    """Give items another text.

    Args:
        study: open for writing.
        key: its key, open for writing.
        rewrites: by blind id.
        person: who does it.
        why: for the log and the new commitment; nothing that tells a condition.
        forget_leaks: whether what was found in the old text, and decided on it, is of no use now.
        redactions: judgements that are to have other words.

    Raises:
        RefusedError: the study is frozen.
        NotSavedError: a file cannot be written; the next of the lead's commands finishes it, or
            nothing has changed.
    """
    if not (rewrites or redactions):
        return
    with key.changing(patience=PATIENCE):
        if forget_leaks:
            for statement in FORGET_LEAKS:
                key.connection.executemany(statement, ((each,) for each in rewrites))
        key.connection.executemany(
            "insert or replace into rewrite values (?, ?, ?)",
            (
                (blind_id, _parts_json(rewrite.parts), json.dumps(rewrite.originals))
                for blind_id, rewrite in rewrites.items()
            ),
        )
        note_redactions(key.connection, redactions)
    finish_rewriting(study, key, person=person, why=why)


def is_under_way(key: KeyFile) -> bool:
    """Whether the key has a note of something that the study may not have yet."""
    return is_noted(key.connection) or bool(
        key.connection.execute("select exists (select 1 from rewrite)").fetchone()[0]
    )


def finish_rewriting(
    study: StudyFile, key: KeyFile, *, person: str, why: str = "an interrupted change"
) -> bool:
    """Do what the key's note says, if there is one.

    Returns:
        Whether there was one.
    """
    noted = key.connection.execute(
        "select blind_id, parts, originals from rewrite order by blind_id"
    ).fetchall()
    if not is_under_way(key):
        forget_old_texts(study.connection, patience=0.0)
        return False
    with immediate(key.connection, patience=PATIENCE):
        _change_key(key.connection, [(row[0], json.loads(row[2])) for row in noted])
        batches = _batches(key.connection, [row[0] for row in noted])
        digests = {batch: key_commitment(key.connection, batch) for batch in batches}
        changes = [(row[0], json.loads(row[1])) for row in noted]
        _change_study(study, key, changes, digests, batches, person=person, why=why)
        key.connection.execute("delete from rewrite")
    return True


def _parts_json(parts: Sequence[Part]) -> str:
    return json.dumps(
        [[each.idx, each.role, each.kind.value, each.name, each.call, each.text] for each in parts]
    )


def _batches(connection: Connection, blind_ids: Iterable[str]) -> dict[int, int]:
    """Give the import batches of items, each with how many items it has."""
    wanted = set(blind_ids)
    rows = connection.execute("select batch, blind_id from condition").fetchall()
    touched = {batch for batch, blind_id in rows if blind_id in wanted}
    return {each: sum(batch == each for batch, _ in rows) for each in sorted(touched)}


def _change_key(
    connection: Connection, changes: Iterable[tuple[str, Sequence[Sequence[object]]]]
) -> None:
    for blind_id, originals in changes:
        connection.execute("delete from original where blind_id = ?", (blind_id,))
        connection.executemany(
            "insert into original values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((blind_id, *row) for row in originals),
        )


def _change_study(
    study: StudyFile,
    key: KeyFile,
    changes: Iterable[tuple[str, Sequence[Sequence[object]]]],
    digests: Mapping[int, str],
    counts: Mapping[int, int],
    *,
    person: str,
    why: str,
) -> None:
    """Write the texts and the new commitments; the key's transaction is still open around it.

    A program that is killed between the two commits leaves the key as it was, with its note.
    """
    connection = study.connection
    done = []
    with immediate(connection, patience=PATIENCE):
        for blind_id, rows in changes:
            parts = [_part(row) for row in rows]
            connection.execute("delete from part where blind_id = ?", (blind_id,))
            connection.executemany(
                "insert into part values (?, ?, ?, ?, ?, ?, ?)",
                ((blind_id, p.idx, p.role, p.kind.value, p.name, p.call, p.text) for p in parts),
            )
            connection.execute(
                "update item set content_hash = ? where blind_id = ?",
                (content_hash(study.info.salt + blind_id, parts), blind_id),
            )
            done.append(blind_id)
        standing = commitments(connection)
        at = now()
        for batch, digest in digests.items():
            if standing.get(batch) != digest:
                recommit(connection, batch, digest, items=counts[batch], why=why, at=at)
        redacted = redact(connection, key.connection, at=at)
        detail = json.dumps({"items": done, "judgements": redacted, "why": why}, sort_keys=True)
        connection.execute(LOG, (person, "rewrite", detail, at))
    forget_old_texts(connection, patience=PATIENCE)


def forget_old_texts(connection: Connection, *, patience: float) -> bool:
    """Take texts that were replaced out of the file and its log.

    Pages that were written anew reach the file only when nobody reads an older state of it; until
    then it holds the old texts, byte for byte.

    Returns:
        Whether it is done; if not, the lead's next command does it.
    """
    deadline = time.monotonic() + patience
    while True:
        busy, *_ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
        if not busy or time.monotonic() >= deadline:
            return not busy
        time.sleep(0.05)


def _part(row: Sequence[object]) -> Part:
    idx, role, kind, name, call, text = row
    assert isinstance(idx, int)  # noqa: S101  # what `_parts_json` wrote
    return Part(idx, str(role), PartKind(str(kind)), str(name), str(call), str(text))
