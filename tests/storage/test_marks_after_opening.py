"""What was decided or answered after the conditions were opened is marked, and counted alike."""

from collections.abc import Callable

import pytest
from tests.freezing_fixtures import close_set
from tests.storage.settling_team import BuildTeam, Team, disagree

from coder_tui.analysis.disagreements import Disagreement, disagreements
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.after_closing import Marks, after_closing, decided_after, marks
from coder_tui.storage.decisions import decisions_on
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import write_unblinding

NOTHING = Marks(frozenset(), frozenset())


def decide(study: StudyFile, case: CaseId, value: int) -> None:
    judge = Adjudicator.start(study, "dora")
    judge.decide(case, Decision(scored(value), REASONS[0]))
    judge.sitting.close()


def take_back(study: StudyFile, case: CaseId) -> None:
    judge = Adjudicator.start(study, "dora")
    judge.take_back(case, decisions_on(study.connection, case)[-1].row)
    judge.sitting.close()


def open_conditions(study: StudyFile) -> None:
    write_unblinding(study, freeze=close_set(study).id, person="lead")


def seen(study: StudyFile, case: CaseId) -> list[Disagreement]:
    """The disagreements on a case as a review shows them."""
    with Snapshot(study.connection, (), frozenset()) as snapshot:
        found = disagreements(snapshot, study, with_key=False)
    return [each for each, _ in found if (each.blind_id, each.dimension.id) == case_of(case)]


def case_of(case: CaseId) -> tuple[str, str]:
    return case.blind_id, case.dimension


def replaced_twice(study: StudyFile, case: CaseId) -> None:
    decide(study, case, 2)
    decide(study, case, 0)


def decided_once(study: StudyFile, case: CaseId) -> None:
    decide(study, case, 2)


def nothing(study: StudyFile, case: CaseId) -> None:
    del study, case


def decided_and_taken_back(study: StudyFile, case: CaseId) -> None:
    decide(study, case, 2)
    take_back(study, case)


Act = Callable[[StudyFile, CaseId], None]


@pytest.mark.parametrize(
    ("before", "after", "final", "said"),
    [
        (replaced_twice, take_back, ("scored", "2", "adjudicated"), "decided: 2 after opening"),
        (decided_once, take_back, (None, None, "unresolved"), "taken back after opening"),
        (nothing, decided_and_taken_back, (None, None, "unresolved"), "taken back after opening"),
        (nothing, decided_once, ("scored", "2", "adjudicated"), "decided: 2 after opening"),
        (decided_and_taken_back, nothing, (None, None, "unresolved"), ""),
        (decided_once, nothing, ("scored", "2", "adjudicated"), "decided: 2"),
    ],
)
def test_a_decision_or_its_taking_back_after_the_opening_marks_the_place_and_counts(
    build_team: BuildTeam, before: Act, after: Act, final: tuple[object, ...], said: str
) -> None:
    team = build_team()
    case, other = disagree(team, team.items[0]), disagree(team, team.items[1])
    before(team.study, case)
    decide(team.study, other, 1)
    open_conditions(team.study)
    after(team.study, case)
    marked = set() if after is nothing else {case_of(case)}
    connection = team.study.connection
    assert team.final(case) == final
    assert marks(connection).after_unblinding == marked
    assert decided_after(connection) == marked
    assert after_closing(connection).decisions == len(marked)
    assert [each.outcome for each in seen(team.study, case)] == [said]
    assert [each.decided_after for each in seen(team.study, other)] == [False]


def test_what_was_decided_on_an_item_that_is_left_out_is_neither_marked_nor_counted(
    build_team: BuildTeam,
) -> None:
    team = build_team()
    case = disagree(team, team.items[0])
    open_conditions(team.study)
    decide(team.study, case, 2)
    row = case.blind_id, "why", "[]", "lead", "2026-01-01"
    team.study.connection.execute("insert into exclusion values (?, ?, ?, ?, ?)", row)
    assert marks(team.study.connection) == NOTHING
    assert after_closing(team.study.connection).decisions == 0


def test_an_answer_given_before_the_opening_and_submitted_after_it_is_marked(
    build_team: BuildTeam,
) -> None:
    team = build_team()
    first, second = team.items[:2]
    for item in (first, second):
        for coder in ("annabel", "benedikt"):
            team.code(coder, item, clarity=1, escalated=0)
    team.recorder("annabel").move(first, Move.REOPENED)
    team.code("annabel", first, clarity=2, submit=False)
    team.code("benedikt", first, clarity=2)
    open_conditions(team.study)
    assert marks(team.study.connection) == NOTHING
    team.recorder("annabel").move(first, Move.SUBMITTED)
    assert team.final(CaseId(first, "clarity")) == ("scored", "2", "agreed")
    place = {(first, "clarity")}
    assert marks(team.study.connection) == Marks(frozenset(place), frozenset(place))


@pytest.mark.parametrize("opened", [False, True])
def test_answers_of_a_kind_that_does_not_count_mark_no_final_score(
    build_team: BuildTeam, opened: bool
) -> None:
    team = build_team('coders = ["annabel", "benedikt"]')
    item = team.items[0]
    for coder in ("annabel", "benedikt"):
        team.code(coder, item, clarity=1, escalated=0)
    machine(team, "robot")
    if opened:
        open_conditions(team.study)
    else:
        close_set(team.study)
    team.code("robot", item, clarity=0, escalated=1)
    assert marks(team.study.connection) == NOTHING
    assert after_closing(team.study.connection).finals == 0
    team.code("annabel", item, clarity=1)
    place = frozenset({(item, "clarity")})
    assert marks(team.study.connection) == Marks(place, place if opened else frozenset())
    assert after_closing(team.study.connection).finals == 1


def machine(team: Team, name: str) -> None:
    team.study.connection.execute("insert into coder values (?, 'machine')", (name,))
