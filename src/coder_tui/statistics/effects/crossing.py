"""Whether models put two scaffolds in opposite orders.

An interaction may be there on one scale and gone on another that rises with it; two orders that
cross stay crossed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from coder_tui.statistics.effects.cells import Cell
from coder_tui.statistics.effects.paired import Difference


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two scaffolds in opposite orders under two models, by their means."""

    first: Difference
    second: Difference
    """The same two scaffolds under the other model; its mean has the opposite sign."""
    certain: bool
    """Whether both intervals exclude 0 (at 95 % each, not adjusted for the number of pairs)."""
    under_any_numbers: bool
    """Whether the order holds whatever rising numbers the points of the scale are given: in both
    models one scaffold has at least as many scores as the other above each point."""


def crossings(
    differences: Mapping[tuple[int, int, int], Difference],
    cells: Sequence[Sequence[Cell]],
) -> tuple[Crossing, ...]:
    """Find every crossing, the certain ones first.

    Args:
        differences: of each two scaffolds within each model, by model, scaffold and the one it is
            held against.
        cells: models x scaffolds.
    """
    found = []
    for first, second in combinations(range(len(cells)), 2):
        for against, scaffold in combinations(range(len(cells[0])), 2):
            pair = differences[first, scaffold, against], differences[second, scaffold, against]
            means = [each.mean for each in pair]
            if means[0] is None or means[1] is None or means[0] * means[1] >= 0.0:
                continue
            found.append(
                Crossing(
                    *pair,
                    certain=pair[0].sign * pair[1].sign < 0,
                    under_any_numbers=all(_ordered(each, cells) for each in pair),
                )
            )
    return tuple(sorted(found, key=lambda each: not each.certain))


def _ordered(difference: Difference, cells: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether one cell's scores are above the other's at every cut of the scale."""
    row = cells[difference.model]
    above = [_shares_above(row[place]) for place in (difference.scaffold, difference.against)]
    gaps = [one - other for one, other in zip(*above, strict=True)]
    return bool(min(gaps) >= -1e-9 or max(gaps) <= 1e-9)


def _shares_above(cell: Cell) -> list[float]:
    return [sum(cell.counts[cut:]) / max(cell.tasks, 1) for cut in range(1, len(cell.counts))]
