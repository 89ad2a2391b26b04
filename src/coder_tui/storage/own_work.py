"""Where a coder can go on: the next open or flagged item, why one was skipped, whose one is."""

from coder_tui.domain.errors import NotHeldError
from coder_tui.storage.database import Connection

OPEN_BETWEEN = """
select blind_id
from assignment
where coder = :coder
and place > :after
and place < :before
and coalesce((
    select move
    from submission
    where submission.coder = assignment.coder and submission.blind_id = assignment.blind_id
    order by clock desc, sitting desc, seq desc
    limit 1
), 'none') not in ('submitted', 'skipped')
order by place
limit 1
"""

FLAGGED_BETWEEN = """
select blind_id
from assignment
where coder = :coder
and place > :after
and place < :before
and coalesce((
    select reason
    from flag
    where flag.coder = assignment.coder and flag.blind_id = assignment.blind_id
    order by clock desc, sitting desc, seq desc
    limit 1
), '') <> ''
order by place
limit 1
"""

LAST_MOVE = """
select move, reason
from submission
where coder = :coder and blind_id = :blind_id
order by clock desc, sitting desc, seq desc
limit 1
"""

HOLDS = """
select exists (
    select 1
    from assignment
    where coder = :coder
    and blind_id = :blind_id
    and coder not in (select coder from withdrawal)
) or exists (select 1 from calibration where blind_id = :blind_id)
"""
"""Practice items are everybody's."""

HAS_CODED = """
select exists (
    select 1
    from submission
    where coder = ? and move = 'submitted' and blind_id not in (select blind_id from calibration)
)
"""

HAS_ADJUDICATED = """
select exists (
    select 1
    from sitting
    where purpose = 'adjudication' and lower(person) = lower(?)
)
"""

BEHIND_ALL = 1 << 62


def next_open(connection: Connection, coder: str, place: int) -> str | None:
    """Give the next item behind a place, going round, that is neither submitted nor skipped."""
    return _going_round(connection, OPEN_BETWEEN, coder, place)


def next_flagged(connection: Connection, coder: str, place: int) -> str | None:
    """Give the next item behind a place, going round, that the coder has flagged."""
    return _going_round(connection, FLAGGED_BETWEEN, coder, place)


def _going_round(connection: Connection, question: str, coder: str, place: int) -> str | None:
    """Ask behind the place first, then before it; the place itself is left out."""
    for after, before in ((place, BEHIND_ALL), (0, place)):
        given = {"coder": coder, "after": after, "before": before}
        row = connection.execute(question, given).fetchone()
        if row:
            return str(row[0])
    return None


def skip_reason(connection: Connection, coder: str, blind_id: str) -> str | None:
    """Give why an item was skipped, None where its last move is another one."""
    row = connection.execute(LAST_MOVE, {"coder": coder, "blind_id": blind_id}).fetchone()
    return str(row[1] or "") if row and row[0] == "skipped" else None


def holds(connection: Connection, coder: str, blind_id: str) -> bool:
    """Whether an item is the coder's: `assign` may have given it to somebody else."""
    given = {"coder": coder, "blind_id": blind_id}
    return bool(connection.execute(HOLDS, given).fetchone()[0])


def refuse_not_held(connection: Connection, *, coder: str, blind_id: str) -> None:
    """Make sure that nothing is judged on an item that is somebody else's by now.

    Raises:
        NotHeldError: the coder has it no longer.
    """
    if not holds(connection, coder, blind_id):
        raise NotHeldError(
            f"{blind_id} is no longer an item of {coder}'s; nothing was recorded.",
            title="Not yours",
            hint="Go on with another item.",
        )


def has_coded(connection: Connection, coder: str) -> bool:
    """Whether the coder has submitted anything, whoever has it by now."""
    return bool(connection.execute(HAS_CODED, (coder,)).fetchone()[0])


def has_adjudicated(connection: Connection, name: str) -> bool:
    """Whether somebody has had the screen of adjudication open, which shows coders' answers."""
    return bool(connection.execute(HAS_ADJUDICATED, (name,)).fetchone()[0])


def is_withdrawn(connection: Connection, coder: str) -> bool:
    """Whether the coder was withdrawn."""
    found = connection.execute("select 1 from withdrawal where coder = ?", (coder,)).fetchone()
    return found is not None
