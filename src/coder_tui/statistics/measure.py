"""Everything that is known of how far coders agree on one dimension."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from coder_tui.statistics.coefficient import Coefficient
from coder_tui.statistics.intervals import STILL
from coder_tui.statistics.notes import mean_over, note_on, on_interval, why_undefined
from coder_tui.statistics.patterns import Patterns, Scale
from coder_tui.statistics.sought import NAMES, Sought, of_all, of_pair, paired_items
from coder_tui.statistics.tables import PairTable, kappa_max, pair_table
from coder_tui.statistics.totals import Layout
from coder_tui.statistics.uncertainty import Known, has_still_margin, known, points
from coder_tui.statistics.weights import disagreement

DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class PairMeasured:
    """Two coders, on the items that both scored."""

    table: PairTable
    kappa_max: float | None
    """The highest unweighted kappa that their margins allow."""
    coefficients: tuple[Coefficient, ...]

    @property
    def coders(self) -> tuple[str, str]:
        """Who the two are."""
        return self.table.coders


@dataclass(frozen=True, slots=True)
class Measured:
    """All coders, and each two of them."""

    coders: tuple[str, ...]
    items: int
    """Items with a score."""
    paired: int
    """Items with two scores or more."""
    pairs_of_scores: int
    prevalence: tuple[int, ...]
    """How often each value of the scale was given."""
    coefficients: tuple[Coefficient, ...]
    """Of all coders. With two, those of the pair are among them and say so in `coders`."""
    pairs: tuple[PairMeasured, ...]
    """Each two coders, in order; without an item that both scored their coefficients say so."""

    def find(self, name: str, weights: str | None = None) -> Coefficient:
        """Give a coefficient of all coders by its name.

        Raises:
            KeyError: there is none.
        """
        for each in self.coefficients:
            if each.name == name and weights in (None, each.weights):
                return each
        raise KeyError(name)


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """Where chance comes from, and how intervals are asked for."""

    rng: np.random.Generator
    confidence: float
    draws: int


def measure(
    patterns: Patterns,
    scale: Scale,
    *,
    seed: int,
    confidence: float = 0.95,
    draws: int = DRAWS,
    pair_draws: int | None = None,
    only: Collection[str] | None = None,
    apart: bool = True,
) -> Measured:
    """Compute every coefficient that the scale allows, of all coders and of each two.

    Args:
        patterns: how the items were scored.
        scale: the declared scale; nothing depends on which of its values occur.
        seed: the same seed gives the same intervals.
        confidence: of the intervals.
        draws: how many times chance is drawn; 0 for values and standard errors alone.
        pair_draws: the same for each two coders; as often as for all, if not given.
        only: names of the coefficients that are wanted; all, if not given.
        apart: also compute those of each two coders.

    Raises:
        ValueError: a code is no place on the scale.
    """
    rng = np.random.default_rng(seed)
    layout = Layout(patterns, scale)
    chance = Chance(rng, confidence, draws)
    of_pairs = Chance(rng, confidence, draws if pair_draws is None else pair_draws)
    pairs = [
        pair_of(patterns.of(two).scored_by_all(), scale, of_pairs, only)
        for two in (combinations(patterns.coders, 2) if apart else ())
    ]
    found = _of_all(patterns, scale, chance, only)
    if len(patterns.coders) == 2 and apart:
        found = _with_pair(found, pairs[0])
    times = patterns.times
    scores = layout.scores
    return Measured(
        coders=patterns.coders,
        items=patterns.items,
        paired=paired_items(patterns),
        pairs_of_scores=int(times @ (scores * (scores - 1.0))) // 2,
        prevalence=tuple(int(count) for count in times @ layout.counts),
        coefficients=tuple(found),
        pairs=tuple(pairs),
    )


def _of_all(
    patterns: Patterns, scale: Scale, chance: Chance, only: Collection[str] | None
) -> list[Coefficient]:
    """Compute those of all coders, most of which do not ask who gave which score.

    Without that there are far fewer patterns, and all that is computed of them costs less.
    """
    sought = _only(of_all(patterns, scale), only)
    knowing = [each for each in sought if each.knows_coders]
    others = [each for each in sought if not each.knows_coders]
    still = has_still_margin(patterns, scale)
    found = [
        *compute(others, patterns.unordered(), scale, chance, still=still),
        *compute(knowing, patterns, scale, chance, still=still),
    ]
    return sorted(found, key=lambda each: NAMES.index(each.name))


def pair_of(
    both: Patterns, scale: Scale, chance: Chance, only: Collection[str] | None = None
) -> PairMeasured:
    """Compute what is known of two coders.

    Args:
        both: the items that both scored.
        scale: the declared scale.
        chance: how intervals are made.
        only: names of the coefficients that are wanted; all, if not given.
    """
    table = pair_table(both, scale)
    return PairMeasured(
        table,
        kappa_max(table.numbers, disagreement(scale, "none")),
        tuple(compute(_only(of_pair(both, scale), only), both, scale, chance)),
    )


def _only(sought: Sequence[Sought], names: Collection[str] | None) -> list[Sought]:
    return [each for each in sought if names is None or each.name in names]


def _with_pair(found: Sequence[Coefficient], pair: PairMeasured) -> list[Coefficient]:
    """Put in what two coders have as a pair only."""
    there = {each.name for each in found}
    added = [each for each in pair.coefficients if each.name not in there]
    return sorted([*found, *added], key=lambda each: NAMES.index(each.name))


def compute(
    sought: Sequence[Sought],
    patterns: Patterns,
    scale: Scale,
    chance: Chance,
    *,
    still: bool | None = None,
) -> list[Coefficient]:
    """Compute coefficients of the same items: value, error, interval, and what to know of them.

    Args:
        sought: the coefficients.
        patterns: the items.
        scale: the declared scale.
        chance: how intervals are made.
        still: whether a coder used one value only; looked up in the patterns, if not given.
    """
    asked = [each.asked for each in sought]
    layout = Layout(patterns, scale)
    scores = layout.scores
    sizes = paired_items(patterns), int(patterns.times @ (scores * (scores - 1.0))) // 2
    if chance.draws:
        found = known(
            asked, patterns, scale, chance.rng, chance.confidence, chance.draws, still=still
        )
    else:
        found = points(asked, patterns, scale, [each.error is None for each in sought])
    return [
        _coefficient(each, what, layout, sizes) for each, what in zip(sought, found, strict=True)
    ]


def _coefficient(
    sought: Sought, found: Known, layout: Layout, sizes: tuple[int, int]
) -> Coefficient:
    patterns, scale = layout.patterns, layout.scale
    items, pairs = sizes
    empty = Coefficient(
        name=sought.name,
        value=None,
        undefined=None,
        items=items,
        pairs=pairs,
        weights=sought.weights,
        level=sought.level,
        coders=sought.coders,
    )
    if found.value is None:
        return replace(empty, undefined=why_undefined(patterns, scale, sought.mean_over))
    error = found.error if sought.error is None else sought.error(layout)
    return replace(
        empty,
        value=found.value,
        note=_note(sought, found, patterns, scale),
        # An error of 0 comes from a sample without any spread, and knows nothing of the next one.
        standard_error=error if error is not None and error > STILL else None,
        interval=found.belief.interval if found.belief else None,
        at_least=found.belief.at_least if found.belief else (),
    )


def _note(sought: Sought, found: Known, patterns: Patterns, scale: Scale) -> str:
    said = [mean_over(len(sought.mean_over))] if sought.mean_over is not None else []
    if found.value is not None:
        said.append(note_on(sought.name, found.value, patterns, scale))
    if found.belief is not None:
        said.append(on_interval(sought.name, patterns))
    return " ".join(filter(None, said))
