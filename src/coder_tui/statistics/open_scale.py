"""Agreement where no scale is declared: numbers that are typed, sets of labels, texts.

The values are those that occur. There may be as many of them as scores, so a table over all of them
would not do: values come in as they are, one tuple an item.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coder_tui.domain.rubric import Level
from coder_tui.statistics.agreement import ONE_ITEM_NOTE, Coefficient
from coder_tui.statistics.undefined import NO_PAIRS, one_value

Numbers = NDArray[np.float64]


def shapes(patterns: Sequence[Sequence[str]]) -> list[list[int]]:
    """Give how often each value of an item occurs on it, whatever the values are.

    Percent agreement asks only which scores of one item are equal, so these rows are count patterns
    that it can take, however many values there are in all.
    """
    width = max((len(pattern) for pattern in patterns), default=1)
    rows = [sorted(Counter(pattern).values()) for pattern in patterns]
    return [[*row, *[0] * (width - len(row))] for row in rows]


def alpha_of_numbers(
    patterns: Sequence[Sequence[str]],
    frequencies: Sequence[int],
    level: Literal[Level.INTERVAL, Level.RATIO],
) -> Coefficient:
    """Krippendorff's alpha of typed numbers, missing scores allowed.

    Krippendorff (2019), Content Analysis, 4th edition, chapter 12: 1 - observed / expected, with
    the disagreement of two numbers as their squared distance (interval), or as that over their
    squared sum (ratio). The same as the `krippendorff` package gives for the values that occur,
    without its memory, which grows with their square.

    Args:
        patterns: the numbers of each item, as canonical text.
        frequencies: how many items look like that.
        level: interval or ratio.
    """
    kept = [
        (np.array([float(value) for value in pattern]), times, pattern)
        for pattern, times in zip(patterns, frequencies, strict=True)
        if len(pattern) > 1
    ]
    items = sum(times for _, times, _ in kept)
    pairs = sum(times * len(numbers) * (len(numbers) - 1) // 2 for numbers, times, _ in kept)
    name = "krippendorff_alpha"
    if not items:
        return Coefficient(name, None, NO_PAIRS, 0, 0, level=level)
    used: Counter[str] = Counter()
    for _, times, pattern in kept:
        for value in pattern:
            used[value] += times
    if len(used) == 1:
        return Coefficient(
            name, None, one_value(next(iter(used)), items), items, pairs, level=level
        )
    observed = sum(
        times * _disagreement(numbers, np.ones(len(numbers)), level) / (len(numbers) - 1)
        for numbers, times, _ in kept
    )
    values = np.array([float(value) for value in used])
    counts = np.array(list(used.values()), dtype=np.float64)
    expected = _disagreement(values, counts, level) / (counts.sum() - 1)
    note = ONE_ITEM_NOTE if items == 1 else ""
    alpha = float(1.0 - observed / expected)
    return Coefficient(name, alpha, None, items, pairs, level=level, note=note)


def _disagreement(values: Numbers, counts: Numbers, level: Level) -> float:
    """Add up the disagreement of every score with every other one, each pair in both orders."""
    total = 0.0
    for value, count in zip(values, counts, strict=True):
        distance = np.square(values - value)
        if level is Level.RATIO:
            size = np.square(values + value)
            distance = np.divide(distance, size, out=np.zeros_like(distance), where=size != 0)
        total += float(count * (counts * distance).sum())
    return total
