"""Who scores higher or lower than the others, on each dimension and over time, and how far agrees.

A coder is compared with the others of the same kind, on the items and dimensions that both scored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coder_tui.analysis.coder_scores import CoderScores
from coder_tui.statistics.patterns import Codes, Numbers
from coder_tui.statistics.severity import (
    Severity,
    equal_to_others,
    from_others,
    over_dimensions,
    severity,
    stretches,
)

Rows = NDArray[np.bool_]

MOST_STRETCHES = 8

LEAST_ITEMS = 10
"""Items that a stretch of time needs: fewer show chance alone."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some items that stand together in the order in which the coder submitted them."""

    items: int
    severity: float | None
    """Over dimensions, in standard deviations."""
    agreement: float | None
    """The share of pairs with another coder's score that are equal."""


@dataclass(frozen=True, slots=True)
class Apart:
    """How far one coder's scores lie from those of the others."""

    overall: Severity
    """Over all ordered dimensions, in standard deviations."""
    by_dimension: Mapping[str, Severity]
    """In points of the scale, of ordered dimensions on which the coder has a score."""
    agreement: float | None
    """The share of pairs with another coder's score, on any dimension, that are equal."""
    agreement_by_dimension: Mapping[str, float | None]
    pairs: int
    stretches: tuple[Stretch, ...]
    """Empty with too few items."""


def apart(
    scores: CoderScores, ordered: frozenset[str], when: Mapping[str, Sequence[str]]
) -> dict[str, Apart]:
    """Compare each coder of a kind with the others.

    Args:
        scores: of the kind.
        ordered: the dimensions whose values are numbers that go up.
        when: for each coder the items in the order in which they were submitted.
    """
    is_ordered = np.array([each in ordered for each in scores.dimensions], dtype=bool)
    numeric = is_ordered[scores.dimension] & ~np.isnan(scores.number)
    differences = np.full(len(scores.number), np.nan)
    differences[numeric] = from_others(scores.cells[numeric], scores.number[numeric])
    spreads = [
        _spread(scores.number[numeric & (scores.dimension == at)])
        for at in range(len(scores.dimensions))
    ]
    same, others = equal_to_others(scores.cells, scores.answer)
    found = {}
    for at, name in enumerate(scores.coders):
        own = scores.coder == at
        if own.any():
            mine = _Own(
                scores.dimensions,
                scores.item[own],
                scores.dimension[own],
                differences[own],
                same[own],
                others[own],
                spreads,
            )
            order = [scores.items[item] for item in when.get(name, ()) if item in scores.items]
            found[name] = mine.apart(is_ordered, order)
    return found


def _spread(numbers: Numbers) -> float:
    return float(numbers.std()) if len(numbers) else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Own:
    """The scores of one coder, each with what the others make of it."""

    names: Sequence[str]
    item: Codes
    dimension: Codes
    difference: Numbers
    same: Codes
    others: Codes
    spreads: Sequence[float]

    def apart(self, is_ordered: Rows, order: Sequence[int]) -> Apart:
        """Give everything on this coder, whose items stand in this order of time."""
        of_dimension = {
            name: self.dimension == at
            for at, name in enumerate(self.names)
            if (self.dimension == at).any()
        }
        everything = np.ones(len(self.item), dtype=bool)
        return Apart(
            overall=self._severity(everything),
            by_dimension={
                name: severity(self.difference[rows])
                for name, rows in of_dimension.items()
                if is_ordered[list(self.names).index(name)]
            },
            agreement=self._agreement(everything),
            agreement_by_dimension={
                name: self._agreement(rows) for name, rows in of_dimension.items()
            },
            pairs=int(self.others.sum()),
            stretches=self._stretches(order),
        )

    def _severity(self, rows: Rows) -> Severity:
        return over_dimensions(
            self.item[rows], self.dimension[rows], self.difference[rows], self.spreads
        )

    def _agreement(self, rows: Rows) -> float | None:
        pairs = int(self.others[rows].sum())
        return int(self.same[rows].sum()) / pairs if pairs else None

    def _stretches(self, order: Sequence[int]) -> tuple[Stretch, ...]:
        """Cut the items that the coder shares with others into stretches of time."""
        shared = set(self.item[self.others > 0].tolist())
        items = np.array([item for item in order if item in shared], dtype=np.int64)
        found = []
        for part in stretches(len(items), MOST_STRETCHES, LEAST_ITEMS):
            rows = np.isin(self.item, items[part])
            found.append(Stretch(len(part), self._severity(rows).value, self._agreement(rows)))
        return tuple(found)
