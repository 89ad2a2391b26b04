"""What a coder gave under each meaning that dimensions had: all is kept, one meaning counts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from coder_tui.domain.rubric import Answer, State
from coder_tui.storage.database import Connection

GIVEN = """
select score.blind_id, score.dimension, score.state, score.value, score.number,
    score.rubric, meant.meaning, meant.meaning = means.meaning
from score
join rubric_dimension as meant
    on meant.fingerprint = score.rubric and meant.dimension = score.dimension
join rubric_dimension as means
    on means.fingerprint = (select fingerprint from rubric_in_force)
    and means.dimension = score.dimension
where score.coder = ?
order by score.clock, score.sitting, score.seq
"""


@dataclass(frozen=True, slots=True)
class Given:
    """The latest answer on a dimension of an item while the dimension had one meaning."""

    answer: Answer
    rubric: str
    """Fingerprint of the version under which it was given."""
    counts: bool
    """Whether the dimension means the same in the version in force."""


def read_given(connection: Connection, coder: str) -> Mapping[tuple[str, str], tuple[Given, ...]]:
    """Give a coder's answers under each meaning, by item and dimension, latest first."""
    found: defaultdict[tuple[str, str], dict[str, Given]] = defaultdict(dict)
    rows = connection.execute(GIVEN, (coder,))
    for blind_id, dimension, state, value, number, rubric, meaning, counts in rows:
        under = found[blind_id, dimension]
        # The meaning that was scored last comes last.
        under.pop(meaning, None)
        under[meaning] = Given(Answer.stored(state, value, number), rubric, bool(counts))
    return {
        place: tuple(
            each for each in reversed(under.values()) if each.answer.state is not State.CLEARED
        )
        for place, under in found.items()
    }
