"""A window may be made smaller than the screen needs: back in its size, all keys work."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.review_fixtures import coded_by_both
from tests.tui.clocked_app import ClockedApp, until
from tests.tui.leaks_app import open_leaks, planted
from tests.tui.query_app import QueryApp
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled
from textual.pilot import Pilot

from coder_tui.tui.review.item_screen import ItemScreen
from coder_tui.tui.review.screen import ReviewScreen
from coder_tui.tui.row_list import RowList
from coder_tui.tui.transcript_view import ItemText

TOO_SMALL, SIZE = (50, 12), (80, 24)


@pytest.fixture
def coded(write_study: Callable[..., Any]) -> Any:
    return coded_by_both(write_study)


async def resize(pilot: Pilot[None], size: tuple[int, int]) -> None:
    """Resize, and wait until the screen has that size and its widgets know."""
    await pilot.resize_terminal(*size)
    for _ in range(3):
        await pilot.pause()


async def shrink_and_back(pilot: Pilot[None]) -> None:
    await resize(pilot, TOO_SMALL)
    await resize(pilot, SIZE)


@pytest.mark.parametrize("tab", ["1", "2", "3", "4", "5", "6", "7"])
async def test_the_lists_of_the_review_take_keys_again(coded: Any, tab: str) -> None:
    app = review_app(coded)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(tab)
        await shrink_and_back(pilot)
        await shrink_and_back(pilot)
        rows = app.screen.query_one(RowList)
        await pilot.press("down")
        await until(pilot, lambda: rows.cursor == min(1, len(rows.rows) - 1), "the next line")
        assert app.focused is rows


async def test_it_does_so_where_an_item_was_open_over_the_list(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("3", "enter")
        await settled(pilot)
        await resize(pilot, TOO_SMALL)
        await pilot.press("escape")
        await resize(pilot, SIZE)
        rows = app.screen.query_one(RowList)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ItemScreen), "the item")
        assert rows.cursor == 1


async def test_the_text_of_an_item_takes_keys_again(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("3", "enter")
        await settled(pilot)
        for size in ((50, 4), SIZE, TOO_SMALL, SIZE):
            await resize(pilot, size)
        assert app.focused is app.screen.query_one(ItemText)
        await pilot.press("escape")
        assert isinstance(app.screen, ReviewScreen)
        assert app.focused is app.screen.query_one(RowList)


async def test_a_box_over_the_list_keeps_what_is_typed(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("3", "slash", "a", "n")
        for size in ((50, 4), SIZE, TOO_SMALL, SIZE):
            await resize(pilot, size)
        await pilot.press("a", "enter")
        text = await settled(pilot)
        assert "holding 'ana'" in text
        await pilot.press("down")
        assert app.focused is app.screen.query_one(RowList)


@pytest.mark.parametrize("in_answer", [False, True])
async def test_the_box_of_a_query_and_its_answer_take_keys_again(
    coded: Any, in_answer: bool
) -> None:
    app = QueryApp(coded)
    async with app.at(SIZE) as pilot:
        await app.open_box()
        await app.ask("select * from coders")
        if in_answer:
            await pilot.press("tab")
        before = app.focused
        for size in ((50, 4), SIZE, TOO_SMALL, SIZE):
            await resize(pilot, size)
        assert before is not None
        assert app.focused is before


async def test_the_answers_of_items_can_be_walked_again(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("m")
        await shrink_and_back(pilot)
        await pilot.press("escape", "down")
        await until(pilot, lambda: app.screen.query_one(RowList).cursor == 1, "the next line")


async def test_the_text_that_is_coded_takes_keys_again(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await shrink_and_back(pilot)
        assert app.focused is app.screen.query_one(ItemText)


async def test_the_text_that_is_adjudicated_takes_keys_again(open_judge: Any) -> None:
    app = open_judge()
    async with app.at() as pilot:
        await shrink_and_back(pilot)
        assert app.focused is app.screen.query_one(ItemText)


async def test_the_list_of_leaks_takes_keys_again(write_study: Any) -> None:
    with open_leaks(write_study(planted()).init()) as app:
        async with app.at(SIZE) as pilot:
            await shrink_and_back(pilot)
            rows = app.screen.query_one(RowList)
            assert app.focused is rows
