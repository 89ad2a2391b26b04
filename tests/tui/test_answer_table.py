"""The table of answers: opened with one key, walked with arrows, leading to its items."""

from typing import Any

import pytest
from tests.contested_study import contested_once
from tests.review_fixtures import blind_ids
from tests.tui.recalled import review_app
from tests.tui.test_disagreement_filters import listed, rule, started
from tests.tui.test_review_screen import settled

from coder_tui.tui.literal import Literal
from coder_tui.tui.review.confusion_screen import ConfusionScreen
from coder_tui.tui.review.disagreements_tab import HELD_BACK
from coder_tui.tui.review.item_screen import ItemScreen
from coder_tui.tui.review.screen import ReviewScreen

SMALL, LARGE = (80, 24), (140, 45)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return contested_once(tmp_path_factory)


def table(app: Any) -> list[list[str]]:
    """The words of each line of the table."""
    return [line.split() for line in app.screen.query_one("#table", Literal).text.splitlines()]


def detail(app: Any) -> str:
    return str(app.screen.query_one("#detail", Literal).text)


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("tab", ["2", "3"], ids=["agreement", "disagreements"])
async def test_m_opens_the_table_of_the_current_dimension(
    built: Any, tab: str, size: tuple[int, int]
) -> None:
    app = review_app(built)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        await pilot.press(tab, "m")
        text = await settled(pilot)
        assert isinstance(app.screen, ConfusionScreen)
        assert "D1 Clarity" in text
        assert "pair 1 of 4" in text
        lines = table(app)
    assert lines[0] == ["down:", "ana", "across:", "ben"]
    assert lines[1] == ["0", "1", "2", "n/a", "all"]
    assert [line[-5:] for line in lines[2:]] == [
        ["1", ".", "[1]", ".", "2"],
        ["1", ".", "1", ".", "2"],
        [".", ".", "1", ".", "1"],
        [".", "1", ".", ".", "1"],
        ["2", "1", "3", "0", "6"],
    ]


async def test_arrows_walk_and_the_pane_says_what_a_cell_counts(built: Any) -> None:
    blind = blind_ids(built.key_path)
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("m")
        await settled(pilot)
        assert "ana 0, ben 2: 1 item" in detail(app)
        assert blind["x3"] in detail(app)
        assert "It is not clear." in detail(app)
        await pilot.press("down", "left", "left")
        assert "ana 1, ben 0: 1 item" in detail(app)
        assert blind["x6"] in detail(app)
        await pilot.press(*["up"] * 9, *["left"] * 9)
        assert "ana 0, ben 0: 1 item" in detail(app)
        await pilot.press("right")
        assert "ana 0, ben 1: 0 items" in detail(app)
        await pilot.press("enter")
        assert "No item is in this cell." in await settled(pilot)


async def test_a_cell_that_differs_opens_exactly_its_disagreements(built: Any) -> None:
    blind = blind_ids(built.key_path)
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("m", "down", "left", "left", "enter")
        text = await settled(pilot)
        assert isinstance(app.screen, ReviewScreen)
        assert "3 DISAGREEMENTS" in text
        assert "D1: ana 1, ben 0" in rule(text)
        assert listed(app) == [blind["x6"]]
        await pilot.press("escape")
        assert len(listed(app)) == 7


async def test_a_cell_that_agrees_opens_its_items_although_nothing_is_contested(
    built: Any,
) -> None:
    blind = blind_ids(built.key_path)
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("m", "up", "left", "left", "enter")
        text = await settled(pilot)
        assert "4 ITEMS" in text
        assert "D1: ana 0, ben 0" in rule(text)
        assert listed(app) == [blind["x1"]]
        await pilot.press("enter")
        text = await settled(pilot)
        assert isinstance(app.screen, ItemScreen)
        assert "no disagreement" in text
        assert "Here is what I know" in text
        await pilot.press("escape", "escape")
        assert len(listed(app)) == 6


async def test_other_pairs_and_dimensions_are_one_key_away(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("m", "greater_than_sign", "greater_than_sign")
        assert table(app)[0] == ["down:", "ben", "across:", "cleo"]
        await pilot.press("right_square_bracket")
        text = await settled(pilot)
        assert "D2 Escalated" in text
        assert table(app)[0] == ["down:", "ben", "across:", "cleo"]
        await pilot.press("greater_than_sign")
        assert table(app)[0] == ["every", "two", "coders,", "in", "no", "order"]
        await pilot.press("left_square_bracket", "less_than_sign", "escape")
        assert "2 AGREEMENT" in await settled(pilot)


async def test_the_pair_that_is_filtered_for_is_shown_first(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("3", "f", "p", "3", "m")
        await settled(pilot)
        assert table(app)[0] == ["down:", "ben", "across:", "cleo"]


async def test_without_the_key_the_table_is_nameless_and_open_items_are_not_in_it(
    built: Any,
) -> None:
    blind = blind_ids(built.key_path)
    app = review_app(built, with_key=False)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("m")
        text = await settled(pilot)
        assert not any(name in text for name in ("ana", "ben", "cleo"))
        assert "pair 1" not in text
        assert [line[-6:] for line in table(app)[2:]] == [
            ["3", "1", "1", ".", ".", "5"],
            ["1", "1", "[3]", "2", ".", "7"],
            ["1", "3", "2", ".", "2", "8"],
            [".", "2", ".", ".", ".", "2"],
            [".", ".", "2", ".", ".", "2"],
            ["5", "7", "8", "2", "2", "24"],
        ]
        assert "One coder 1, another 2: 3 pairs on 2 items" in detail(app)
        await pilot.press("enter")
        text = await settled(pilot)
        assert "D1: 1 against 2" in rule(text)
        assert set(listed(app)) == {blind["x2"], blind["x3"]}


async def test_where_nothing_counts_yet_m_says_why(write_study: Any) -> None:
    app = review_app(write_study(plan='coders = ["ana", "ben"]').init(), with_key=False)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("3", "m")
        assert HELD_BACK[:60] in " ".join((await settled(pilot)).split())


async def test_its_help_shows_its_keys_and_m_closes_it(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("m", "question_mark")
        assert "from cell to cell" in await settled(pilot)
        await pilot.press("escape", "m")
        assert isinstance(app.screen, ReviewScreen)
