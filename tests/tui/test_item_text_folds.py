"""What is folded says so with the key in force, and stays folded under who comes back to it."""

from pathlib import Path
from typing import Any

import pytest
from tests.tui.clocked_app import ALONE, transcript
from tests.tui.item_app import ItemApp, item, result, said

from coder_tui.domain.items import Part, PartKind
from coder_tui.tui.keymap import load_keys
from coder_tui.tui.settings import Settings

REFERENCE = Part(0, "", PartKind.REFERENCE, "", "", "what is true\n" * 15 + "end")
JSON = '{"city": "Bern", "days": [1, 2, {"a": "' + "words and words " * 9 + '"}], "more": {"b": 1}}'


def long(text: str = "line", lines: int = 20) -> str:
    return "\n".join(f"{text} {number}" for number in range(lines))


async def test_a_narrow_fold_still_names_its_key() -> None:
    app = ItemApp(item(REFERENCE, said(1, "here")))
    async with app.at(40):
        assert "+ 16 lines (o opens):" in app.lines()[0]


async def test_a_fold_of_a_result_names_its_key() -> None:
    app = ItemApp(item(result(1, long()), said(2, "here")))
    async with app.at(60):
        assert app.lines()[3][16:].strip() == "+ 17 lines (o opens)"


async def test_a_fold_names_the_key_in_force(
    write_study: Any, open_app: Any, tmp_path: Path
) -> None:
    call = {"role": "tool", "kind": "tool_result", "name": "find", "call": "c1", "text": long()}
    path = write_study([transcript("t1", call)], plan=ALONE).init().path
    file = tmp_path / "keys.toml"
    file.write_text('[text]\nfold = "ctrl+o"\n')
    app = open_app(path, settings=Settings(keys=load_keys(["coding"], file)))
    async with app.at():
        await app.see("+ 17 lines (Ctrl+O opens)")


async def test_coming_back_to_the_start_of_a_folded_part_leaves_it_folded() -> None:
    app = ItemApp(item(REFERENCE, said(1, "here"), result(2, long())))
    async with app.at():
        app.view.come_back_to(0, 0)
        await app.pilot.pause()
        assert app.view._folded == {0, 2}
        assert app.row() == 0


async def test_coming_back_into_an_unfolded_part_opens_it() -> None:
    app = ItemApp(item(REFERENCE, said(1, "here"), result(2, long())))
    async with app.at():
        app.view.come_back_to(2, long().index("line 15"))
        await app.pilot.pause()
        assert app.view._folded == {0}
        assert app.cursor_text() == "line 15"


async def test_going_to_what_is_said_at_the_start_of_the_reference_opens_it() -> None:
    app = ItemApp(item(REFERENCE, said(1, "here")))
    async with app.at():
        assert await app.search("what is true") == 15
        app.view.go_to_hit(0)
        assert app.view._folded == set()


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (64, 30)])
async def test_folding_all_keeps_the_cursor_on_its_line(size: tuple[int, int]) -> None:
    parts = [
        REFERENCE,
        said(1, long("question", 5)),
        result(2, JSON, PartKind.TOOL_CALL, "weather"),
        result(3, long("row", 14), name="weather"),
        said(4, " ".join(["word"] * 90)),
        result(5, long("row", 40)),
        said(6, long("answer", 30)),
    ]
    app = ItemApp(item(*parts))
    async with app.at(*size):
        await app.press("g")
        for number in range(app.view._lines.height):
            assert app.view.cursor == number
            before = app.cursor_text()
            if not before.startswith("+ "):
                await app.press("O")
                assert app.cursor_text() == before
                await app.press("O")
                assert app.cursor_text() == before
            await app.press("down")


async def test_unfolding_all_from_a_fold_goes_to_what_it_hid() -> None:
    app = ItemApp(item(said(1, "here"), result(2, long())))
    async with app.at():
        await app.press(*["down"] * 4)
        assert app.cursor_text() == "+ 17 lines (o opens)"
        await app.press("O")
        assert (app.cursor_text(), app.row()) == ("line 3", 4)


async def test_the_place_in_laid_out_text_is_that_of_its_line() -> None:
    app = ItemApp(item(result(1, JSON, PartKind.TOOL_CALL, "weather")))
    async with app.at(60):
        await app.press("O", "g")
        for _ in range(app.view._lines.height - 1):
            await app.press("down")
            before, offset = app.view.cursor, app.view.offset_in_part
            app.view.go_to_place(1, offset)
            assert app.view.cursor == before
