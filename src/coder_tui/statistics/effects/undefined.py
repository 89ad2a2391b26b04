"""Why something about effects has no value: a cause that code can ask for, and a sentence."""

from dataclasses import dataclass
from enum import StrEnum

from coder_tui.domain.text import plural


class Cause(StrEnum):
    """What keeps a number about effects from having a value."""

    TOO_FEW_TASKS = "too_few_tasks"
    NO_DIFFERENCE = "no_difference"
    NO_SPREAD = "no_spread"
    ONE_VALUE = "one_value"
    TOO_MANY_VALUES = "too_many_values"
    NOT_FITTED = "not_fitted"


@dataclass(frozen=True, slots=True)
class Undefined:
    """The cause, a few words for a table, and the sentence."""

    cause: Cause
    short: str
    sentence: str


ALL_ZERO = Undefined(
    Cause.NO_DIFFERENCE,
    "no difference",
    "The statistic is 0 / 0: in no task is there any of the differences that are tested, so that "
    "p is 1.",
)

NO_SPREAD = Undefined(
    Cause.NO_SPREAD,
    "no spread",
    "The statistic is infinite: every task shows exactly the same differences, so that there is no "
    "spread to hold them against; p comes from the signs of the tasks and is exact all the same.",
)

NO_SPREAD_FOR_F = Undefined(
    Cause.NO_SPREAD,
    "no spread",
    "Undefined: the tasks do not differ in what is tested, and an F test needs a spread.",
)

NO_SPREAD_FOR_POWER = Undefined(
    Cause.NO_SPREAD,
    "no spread",
    "Undefined: the tasks do not differ in their interaction, so that this study does not show "
    "how much chance there is to see through.",
)

ONE_VALUE = Undefined(
    Cause.ONE_VALUE,
    "one value",
    "Undefined: all scores are the same value, which says nothing about a scale behind them.",
)

TOO_MANY_VALUES = Undefined(
    Cause.TOO_MANY_VALUES,
    "too many values",
    "Undefined: the scores take too many different values for a model of ordered categories.",
)

NOT_FITTED = Undefined(
    Cause.NOT_FITTED,
    "not fitted",
    "Undefined: the search for the likeliest model did not come to an end.",
)


def too_few(tasks: int, needed: int = 2) -> Undefined:
    """Give the state in which too few tasks have all the scores that are asked for.

    Args:
        tasks: how many have them.
        needed: how many it takes.
    """
    have = "no task has" if not tasks else f"only {plural(tasks, 'task')} {_has(tasks)}"
    return Undefined(
        Cause.TOO_FEW_TASKS,
        "too few tasks",
        f"Undefined: {have} all the scores that are compared, and it takes {needed}.",
    )


def _has(tasks: int) -> str:
    return "has" if tasks == 1 else "have"


def out_of_reach(tasks: int, smallest: float) -> Undefined:
    """Give the state in which no effect could be found significant, however large.

    Args:
        tasks: how many there are.
        smallest: the smallest p that so many tasks allow.
    """
    return Undefined(
        Cause.TOO_FEW_TASKS,
        "too few tasks",
        f"Undefined: with {plural(tasks, 'task')} the smallest possible p is {smallest:.3f}, so "
        "that no effect, however large, can reach .05.",
    )
