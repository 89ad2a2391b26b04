"""The tab of items: the hardest first, what shows it, and each item's text."""

import json
from typing import Any

import pytest
from tests.conftest import RUBRIC
from tests.contested_study import HOSTILE, contested_once
from tests.review_fixtures import blind_ids, code
from tests.tui.clocked_app import UNSAFE
from tests.tui.recalled import review_app
from tests.tui.test_disagreement_filters import listed, rule, started
from tests.tui.test_review_screen import settled

from coder_tui.tui.review.item_screen import ItemScreen

SMALL, LARGE = (80, 24), (140, 45)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return contested_once(tmp_path_factory)


def line_of(text: str, blind_id: str) -> list[str]:
    return next(each.split() for each in text.splitlines() if each[1:].startswith(blind_id))


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_items_stand_with_what_shows_that_they_are_hard(
    built: Any, size: tuple[int, int]
) -> None:
    blind = blind_ids(built.key_path)
    app = review_app(built)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        await pilot.press("4")
        text = await settled(pilot)
        assert "4 ITEMS" in text
        assert listed(app)[:3] == [blind["x3"], blind["x2"], blind["x6"]]
    assert line_of(text, f">{blind['x3']}"[1:])[1:] == [
        "71%", ".57", ".", ".", "1", ".", "-", "D1", "D2",
    ]  # fmt: skip
    assert line_of(text, blind["x2"])[1:] == [
        "44%", ".33", ".", ".", "1", ".", "1:30", "D1", "D3",
    ]  # fmt: skip
    assert line_of(text, blind["x4"])[1:6] == ["22%", ".00", "1", "1", "."]
    assert line_of(text, blind["x5"])[5:7] == [".", "1"]
    assert "5 of 7 pairs of answers differ, values .57 apart" in text
    assert "ana 0 | ben 2 | cleo 1" in text
    assert "6 items, 5 with a disagreement." in text


async def test_enter_opens_the_item_with_all_its_disagreements(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("4", "enter")
        text = await settled(pilot)
        assert isinstance(app.screen, ItemScreen)
        assert "disagreement 1 of 2" in text
        assert "D1 Clarity" in text
        await pilot.press("greater_than_sign")
        text = await settled(pilot)
        assert "disagreement 2 of 2" in text
        assert "D2 Escalated" in text
        await pilot.press("greater_than_sign")
        assert "disagreement 2 of 2" in await settled(pilot)
        await pilot.press("less_than_sign", "escape")
        assert "4 ITEMS" in await settled(pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_an_item_with_nothing_contested_opens_to_be_read(
    built: Any, size: tuple[int, int]
) -> None:
    app = review_app(built)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        await pilot.press("4", "G", "enter")
        text = await settled(pilot)
        assert "no disagreement  read-only" in text
        assert "Here is what I know about matter 1." in text
        assert "0 of 9 pairs of answers differ" in text
        await pilot.press("apostrophe")
        assert "Nothing is cited here." in await settled(pilot)
        await pilot.press("w", "escape", "1", "x", "greater_than_sign")
        assert isinstance(app.screen, ItemScreen)


@pytest.mark.parametrize(
    ("times", "words", "first"),
    [
        (1, "most flags and skips first", "x4"),
        (3, "most `cannot judge` first", "x5"),
        (4, "longest first", "x2"),
    ],
)
async def test_sorting_is_said(built: Any, times: int, words: str, first: str) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("4", *["s"] * times)
        assert words in rule(await settled(pilot))
        assert listed(app)[0] == blind_ids(built.key_path)[first]


async def test_a_search_finds_dimensions_on_which_coders_differ(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("4", "slash", *"qualty", "enter")
        await settled(pilot)
        assert listed(app) == [blind_ids(built.key_path)["x2"]]


async def test_without_the_key_only_complete_items_and_letters_are_shown(built: Any) -> None:
    app = review_app(built, with_key=False)
    async with app.run_test(size=SMALL) as pilot:
        await started(pilot)
        await pilot.press("4")
        text = await settled(pilot)
        assert blind_ids(built.key_path)["x6"] not in text
        assert not any(name in text for name in ("ana", "ben", "cleo"))
        assert "5 items, 4 with a disagreement; 1 held back until all have submitted." in text


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_hostile_title_stays_words(write_study: Any, size: tuple[int, int]) -> None:
    entry = {"id": "e1", "title": HOSTILE, "fields": {"citation": "A paper.", "link": "A place."}}
    rubric = RUBRIC.replace('unit = "transcript"', 'unit = "benchmark"')
    raw = (json.dumps(entry) + "\n").encode()
    built = write_study(raw=raw, rubric=rubric, plan='coders = ["ana", "ben"]').init()
    (blind_id,) = blind_ids(built.key_path).values()
    for coder, value in (("ana", 0), ("ben", 2)):
        sheet = {"clarity": value, "escalated": 0}
        code(built.path, coder, {blind_id: sheet})
    app = review_app(built)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        seen = []
        for keys in (["4"], ["enter"], ["escape", "3"]):
            await pilot.press(*keys)
            seen.append(await settled(pilot))
    for text in seen:
        assert not UNSAFE.search(text.replace("\n", ""))
        assert "[/red]" in text
