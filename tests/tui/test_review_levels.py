"""The review screen shows every level of measurement, in short and harmless."""

from typing import Any

import pytest
from tests.coded_levels import coded_levels
from tests.tui.clocked_app import UNSAFE
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import SMALL, settled


@pytest.fixture
def coded(write_study: Any) -> Any:
    return coded_levels(write_study)


async def test_each_tab_takes_every_level(coded: Any) -> None:
    app = review_app(coded, with_key=True)
    async with app.run_test(size=SMALL) as pilot:
        seen = [await settled(pilot)]
        for key in "1234567":
            await pilot.press(key)
            for _ in range(12):
                seen.append(await settled(pilot))
                await pilot.press("down")
        picture = "\n".join(seen)
    assert "undefined: percent only" in picture
    assert "none | ben 0+2" in picture
    assert "scores 6 texts, 4 different" in picture
    assert '"It helps."' in picture
    assert not [line for line in picture.splitlines() if UNSAFE.search(line)]


async def test_why_says_in_full_what_a_text_answer_is(coded: Any) -> None:
    app = review_app(coded, with_key=True)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("3", "slash", *"long", "enter")
        await settled(pilot)
        await pilot.press("w")
        seen = await settled(pilot)
    assert "for several." in seen
