"""The coding screen at every size, with every kind of item."""

from pathlib import Path
from typing import Any

import pytest
from tests.tui.clocked_app import (
    ALONE,
    SIZE,
    ClockedApp,
    said,
    together,
    transcript,
    type_text,
    until,
)

# Sizes


async def test_a_screen_that_became_too_small_says_so_and_takes_no_score(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.resize_terminal(50, 12)
        await until(pilot, lambda: "50 x 12" in app.picture(), "it says so")
        await pilot.press("0", "x", "z", "e", "c", "enter")
        await together(app, pilot, "0", "1")
        assert len(app.screen_stack) == 1
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "D1 Clarity" in app.picture(), "it is back")
        await pilot.press("enter")
        assert app.scores() == {}
        await pilot.press("escape", "0")
        assert app.scores() == {"clarity": "0"}


async def test_the_place_survives_every_size(write_study: Any, open_app: Any) -> None:
    long = "word " * 400
    path = write_study([transcript("t1", said("Q", "user"), said(long), said("END"))], plan=ALONE)
    app = open_app(path.init().path)
    async with app.at(SIZE) as pilot:
        await pilot.press("right_square_bracket", "down", "down")
        for size in ((140, 45), (80, 24), (60, 16), (30, 5), (1, 1), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.view.current_part.idx == 2
        await pilot.press("0")
        assert app.scores() == {"clarity": "0"}


async def test_a_wide_screen_shows_the_rubric_beside_the_item(app: ClockedApp) -> None:
    async with app.at((140, 45)) as pilot:
        await pilot.pause()
        assert app.coding.query_one("#wide").display
        assert not app.coding.query_one("#anchors").display
        row = next(line for line in app.lines() if "USER" in line)
        assert "D1 Clarity" in "".join(app.lines()[1:5])
        assert "Please help me" in row
        await pilot.press("2", "e")
        assert "1 cited" in app.shown("dimensions")
        assert ">D2 Escalated" in app.shown("dimensions")
        assert ">D3" not in app.shown("dimensions")
        await pilot.press("1")
        assert ">D3 Escalation quality" in app.shown("dimensions")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: ">D3 _" in app.picture(), "the narrow layout")


# Items


async def test_entries_show_title_and_named_fields(audit: Path, open_app: Any) -> None:
    app = open_app(audit, "coder-1")
    async with app.at(SIZE) as pilot:
        assert app.desk.item.title
        assert app.desk.item.title in app.shown("title")
        fields = [part.name for part in app.desk.item.parts]
        await app.see(fields[0])
        assert f"field 1/{len(fields)}" in app.shown("position")
        for number in range(2, len(fields) + 1):
            await pilot.press("right_square_bracket")
            assert f"field {number}/{len(fields)}" in app.shown("position")
            await app.see(fields[number - 1][:15])
        await pilot.press("1", "e", "p", *["enter"] * 5)
        assert app.rows("select part, source_kind from evidence") == [(len(fields), "paper")]
        for _ in range(15):
            await pilot.press("greater_than_sign", "G", "g")
        assert app.desk.place == 16


async def test_the_current_dimension_is_in_sight_in_a_long_rubric(
    audit: Path, open_app: Any
) -> None:
    app = open_app(audit, "coder-1")
    async with app.at(SIZE) as pilot:
        seen = set()
        for _ in app.desk.open_dimensions:
            assert f">{app.desk.dimension.short} " in app.shown("states")[:78]
            seen.add(app.desk.dimension.id)
            await pilot.press("j")
        assert len(seen) == len(app.desk.open_dimensions)


async def test_the_reference_is_folded_and_no_evidence(write_study: Any, open_app: Any) -> None:
    item = transcript("t1", said("Q", "user"), said("A"), reference="It is true\nthat it is.")
    app = open_app(write_study([item], plan=ALONE).init().path)
    async with app.at(SIZE) as pilot:
        assert "It is true" not in app.picture()
        assert app.view.current_part.idx == 1
        await pilot.press("left_square_bracket", "o")
        await app.see("It is true")
        await pilot.press("e")
        assert "no evidence" in app.shown("keys")
        await pilot.press("o")
        assert "It is true" not in app.picture()


async def test_a_long_tool_result_is_folded_and_search_opens_it(
    write_study: Any, open_app: Any
) -> None:
    result = {"role": "tool", "kind": "tool_result", "name": "find", "call": "c1"}
    result["text"] = "\n".join(f"row {number}" for number in range(40))
    call = {"role": "assistant", "kind": "tool_call", "name": "find", "call": "c1", "text": "{}"}
    item = transcript("t1", said("Q", "user"), call, result, said("A"))
    app = open_app(write_study([item], plan=ALONE).init().path)
    async with app.at(SIZE) as pilot:
        await app.see("CALL T1")
        await app.see("37 lines (o opens)")
        await pilot.press("slash")
        await type_text(pilot, "row 39")
        await pilot.press("enter")
        await app.see("row 39")


async def test_an_item_of_one_line_of_a_million_characters(write_study: Any, open_app: Any) -> None:
    items = [transcript("t1", said("Q", "user"), said("lorem ipsum " * 90_000 + "THE-END"))]
    app = open_app(write_study(items, plan=ALONE).init().path)
    async with app.at(SIZE) as pilot:
        await pilot.press("G")
        await app.see("THE-END")
        await pilot.press("g", *["space"] * 5, "0")
        assert app.scores() == {"clarity": "0"}
        app.view.search("lorem")
        await until(pilot, lambda: len(app.view.hits) == 90_000, "all places are counted")
        await pilot.press("n", "n", "N")
        await pilot.resize_terminal(140, 45)
        await pilot.press("G")
        await until(pilot, lambda: "THE-END" in app.picture(), "the end")


@pytest.mark.parametrize(
    "turns",
    [[said("")], [said("\n\n\n")], [said(" " * 500)], [said("x", "user"), said("")]],
    ids=["empty", "newlines", "blanks", "an empty answer"],
)
async def test_items_with_nothing_to_read(write_study: Any, open_app: Any, turns: Any) -> None:
    app = open_app(write_study([transcript("t1", *turns)], plan=ALONE).init().path)
    async with app.at(SIZE) as pilot:
        await pilot.press("space", "b", "g", "G", "up", "down", "right_square_bracket", "e", "0")
        assert app.scores() == {"clarity": "0"}


async def test_more_than_999_turns_keep_their_last_letters(write_study: Any, open_app: Any) -> None:
    words = "x" * 61 + "END"
    turns = [said("hi", "user") for _ in range(1000)] + [said(words)]
    app = open_app(write_study([transcript("t1", *turns)], plan=ALONE).init().path)
    async with app.at(SIZE) as pilot:
        await pilot.press("G")
        await app.see("1001 ASSISTANT")
        shown = "".join(line[16:].strip() for line in app.lines()[2:15])
        assert words in shown
