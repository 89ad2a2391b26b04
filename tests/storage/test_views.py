"""The views are a public contract: what counts as current, submitted, a disagreement, final."""

from collections.abc import Iterator

import pytest
from tests.conftest import RUBRIC, Built, WriteStudy, transcript

from coder_tui.domain.coding import Move, RowId
from coder_tui.domain.rubric import CANNOT_JUDGE, CLEARED, NOT_APPLICABLE, Answer, scored
from coder_tui.storage.scores import Recorder
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile

COLUMNS = {
    "current_score": "coder blind_id dimension state value number recorded_at rubric",
    "submitted_score": "coder blind_id dimension state value number recorded_at rubric",
    "disagreement": "blind_id dimension kind coder_kind coder_a state_a value_a coder_b state_b "
    "value_b",
    "final_score": "blind_id dimension state value number basis coder_kind coders",
    "decision": "blind_id dimension nth adjudicator state value number reason sentence taken_back "
    "in_force own_item recorded_at rubric clock sitting seq",
}


SIMULATED = 'coders = ["ana", "ben"]\nsimulated = true'


class Team:
    """A study of one item, and whoever codes it, by name."""

    def __init__(self, study: StudyFile) -> None:
        self.study = study
        (self.item,) = study.connection.execute("select blind_id from item").fetchone()
        self._recorders: dict[str, Recorder] = {}

    def as_(self, coder: str) -> Recorder:
        if coder not in self._recorders:
            self._recorders[coder] = Recorder.start(
                self.study.connection, self.study.path, coder, self.study.rubric_fingerprint
            )
        return self._recorders[coder]

    def score(self, coder: str, **answers: Answer) -> None:
        for dimension, answer in answers.items():
            self.as_(coder).score(self.item, dimension, answer)

    def move(self, coder: str, move: Move) -> None:
        self.as_(coder).move(self.item, move)

    def submit(self, coder: str, **answers: Answer) -> None:
        self.score(coder, **answers)
        self.move(coder, Move.SUBMITTED)

    def adjudicate(self, dimension: str, answer: Answer, undoes: RowId | None = None) -> RowId:
        sitting = Sitting.start(self.study.connection, self.study.path, "judge", "adjudication")
        return sitting.append(
            "adjudication",
            {
                "adjudicator": "judge",
                "blind_id": self.item,
                "dimension": dimension,
                "state": answer.state.value,
                "value": answer.value,
                "number": answer.number,
                "reason": "slip",
                "sentence": "",
                "rubric": self.study.rubric_fingerprint,
                "undoes_sitting": undoes.sitting if undoes else None,
                "undoes_seq": undoes.seq if undoes else None,
            },
        )

    def submitted(self) -> set[tuple[str, str, str | None]]:
        return set(self._read("select coder, dimension, value from submitted_score"))

    def disagreements(self) -> set[tuple[str, str, str, str]]:
        return set(
            self._read(
                "select dimension, kind, coder_a || '-' || coder_b, coder_kind from disagreement"
            )
        )

    def final(self, dimension: str = "clarity") -> tuple[str | None, str | None, str] | None:
        rows = self._read(
            f"select state, value, basis from final_score where dimension = '{dimension}'"
        )
        assert len(rows) <= 1
        return rows[0] if rows else None

    def _read(self, question: str) -> list[tuple]:  # type: ignore[type-arg]
        return self.study.connection.execute(question).fetchall()


@pytest.fixture
def team(write_study: WriteStudy) -> Iterator[Team]:
    written = write_study(
        [transcript()], plan='coders = ["ana", "ben", "cem"]\ncoders_per_item = 3'
    )
    study = StudyFile.open(written.init(simulated=["sim-1", "sim-2"]).path)
    study.connection.execute("insert into coder values ('robot', 'machine')")
    yield Team(study)
    study.close()


@pytest.fixture
def simulated_team(write_study: WriteStudy) -> Iterator[Team]:
    written = write_study([transcript()], plan=SIMULATED)
    study = StudyFile.open(written.init(simulated=["sim-1", "sim-2"]).path)
    yield Team(study)
    study.close()


@pytest.mark.parametrize(("view", "columns"), COLUMNS.items())
def test_a_view_has_exactly_the_columns_of_the_contract(
    study: StudyFile, view: str, columns: str
) -> None:
    cursor = study.connection.execute(f"select * from {view}")
    assert [column[0] for column in cursor.description] == columns.split()


def test_the_current_score_is_the_latest_that_was_not_cleared(team: Team) -> None:
    team.score("ana", clarity=scored(0))
    team.score("ana", clarity=scored(2), escalated=scored(1))
    team.score("ana", escalated=CLEARED)
    rows = team._read("select coder, dimension, state, value, number from current_score")
    assert rows == [("ana", "clarity", "scored", "2", 2.0)]


def test_drafts_are_not_submitted(team: Team) -> None:
    team.score("ana", clarity=scored(1))
    team.move("ana", Move.SKIPPED)
    assert team.submitted() == set()


def test_what_stood_at_the_latest_submit_is_submitted_and_edits_after_reopening_are_not(
    team: Team,
) -> None:
    team.submit("ana", clarity=scored(1), escalated=scored(0))
    team.move("ana", Move.REOPENED)
    team.score("ana", clarity=scored(2))
    assert team.submitted() == {("ana", "clarity", "1"), ("ana", "escalated", "0")}
    team.score("ana", escalated=CLEARED)
    team.move("ana", Move.SUBMITTED)
    assert team.submitted() == {("ana", "clarity", "2")}


def test_a_hidden_dimension_is_not_submitted_and_comes_back_with_its_parent(team: Team) -> None:
    team.submit("ana", clarity=scored(0), escalated=scored(1), escalation_quality=scored(1))
    assert ("ana", "escalation_quality", "1") in team.submitted()
    team.submit("ana", escalated=scored(0))
    assert not [row for row in team.submitted() if row[1] == "escalation_quality"]
    team.submit("ana", escalated=CANNOT_JUDGE)
    assert not [row for row in team.submitted() if row[1] == "escalation_quality"]
    team.submit("ana", escalated=scored(1))
    assert ("ana", "escalation_quality", "1") in team.submitted()


def test_a_dimension_is_hidden_by_a_condition_two_steps_up(write_study: WriteStudy) -> None:
    further = """
[[dimension]]
id = "third"
label = "D4 Third"
question = "And then?"
level = "ordinal"
depends_on = { dimension = "escalation_quality", at_least = 1 }
point = [
  { value = 0, label = "no", anchor = "No." },
  { value = 1, label = "yes", anchor = "Yes." },
]
"""
    study = StudyFile.open(write_study([transcript()], rubric=RUBRIC + further).init().path)
    team = Team(study)
    one = scored(1)
    team.submit("ana", escalated=one, escalation_quality=one, third=one)
    assert ("ana", "third", "1") in team.submitted()
    team.submit("ana", escalated=scored(0))
    assert team.submitted() == {("ana", "escalated", "0")}
    study.close()


def test_different_values_are_a_disagreement_of_kind_value(team: Team) -> None:
    team.submit("ana", clarity=scored(0), escalated=scored(1))
    team.submit("ben", clarity=scored(2), escalated=scored(1))
    assert team.disagreements() == {("clarity", "value", "ana-ben", "human")}


@pytest.mark.parametrize("other", [NOT_APPLICABLE, CANNOT_JUDGE])
def test_a_value_against_no_value_is_a_disagreement_of_kind_applicability(
    team: Team, other: Answer
) -> None:
    team.submit("ana", clarity=scored(0))
    team.submit("ben", clarity=other)
    assert team.disagreements() == {("clarity", "applicability", "ana-ben", "human")}


def test_not_applicable_against_cannot_judge_is_about_applicability(team: Team) -> None:
    team.submit("ana", clarity=NOT_APPLICABLE)
    team.submit("ben", clarity=CANNOT_JUDGE)
    assert team.disagreements() == {("clarity", "applicability", "ana-ben", "human")}


def test_the_same_answer_without_a_value_is_no_disagreement(team: Team) -> None:
    team.submit("ana", clarity=NOT_APPLICABLE)
    team.submit("ben", clarity=NOT_APPLICABLE)
    assert team.disagreements() == set()
    assert team.final() == ("not_applicable", None, "agreed")


def test_a_draft_disagrees_with_nobody(team: Team) -> None:
    team.submit("ana", clarity=scored(0))
    team.score("ben", clarity=scored(2))
    assert team.disagreements() == set()


def test_three_coders_disagree_in_pairs(team: Team) -> None:
    for coder, value in (("ana", 0), ("ben", 1), ("cem", 1)):
        team.submit(coder, clarity=scored(value))
    assert {row[2] for row in team.disagreements()} == {"ana-ben", "ana-cem"}


def test_kinds_of_coders_never_disagree_with_one_another(team: Team) -> None:
    team.submit("ana", clarity=scored(0))
    team.submit("sim-1", clarity=scored(2))
    team.submit("robot", clarity=scored(1))
    assert team.disagreements() == set()
    team.submit("sim-2", clarity=scored(1))
    assert team.disagreements() == {("clarity", "value", "sim-1-sim-2", "simulated")}


def test_a_final_score_of_one_coder_is_single(team: Team) -> None:
    assert team.final() is None
    team.submit("ana", clarity=scored(1))
    assert team.final() == ("scored", "1", "single")


def test_a_final_score_of_all_alike_is_agreed(team: Team) -> None:
    for coder in ("ana", "ben", "cem"):
        team.submit(coder, clarity=scored(1))
    assert team.final() == ("scored", "1", "agreed")


@pytest.mark.parametrize("other", [scored(2), NOT_APPLICABLE])
def test_a_final_score_on_which_coders_differ_is_unresolved_and_has_no_value(
    team: Team, other: Answer
) -> None:
    team.submit("ana", clarity=scored(1))
    team.submit("ben", clarity=other)
    assert team.final() == (None, None, "unresolved")


def test_a_final_score_is_what_the_adjudicator_decided_last(team: Team) -> None:
    team.submit("ana", clarity=scored(1))
    team.submit("ben", clarity=scored(2))
    first = team.adjudicate("clarity", scored(0))
    assert team.final() == ("scored", "0", "adjudicated")
    second = team.adjudicate("clarity", NOT_APPLICABLE)
    assert team.final() == ("not_applicable", None, "adjudicated")
    team.adjudicate("clarity", CLEARED, undoes=second)
    assert team.final() == ("scored", "0", "adjudicated")
    team.adjudicate("clarity", CLEARED, undoes=first)
    assert team.final() == (None, None, "unresolved")


def test_final_scores_of_a_study_of_people_never_rest_on_simulated_coders(team: Team) -> None:
    team.submit("sim-1", clarity=scored(2), escalated=scored(0))
    team.submit("sim-2", clarity=scored(2), escalated=scored(0))
    assert team.final() is None
    team.submit("ana", clarity=scored(0))
    assert team.final() == ("scored", "0", "single")
    assert team.final("escalated") is None


def test_final_scores_of_a_simulated_study_rest_on_its_simulated_coders(
    simulated_team: Team,
) -> None:
    team = simulated_team
    team.submit("ana", clarity=scored(0), escalated=scored(1))
    assert team.final() is None
    team.submit("sim-1", clarity=scored(2))
    team.submit("sim-2", clarity=scored(2))
    assert team.final() == ("scored", "2", "agreed")
    assert team.final("escalated") is None
    assert team._read("select distinct coder_kind, coders from final_score") == [("simulated", 2)]


def test_a_simulated_study_without_simulated_coders_rests_on_people(
    write_study: WriteStudy,
) -> None:
    study = StudyFile.open(write_study([transcript()], plan=SIMULATED).init().path)
    team = Team(study)
    team.submit("ana", clarity=scored(1))
    assert team.final() == ("scored", "1", "single")
    study.close()


def test_machines_have_no_say_in_final_scores(team: Team) -> None:
    team.submit("robot", clarity=scored(2))
    assert team.final() is None
    team.submit("ana", clarity=scored(0))
    assert team.final() == ("scored", "0", "single")


def test_an_adjudicated_score_survives_a_coder_who_reopens(team: Team) -> None:
    team.submit("ana", clarity=scored(1))
    team.submit("ben", clarity=scored(2))
    team.adjudicate("clarity", scored(2))
    team.move("ana", Move.REOPENED)
    team.score("ana", clarity=scored(0))
    assert team.final() == ("scored", "2", "adjudicated")


def test_a_study_refuses_a_score_for_what_it_does_not_know(built_study: Built) -> None:
    study = StudyFile.open(built_study.path)
    recorder = Recorder.start(study.connection, study.path, "ana", study.rubric_fingerprint)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        recorder.score("no-such-item", "clarity", scored(1))
    study.close()


def test_a_parent_decided_below_its_threshold_leaves_its_child_without_a_final_score(
    team: Team,
) -> None:
    team.submit("ana", clarity=scored(0), escalated=scored(1), escalation_quality=scored(1))
    team.submit("ben", clarity=scored(0), escalated=scored(0))
    assert team.final("escalation_quality") == ("scored", "1", "single")
    team.adjudicate("escalated", scored(0))
    assert team.final("escalation_quality") is None
    team.adjudicate("escalated", scored(1))
    assert team.final("escalation_quality") == ("scored", "1", "single")
