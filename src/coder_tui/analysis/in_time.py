"""The order in which items were submitted, of those that have a place in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from coder_tui.analysis.laid_out import Items
from coder_tui.analysis.sql_files import read_sql
from coder_tui.storage.database import Connection

NOWHERE = -1
"""The place of an item that has none."""

ALL_AT_ONCE = 1.0
"""Items that come faster than one in so many seconds were not coded one after another."""

WITHOUT_ORDER: Mapping[str, str] = {"import": "imported", "simulation": "simulated"}
"""Sittings that take scores in all at once, in any order."""


@dataclass(frozen=True, slots=True, eq=False)
class InTime:
    """Items in the order in which the last of their coders submitted them."""

    place: Items
    """Of each item, by its number in the copy."""
    blind_ids: Sequence[str]
    """By place."""
    moments: Sequence[str]
    """By place: when it was submitted, as the study says it."""
    without: str
    """Why some items have no place: `imported`; nothing where all have one."""

    @property
    def place_by_id(self) -> dict[str, int]:
        """The place of each item that has one."""
        return {blind_id: place for place, blind_id in enumerate(self.blind_ids)}

    def are_at_once(self, first: int, last: int, items: int) -> bool:
        """Whether so many items between two places carry nearly the same moment."""
        try:
            start, end = (datetime.fromisoformat(self.moments[at]) for at in (first, last))
            passed = (end - start).total_seconds()
        # A file that was changed by other means holds no times that can be compared.
        except (ValueError, TypeError):
            return False
        return passed < (items - 1) * ALL_AT_ONCE


def in_time(study: Connection, coder_kind: str) -> InTime:
    """Read the order in which coders of a kind submitted what is in the reliability set.

    What was imported, simulated or never submitted has no place in it.
    """
    rows = study.execute(read_sql("moments"), {"kind": coder_kind}).fetchall()
    placed = [row for row in rows if row[2] not in WITHOUT_ORDER]
    (last,) = study.execute("select coalesce(max(rowid), 0) from item").fetchone()
    place = np.full(last + 1, NOWHERE, dtype=np.int64)
    place[np.array([row[0] for row in placed], dtype=np.int64)] = np.arange(len(placed))
    purposes = {row[2] for row in rows}
    return InTime(
        place,
        [row[1] for row in placed],
        [row[3] for row in placed],
        " or ".join(word for purpose, word in WITHOUT_ORDER.items() if purpose in purposes),
    )
