"""The box that asks what to search for: how it is read is plain, and no text is lost."""

from typing import Any

import pytest
from tests.tui.clocked_app import ALONE, SIZE, ClockedApp, said, transcript, type_text, until
from textual.widgets import Input

from coder_tui.tui.coding.search_dialog import SearchDialog


@pytest.fixture
def wordy(write_study: Any, open_app: Any) -> ClockedApp:
    """Ana at the first of two items that hold a word twice."""
    items = [
        transcript("t1", said("Where is the Leaflet?", "user"), said("the LEAFLET")),
        transcript("t2", said("Another leaflet."), said("A Leaflet.")),
    ]
    return open_app(write_study(items, plan=ALONE).init().path)


def box(app: ClockedApp) -> Input:
    assert isinstance(app.screen, SearchDialog)
    return app.screen.query_one(Input)


@pytest.mark.parametrize("size", [(60, 16), SIZE])
async def test_the_mode_in_force_and_the_next_one_stand_in_the_box(
    wordy: ClockedApp, size: tuple[int, int]
) -> None:
    async with wordy.at(size) as pilot:
        await pilot.press("slash")
        modes = ["ignoring case", "exact case", "regular expression"]
        for mode, following in zip(modes, [*modes[1:], modes[0]], strict=True):
            await wordy.see(f"Search in this item, {mode}")
            await wordy.see(f"Ctrl+R: {following}")
            await wordy.see("Esc cancels")
            await pilot.press("ctrl+r")


async def test_the_help_names_the_modes_as_the_box_does(wordy: ClockedApp) -> None:
    async with wordy.at((100, 100)) as pilot:
        await pilot.press("question_mark")
        await wordy.see("ignoring case")
        await wordy.see("exact case")
        await wordy.see("regular expression")


@pytest.mark.parametrize("size", [(60, 16), SIZE])
async def test_a_broken_expression_stays_in_the_box_with_what_is_wrong(
    wordy: ClockedApp, size: tuple[int, int]
) -> None:
    async with wordy.at(size) as pilot:
        await pilot.press("slash", "ctrl+r", "ctrl+r")
        await type_text(pilot, "leaf(")
        await pilot.press("enter")
        await wordy.see("This is no regular expression")
        await wordy.see("as they stand.")
        assert box(wordy).value == "leaf("
        await pilot.press("backspace")
        await wordy.see("Ctrl+R: ignoring case")
        await pilot.press("enter")
        await until(pilot, lambda: "Place 1 of 1" in wordy.shown("keys"), "the place is found")


async def test_the_last_query_of_this_item_stands_in_the_box_selected(wordy: ClockedApp) -> None:
    async with wordy.at(SIZE) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "leaflet")
        await pilot.press("enter", "slash")
        assert box(wordy).selected_text == "leaflet"
        await pilot.press("x")
        assert box(wordy).value == "x"
        await pilot.press("escape", "greater_than_sign", "slash")
        assert box(wordy).value == ""


async def test_an_empty_search_takes_the_marks_away_without_a_word(wordy: ClockedApp) -> None:
    async with wordy.at(SIZE) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "leaflet")
        await pilot.press("enter")
        assert len(wordy.view.hits) == 2
        await pilot.press("slash", "backspace", "enter")
        assert len(wordy.view.hits) == 0
        assert "not in this item" not in wordy.shown("keys")


async def test_what_is_not_found_is_shown_as_it_was_typed(wordy: ClockedApp) -> None:
    async with wordy.at(SIZE) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "a\\w'")
        await pilot.press("enter")
        assert r"'a\w'' is not in this item." in wordy.shown("keys")


async def test_a_long_query_leaves_room_for_what_is_said_of_it(wordy: ClockedApp) -> None:
    async with wordy.at(SIZE) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "zebra " * 20)
        await pilot.press("enter")
        await wordy.see("is not in this item.")
