"""What the copy says stands is what the study's own views say, whatever was written."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import write_files
from tests.review_fixtures import PLAN, transcripts

from coder_tui.analysis import packed
from coder_tui.analysis.patterns import answer_patterns
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.errors import CoderError

DIMENSIONS = ("clarity", "escalated", "escalation_quality")
VALUES = (("0", 0.0), ("1", 1.0), ("2", 2.0), ("2.5", 2.5), ("0.1", 0.1), ("7", 3.0))
TEXTS = ("", "a", "=1", ":", "#1,2", "a\x1eb\x1fc", "\x00\x1f", "é\u202e", '["a", "b"]', "1,2")

SIT = """
insert or ignore into sitting (
    id, person, purpose, device, host, login, version, opened_at, prev_head
)
values (?, 'x', 'coding', 'd', 'h', 'l', 'v', 't', '')
"""
SCORE = """
insert into score (
    sitting, seq, coder, blind_id, dimension, state, value, number, rubric, clock, recorded_at,
    prev_hash, hash
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 't', '', '')
"""
MOVE = """
insert into submission (
    sitting, seq, coder, blind_id, move, reason, clock, recorded_at, prev_hash, hash
)
values (?, ?, ?, ?, ?, '', ?, 't', '', '')
"""
ADJUDICATE = """
insert into adjudication (
    sitting, seq, adjudicator, blind_id, dimension, state, value, number, reason, sentence, rubric,
    clock, recorded_at, prev_hash, hash
)
values (?, ?, 'x', ?, ?, ?, ?, ?, 's', '', ?, ?, 't', '', '')
"""


@dataclass(frozen=True)
class Written:
    """One row to write: who, what on which dimension or a move, and when."""

    coder: str
    item: int
    dimension: str
    answer: tuple[str, str | None, float | None]
    move: str | None
    clock: int
    sitting: str
    version: int = 0
    """Of the rubric; under the second one nothing hides another dimension."""


answers = st.one_of(
    st.sampled_from(VALUES).map(lambda each: ("scored", *each)),
    st.sampled_from(TEXTS).map(lambda text: ("scored", text, None)),
    st.sampled_from([("not_applicable", None, None), ("cannot_judge", None, None),
                     ("cleared", None, None)]),
)  # fmt: skip
rows = st.builds(
    Written,
    coder=st.sampled_from(["ana", "ben"]),
    item=st.integers(0, 1),
    dimension=st.sampled_from(DIMENSIONS),
    answer=answers,
    move=st.sampled_from([None, None, None, "submitted", "submitted", "reopened", "skipped"]),
    # Few clocks, so that copies that were merged have rows of one clock.
    clock=st.integers(1, 12),
    sitting=st.sampled_from(["s1", "s2", "s3"]),
    version=st.integers(0, 1),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = write_files(tmp_path_factory.mktemp("copied"), transcripts(), plan=PLAN).init()
    with closing(sqlite3.connect(built.path, isolation_level=None)) as study:
        study.execute(
            "insert into rubric (fingerprint, toml, adopted_at) values ('second', '', '')"
        )
    return Path(built.path)


def write(study: sqlite3.Connection, written: list[Written], decided: list[Written]) -> None:
    study.execute("pragma foreign_keys = off")
    study.execute("begin")
    for table in ("score", "submission", "adjudication", "sitting"):
        study.execute(f"delete from {table}")
    items = [row[0] for row in study.execute("select blind_id from item order by 1")]
    versions = [row[0] for row in study.execute("select fingerprint from rubric order by rowid")]
    for seq, row in enumerate(written):
        study.execute(SIT, (row.sitting,))
        who = (row.sitting, seq, row.coder, items[row.item])
        if row.move:
            study.execute(MOVE, (*who, row.move, 20 * row.clock + seq))
        else:
            clock = 20 * row.clock if row.clock % 2 else 20 * row.clock + seq
            score = (*who, row.dimension, *row.answer, versions[row.version], clock)
            study.execute(SCORE, score)
    for seq, row in enumerate(decided):
        study.execute(SIT, (row.sitting,))
        place = (row.sitting, seq, items[row.item], row.dimension)
        study.execute(ADJUDICATE, (*place, *row.answer, versions[0], row.clock))
    study.execute("commit")


SUBMITTED = "select coder, blind_id, dimension, state, value, number from submitted_score"
UNDER = "select coder, blind_id, dimension, rubric from submitted_score"
COPIED_UNDER = """
select coder, blind_id, dimension, fingerprint
from submitted_score
join rubric_version
    on rubric_version.code = submitted_score.rubric
"""
FINAL = "select blind_id, dimension, state, value, number, basis, coder_kind from final_score"
SCORED = """
select coder, blind_id, exists (
    select 1
    from score
    where score.coder = assignment.coder and score.blind_id = assignment.blind_id
)
from assignment
"""


def in_order(found: list[Any]) -> list[Any]:
    return sorted(found, key=repr)


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(written=st.lists(rows, max_size=40), decided=st.lists(rows, max_size=4))
def test_the_copy_says_what_the_views_say(
    path: Path, written: list[Written], decided: list[Written]
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as study:
        write(study, written, decided)
        with Snapshot(study) as copy:
            for sql in (SUBMITTED, FINAL):
                assert in_order(copy.run(sql)) == in_order(study.execute(sql).fetchall())
            assert in_order(copy.run(COPIED_UNDER)) == in_order(study.execute(UNDER).fetchall())
            scored = copy.run("select coder, blind_id, scored::integer from assignment")
            assert in_order(scored) == in_order(study.execute(SCORED).fetchall())


@pytest.fixture
def many(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """A study whose scores need several texts, and several portions of texts."""
    monkeypatch.setattr(packed, "ROWS", 3)
    monkeypatch.setattr(packed, "TEXTS", 2)
    answer = ("scored", "1", 1.0)
    written = [
        Written(coder, item, dimension, answer, None, 1 + 2 * item, "s1")
        for coder in ("ana", "ben")
        for item in (0, 1)
        for dimension in DIMENSIONS
    ]
    written += [
        Written(coder, item, "", answer, "submitted", 12, "s1")
        for coder in ("ana", "ben")
        for item in (0, 1)
    ]
    with closing(sqlite3.connect(path, isolation_level=None)) as study:
        write(study, written, [])
        yield study


def test_scores_come_in_several_texts(many: sqlite3.Connection) -> None:
    with Snapshot(many) as copy:
        assert copy.run("select count(*) from submitted_score") == [(12,)]


def test_a_text_lost_on_the_way_is_noticed(
    many: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpack: Callable[..., None] = packed.unpack
    monkeypatch.setattr(
        "coder_tui.analysis.snapshot.unpack",
        lambda copy, name, texts: unpack(copy, name, iter(list(texts)[name == "score" :])),
    )
    with pytest.raises(CoderError, match="score for the review is not complete: 9 of 12"):
        Snapshot(many)


def test_a_score_that_no_rubric_of_the_study_knows_is_said(many: sqlite3.Connection) -> None:
    many.execute(
        "update score set dimension = 'nonsense' where rowid = (select min(rowid) from score)"
    )
    with pytest.raises(CoderError, match="nonsense"):
        Snapshot(many)


# Refreshing


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    written=st.lists(rows, max_size=20),
    later=st.lists(rows, max_size=10),
    decided=st.lists(rows, max_size=3),
)
def test_a_refreshed_copy_says_what_a_new_one_says(
    path: Path, written: list[Written], later: list[Written], decided: list[Written]
) -> None:
    tables = ("assignment", "submitted_score", "reliable_score", "final_score", "adjudication")
    with closing(sqlite3.connect(path, isolation_level=None)) as study:
        write(study, written, decided[:1])
        with Snapshot(study) as copy:
            copy.run("select count(*) from final_score")
            write(study, [*written, *later], decided)
            assert copy.refresh(study)
            with Snapshot(study) as new:
                for table in tables:
                    sql = f"select * from {table}"
                    assert in_order(copy.run(sql)) == in_order(new.run(sql)), table
                assert in_order(answer_patterns(copy)) == in_order(answer_patterns(new))


@pytest.mark.parametrize(
    "change",
    [
        "delete from score where rowid = (select max(rowid) from score)",
        "delete from assignment where rowid = (select max(rowid) from assignment)",
        "insert into coder (name, kind) values ('cem', 'human')",
        "insert into event values ('e', 'x', 'leak', '{}', 't')",
    ],
)
def test_what_more_than_adds_judgements_asks_for_a_new_copy(
    many: sqlite3.Connection, change: str
) -> None:
    with Snapshot(many) as copy:
        assert copy.refresh(many)
        many.execute("begin")
        many.execute(change)
        many.execute("commit")
        assert not copy.refresh(many)
        assert not many.in_transaction
        many.execute("delete from coder where name = 'cem'")


def test_a_refresh_that_fails_leaves_the_copy_as_it_was(
    many: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Snapshot(many) as copy:
        before = copy.run(SUBMITTED)
        many.execute(
            "insert into flag select 'f', 1, coder, blind_id, 'r', 9, '', '', '' from score limit 1"
        )
        monkeypatch.setattr(
            "coder_tui.analysis.snapshot.unpack", lambda copy, name, texts: list(texts)
        )
        with pytest.raises(CoderError, match="not complete"):
            copy.refresh(many)
        assert in_order(copy.run(SUBMITTED)) == in_order(before)
        assert answer_patterns(copy)
