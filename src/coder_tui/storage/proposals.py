"""Wordings that adjudicators proposed for the rubric: the lead's list, and one's own ones.

A row that names another one withdraws it; with words it takes its place. The list is read without
the key, so no coder is named in it, neither in the words nor as who proposed them.
"""

from dataclasses import dataclass

from coder_tui.domain.adjudication import CaseId
from coder_tui.domain.adjudicators import people
from coder_tui.domain.coder_names import CODER, without_coders
from coder_tui.domain.coding import RowId
from coder_tui.storage.database import Connection

PROPOSALS = """
select
    proposal.person, proposal.blind_id, proposal.dimension, proposal.point, proposal.wording,
    proposal.rubric, proposal.recorded_at, withdrawing.recorded_at
from proposal
left join rubric_dimension
    on rubric_dimension.fingerprint = proposal.rubric
    and rubric_dimension.dimension = proposal.dimension
left join proposal as withdrawing
    on withdrawing.undoes_sitting = proposal.sitting
    and withdrawing.undoes_seq = proposal.seq
where proposal.wording <> ''
order by
    rubric_dimension.place, proposal.dimension, proposal.point, proposal.clock, proposal.sitting,
    proposal.seq
"""

OWN = """
select sitting, seq, point, wording
from proposal
where person = :person
and blind_id = :blind_id
and dimension = :dimension
and point is :point
and wording <> ''
and not exists (
    select 1
    from proposal as withdrawing
    where withdrawing.undoes_sitting = proposal.sitting
    and withdrawing.undoes_seq = proposal.seq
)
order by clock desc, sitting desc, seq desc
limit 1
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One wording, and the disagreement that gave rise to it."""

    person: str
    """Who proposed it; where that is a coder, a mark."""
    blind_id: str
    dimension: str
    point: str | None
    """The value whose anchor is meant; None for the dimension as a whole."""
    wording: str
    rubric: str
    """Fingerprint of the rubric that was in force."""
    recorded_at: str
    withdrawn_at: str | None
    """When it was withdrawn, or replaced by other words; None where it stands."""


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """A wording that somebody proposed on a case, and that stands."""

    row: RowId
    case: CaseId
    point: str | None
    wording: str


def own_proposal(
    connection: Connection, person: str, case: CaseId, point: str | None
) -> OwnProposal | None:
    """Give what somebody proposed last on a case, of a point or of the dimension as a whole."""
    key = {"person": person, "blind_id": case.blind_id, "dimension": case.dimension}
    row = connection.execute(OWN, key | {"point": point}).fetchone()
    return OwnProposal(RowId(row[0], row[1]), case, row[2], row[3]) if row else None


def read_proposals(connection: Connection) -> tuple[Proposal, ...]:
    """Give all proposals, in the order of the rubric, then as they were made."""
    coders = [name for (name,) in connection.execute("select name from coder")]
    folded = {name.casefold() for name in coders}

    def told(person: str) -> str:
        codes = any(each.casefold() in folded for each in people(person))
        return CODER if codes else person

    return tuple(
        Proposal(told(row[0]), row[1], row[2], row[3], without_coders(row[4], coders), *row[5:])
        for row in connection.execute(PROPOSALS).fetchall()
    )
