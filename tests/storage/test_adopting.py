"""Another version of the rubric: what counts on, what is coded again, that nothing is lost."""

from pathlib import Path

import pytest
from tests.conftest import Built, WriteStudy
from tests.freezing_fixtures import CODERS, close_set, code_all, give, items_of, reliable, submitted
from tests.rubric_fixtures import (
    CLARITY,
    FIRST,
    JUDGEMENTS,
    NEW_ANCHOR,
    NEW_DIMENSION,
    again,
    bring,
    finals,
    rows,
    version,
)

from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.coding import Lack, Progress
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_case, read_waiting
from coder_tui.storage.adopting import Said, plan_adoption
from coder_tui.storage.frozen_check import faults
from coder_tui.storage.recoding import to_code_again
from coder_tui.storage.rubric_versions import read_adoptions, read_in_force
from coder_tui.storage.scores import Recorder, read_sheet
from coder_tui.storage.study import StudyFile

WITHOUT_CLARITY = version("2.0", ("[[dimension]]" + FIRST.text.split("[[dimension]]")[1], ""))


@pytest.fixture
def coded(built_study: Built) -> StudyFile:
    """Both coders have submitted everything: clarity 1, escalated 0."""
    code_all(built_study.path)
    return StudyFile.open(built_study.path)


def states(study: StudyFile, coder: str = "ana") -> set[Progress]:
    return {each.progress for each in study.assignments(coder)}


def values(study: StudyFile, dimension: str) -> list[str]:
    return [value for (_, _, name), value in submitted(study).items() if name == dimension]


def test_the_first_version_is_in_force_from_the_beginning(study: StudyFile) -> None:
    (first,) = read_adoptions(study.connection)
    assert (first.number, first.rubric, first.previous) == (1, study.rubric_fingerprint, "")
    assert read_in_force(study.connection).rubric == study.rubric


def test_other_meaning_is_coded_again_and_the_rest_counts_on(coded: StudyFile) -> None:
    before = rows(coded.path)
    plan = bring(coded, CLARITY)
    assert plan.diff.touched == ("clarity",)
    assert rows(coded.path) == before, "no judgement is written, changed or deleted"
    assert values(coded, "clarity") == []
    assert values(coded, "escalated") == ["0"] * 8
    assert finals(coded) == {}
    assert len(finals(coded, "escalated")) == 4
    assert states(coded) == {Progress.REOPENED}
    assert to_code_again(coded.connection) == {"ana": 4, "ben": 4}
    assert coded.rubric == CLARITY.rubric
    assert StudyFile.open(coded.path, read_only=True).rubric == CLARITY.rubric


def test_what_is_coded_again_counts_under_the_new_version(coded: StudyFile) -> None:
    bring(coded, CLARITY)
    for coder in CODERS:
        for blind_id in items_of(coded, coder):
            sheet = read_sheet(coded.connection, coder, blind_id)
            gaps = sheet.gaps(coded.rubric)
            assert [gap.dimension.id for gap in gaps] == ["clarity"]
            assert sheet.answers["escalated"] == scored(0)
            again(coded, coder, blind_id, clarity=2)
    assert set(finals(coded).values()) == {"2"}
    assert values(coded, "escalated") == ["0"] * 8
    assert to_code_again(coded.connection) == {}
    assert states(coded) == {Progress.SUBMITTED}


def test_other_wording_touches_nothing(coded: StudyFile) -> None:
    before = submitted(coded)
    bring(coded, version("1.1", ("D1 Clarity", "D1 Clearness"), ("Is it clear?", "is it clear")))
    assert submitted(coded) == before
    assert states(coded) == {Progress.SUBMITTED}
    assert coded.connection.execute("select count(*) from sitting").fetchone() == (2,)


def test_the_lead_decides_what_other_words_mean(coded: StudyFile) -> None:
    bring(coded, CLARITY, Said(wording=("clarity:1",)))
    assert values(coded, "clarity") == ["1"] * 8
    bring(
        coded,
        version("3.0", NEW_ANCHOR, ("D2 Escalated", "D2 Passed on")),
        Said((), ("escalated",)),
    )
    assert values(coded, "escalated") == []
    assert values(coded, "clarity") == ["1"] * 8


def test_a_new_dimension_opens_every_submitted_item(coded: StudyFile) -> None:
    plan = bring(coded, version("2.0", more=NEW_DIMENSION))
    assert plan.diff.added == ("tone",)
    assert len(plan.effect.reopened) == 8
    blind_id = items_of(coded)[0]
    gaps = read_sheet(coded.connection, "ana", blind_id).gaps(coded.rubric)
    assert [gap.dimension.id for gap in gaps if gap.lack is Lack.SCORE] == ["tone"]


def test_a_dimension_that_is_gone_stays_in_the_file_alone(coded: StudyFile) -> None:
    before = rows(coded.path)
    plan = bring(coded, WITHOUT_CLARITY)
    assert (plan.diff.removed, plan.effect.reopened) == (("clarity",), ())
    assert rows(coded.path) == before
    assert values(coded, "clarity") == []
    assert "clarity" not in read_sheet(coded.connection, "ana", items_of(coded)[0]).answers
    assert states(coded) == {Progress.SUBMITTED}


def test_a_child_follows_its_parent(built_study: Built) -> None:
    study = StudyFile.open(built_study.path)
    blind_id = items_of(study)[0]
    again(study, "ana", blind_id, clarity=0, escalated=1, escalation_quality=1)
    bring(study, version("2.0", ("Did it hand over?", "Did it pass the case on?")))
    assert {name for _, _, name in submitted(study)} == {"clarity"}
    again(study, "ana", blind_id, escalated=1)
    assert submitted(study)["ana", blind_id, "escalation_quality"] == "1"


def test_another_condition_asks_again_only_where_it_opens(built_study: Built) -> None:
    study = StudyFile.open(built_study.path)
    first, second, *_ = items_of(study)
    again(study, "ana", first, clarity=0, escalated=0)
    again(study, "ana", second, clarity=0, escalated=1, escalation_quality=1)
    condition = 'depends_on = { dimension = "escalated", at_least = 1 }\n'
    plan = bring(study, version("2.0", (condition, "")))
    assert plan.diff.touched == ("escalation_quality",)
    assert {blind_id for _, blind_id in plan.effect.reopened} == {first, second}


def test_a_second_version_and_the_way_back(coded: StudyFile) -> None:
    first = submitted(coded)
    blind_id = items_of(coded)[0]
    bring(coded, CLARITY)
    again(coded, "ana", blind_id, clarity=0)
    bring(coded, version("3.0", NEW_ANCHOR, ("Is it clear?", "How clear is it?")))
    assert values(coded, "clarity") == []
    draft = Recorder.start(coded.connection, coded.path, "ben", coded.rubric_fingerprint)
    draft.score(blind_id, "clarity", scored(2))
    draft.sitting.close()
    plan = bring(coded, FIRST)
    assert plan.is_back
    assert submitted(coded) == first, "what was scored under the first version counts again"
    assert [each.number for each in read_adoptions(coded.connection)] == [1, 2, 3, 4]
    # ben has begun to code one item again: that one is his to submit.
    assert len(plan.effect.closed) == 7
    assert to_code_again(coded.connection) == {"ben": 1}
    bring(coded, CLARITY)
    assert submitted(coded)["ana", blind_id, "clarity"] == "0"


def test_words_that_come_back_in_a_later_version_mean_what_they_meant(coded: StudyFile) -> None:
    bring(coded, CLARITY)
    plan = bring(coded, version("3.0", ("D2 Escalated", "D2 Passed on")))
    assert plan.diff.touched == ("clarity",)
    assert values(coded, "clarity") == ["1"] * 8
    assert to_code_again(coded.connection) == {}


def test_the_very_words_of_a_version_go_before_words_that_only_mean_the_same(
    coded: StudyFile,
) -> None:
    """The lead said that the other label means something else; the old one means what it did."""
    relabelled = version("2.0", ("D1 Clarity", "D1 Clearness"))
    bring(coded, relabelled, Said(meaning=("clarity",)))
    assert values(coded, "clarity") == []
    bring(coded, version("3.0", NEW_ANCHOR))
    bring(coded, version("4.0", ("D2 Escalated", "D2 Passed on")))
    assert values(coded, "clarity") == ["1"] * 8


def test_drafts_that_lose_an_answer_are_counted(study: StudyFile) -> None:
    give(study, "ana", items_of(study)[:2], submit=False)
    plan = bring(study, CLARITY)
    assert plan.effect.drafts == {"ana": 2}
    assert bring(study, version("3.0", NEW_ANCHOR, ("D1 Clarity", "D1 C"))).effect.drafts == {}


# Decisions


def test_decisions_under_another_meaning_do_not_count(built_study: Built) -> None:
    code_all(built_study.path, {"ana": 1, "ben": 2})
    study = StudyFile.open(built_study.path)
    case = CaseId(items_of(study)[0], "clarity")
    judge = Adjudicator.start(study, "cem")
    judge.decide(case, Decision(scored(2), REASONS[0], "so it is"))
    judge.sitting.close()
    assert finals(study)[case.blind_id] == "2"
    bring(study, CLARITY)
    assert finals(study) == {}
    for coder, value in (("ana", 0), ("ben", 1)):
        again(study, coder, case.blind_id, clarity=value)
    assert finals(study) == {case.blind_id: None}
    assert read_waiting(study).cases == (case,)
    found = read_case(study, case)
    assert found is not None
    assert found.made == ()
    bring(study, FIRST)
    assert finals(study)[case.blind_id] == "2"


# After a freeze


def test_a_frozen_set_stays_under_its_version(coded: StudyFile) -> None:
    freeze = close_set(coded)
    closed = reliable(coded)
    bring(coded, CLARITY)
    assert reliable(coded) == closed
    for blind_id in items_of(coded):
        again(coded, "ana", blind_id, clarity=0)
    assert reliable(coded) == closed
    assert set(finals(coded).values()) == {"0"}
    assert faults(coded.connection, freeze) == []
    assert close_set(coded).rubric == CLARITY.fingerprint != freeze.rubric
    assert set(reliable(coded).values()) == {"0"}


# What is refused


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (version("2.0", ('id = "small"', 'id = "other"')), "another rubric"),
        (version("2.0", ('unit = "transcript"', 'unit = "benchmark"')), "another rubric"),
        (version("1.0", NEW_ANCHOR), "version '1.0' already"),
        (FIRST, "in force already"),
        (version("1.0", more="# a remark\n"), "version '1.0' already"),
    ],
)
def test_what_is_no_other_version_is_refused(coded: StudyFile, new: object, why: str) -> None:
    before = rows(coded.path, (*JUDGEMENTS, "rubric", "adoption", "event", "submission"))
    with pytest.raises(RefusedError, match=why):
        bring(coded, new)  # type: ignore[arg-type]
    assert rows(coded.path, tuple(before)) == before


def test_nothing_is_said_anew_of_a_known_version(coded: StudyFile) -> None:
    bring(coded, CLARITY)
    with pytest.raises(BadInputError, match="had this version before"):
        bring(coded, FIRST, Said(wording=("clarity",)))


def test_practice_that_no_longer_fits_is_refused(write_study: WriteStudy, tmp_path: Path) -> None:
    practice = (
        '[[calibration]]\nitem = "practice.jsonl#p1"\ngold = { clarity = 2, escalated = 0 }\n'
    )
    written = write_study(plan=f'coders = ["ana", "ben"]\n{practice}')
    line = (tmp_path / "transcripts.jsonl").read_text().splitlines()[0]
    (tmp_path / "practice.jsonl").write_text(line.replace('"t1"', '"p1"') + "\n")
    study = StudyFile.open(written.init().path)
    with pytest.raises(RefusedError, match="practice item"):
        bring(study, WITHOUT_CLARITY)


# Foreseeing


def test_a_look_ahead_writes_nothing_and_says_what_happens(coded: StudyFile) -> None:
    tables = (*JUDGEMENTS, "rubric", "rubric_dimension", "adoption", "event", "submission")
    before = rows(coded.path, tables)
    seen = plan_adoption(coded, CLARITY)
    assert rows(coded.path, tables) == before
    done = bring(coded, CLARITY)
    assert seen == done
    touched = done.effect.touched["clarity"]
    assert (touched.scores, touched.decisions, touched.again) == ({"ana": 4, "ben": 4}, 0, 8)


def test_an_adoption_is_recorded_with_what_changed(coded: StudyFile) -> None:
    bring(coded, CLARITY)
    latest = read_adoptions(coded.connection)[-1]
    assert (latest.person, latest.previous, latest.rubric) == (
        "lead", FIRST.fingerprint, CLARITY.fingerprint,
    )  # fmt: skip
    assert [each.what for each in latest.diff] == ["version", "anchor"]
    assert latest.touched == ("clarity",)
    ((person, told, _),) = coded.events("rubric")
    assert (person, told["version"], told["reopened"]) == ("lead", "2.0", 8)
    recoding = (
        "select person, purpose, closed_at is not null from sitting where purpose = 'recoding'"
    )
    assert coded.connection.execute(recoding).fetchall() == [("lead", "recoding", 1)]


def test_items_of_a_coder_who_left_are_not_opened_for_nobody(coded: StudyFile) -> None:
    coded.connection.execute("insert into withdrawal values ('ben', 'lead', '2030-01-01')")
    plan = bring(coded, CLARITY)
    assert (dict(plan.effect.by_coder), dict(plan.effect.left)) == ({"ana": 4}, {"ben": 4})
    assert states(coded, "ben") == {Progress.SUBMITTED}
    assert values(coded, "escalated") == ["0"] * 8


def test_drafts_are_not_reopened(study: StudyFile) -> None:
    give(study, "ana", items_of(study)[:2], submit=False)
    assert bring(study, CLARITY).effect.reopened == ()
    assert states(study) == {Progress.DRAFT, Progress.NOT_STARTED}
