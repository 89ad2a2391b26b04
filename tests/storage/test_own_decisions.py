"""Whose decision it is: on an item of one's own, and one's own to take back."""

from tests.storage.settling_team import BuildTeam, disagree

from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.decisions import OwnItems, decisions_on, own_items_decided
from coder_tui.storage.study import StudyFile
from coder_tui.tui.adjudication.desk import Desk

SLIP = REASONS[0]


def test_a_name_within_another_name_is_somebody_else(build_team: BuildTeam) -> None:
    team = build_team('coders = ["an", "na"]\nadjudicator_may_code = true')
    item = team.items[0]
    for coder in ("an", "na"):
        team.code(coder, item, clarity=0, escalated=0)
    case = CaseId(item, "clarity")
    Adjudicator.start(team.study, "ana").decide(case, Decision(scored(0), SLIP))
    assert own_items_decided(team.study.connection) == (OwnItems("ana", 1, 0),)
    Adjudicator.start(team.study, "an").decide(case, Decision(scored(0), SLIP))
    assert own_items_decided(team.study.connection) == (OwnItems("an", 1, 1),)


def test_of_several_who_decide_together_each_is_looked_for(build_team: BuildTeam) -> None:
    team = build_team(
        'coders = ["ana", "ben", "an", "en"]\ncoders_per_item = 4\nadjudication = "consensus"'
    )
    of_others, of_last = team.items[:2]
    for coder in ("an", "en"):
        team.code(coder, of_others, clarity=0, escalated=0)
    team.code("ben", of_last, clarity=0, escalated=0)
    both = Adjudicator.start(team.study, "ben", "ana")
    for item in (of_others, of_last):
        both.decide(CaseId(item, "clarity"), Decision(scored(0), SLIP))
    own = team.study.connection.execute("select blind_id from decision where own_item = 1")
    assert own.fetchall() == [(of_last,)]


def test_an_undo_never_takes_back_what_somebody_else_decided_since(build_team: BuildTeam) -> None:
    team = build_team()
    case = disagree(team, team.items[0])
    first, second = (
        Desk(study, Adjudicator.start(study, name))
        for study, name in (
            (StudyFile.open(team.study.path), "judge"),
            (StudyFile.open(team.study.path), "other"),
        )
    )
    first.open_first()
    first.choose(scored(0))
    first.decide(SLIP)
    second.open_first()
    assert second.open_case(case)
    second.choose(scored(2))
    second.decide(SLIP)
    notice = first.undo()
    assert notice.refused
    assert "was decided again by somebody since" in notice.text
    made = decisions_on(team.study.connection, case)
    assert [(each.adjudicator, each.answer) for each in made] == [
        ("judge", scored(0)),
        ("other", scored(2)),
    ]
    assert team.final(case) == ("scored", "2", "adjudicated")
