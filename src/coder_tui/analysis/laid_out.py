"""Scores laid out item by item, for what patterns of one dimension cannot say.

They come out of the copy as arrays, never as a row each, so that a million are laid out in a tenth
of a second.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.sql_files import read_sql
from coder_tui.domain.rubric import Dimension
from coder_tui.statistics.patterns import MISSING, Codes, Scale

Items = NDArray[np.int64]
"""Numbers of items in the copy."""

ANSWERS = "select code, value from answer_code where state = 'scored'"


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """The values of one dimension by coders of one kind: three arrays of one length."""

    items: Items
    places: NDArray[np.int64]
    """Of the coder, among those of the kind."""
    codes: Codes
    """Places on the scale."""

    def by_item(self, items: Items, places: Sequence[int]) -> Codes:
        """Lay the values out: items down, coders across, -1 where there is none.

        Args:
            items: in ascending order; all that have a value, and perhaps others.
            places: of the coders, in the order of the columns.
        """
        column = np.full(max(places) + 1, MISSING)
        column[list(places)] = np.arange(len(places))
        found = np.full((len(items), len(places)), MISSING, dtype=np.int64)
        found[np.searchsorted(items, self.items), column[self.places]] = self.codes
        return found


@dataclass(frozen=True, slots=True)
class KindOfCoder:
    """Who of a kind gave values, and on what."""

    kind: str
    coders: Mapping[str, Mapping[str, int]]
    """By dimension: the place of each coder, under the name that the reader sees, in its order."""


def kinds_of_coders(snapshot: Snapshot, names: Mapping[str, str]) -> list[KindOfCoder]:
    """Give the kinds of coders that gave values, in order."""
    found: defaultdict[str, defaultdict[str, dict[str, int]]]
    found = defaultdict(lambda: defaultdict(dict))
    for kind, dimension, coder, place in snapshot.ask("scored_by"):
        found[kind][dimension][names[coder]] = place
    return [
        KindOfCoder(kind, {each: dict(sorted(who.items())) for each, who in by_dimension.items()})
        for kind, by_dimension in sorted(found.items())
    ]


class Layout:
    """Lays scores out, as they are in one copy."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._codes: dict[str, int] = {}
        self._size = 0
        for code, value in snapshot.run(ANSWERS):
            self._codes[value] = code
            self._size = max(self._size, code + 1)

    def values(self, kind: str, dimension: Dimension) -> Values:
        """Read the values of a dimension with scale points."""
        found = self._snapshot.columns(
            read_sql("scores_of_items"), {"kind": kind, "dimension": dimension.id}
        )
        answers = found["answer"].astype(np.int64)
        on_scale = np.full(max(self._size, int(answers.max(initial=0)) + 1), MISSING)
        for place, value in enumerate(Scale(dimension.values, dimension.level).values):
            if value in self._codes:
                on_scale[self._codes[value]] = place
        codes = on_scale[answers]
        kept = codes != MISSING
        items, places = (found[name].astype(np.int64)[kept] for name in ("item", "place"))
        return Values(items, places, codes[kept])
