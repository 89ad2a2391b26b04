"""A wording for the rubric, proposed on a case; and what is typed before a box is there."""

from typing import Any

import pytest
from tests.conftest import RUBRIC
from tests.tui.clocked_app import UNSAFE, held_lock, type_text, until
from tests.tui.judge_app import HOSTILE, SIZE, WIDE, JudgeApp, OpenJudge, together
from textual import events
from textual.widgets import Input

from coder_tui.storage.judgements import row_hash
from coder_tui.storage.proposals import read_proposals
from coder_tui.tui.adjudication.proposing import ProposalDialog
from coder_tui.tui.dialogs import PickDialog, TextDialog

ROW = "select * from proposal"


async def propose(app: JudgeApp, words: str) -> None:
    await app.press("p")
    await until(app.pilot, lambda: isinstance(app.screen, ProposalDialog), "the dialog")
    await type_text(app.pilot, words)
    await app.press("enter")


def proposed(app: JudgeApp) -> list[tuple[str, str | None, str, str]]:
    found = read_proposals(app.desk.study.connection)
    return [(each.dimension, each.point, each.wording, each.blind_id) for each in found]


def in_the_box(app: JudgeApp) -> str:
    found = app.screen.query(Input)
    return found.first().value if found else ""


async def typed_at_once(app: JudgeApp, text: str) -> None:
    """Every key follows the one before before the app has looked at it."""
    names = {" ": "space", "=": "equals_sign", "\r": "enter"}
    app.clock.now += 1
    for character in text:
        app.post_message(events.Key(names.get(character, character), character))
    await app.pilot.pause()


# Proposing


async def test_a_wording_of_the_dimension_is_kept_and_the_case_stays_open(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at():
        case = app.opened()
        await propose(app, "Is every step clear")
        assert proposed(app) == [("clarity", None, "Is every step clear", case.blind_id)]
        assert "Kept for the lead, a wording of D1" in app.shown("keys")
        assert "last saved " in app.shown("header")
        assert app.opened() == case
        assert app.decisions() == []


async def test_behind_a_value_its_anchor_is_shown_and_meant(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await app.press("2", "p")
        await until(pilot, lambda: isinstance(app.screen, ProposalDialog), "the dialog")
        assert "D1, point 2" in app.picture()
        assert "It is clear." in app.picture()
        await type_text(pilot, "Clear at once")
        await app.press("enter")
        assert [row[:3] for row in proposed(app)] == [("clarity", "2", "Clear at once")]
        await app.press("s")
        assert len(app.decisions()) == 1


async def test_without_a_value_the_anchors_that_were_given_are_shown(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await app.press("p")
        await until(pilot, lambda: "which words" in app.picture(), "the dialog")
        box = app.screen.query_one(".words").text  # type: ignore[attr-defined]
        assert "It is not clear." in box
        assert "It is clear." in box
        assert "It is partly clear." not in box


async def test_an_empty_wording_is_not_kept_and_esc_leaves_things_as_they_were(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at():
        await propose(app, "  ")
        assert "Write the words" in app.picture()
        await app.press("escape")
        assert proposed(app) == []
        assert app.desk.case is not None


async def test_a_proposal_stands_in_the_chain_of_its_sitting(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at():
        await app.press("2", "s")
        await propose(app, "one")
        await app.press("2", "s")
    connection = app.desk.study.connection
    cursor = connection.execute(ROW)
    names = [each[0] for each in cursor.description]
    (row,) = [dict(zip(names, each, strict=True)) for each in cursor.fetchall()]
    assert row["hash"] == row_hash("proposal", row)
    first, second = connection.execute("select seq, hash, prev_hash from adjudication order by seq")
    assert (first[0], row["seq"], second[0]) == (1, 2, 3)
    assert (row["prev_hash"], second[2]) == (first[1], row["hash"])


async def test_a_wording_that_cannot_be_written_is_kept_and_written_later(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at() as pilot:
        with held_lock(app.desk.study.path):
            await propose(app, "later")
            assert "NOT SAVED 1" in app.shown("header")
            await app.press("p")
            assert not isinstance(app.screen, ProposalDialog)
        await until(pilot, lambda: "saved after all" in app.shown("keys"), "the retry")
        assert [row[2] for row in proposed(app)] == ["later"]


@pytest.mark.parametrize("size", [SIZE, WIDE, (60, 16)])
async def test_hostile_rubrics_and_wordings_are_shown_harmless(
    open_judge: OpenJudge, size: tuple[int, int]
) -> None:
    quoted = '"' + "".join(f"\\U{ord(each):08X}" for each in HOSTILE * 30) + '"'
    rubric = RUBRIC.replace('"It is clear."', quoted).replace('"Is it clear?"', quoted)
    app = open_judge(rubric=rubric)
    async with app.at(size) as pilot:
        await app.press("p")
        await until(pilot, lambda: isinstance(app.screen, ProposalDialog), "the dialog")
        picture = app.picture()
        assert "[red]␛[c[/]" in picture
        assert not UNSAFE.search(picture.replace("\n", ""))
        assert app.screen.query_one(Input).region.bottom <= size[1] - 1
        app.screen.query_one(Input).post_message(events.Paste(HOSTILE))
        await until(pilot, lambda: bool(in_the_box(app)), "the paste")
        await app.press("enter")
        assert not UNSAFE.search(app.picture().replace("\n", ""))
        await app.press("i")
        await until(pilot, lambda: isinstance(app.screen, PickDialog), "the list")
        assert not UNSAFE.search(app.picture().replace("\n", ""))
    assert "\x1b" not in proposed(app)[0][2]


# Typing ahead


@pytest.mark.parametrize("opener", ["p", "i", "="])
async def test_what_is_typed_before_the_box_is_there_stands_in_it(
    open_judge: OpenJudge, opener: str
) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await typed_at_once(app, f"{opener}abs 2 zd")
        await until(pilot, lambda: in_the_box(app) == "abs 2 zd", "the words in the box")
        assert app.decisions() == []
        assert app.desk.chosen is None


@pytest.mark.parametrize("reason", ["g", "S"])
async def test_a_sentence_typed_right_behind_its_reason_is_kept_whole(
    open_judge: OpenJudge, reason: str
) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await app.press("2")
        await typed_at_once(app, f"{reason}as bad 2\r")
        await until(pilot, lambda: len(app.decisions()) == 1, "the decision")
        assert app.decisions()[0][5] == "as bad 2"


async def test_a_reason_without_a_sentence_keeps_nothing_back(open_judge: OpenJudge) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await app.press("2")
        await typed_at_once(app, "sd")
        await until(pilot, lambda: app.desk.was_deferred(app.opened()) or len(app.decisions()) == 1,
                    "the decision")  # fmt: skip
        assert not isinstance(app.screen, TextDialog)
        assert len(app.decisions()) == 1


async def test_words_that_came_together_with_their_key_wait_for_an_enter_of_their_own(
    open_judge: OpenJudge,
) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await together(app, *"pclear")
        await until(pilot, lambda: in_the_box(app) == "clear", "the words in the box")
        assert proposed(app) == []
        await app.press("enter")
        assert [row[2] for row in proposed(app)] == ["clear"]


async def test_nothing_is_proposed_where_no_case_is_open(open_judge: OpenJudge) -> None:
    app: Any = open_judge(values=(2, 2))
    async with app.at():
        await app.press("p")
        assert "Nothing waits" in app.shown("keys")
        assert not isinstance(app.screen, ProposalDialog)
