"""What coders of each kind came to, item by item: the ground of every summary."""

from collections.abc import Mapping
from dataclasses import dataclass

from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.rubric import Answer, State

UNRESOLVED = "unresolved"
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands on one dimension of one item."""

    answer: Answer | None
    """None while coders differ and nobody has decided."""
    basis: str
    """`adjudicated`, `majority`, `agreed`, `single` or `unresolved`."""
    said: tuple[Answer, ...]
    """The different answers that were given, in order."""

    @property
    def word(self) -> str:
        """The answer in one short word; of what is unresolved all of them: `0/1`."""
        if self.answer is not None:
            return self.answer.word
        return "/".join(each.word for each in self.said)

    @property
    def number(self) -> float | None:
        """The final value as a number, where there is one."""
        return self.answer.number if self.answer is not None else None


Sheet = Mapping[tuple[str, str], Settled]
"""By blind id and dimension."""


def settled(snapshot: Snapshot) -> dict[str, Sheet]:
    """Give what stands, by kind of coder."""
    found: dict[str, dict[tuple[str, str], Settled]] = {}
    for kind, blind_id, dimension, state, value, number, basis, said in snapshot.ask("settled"):
        answer = Answer.stored(state, value, number) if state is not None else None
        sides = sorted((Answer(State(each["state"]), each["value"]) for each in said), key=_order)
        found.setdefault(str(kind), {})[blind_id, dimension] = Settled(answer, basis, tuple(sides))
    return dict(found)


def _order(answer: Answer) -> tuple[str, str]:
    return answer.word, answer.state.value
