"""What the next key of the adjudication screen answers."""

from enum import Enum, auto


class Step(Enum):
    """A decision takes two: a value, then a reason."""

    NOTHING = auto()
    VALUE = auto()
    REASON = auto()
