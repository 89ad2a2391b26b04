"""Imported scores in the file: all of a coder or nothing, chained like every other judgement."""

import pytest
from tests.conftest import Built
from tests.rating_files import asked, submitted
from tests.review_fixtures import code

from coder_tui.domain.coding import Citation
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.rubric import scored
from coder_tui.storage.database import sqlite
from coder_tui.storage.judgements import JUDGEMENTS, row_hash
from coder_tui.storage.rating_writing import CoderPlan, RatedItem, plan_coder, write_coder
from coder_tui.storage.sittings import SITTING_START
from coder_tui.storage.study import StudyFile


def plan(study: StudyFile, coder: str = "ana", kind: str | None = None) -> CoderPlan:
    """Two items, with evidence and comments."""
    blind_ids = [row[0] for row in study.connection.execute("select blind_id from item limit 2")]
    items = [
        RatedItem(
            blind_id,
            {"clarity": scored(1), "escalated": scored(0)},
            {"clarity": (Citation(2, 0, 4, "Here", "hash"),)},
            {None: "as a whole", "clarity": "clear"},
        )
        for blind_id in blind_ids
    ]
    return plan_coder(study, coder, kind, items)


def test_the_rows_are_a_chain_that_begins_with_the_sitting(
    study: StudyFile, built_study: Built
) -> None:
    write_coder(study, plan(study), "lead")
    connection = study.connection
    connection.row_factory = sqlite.Row
    rows = [
        (table, dict(row))
        for table in JUDGEMENTS
        for row in connection.execute(f"select * from {table}").fetchall()
    ]
    rows.sort(key=lambda each: each[1]["seq"])
    start = dict(connection.execute(f"select {', '.join(SITTING_START)} from sitting").fetchone())
    connection.row_factory = None
    head = row_hash("sitting", start)
    for number, (table, row) in enumerate(rows, start=1):
        assert (row["seq"], row["prev_hash"]) == (number, head)
        head = row_hash(table, row)
        assert row["hash"] == head
    assert len(rows) == 2 * 6
    assert len(submitted(built_study.path, "ana")) == 4


def test_who_began_to_code_here_meanwhile_gets_nothing(
    study: StudyFile, built_study: Built
) -> None:
    waiting = plan(study)
    code(built_study.path, "ana", {waiting.items[0].blind_id: {"escalated": 0}}, submit=False)
    with pytest.raises(RefusedError, match="has scored in this study itself"):
        write_coder(study, waiting, "lead")
    assert asked(built_study.path, "select count(*) from score") == [(1,)]
    assert asked(built_study.path, "select count(*) from sitting") == [(1,)]


def test_a_new_coder_is_not_left_behind_by_a_write_that_fails(
    study: StudyFile, built_study: Built
) -> None:
    waiting = plan(study, "judge-1", "machine")
    study.connection.execute(
        "create temp trigger full before insert on main.submission "
        "begin select raise(abort, 'the disk is full'); end"
    )
    with pytest.raises(sqlite.IntegrityError):
        write_coder(study, waiting, "lead")
    for table in ("score", "sitting", "event"):
        assert asked(built_study.path, f"select count(*) from {table}") == [(0,)]
    names = asked(built_study.path, "select name from coder order by name")
    assert names == [("ana",), ("ben",)]


def test_scores_by_a_machine_are_added_behind_what_it_has(
    study: StudyFile, built_study: Built
) -> None:
    write_coder(study, plan(study, "judge-1", "machine"), "lead")
    (third,) = study.connection.execute(
        "select blind_id from item where blind_id not in (select blind_id from assignment where "
        "coder = 'judge-1') limit 1"
    ).fetchone()
    more = plan_coder(study, "judge-1", "machine", [RatedItem(third, {"clarity": scored(0)})])
    assert (more.is_new, more.incomplete, more.assigned) == (False, 1, (third,))
    write_coder(study, more, "lead")
    places = asked(built_study.path, "select place from assignment where coder = 'judge-1'")
    assert [place for (place,) in places] == [1, 2, 3]
    again = plan(study, "judge-1", "machine")
    assert (again.items, again.unchanged, again.replaced) == ((), 4, 0)
