"""Who may decide in which mode of a study, and what the study keeps of it."""

import pytest
from tests.storage.settling_team import BuildTeam, disagree

from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.coding import Move
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_case, read_waiting
from coder_tui.storage.decisions import OwnItems, latest_decision_of, own_items_decided
from coder_tui.storage.proposals import read_proposals

SLIP = REASONS[0]
TWO = 'coders = ["annabel", "benedikt"]\n'
THREE = 'coders = ["annabel", "benedikt", "carlotta"]\ncoders_per_item = 3\n'
CONSENSUS, MAJORITY = 'adjudication = "consensus"', 'adjudication = "majority"'


# Consensus


def test_coders_decide_together_under_both_names_and_it_is_counted(build_team: BuildTeam) -> None:
    team = build_team(TWO + CONSENSUS)
    case = disagree(team, team.items[0])
    pair = Adjudicator.start(team.study, "benedikt", "annabel")
    assert read_waiting(team.study, pair.present).cases == (case,)
    pair.decide(case, Decision(scored(1), SLIP, "so it is"))
    assert team.final(case) == ("scored", "1", "adjudicated")
    assert own_items_decided(team.study.connection) == (OwnItems("annabel+benedikt", 1, 1),)
    people = "select person from sitting where purpose = 'adjudication'"
    assert team.study.connection.execute(people).fetchall() == [("annabel+benedikt",)]


@pytest.mark.parametrize("names", [("annabel",), ("annabel", "annabel")])
def test_one_coder_alone_makes_no_consensus(build_team: BuildTeam, names: tuple[str, ...]) -> None:
    team = build_team(TWO + CONSENSUS)
    with pytest.raises(BadInputError, match="decide together") as refusal:
        Adjudicator.start(team.study, *names)
    assert "--with" in (refusal.value.hint or "")
    assert team.study.connection.execute("select count(*) from sitting").fetchone() == (0,)


def test_who_is_no_coder_of_the_study_is_refused_with_the_nearest_name(
    build_team: BuildTeam,
) -> None:
    team = build_team(TWO + CONSENSUS)
    with pytest.raises(BadInputError, match="no coder 'benedict'") as refusal:
        Adjudicator.start(team.study, "annabel", "benedict")
    assert "benedikt" in (refusal.value.hint or "")


@pytest.mark.parametrize("mode", ["third", "majority"])
def test_in_other_modes_one_person_decides(build_team: BuildTeam, mode: str) -> None:
    team = build_team(f'{TWO}adjudication = "{mode}"')
    with pytest.raises(BadInputError, match="one person decides"):
        Adjudicator.start(team.study, "judge", "annabel")


def test_a_case_waits_for_all_its_coders_but_not_for_one_who_left(build_team: BuildTeam) -> None:
    team = build_team(THREE + CONSENSUS)
    item = team.items[0]
    disagree(team, item)
    team.code("carlotta", item, clarity=1, escalated=0)
    two = Adjudicator.start(team.study, "annabel", "benedikt")
    found = read_waiting(team.study, two.present)
    assert (found.cases, found.of_others) == ((), 0)
    assert found.lacking == {("carlotta",): 1}
    three = Adjudicator.start(team.study, "annabel", "benedikt", "carlotta")
    assert len(read_waiting(team.study, three.present).cases) == 1
    team.study.connection.execute("insert into withdrawal values ('carlotta', 'lead', 't')")
    assert len(read_waiting(team.study, two.present).cases) == 1


# Majority


def test_more_than_half_settles_and_a_tie_waits(build_team: BuildTeam) -> None:
    team = build_team(THREE + MAJORITY)
    settled, tied = team.items[:2]
    for item, third in ((settled, 2), (tied, 1)):
        disagree(team, item)
        team.code("carlotta", item, clarity=third, escalated=0)
    found = read_waiting(team.study)
    assert found.cases == (CaseId(tied, "clarity"),)
    assert found.settled == (CaseId(settled, "clarity"),)
    assert found.bases == {"agreed": 2, "majority": 1, "unresolved": 1}
    assert team.final(CaseId(settled, "clarity")) == ("scored", "2", "majority")
    assert read_case(team.study, CaseId(settled, "clarity")) is None
    seen = read_case(team.study, CaseId(settled, "clarity"), again=True)
    assert seen is not None
    assert seen.majority == scored(2)


def test_a_majority_on_a_parent_closes_what_depends_on_it(build_team: BuildTeam) -> None:
    team = build_team(THREE + MAJORITY)
    item = team.items[0]
    team.code("annabel", item, clarity=0, escalated=1, escalation_quality=0)
    team.code("benedikt", item, clarity=0, escalated=0)
    team.code("carlotta", item, clarity=0, escalated=0)
    assert team.waiting() == []
    child = CaseId(item, "escalation_quality")
    final = team.study.connection.execute("select dimension, basis from final_score").fetchall()
    assert sorted(final) == [("clarity", "agreed"), ("escalated", "majority")]
    assert read_case(team.study, child, again=True) is None


def test_a_majority_on_a_parent_opens_what_depends_on_it(build_team: BuildTeam) -> None:
    team = build_team(THREE + MAJORITY)
    item = team.items[0]
    team.code("annabel", item, clarity=0, escalated=1, escalation_quality=0)
    team.code("benedikt", item, clarity=0, escalated=1, escalation_quality=1)
    team.code("carlotta", item, clarity=0, escalated=0)
    assert team.waiting() == [CaseId(item, "escalation_quality")]


# Decisions


def test_the_latest_decision_in_force_is_the_one_that_undo_means(build_team: BuildTeam) -> None:
    team = build_team()
    cases = [disagree(team, item) for item in team.items[:2]]
    first, second = (Adjudicator.start(team.study, name) for name in ("judge", "other"))
    first.decide(cases[0], Decision(scored(0), SLIP))
    last = first.decide(cases[1], Decision(scored(2), SLIP))
    second.decide(cases[1], Decision(scored(0), SLIP))
    made = latest_decision_of(team.study.connection, "judge")
    assert made is not None
    assert made.case == cases[0], "the other one is no longer in force"
    assert latest_decision_of(team.study.connection, "nobody") is None
    assert last.seq == 2


def test_decisions_on_own_items_are_counted_whatever_the_case_of_the_name(
    build_team: BuildTeam,
) -> None:
    team = build_team(f"{TWO}adjudicator_may_code = true")
    cases = [disagree(team, item) for item in team.items[:3]]
    own, other = (Adjudicator.start(team.study, name) for name in ("Annabel", "judge"))
    for case in cases[:2]:
        own.decide(case, Decision(scored(0), SLIP))
    row = other.decide(cases[2], Decision(scored(0), SLIP))
    assert own_items_decided(team.study.connection) == (
        OwnItems("Annabel", 2, 2),
        OwnItems("judge", 1, 0),
    )
    other.take_back(cases[2], row)
    assert [each.adjudicator for each in own_items_decided(team.study.connection)] == ["Annabel"]


def test_an_item_that_was_only_begun_is_not_ones_own(build_team: BuildTeam) -> None:
    plan = 'coders = ["annabel", "benedikt", "annabel2"]\nadjudicator_may_code = true'
    team = build_team(plan)
    items = dict(team.study.connection.execute("select coder, blind_id from assignment"))
    team.recorder("annabel2").score(items["annabel2"], "clarity", scored(0))
    judge = Adjudicator.start(team.study, "annabel2")
    judge.decide(CaseId(items["annabel2"], "clarity"), Decision(scored(0), SLIP))
    assert own_items_decided(team.study.connection) == (OwnItems("annabel2", 1, 0),)


def test_coders_still_may_not_decide_alone_in_a_study_of_majorities(build_team: BuildTeam) -> None:
    team = build_team(THREE + MAJORITY)
    with pytest.raises(RefusedError):
        Adjudicator.start(team.study, "annabel")


# Wordings


def test_proposals_come_in_the_order_of_the_rubric(build_team: BuildTeam) -> None:
    team = build_team()
    judge = Adjudicator.start(team.study, "judge")
    item = team.items[0]
    for dimension, point, words in (("escalated", "1", "c"), ("clarity", "2", "b"),
                                    ("clarity", None, "a")):  # fmt: skip
        judge.propose(CaseId(item, dimension), words, point)
    found = read_proposals(team.study.connection)
    assert [(each.wording, each.person, each.blind_id) for each in found] == [
        ("a", "judge", item), ("b", "judge", item), ("c", "judge", item)]  # fmt: skip


def test_a_case_on_a_dimension_that_the_rubric_has_no_more_is_none(build_team: BuildTeam) -> None:
    team = build_team()
    disagree(team, team.items[0])
    team.recorder("annabel").move(team.items[0], Move.REOPENED)
    assert read_case(team.study, CaseId(team.items[0], "gone")) is None
