"""What a reader has to know of a coefficient: why it does not exist, or why it is 0.

A true 0 is not "no value": it is what the formula gives, and the reader is told what it comes from.
"""

from collections.abc import Sequence

import numpy as np

from coder_tui.domain.text import plural
from coder_tui.statistics.patterns import MISSING, Patterns, Scale
from coder_tui.statistics.undefined import (
    NO_PAIRS,
    ONE_POINT,
    Undefined,
    one_value,
    pair_without_kappa,
)

ONE_ITEM = "One item only: the value follows from the formula and says nothing."

SHORT_AT_CEILING = ("fleiss_kappa", "krippendorff_alpha")
"""Coefficients whose intervals are too short where many coders nearly always agree on few items."""
FEW = 40
"""Items below which that was seen."""
MANY_SCORES = 3.5
"""Scores of an item, on average, from which on."""
ALIKE = 0.8
"""Share of the scores that have the same value from which on."""
TOO_SHORT = (
    "Read the interval as too short: in simulated studies of many coders, few items and nearly "
    "all scores alike, it held the true value in 77 to 90 of 100, not in 95."
)


def why_undefined(
    patterns: Patterns, scale: Scale, pairs: Sequence[tuple[int, int]] | None = None
) -> Undefined:
    """Say why a coefficient of these items has no value.

    Args:
        patterns: the items.
        scale: the declared scale.
        pairs: the places of the pairs of coders, where it is a mean over pairs.
    """
    if scale.size == 1:
        return ONE_POINT
    paired = _paired(patterns)
    if not paired.items or pairs == ():
        return NO_PAIRS
    used = np.unique(paired.codes[paired.codes != MISSING])
    if len(used) == 1:
        return one_value(scale.values[used[0]], paired.items)
    for places in pairs or ():
        first, second = (patterns.coders[place] for place in places)
        values = np.unique(patterns.of([first, second]).scored_by_all().codes)
        if len(values) == 1:
            return pair_without_kappa((first, second), scale.values[values[0]])
    return NO_PAIRS


def note_on(name: str, value: float, patterns: Patterns, scale: Scale) -> str:
    """Say what a value comes from, where that is not what a reader would think."""
    paired = _paired(patterns)
    if paired.items == 1:
        return ONE_ITEM
    if value != 0.0 or name == "percent_agreement":
        return ""
    if name in ("cohen_kappa", "conger_kappa"):
        return _still_coders(paired, scale)
    return _one_score_apart(paired, scale)


def _still_coders(paired: Patterns, scale: Scale) -> str:
    """Explain a kappa of 0 by coders who used one value only."""
    used = [np.unique(column[column != MISSING]) for column in paired.codes.T]
    still = [
        (coder, scale.values[values[0]])
        for coder, values in zip(paired.coders, used, strict=True)
        if len(values) == 1
    ]
    if not still:
        return ""
    if len(still) == len(paired.coders) == 2:
        return "Each coder used one value only, and not the same one: kappa is 0 by the formula."
    named = ", ".join(f"{coder} ({value})" for coder, value in still)
    return (
        f"Only one value was used by {named}: kappa is 0 whatever the other coder did, so it says "
        "nothing about agreement."
    )


def _one_score_apart(paired: Patterns, scale: Scale) -> str:
    """Explain a 0 where one score alone is different from all others."""
    codes = paired.codes
    given = np.bincount(
        codes[codes != MISSING],
        np.broadcast_to(paired.times[:, None], codes.shape)[codes != MISSING],
        minlength=scale.size,
    )
    often, *rest = sorted(given, reverse=True)
    if often and sum(rest) == 1:
        return (
            "One score differs from all others, which are the same: the value is 0 by the formula, "
            "because one different score is what chance would give."
        )
    return ""


def on_interval(name: str, patterns: Patterns) -> str:
    """Say that an interval is too short, where simulated studies have shown it.

    Args:
        name: of the coefficient.
        patterns: the items.
    """
    paired = _paired(patterns)
    if name not in SHORT_AT_CEILING or not 0 < paired.items < FEW:
        return ""
    scores = paired.times @ (paired.codes != MISSING)
    if scores.sum() < MANY_SCORES * paired.items:
        return ""
    counted = np.zeros(int(paired.codes.max()) + 1)
    for column in paired.codes.T:
        given = column != MISSING
        np.add.at(counted, column[given], paired.times[given])
    return TOO_SHORT if counted.max() >= ALIKE * counted.sum() else ""


def mean_over(pairs: int) -> str:
    """Say of how many pairs of coders a value is the mean."""
    return f"The mean over {plural(pairs, 'pair')} of coders."


def _paired(patterns: Patterns) -> Patterns:
    kept = (patterns.codes != MISSING).sum(axis=1) > 1
    return Patterns(patterns.coders, patterns.codes[kept], patterns.times[kept])
