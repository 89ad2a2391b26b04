"""Who settles disagreements, and how: the modes of a study and the names of those who decide."""

from collections.abc import Iterable, Sequence

from coder_tui.domain.rubric import Answer

THIRD, CONSENSUS, MAJORITY = "third", "consensus", "majority"
MODES = (THIRD, CONSENSUS, MAJORITY)
"""A third person; the item's coders together; more than half of them, and a person for ties."""

AND = "+"
"""Stands between the names of people who decide together; no name holds it."""


def together(names: Iterable[str]) -> str:
    """Give the one name under which people decide together: `ana+ben`, whoever was named first."""
    return AND.join(sorted(names))


def people(adjudicator: str) -> tuple[str, ...]:
    """Give the names of those who decided under one name."""
    return tuple(adjudicator.split(AND))


def in_words(adjudicator: str) -> str:
    """Give a name, or several, as it is read: `ana and ben`."""
    *others, last = people(adjudicator)
    return f"{', '.join(others)} and {last}" if others else last


def settled(answers: Sequence[Answer], mode: str) -> Answer | None:
    """Give the answer that is final without a decision; None where there is none.

    That is the answer of all, or, where a study settles by majority, of more than half of those who
    answered. *Not applicable* and *cannot judge* are answers.
    """
    for answer in dict.fromkeys(answers):
        given = sum(each == answer for each in answers)
        if given == len(answers) or (mode == MAJORITY and given * 2 > len(answers)):
            return answer
    return None
