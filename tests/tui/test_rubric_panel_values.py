"""Values without a digit key of their own, by keyboard: numbers, texts, sets of labels."""

import asyncio
from typing import Any

import pytest
from tests import levels
from tests.tui.clocked_app import ALONE, SIZE, ClockedApp, together, type_text, until
from textual import events
from textual.pilot import Pilot

from coder_tui.tui.coding.value_dialog import ValueDialog
from coder_tui.tui.dialogs import LineInput

APART = 0.06
"""Seconds between the keys of somebody who types fast."""

KEYS = {".": "full_stop", "-": "minus", "\r": "enter"}


@pytest.fixture
def app(write_study: Any, open_app: Any) -> ClockedApp:
    """Ana at an item with a dimension of each level."""
    return open_app(levels.build(write_study, plan=ALONE).path, held_seconds=0.08)


def turn_to(app: ClockedApp, dimension: str) -> None:
    app.desk.turn_to(app.desk.study.rubric.dimension(dimension))
    app.coding.done(None)


def box(app: ClockedApp) -> str:
    assert isinstance(app.screen, ValueDialog)
    return app.screen.query_one(LineInput).value


async def type_fast(app: ClockedApp, text: str, *, apart: float = APART) -> None:
    """Type as the driver hands on single key presses, whether they are dealt with or not."""
    for character in text:
        app.clock.now += APART
        app.post_message(events.Key(KEYS.get(character, character), character))
        await asyncio.sleep(apart)


async def closed(app: ClockedApp, pilot: Pilot[None]) -> None:
    await until(pilot, lambda: len(app.screen_stack) == 1, "the box is closed")


# Numbers


@pytest.mark.parametrize(
    ("dimension", "text", "apart"),
    [
        ("errors", "12", APART),
        ("errors", "110", APART),
        ("warmth", "12.5", APART),
        ("warmth", "-3", APART),
        ("errors", "120", 0.0),
        ("warmth", "-12.5", 0.0),
    ],
)
async def test_a_number_typed_fast_arrives_whole_even_before_its_box_is_open(
    app: ClockedApp, dimension: str, text: str, apart: float
) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, dimension)
        await type_fast(app, text, apart=apart)
        await until(pilot, lambda: isinstance(app.screen, ValueDialog), "the box is open")
        await until(pilot, lambda: box(app) == text, f"{text} stands in the box")
        assert app.scores() == {}
        await pilot.press("enter")
        await closed(app, pilot)
        assert app.scores() == {dimension: text}


async def test_a_key_that_comes_while_the_box_opens_is_not_lost(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "errors")
        app.post_message(events.Key("1", "1"))
        while not isinstance(app.screen, ValueDialog):
            await asyncio.sleep(0)
        app.clock.now += APART
        app.post_message(events.Key("2", "2"))
        await until(pilot, lambda: box(app) == "12", "12 stands in the box")


async def test_the_box_says_what_it_takes_and_what_is_wrong(app: ClockedApp) -> None:
    async with app.at((60, 16)) as pilot:
        turn_to(app, "warmth")
        await pilot.press("9", "9", "enter")
        await app.see("99 is not a number from -50 to 50.5")
        assert app.scores() == {}
        await pilot.press("backspace")
        await app.see("Takes a number from -50 to 50.5")
        await pilot.press("enter")
        await closed(app, pilot)
        assert app.scores() == {"warmth": "9"}


async def test_escape_leaves_a_number_as_it_was(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "errors")
        await pilot.press("7", "enter")
        await closed(app, pilot)
        await pilot.press("3", "escape")
        await closed(app, pilot)
        assert app.scores() == {"errors": "7"}
        assert app.rows("select count(*) from score") == [(1,)]


async def test_the_equals_sign_opens_the_number_that_stands(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "errors")
        await pilot.press("7", "enter")
        await closed(app, pilot)
        await pilot.press("equals_sign")
        assert box(app) == "7"
        await pilot.press("0", "enter")
        await closed(app, pilot)
        assert app.scores() == {"errors": "70"}


async def test_digits_together_stand_in_the_box_of_a_number(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "errors")
        await together(app, pilot, "1", "2")
        await until(pilot, lambda: isinstance(app.screen, ValueDialog), "the box is open")
        assert box(app) == "12"
        assert app.scores() == {}


async def test_held_digits_that_come_to_a_number_are_one_number(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        app.desk.goes_on = True
        turn_to(app, "degree")
        await together(app, pilot, "2", "1", "0")
        assert "arrived together: 2 1 0" in app.shown("keys")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ValueDialog), "the box is open")
        assert box(app) == "10"
        assert app.scores() == {"degree": "2"}
        await pilot.press("enter")
        await closed(app, pilot)
        assert app.scores() == {"degree": "2", "warmth": "10"}


async def test_an_enter_that_came_with_other_keys_records_nothing(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "errors")
        await pilot.press("1")
        await together(app, pilot, "2", "enter")
        await app.see("look, then press Enter")
        assert (box(app), app.scores()) == ("12", {})
        await pilot.press("enter")
        await closed(app, pilot)
        assert app.scores() == {"errors": "12"}


async def test_no_box_opens_on_a_submitted_item_or_right_after_an_item_change(
    app: ClockedApp,
) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("greater_than_sign")
        turn_to(app, "errors")
        await pilot.press("5")
        assert "ignored" in app.shown("keys")
        assert len(app.screen_stack) == 1


# Text


async def test_a_text_is_written_and_written_again(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "summary")
        await pilot.press("equals_sign", "enter")
        await app.see("An empty text is no answer")
        await type_text(pilot, "It helps")
        await pilot.press("enter")
        await closed(app, pilot)
        assert app.scores() == {"summary": "It helps"}
        turn_to(app, "summary")
        await app.see('=  "It helps"')
        await pilot.press("equals_sign", "enter")
        await closed(app, pilot)
        assert app.rows("select value from score") == [("It helps",)]


async def test_digits_and_the_minus_sign_write_no_text(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "summary")
        for key in ("5", "minus"):
            await pilot.press(key)
            assert "D6 takes text (=)" in app.shown("keys")
        assert app.scores() == {}


async def test_a_text_from_elsewhere_stays_as_it_is_unless_it_is_edited(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "summary")
        hostile = levels.answer("summary", 2)
        app.desk.answer(hostile)
        turn_to(app, "summary")
        await pilot.press("equals_sign", "enter")
        await closed(app, pilot)
        assert app.rows("select value from score") == [(hostile.value,)]


# Sets of labels


async def test_labels_are_toggled_and_marked(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "topics")
        await pilot.press("2", "0")
        assert "[x]0" in app.shown("anchors")
        assert "[ ]1" in app.shown("anchors")
        assert ">D5 0+2" in app.shown("states")
        await pilot.press("2")
        assert "[ ]2" in app.shown("anchors")
        assert app.rows("select value from score order by seq") == [("[2]",), ("[0,2]",), ("[0]",)]


async def test_none_of_the_labels_has_its_key(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "topics")
        await pilot.press("equals_sign")
        assert app.scores() == {"topics": "[]"}
        assert "D5 none" in app.shown("states")


async def test_held_digits_on_labels_are_all_labels(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "topics")
        await together(app, pilot, "2", "0")
        await pilot.press("enter")
        assert app.scores() == {"topics": "[0,2]"}


async def test_the_equals_sign_says_what_a_scale_of_points_takes(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        turn_to(app, "sort")
        await pilot.press("equals_sign")
        assert "D1 takes 0, 1, 2" in app.shown("keys")
        assert app.scores() == {}
