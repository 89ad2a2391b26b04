"""What came after a closing is counted from what is late, and not from every score of the study."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.test_after_closing import Closed, change, closed

from coder_tui.storage.after_closing import FINALS, after_closing, marks
from coder_tui.storage.freezing import LATE_ANSWERS, count_late_scores
from coder_tui.storage.study import StudyFile

__all__ = ["closed"]

BY_THE_VIEWS = """
select distinct final_score.blind_id, final_score.dimension
from late_score
join coder on coder.name = late_score.coder
join final_score
    on final_score.blind_id = late_score.blind_id
    and final_score.dimension = late_score.dimension
    and final_score.coder_kind = coder.kind
where final_score.basis <> 'unresolved'
"""


def whole_tables_read(path: Path, sql: str) -> list[str]:
    with closing(sqlite3.connect(path)) as study:
        plan = study.execute(
            f"explain query plan {sql}", {"items": "[]"} if ":items" in sql else {}
        )
        steps = [row[3] for row in plan.fetchall()]
    return [step for step in steps if step.startswith(("SCAN score", "SCAN submission"))]


@pytest.mark.parametrize("sql", [LATE_ANSWERS, FINALS], ids=["late answers", "final scores"])
def test_no_question_reads_every_score(closed: Closed, sql: str) -> None:
    assert whole_tables_read(closed.path, sql) == []


def test_a_question_that_reads_every_score_would_be_seen(closed: Closed) -> None:
    assert whole_tables_read(closed.path, "select count(*) from late_score")
    assert whole_tables_read(closed.path, "select count(*) from final_score")


def test_the_counts_are_those_of_the_views(closed: Closed) -> None:
    for step in range(3):
        study = StudyFile.open(closed.path, read_only=True)
        finals = {tuple(row) for row in study.connection.execute(BY_THE_VIEWS).fetchall()}
        (late,) = study.connection.execute("select count(*) from late_score").fetchone()
        assert after_closing(study.connection).finals == len(finals)
        assert marks(study.connection).late == finals
        assert count_late_scores(study.connection) == late
        study.close()
        # Coders who differ on an item leave it without a final score, late or not.
        change(closed.path, "ben", closed.late, step)
