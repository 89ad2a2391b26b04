"""A dialog covers what it needs; what is judged stays in sight behind it."""

from typing import Any

import pytest
from tests.tui.clocked_app import ALONE, said, transcript

from coder_tui.tui.look import THEMES
from coder_tui.tui.settings import Settings


@pytest.mark.parametrize("theme", THEMES)
async def test_the_item_is_seen_behind_a_dialog(
    write_study: Any, open_app: Any, theme: str
) -> None:
    items = [transcript("t1", said("the question", "user"), said("the answer"))]
    app = open_app(write_study(items, plan=ALONE).init().path, settings=Settings(THEMES[theme]))
    async with app.at() as pilot:
        await app.see("the question")
        rubric = app.shown("states")
        await pilot.press("c")
        await pilot.pause()
        assert len(app.screen_stack) == 2
        for text in ("the question", rubric.split()[0], app.shown("header")):
            assert text in app.picture()
