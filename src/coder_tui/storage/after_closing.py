"""What came after a closing: late answers, and judgements made when conditions were open.

The questions are asked of a study or of the coded database of an export.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coder_tui.domain.text import plural
from coder_tui.storage.database import Connection
from coder_tui.storage.freezing import LATE_ANSWERS
from coder_tui.storage.heads import beyond
from coder_tui.storage.schema_freezing import BEYOND_THE_OPENING
from coder_tui.storage.views import FINAL_SCORE

Place = tuple[str, str]
"""An item and a dimension."""

OPENING = "(select id from unblinding)"

ANSWERS_AFTER = f"""
with touched as materialized (
    {beyond(OPENING, "score", "late.coder, late.blind_id")}
    union
    {beyond(OPENING, "submission", "late.coder, late.blind_id")}
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

DECISIONS_AFTER = "select blind_id, dimension from decision_after_unblinding"

KINDS = "select name, kind from coder"
FINALS = f"""
with submitted_score as (
    select every.*
    from json_each(:items) as asked
    cross join main.submitted_score as every on every.blind_id = asked.value
),
{FINAL_SCORE.strip().removeprefix("with ")}
and basis <> 'unresolved'
"""
"""The final scores of some items, in the words of the view but of their submitted scores alone: the
view makes all of them first."""
COUNT_VERSIONS = "select count(*) from adoption where json_extract(changes, '$.after_unblinding')"


@dataclass(frozen=True, slots=True)
class AfterClosing:
    """How much came after a closing."""

    decisions: int = 0
    """Disagreements that were decided, or decided again, or whose decision was taken back, after
    the unblinding."""
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
    """A decision, its taking back, or an answer came after the conditions were opened."""


def late_answers(connection: Connection) -> frozenset[tuple[str, str, str]]:
    """Give coder, item and dimension of the answers that stand outside the reliability set."""
    return frozenset(tuple(row) for row in connection.execute(LATE_ANSWERS).fetchall())


def decided_after(connection: Connection) -> frozenset[Place]:
    """Give the places with a decision, or the taking back of one, after the unblinding."""
    return frozenset(tuple(row) for row in connection.execute(DECISIONS_AFTER).fetchall())


def marks(connection: Connection) -> Marks:
    """Say which final scores have to be marked; answers of the kind that counts alone mark one."""
    kinds = dict(connection.execute(KINDS).fetchall())
    late = _places(late_answers(connection), kinds)
    after = _places(connection.execute(ANSWERS_AFTER).fetchall(), kinds)
    decided = decided_after(connection)
    finals = _finals(connection, {place[0] for place in (*late, *after)})
    return Marks(
        frozenset(each[:2] for each in finals if each in late),
        decided | frozenset(each[:2] for each in finals if each in after),
    )


def after_closing(connection: Connection) -> AfterClosing:
    """Count what came after a closing."""
    (versions,) = connection.execute(COUNT_VERSIONS).fetchone()
    late = _places(late_answers(connection), dict(connection.execute(KINDS).fetchall()))
    finals = _finals(connection, {blind_id for blind_id, _, _ in late})
    return AfterClosing(len(decided_after(connection)), len(finals & late), int(versions))


def _finals(connection: Connection, items: Collection[str]) -> set[tuple[str, str, str]]:
    """Give item, dimension and kind of coder of the final scores of some items."""
    if not items:
        return set()
    rows = connection.execute(FINALS, {"items": json.dumps(sorted(items))}).fetchall()
    return {(row[0], row[1], row[6]) for row in rows}


def _places(
    answers: Iterable[Sequence[str]], kinds: Mapping[str, str]
) -> set[tuple[str, str, str]]:
    """Give item, dimension and kind of coder of answers."""
    return {(blind_id, dimension, kinds[coder]) for coder, blind_id, dimension in answers}
