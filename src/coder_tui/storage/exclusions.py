"""Leaving items out: nobody codes them any more, and no statistic counts them.

What was scored on them stays in the file. An item that comes back goes to those who had it, behind
what they have.
"""

import json
from collections.abc import Iterable

from coder_tui.storage.database import Connection
from coder_tui.storage.teams import LOG, owed
from coder_tui.storage.wall_clock import now

GIVE_BACK = """
insert into assignment
select :coder, :blind_id, coalesce(max(place), 0) + 1
from assignment
where coder = :coder
"""

IS_THERE = """
select
    not exists (select 1 from withdrawal where coder = :coder)
    or 'submitted' = (
        select move
        from submission
        where coder = :coder and blind_id = :blind_id
        order by clock desc, sitting desc, seq desc
        limit 1
    ),
    exists (
        select 1
        from submission
        where coder = :coder and blind_id = :blind_id and move = 'submitted'
    )
"""
"""Whether a coder gets an item back; and else, whether the answers of a submit stand on it."""


def excluded(connection: Connection, reason: str | None = None) -> set[str]:
    """The items that are left out, for one reason or for any."""
    rows = connection.execute(
        "select blind_id from exclusion where :reason is null or reason = :reason",
        {"reason": reason},
    ).fetchall()
    return {blind_id for (blind_id,) in rows}


def exclude(connection: Connection, blind_ids: Iterable[str], reason: str, person: str) -> None:
    """Leave items out, within the caller's transaction.

    Args:
        connection: the study's, in a transaction.
        blind_ids: items that are not left out yet.
        reason: a word that tells no condition.
        person: who decided it.
    """
    shortened: set[str] = set()
    for blind_id in sorted(blind_ids):
        had = [
            coder
            for (coder,) in connection.execute(
                "select coder from assignment where blind_id = ? order by coder", (blind_id,)
            ).fetchall()
        ]
        connection.execute(
            "insert into exclusion values (?, ?, ?, ?, ?)",
            (blind_id, reason, json.dumps(had), person, now()),
        )
        connection.execute("delete from assignment where blind_id = ?", (blind_id,))
        shortened.update(had)
    for coder in sorted(shortened):
        _close_gaps(connection, coder)


def include(connection: Connection, blind_ids: Iterable[str], person: str) -> None:
    """Let items count again, within the caller's transaction.

    Who was withdrawn meanwhile gets back what was submitted; the next `assign` deals the rest.
    """
    lacking: list[str] = []
    for blind_id in sorted(blind_ids):
        row = connection.execute(
            "delete from exclusion where blind_id = ? returning coders", (blind_id,)
        ).fetchone()
        for coder in json.loads(row[0]) if row else ():
            held = {"coder": coder, "blind_id": blind_id}
            gets_it, has_coded = connection.execute(IS_THERE, held).fetchone()
            if gets_it:
                connection.execute(GIVE_BACK, held)
            elif not has_coded:
                lacking.append(blind_id)
    if lacking:
        detail = {"owed": [*owed(connection), *lacking]}
        connection.execute(LOG, (person, "assign", json.dumps(detail, sort_keys=True), now()))


def _close_gaps(connection: Connection, coder: str) -> None:
    """Number a coder's items from 1 again: who goes to the next item goes by that number."""
    order = connection.execute(
        "select blind_id from assignment where coder = ? order by place", (coder,)
    ).fetchall()
    connection.execute("delete from assignment where coder = ?", (coder,))
    connection.executemany(
        "insert into assignment values (?, ?, ?)",
        ((coder, blind_id, place) for place, (blind_id,) in enumerate(order, start=1)),
    )
