"""The table of two coders, and what its margins alone do to kappa."""

from dataclasses import dataclass

import numpy as np

from coder_tui.statistics.formulas import VANISHING
from coder_tui.statistics.patterns import MISSING, Numbers, Patterns, Scale


@dataclass(frozen=True, slots=True)
class Cut:
    """The table of two coders folded into two by two: one side of a cut against the other.

    Byrt, Bishop and Carlin (1993), with a and d the items on which both coders are on the lower
    and on the upper side, b and c those on which they differ.
    """

    below: tuple[str, ...]
    """The values on the lower side; on a nominal scale one value against all others."""
    prevalence_index: float
    """(a - d) / n: far from 0 where one side is rare; then kappa is low although coders agree."""
    bias_index: float
    """(b - c) / n: far from 0 where one coder is on the upper side more often."""


@dataclass(frozen=True, slots=True)
class PairTable:
    """How two coders scored the items that both scored."""

    coders: tuple[str, str]
    counts: tuple[tuple[int, ...], ...]
    """q x q; rows are the first coder's values."""
    cuts: tuple[Cut, ...]
    """Empty where there is no item."""

    @property
    def items(self) -> int:
        """Items that both scored."""
        return sum(sum(row) for row in self.counts)

    @property
    def numbers(self) -> Numbers:
        """The counts as an array."""
        return np.array(self.counts, dtype=np.float64)


def pair_table(patterns: Patterns, scale: Scale) -> PairTable:
    """Give the table of two coders.

    Args:
        patterns: of exactly two coders.
        scale: the declared scale.
    """
    first, second = patterns.coders
    counts = counts_of_pair(patterns, scale)
    rows = tuple(tuple(int(count) for count in row) for row in counts)
    return PairTable((first, second), rows, _cuts(counts, scale))


def counts_of_pair(patterns: Patterns, scale: Scale) -> Numbers:
    """Give the counts of that table alone: q x q, rows are the first coder's values."""
    both = (patterns.codes != MISSING).all(axis=1)
    counts = np.zeros((scale.size, scale.size))
    np.add.at(counts, (patterns.codes[both, 0], patterns.codes[both, 1]), patterns.times[both])
    return counts


def _cuts(counts: Numbers, scale: Scale) -> tuple[Cut, ...]:
    items = counts.sum()
    if not items:
        return ()
    size = scale.size
    if scale.level.is_ordered or size == 2:
        sides = [list(range(cut)) for cut in range(1, size)]
    else:
        sides = [[place] for place in range(size)] if size > 1 else []
    return tuple(_cut(counts / items, side, scale) for side in sides)


def _cut(shares: Numbers, side: list[int], scale: Scale) -> Cut:
    inside = np.zeros(len(shares), dtype=bool)
    inside[side] = True
    a, b = shares[inside][:, inside].sum(), shares[inside][:, ~inside].sum()
    c, d = shares[~inside][:, inside].sum(), shares[~inside][:, ~inside].sum()
    return Cut(tuple(scale.values[place] for place in side), float(a - d), float(b - c))


def kappa_max(counts: Numbers, apart: Numbers) -> float | None:
    """Give the highest kappa that two coders could reach with the margins that they have.

    Cohen (1960) for unweighted kappa. With weights that grow with the distance on a line the least
    disagreement pairs the scores of both in order, first with first: the northwest-corner table.

    Args:
        counts: q x q.
        apart: the disagreement; 0 or 1, or growing with the distance.
    """
    items = counts.sum()
    if not items:
        return None
    first, second = counts.sum(axis=1) / items, counts.sum(axis=0) / items
    expected = float(first @ apart @ second)
    if expected < VANISHING:
        return None
    if len(set(np.unique(apart))) <= 2:
        least = 1.0 - float(np.minimum(first, second).sum())
    else:
        ends = np.cumsum(first)[:, None], np.cumsum(second)[None, :]
        below = np.minimum(*ends)
        cells = np.diff(np.diff(np.pad(below, ((1, 0), (1, 0))), axis=0), axis=1)
        least = float((cells * apart).sum())
    return 1.0 - least / expected
