"""Disagreements on their way to a decision, on a real study file."""

from typing import Any

import pytest
from tests.storage.settling_team import BuildTeam, Team, disagree

from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.coding import Move
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE, Answer, scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import count_of_other_kinds, read_case, read_waiting
from coder_tui.storage.decisions import decisions_on
from coder_tui.storage.study import StudyFile

SLIP, GAP = REASONS[0], REASONS[2]


@pytest.fixture
def team(build_team: BuildTeam) -> Team:
    return build_team()


# What waits


def test_cases_wait_by_dimension_in_the_order_of_the_rubric_then_by_item(team: Team) -> None:
    for item in reversed(team.items[:2]):
        team.code("annabel", item, clarity=0, escalated=1, escalation_quality=0)
        team.code("benedikt", item, clarity=NOT_APPLICABLE, escalated=1, escalation_quality=1)
    first, second = team.items[:2]
    assert team.waiting() == [
        CaseId(first, "clarity"),
        CaseId(second, "clarity"),
        CaseId(first, "escalation_quality"),
        CaseId(second, "escalation_quality"),
    ]


def test_the_cases_are_those_of_the_view_of_disagreements(team: Team) -> None:
    for number, item in enumerate(team.items):
        team.code("annabel", item, clarity=number % 3, escalated=number % 2, escalation_quality=1)
        team.code("benedikt", item, clarity=1, escalated=1, escalation_quality=number % 2)
    view = team.study.connection.execute("select distinct blind_id, dimension from disagreement")
    assert set(team.waiting()) == {CaseId(*row) for row in view} != set()


def test_a_case_waits_only_when_every_coder_of_the_item_has_submitted(
    build_team: BuildTeam,
) -> None:
    team = build_team('coders = ["annabel", "benedikt", "carlotta"]\ncoders_per_item = 3')
    case = disagree(team, team.items[0])
    team.code("carlotta", case.blind_id, submit=False, clarity=1, escalated=0)
    assert (team.waiting(), read_waiting(team.study).held_back) == ([], 1)
    assert read_case(team.study, case) is None
    team.recorder("carlotta").move(case.blind_id, Move.SUBMITTED)
    assert (team.waiting(), read_waiting(team.study).held_back) == ([case], 0)


def test_a_case_whose_item_is_reopened_does_not_wait(team: Team) -> None:
    case = disagree(team, team.items[0])
    team.recorder("annabel").move(case.blind_id, Move.REOPENED)
    assert team.waiting() == []
    assert read_case(team.study, case) is None


def test_in_a_simulated_study_the_cases_are_those_of_its_simulated_coders(
    build_team: BuildTeam,
) -> None:
    plan = 'coders = ["annabel", "benedikt"]\nsimulated = true'
    team = build_team(plan, simulated=["sim-1", "sim-2"])
    of_people, of_both = team.items[:2]
    for item in (of_people, of_both):
        team.code("annabel", item, clarity=0, escalated=0)
        team.code("benedikt", item, clarity=1, escalated=0)
    assert team.waiting() == []
    assert read_case(team.study, CaseId(of_people, "clarity")) is None
    team.code("sim-1", of_both, clarity=0, escalated=0)
    team.code("sim-2", of_both, clarity=2, escalated=0)
    assert team.waiting() == [CaseId(of_both, "clarity")]
    case = read_case(team.study, CaseId(of_both, "clarity"))
    assert case is not None
    assert case.coder_kind == "simulated"
    assert {side.answer for side in case.sides} == {scored(0), scored(2)}
    assert count_of_other_kinds(team.study) == {"human": 2}


def test_in_a_study_of_people_simulated_coders_are_never_decided_on(
    build_team: BuildTeam,
) -> None:
    team = build_team('coders = ["annabel"]\ncoders_per_item = 1', simulated=["sim-1", "sim-2"])
    item = team.items[0]
    team.code("sim-1", item, clarity=0, escalated=0)
    team.code("sim-2", item, clarity=1, escalated=0)
    assert team.waiting() == []
    assert read_case(team.study, CaseId(item, "clarity")) is None
    assert count_of_other_kinds(team.study) == {"simulated": 1}


def test_machine_coders_are_never_decided_on(build_team: BuildTeam) -> None:
    team = build_team('coders = ["annabel"]\ncoders_per_item = 1', machines=["llm-1", "llm-2"])
    team.code("llm-1", team.items[0], clarity=0)
    team.code("llm-2", team.items[0], clarity=2)
    waiting = read_waiting(team.study)
    assert (waiting.cases, waiting.of_machines) == ((), 1)


@pytest.mark.parametrize("answer", [scored(0), CANNOT_JUDGE])
def test_a_dimension_that_its_parents_final_value_closes_does_not_wait(
    build_team: BuildTeam, answer: Answer
) -> None:
    team = build_team('coders = ["annabel", "benedikt", "carlotta"]\ncoders_per_item = 3')
    item = team.items[0]
    team.code("annabel", item, clarity=0, escalated=1, escalation_quality=0)
    team.code("benedikt", item, clarity=0, escalated=1, escalation_quality=1)
    team.code("carlotta", item, clarity=0, escalated=0)
    parent, child = CaseId(item, "escalated"), CaseId(item, "escalation_quality")
    assert team.waiting() == [parent, child]
    judge = Adjudicator.start(team.study, "judge")
    row = judge.decide(parent, Decision(answer, SLIP))
    assert team.waiting() == []
    assert read_case(team.study, child) is None
    judge.take_back(parent, row)
    judge.decide(parent, Decision(scored(1), SLIP))
    assert team.waiting() == [child]
    assert read_case(team.study, child) is not None


def test_decisions_are_counted_while_they_settle_a_disagreement(team: Team) -> None:
    case = disagree(team, team.items[0])
    Adjudicator.start(team.study, "judge").decide(case, Decision(scored(2), SLIP))
    assert read_waiting(team.study).decided == 1
    team.recorder("annabel").move(case.blind_id, Move.REOPENED)
    team.code("annabel", case.blind_id, clarity=2)
    assert read_waiting(team.study).decided == 0
    assert team.final(case) == ("scored", "2", "adjudicated")


# What was said


def test_a_case_gives_answers_under_letters_and_no_name(team: Team) -> None:
    case_id = disagree(team, team.items[0], benedikt=CANNOT_JUDGE)
    case = read_case(team.study, case_id)
    assert case is not None
    assert [side.letter for side in case.sides] == ["A", "B"]
    assert {side.answer for side in case.sides} == {scored(0), CANNOT_JUDGE}
    assert "annabel" not in repr(case)
    assert "benedikt" not in repr(case)
    assert read_case(team.study, case_id) == case


def test_no_letter_follows_a_coder_from_case_to_case(write_study: Any) -> None:
    lines = [
        {"id": f"t{n}", "model": "m", "scaffold": "s", "task": f"t{n}",
         "turns": [{"role": "user", "text": f"This is number {n}."}]}
        for n in range(16)
    ]  # fmt: skip
    study = StudyFile.open(write_study(lines, plan='coders = ["annabel", "benedikt"]').init().path)
    team = Team(study)
    letters = set()
    for item in team.items:
        case = read_case(study, disagree(team, item))
        assert case is not None
        letters.add(case.letters_of(scored(0)))
    study.close()
    assert letters == {"A", "B"}


def test_three_coders_are_one_case_with_three_letters(build_team: BuildTeam) -> None:
    team = build_team('coders = ["annabel", "benedikt", "carlotta"]\ncoders_per_item = 3')
    item = team.items[0]
    disagree(team, item)
    team.code("carlotta", item, clarity=2, escalated=0)
    assert team.waiting() == [CaseId(item, "clarity")]
    case = read_case(team.study, CaseId(item, "clarity"))
    assert case is not None
    assert [side.letter for side in case.sides] == ["A", "B", "C"]
    assert len(case.letters_of(scored(2))) == 2
    assert case.letters_of(scored(1)) == ""


def test_evidence_counts_until_it_is_taken_away_and_the_latest_comment_counts(team: Team) -> None:
    item = team.items[0]
    ann, ben = team.recorder("annabel"), team.recorder("benedikt")
    ann.cite(item, "clarity", team.citation(item, 2))
    ann.cite(item, "clarity", team.citation(item, 1))
    ann.cite(item, "clarity", team.citation(item, 1), attached=False)
    ann.comment(item, "first thought", "clarity")
    ann.comment(item, "second thought", "clarity")
    ann.comment(item, "on the whole")
    ann.comment(item, "on another", "escalated")
    ben.cite(item, "clarity", team.citation(item, 2))
    ben.comment(item, "withdrawn", "clarity")
    ben.comment(item, "", "clarity")
    case = read_case(team.study, disagree(team, item))
    assert case is not None
    sides = {side.answer: side for side in case.sides}
    assert [c.part for c in sides[scored(0)].citations] == [2]
    assert sides[scored(0)].comments == ("second thought", "on the whole")
    assert sides[scored(2)].comments == ()
    assert [(place.part, place.letters) for place in case.cited_places()] == [(2, "AB")]


def test_an_answer_to_a_hidden_dimension_is_no_side(team: Team) -> None:
    item = team.items[0]
    team.code("annabel", item, clarity=0, escalated=1, escalation_quality=1)
    team.code("benedikt", item, submit=False, clarity=0, escalated=1, escalation_quality=0)
    team.code("benedikt", item, escalated=0)
    assert team.waiting() == [CaseId(item, "escalated")]
    assert read_case(team.study, CaseId(item, "escalation_quality")) is None


# Deciding


def test_a_decision_is_a_row_and_the_final_score(team: Team) -> None:
    case = disagree(team, team.items[0])
    assert team.final(case) == (None, None, "unresolved")
    judge = Adjudicator.start(team.study, "judge")
    row = judge.decide(case, Decision(scored(1), GAP, "Neither point covers it."))
    assert team.final(case) == ("scored", "1", "adjudicated")
    assert team.waiting() == []
    assert read_case(team.study, case) is None
    assert read_waiting(team.study).decided == 1
    assert [each.row for each in decisions_on(team.study.connection, case)] == [row]
    assert team.study.connection.execute(
        "select adjudicator, state, value, number, reason, sentence, rubric, undoes_seq"
        " from adjudication"
    ).fetchall() == [
        ("judge", "scored", "1", 1.0, "rubric_gap", "Neither point covers it.",
         team.study.rubric_fingerprint, None)
    ]  # fmt: skip
    assert team.study.connection.execute(
        "select purpose from sitting where person = 'judge'"
    ).fetchall() == [("adjudication",)]


def test_a_decision_taken_back_stays_as_a_row_and_the_case_waits_again(team: Team) -> None:
    case = disagree(team, team.items[0])
    judge = Adjudicator.start(team.study, "judge")
    row = judge.decide(case, Decision(scored(0), SLIP))
    judge.take_back(case, row)
    assert team.final(case) == (None, None, "unresolved")
    assert team.waiting() == [case]
    rows = team.study.connection.execute(
        "select state, undoes_sitting, undoes_seq from adjudication order by seq"
    )
    assert rows.fetchall() == [("scored", None, None), ("cleared", row.sitting, row.seq)]


def test_a_sentence_is_owed_for_an_answer_nobody_gave_and_for_some_reasons(team: Team) -> None:
    case = read_case(team.study, disagree(team, team.items[0]))
    assert case is not None
    owing = {reason.key for reason in REASONS if case.owes_sentence(scored(0), reason)}
    assert owing == set("gfko")
    assert all(case.owes_sentence(scored(1), reason) for reason in REASONS)


# Who may decide


@pytest.mark.parametrize("name", ["annabel", "Annabel"])
def test_a_coder_of_the_study_is_refused(team: Team, name: str) -> None:
    with pytest.raises(RefusedError, match="codes in this study"):
        Adjudicator.start(team.study, name)
    assert team.study.connection.execute("select count(*) from sitting").fetchone() == (0,)


def test_a_study_may_let_its_coders_decide_and_then_it_is_logged(build_team: BuildTeam) -> None:
    team = build_team('coders = ["annabel", "benedikt"]\nadjudicator_may_code = true')
    Adjudicator.start(team.study, "annabel")
    [(person, detail, _)] = team.study.events("coder adjudicates")
    assert (person, detail) == ("annabel", {"assigned": 4})


@pytest.mark.parametrize("name", ["", "two words", "../up", "\x1b[c", "x" * 33])
def test_a_name_that_is_not_plain_is_refused(team: Team, name: str) -> None:
    with pytest.raises(BadInputError, match="no name to decide under"):
        Adjudicator.start(team.study, name)
