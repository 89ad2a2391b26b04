"""At which level the evidence of a rubric study of transcripts was collected.

The four levels are those that the paper behind this program tells apart. Transcripts are evidence
of responses or of interaction: a deployment, a system at work among its users, is in none of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coder_tui.domain.text import plural
from coder_tui.storage.database import Connection

LEVELS = ("model", "response", "interaction", "deployment")
"""From the narrowest claim to the widest."""

USER_TURNS = """
with turn as (
    select blind_id, role, lag(role) over (partition by blind_id order by idx) as before
    from part
    where idx > 0
)
select blind_id, count(*)
from turn
where role = 'user'
and before is not 'user'
group by blind_id
"""

MEANT = {
    "response": "what is answered to a fixed input",
    "interaction": "what a system does over several turns with a user",
    "deployment": "a system at work, with its users, their tasks, rules and oversight",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The level of some items, and why it is this one."""

    level: str
    reason: str

    @property
    def not_supported(self) -> tuple[str, ...]:
        """The levels above it."""
        return LEVELS[LEVELS.index(self.level) + 1 :]

    @property
    def sentence(self) -> str:
        """Say what this evidence does not support."""
        above = "; nor at the level ".join(f"{each} ({MEANT[each]})" for each in self.not_supported)
        return (
            f"Evidence of the level {self.level}. Nothing in it supports a claim at the level "
            f"{above}."
        )


def user_turns(study: Connection) -> dict[str, int]:
    """Give how often the user speaks in each item in which the user does."""
    return dict(study.execute(USER_TURNS).fetchall())


def evidence_of(items: Iterable[str], turns: Mapping[str, int]) -> Evidence:
    """Give the level that all of some items reach.

    Args:
        items: blind ids.
        turns: how often the user speaks, by blind id.
    """
    spoken = [turns.get(blind_id, 0) for blind_id in items]
    longer = sum(times > 1 for times in spoken)
    count = plural(len(spoken), "transcript")
    each = f"each of {count}" if len(spoken) > 1 else "the only transcript (n = 1)"
    if longer and longer == len(spoken):
        return Evidence(
            "interaction",
            f"More than one user turn in {each}. Whether the user reacted to the answers, as a "
            "fixed script does not, cannot be told from that.",
        )
    if longer:
        return Evidence(
            "response",
            f"Only {longer} of {count} {'has' if longer == 1 else 'have'} more than one user turn: "
            "together they are evidence of no more than single responses.",
        )
    return Evidence("response", f"One exchange in {each}.")
