"""A wording that was proposed is withdrawn, or others take its place; what was written stays."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from tests.tui.clocked_app import held_lock, type_text, until
from tests.tui.judge_app import JudgeApp, OpenJudge
from tests.tui.test_adjudication_wording import in_the_box, propose

from coder_tui.cli.main import cli
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.judgements import row_hash
from coder_tui.storage.proposals import read_proposals
from coder_tui.tui.adjudication.proposing import ProposalDialog


def standing(app: JudgeApp) -> list[tuple[str | None, str]]:
    """Point and words of the wordings that were not withdrawn."""
    found = read_proposals(app.desk.study.connection)
    return [(each.point, each.wording) for each in found if each.withdrawn_at is None]


def withdrawn(app: JudgeApp) -> list[str]:
    found = read_proposals(app.desk.study.connection)
    return [each.wording for each in found if each.withdrawn_at is not None]


async def change(app: JudgeApp, words: str) -> None:
    """Press p on a case on which something was proposed, and write other words, or none."""
    await app.press("p")
    await until(app.pilot, lambda: isinstance(app.screen, ProposalDialog), "the dialog")
    await app.pilot.press(*["backspace"] * len(in_the_box(app)))
    await type_text(app.pilot, words)
    await app.press("enter")


def listed(app: JudgeApp, *options: str) -> str:
    result = CliRunner().invoke(cli, ["rubric", "proposals", str(app.desk.study.path), *options])
    assert result.exit_code == 0, result.output
    return result.output


async def test_undo_right_after_it_withdraws_a_wording(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        case = app.opened()
        await propose(app, "clear at once")
        await app.press("u")
        assert 'Withdrawn: "clear at once"' in app.shown("keys")
        assert (standing(app), withdrawn(app)) == ([], ["clear at once"])
        assert app.opened() == case
        await app.press("u")
        assert "Nothing was decided" in app.shown("keys")


async def test_behind_a_value_undo_withdraws_the_wording_before_the_value(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at():
        await app.press("2")
        await propose(app, "clear")
        await app.press("u")
        assert withdrawn(app) == ["clear"]
        assert app.desk.chosen is not None
        await app.press("u")
        assert app.desk.chosen is None


@pytest.mark.parametrize("key", ["2", "d", "greater_than_sign", "escape"])
async def test_later_an_undo_no_longer_means_the_wording(open_judge: OpenJudge, key: str) -> None:
    app = open_judge()
    async with app.at():
        await propose(app, "clear")
        await app.press(key, "u")
        assert standing(app) == [(None, "clear")]


async def test_on_its_case_again_a_wording_is_withdrawn_with_nothing_in_the_box(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at():
        await propose(app, "clear")
        await app.press("greater_than_sign", "less_than_sign", "p")
        assert in_the_box(app) == "clear"
        assert "an empty box withdraws" in app.picture()
        await app.press("escape")
        assert standing(app) == [(None, "clear")]
        await change(app, "")
        assert (standing(app), withdrawn(app)) == ([], ["clear"])
        await app.press("p")
        assert in_the_box(app) == ""


async def test_other_words_take_the_place_of_a_wording(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await propose(app, "clear")
        await change(app, "clearer")
        assert "instead of the one before" in app.shown("keys")
        assert (standing(app), withdrawn(app)) == ([(None, "clearer")], ["clear"])
        await change(app, "clearer")
        assert "stays as it is" in app.shown("keys")
        rows = app.desk.study.connection.execute("select count(*) from proposal").fetchone()
        assert rows == (2,)


async def test_of_a_point_and_of_the_dimension_are_two_wordings(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await propose(app, "all")
        await app.press("2")
        await propose(app, "two")
        assert standing(app) == [(None, "all"), ("2", "two")]
        await app.press("escape")
        await change(app, "")
        assert standing(app) == [("2", "two")]


async def test_the_wording_of_somebody_else_stays(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        study = app.desk.study
        other = Adjudicator.start(study, "cem")
        other.propose(app.opened(), "of cem")
        other.sitting.close()
        await app.press("p")
        assert in_the_box(app) == ""
        await app.press("escape")
        await app.press("u")
        assert standing(app) == [(None, "of cem")]


async def test_a_withdrawal_stands_in_the_chain_and_removes_nothing(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await propose(app, "clear")
        await app.press("u")
    cursor = app.desk.study.connection.execute("select * from proposal order by seq")
    names = [each[0] for each in cursor.description]
    made, gone = (dict(zip(names, each, strict=True)) for each in cursor.fetchall())
    assert (made["wording"], gone["wording"]) == ("clear", "")
    assert (gone["undoes_sitting"], gone["undoes_seq"]) == (made["sitting"], made["seq"])
    for row in (made, gone):
        assert row["hash"] == row_hash("proposal", row)
    assert gone["prev_hash"] == made["hash"]


async def test_the_lead_sees_what_was_withdrawn(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await propose(app, "first words")
        await change(app, "other words")
        text = listed(app)
        assert "2 wordings proposed for the rubric, 1 of them withdrawn." in text
        lines = {line.split('"')[1]: line for line in text.splitlines() if '"' in line}
        assert "WITHDRAWN 20" in lines["first words"]
        assert "WITHDRAWN" not in lines["other words"]
        told: list[dict[str, Any]] = json.loads(listed(app, "--json"))["proposals"]
        assert {each["wording"]: each["withdrawn_at"] is None for each in told} == {
            "first words": False,
            "other words": True,
        }


async def test_a_withdrawal_that_cannot_be_written_is_kept(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await propose(app, "clear")
        with held_lock(app.desk.study.path):
            await app.press("u")
            assert "NOT SAVED 1" in app.shown("header")
        await until(pilot, lambda: "saved after all" in app.shown("keys"), "the retry")
        assert withdrawn(app) == ["clear"]
