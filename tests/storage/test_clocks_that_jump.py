"""Whatever the clocks of machines say, what was written last stands, and every chain is whole."""

import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import write_files
from tests.storage.settling_team import BuildTeam, disagree

from coder_tui.domain.adjudication import REASONS, Decision
from coder_tui.domain.coding import Move, Progress
from coder_tui.domain.errors import NotSavedError
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.database import connect
from coder_tui.storage.judgements import row_hash
from coder_tui.storage.scores import Recorder, read_sheet
from coder_tui.storage.study import StudyFile

HOUR = 3_600 * 10**9

STEPS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 2),
        st.integers(0, 2 * 10**9).map(lambda seconds: seconds * 10**9),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)
"""Who scores what, at what time by the machine's clock, and whether a third holds the file."""


def test_a_decision_by_a_clock_that_was_set_back_replaces_the_one_before(
    build_team: BuildTeam, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = build_team()
    case = disagree(team, team.items[0])
    first, second = (StudyFile.open(team.study.path) for _ in range(2))
    dora, erik = Adjudicator.start(first, "dora"), Adjudicator.start(second, "erik")
    ahead = time.time_ns() + HOUR
    monkeypatch.setattr(time, "time_ns", lambda: ahead)
    dora.decide(case, Decision(scored(0), REASONS[0]))
    monkeypatch.setattr(time, "time_ns", lambda: ahead - HOUR)
    erik.decide(case, Decision(scored(2), REASONS[0]))
    assert team.final(case) == ("scored", "2", "adjudicated")
    first.close()
    second.close()


def test_what_is_submitted_by_a_clock_that_was_set_back_is_submitted(
    build_team: BuildTeam, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lead opened the item again by a clock that was ahead."""
    team = build_team()
    item = team.items[0]
    team.code("annabel", item, clarity=0, escalated=0)
    ana = team.recorder("annabel")
    elsewhere = StudyFile.open(team.study.path)
    ahead = time.time_ns() + HOUR
    monkeypatch.setattr(time, "time_ns", lambda: ahead)
    lead = Recorder.start(
        elsewhere.connection, elsewhere.path, "annabel", elsewhere.rubric_fingerprint
    )
    lead.move(item, Move.REOPENED)
    monkeypatch.setattr(time, "time_ns", lambda: ahead - HOUR)
    ana.score(item, "clarity", scored(2))
    ana.move(item, Move.SUBMITTED)
    found = {each.blind_id: each.progress for each in elsewhere.assignments("annabel")}
    assert found[item] is Progress.SUBMITTED
    elsewhere.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("clocks")).init().path


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_what_was_written_last_stands_and_the_chains_are_whole(
    shared: Path, steps: list[tuple[int, int, int, bool]]
) -> None:
    studies = [StudyFile.open(shared) for _ in range(2)]
    item = studies[0].assignments("ana")[0].blind_id
    sittings = [
        Recorder.start(each.connection, each.path, "ana", each.rubric_fingerprint)
        for each in studies
    ]
    other = connect(shared)
    last = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("coder_tui.storage.chain.KEY_PATIENCE", 0.0)
        for each in studies:
            each.connection.execute("pragma busy_timeout = 0")
        for who, value, wall, held in steps:
            patch.setattr(time, "time_ns", lambda wall=wall: wall)
            if held:
                other.execute("begin immediate")
            with suppress(NotSavedError):
                sittings[who].score(item, "clarity", scored(value))
                last = value
            if held:
                other.execute("rollback")
        for each in sittings:
            waiting = each.sitting._waiting
            last = int(str(waiting[-1].values["value"])) if waiting else last
            each.sitting.close()
    answers = read_sheet(other, "ana", item).answers
    assert answers == ({} if last is None else {"clarity": scored(last)})
    clocks = [clock for (clock,) in other.execute("select clock from score order by rowid")]
    assert clocks == sorted(set(clocks))
    for each in sittings:
        _follow(other, each.sitting.id, len(steps))
    for opened in (*studies, other):
        opened.close()


def _follow(connection: Any, sitting: str, most: int) -> None:
    """Make sure that a sitting's scores are numbered without a gap, and hashed one on another."""
    cursor = connection.execute("select * from score where sitting = ? order by seq", (sitting,))
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert len(rows) <= most
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    for row, following in pairwise(rows):
        assert following["prev_hash"] == row["hash"]
    assert all(row["hash"] == row_hash("score", row) for row in rows)


def test_a_row_that_is_in_the_file_though_its_commit_seemed_to_fail_stays_as_it_is(
    build_team: BuildTeam, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = build_team()
    sitting = team.recorder("annabel").sitting
    connection = team.study.connection
    kept = {"coder": "annabel", "blind_id": team.items[0], "reason": "one"}
    sitting.prepare("flag", kept)
    waiting = list(sitting._waiting)
    sitting.flush()
    written = connection.execute("select * from flag").fetchall()
    sitting._waiting.extend(waiting)
    ahead = time.time_ns() + HOUR
    monkeypatch.setattr(time, "time_ns", lambda: ahead)
    team.recorder("benedikt").flag(team.items[0], "ahead")
    monkeypatch.setattr(time, "time_ns", lambda: ahead - HOUR)
    sitting.append("flag", kept | {"reason": "two"})
    rows = connection.execute("select * from flag where coder = 'annabel' order by seq").fetchall()
    assert rows[0] == written[0]
    assert [row[1] for row in rows] == [1, 2]
    clocks = connection.execute("select coder, reason from flag order by clock").fetchall()
    assert clocks[-1] == ("annabel", "two")
    chain = connection.execute(
        "select hash, prev_hash from flag where coder = 'annabel' order by seq"
    ).fetchall()
    assert chain[1][1] == chain[0][0]
