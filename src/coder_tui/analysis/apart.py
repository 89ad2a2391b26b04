"""Parts of a study whose agreement clearly differs: their intervals have nothing in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from coder_tui.analysis.numerals import number, span
from coder_tui.analysis.over_time import Drifting
from coder_tui.analysis.parts import By
from coder_tui.analysis.slices import Sliced
from coder_tui.domain.text import plural, visible_line
from coder_tui.statistics.coefficient import Coefficient, Interval

MOST_TOLD = 3
"""So many pairs of parts are named; of further ones there is the number."""

DIVIDING: frozenset[By] = frozenset(("scaffold", "model", "stratum", "time"))
"""Sorts of parts of which no item is in two."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is known of some of the items."""

    name: str
    found: Coefficient

    @property
    def value(self) -> float:
        """The coefficient."""
        return self.found.value or 0.0

    @property
    def words(self) -> str:
        """Value and interval: `.73 (.61 to .82)`."""
        return f"{number(self.found.value)} ({span(self.found)})"


@dataclass(frozen=True, slots=True)
class Compared:
    """Each two of some parts, held against each other."""

    pairs: int
    """How many have two intervals."""
    apart: tuple[tuple[Part, Part], ...]
    """Those whose intervals have nothing in common, the furthest apart first."""


def compared(parts: Sequence[Part]) -> Compared:
    """Hold each two parts against each other."""
    known = [each for each in parts if each.found.interval is not None]
    both = list(combinations(known, 2))
    apart = [two for two in both if _is_apart(two[0].found.interval, two[1].found.interval)]
    apart.sort(key=lambda two: -abs(two[0].value - two[1].value))
    return Compared(len(both), tuple(apart))


def _is_apart(one: Interval | None, other: Interval | None) -> bool:
    return one is not None and other is not None and (one.high < other.low or other.high < one.low)


def differences(found: Sequence[Sliced]) -> str:
    """Say which parts of a sort clearly differ; nothing where no two can be compared."""
    if not found or found[0].slice.by not in DIVIDING:
        return ""
    both = compared([Part(visible_line(each.slice.name), each.headline) for each in found])
    if not both.pairs:
        return ""
    if not both.apart:
        return "No two parts clearly differ: their intervals overlap."
    by_chance = "." if both.pairs == 1 else f" ({both.pairs} pairs compared; some do by chance)."
    return f"{_told(both)}{by_chance}"


def _told(both: Compared) -> str:
    told = [
        f"{one.name} and {other.name} differ: {one.words} against {other.words}"
        for one, other in both.apart[:MOST_TOLD]
    ]
    more = len(both.apart) - len(told)
    return "; ".join([*told, *([_further(more)] if more else [])])


def _further(pairs: int) -> str:
    return "1 more pair differs" if pairs == 1 else f"{pairs} more pairs differ"


def has_drifted(found: Drifting | None) -> bool:
    """Whether two stretches of time clearly differ."""
    return found is not None and bool(_stretches(found).apart)


def drift_words(found: Drifting) -> str:
    """Say that two stretches of time clearly differ; nothing where none do."""
    both = _stretches(found)
    if not both.apart:
        return ""
    return (
        f"drift? {_told(both)}. Of the {plural(both.pairs, 'pair')} of stretches compared on each "
        "dimension some differ by chance."
    )


def _stretches(found: Drifting) -> Compared:
    return compared(
        [Part(f"stretch {at}", each) for at, each in enumerate(found.headlines, start=1)]
    )
