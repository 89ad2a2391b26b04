"""The tab of coders under Pilot: with the key only, who stands out, over time, each dimension."""

import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
from tests.once import once
from tests.paced import Clock, code_on, held, items
from tests.review_fixtures import keyed_items
from tests.tui.clocked_app import until
from tests.tui.recalled import RecalledSource
from textual.app import App
from textual.pilot import Pilot

from coder_tui.tui.review.app import ReviewApp
from coder_tui.tui.review.screen import ReviewScreen

Build = Callable[..., Any]
SMALL, LARGE, BESIDE = (80, 24), (140, 45), (160, 45)
PLAN = 'coders = ["ana", "ben"]\nseal = false'

pictured = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="the pictures were made on Python 3.11"
)


@once
def forty_coded(write_study: Build) -> Any:
    """Forty items; ben scores clarity lower than ana, and ever more so."""
    built = write_study(items(40), plan=PLAN).init()
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock().set(patch)
        order = sorted(held(built.path, "ana"))
        ana = [
            (item, {"clarity": 1 + at % 2, "escalated": at % 2}) for at, item in enumerate(order)
        ]
        ben = [
            (
                item,
                {
                    "clarity": 1 + at % 2 - (at % 4 < at // 10),
                    "escalated": (at % 2) ^ (at % 9 == 0),
                },
            )
            for at, item in enumerate(order)
        ]
        code_on(built.path, clock, "ana", 0, ana, minutes=4)
        code_on(built.path, clock, "ben", 3, ben, minutes=7)
    return built


@pytest.fixture
def coded(write_study: Build, monkeypatch: pytest.MonkeyPatch) -> Any:
    Clock().set(monkeypatch)
    return forty_coded(write_study)


def review_app(built: Any, *, with_key: bool = True) -> ReviewApp:
    keyed = keyed_items(built.key_path) if with_key else None
    return ReviewApp(RecalledSource(built.path, keyed, lambda: built.path))


def shown(app: App[None]) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def settled(pilot: Pilot[None], *keys: str) -> str:
    """Press keys once the study is read; give what is shown then."""
    screen = pilot.app.screen
    if isinstance(screen, ReviewScreen):
        await until(pilot, lambda: screen.review is not None, "the study is read")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.press(*keys)
    for _ in range(3):
        await pilot.pause()
    return shown(pilot.app)


@pytest.mark.parametrize("size", [SMALL, (100, 30), LARGE, BESIDE])
async def test_it_says_who_stands_out_and_how_that_went(coded: Any, size: tuple[int, int]) -> None:
    app = review_app(coded)
    async with app.run_test(size=size) as pilot:
        text = await settled(pilot, "5", "down")
    assert "5 CODERS" in text
    assert re.search(r">ben +human +40 +-0\.\d\d! -0\.\d\d to -0\.\d\d +\d\d +0 +0 +420", text)
    assert "ben scores lower than the other on 40 items" in text
    assert re.search(r"over time, 4 x 10 items: diff [▁-█]{4} [+-]?0\.\d\d to -0\.\d\d", text)
    assert re.search(r"D1 +40 +-0\.\d\d! -0\.\d\d to -0\.\d\d", text)


async def test_without_the_key_it_says_why_it_is_empty(coded: Any) -> None:
    app = review_app(coded, with_key=False)
    async with app.run_test(size=SMALL) as pilot:
        text = await settled(pilot, "5")
    assert "Coders are compared with the study's key only: --key NAME.key.db." in text
    assert "scores lower" not in text


async def test_before_anything_is_submitted_it_says_so(write_study: Build) -> None:
    app = review_app(write_study(items(4), plan=PLAN).init())
    async with app.run_test(size=SMALL) as pilot:
        assert "No item has been submitted yet." in await settled(pilot, "5")


async def test_why_explains_the_columns_and_the_sign(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=LARGE) as pilot:
        text = (await settled(pilot, "5", "w")) + await settled(pilot, "end")
    text = re.sub(r"[│\s]+", " ", text)
    assert "how far a coder scores above (+) or below (-) the mean of the others" in text
    assert "of twenty such intervals one does so by chance" in text


async def test_they_can_be_sorted_by_agreement(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SMALL) as pilot:
        assert "furthest from the others first" in await settled(pilot, "5", "s")
        assert "least agreeing first" in await settled(pilot, "s")


@pictured
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_picture_of_coders(coded: Any, snap_compare: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot, "5", "down")

    assert snap_compare(review_app(coded), terminal_size=size, run_before=before)
