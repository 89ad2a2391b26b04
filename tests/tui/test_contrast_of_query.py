"""In every theme each text of the tab Query and its screen stands out."""

from typing import Any

import pytest
from tests.review_fixtures import coded_by_both
from tests.tui.query_app import LARGE, SMALL, QueryApp
from tests.tui.test_contrast_of_screens import Steps, look_at_all

from coder_tui.tui.look import THEMES
from coder_tui.tui.settings import Settings

QUERY: Steps = {
    "the list": (),
    "a view": ("end",),
    "its columns": ("w",),
    "an empty box": ("escape", "n"),
    "an error": (*"selec", "space", "1", "semicolon", "enter"),
    "a text selected": ("shift+home",),
    "an answer": (*"select", "space", *"null", "semicolon", "enter"),
    "the answer": ("tab",),
    "a row": ("enter",),
    "the file": ("escape", "E"),
    "help": ("escape", "question_mark"),
}


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x45"])
@pytest.mark.parametrize("theme", THEMES)
async def test_the_query_screen_stands_out(
    write_study: Any, theme: str, size: tuple[int, int]
) -> None:
    built = coded_by_both(write_study)
    app = QueryApp(built, settings=Settings(THEMES[theme]))
    async with app.at(size) as pilot:
        await look_at_all(app, pilot, QUERY, theme)
