"""What a study committed to: one digest of the key for each import, and what replaced it."""

import hashlib

from coder_tui.domain.blinding import canonical_json
from coder_tui.storage.database import Connection

LATEST = """
select batch, coalesce(
    (
        select digest
        from recommitment
        where recommitment.batch = commitment.batch
        order by revision desc
        limit 1
    ),
    digest
)
from commitment
"""

ALL = """
select digest
from (
    select 0 as revision, digest from commitment where batch = :batch
    union all
    select revision, digest from recommitment where batch = :batch
)
order by revision
"""

REDACTIONS = "select sitting, seq, hash from redaction order by sitting, seq"
REDACTED = "redaction"
"""Under which name a freeze has the digest of that list."""


def commitments(connection: Connection) -> dict[int, str]:
    """The commitment to the key of each import batch, as it stands."""
    return {int(batch): str(digest) for batch, digest in connection.execute(LATEST).fetchall()}


def replaced(connection: Connection, batch: int) -> set[str]:
    """The commitments of a batch that later ones replaced."""
    rows = connection.execute(ALL, {"batch": batch}).fetchall()
    return {str(digest) for (digest,) in rows[:-1]}


def count_redactions(connection: Connection) -> int:
    """How many judgements have masked names in their words."""
    return int(connection.execute("select count(*) from redaction").fetchone()[0])


def redaction_digest(connection: Connection) -> str:
    """SHA-256 over the list of judgements in which names are masked."""
    rows = [list(row) for row in connection.execute(REDACTIONS).fetchall()]
    return hashlib.sha256(canonical_json(rows).encode()).hexdigest()


def recommit(
    connection: Connection, batch: int, digest: str, *, items: int, why: str, at: str
) -> None:
    """Replace the commitment of a batch, within the caller's transaction."""
    connection.execute(
        """
        insert into recommitment
        select :batch, coalesce(max(revision), 0) + 1, :items, :digest, :why, :at
        from recommitment
        where batch = :batch
        """,
        {"batch": batch, "items": items, "digest": digest, "why": why, "at": at},
    )
