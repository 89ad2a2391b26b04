"""How a study comes along: pace and expected end, what waits, burn-up, by coder and together."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from coder_tui.analysis.burn_up import BurnUp, burn_up
from coder_tui.analysis.pace import Pace, pace_of, pace_of_all
from coder_tui.analysis.waiting import Waiting, waiting
from coder_tui.analysis.work import Assigned, read_work
from coder_tui.domain.rubric_changes import codings
from coder_tui.storage.database import Connection
from coder_tui.storage.recoding import open_again
from coder_tui.storage.rounds import median_minutes


@dataclass(frozen=True, slots=True)
class CoderHeadway:
    """How one coder comes along."""

    pace: Pace
    median_minutes: float | None
    """Of the active minutes on a submitted item; None where no time was taken."""
    waits_for_second: int
    """Items that another coder has submitted and that wait for this one."""
    burn_up: BurnUp


@dataclass(frozen=True, slots=True)
class Headway:
    """How a study comes along, at one moment."""

    at: datetime
    work: tuple[Assigned, ...]
    """What all of this is counted from."""
    coders: Mapping[str, CoderHeadway]
    """By name, of every coder who has an item."""
    pace: Pace
    """Of all who still code; a machine's scores arrive at once and have none."""
    waiting: Waiting
    burn_up: BurnUp
    """Of all assignments."""
    again: Mapping[str, int] = field(default_factory=dict)
    """How many items each coder has to code again because the rubric changed."""
    again_in_all: str = ""
    """The same of all of them: `180 items by 2 coders`."""


def present() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)


def read_headway(study: Connection, now: datetime | None = None) -> Headway:
    """Read how a study comes along.

    Args:
        study: an open connection; in a transaction all of it is of one moment.
        now: the moment from which days are counted; None: the present one.
    """
    found = headway(read_work(study), median_minutes(study), now or present())
    places = open_again(study)
    again = Counter(coder for coder, _ in places)
    return replace(found, again=again, again_in_all=codings(places) if places else "")


def headway(work: Sequence[Assigned], minutes: Mapping[str, float], now: datetime) -> Headway:
    """Compute how a study comes along.

    Args:
        work: every assignment.
        minutes: the median of the active minutes on a submitted item, by coder.
        now: the moment from which days are counted.
    """
    held: defaultdict[str, list[Assigned]] = defaultdict(list)
    for each in work:
        held[each.coder].append(each)
    waits = waiting(work)
    coders = {
        name: CoderHeadway(
            pace_of(found, minutes.get(name), now),
            minutes.get(name),
            waits.by_coder[name],
            burn_up(found, now),
        )
        for name, found in held.items()
    }
    still_there = {each.coder for each in work if each.counts_for_pairs and not each.withdrawn}
    together = pace_of_all(
        {name: each.pace for name, each in coders.items() if name in still_there}
    )
    return Headway(now, tuple(work), coders, together, waits, burn_up(work, now))
