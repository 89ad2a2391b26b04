"""How far each two coders agree on a dimension, as a triangle of pairs with their mean under it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from coder_tui.analysis.measured import Measured
from coder_tui.domain.rubric import Dimension, Level
from coder_tui.statistics.coefficient import Coefficient


@dataclass(frozen=True, slots=True)
class Pair:
    """Two coders on one dimension, on the items that both scored."""

    coders: tuple[str, str]
    percent: Coefficient
    coefficient: Coefficient
    """What is held against the pairs of others: see `named`."""

    @property
    def value(self) -> float:
        """The value to sort by; what is undefined comes last."""
        found = self.coefficient.value
        return 2.0 if found is None else found


@dataclass(frozen=True, slots=True)
class PairMatrix:
    """Each two of three or more coders of a kind on one dimension."""

    dimension: Dimension
    coders: tuple[str, ...]
    """Whoever has an item in common with another coder on any dimension, in order."""
    pairs: tuple[Pair, ...]
    """Those that share an item on this dimension."""
    mean: Coefficient | None
    """The average of the pairs (Light's kappa); None where the scale has no kappa."""

    def find(self, first: str, second: str) -> Pair | None:
        """Give what is known of two coders, in either order; None where no item is by both."""
        return self._by_coders.get(frozenset((first, second)))

    @property
    def _by_coders(self) -> Mapping[frozenset[str], Pair]:
        return {frozenset(each.coders): each for each in self.pairs}

    @property
    def apart(self) -> tuple[tuple[str, str], ...]:
        """The pairs without an item that both scored."""
        there = self._by_coders
        return tuple(
            (first, second)
            for first, second in combinations(self.coders, 2)
            if frozenset((first, second)) not in there
        )

    @property
    def lowest_first(self) -> tuple[Pair, ...]:
        """The pairs, those that agree least first, undefined ones last."""
        return tuple(sorted(self.pairs, key=lambda each: each.value))


def pair_matrix(agreement: Sequence[Measured], measured: Measured) -> PairMatrix | None:
    """Give the pairs behind one line of agreement; None of fewer than three coders.

    Args:
        agreement: all lines: they tell which coders of this kind there are.
        measured: the line.
    """
    of_kind = [each for each in agreement if each.coder_kind == measured.coder_kind]
    coders = {coder for each in of_kind for one in each.coefficients for coder in one.coders or ()}
    if len(coders) < 3:
        return None
    found: dict[tuple[str, ...], list[Coefficient]] = {}
    for each in measured.coefficients:
        if each.coders is not None:
            found.setdefault(each.coders, []).append(each)
    pairs = [_pair((two[0], two[1]), these, measured) for two, these in found.items()]
    return PairMatrix(measured.dimension, in_order(coders), tuple(pairs), _mean(measured))


def in_order(coders: Iterable[str]) -> tuple[str, ...]:
    """Sort names as people do: `coder 2` before `coder 10`."""

    def key(name: str) -> list[tuple[int, str]]:
        parts = re.split(r"(\d+)", name)
        return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]

    return tuple(sorted(coders, key=lambda name: (key(name), name)))


def _pair(coders: tuple[str, str], found: Sequence[Coefficient], measured: Measured) -> Pair:
    percent = next((each for each in found if each.name == "percent_agreement"), None)
    # Two coders alone on a dimension share their percent agreement with all coders.
    percent = percent or measured.percent
    name, weights = named(measured.dimension)
    wanted = (e for e in found if e.name == name and weights in (None, e.weights))
    return Pair(coders, percent, next(wanted, percent))


def named(dimension: Dimension) -> tuple[str, str | None]:
    """Give the coefficient by which pairs are compared, and its weights: kappa on scale points."""
    if dimension.takes_one_point:
        return "cohen_kappa", "quadratic" if dimension.level.is_ordered else "none"
    if dimension.level is Level.MULTI:
        return "krippendorff_alpha", None
    return "percent_agreement", None


def _mean(measured: Measured) -> Coefficient | None:
    name, weights = named(measured.dimension)
    if name != "cohen_kappa":
        return None
    of_all = (each for each in measured.coefficients if each.coders is None)
    return next((e for e in of_all if (e.name, e.weights) == (name, weights)), None)
