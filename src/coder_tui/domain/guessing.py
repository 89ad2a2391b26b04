"""Guessing the condition: which models are offered, and how sure a coder can be."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

CANNOT_TELL = "cannot tell"
"""Offered last to everybody; no model has this name."""

LONGEST_NAME = 40
MOST_NAMES = 15
"""As many as the smallest screen shows, with a key each and one for `CANNOT_TELL`."""

CONFIDENCES = {1: "unsure", 2: "fairly sure", 3: "certain"}

NO_CONFIDENCE = 0
"""What stands beside `CANNOT_TELL`, which nobody is asked to be sure of."""


@dataclass(frozen=True, slots=True)
class Guess:
    """Which model a coder takes an item to be of, and how sure the coder is."""

    model: str
    confidence: int


def offered(names: Sequence[str], seed: int) -> tuple[str, ...]:
    """Give the models in the order in which every coder sees them: a seeded one."""
    rng = random.Random(f"guess:{seed}")  # noqa: S311  # reproducible on purpose
    return tuple(rng.sample(list(names), len(names)))
