"""Decisions of earlier sittings: taken back, seen again, decided anew; none is ever changed."""

import pytest
from tests.tui.clocked_app import UNSAFE, type_text, until
from tests.tui.judge_app import HOSTILE, SIZE, WIDE, JudgeApp, OpenJudge

from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import CANNOT_JUDGE, scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.scores import Recorder
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.dialogs import PickDialog

MAJORITY = 'adjudication = "majority"'


async def settle(app: JudgeApp, *values: str) -> list[CaseId]:
    """Let a person decide the first cases so, leave, and give which they were."""
    cases = []
    async with app.at():
        for value in values:
            cases.append(app.opened())
            await app.press(value, "s")
        await app.press("q")
    return cases


def again(app: JudgeApp, judge: str = "judge") -> JudgeApp:
    """The next sitting, of the same person or of another."""
    study = app.desk.study
    return JudgeApp(Desk(study, Adjudicator.start(study, judge)))


# Taking back


async def test_undo_names_a_decision_of_an_earlier_sitting_before_it_takes_it_back(
    open_judge: OpenJudge,
) -> None:
    first = open_judge()
    _, last = await settle(first, "2", "0")
    app = again(first)
    async with app.at():
        await app.press("u")
        offered = f"u again takes back {last.blind_id} D1 = 0, slip of a coder, 20"
        assert offered in app.shown("keys")
        assert len(app.decisions()) == 2
        await app.press("u")
        assert f"Taken back: {last.blind_id} D1 = 0" in app.shown("keys")
        assert app.opened() == last
        assert [row[2] for row in app.decisions()] == ["scored", "scored", "cleared"]
        assert [value for value, _ in app.bases()].count("2") == 1
        await app.press("2", "t")
    assert [basis for _, basis in app.bases()].count("adjudicated") == 2


async def test_another_key_between_keeps_the_decision(open_judge: OpenJudge) -> None:
    first = open_judge()
    await settle(first, "2")
    app = again(first)
    async with app.at():
        await app.press("u", "2", "escape", "u")
        assert "again takes back" in app.shown("keys")
        assert len(app.decisions()) == 1


async def test_nobody_takes_back_what_somebody_else_decided(open_judge: OpenJudge) -> None:
    first = open_judge()
    await settle(first, "2")
    app = again(first, "second")
    async with app.at():
        await app.press("u", "u")
        assert "Nothing was decided that you could take back" in app.shown("keys")
        assert len(app.decisions()) == 1


async def test_a_decision_is_taken_back_though_its_coders_have_the_item_open(
    open_judge: OpenJudge,
) -> None:
    first = open_judge(items=1)
    [case] = await settle(first, "2")
    study = first.desk.study
    ann = Recorder.start(study.connection, study.path, "annabel", study.rubric_fingerprint)
    ann.move(case.blind_id, Move.REOPENED)
    app = again(first)
    async with app.at():
        await app.press("u", "u")
        assert "Its coders have it open" in app.shown("keys")
        assert app.bases() == [(None, "unresolved")]
        assert app.desk.case is None


# Looking again


async def test_a_decided_case_is_decided_anew_and_the_first_decision_stays_on_record(
    open_judge: OpenJudge,
) -> None:
    first = open_judge()
    [case] = await settle(first, "2")
    app = again(first, "second")
    async with app.at():
        assert app.shown("header").startswith("1 decided, 2 wait")
        await app.press("less_than_sign")
        assert app.opened() == case
        assert app.shown("header").startswith("seen again")
        assert "decided before: 2 by judge, slip of a coder, 20" in app.shown("rule")
        assert "a decision now would be the 2nd" in app.shown("decision")
        await app.press("0", "t")
        assert "Its 2nd decision; earlier ones stay." in app.shown("keys")
        assert app.shown("header").startswith("1 decided, 2 wait")
    made = app.desk.study.connection.execute(
        "select nth, adjudicator, value, taken_back, in_force from decision order by nth"
    ).fetchall()
    assert made == [(1, "judge", "2", 0, 0), (2, "second", "0", 0, 1)]
    assert [value for value, _ in app.bases() if value] == ["0"]


async def test_a_second_decision_taken_back_leaves_the_first_in_force(
    open_judge: OpenJudge,
) -> None:
    first = open_judge()
    [case] = await settle(first, "2")
    app = again(first, "second")
    async with app.at():
        await app.press("less_than_sign", "0", "s", "u")
        assert "2 (20" in app.shown("keys")
        assert "UTC) holds again; d leaves it." in app.shown("keys")
        assert app.opened() == case
        assert [value for value, _ in app.bases() if value] == ["2"]
        await app.press("d")
        assert "stays as it is" in app.shown("keys")
        assert app.shown("header").startswith("1 decided, 2 wait")
        assert app.desk.decided == 1


@pytest.mark.parametrize("key", ["d", "escape"])
async def test_a_case_seen_again_is_left_as_it_is(open_judge: OpenJudge, key: str) -> None:
    first = open_judge()
    [case] = await settle(first, "2")
    app = again(first)
    async with app.at():
        await app.press("less_than_sign", "1", "escape")
        assert app.opened() == case
        await app.press(key)
        assert app.opened() != case
        assert len(app.decisions()) == 1


async def test_the_keys_for_cases_go_through_all_of_them_and_end(open_judge: OpenJudge) -> None:
    first = open_judge()
    await settle(first, "2")
    app = again(first)
    async with app.at():
        await app.press("less_than_sign", "less_than_sign")
        assert "no case before" in app.shown("keys")
        seen = [app.opened()]
        for _ in range(2):
            await app.press("greater_than_sign")
            seen.append(app.opened())
        assert seen == sorted(seen, key=lambda case: case.blind_id)
        assert len(set(seen)) == 3
        await app.press("greater_than_sign")
        assert "no case behind" in app.shown("keys")


async def test_the_list_finds_a_case_by_what_was_decided(open_judge: OpenJudge) -> None:
    first = open_judge()
    cases = await settle(first, "2", "0")
    app = again(first, "second")
    async with app.at() as pilot:
        await app.press("i")
        await until(pilot, lambda: isinstance(app.screen, PickDialog), "the list")
        assert "decided: 2, slip of a coder, judge" in app.picture()
        assert "waits" in app.picture()
        await type_text(pilot, "judge 0")
        await app.press("enter")
        assert app.opened() == cases[1]
        assert "decided before: 0" in app.shown("rule")


async def test_the_list_opens_when_nothing_waits_and_finds_what_nearly_fits(
    open_judge: OpenJudge,
) -> None:
    app = open_judge(items=1)
    [case] = await settle(app, "2")
    app = again(app)
    async with app.at() as pilot:
        assert app.desk.case is None
        await app.press("i")
        await until(pilot, lambda: isinstance(app.screen, PickDialog), "the list")
        await type_text(pilot, "Clarty")
        await app.press("enter")
        assert app.opened() == case


async def test_a_case_decided_by_somebody_meanwhile_is_shown_again_first(
    open_judge: OpenJudge,
) -> None:
    first = open_judge()
    [case] = await settle(first, "2")
    app = again(first)
    async with app.at():
        await app.press("less_than_sign", "0")
        other = Adjudicator.start(app.desk.study, "other")
        other.decide(case, Decision(scored(1), REASONS[0], "between"))
        await app.press("s")
        assert "changed meanwhile" in app.shown("keys")
        assert app.opened() == case
        assert "decided before: 1 by other" in app.shown("rule")
        assert len(app.decisions()) == 2


@pytest.mark.parametrize("size", [SIZE, WIDE])
async def test_earlier_sentences_are_shown_harmless_and_without_coders_names(
    open_judge: OpenJudge, size: tuple[int, int]
) -> None:
    app = open_judge(items=1)
    item = app.desk.study.connection.execute("select blind_id from item").fetchone()[0]
    other = Adjudicator.start(app.desk.study, "other")
    other.decide(CaseId(item, "clarity"), Decision(scored(2), REASONS[8], HOSTILE))
    async with app.at(size):
        await app.press("less_than_sign")
        seen = app.picture()
        await app.press("question_mark")
        seen += app.picture()
    assert "[red]␛[c[/]" in seen
    assert "other" in seen
    assert "annabel" not in seen
    assert not UNSAFE.search(seen.replace("\n", ""))


async def test_the_sentence_of_a_decision_is_read_back_wherever_the_case_is_seen(
    open_judge: OpenJudge,
) -> None:
    sentence = f"It does not say who asks {'and so on ' * 20}until the end"
    app = open_judge(items=1)
    item = app.desk.study.connection.execute("select blind_id from item").fetchone()[0]
    other = Adjudicator.start(app.desk.study, "other")
    other.decide(CaseId(item, "clarity"), Decision(scored(2), REASONS[8], sentence))
    async with app.at() as pilot:
        await app.press("i")
        await until(pilot, lambda: isinstance(app.screen, PickDialog), "the list")
        assert 'other, other: "It do' in app.picture()
        await type_text(pilot, "asks")
        await app.press("enter")
        assert app.shown("said").startswith(' because: "It does not say who asks')
        assert len(app.shown("said").splitlines()) == 3
        assert "high comment" in app.picture()
        await app.press("question_mark")
        assert "until the end" in app.picture()


async def test_the_header_says_the_state_of_the_case_in_view(open_judge: OpenJudge) -> None:
    app = open_judge(items=3)
    async with app.at():
        await app.press("2", "s")
        assert " undecided " in app.shown("header")
        await app.press("less_than_sign")
        assert " decided " in app.shown("header")
        await app.press("u")
        assert app.shown("header").startswith("0 decided, 3 wait")
        assert " undecided " in app.shown("header")
        assert "It waits again; d defers it." in app.shown("keys")


# Majority


async def test_what_the_majority_gave_waits_for_nobody_and_ties_do(open_judge: OpenJudge) -> None:
    app = open_judge(items=2, values=([0, 0], [2, 1], [2, 2]), plan=MAJORITY)
    async with app.at():
        assert sorted(app.bases(), key=str) == [("2", "majority"), (None, "unresolved")]
        assert app.shown("header").startswith("0 decided, 1 waits")
        await app.press("1", "l")
        assert "No disagreement waits" in app.picture()
        assert "1  by majority of the coders" in app.picture()
        assert "1  adjudicated" in app.picture()


async def test_a_decision_goes_before_a_majority(open_judge: OpenJudge) -> None:
    app = open_judge(items=1, values=(0, 2, 2), plan=MAJORITY)
    async with app.at():
        assert app.desk.case is None
        await app.press("less_than_sign")
        assert "settled by majority: 2" in app.shown("rule")
        await app.press("0", "m")
        assert app.bases() == [("0", "adjudicated")]
        assert app.desk.decided == 1
        await app.press("u")
        assert app.bases() == [("2", "majority")]
        assert "The majority's 2 holds again; d leaves it." in app.shown("keys")
        assert "by majority" in app.shown("header")
        assert app.desk.decided == 0


async def test_a_majority_of_cannot_judge_is_final_without_a_value(open_judge: OpenJudge) -> None:
    cannot = [CANNOT_JUDGE]
    app = open_judge(items=1, values=(0, cannot, cannot), plan=MAJORITY)
    async with app.at():
        assert app.bases() == [(None, "majority")]
        assert app.desk.case is None


# Consensus


async def test_the_coders_of_an_item_decide_together_under_both_names(
    open_judge: OpenJudge,
) -> None:
    plan = 'adjudication = "consensus"'
    app = open_judge(items=1, judge="benedikt", others=["annabel"], plan=plan)
    async with app.at():
        assert "annabel and benedikt" in app.shown("header")
        assert "annabel" not in app.shown("said")
        await app.press("2", "l")
    assert app.desk.study.connection.execute(
        "select adjudicator, own_item, person from decision join sitting on id = sitting"
    ).fetchall() == [("annabel+benedikt", 1, "annabel+benedikt")]


async def test_two_of_three_coders_wait_for_the_third(open_judge: OpenJudge) -> None:
    plan = 'adjudication = "consensus"'
    app = open_judge(items=1, values=(0, 2, 1), judge="annabel", others=["benedikt"], plan=plan)
    async with app.at():
        assert "1 case needs carlotta as well: add --with carlotta" in app.picture()
    study = app.desk.study
    names = ("carlotta", "annabel", "benedikt")
    app = JudgeApp(Desk(study, Adjudicator.start(study, *names)))
    async with app.at():
        assert app.shown("header").startswith("0 decided, 1 waits")
