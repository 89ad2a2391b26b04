"""Decisions that were made: what stands on a case, and how many were made on one's own items."""

from dataclasses import dataclass

from coder_tui.domain.adjudication import REASON_WORDS, CaseId, Made
from coder_tui.domain.coding import RowId
from coder_tui.domain.rubric import CLEARED, Answer
from coder_tui.storage.database import Connection

MADE = """
select
    sitting, seq, blind_id, dimension, adjudicator, state, value, number, reason, sentence,
    recorded_at
from decision
"""

ON_CASE = """
select
    sitting, seq, blind_id, dimension, adjudicator, state, value, number, reason, sentence,
    recorded_at, undoes_sitting, undoes_seq
from adjudication
where blind_id = :blind_id and dimension = :dimension
and (dimension, rubric) in (select dimension, fingerprint from counted_version)
order by clock, sitting, seq
"""
"""Not from the view, which would look at the decisions on all cases; a key press asks this."""

WITH_OTHER_MEANING = """
select
    sitting, seq, blind_id, dimension, adjudicator, state, value, number, reason, sentence,
    recorded_at, undoes_sitting, undoes_seq
from adjudication
where blind_id = :blind_id and dimension = :dimension
and (dimension, rubric) not in (select dimension, fingerprint from counted_version)
order by clock, sitting, seq
"""

IN_FORCE = f"""{MADE}
where in_force = 1
order by clock, sitting, seq
"""

LATEST_OF = f"""{MADE}
where adjudicator = :adjudicator and in_force = 1
order by clock desc, sitting desc, seq desc
limit 1
"""

OWN_ITEMS = """
select adjudicator, count(*), sum(own_item)
from decision
where in_force = 1
and blind_id not in (select blind_id from uncounted_item)
group by adjudicator
order by adjudicator
"""


@dataclass(frozen=True, slots=True)
class OwnItems:
    """How many of somebody's decisions in force are on items that they coded themselves."""

    adjudicator: str
    """One name, or several: `ana+ben`."""
    decided: int
    own: int


def decisions_on(connection: Connection, case: CaseId) -> tuple[Made, ...]:
    """Give the decisions on a case that were not taken back; the last one is in force."""
    return _standing(connection, ON_CASE, case)


def decisions_with_other_meaning(connection: Connection, case: CaseId) -> tuple[Made, ...]:
    """Give the decisions made while the dimension meant something else, which do not count."""
    return _standing(connection, WITH_OTHER_MEANING, case)


def _standing(connection: Connection, query: str, case: CaseId) -> tuple[Made, ...]:
    key = {"blind_id": case.blind_id, "dimension": case.dimension}
    rows = connection.execute(query, key).fetchall()
    undone = {tuple(row[-2:]) for row in rows}
    standing = [row[:-2] for row in rows if row[:2] not in undone]
    return tuple(made for made in map(_made, standing) if made.answer != CLEARED)


def decisions_in_force(connection: Connection) -> dict[CaseId, Made]:
    """Give the decision in force on every case that has one."""
    found = map(_made, connection.execute(IN_FORCE).fetchall())
    return {made.case: made for made in found}


def latest_decision_of(connection: Connection, adjudicator: str) -> Made | None:
    """Give somebody's latest decision, of any sitting, that is in force."""
    row = connection.execute(LATEST_OF, {"adjudicator": adjudicator}).fetchone()
    return _made(row) if row else None


def own_items_decided(connection: Connection) -> tuple[OwnItems, ...]:
    """Count, for everybody who decided, the decisions on items that they coded themselves."""
    return tuple(OwnItems(*row) for row in connection.execute(OWN_ITEMS).fetchall())


def _made(
    row: tuple[str, int, str, str, str, str, str | None, float | None, str, str, str],
) -> Made:
    sitting, seq, blind_id, dimension, adjudicator, state, value, number, reason, sentence, at = row
    return Made(
        RowId(sitting, seq),
        CaseId(blind_id, dimension),
        adjudicator,
        Answer.stored(state, value, number),
        REASON_WORDS.get(reason, reason),
        sentence,
        at,
    )
