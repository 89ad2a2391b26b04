"""The rubric on the coding screen: a list that stays, a pane that stays, an overview."""

from typing import Any

import pytest
from tests import levels
from tests.tui.clocked_app import ALONE, SIZE, ClockedApp, together, until
from textual.geometry import Region

from coder_tui.tui.coding.overview import Overview
from coder_tui.tui.row_list import RowList

WIDE = (120, 40)
SIZES = [(60, 16), SIZE, (80, 45), (100, 30), (140, 45)]

POINTS = "".join(
    f'\n[[dimension.point]]\nvalue = {n}\nlabel = "a rather long label, number {n}"\n'
    f'anchor = "{"Words that say when this one is meant. " * 5}"\n'
    for n in range(10)
)
MANY = "".join(
    f'\n[[dimension]]\nid = "many_{n}"\nlabel = "M{n} Many"\nquestion = "{"Which of them? " * 9}"\n'
    f'level = "nominal"\nnot_applicable = true\n{POINTS}'
    for n in range(6)
)


@pytest.fixture
def many(write_study: Any, open_app: Any) -> ClockedApp:
    """Every level, and six dimensions of ten points."""
    return open_app(levels.build(write_study, plan=ALONE, rubric=levels.LEVELS_RUBRIC + MANY).path)


def list_labels(app: ClockedApp) -> list[str]:
    """The labels of the list, in order, without their signs."""
    return [line[1:3] for line in app.shown("dimensions").splitlines()[:-1]]


def places(app: ClockedApp) -> dict[str, Region]:
    """Where everything stands on the screen."""
    names = ("item", "position", "anchors", "dimensions", "points", "keys")
    return {name: app.coding.query_one(f"#{name}").region for name in names}


# What stays


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_changes_its_place_whatever_is_answered(
    many: ClockedApp, size: tuple[int, int]
) -> None:
    async with many.at(size) as pilot:
        await pilot.pause()
        before = places(many)
        for dimension in many.desk.study.rubric.dimensions:
            many.desk.turn_to(dimension)
            for key in ("z", "1", "9", "x", "backspace"):
                many.clock.now += 1
                await pilot.press(key)
                if len(many.screen_stack) > 1:
                    await pilot.press("escape")
                assert places(many) == before


async def test_five_lines_of_text_are_left_on_the_lowest_screen(many: ClockedApp) -> None:
    async with many.at((60, 16)) as pilot:
        await pilot.pause()
        assert many.view.size.height >= 5
        assert "M0" not in many.shown("anchors")
        assert "none" in many.picture()


async def test_a_dimension_that_is_not_asked_keeps_its_row(app: ClockedApp) -> None:
    async with app.at(WIDE) as pilot:
        assert list_labels(app) == ["D1", "D2", "D3"]
        assert "not asked" in app.shown("dimensions")
        await pilot.press("j", "1")
        assert list_labels(app) == ["D1", "D2", "D3"]
        assert "not asked" not in app.shown("dimensions")
        await pilot.press("k", "k", "0")
        assert list_labels(app) == ["D1", "D2", "D3"]


async def test_the_list_counts_what_is_missing_until_enter_submits(app: ClockedApp) -> None:
    async with app.at(WIDE) as pilot:
        assert "missing: 2 of 2 (m)" in app.shown("dimensions")
        await pilot.press("0")
        assert "missing: 1 of 2 (m)" in app.shown("dimensions")
        await pilot.press("0")
        assert "complete: Enter submits" in app.shown("dimensions")
        await pilot.press("enter", "less_than_sign")
        assert "submitted" in app.shown("dimensions")


async def test_a_long_list_shows_the_rows_around_the_current_one(many: ClockedApp) -> None:
    async with many.at((100, 24)) as pilot:
        await pilot.pause()
        rows = len(list_labels(many))
        assert rows < len(many.desk.study.rubric.dimensions)
        for dimension in many.desk.study.rubric.dimensions:
            many.desk.turn_to(dimension)
            many.coding.done(None)
            assert f">{dimension.short}" in many.shown("dimensions")
            assert len(list_labels(many)) == rows


# The overview


async def test_the_overview_lists_what_is_missing_and_turns_to_it(app: ClockedApp) -> None:
    async with app.at((60, 16)) as pilot:
        await pilot.press("2", "m")
        await app.see("Missing on 2 of 2 dimensions")
        lines = app.lines()
        assert any("D1 Clarity" in line and " 2 " in line and "evidence" in line for line in lines)
        assert any("D2 Escalated" in line and "score" in line for line in lines)
        assert any("D3 Escalation" in line and "not asked" in line for line in lines)
        await pilot.press("j", "enter")
        await until(pilot, lambda: len(app.screen_stack) == 1, "the overview is closed")
        assert app.desk.dimension.id == "escalated"
        assert app.scores() == {"clarity": "2"}


async def test_the_overview_does_not_turn_to_what_is_not_asked(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("m", "down", "down", "enter")
        assert isinstance(app.screen, Overview)
        assert app.screen.query_one(RowList).cursor == 2
        await pilot.press("escape")
        assert app.desk.dimension.id == "clarity"


async def test_the_overview_says_when_nothing_is_missing_and_scores_nothing(
    app: ClockedApp,
) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("0", "0", "m")
        await app.see("Nothing is missing: Esc, then Enter submits.")
        await pilot.press("1", "x", "z", "escape")
        assert app.scores() == {"clarity": "0", "escalated": "0"}
        await pilot.press("enter")
        assert "submitted" in app.shown("keys")


async def test_what_is_attached_is_counted_and_a_search_named(
    write_study: Any, open_app: Any
) -> None:
    app = open_app(levels.build(write_study, plan=ALONE).path)
    async with app.at(WIDE) as pilot:
        desk = app.desk
        desk.cite(desk.item.parts[0])
        desk.turn(1)
        desk.score(0)
        await pilot.press("m")
        assert any("D2" in line and line.rstrip(" │").endswith("search") for line in app.lines())
        await pilot.press("escape")
        desk.attach(desk.dimension, desk.searched("the whole text"))
        app.coding.done(None)
        lines = app.shown("dimensions").splitlines()
        assert "1 cited" in lines[0]
        assert "searched" in lines[1]


# Going on


async def test_going_on_by_itself_is_switched_off_and_on_again(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("a")
        assert "advance off" in app.shown("header")
        await pilot.press("0")
        assert app.desk.dimension.id == "clarity"
        await pilot.press("tab", "a", "less_than_sign")
        assert "advance off" not in app.shown("header")
        await pilot.press("0")
        assert app.desk.dimension.id == "escalated"


async def test_digits_held_while_scores_stay_are_second_thoughts(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("a")
        await together(app, pilot, "2", "1")
        await pilot.press("enter")
        assert app.scores() == {"clarity": "1"}
