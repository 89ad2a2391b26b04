"""Whether agreement changes while coders code: each dimension in stretches of items, by time."""

from dataclasses import dataclass

import numpy as np

from coder_tui.analysis.chance import MOST_COMPARED
from coder_tui.analysis.coder_names import under_name
from coder_tui.analysis.in_time import NOWHERE, InTime, in_time
from coder_tui.analysis.laid_out import Items, Layout, kinds_of_coders
from coder_tui.analysis.measured import Look
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.rubric import Dimension, Rubric
from coder_tui.statistics.coefficient import Coefficient
from coder_tui.statistics.drift import Window, drift
from coder_tui.statistics.patterns import MISSING, Codes, Patterns, Scale
from coder_tui.statistics.sought import sizes_of_pairs
from coder_tui.storage.database import Connection

MOST_WINDOWS = 4

LEAST_ITEMS = 20
"""Items that a stretch needs: fewer show chance alone."""

AT_ONCE = "submitted all at once"


@dataclass(frozen=True, slots=True)
class Drifting:
    """One dimension, coded by one kind of coder, in stretches of time."""

    coder_kind: str
    dimension: Dimension
    windows: tuple[Window, ...]
    """Two or more, in order; none where the items have no order."""
    headlines: tuple[Coefficient, ...]
    """What is held against the bar, in each of them."""
    why_unordered: str = ""
    """Why they have none: `imported`."""

    @property
    def no_order(self) -> str:
        """Say that there are no stretches, and why; nothing where there are."""
        return f"no order in time: {self.why_unordered}" if self.why_unordered else ""


def over_time(
    snapshot: Snapshot, study: Connection, rubric: Rubric, look: Look
) -> tuple[Drifting, ...]:
    """Compute agreement in up to four stretches of items of equal length.

    An item stands where the last of its coders submitted it; what was imported or simulated stands
    nowhere. Only items that two coders scored are counted. A dimension with fewer than two
    stretches of such items is left out; one whose items have no order says so.
    """
    layout = Layout(snapshot)
    called = look.called
    found = []
    for of_kind in kinds_of_coders(snapshot, look.numbers):
        order = in_time(study, of_kind.kind)
        for dimension in rubric.dimensions:
            coders = of_kind.coders.get(dimension.id, {})
            if not dimension.takes_one_point or not 2 <= len(coders) <= MOST_COMPARED:
                continue
            values = layout.values(of_kind.kind, dimension)
            items = np.unique(values.items)
            paired = _paired(items, values.by_item(items, list(coders.values())), tuple(coders))
            windows, why = _stretches(paired, order)
            if why or windows:
                scale = Scale(dimension.values, dimension.level)
                seed = look.seed("drift", of_kind.kind, dimension.id)
                parts = paired.placed(order).drift(scale, windows, seed, look.draws)
                headlines = tuple(under_name(each.headline, called) for each in parts)
                found.append(Drifting(of_kind.kind, dimension, parts, headlines, why))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Paired:
    """The items that two coders scored."""

    items: Items
    codes: Codes
    coders: tuple[str, ...]

    def placed(self, order: InTime) -> "_Paired":
        """Give those that have a place in time, in order."""
        place = order.place[self.items]
        by_time = np.argsort(place, kind="stable")
        kept = by_time[place[by_time] != NOWHERE]
        return _Paired(self.items[kept], self.codes[kept], self.coders)

    def drift(self, scale: Scale, windows: int, seed: int, draws: int) -> tuple[Window, ...]:
        """Compute so many stretches of them, as they stand."""
        if not windows:
            return ()
        return drift(self.codes, self.coders, scale, windows=windows, seed=seed, draws=draws)


def _paired(items: Items, codes: Codes, coders: tuple[str, ...]) -> _Paired:
    """Leave out whoever shares no item where only two do: theirs is the coefficient of a pair."""
    pairs = list(sizes_of_pairs(Patterns.of_items(codes, coders))) if len(coders) > 2 else []
    if len(pairs) == 1:
        codes, coders = codes[:, list(pairs[0])], tuple(coders[at] for at in pairs[0])
    kept = (codes != MISSING).sum(axis=1) > 1
    return _Paired(items[kept], codes[kept], coders)


def _stretches(paired: _Paired, order: InTime) -> tuple[int, str]:
    """Give how many stretches there are, and where there are none for want of order, why."""
    items = paired.placed(order).items
    windows = min(MOST_WINDOWS, len(items) // LEAST_ITEMS)
    if windows < 2:
        enough = len(paired.items) // LEAST_ITEMS > 1
        return 0, order.without if enough else ""
    place = order.place[items]
    for part in np.array_split(place, windows):
        if order.are_at_once(int(part[0]), int(part[-1]), len(part)):
            return 0, AT_ONCE
    return windows, ""
