"""Hostile text in every field of the coding screen: shown, never obeyed."""

from pathlib import Path
from typing import Any

import pytest
from tests.tui.clocked_app import ALONE, SIZE, assert_safe, said, transcript
from textual import events

# Hostile text


async def test_every_hostile_item_is_opened_and_paged_through(hostile: Path, open_app: Any) -> None:
    app = open_app(hostile)
    async with app.at(SIZE) as pilot:
        for place in range(1, app.desk.total + 1):
            assert app.desk.place == place
            await pilot.press("left_square_bracket", "o")
            for key in ("space", "space", "space", "G"):
                await pilot.press(key)
                assert_safe(app)
            await pilot.press("e", "greater_than_sign")
        assert app.rows("select count(*) from evidence") == [(app.desk.total,)]
        await pilot.press("i")
        assert_safe(app)
        await pilot.press("escape")
        await pilot.resize_terminal(140, 45)
        for _ in range(app.desk.total):
            await pilot.press("less_than_sign")
            assert_safe(app)
        assert app.scores() == {}
        await pilot.press("q")
    assert app.return_code == 0


NASTY = (
    "[red]a[/red] [/nope] [@click=app.quit]x[/] [link=http://x]y $error \\u001b[c"
    "\\u001b]52;c;eA==\\u0007 \\u009b2J \\u202eevil \\u200b \\u0000"
)

HOSTILE_RUBRIC = f"""
id = "nasty"
title = "T {NASTY}"
version = "1.0"
unit = "transcript"
rules = ["R {NASTY}"]

[[dimension]]
id = "clarity"
label = "D1[/x] {NASTY}"
question = "Q {NASTY}"
opportunity = "O {NASTY}"
level = "ordinal"
evidence = "none"
point = [
  {{ value = 0, label = "L {NASTY}", anchor = "A {NASTY}", near_miss = "N {NASTY}" }},
  {{ value = 1, label = "M {NASTY}", anchor = "B {NASTY}" }},
]
"""


@pytest.mark.parametrize("size", [SIZE, (140, 45), (60, 16)])
async def test_hostile_text_in_every_field_is_shown_and_never_obeyed(
    write_study: Any, open_app: Any, size: tuple[int, int]
) -> None:
    evil = NASTY.encode().decode("unicode_escape")
    tool = {"role": "assistant", "kind": "tool_call", "name": evil, "call": evil, "text": evil}
    item = transcript(evil, said(evil, evil), tool, said(evil), reference=evil)
    try:
        path = write_study([item], plan=ALONE, rubric=HOSTILE_RUBRIC).init().path
    except Exception as error:
        if "control" not in str(error):
            raise
        pytest.skip(f"such a rubric is refused: {error}")
    app = open_app(path, greeting=evil)
    async with app.at(size) as pilot:
        assert_safe(app)
        await pilot.press("o", "0", "e", "question_mark", "space")
        assert_safe(app)
        await pilot.press("escape", "c")
        app.post_message(events.Paste(evil))
        await pilot.press("enter", "f")
        app.post_message(events.Paste(evil))
        await pilot.press("enter")
        assert_safe(app)
        await pilot.press("slash")
        app.post_message(events.Paste(evil))
        await pilot.press("enter")
        assert_safe(app)
        await pilot.press("i")
        assert_safe(app)
        await pilot.press("escape", "enter")
        assert_safe(app)
        await app.see("[/nope]")


async def test_wide_names_of_fields_take_nothing_from_the_text(
    write_study: Any, open_app: Any
) -> None:
    entry = {"id": "b1", "title": "題" * 60, "fields": {"名" * 30: "x" * 54 + "END tail"}}
    rubric = HOSTILE_RUBRIC.replace('unit = "transcript"', 'unit = "benchmark"')
    app = open_app(write_study([entry], plan=ALONE, rubric=rubric).init().path)
    async with app.at(SIZE):
        await app.see("END")
        assert all(len(line) <= 80 for line in app.lines())
