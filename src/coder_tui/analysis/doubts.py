"""Items that a finding should also be looked at without."""

from dataclasses import dataclass

from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.sql_files import read_sql
from coder_tui.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Doubts:
    """Blind ids of items that one sensitivity analysis leaves out each."""

    breaks: frozenset[str]
    """Blinding did not hold: a coder was fairly sure of the true model, or a decision says so."""
    faults: frozenset[str]
    """A coder's flag stands, or a decision says that the item is faulty."""


def doubts(snapshot: Snapshot, study: Connection) -> Doubts:
    """Find them.

    Args:
        snapshot: with conditions.
        study: the same study, at the same moment.
    """
    said = study.execute(read_sql("found_faults")).fetchall()
    known = {blind_id for (blind_id,) in snapshot.ask("recognised")}
    return Doubts(
        frozenset(known | {blind_id for blind_id, what in said if what == "break"}),
        frozenset(blind_id for blind_id, what in said if what == "fault"),
    )
