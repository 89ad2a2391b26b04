"""Every coder who answered has a side of the case: however many, and whoever has left."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.rubric_fixtures import CLARITY, bring
from tests.storage.settling_team import BuildTeam, Team

from coder_tui.cli.main import cli
from coder_tui.domain.adjudication import CaseId, letter, parted
from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.redealing import Redeal, deal_again
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudications import read_case, read_waiting
from coder_tui.storage.database import immediate
from coder_tui.storage.exclusions import exclude, include
from coder_tui.storage.freeze_counts import count
from coder_tui.storage.heads import heads_now
from coder_tui.storage.teams import owed
from coder_tui.tui.cited import evidence_words, places_in

THREE = 'coders = ["annabel", "benedikt", "carlotta"]\ncoders_per_item = 2'


def test_every_one_of_thirty_coders_has_a_side(build_team: BuildTeam) -> None:
    names = [f"coder-{number}" for number in range(30)]
    listed = ", ".join(f'"{name}"' for name in names)
    team = build_team(f"coders = [{listed}]\ncoders_per_item = 30")
    item = team.items[0]
    for number, name in enumerate(names):
        team.recorder(name).cite(item, "clarity", team.citation(item, 2))
        team.code(name, item, clarity=number % 3, escalated=0)
    case = read_case(team.study, CaseId(item, "clarity"))
    assert case is not None
    called = [side.letter for side in case.sides]
    assert len(set(called)) == 30
    assert called[25:] == ["Z", "A26", "A27", "A28", "A29"]
    assert sorted(parted("".join(case.letters_of(scored(v)) for v in range(3)))) == sorted(called)
    (place,) = case.cited_places()
    view = team.study.item(item)
    assert "A28, A29 cite turn 2" in evidence_words(view, place, 1, 1)
    assert places_in(view, [(s.letter, s.citations) for s in case.sides])[0] == (place,)


@given(st.lists(st.integers(0, 200)))
def test_letters_that_stand_together_can_be_told_apart(places: list[int]) -> None:
    called = [letter(place) for place in places]
    assert parted("".join(called)) == called


def left_open(team: Team) -> tuple[CaseId, str]:
    """Let two differ on an item; one of them opens it again, drafts something else and leaves."""
    item = next(each.blind_id for each in team.study.assignments("annabel"))
    others = [each.coder for each in team.study.assignments() if each.blind_id == item]
    other = next(each for each in others if each != "annabel")
    cited = team.citation(item, 1)
    team.recorder("annabel").cite(item, "clarity", cited)
    team.code("annabel", item, clarity=0, escalated=0)
    team.code(other, item, clarity=2, escalated=0)
    team.recorder("annabel").move(item, Move.REOPENED)
    team.code("annabel", item, submit=False, clarity=2)
    team.recorder("annabel").cite(item, "clarity", Citation(2, 0, 3, "abc"))
    return CaseId(item, "clarity"), other


def assign(team: Team, *given: str) -> str:
    done = CliRunner().invoke(cli, ["assign", str(team.study.path), *given])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stderr


def holders(team: Team, item: str) -> list[str]:
    return sorted(each.coder for each in team.study.assignments() if each.blind_id == item)


def test_who_leaves_an_item_open_is_heard_as_at_the_latest_submit(build_team: BuildTeam) -> None:
    team = build_team(THREE)
    case, other = left_open(team)
    assert read_waiting(team.study).held_back == 1
    told = assign(team, "--withdraw", "annabel")
    assert "1 item that annabel had opened again: the answers of the latest submit stand." in told
    assert holders(team, case.blind_id) == [other]
    assert team.waiting() == [case]
    found = read_case(team.study, case)
    assert found is not None
    assert {side.answer.value for side in found.sides} == {"0", "2"}
    (mine,) = (side for side in found.sides if side.answer == scored(0))
    assert mine.citations == (team.citation(case.blind_id, 1),)
    left = count(team.study, heads_now(team.study.connection)).left
    assert not any(each.reopened for each in left)
    assert team.final(case)[-1] == "unresolved"


def test_who_comes_back_gets_what_was_left_open(build_team: BuildTeam) -> None:
    team = build_team(THREE)
    case, other = left_open(team)
    assign(team, "--withdraw", "annabel")
    assign(team, "--add", "dora")
    assert holders(team, case.blind_id) == [other]
    assign(team, "--add", "annabel")
    assert holders(team, case.blind_id) == sorted([other, "annabel"])
    assert read_waiting(team.study).held_back == 1
    team.recorder("annabel").move(case.blind_id, Move.SUBMITTED)
    assert team.final(case)[-1] == "agreed"


def test_what_a_version_of_the_rubric_opened_is_let_go_as_well(build_team: BuildTeam) -> None:
    team = build_team(THREE)
    item = next(each.blind_id for each in team.study.assignments("annabel"))
    for value, coder in enumerate(holders(team, item)):
        team.code(coder, item, clarity=0, escalated=value, escalation_quality=1)
    bring(team.study, CLARITY)
    assert [each.progress for each in team.study.assignments("annabel")].count("reopened") == 1
    assign(team, "--withdraw", "annabel")
    other = next(each for each in holders(team, item))
    assert holders(team, item) == [other]
    team.recorder(other).take_up(team.study.rubric_fingerprint)
    team.code(other, item, clarity=1)
    assert team.waiting() == [CaseId(item, "escalated")]
    assert team.final(CaseId(item, "clarity"))[-1] == "single"


def test_an_item_that_was_left_out_meanwhile_comes_back_as_last_submitted(
    build_team: BuildTeam,
) -> None:
    team = build_team(THREE)
    case, other = left_open(team)
    with immediate(team.study.connection):
        exclude(team.study.connection, [case.blind_id], "leak", "lead")
    assign(team, "--withdraw", "annabel")
    with immediate(team.study.connection):
        include(team.study.connection, [case.blind_id], "lead")
    assert holders(team, case.blind_id) == [other]
    assert case.blind_id not in owed(team.study.connection)
    assert team.waiting() == [case]


def test_moving_leaves_what_was_opened_again_and_says_so(build_team: BuildTeam) -> None:
    team = build_team(THREE)
    case, other = left_open(team)
    third = ({"annabel", "benedikt", "carlotta"} - {"annabel", other}).pop()
    told = assign(team, "--move", "annabel", third)
    assert "1 item that annabel submitted and opened again stays" in told
    assert holders(team, case.blind_id) == sorted([other, "annabel"])


@pytest.mark.parametrize("goes_on", [Move.SUBMITTED, Move.REOPENED])
def test_nothing_changes_where_work_goes_on_while_it_is_dealt(
    build_team: BuildTeam, monkeypatch: pytest.MonkeyPatch, goes_on: Move
) -> None:
    """What is let go has to be open still, and what is submitted has to be so still."""
    team = build_team(THREE)
    case, _ = left_open(team)
    more = team.study.assignments("annabel")[1].blind_id
    team.code("annabel", more, clarity=0, escalated=0)
    before = [(each.coder, each.blind_id) for each in team.study.assignments()]
    changed = case.blind_id if goes_on is Move.SUBMITTED else more

    def meanwhile(*given: Any, **named: Any) -> Redeal:
        team.recorder("annabel").move(changed, goes_on)
        return deal_again(*given, **named)

    monkeypatch.setattr("coder_tui.cli.assign.deal_again", meanwhile)
    done = CliRunner().invoke(cli, ["assign", str(team.study.path), "--withdraw", "annabel"])
    assert isinstance(done.exception, RefusedError), done.output
    assert "annabel went on coding" in str(done.exception)
    assert [(each.coder, each.blind_id) for each in team.study.assignments()] == before


def test_who_was_withdrawn_by_an_earlier_program_is_let_go_later(build_team: BuildTeam) -> None:
    """It left such items with who had gone, where nobody could close them."""
    team = build_team(THREE)
    case, other = left_open(team)
    team.study.connection.execute("insert into withdrawal values ('annabel', 'lead', '2026')")
    assert read_waiting(team.study).held_back == 1
    assign(team, "--withdraw", "annabel")
    assert holders(team, case.blind_id) == [other]
    again = CliRunner().invoke(cli, ["assign", str(team.study.path), "--withdraw", "annabel"])
    assert "withdrawn before" in str(again.exception)


@pytest.mark.parametrize("both", [False, True])
def test_the_review_shows_a_disagreement_of_those_who_have_left(
    build_team: BuildTeam, both: bool
) -> None:
    team = build_team(THREE)
    case, other = left_open(team)
    if both:
        team.recorder(other).move(case.blind_id, Move.REOPENED)
    for each in team._recorders.values():
        each.sitting.close()
    for each in ["annabel", other] if both else ["annabel"]:
        assign(team, "--withdraw", each)
    done = CliRunner().invoke(cli, ["review", str(team.study.path), "--json"])
    assert done.exit_code == 0, (done.output, done.exception)
    found = json.loads(done.stdout)["disagreements"]
    assert [(each["blind_id"], each["dimension"]) for each in found] == [(case.blind_id, "clarity")]
