"""The adjudication screen, driven by keys alone, on real studies: deciding."""

from typing import Any

import pytest
from tests.freezing_fixtures import close_set
from tests.tui.clocked_app import type_text
from tests.tui.judge_app import NAMES, JudgeApp, OpenJudge, whole_turn

from coder_tui.domain.coding import Move
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.scores import Recorder
from coder_tui.storage.unblinding import write_unblinding
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.dialogs import TextDialog


def basis(app: JudgeApp) -> list[tuple[Any, ...]]:
    return app.desk.study.connection.execute(
        "select blind_id, value, basis from final_score where dimension = 'clarity'"
        " order by blind_id"
    ).fetchall()


# Deciding


async def test_two_keys_settle_a_disagreement(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        assert app.desk.case is not None
        first = app.desk.case.id.blind_id
        assert app.shown("header").startswith("0 decided, 3 wait  D1")
        await app.press(app.letter_of(2), "s")
        assert app.decisions() == [(first, "clarity", "scored", "2", "slip", "")]
        assert (first, "2", "adjudicated") in basis(app)
        assert app.shown("header").startswith("1 decided, 2 wait  D1")
        assert "undecided   last saved " in app.shown("header")
        assert f"{first} D1 = 2, slip of a coder." in app.shown("keys")
        await app.press("q")
    assert app.desk.study.connection.execute(
        "select purpose, closed_at is not null from sitting where person = 'judge'"
    ).fetchall() == [("adjudication", 1)]


async def test_a_value_alone_decides_nothing_and_can_be_changed(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await app.press(app.letter_of(0))
        assert "your value 0" in app.shown("decision")
        assert "Why 0" in app.shown("anchors")
        await app.press(app.letter_of(2))
        assert "your value 2" in app.shown("decision")
        await app.press("escape")
        assert "your value _" in app.shown("decision")
        assert "It is clear." in app.shown("anchors")
        assert app.decisions() == []


async def test_reasons_mean_nothing_before_a_value(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await app.press("s", "r", "t", "m", "l", "k", "f", "g")
        assert app.decisions() == []
        assert not isinstance(app.screen, TextDialog)


@pytest.mark.parametrize("key", ["g", "f", "k", "o"])
async def test_these_reasons_need_a_sentence(open_judge: OpenJudge, key: str) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await app.press(app.letter_of(2), key)
        assert isinstance(app.screen, TextDialog)
        await app.press("enter")
        assert "needs a sentence" in app.picture()
        assert app.decisions() == []
        await type_text(pilot, "so it is")
        await app.press("enter")
        assert [row[-1] for row in app.decisions()] == ["so it is"]


async def test_a_value_that_nobody_gave_needs_a_sentence_with_any_reason(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await app.press("1", "s")
        assert isinstance(app.screen, TextDialog)
        await app.press("escape")
        assert "your value 1 (nobody's)" in app.shown("decision")
        await app.press("s")
        await type_text(pilot, "between the two")
        await app.press("enter")
        assert [row[2:] for row in app.decisions()] == [("scored", "1", "slip", "between the two")]


async def test_a_digit_that_a_coder_gave_is_that_coders_value(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await app.press("2", "s")
        assert [row[3:] for row in app.decisions()] == [("2", "slip", "")]


async def test_a_capital_letter_offers_a_sentence_that_may_stay_empty(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await app.press("2", "S")
        await type_text(pilot, "because")
        await app.press("enter", "2", "R", "enter")
        assert [row[4:] for row in app.decisions()] == [("slip", "because"),
                                                        ("rubric_ambiguous", "")]  # fmt: skip


async def test_cannot_judge_and_not_applicable_are_decisions(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at() as pilot:
        for key in ("z", "x"):
            await app.press(key, "m")
            await type_text(pilot, "no")
            await app.press("enter")
        states = [row[2] for row in app.decisions()]
        assert states == ["cannot_judge", "not_applicable"]


async def test_a_value_off_the_scale_is_refused(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await app.press("7")
        assert "D1 takes 0, 1, 2" in app.shown("keys")
        await app.press("c")
        assert "There is no C here" in app.shown("keys")
        assert app.desk.chosen is None


async def test_undo_takes_the_last_decision_back_and_opens_its_case(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        assert app.desk.case is not None
        first = app.desk.case.id.blind_id
        await app.press("2", "s", "u")
        assert app.desk.case.id.blind_id == first
        assert [row[2:5] for row in app.decisions()] == [("scored", "2", "slip"),
                                                         ("cleared", None, "")]  # fmt: skip
        assert {row[2] for row in basis(app)} == {"unresolved"}
        await app.press("u")
        assert "Nothing was decided" in app.shown("keys")
        await app.press("0", "t")
        assert (first, "0", "adjudicated") in basis(app)


async def test_undo_before_the_reason_takes_the_value_back(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await app.press("2", "s", "2", "u")
        assert app.desk.chosen is None
        assert len(app.decisions()) == 1


async def test_a_deferred_case_comes_back_at_the_end(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        assert app.desk.case is not None
        first = app.desk.case.id.blind_id
        await app.press("d", "2", "s", "2", "s")
        assert app.desk.case.id.blind_id == first
        assert "DEFERRED" in app.shown("header")
        await app.press("d")
        assert "the only one left" in app.shown("keys")
        await app.press("2", "s")
        assert "3 cases decided" in app.picture()


async def test_when_nothing_waits_it_says_so_and_the_last_decision_can_be_undone(
    open_judge: OpenJudge,
) -> None:
    app = open_judge(items=1)
    async with app.at():
        await app.press("2", "s")
        assert "No disagreement waits for a decision." in app.picture()
        assert "1 case decided" in app.picture()
        await app.press("a", "d", "left_square_bracket")
        await app.press("u")
        assert app.shown("header").startswith("0 decided, 1 waits")


async def test_what_was_decided_does_not_come_again(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await app.press("2", "s", "q")
    study = app.desk.study
    again = JudgeApp(Desk(study, Adjudicator.start(study, "second")))
    async with again.at():
        assert again.shown("header").startswith("1 decided, 2 wait")
        assert "adjudicator: second" in again.shown("header")


async def test_a_case_that_changed_meanwhile_is_looked_at_again(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        assert app.desk.case is not None
        first, study = app.desk.case.id, app.desk.study
        ann = Recorder.start(study.connection, study.path, NAMES[0], study.rubric_fingerprint)
        await app.press("2")
        ann.move(first.blind_id, Move.REOPENED)
        await app.press("s")
        assert "changed meanwhile" in app.shown("keys")
        assert app.decisions() == []
        assert app.desk.case.id != first


async def test_an_answer_given_anew_is_shown_before_it_can_be_decided_on(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at():
        assert app.desk.case is not None
        first, study = app.desk.case.id, app.desk.study
        ann = Recorder.start(study.connection, study.path, NAMES[0], study.rubric_fingerprint)
        await app.press("2")
        ann.move(first.blind_id, Move.REOPENED)
        ann.cite(first.blind_id, "clarity", whole_turn(study, first.blind_id, 3))
        ann.move(first.blind_id, Move.SUBMITTED)
        await app.press("s")
        assert app.decisions() == []
        assert app.desk.case.id == first
        assert app.desk.chosen is None
        await app.press("right_square_bracket")
        assert "turn 3 (2 of 3)" in app.shown("keys")


async def test_who_decides_after_the_unblinding_is_told_so(open_judge: OpenJudge) -> None:
    app = open_judge()
    frozen = close_set(app.desk.study)
    write_unblinding(app.desk.study, freeze=frozen.id, person="lead")
    async with app.at():
        assert "Conditions are open" in app.shown("keys")
