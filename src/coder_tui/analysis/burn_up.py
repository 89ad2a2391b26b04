"""How many items were submitted by when, against how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coder_tui.analysis.work import Assigned

MOST_POINTS = 200


@dataclass(frozen=True, slots=True)
class Point:
    """How many items stood as submitted at a moment."""

    at: datetime
    submitted: int


@dataclass(frozen=True, slots=True)
class BurnUp:
    """The line of submitted items, and the total that it is to reach."""

    total: int
    points: tuple[Point, ...]
    """In order; empty before the first submit."""
    until: datetime
    """The present moment: since the last point nothing was submitted."""

    @property
    def days(self) -> dict[date, int]:
        """How many were submitted by the end of each day (UTC) on which one was."""
        found: dict[date, int] = {}
        before = 0
        for point in self.points:
            if point.submitted > before:
                found[point.at.date()] = before = point.submitted
        return found


def burn_up(found: Sequence[Assigned], now: datetime) -> BurnUp:
    """Draw up the line of the items that are submitted, each at its first submit.

    With more than `MOST_POINTS` of them, as many are given that stand for equal numbers of items.

    Args:
        found: assignments, of one coder or of several.
        now: the present moment.
    """
    times = sorted(each.at for each in found if each.at and each.submitted)
    many = len(times)
    step = max(1, -(-many // MOST_POINTS))
    points = [Point(times[at - 1], at) for at in range(many % step or step, many + 1, step)]
    return BurnUp(len(found), tuple(points), now)
