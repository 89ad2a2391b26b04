"""Studies that three coders have coded: one whose pairs are computed by hand, one that drifts."""

import json
import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from tests.once import once
from tests.paced import Clock
from tests.review_fixtures import Sheet, blind_ids, code, transcripts

CODERS = ("ana", "ben", "cem")
PLAN = f"coders = {json.dumps(CODERS)}\ncoders_per_item = 3\nseal = false\n"

BY_HAND: Mapping[str, Sequence[int | None]] = {
    "ana": (0, 0, 1, 1, 2, 2, 0, 2),
    "ben": (0, 0, 1, 1, 2, 2, 2, 0),
    "cem": (0, 1, 1, 2, 2, None, None, None),
}
"""Clarity of n0 to n7. Quadratic kappa, by hand:

ana and ben: 2 of 8 apart by 2, observed 1/4; both use 0, 1, 2 on 3, 2, 3 items, expected 24/64;
1 - (1/4) / (3/8) = 1/3.
ana (and so ben) and cem, on n0 to n4: 2 of 5 apart by 1, observed 2 x 1/4 / 5 = .1; shares .4 .4 .2
and .2 .4 .4, expected .04 + .16 + .02 + .04 + .04 + .02 = .32; 1 - .1 / .32 = .6875.
"""


def items(
    count: int, strata: Sequence[tuple[str, str]] = (("one", "C1"),), model: str = "modelia"
) -> list[dict[str, Any]]:
    """Transcripts n0, n1 ..., dealt in turn to models and scaffolds."""
    dealt = (strata[n % len(strata)] for n in range(count))
    return [
        {
            **transcripts()[0],
            "id": f"n{n}",
            "task": f"n{n}",
            "model": f"{model}-{which}",
            "scaffold": scaffold,
        }
        for n, (which, scaffold) in enumerate(dealt)
    ]


@once
def by_hand(write_study: Any, **given: Any) -> Any:
    """The study whose pairs are computed by hand; nobody escalates anything."""
    built = write_study(items(8), **{"plan": PLAN, **given}).init()
    blind = blind_ids(built.key_path)
    for coder, values in BY_HAND.items():
        sheets: dict[str, Sheet] = {
            blind[f"n{n}"]: {"clarity": value, "escalated": 0}
            for n, value in enumerate(values)
            if value is not None
        }
        code(built.path, coder, sheets)
    return built


STRATA = tuple((model, scaffold) for model in ("one", "two") for scaffold in ("C1", "C2", "C3"))
DRIFTING = 90


@once
def drifting(write_study: Any, *, model: str = "modelia", **given: Any) -> Any:
    """90 items in six strata; coders part more and more, but under C3 nobody ever clarifies."""
    rng = random.Random(20260504)
    built = write_study(items(DRIFTING, STRATA, model), **{"plan": PLAN, **given}).init()
    blind = blind_ids(built.key_path)
    sheets: list[dict[str, Sheet]] = [{} for _ in CODERS]
    for n in range(DRIFTING):
        still = STRATA[n % len(STRATA)][1] == "C3"
        true = 0 if still else rng.choice((0, 1, 2, 2))
        for at in range(len(CODERS)):
            slips = not still and rng.random() < n / (2 * DRIFTING)
            value = rng.choice((0, 1, 2)) if slips else true
            sheets[at][blind[f"n{n}"]] = {"clarity": value, "escalated": 1 - still}
    # Coders go on side by side, an hour after the other, so that an item's place in time is its
    # number.
    order = [blind[f"n{n}"] for n in range(DRIFTING)]
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock().set(patch)
        for start in range(0, DRIFTING, 15):
            part = order[start : start + 15]
            for at, coder in enumerate(CODERS):
                code(built.path, coder, {item: sheets[at][item] for item in part})
                clock.at += timedelta(hours=1)
    return built
