"""What a key keeps beside conditions and originals, and whether it is still what it was.

Searching and deciding change these tables at every step, and the study is not written then; so they
are in no commitment. A freeze, after which no text changes, keeps a digest of each.
"""

import json

import msgspec

from coder_tui.domain.blinding import commitment
from coder_tui.storage.database import Connection
from coder_tui.storage.judgements import row_hash
from coder_tui.storage.redacting import WORDS, Id, Words, judgement
from coder_tui.storage.upgrading import version_of

_OF_BATCH = "blind_id in (select blind_id from condition where batch <= :batch)"

NOTES = {
    "identity": "select name, masked from identity where batch <= :batch order by name",
    "wrapper": """
        select scaffold, before, after, batch
        from wrapper
        where batch <= :batch
        order by scaffold, batch
    """,
    "loss": "select batch, report from loss where batch <= :batch order by batch",
    "leak": f"""
        select * from leak where {_OF_BATCH} order by blind_id, turn, source_start, source_end
    """,
    "unleaked": f"select * from unleaked where {_OF_BATCH} order by blind_id, turn",
    "forgotten": "select spelling from forgotten where :batch > 0 order by spelling",
    "redacted": """
        select judgement, sitting, seq, written, wanted
        from redacted
        where :batch > 0
        order by sitting, seq
    """,
}
"""The tables, up to an import: items may come after a freeze."""

ALL_NOTES_SINCE = 3
"""The version of a key that has all of them."""

LATEST_FREEZE = "select commitments from freeze order by number desc limit 1"


def note_digests(key: Connection, batch: int) -> dict[str, str]:
    """Give SHA-256 over the nonce and the rows of each table, as they are up to an import."""
    (nonce,) = key.execute("select nonce from registration").fetchone()
    encode = msgspec.json.Encoder().encode
    return {
        table: commitment(nonce, map(encode, key.execute(rows, {"batch": batch})))
        for table, rows in NOTES.items()
    }


def notes_fault(study: Connection, key: Connection) -> str:
    """Say what of these tables is not what it was at the freeze; nothing where all is whole."""
    row = study.execute(LATEST_FREEZE).fetchone()
    frozen: dict[str, str] = json.loads(row[0]) if row else {}
    kept = {table: digest for table, digest in frozen.items() if table in NOTES}
    if not kept:
        return ""
    if version_of(key) < ALL_NOTES_SINCE:
        return "it is an older copy"
    found = note_digests(key, max(int(each) for each in frozen if each.isdecimal()))
    changed = [table for table, digest in kept.items() if found.get(table) != digest]
    return f"its {_tables(changed)} changed after the freeze" if changed else ""


def _tables(names: list[str]) -> str:
    return f"table {names[0]} was" if len(names) == 1 else f"tables {', '.join(names)} were"


def redaction_fault(study: Connection, key: Connection) -> str:
    """Say which judgement is not, but for what was masked in it, what somebody wrote."""
    redacted = {row[:2] for row in study.execute("select sitting, seq from redaction").fetchall()}
    kept = set()
    if version_of(key) >= ALL_NOTES_SINCE:
        for table, sitting, seq, written, carried in key.execute(
            "select judgement, sitting, seq, written, carried from redacted"
        ).fetchall():
            whole = _is_as_written(study, table, (sitting, seq), json.loads(written))
            if not whole or (carried and (sitting, seq) not in redacted):
                return _called(sitting, seq)
            kept.add((sitting, seq))
    return next((_called(*each) for each in sorted(redacted - kept)), "")


def _is_as_written(study: Connection, table: str, row_id: Id, written: Words) -> bool:
    """Whether a judgement has its hash with the words as they were written, and nothing but them.

    Whatever else were kept for it would stand in for what the study has.
    """
    if set(written) != set(WORDS.get(table, ())):
        return False
    row = judgement(study, table, row_id)
    return bool(row) and row_hash(table, {**row, **written}) == row["hash"]


def _called(sitting: str, seq: int) -> str:
    return f"judgement {seq} of sitting {sitting}, or what the key keeps of it,"
