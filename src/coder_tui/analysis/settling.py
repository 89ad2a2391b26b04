"""How a study settles disagreements, what final scores rest on, and who decided on own items."""

from collections.abc import Mapping
from dataclasses import dataclass

from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.adjudicators import people, together
from coder_tui.storage.decisions import OwnItems, own_items_decided
from coder_tui.storage.study import StudyFile

COUNT_BASES = """
select basis, count(*)
from final_score
group by basis
"""


@dataclass(frozen=True, slots=True)
class Settling:
    """How disagreements became final scores."""

    mode: str
    """`third`, `consensus` or `majority`."""
    bases: Mapping[str, int]
    """How many final scores rest on what."""
    own_items: tuple[OwnItems, ...]
    """For everybody who decided, how many decisions are on items that they coded themselves."""

    @property
    def on_own_items(self) -> tuple[OwnItems, ...]:
        """Those of them who decided on items of their own."""
        return tuple(each for each in self.own_items if each.own)


def settling(snapshot: Snapshot, study: StudyFile, names: Mapping[str, str]) -> Settling:
    """Say how disagreements were settled.

    Args:
        snapshot: the study, as it is counted.
        study: open, at the same moment.
        names: what each coder is called for the reader.
    """
    own = tuple(
        OwnItems(_called(each.adjudicator, names), each.decided, each.own)
        for each in own_items_decided(study.connection)
    )
    return Settling(study.info.adjudication, dict(snapshot.run(COUNT_BASES)), own)


def _called(adjudicator: str, names: Mapping[str, str]) -> str:
    """Give an adjudicator's name; where it is a coder's, what that one is called."""
    by_folded = {name.casefold(): called for name, called in names.items()}
    return together(by_folded.get(each.casefold(), each) for each in people(adjudicator))
