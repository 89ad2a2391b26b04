"""What the review says around its lists: counts of a search, exports, how to leave, in full."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.review_fixtures import ANA, BEN, PLAN, blind_ids, code, coded_by_both, transcripts
from tests.tui.query_app import QueryApp
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled
from textual.pilot import Pilot

from coder_tui.tui.literal import Literal
from coder_tui.tui.review.disagreements_tab import _title_and_comment
from coder_tui.tui.review.menu import Menu

SIZE = (80, 24)
Build = Callable[..., Any]


@pytest.fixture
def built(write_study: Build) -> Any:
    return write_study(transcripts(), plan=PLAN).init()


@pytest.fixture
def coded(write_study: Build) -> Any:
    return coded_by_both(write_study)


async def search(pilot: Pilot[None], tab: str, words: str) -> str:
    await settled(pilot)
    await pilot.press(tab, "slash", *words, "enter")
    return await settled(pilot)


@pytest.mark.parametrize(("tab", "words", "found"), [
    ("1", "ben", "1 of "), ("2", "clarity", "1 of "), ("4", "zzz", "0 of 4"),
    ("5", "ana", "1 of 2"),
])  # fmt: skip
async def test_a_search_says_how_many_of_how_many_it_shows(
    coded: Any, tab: str, words: str, found: str
) -> None:
    app = review_app(coded)
    async with app.run_test(size=SIZE) as pilot:
        text = await search(pilot, tab, words)
    assert found in text
    assert " shown." in text


async def test_an_export_with_conditions_is_asked_for_and_said_to_hold_them(coded: Any) -> None:
    app = review_app(coded)
    folder: Path = coded.path.with_name(f"{coded.path.stem}-export")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("E")
        assert "conditions.csv" in await settled(pilot)
        assert isinstance(app.screen, Menu)
        await pilot.press("n")
        assert "Nothing was exported." in await settled(pilot)
        assert not folder.exists()
        await pilot.press("E")
        await settled(pilot)
        await pilot.press("y")
        text = await settled(pilot)
    assert (folder / "conditions.csv").exists()
    said = f"Exported to {folder.name}, with conditions: keep it from coders."
    assert said in text


async def test_an_export_without_conditions_begins_at_once_and_says_so(coded: Any) -> None:
    app = review_app(coded, with_key=False)
    folder: Path = coded.path.with_name(f"{coded.path.stem}-export")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("E")
        text = await settled(pilot)
    assert folder.exists()
    assert not (folder / "conditions.csv").exists()
    assert f"Exported to {folder.name}, beside the study; it tells no condition." in text


async def test_ctrl_c_in_a_box_says_that_q_is_a_letter_there(coded: Any) -> None:
    app = QueryApp(coded)
    async with app.at(SIZE) as pilot:
        app.action_help_quit()
        await app.open_box()
        app.action_help_quit()
        await pilot.pause()
        told = [each.message for each in app._notifications]
    assert told[0].startswith("q leaves;")
    assert "Esc, then q leaves" in told[1]


async def test_coders_in_full_holds_all_that_the_pane_does(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("5")
        text = await settled(pilot)
        head = next(each for each in text.splitlines() if "coder " in each and "done" in each)
        assert re.search(r"agree%\s+n/a%\s+can't%\s+s/item", head)
        await pilot.press("w")
        page = await settled(pilot)
        words = " ".join(app.screen.query_one(".words", Literal).text.split())
    assert "counts" in page
    assert "0: 1 1: 1 2: 1 n/a 1" in words
    assert "…" not in words


async def test_an_item_in_full_holds_what_its_coders_wrote(built: Any) -> None:
    blind = blind_ids(built.key_path)
    for coder, sheets in (("ana", ANA), ("ben", BEN)):
        comments = {blind["x1"]: f"{coder} agrees on this one"}
        code(built.path, coder, {blind[x]: s for x, s in sheets.items()}, comments=comments)
    for with_key in (True, False):
        app = review_app(built, with_key=with_key)
        async with app.run_test(size=SIZE) as pilot:
            await search(pilot, "4", blind["x1"])
            await pilot.press("w")
            text = await settled(pilot)
        assert f"{'ben' if with_key else '[coder]'} agrees on this one" in text
        assert ("ben, item:" in text) is with_key


@pytest.mark.parametrize("with_key", [True, False])
async def test_an_item_says_its_condition_to_who_may_see_it(coded: Any, with_key: bool) -> None:
    blind = blind_ids(coded.key_path)
    app = review_app(coded, with_key=with_key)
    async with app.run_test(size=SIZE) as pilot:
        await search(pilot, "4", blind["x2"])
        await pilot.press("enter")
        text = await settled(pilot)
    assert ("modelia-one under C2" in text.splitlines()[0]) is with_key
    assert "modelia" not in "".join(text.splitlines()[1:])


@pytest.mark.parametrize("room", range(70))
def test_title_and_comment_stand_apart_and_fit(room: int) -> None:
    title, said = _title_and_comment("A benchmark of some length", "what a coder wrote of it", room)
    assert len(title) + len(said) <= room
    assert not (title and said) or title.endswith(":")
    for whole, shown in (("A benchmark of some length", title), ("what a coder wrote of it", said)):
        cut = shown.strip().rstrip(":")
        assert cut in ("", whole) or cut.endswith("…")
