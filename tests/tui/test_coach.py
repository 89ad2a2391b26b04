"""The demo's coach says a line that fits, on a narrow screen a shorter one."""

from typing import Any

import pytest
from tests.tui.clocked_app import ALONE, said, transcript

from coder_tui.tui.coding.coach import NOTHING_FOUND, STEPS, TRY, Coach
from coder_tui.tui.coding.key_labels import SHIPPED

LONG = [*(step.say for step in STEPS), NOTHING_FOUND[0]]
SHORT = [*(step.short for step in STEPS), NOTHING_FOUND[1]]


@pytest.mark.parametrize(("columns", "lines"), [(60, SHORT), (80, LONG)])
def test_no_line_of_the_coach_is_cut(columns: int, lines: list[str]) -> None:
    room = columns - len(TRY) - 3
    assert [line for line in lines if len(line.format_map(SHIPPED)) > room] == []


async def test_a_narrow_screen_shows_the_short_line_whole(write_study: Any, open_app: Any) -> None:
    item = transcript("t1", said("Help me."), said("Yes."), reference="It is true.")
    app = open_app(write_study([item], plan=ALONE).init().path, coach=Coach())
    async with app.at((60, 16)) as pilot:
        await pilot.press("space", "o")
        assert app.shown("coach") == f"{TRY} {STEPS[2].short}"
