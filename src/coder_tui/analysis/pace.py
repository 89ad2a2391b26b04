"""How fast coders are, and when they will be done at this pace.

Both are counted in items as coders have them, at the moment of their first submit: an item that is
reopened and submitted again is no further progress.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coder_tui.analysis.work import Assigned

RECENT = timedelta(days=7)
"""Items submitted in this time give the pace by which the end is reckoned."""

LEAST_ITEMS = 5
"""Submitted items that a pace needs: fewer show the start, not the pace."""

LEAST_WORK = 5.0
"""Minutes at work, over all submitted items, that a pace per hour needs: less is no work, but keys
that were tried out."""

FURTHEST = 36_500
"""Days that are still given as a date."""

DAY = timedelta(days=1)

DONE = "every item is submitted"
NOTHING = "no item is assigned"
WITHDRAWN = "has left the study"
ELSEWHERE = "these scores were not given in the coding screen"
TOO_FEW = f"fewer than {LEAST_ITEMS} items submitted"
PAUSED = f"paused: nothing submitted in {RECENT.days} days"
TOO_FAR = "more than a hundred years at this pace"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one coder is, or all of them; `expected_end` is None where `undefined` says why."""

    left: int
    """Items that are not submitted."""
    per_day: float | None
    """Items a day in the last seven days, or since the first submit where that was later; nights
    and days off among them. None without a submit in the coding screen."""
    per_day_overall: float | None
    """Items a day since the first submit."""
    per_hour: float | None
    """Items an hour at work, by the median of the time on an item; None where none was taken, or
    too little."""
    expected_end: date | None
    """The day (UTC) on which the last item is submitted, at the pace of the last seven days."""
    undefined: str
    too_little_work: bool = False
    """Whether fewer minutes were worked than a pace per hour needs."""

    @property
    def hours_left(self) -> float | None:
        """Hours at work that the items left will take."""
        return self.left / self.per_hour if self.per_hour else None


def pace_of(found: Sequence[Assigned], minutes: float | None, now: datetime) -> Pace:
    """Compute the pace of one coder.

    Args:
        found: what the coder has.
        minutes: the median of the active minutes on a submitted item, where there is one.
        now: the present moment.
    """
    times = sorted(each.at for each in found if each.at and each.submitted and each.coded_here)
    left = sum(not each.submitted for each in found)
    overall = recent = None
    if times:
        overall = len(times) / max(1.0, (now - times[0]) / DAY)
        since = max(now - RECENT, times[0])
        recent = sum(at >= since for at in times) / max(1.0, (now - since) / DAY)
    end, undefined = None, _why_no_end(found, left, len(times), recent)
    if not undefined and recent:
        days = left / recent
        if days < FURTHEST:
            end = (now + timedelta(days=days)).date()
        else:
            undefined = TOO_FAR
    too_little = minutes is not None and minutes * len(times) < LEAST_WORK
    per_hour = 60 / minutes if minutes and not too_little else None
    return Pace(left, recent, overall, per_hour, end, undefined, too_little)


def _why_no_end(found: Sequence[Assigned], left: int, times: int, recent: float | None) -> str:
    """Say why no end can be expected; nothing where it can."""
    if not left:
        return DONE if found else NOTHING
    if any(each.withdrawn for each in found):
        return WITHDRAWN
    if not times and any(each.submitted for each in found):
        return ELSEWHERE
    if times < LEAST_ITEMS:
        return TOO_FEW
    return "" if recent else PAUSED


def pace_of_all(paces: Mapping[str, Pace]) -> Pace:
    """Compute the pace of all coders together: done when the last of them is.

    Args:
        paces: of each coder who still codes, by name.
    """
    left = sum(each.left for each in paces.values())
    undefined = "" if left else (DONE if paces else NOTHING)
    open_ends = {name: each for name, each in paces.items() if each.left}
    ends = [each.expected_end for each in open_ends.values() if each.expected_end]
    if not undefined and len(ends) < len(open_ends):
        undefined = "; ".join(
            f"{name}: {each.undefined}" for name, each in open_ends.items() if each.undefined
        )
    return Pace(
        left,
        _sum(each.per_day for each in paces.values()),
        _sum(each.per_day_overall for each in paces.values()),
        None,
        None if undefined else max(ends),
        undefined,
    )


def _sum(found: Iterable[float | None]) -> float | None:
    known = [each for each in found if each is not None]
    return sum(known) if known else None
