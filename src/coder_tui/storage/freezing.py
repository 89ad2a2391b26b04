"""The reliability set: what of a study is closed, and what came too late for it.

A freeze is a set of sittings with their heads. A judgement is in the set if its sitting is and its
number is not beyond the head, whatever its clock says.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from coder_tui.domain.blinding import canonical_json
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.moments import moment
from coder_tui.domain.text import plural
from coder_tui.storage.commitments import REDACTED, commitments, redaction_digest
from coder_tui.storage.database import Connection, immediate, version_of_others
from coder_tui.storage.freeze_counts import FreezeCounts, count
from coder_tui.storage.heads import Head, beyond, heads_now, keep_heads
from coder_tui.storage.study import StudyFile
from coder_tui.storage.teams import LOG, PATIENCE
from coder_tui.storage.wall_clock import now

LATEST_FREEZE = """
select id, number, person, frozen_at, rubric, counts, commitments, agreement, digest
from freeze
order by number desc
limit 1
"""

WRITE_FREEZE = """
insert into freeze (
    id, number, person, frozen_at, rubric, counts, commitments, agreement, digest
)
values (
    :id, :number, :person, :frozen_at, :rubric, :counts, :commitments, :agreement, :digest
)
"""

OPENED = "select unblinded_at from unblinding order by unblinded_at limit 1"

NO_NOTES: Mapping[str, str] = {}

HOLDS = "(select id from freeze order by number desc limit 1)"

LATE_SCORES = beyond(HOLDS, "score", "late.rowid")
LATE_SUBMISSIONS = beyond(HOLDS, "submission", "late.rowid")

LATE_ANSWERS = f"""
with touched as materialized (
    {beyond(HOLDS, "score", "late.coder, late.blind_id")}
    union
    {beyond(HOLDS, "submission", "late.coder, late.blind_id")}
)
select late_score.coder, late_score.blind_id, late_score.dimension
from touched
cross join late_score
    on late_score.blind_id = touched.blind_id and late_score.coder = touched.coder
"""
"""From the items on which something is late: the view looks at every score, and so does SQLite here
when it is asked for their number alone."""


@dataclass(frozen=True, slots=True)
class Outside:
    """The rows, by their rowids, that are not in the reliability set."""

    scores: tuple[int, ...]
    submissions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Freeze:
    """What a study keeps of a freeze."""

    id: str
    number: int
    """1 for the first one."""
    person: str
    """Whose login made it."""
    frozen_at: str
    rubric: str
    """Fingerprint of the rubric in force."""
    counts: Mapping[str, object]
    commitments: Mapping[str, str]
    """The commitment to the key of each import, by its number; digests of other tables by name."""
    agreement: str
    """JSON: the agreement as it stood."""
    digest: str

    def digest_with(self, heads: Iterable[Head]) -> str:
        """Give SHA-256 over everything that the freeze says, with its heads."""
        said = asdict(self)
        del said["digest"]
        said["agreement"] = json.loads(self.agreement)
        said["heads"] = [[each.sitting, each.seq, each.hash] for each in heads]
        return hashlib.sha256(canonical_json(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """What a freeze would close, as the study was at one moment."""

    heads: tuple[Head, ...]
    counts: FreezeCounts
    version: int
    """Changes as soon as another program writes to the study."""


def standing(study: StudyFile) -> Standing:
    """Say what a freeze would close now."""
    version = version_of_others(study.connection)
    heads = heads_now(study.connection)
    return Standing(heads, count(study, heads), version)


def latest_freeze(connection: Connection) -> Freeze | None:
    """The freeze that holds; None where nothing is frozen."""
    cursor = connection.execute(LATEST_FREEZE)
    row = cursor.fetchone()
    if row is None:
        return None
    found = dict(zip((column[0] for column in cursor.description), row, strict=True))
    found |= {name: json.loads(found[name]) for name in ("counts", "commitments")}
    return Freeze(**found)


def outside(connection: Connection) -> Outside | None:
    """What is not in the reliability set; None where nothing is frozen.

    It is found from the heads, so that it costs what there is of it, not what there is in all.
    """
    if not connection.execute("select exists (select 1 from freeze)").fetchone()[0]:
        return None
    scores = connection.execute(LATE_SCORES).fetchall()
    submissions = connection.execute(LATE_SUBMISSIONS).fetchall()
    return Outside(tuple(row[0] for row in scores), tuple(row[0] for row in submissions))


def count_late_scores(connection: Connection) -> int:
    """How many scores stand that did not stand in the reliability set."""
    return len(connection.execute(LATE_ANSWERS).fetchall())


def write_freeze(
    study: StudyFile,
    found: Standing,
    agreement: str,
    *,
    person: str,
    notes: Mapping[str, str] = NO_NOTES,
    patience: float = PATIENCE,
) -> Freeze | None:
    """Close the reliability set, in one transaction with a line in the log.

    Args:
        study: open for writing.
        found: what is closed.
        agreement: JSON: the agreement of just that.
        person: whose login it is.
        notes: digests of what the key keeps beside conditions and originals.
        patience: seconds to wait for somebody who is writing.

    Returns:
        The freeze; None where somebody has written since, so that `found` is not what there is, and
        nothing was written.

    Raises:
        RefusedError: a set was closed before the conditions were opened; nothing has changed.
        NotSavedError: the file cannot be written; nothing has changed.
    """
    connection = study.connection
    with immediate(connection, patience=patience):
        refuse_after_opening(study)
        if version_of_others(connection) != found.version:
            return None
        made = _make(study, found, agreement, person, notes)
        as_json = {
            "counts": canonical_json(dict(made.counts)),
            "commitments": canonical_json(dict(made.commitments)),
        }
        connection.execute(WRITE_FREEZE, asdict(made) | as_json)
        keep_heads(connection, made.id, found.heads)
        told = json.dumps({"number": made.number, "digest": made.digest}, sort_keys=True)
        connection.execute(LOG, (person, "freeze", told, made.frozen_at))
    return made


def refuse_after_opening(study: StudyFile) -> None:
    """Make sure that a set on which an unblinding rests stays the last one.

    Raises:
        RefusedError: the conditions are open, and something was frozen.
    """
    latest = latest_freeze(study.connection)
    opened = study.connection.execute(OPENED).fetchone()
    if latest is not None and opened is not None:
        raise RefusedError(
            f"{study.path}: its conditions are open since {moment(opened[0])}; the reliability set "
            f"stays that of freeze {latest.number}.",
            title="Unblinded",
        )


def _make(
    study: StudyFile, found: Standing, agreement: str, person: str, notes: Mapping[str, str]
) -> Freeze:
    connection = study.connection
    latest = latest_freeze(study.connection)
    made = Freeze(
        id=secrets.token_hex(8),
        number=latest.number + 1 if latest else 1,
        person=person,
        frozen_at=now(),
        rubric=study.rubric_fingerprint,
        counts=found.counts.as_json(),
        commitments={
            **{str(batch): digest for batch, digest in sorted(commitments(connection).items())},
            REDACTED: redaction_digest(connection),
            **notes,
        },
        agreement=agreement,
        digest="",
    )
    return replace(made, digest=made.digest_with(found.heads))


def refuse_freeze(found: Standing, study: StudyFile, *, unfinished: bool) -> None:
    """Make sure that there is something to close, and that nobody would miss the rest.

    Args:
        found: what would be closed.
        study: where it stands.
        unfinished: whether assignments may be left that are not submitted.

    Raises:
        RefusedError: nothing has been submitted, or something is not.
    """
    if not found.counts.scores:
        raise RefusedError(
            f"{study.path}: no score has been submitted; there is nothing to close.",
            title="Nothing to freeze",
        )
    left = found.counts.unfinished
    if left and not unfinished:
        raise RefusedError(
            f"{study.path}: {left:,} of {plural(found.counts.assignments, 'assignment')} "
            f"{'is' if left == 1 else 'are'} not submitted, and what is submitted after a freeze "
            "enters no agreement.",
            title="Unfinished",
            hint="Let the coders finish, move their items or withdraw who has gone with `assign`, "
            "or leave those out with --unfinished.",
        )
