"""The review at 60 x 16, the smallest window there is: nothing of it is out of sight."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.review_fixtures import PLAN, coded_by_both, transcripts
from tests.tui.query_app import QueryApp
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled

from coder_tui.tui.review.bars import names
from coder_tui.tui.review.burn_up_plot import Moments
from coder_tui.tui.review.pieces import within
from coder_tui.tui.review.tabs import TABS
from coder_tui.tui.row_list import RowList

LEAST = (60, 16)
Build = Callable[..., Any]


@pytest.fixture
def built(write_study: Build) -> Any:
    return write_study(transcripts(), plan=PLAN).init()


@pytest.fixture
def coded(write_study: Build) -> Any:
    return coded_by_both(write_study)


def words(pieces: Any) -> str:
    return "".join(each if isinstance(each, str) else each[0] for each in pieces)


@pytest.mark.parametrize("width", range(40, 120, 7))
@pytest.mark.parametrize("at", range(len(TABS)))
def test_every_tab_is_named_or_numbered_and_the_current_one_in_full(width: int, at: int) -> None:
    bar = words(names([each.name for each in TABS], at, width))
    assert len(bar) <= width
    assert f"{at + 1} {TABS[at].name.upper()}" in bar
    assert all(f"{place}" in bar.split() for place in range(1, len(TABS) + 1))


@pytest.mark.parametrize("tab", ["1", "2", "3", "4", "5", "6", "7"])
async def test_a_list_keeps_five_lines_and_the_keys_stay(coded: Any, tab: str) -> None:
    app = review_app(coded)
    async with app.run_test(size=LEAST) as pilot:
        await settled(pilot)
        await pilot.press(tab)
        text = await settled(pilot)
        assert app.screen.query_one(RowList).size.height >= 5
        assert f"{tab} {TABS[int(tab) - 1].name.upper()}" in text.splitlines()[1]
        assert "q leave" in text.splitlines()[-1]


async def test_an_empty_list_says_why_in_full(built: Any) -> None:
    app = review_app(built, with_key=False)
    async with app.run_test(size=LEAST) as pilot:
        await settled(pilot)
        await pilot.press("4")
        said = " ".join((await settled(pilot)).split())
    assert "Every item has still to be submitted by somebody who has it." in said


async def test_the_box_of_a_query_names_its_keys(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at(LEAST):
        await app.open_box()
        assert "F5 ask" in app.picture().splitlines()[-1]
        await app.ask("select * from nothing_of_that_name_at_all where x = 1")
        last = app.picture().splitlines()[-1]
        assert "F5 ask" in last
        assert "Esc back" in last


@pytest.mark.parametrize("columns", range(8, 80))
@pytest.mark.parametrize("hours", [0.01, 5, 23, 30, 1000])
def test_dates_below_the_burn_up_line_never_touch(columns: int, hours: float) -> None:
    start = 1_763_800_000.0
    moments = Moments(columns)
    ticks = moments.get_ticks(start, start + hours * 3600)
    labels = moments.get_labels_for_ticks(ticks)
    if len(labels) > 1:
        assert len(labels) * (max(map(len, labels)) + 1) <= max(columns, 14) + 1


def test_what_does_not_fit_is_announced_at_the_end_of_the_last_line() -> None:
    pieces = [("one\n", "bold"), "two and more\nthree\n", "four\n"]
    assert within(pieces, 30, 4, "... w") == pieces
    assert words(within(pieces, 30, 3, "... w")) == "one\ntwo and more\nthree ... w"
    assert words(within(pieces, 12, 2, "... w")) == "one\ntwo a… ... w"
    assert words(within(pieces, 30, 1, "... w")) == "one ... w"
    assert words(within(["x" * 50, "\nend\n"], 30, 2, "... w")) == f"{'x' * 23}… ... w"


async def test_the_pane_says_that_there_is_more_and_w_has_all_of_it(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=LEAST) as pilot:
        await settled(pilot)
        await pilot.press("5")
        assert "... w: all of it" in await settled(pilot)
        await pilot.press("w")
        assert "kappa" in await settled(pilot)
