"""Comments, flags, skips, searching and finding in the coding screen."""

import asyncio
from typing import Any

import pytest
from tests.tui.clocked_app import (
    ALONE,
    SIZE,
    UNSAFE,
    ClockedApp,
    said,
    together,
    transcript,
    type_text,
)
from textual import events
from textual.widgets import Input

from coder_tui.tui.dialogs import PickDialog, TextDialog

# Dialogs


async def test_single_letters_are_dead_in_a_text_box(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("c")
        await type_text(pilot, "210 xz quick fuss")
        await pilot.press("enter")
        assert app.desk.notes.comment == "210 xz quick fuss"
        assert app.scores() == {}
        assert "comment" in app.shown("header")
        assert app.is_running


async def test_escape_leaves_a_comment_as_it_was_and_empty_withdraws_it(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("c", "a", "enter", "c", "b", "escape")
        assert app.desk.notes.comment == "a"
        await pilot.press("c", "backspace", "enter")
        assert app.desk.notes.comment == ""
        assert app.rows("select text from comment order by seq") == [("a",), ("",)]


async def test_a_flag_is_shown_with_its_reason_in_the_file(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("f", "w", "h", "y", "enter")
        assert "FLAGGED" in app.shown("header")
        assert app.rows("select reason from flag") == [("why",)]


async def test_a_skip_needs_its_reason_and_opens_the_next_item(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        first = app.desk.item.blind_id
        await pilot.press("s", "enter")
        assert isinstance(app.screen, TextDialog)
        await app.see("needs its reason")
        await type_text(pilot, "no time")
        await pilot.press("enter")
        assert app.desk.item.blind_id != first
        assert app.rows("select move, reason from submission") == [("skipped", "no time")]
        await pilot.press("less_than_sign")
        assert "SKIPPED" in app.shown("header")


async def test_hostile_text_pasted_into_a_dialog_is_made_visible(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("c")
        app.post_message(events.Paste("a\x1b[c\u202eb\x9b2J[/red]"))
        await pilot.pause()
        assert not UNSAFE.search("".join(app.lines()))
        await app.see("a␛[c⟨U+202E⟩b⟨9B⟩2J[/red]")
        await pilot.press("enter", "c")
        assert not UNSAFE.search("".join(app.lines()))


async def test_a_comment_that_came_from_elsewhere_is_shown_visibly(app: ClockedApp) -> None:
    app.desk.open_first()
    app.desk.comment("from a copy\x1b]52;c;eA==\x07")
    async with app.at(SIZE) as pilot:
        await pilot.press("c")
        assert not UNSAFE.search("".join(app.lines()))
        await app.see("from a copy␛]52")


async def test_keys_that_come_together_are_text_in_a_text_box(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("c")
        await together(app, pilot, "2", "1", "0", "enter")
        await pilot.pause()
        assert app.desk.notes.comment == "210"
        assert app.scores() == {}


async def test_input_boxes_are_the_safe_kind_everywhere(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        for key in ("c", "f", "s", "slash", "i"):
            await pilot.press(key)
            box = app.screen.query_one(Input)
            box.insert("\x1b[c", 0)
            assert box.value.startswith("␛[c")
            await pilot.press("escape")
            await asyncio.sleep(0)


# Searching and finding


@pytest.fixture
def wordy(write_study: Any, open_app: Any) -> ClockedApp:
    filler = "\n".join(["nothing here"] * 30)
    turns = [
        said("Where is the Leaflet?", "user"),
        said(f"{filler}\nthe LEAFLET"),
        said("leaflet [x]"),
    ]
    return open_app(write_study([transcript("t1", *turns)], plan=ALONE).init().path)


async def test_search_goes_round_its_hits_with_n_and_shift_n(wordy: ClockedApp) -> None:
    async with wordy.at(SIZE) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "leaflet")
        await pilot.press("enter")
        assert "Place 1 of 3" in wordy.shown("keys")
        await pilot.press("n")
        assert wordy.view.current_part.idx == 2
        await wordy.see("the LEAFLET")
        await pilot.press("n", "n")
        assert "Place 1 of 3" in wordy.shown("keys")
        await pilot.press("N")
        assert wordy.view.current_part.idx == 3
        await pilot.press("escape", "n")
        assert "Nothing is searched for" in wordy.shown("keys")
        assert wordy.scores() == {}


async def test_search_takes_its_text_literally_and_says_when_there_is_none(
    wordy: ClockedApp,
) -> None:
    async with wordy.at(SIZE) as pilot:
        await pilot.press("slash", "left_square_bracket", "x", "enter")
        assert "Place 1 of 1" in wordy.shown("keys")
        await pilot.press("slash")
        await type_text(pilot, "[/nope]")
        await pilot.press("enter")
        assert "'[/nope]' is not in this item." in wordy.shown("keys")


async def test_search_ignores_case_beside_letters_that_change_their_length(
    write_study: Any, open_app: Any
) -> None:
    items = [transcript("t1", said("İSTANBUL and Hello"))]
    app = open_app(write_study(items, plan=ALONE).init().path)
    async with app.at(SIZE):
        assert app.view.search("hello") == 1
        hit = app.view.hits[0]
        assert app.desk.item.parts[0].text[hit.start : hit.end] == "Hello"


async def test_an_item_is_found_by_number_and_by_ones_own_note(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        first = app.desk.item.blind_id
        await pilot.press("c")
        await type_text(pilot, "pharmacy")
        await pilot.press("enter", "i", "3", "enter")
        assert app.desk.place == 3
        await pilot.press("i")
        await type_text(pilot, "pharmcy")
        assert isinstance(app.screen, PickDialog)
        await app.see("pharmacy")
        await pilot.press("enter")
        assert app.desk.item.blind_id == first
        await pilot.press("i", "down", "enter")
        assert app.desk.place == 2
        await pilot.press("i", "escape")
        assert app.desk.place == 2


async def test_there_is_nothing_before_the_first_item(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("less_than_sign")
        assert "no item before" in app.shown("keys")
        await pilot.press(*["greater_than_sign"] * 4)
        assert "no item behind" in app.shown("keys")
        assert app.desk.place == 4
