"""Wordings that adjudicators proposed for the rubric: the lead's list."""

from dataclasses import dataclass

from coder_tui.storage.database import Connection

PROPOSALS = """
select
    proposal.person, proposal.blind_id, proposal.dimension, proposal.point, proposal.wording,
    proposal.rubric, proposal.recorded_at
from proposal
left join rubric_dimension
    on rubric_dimension.fingerprint = proposal.rubric
    and rubric_dimension.dimension = proposal.dimension
order by
    rubric_dimension.place, proposal.dimension, proposal.point, proposal.clock, proposal.sitting,
    proposal.seq
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One wording, and the disagreement that gave rise to it."""

    person: str
    blind_id: str
    dimension: str
    point: str | None
    """The value whose anchor is meant; None for the dimension as a whole."""
    wording: str
    rubric: str
    """Fingerprint of the rubric that was in force."""
    recorded_at: str


def read_proposals(connection: Connection) -> tuple[Proposal, ...]:
    """Give all proposals, in the order of the rubric, then as they were made."""
    return tuple(Proposal(*row) for row in connection.execute(PROPOSALS).fetchall())
