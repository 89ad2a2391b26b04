"""Evidence under versions of the rubric: it counts where its dimension means what it meant."""

import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import Built, write_files
from tests.freezing_fixtures import items_of
from tests.rubric_fixtures import CLARITY, FIRST, NEW_ANCHOR, bring, rows, version

from coder_tui.analysis.questions import evidence
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.adjudication import CaseId
from coder_tui.domain.coding import Citation, Lack, Move, Sheet
from coder_tui.domain.rubric import scored
from coder_tui.reporting.coded_views import SUBMITTED_EVIDENCE
from coder_tui.storage.adjudications import read_case
from coder_tui.storage.earlier_evidence import read_earlier
from coder_tui.storage.judgements import row_hash
from coder_tui.storage.rubric_versions import Version, meanings_of
from coder_tui.storage.scores import Recorder, read_sheet
from coder_tui.storage.study import StudyFile

FIRST_TURN, SECOND_TURN = Citation(1, 0, 6, "Please"), Citation(2, 0, 4, "Here")
LABEL = version("2.0", ("D1 Clarity", "D1 Clearness"))
THIRD = version("3.0", NEW_ANCHOR, ("Is it clear?", "How clear is it?"))


@pytest.fixture
def study(built_study: Built) -> StudyFile:
    return StudyFile.open(built_study.path)


def judge(
    study: StudyFile, coder: str, *turns: Citation, value: int = 1, gone: bool = False
) -> str:
    """Score and cite on ana's first item, and submit it."""
    blind_id = items_of(study)[0]
    recorder = Recorder.start(study.connection, study.path, coder, study.rubric_fingerprint)
    recorder.score(blind_id, "clarity", scored(value))
    recorder.score(blind_id, "escalated", scored(0))
    for each in turns:
        recorder.cite(blind_id, "clarity", each, attached=not gone)
    recorder.move(blind_id, Move.SUBMITTED)
    recorder.sitting.close()
    return blind_id


def sheet(study: StudyFile, coder: str = "ana") -> Sheet:
    return read_sheet(study.connection, coder, items_of(study)[0])


def cited(study: StudyFile) -> tuple[Citation, ...]:
    return sheet(study).evidence(study.rubric.dimension("clarity"))


def earlier(study: StudyFile) -> list[tuple[str, Citation]]:
    found = read_earlier(study.connection, "ana", items_of(study)[0])
    return [(each.version, each.citation) for each in found.get("clarity", ())]


def test_evidence_for_another_meaning_is_none_for_the_new_answer(study: StudyFile) -> None:
    judge(study, "ana", FIRST_TURN)
    before = rows(study.path)
    bring(study, CLARITY)
    assert rows(study.path) == before
    assert cited(study) == ()
    assert earlier(study) == [("1.0", FIRST_TURN)]
    judge(study, "ana")
    assert [gap.lack for gap in sheet(study).gaps(study.rubric)] == [Lack.EVIDENCE]


def test_evidence_stays_where_only_the_wording_changed(study: StudyFile) -> None:
    judge(study, "ana", FIRST_TURN)
    bring(study, LABEL)
    assert cited(study) == (FIRST_TURN,)
    assert earlier(study) == []
    judge(study, "ana", FIRST_TURN, gone=True)
    assert cited(study) == (), "what was attached under one version is taken away under the other"


def test_a_version_that_comes_back_brings_its_own_evidence(study: StudyFile) -> None:
    judge(study, "ana", FIRST_TURN)
    bring(study, CLARITY)
    judge(study, "ana", SECOND_TURN)
    assert cited(study) == (SECOND_TURN,)
    bring(study, FIRST)
    assert cited(study) == (FIRST_TURN,)
    assert earlier(study) == [("2.0", SECOND_TURN)]
    bring(study, THIRD)
    assert cited(study) == ()
    assert earlier(study) == [("2.0", SECOND_TURN), ("1.0", FIRST_TURN)]


def test_what_was_taken_away_is_no_earlier_evidence(study: StudyFile) -> None:
    judge(study, "ana", FIRST_TURN, SECOND_TURN)
    judge(study, "ana", FIRST_TURN, gone=True)
    bring(study, CLARITY)
    assert earlier(study) == [("1.0", SECOND_TURN)]


def test_evidence_on_a_dimension_that_is_gone_is_nowhere(study: StudyFile) -> None:
    judge(study, "ana", FIRST_TURN)
    bring(study, version("2.0", ("[[dimension]]" + FIRST.text.split("[[dimension]]")[1], "")))
    assert sheet(study).citations == {}


def test_a_case_shows_the_evidence_for_the_answers_that_count(study: StudyFile) -> None:
    blind_id = judge(study, "ana", FIRST_TURN)
    judge(study, "ben", FIRST_TURN, value=2)
    bring(study, CLARITY)
    judge(study, "ana", SECOND_TURN)
    judge(study, "ben", value=2)
    case = read_case(study, CaseId(blind_id, "clarity"))
    assert case is not None
    assert {side.answer: side.citations for side in case.sides} == {
        scored(1): (SECOND_TURN,),
        scored(2): (),
    }


def test_review_and_export_give_the_evidence_for_the_answers_that_count(study: StudyFile) -> None:
    judge(study, "ana", FIRST_TURN)
    judge(study, "ben", value=2)
    bring(study, CLARITY)
    judge(study, "ana", SECOND_TURN)
    judge(study, "ben", value=2)
    with closing(Snapshot(study.connection)) as copy:
        assert [each.part for each in evidence(copy)] == [2]
    study.connection.execute(SUBMITTED_EVIDENCE.replace("create view", "create temp view"))
    parts = study.connection.execute("select part from submitted_evidence").fetchall()
    assert parts == [(2,)]


# Files of earlier versions


def test_evidence_without_a_version_is_of_the_one_that_was_in_force(study: StudyFile) -> None:
    judge(study, "ana", FIRST_TURN)
    bring(study, CLARITY)
    judge(study, "ana", SECOND_TURN)
    with closing(sqlite3.connect(study.path)) as connection:
        connection.execute("update evidence set rubric = null")
        connection.commit()
    assert cited(study) == (SECOND_TURN,)
    assert earlier(study) == [("1.0", FIRST_TURN)]


def test_the_hash_of_a_row_of_an_earlier_version_holds() -> None:
    old = {"sitting": "s", "seq": 1, "quote": "Please"}
    assert row_hash("evidence", old | {"rubric": None}) == row_hash("evidence", old)
    assert row_hash("evidence", old | {"rubric": "f"}) != row_hash("evidence", old)
    assert row_hash("score", old | {"rubric": None}) != row_hash("score", old)


# Whatever happens

VERSIONS = (FIRST, CLARITY, version("4.0", ("D1 Clarity", "D1 Clearness")), THIRD)


@settings(max_examples=max(10, settings().max_examples // 2))
@given(st.lists(st.one_of(st.sampled_from(VERSIONS), st.integers(-3, 3)), max_size=12))
def test_every_meaning_has_its_own_evidence(happens: list[Version | int]) -> None:
    """A number cites that turn; below 0 it takes it away again."""
    with TemporaryDirectory() as folder:
        study = StudyFile.open(write_files(Path(folder)).init().path)
        standing: defaultdict[str, list[Citation]] = defaultdict(list)
        for each in happens:
            meaning = meanings_of(study.connection, study.rubric_fingerprint)["clarity"]
            turn = Citation(abs(each), 0, 1, "x") if isinstance(each, int) else FIRST_TURN
            if isinstance(each, Version):
                if each.fingerprint != study.rubric_fingerprint:
                    bring(study, each)
            elif each >= 0:
                judge(study, "ana", turn)
                standing[meaning].append(turn)
            elif turn in standing[meaning]:
                judge(study, "ana", turn, gone=True)
                standing[meaning].remove(turn)
            meaning = meanings_of(study.connection, study.rubric_fingerprint)["clarity"]
            assert Counter(cited(study)) == Counter(standing[meaning])
            others = {each for mean, cited in standing.items() if mean != meaning for each in cited}
            assert {citation for _, citation in earlier(study)} == others
        study.close()
