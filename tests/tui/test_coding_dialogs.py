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


async def test_a_search_is_read_otherwise_by_ctrl_r(wordy: ClockedApp) -> None:
    async with wordy.at(SIZE) as pilot:
        await pilot.press("slash")
        await wordy.see("ignoring case")
        await pilot.press("ctrl+r")
        await wordy.see("exact case")
        await type_text(pilot, "Leaflet")
        await pilot.press("enter")
        assert "Place 1 of 1" in wordy.shown("keys")
        await pilot.press("slash", "ctrl+r")
        await wordy.see("regular expression")
        await type_text(pilot, "leaf.*x")
        await pilot.press("enter")
        await wordy.see("Place 1 of 1")
        assert wordy.view.current_part.idx == 3


async def test_an_expression_that_is_none_is_said_to_be_none(wordy: ClockedApp) -> None:
    async with wordy.at(SIZE) as pilot:
        await pilot.press("slash", "ctrl+r", "ctrl+r", "left_parenthesis", "enter")
        await wordy.see("This is no regular expression")
        await pilot.press("escape")
        assert "Place" not in wordy.shown("keys")


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


# Comments on several lines, and the keys of dialogs


async def test_a_comment_on_several_lines_is_left_as_it_is_by_enter(app: ClockedApp) -> None:
    app.desk.open_first()
    app.desk.comment("one\n\ttwo")
    async with app.at(SIZE) as pilot:
        await pilot.press("c")
        await app.see("one⏎    two")
        await pilot.press("enter")
        assert app.desk.notes.comment == "one\n\ttwo"
        assert app.rows("select count(*) from comment") == [(1,)]


async def test_a_change_on_one_line_keeps_the_other_lines(app: ClockedApp) -> None:
    app.desk.open_first()
    app.desk.comment("one\ntwo")
    async with app.at(SIZE) as pilot:
        await pilot.press("c")
        await type_text(pilot, " and three")
        await pilot.press("enter")
        assert app.desk.notes.comment == "one\ntwo and three"


async def test_a_comment_on_several_lines_stays_on_one_line_of_every_list(
    app: ClockedApp,
) -> None:
    app.desk.open_first()
    app.desk.comment("one\ntwo")
    async with app.at(SIZE) as pilot:
        assert "comment" in app.shown("header")
        for key in ("i", "l"):
            await pilot.press(key)
            await app.see("one⏎two")
            await pilot.press("escape")


async def test_a_question_mark_is_text_where_text_is_typed(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("c", "question_mark", "enter")
        assert app.desk.notes.comment == "?"
        await pilot.press("i", "question_mark")
        assert isinstance(app.screen, PickDialog)
        assert app.screen.query_one(Input).value == "?"


async def test_ctrl_c_leaves_a_dialog_and_tab_keeps_the_cursor_in_it(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        for key in ("c", "f", "s", "slash", "i", "colon"):
            await pilot.press(key, "tab", "a")
            assert app.screen.query_one(Input).value == "a", key
            await pilot.press("ctrl+c")
            assert app.screen is app.coding, key
        assert app.rows("select count(*) from comment") == [(0,)]
        assert app.is_running


async def test_an_editor_is_offered_for_comments_alone(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("c")
        await app.see("Ctrl+O: your editor")
        await pilot.press("escape", "f")
        assert "Ctrl+O" not in app.picture()
        await pilot.press("ctrl+o")
        assert isinstance(app.screen, TextDialog)


async def test_where_there_is_no_editor_the_dialog_says_so_and_keeps_the_text(
    app: ClockedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor")
    monkeypatch.delenv("VISUAL", raising=False)
    async with app.at(SIZE) as pilot:
        await pilot.press("c", "a", "ctrl+o")
        await app.see("EDITOR names 'no-such-editor', which is not there.")
        await pilot.press("enter")
        assert app.desk.notes.comment == "a"
        await pilot.press("C")
        await app.see("which is not there")
        assert app.desk.notes.comment == "a"


@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
async def test_every_dialog_fits_with_its_hint(app: ClockedApp, size: tuple[int, int]) -> None:
    hints = {
        "c": "Esc leaves things as they were",
        "f": "Esc leaves things as they were",
        "s": "Esc leaves things as they were",
        "slash": "Esc cancels",
        "i": "Esc cancels",
        "colon": "Esc cancels",
        "question_mark": "q closes",
        "K": "q closes",
    }
    async with app.at(size) as pilot:
        for key, hint in hints.items():
            await pilot.press(key)
            await app.see(hint)
            assert all(len(line) <= size[0] for line in app.lines())
            await pilot.press("escape")
