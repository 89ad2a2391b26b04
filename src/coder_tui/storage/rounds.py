"""What a study keeps besides the coding itself: rounds of practice, the guess, time on items."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coder_tui.domain.calibration import PracticeItem, gold_from_json
from coder_tui.domain.coding import Move, Sheet
from coder_tui.domain.guessing import Guess
from coder_tui.domain.rubric import CLEARED
from coder_tui.storage.database import Connection, immediate
from coder_tui.storage.scores import Recorder
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile
from coder_tui.storage.wall_clock import now

ROUND = "calibration"
"""The kind of event that says how a round of practice ended."""

PASSED = """
select 1
from event
where kind = :kind and person = :coder and json_extract(detail, '$.passed')
limit 1
"""

ATTEMPTS = """
select count(submission.clock)
from calibration
left join submission
    on submission.blind_id = calibration.blind_id
    and submission.coder = :coder
    and submission.move = 'submitted'
group by calibration.blind_id
order by 1
limit 1
"""
"""Rounds that the coder went through: each submits every practice item once."""

LOG_ROUND = """
insert into event (id, person, kind, detail, happened_at)
values (:id, :person, :kind, :detail, :at)
on conflict (id) do nothing
"""

LATEST_CLEARING = """
select sitting, seq
from submission
where coder = :coder and blind_id = :blind_id and move = 'reopened'
order by clock desc, sitting desc, seq desc
limit 1
"""

PRACTICE_ANSWERS = """
with attempt as (
    select
        submission.coder,
        submission.blind_id,
        submission.clock,
        row_number() over (
            partition by submission.coder, submission.blind_id
            order by submission.clock, submission.sitting, submission.seq
        ) as nth
    from submission
    join calibration on calibration.blind_id = submission.blind_id
    where submission.move = 'submitted'
)
select attempt.coder, attempt.blind_id, attempt.nth, score.dimension, score.state, score.value
from attempt
left join score
    on score.coder = attempt.coder
    and score.blind_id = attempt.blind_id
    and score.clock <= attempt.clock
order by attempt.coder, attempt.nth, attempt.blind_id, score.clock, score.sitting, score.seq
"""
"""Every answer given on a practice item until a submit of it; the last one per dimension stood."""

GUESS_OWED = """
select assignment.blind_id
from assignment
where assignment.coder = :coder
and exists (
    select 1
    from submission
    where submission.coder = assignment.coder
    and submission.blind_id = assignment.blind_id
    and submission.move = 'submitted'
)
and not exists (
    select 1
    from guess
    where guess.coder = assignment.coder and guess.blind_id = assignment.blind_id
)
order by assignment.place
"""

SECONDS_ON_SUBMITTED = """
select attention.coder, sum(attention.seconds)
from attention
join assignment
    on assignment.coder = attention.coder and assignment.blind_id = attention.blind_id
where (
    select move
    from submission
    where submission.coder = attention.coder and submission.blind_id = attention.blind_id
    order by clock desc, sitting desc, seq desc
    limit 1
) = 'submitted'
group by attention.coder, attention.blind_id
"""


# Practice


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice item of a study."""

    blind_id: str
    item: PracticeItem


def practice_items(study: StudyFile) -> tuple[Practice, ...]:
    """The practice items, in the order in which everybody gets them."""
    rows = study.connection.execute(
        "select blind_id, gold, why, pass from calibration order by place"
    ).fetchall()
    return tuple(
        Practice(
            blind_id, PracticeItem(gold_from_json(gold, study.rubric), json.loads(why), pass_mark)
        )
        for blind_id, gold, why, pass_mark in rows
    )


def has_passed(study: StudyFile, coder: str) -> bool:
    """Whether the coder has passed a round of practice."""
    found = study.connection.execute(PASSED, {"kind": ROUND, "coder": coder}).fetchone()
    return found is not None


def rounds_done(study: StudyFile, coder: str) -> int:
    """How many rounds of practice the coder went through to their end."""
    row = study.connection.execute(ATTEMPTS, {"coder": coder}).fetchone()
    return int(row[0]) if row else 0


def log_round(
    study: StudyFile, coder: str, attempt: int, shares: Mapping[str, float], *, passed: bool
) -> None:
    """Write how a round ended; writing the same round again changes nothing.

    Raises:
        NotSavedError: the file cannot be written.
    """
    name = "\x1f".join((study.info.id, ROUND, coder, str(attempt)))
    detail = {
        "attempt": attempt,
        "passed": passed,
        "items": {blind_id: round(share, 4) for blind_id, share in shares.items()},
    }
    with immediate(study.connection, patience=5.0):
        study.connection.execute(
            LOG_ROUND,
            {
                "id": hashlib.sha256(name.encode()).hexdigest()[:16],
                "person": coder,
                "kind": ROUND,
                "detail": json.dumps(detail, sort_keys=True),
                "at": now(),
            },
        )


def begin_again(recorder: Recorder, sheets: Mapping[str, Sheet]) -> None:
    """Clear what stands on the practice items, and reopen them, in one transaction.

    The rows that clear come before the one that reopens: `cleared_by_round` tells them by that.

    Raises:
        NotSavedError: nothing of it is written; it is kept.
    """
    sitting = recorder.sitting
    for blind_id, sheet in sheets.items():
        for dimension in sheet.answers:
            sitting.prepare("score", recorder.score_values(blind_id, dimension, CLEARED))
        for dimension, citations in sheet.citations.items():
            for citation in citations:
                values = recorder.evidence_values(blind_id, dimension, citation, attached=False)
                sitting.prepare("evidence", values)
        values = recorder.move_values(blind_id, Move.REOPENED, "practice again")
        sitting.prepare("submission", values)
    sitting.flush()


def cleared_by_round(connection: Connection, coder: str, blind_id: str, sheet: Sheet) -> bool:
    """Whether the last step on a practice item is the clearing, which nobody undoes."""
    key = {"coder": coder, "blind_id": blind_id}
    row = connection.execute(LATEST_CLEARING, key).fetchone()
    if row is None or not sheet.done:
        return False
    step = sheet.done[-1].id
    return bool(step.sitting == row[0] and step.seq < row[1])


Answered = tuple[str, str, str, int, str | None, str | None, str, str | None]
"""Coder, item, dimension, attempt, own state and value, right state and value."""


def practice_answers(study: StudyFile) -> list[Answered]:
    """What coders answered on practice items, attempt by attempt, beside the right answers."""
    stood: dict[tuple[str, int, str], dict[str, tuple[str, str | None]]] = {}
    for coder, blind_id, attempt, dimension, state, value in study.connection.execute(
        PRACTICE_ANSWERS
    ):
        answers = stood.setdefault((coder, attempt, blind_id), {})
        if state == CLEARED.state.value:
            answers.pop(dimension, None)
        elif dimension is not None:
            answers[dimension] = (state, value)
    golds = {each.blind_id: each.item.gold for each in practice_items(study)}
    rows: list[Answered] = []
    for (coder, attempt, blind_id), answers in sorted(stood.items()):
        for dimension, gold in sorted(golds[blind_id].items()):
            own = answers.get(dimension, (None, None))
            rows.append((coder, blind_id, dimension, attempt, *own, gold.state.value, gold.value))
    return rows


# The guess


class Guesser:
    """Writes one coder's guesses."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting

    def guess(self, blind_id: str, guess: Guess) -> None:
        """Record a guess.

        Raises:
            NotSavedError: it could not be written; it is kept.
        """
        self.sitting.append(
            "guess",
            {
                "coder": self.sitting.person,
                "blind_id": blind_id,
                "model": guess.model,
                "confidence": guess.confidence,
            },
        )


def guesses_owed(connection: Connection, coder: str) -> tuple[str, ...]:
    """The coder's items that were submitted and never guessed about, in coding order."""
    rows: Iterable[tuple[str]] = connection.execute(GUESS_OWED, {"coder": coder})
    return tuple(blind_id for (blind_id,) in rows)


# Time


def median_minutes(connection: Connection) -> dict[str, float]:
    """The median of the active minutes on a submitted item, by coder."""
    # Loaded where it is needed: a coding screen, which has no use for it, starts sooner.
    from statistics import median

    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for coder, spent in connection.execute(SECONDS_ON_SUBMITTED):
        seconds[coder].append(spent)
    return {coder: median(each) / 60 for coder, each in seconds.items()}
