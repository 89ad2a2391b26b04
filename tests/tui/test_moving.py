"""Going from item to item: the next open one, the next flagged one, what was skipped, the list."""

from typing import Any

import pytest
from tests.tui.clocked_app import ALONE, SIZE, UNSAFE, ClockedApp, said, transcript, type_text

from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import scored
from coder_tui.tui.coding.item_list import ItemListScreen
from coder_tui.tui.dialogs import HelpScreen, PickDialog


@pytest.fixture
def own(app: ClockedApp) -> list[str]:
    """The names of ana's four items in their order."""
    return [each.blind_id for each in app.desk.study.assignments("ana")]


def submit(app: ClockedApp, *items: str) -> None:
    for blind_id in items:
        app.desk.recorder.score(blind_id, "clarity", scored(0))
        app.desk.recorder.score(blind_id, "escalated", scored(0))
        app.desk.recorder.move(blind_id, Move.SUBMITTED)


# The next one


async def test_a_dot_goes_round_the_open_items(app: ClockedApp, own: list[str]) -> None:
    submit(app, own[1])
    async with app.at(SIZE) as pilot:
        await pilot.press("full_stop")
        assert app.desk.item.blind_id == own[2]
        await pilot.press("full_stop", "full_stop")
        assert app.desk.item.blind_id == own[0]


async def test_a_dot_passes_over_skipped_items_and_says_when_none_is_left(
    app: ClockedApp, own: list[str]
) -> None:
    submit(app, own[1], own[3])
    app.desk.recorder.move(own[2], Move.SKIPPED, "later")
    async with app.at(SIZE) as pilot:
        await pilot.press("full_stop")
        assert app.desk.item.blind_id == own[0]
        assert "no other open item" in app.shown("keys")


async def test_a_reopened_item_is_open_again(app: ClockedApp, own: list[str]) -> None:
    submit(app, own[1], own[2], own[3])
    app.desk.recorder.move(own[2], Move.REOPENED, "undo")
    async with app.at(SIZE) as pilot:
        await pilot.press("full_stop")
        assert app.desk.item.blind_id == own[2]


async def test_shift_f_goes_round_the_flagged_items(app: ClockedApp, own: list[str]) -> None:
    for blind_id in (own[0], own[1], own[3]):
        app.desk.recorder.flag(blind_id, "odd")
    app.desk.recorder.flag(own[1], "")
    async with app.at(SIZE) as pilot:
        await pilot.press("F")
        assert app.desk.item.blind_id == own[3]
        await pilot.press("F")
        assert app.desk.item.blind_id == own[0]


async def test_shift_f_says_when_nothing_else_is_flagged(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("F")
        assert "no other item that you flagged" in app.shown("keys")


async def test_another_coders_flag_leads_nowhere(
    built_study: Any, open_app: Any, app: ClockedApp, own: list[str]
) -> None:
    ben = open_app(built_study.path, "ben")
    for blind_id in own:
        ben.desk.recorder.flag(blind_id, "bens reason")
        ben.desk.recorder.comment(blind_id, "bens words")
    async with app.at(SIZE) as pilot:
        await pilot.press("F")
        assert "no other item" in app.shown("keys")
        await pilot.press("l")
        assert "bens" not in app.picture()
        assert "FLAGGED" not in app.picture()


# What comes back


async def test_a_skipped_item_comes_back_at_the_end_with_its_reason(
    app: ClockedApp, own: list[str]
) -> None:
    submit(app, own[1], own[2])
    app.desk.recorder.move(own[3], Move.SKIPPED, "the [b]leaflet[/b] is cut off")
    async with app.at(SIZE) as pilot:
        await pilot.press("0", "e", "0", "enter")
        assert app.desk.item.blind_id == own[3]
        assert "SKIPPED" in app.shown("header")
        notice = app.shown("keys")
        assert f"{own[0]} submitted." in notice
        assert "skipped before: the [b]leaflet[/b] is cut off" in notice
        await pilot.press("j")
        assert "skipped before" not in app.shown("keys")


async def test_an_item_that_was_never_skipped_says_nothing_of_it(
    app: ClockedApp, own: list[str]
) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("greater_than_sign")
        assert app.desk.item.blind_id == own[1]
        assert "skipped" not in app.shown("keys")


async def test_a_reopened_item_says_so_until_it_is_submitted_again(
    app: ClockedApp, own: list[str]
) -> None:
    submit(app, own[0])
    async with app.at(SIZE) as pilot:
        await pilot.press("i", "1", "enter")
        assert "SUBMITTED" in app.shown("header")
        await pilot.press("u")
        assert "REOPENED" in app.shown("header")
        await pilot.press("j", "1")
        assert "REOPENED, SAVED" in app.shown("header")
        assert app.rows("select move, reason from submission order by seq") == [
            ("submitted", ""),
            ("reopened", "undo"),
        ]
        await pilot.press("tab", "e", "tab", "0", "enter", "i", "1", "enter")
        assert "SUBMITTED" in app.shown("header")
        assert "REOPENED" not in app.shown("header")


# The list


async def test_the_list_shows_places_states_answers_and_own_notes(
    app: ClockedApp, own: list[str]
) -> None:
    submit(app, own[1])
    app.desk.recorder.score(own[2], "escalated", scored(1))
    app.desk.recorder.flag(own[2], "odd\nindeed")
    app.desk.recorder.comment(own[3], "ask \x1b[c Ben")
    async with app.at(SIZE) as pilot:
        await pilot.press("l")
        lines = app.lines()
        assert "2 not started, 1 draft, 1 submitted, 1 flagged" in lines[0]
        assert lines[2].split() == [">", "1*", own[0], "not", "started", "0/2"]
        assert lines[3].split() == ["2", own[1], "submitted", "2/2"]
        assert lines[4].split() == ["3", own[2], "draft", "1/3", "FLAGGED", "odd⏎indeed"]
        assert "ask ␛[c Ben" in lines[5]
        assert not any(UNSAFE.search(line) for line in lines)


async def test_enter_opens_the_item_under_the_cursor(app: ClockedApp, own: list[str]) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("l", "down", "down", "enter")
        assert app.desk.item.blind_id == own[2]
        await pilot.press("l", "G", "enter")
        assert app.desk.item.blind_id == own[3]
        await pilot.press("l", "g", "escape")
        assert app.desk.item.blind_id == own[3]
        await pilot.press("l", "g", "q")
        assert app.desk.item.blind_id == own[3]
        assert app.is_running


async def test_the_list_narrows_to_a_state_and_to_words(app: ClockedApp, own: list[str]) -> None:
    submit(app, own[0], own[1])
    app.desk.recorder.comment(own[1], "pharmacy")
    async with app.at(SIZE) as pilot:
        await pilot.press("l", "s", "s")
        assert "only submitted" in app.picture()
        assert own[2] not in app.picture()
        await pilot.press("slash")
        await type_text(pilot, "pharm")
        assert own[0] not in app.picture()
        await pilot.press("enter", "enter")
        assert app.desk.item.blind_id == own[1]


async def test_escape_first_takes_away_what_narrows_the_list(
    app: ClockedApp, own: list[str]
) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("l", "slash")
        await type_text(pilot, "s q l u")
        assert "0 items" in app.picture()
        await pilot.press("escape")
        assert isinstance(app.screen, ItemListScreen)
        assert all(name in app.picture() for name in own)
        await pilot.press("escape")
        assert app.screen is app.coding


async def test_digits_on_the_list_score_nothing(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("l", "0", "1", "x", "z", "e", "escape")
        assert app.rows("select count(*) from score") == [(0,)]


async def test_the_list_has_its_own_help(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("l", "question_mark")
        assert isinstance(app.screen, HelpScreen)
        await app.see("show only items of one state")
        await pilot.press("question_mark")
        assert isinstance(app.screen, ItemListScreen)


async def test_only_the_rows_in_sight_are_asked_how_far_they_are(
    write_study: Any, open_app: Any
) -> None:
    items = [transcript(f"t{n}", said(f"text {n}")) for n in range(300)]
    app = open_app(write_study(items, plan=ALONE).init().path)
    asked: list[str] = []
    async with app.at(SIZE) as pilot:
        how_far = app.coding._how_far
        app.coding._how_far = lambda name: (asked.append(name), how_far(name))[1]
        await pilot.press("l")
        await app.see("0/2")
        assert 0 < len(asked) <= SIZE[1]
        await pilot.press("G")
        assert "300" in app.picture()
        assert len(asked) <= 2 * SIZE[1]


async def test_go_to_an_item_shows_two_hundred_and_says_how_many_more(
    write_study: Any, open_app: Any
) -> None:
    items = [transcript(f"t{n}", said(f"text {n}")) for n in range(230)]
    app = open_app(write_study(items, plan=ALONE).init().path)
    async with app.at(SIZE) as pilot:
        await pilot.press("i")
        await app.see("30 more: type on to narrow")
        await type_text(pilot, "not started")
        await app.see("30 more")
        await pilot.press(*["backspace"] * 11)
        await type_text(pilot, "draft")
        await app.see("nothing fits")
        assert isinstance(app.screen, PickDialog)
