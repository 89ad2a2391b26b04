"""How much there is in a study that is about to be frozen, and what of it is not finished."""

from collections import Counter
from dataclasses import dataclass, fields

from coder_tui.domain.coding import Progress
from coder_tui.storage.adjudications import CONTESTED
from coder_tui.storage.heads import Head, heads_at, judged_since
from coder_tui.storage.study import StudyFile

SUBMITTED = "select count(*), count(distinct coder) from submitted_score"
DISAGREEMENTS = f"select count(*) from ({CONTESTED})"

BY_BASIS = """
select
    coalesce(sum(basis = 'unresolved'), 0),
    coalesce(sum(basis = 'adjudicated'), 0),
    coalesce(sum(basis = 'majority'), 0)
from final_score
"""

LATEST_ACT = "select id from freeze order by number desc limit 1"
UNBLINDING = "select id from unblinding limit 1"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What of one coder's assignments is not submitted."""

    coder: str
    not_started: int
    draft: int
    skipped: int
    reopened: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.not_started + self.draft + self.skipped + self.reopened


@dataclass(frozen=True, slots=True)
class FreezeCounts:
    """How much there is at one moment."""

    items: int
    """Silent repeats among them."""
    coders: int
    """Those who have submitted."""
    assignments: int
    left: tuple[Unfinished, ...]
    """The coders who have not submitted all, by name."""
    scores: int
    disagreements: int
    undecided: int
    """Disagreements, of the kind of coders that final scores rest on, without a decision."""
    decided: int
    by_majority: int
    """Settled by the answer of more than half, where the study says so."""
    judgements: int
    since: int | None
    """Judgements that came in since the freeze before; None where there is none."""
    after_unblinding: int
    """Judgements made after the conditions were opened."""

    @property
    def unfinished(self) -> int:
        """How many assignments are not submitted."""
        return sum(each.total for each in self.left)

    def as_json(self) -> dict[str, object]:
        """Give what a freeze keeps of it: no coder by name."""
        states = [field.name for field in fields(Unfinished)[1:]]
        return {
            "items": self.items,
            "coders": self.coders,
            "assignments": self.assignments,
            "submitted": self.assignments - self.unfinished,
            "unfinished": {
                state: sum(getattr(each, state) for each in self.left) for state in states
            },
            "scores": self.scores,
            "disagreements": self.disagreements,
            "undecided": self.undecided,
            "decided": self.decided,
            "by_majority": self.by_majority,
            "judgements": self.judgements,
            "since": self.since,
            "after_unblinding": self.after_unblinding,
        }


def count(study: StudyFile, heads: tuple[Head, ...]) -> FreezeCounts:
    """Count what there is.

    Args:
        study: open.
        heads: those of this moment.
    """
    connection = study.connection
    assignments = study.assignments()
    scores, coders = connection.execute(SUBMITTED).fetchone()
    undecided, decided, by_majority = connection.execute(BY_BASIS).fetchone()
    freeze = connection.execute(LATEST_ACT).fetchone()
    opened = connection.execute(UNBLINDING).fetchone()
    states: Counter[tuple[str, Progress]] = Counter(
        (each.coder, each.progress) for each in assignments
    )
    left = (
        Unfinished(
            coder,
            states[coder, Progress.NOT_STARTED],
            states[coder, Progress.DRAFT],
            states[coder, Progress.SKIPPED],
            states[coder, Progress.REOPENED],
        )
        for coder in sorted({each.coder for each in assignments})
    )
    return FreezeCounts(
        items=study.item_count(),
        coders=int(coders),
        assignments=len(assignments),
        left=tuple(each for each in left if each.total),
        scores=int(scores),
        disagreements=int(connection.execute(DISAGREEMENTS).fetchone()[0]),
        undecided=int(undecided),
        decided=int(decided),
        by_majority=int(by_majority),
        judgements=sum(each.seq for each in heads),
        since=judged_since(heads, heads_at(connection, freeze[0])) if freeze else None,
        after_unblinding=judged_since(heads, heads_at(connection, opened[0])) if opened else 0,
    )
