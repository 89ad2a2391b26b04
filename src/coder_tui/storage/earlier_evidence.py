"""Evidence that was given while its dimension meant something else: kept, and no evidence now."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from coder_tui.domain.coding import Citation, EvidenceRow, replay
from coder_tui.storage.database import Connection
from coder_tui.storage.rubric_versions import ALL_MEANINGS, read_versions
from coder_tui.storage.scores import EVIDENCE, rows_of

HAS_OTHER_MEANINGS = "select exists (select 1 from adoption where number > 1)"

UNDER_OTHER_MEANINGS = f"""
select {EVIDENCE}, given_under
from dated_evidence
where coder = :coder and blind_id = :blind_id
and counts = 0
order by clock, sitting, seq
"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A citation that stood under another meaning of its dimension."""

    citation: Citation
    version: str
    """The version of the rubric under which it was given, as the rubric calls it."""


def read_earlier(
    connection: Connection, coder: str, blind_id: str
) -> Mapping[str, tuple[Earlier, ...]]:
    """Give what a coder had cited on an item under other meanings, by dimension, latest first."""
    if not connection.execute(HAS_OTHER_MEANINGS).fetchone()[0]:
        return {}
    meanings = {each[:2]: each[2] for each in connection.execute(ALL_MEANINGS)}
    names = {each.fingerprint: each.rubric.version for each in read_versions(connection)}
    rows: defaultdict[tuple[str, str], list[EvidenceRow]] = defaultdict(list)
    under: dict[tuple[str, Citation], str] = {}
    given = connection.execute(UNDER_OTHER_MEANINGS, {"coder": coder, "blind_id": blind_id})
    for *record, fingerprint in given.fetchall():
        (row,) = rows_of([tuple(record)])
        if isinstance(row, EvidenceRow) and (row.dimension, fingerprint) in meanings:
            meant = row.dimension, meanings[row.dimension, fingerprint]
            # The meaning that was cited for last comes last.
            rows[meant] = [*rows.pop(meant, []), row]
            under[row.dimension, row.citation] = names[fingerprint]
    found: defaultdict[str, dict[Citation, Earlier]] = defaultdict(dict)
    for (dimension, _), cited in reversed(rows.items()):
        for citation in replay(cited).citations.get(dimension, ()):
            earlier = Earlier(citation, under[dimension, citation])
            found[dimension].setdefault(citation, earlier)
    return {dimension: tuple(each.values()) for dimension, each in found.items()}
