"""What came after a closing: late answers, and judgements made when conditions were open.

The questions are asked of a study or of the coded database of an export.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coder_tui.domain.text import plural
from coder_tui.storage.database import Connection
from coder_tui.storage.freezing import LATE_ANSWERS

Place = tuple[str, str]
"""An item and a dimension."""

BEYOND_THE_OPENING = """(
    exists (select 1 from unblinding)
    and not exists (
        select 1
        from sitting_head
        where sitting_head.act in (select id from unblinding)
        and sitting_head.sitting = {0}.sitting
        and sitting_head.seq >= {0}.seq
    )
)"""
"""Whether a judgement was made, or merged, after the conditions were opened."""

_TOUCHED = """
select {0}.coder, {0}.blind_id
from sitting
left join sitting_head as head
    on head.act in (select id from unblinding) and head.sitting = sitting.id
join {0} on {0}.sitting = sitting.id and {0}.seq > coalesce(head.seq, 0)
where exists (select 1 from unblinding)
"""

ANSWERS_AFTER = f"""
with touched as materialized (
    {_TOUCHED.format("score")}
    union
    {_TOUCHED.format("submission")}
)
select standing_score.coder, standing_score.blind_id, standing_score.dimension
from touched
cross join standing_score
    on standing_score.blind_id = touched.blind_id and standing_score.coder = touched.coder
where {BEYOND_THE_OPENING.format("standing_score")}
or standing_score.clock > coalesce(
    (
        select max(submission.clock)
        from submission
        where submission.coder = standing_score.coder
        and submission.blind_id = standing_score.blind_id
        and submission.move = 'submitted'
        and not {BEYOND_THE_OPENING.format("submission")}
    ),
    -1
)
"""

DECISIONS_AFTER = f"""
select blind_id, dimension
from decision
where in_force = 1 and {BEYOND_THE_OPENING.format("decision")}
"""

KINDS = "select name, kind from coder"
FINALS = """
select blind_id, dimension, coder_kind, basis
from final_score
where basis <> 'unresolved'
"""
COUNT_DECISIONS = "select count(*) from decision_after_unblinding"
COUNT_VERSIONS = "select count(*) from adoption where json_extract(changes, '$.after_unblinding')"


@dataclass(frozen=True, slots=True)
class AfterClosing:
    """How much came after a closing."""

    decisions: int = 0
    """Disagreements that were decided, or decided again, after the unblinding."""
    finals: int = 0
    """Final scores with an answer under them that is outside the reliability set."""
    versions: int = 0
    """How often a version of the rubric was adopted after the unblinding."""

    @property
    def sentence(self) -> str:
        """Say so; nothing where nothing did."""
        return " ".join(each for each in (self.of_scores, self.of_versions) if each)

    @property
    def of_versions(self) -> str:
        """Say what became of the rubric."""
        if not self.versions:
            return ""
        versions = plural(self.versions, "version")
        return f"{versions} of the rubric adopted after the unblinding."

    @property
    def of_scores(self) -> str:
        """Say what became of decisions and final scores."""
        said = []
        if self.decisions:
            said.append(f"{plural(self.decisions, 'decision')} after the unblinding")
        if self.finals:
            rest = "rests" if self.finals == 1 else "rest"
            said.append(f"{plural(self.finals, 'final score')} {rest} on late answers")
        return f"{'; '.join(said)}." if said else ""

    def as_json(self) -> dict[str, Any]:
        """Say so, for programs."""
        return {
            "decisions_after_unblinding": self.decisions,
            "late_final_scores": self.finals,
            "versions_after_unblinding": self.versions,
        }


NOTHING_AFTER = AfterClosing()


@dataclass(frozen=True, slots=True)
class Marks:
    """Which final scores are marked."""

    late: frozenset[Place]
    after_unblinding: frozenset[Place]
    """The decision in force, or an answer, came after the conditions were opened."""


def late_answers(connection: Connection) -> frozenset[tuple[str, str, str]]:
    """Give coder, item and dimension of the answers that stand outside the reliability set."""
    return frozenset(tuple(row) for row in connection.execute(LATE_ANSWERS).fetchall())


def decided_after(connection: Connection) -> frozenset[Place]:
    """Give the places whose decision in force was made after the unblinding."""
    return frozenset(tuple(row) for row in connection.execute(DECISIONS_AFTER).fetchall())


def marks(connection: Connection) -> Marks:
    """Say which final scores have to be marked; answers of the kind that counts alone mark one."""
    kinds = dict(connection.execute(KINDS).fetchall())
    late = _places(late_answers(connection), kinds)
    after = _places(connection.execute(ANSWERS_AFTER).fetchall(), kinds)
    decided = decided_after(connection)
    if not late and not after and not decided:
        return Marks(frozenset(), frozenset())
    finals = connection.execute(FINALS).fetchall()
    return Marks(
        frozenset((row[0], row[1]) for row in finals if tuple(row[:3]) in late),
        frozenset(
            (row[0], row[1])
            for row in finals
            if tuple(row[:3]) in after or (row[3] == "adjudicated" and tuple(row[:2]) in decided)
        ),
    )


def after_closing(connection: Connection) -> AfterClosing:
    """Count what came after a closing."""
    (decisions,) = connection.execute(COUNT_DECISIONS).fetchone()
    (versions,) = connection.execute(COUNT_VERSIONS).fetchone()
    # Final scores take their time, and nearly always there is nothing late.
    late = _places(late_answers(connection), dict(connection.execute(KINDS).fetchall()))
    finals = connection.execute(FINALS).fetchall() if late else []
    late_finals = sum(tuple(row[:3]) in late for row in finals)
    return AfterClosing(int(decisions), late_finals, int(versions))


def _places(
    answers: Iterable[Sequence[str]], kinds: Mapping[str, str]
) -> set[tuple[str, str, str]]:
    """Give item, dimension and kind of coder of answers."""
    return {(blind_id, dimension, kinds[coder]) for coder, blind_id, dimension in answers}
