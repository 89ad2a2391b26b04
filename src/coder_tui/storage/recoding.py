"""What a new version of the rubric does to what was scored: what counts on, what is coded again."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from coder_tui.domain.rubric import Answer, Rubric
from coder_tui.domain.rubric_diff import RubricDiff
from coder_tui.storage.database import Connection
from coder_tui.storage.rubric_versions import counted_with, read_versions

REASON = "rubric"
"""Why an item was reopened: the reason of the row that does it."""

_COUNTED = """
select json_extract(value, '$[0]'), json_extract(value, '$[1]')
from json_each(:counted)
"""

ANSWERS_UNDER = f"""
select coder, blind_id, dimension, state, value, number
from (
    select score.*, row_number() over (
        partition by score.coder, score.blind_id, score.dimension
        order by score.clock desc, score.sitting desc, score.seq desc
    ) as recency
    from score
    join (
        select coder, blind_id, max(clock) as clock
        from submission
        where move = 'submitted'
        group by coder, blind_id
    ) as latest
        on latest.coder = score.coder
        and latest.blind_id = score.blind_id
        and latest.clock >= score.clock
    where (score.dimension, score.rubric) in ({_COUNTED})
)
where recency = 1 and state <> 'cleared'
"""

SUBMITTED_NOW = """
select coder, blind_id
from (
    select coder, blind_id, move, row_number() over (
        partition by coder, blind_id order by clock desc, sitting desc, seq desc
    ) as recency
    from submission
    where blind_id not in (select blind_id from uncounted_item)
)
where recency = 1 and move = 'submitted'
order by coder, blind_id
"""

WITHDRAWN = "select coder from withdrawal"

UNTOUCHED = """
select coder, blind_id
from (
    select coder, blind_id, move, reason, clock, row_number() over (
        partition by coder, blind_id order by clock desc, sitting desc, seq desc
    ) as recency
    from submission
    where blind_id not in (select blind_id from uncounted_item)
) as latest
where recency = 1 and move = 'reopened' and reason = 'rubric'
and not exists (
    select 1
    from score
    where score.coder = latest.coder
    and score.blind_id = latest.blind_id
    and score.clock > latest.clock
)
and not exists (
    select 1
    from evidence
    where evidence.coder = latest.coder
    and evidence.blind_id = latest.blind_id
    and evidence.clock > latest.clock
)
order by coder, blind_id
"""
"""Items that were opened again for a version, on which nothing has been done since."""

LAST_SCORED = "select max(clock) from score where coder = ?"

TO_CODE_AGAIN = """
select coder, blind_id
from (
    select coder, blind_id, move, reason, row_number() over (
        partition by coder, blind_id order by clock desc, sitting desc, seq desc
    ) as recency
    from submission
    join assignment using (coder, blind_id)
)
where recency = 1 and move = 'reopened' and reason = 'rubric'
order by coder, blind_id
"""

SCORES = """
select dimension, coder, count(*)
from submitted_score
group by dimension, coder
order by dimension, coder
"""

DECISIONS = """
select dimension, count(*)
from decision
where in_force = 1
group by dimension
"""

STANDING = "select coder, blind_id, dimension, rubric from current_score"

SECONDS = """
select coder, sum(seconds)
from attention
where blind_id not in (select blind_id from uncounted_item)
group by coder, blind_id
"""


Place = tuple[str, str]
"""A coder and an item."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What stands on one dimension."""

    scores: Mapping[str, int]
    """Submitted scores by coder."""
    decisions: int
    """Decisions in force."""
    opened: tuple[Place, ...]
    """Coder and item: where the dimension is newly opened to be coded again."""
    like: str = ""
    """Version of which it has the meaning, where that is not what it means in force."""
    back: int = 0
    """Scores that count again, because it means what it meant in that version."""

    @property
    def total(self) -> int:
        """All scores."""
        return sum(self.scores.values())

    @property
    def again(self) -> int:
        """How many items of coders are newly opened for it."""
        return len(self.opened)


@dataclass(frozen=True, slots=True)
class Effect:
    """What adopting a version would do."""

    touched: Mapping[str, Touched]
    """By dimension: all of both versions."""
    reopened: tuple[Place, ...]
    """Coder and item: what is opened again."""
    closed: tuple[Place, ...]
    """What was opened again for a version before, and has nothing to be coded any more."""
    left: Mapping[str, int]
    """Items of withdrawn coders, who would have to code them again and do not code any more."""
    hours: tuple[float, float] | None
    """About how long that takes, the answers alone and whole items; None: no time is known."""
    open: tuple[Place, ...] = ()
    """All that is open to be coded again then: from before, and newly."""
    drafts: Mapping[str, int] = field(default_factory=dict)
    """Items by coder that were not submitted yet and lose an answer."""

    @property
    def by_coder(self) -> Mapping[str, int]:
        """How many items each coder has to code again."""
        return Counter(coder for coder, _ in self.reopened)


def effect_of(connection: Connection, diff: RubricDiff, meanings: Mapping[str, str]) -> Effect:
    """Find out what adopting a version would do.

    Args:
        connection: the study's.
        diff: from the version in force to the new one.
        meanings: the version from which each dimension of the new one has its meaning.
    """
    counted = counted_with(connection, meanings)
    answers = _answers(connection, counted)
    gone = {coder for (coder,) in connection.execute(WITHDRAWN)}
    submitted = [(coder, item) for coder, item in connection.execute(SUBMITTED_NOW)]
    lacking = _lacking_on(submitted, diff.new, answers, set(diff.touched))
    reopened = {place: lacks for place, lacks in lacking.items() if place[0] not in gone}
    closed = _closed_again(connection, diff.new, answers)
    still = [each for each in open_again(connection) if each not in closed]
    there = (answers.get(each, {}) for each in (*submitted, *closed))
    lost = _lost(connection, diff, counted)
    drafts = {each for each in lost.difference(submitted, still, closed) if each[0] not in gone}
    return Effect(
        _touched(connection, diff, meanings, reopened, _back(diff.new, there, set(diff.touched))),
        tuple(reopened),
        tuple(closed),
        Counter(coder for coder, _ in lacking if coder in gone),
        _hours(connection, reopened, len(diff.new.dimensions)),
        (*still, *reopened),
        Counter(coder for coder, _ in sorted(drafts)),
    )


def _lacking_on(
    places: Iterable[Place],
    rubric: Rubric,
    answers: Mapping[Place, Mapping[str, Answer]],
    among: Collection[str],
) -> dict[Place, list[str]]:
    """Give the places on which a dimension among some is asked and has no answer, and which."""
    found = {place: _lacking(rubric, answers.get(place, {}), among) for place in places}
    return {place: lacks for place, lacks in found.items() if lacks}


def _closed_again(
    connection: Connection, rubric: Rubric, answers: Mapping[Place, Mapping[str, Answer]]
) -> dict[Place, None]:
    """Give what was opened for a version and not touched since, and lacks nothing in this one."""
    untouched = [(coder, item) for coder, item in connection.execute(UNTOUCHED)]
    lacking = _lacking_on(untouched, rubric, answers, {each.id for each in rubric.dimensions})
    return dict.fromkeys(each for each in untouched if each not in lacking)


def _lost(
    connection: Connection, diff: RubricDiff, counted: Collection[tuple[str, str]]
) -> set[Place]:
    """Give the places that lose an answer which stands in force."""
    touched = set(diff.touched)
    return {
        (coder, blind_id)
        for coder, blind_id, dimension, rubric in connection.execute(STANDING)
        if dimension in touched and (dimension, rubric) not in counted
    }


def _touched(
    connection: Connection,
    diff: RubricDiff,
    meanings: Mapping[str, str],
    reopened: Mapping[Place, Sequence[str]],
    back: Mapping[str, int],
) -> dict[str, Touched]:
    """Give what stands on each dimension of both versions, and is opened again for it."""
    scores: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for dimension, coder, count in connection.execute(SCORES):
        scores[dimension][coder] = count
    again: defaultdict[str, list[Place]] = defaultdict(list)
    for place, lacks in reopened.items():
        for dimension in lacks:
            again[dimension].append(place)
    decisions = dict(connection.execute(DECISIONS).fetchall())
    names = {each.fingerprint: each.rubric.version for each in read_versions(connection)}
    like = {each: names.get(meanings[each], "") for each in diff.touched}
    return {
        each: Touched(
            scores.get(each, {}),
            decisions.get(each, 0),
            tuple(again[each]),
            like.get(each, ""),
            back.get(each, 0),
        )
        for each in dict.fromkeys(d.id for d in (*diff.new.dimensions, *diff.old.dimensions))
    }


def to_code_again(connection: Connection) -> dict[str, int]:
    """How many items each coder has to code again because the rubric changed."""
    return Counter(coder for coder, _ in open_again(connection))


def has_paused_since(connection: Connection, coder: str, clock: int) -> bool:
    """Whether a coder has scored before a moment, and nothing after it."""
    (last,) = connection.execute(LAST_SCORED, (coder,)).fetchone()
    return last is not None and last <= clock


def open_again(connection: Connection) -> tuple[Place, ...]:
    """Give what has to be coded again because the rubric changed."""
    return tuple((coder, item) for coder, item in connection.execute(TO_CODE_AGAIN))


def _back(
    rubric: Rubric, items: Iterable[Mapping[str, Answer]], touched: Collection[str]
) -> Counter[str]:
    """Count the answers that do not count in force and do so in another version."""
    back: Counter[str] = Counter()
    for answers in items:
        asked = rubric.open_dimensions(answers)
        back.update(each.id for each in asked if each.id in touched and each.id in answers)
    return back


def _answers(
    connection: Connection, counted: Iterable[tuple[str, str]]
) -> dict[Place, dict[str, Answer]]:
    found: defaultdict[Place, dict[str, Answer]] = defaultdict(dict)
    given = {"counted": json.dumps(sorted(counted))}
    for coder, blind_id, dimension, *answer in connection.execute(ANSWERS_UNDER, given):
        found[coder, blind_id][dimension] = Answer.stored(*answer)
    return found


def _lacking(rubric: Rubric, answers: Mapping[str, Answer], among: Collection[str]) -> list[str]:
    """Give the dimensions among some that are asked and have no answer."""
    asked = rubric.open_dimensions(answers)
    return [each.id for each in asked if each.id in among and each.id not in answers]


def _hours(
    connection: Connection, work: Mapping[Place, Sequence[str]], dimensions: int
) -> tuple[float, float] | None:
    """Estimate the work from each coder's own pace, else from that of all.

    Args:
        connection: the study's.
        work: the dimensions to be coded again, by coder and item.
        dimensions: how many an item has.
    """
    if not work:
        return (0.0, 0.0)
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for coder, seconds in connection.execute(SECONDS):
        spent[coder].append(seconds)
    if not spent:
        return None
    of_all = median(seconds for each in spent.values() for seconds in each)
    paces = {coder: median(own) for coder, own in spent.items()}
    least = most = 0.0
    for (coder, _), lacking in work.items():
        pace = paces.get(coder, of_all)
        most += pace
        least += pace * len(lacking) / dimensions
    return least / 3600, most / 3600
