"""The item's text: lines are made as they are looked at, and nothing jumps under the eye."""

from itertools import pairwise

import pytest
from tests.tui.item_app import ItemApp, item, result, said

from coder_tui.domain.items import Part, PartKind

PARAGRAPH = "The quick brown fox jumps over the lazy dog and asks. " * 6 + "\n"
LONG = "".join(f"{number:05} {PARAGRAPH}" for number in range(3000))
"""A megabyte in one part."""

REFERENCE = Part(0, "", PartKind.REFERENCE, "", "", "the facts\n" * 9)


def numbered(count: int) -> str:
    return "\n".join(f"line {number}" for number in range(count))


async def test_a_long_item_opens_before_it_is_counted() -> None:
    app = ItemApp(item(LONG))
    async with app.at():
        assert app.lines()[0].startswith(">  1 USER       00000 The quick")
        assert app.view.more_below


async def test_only_what_is_near_the_window_is_wrapped_at_first() -> None:
    app = ItemApp(item(LONG, *["more"] * 3000))
    async with app.at():
        app.view.show_item(app.shown)
        assert not app.view.is_counted
        assert len(app.view._lines._wrapped) < 10


async def test_the_scroll_extent_is_exact_once_it_is_counted() -> None:
    app = ItemApp(item(LONG))
    async with app.at():
        await app.counted()
        await app.press("G")
        assert app.view.virtual_size.height == app.view.cursor + 1
        assert app.view.virtual_size.height == app.view._lines.height
        assert not app.view.more_below


@pytest.mark.parametrize("key", ["G", "space", "down", "right_square_bracket"])
async def test_what_is_in_the_window_stays_when_the_lines_have_been_counted(key: str) -> None:
    app = ItemApp(item(LONG, LONG, "end"))
    async with app.at():
        app.view.show_item(app.shown)
        app.view.action_end(1)
        app.view.action_page(-1)
        await app.press(key)
        before = app.lines()
        await app.counted()
        await app.pilot.pause()
        assert app.lines() == before
        await app.press("up", "down")
        assert app.lines() == before


async def test_the_end_of_a_long_item_is_reached_before_it_is_counted() -> None:
    app = ItemApp(item(LONG, "the last words"))
    async with app.at():
        app.view.show_item(app.shown)
        app.view.action_end(1)
        assert not app.view.is_counted
        await app.pilot.pause()
        assert app.cursor_text() == "the last words"
        assert app.row() == 23


async def test_lines_before_the_end_follow_one_another_without_a_gap() -> None:
    app = ItemApp(item(LONG))
    async with app.at():
        app.view.show_item(app.shown)
        app.view.action_end(1)
        seen = []
        for _ in range(200):
            app.view.action_move(-1)
            seen.append(app.view.offset_in_part)
        assert seen == sorted(seen, reverse=True)
        assert all(0 < before - after <= 70 for before, after in pairwise(seen))


async def test_a_line_of_ten_million_characters_is_read_page_by_page() -> None:
    app = ItemApp(item("x" * 10_000_000))
    async with app.at():
        await app.press("space", "space", "G")
        assert app.view.offset_in_part > 9_999_900
        await app.press("b", "g")
        assert app.view.offset_in_part == 0


async def test_the_cursor_goes_by_lines_pages_parts_and_ends() -> None:
    app = ItemApp(item(numbered(100), numbered(5), "end"))
    async with app.at(80, 11):
        await app.press("down", "down", "up")
        assert app.cursor_text() == "line 1"
        await app.press("space")
        assert (app.row(), app.cursor_text()) == (1, "line 11")
        await app.press("b")
        assert (app.row(), app.cursor_text()) == (1, "line 1")
        await app.press("right_square_bracket")
        assert (app.view.current_part.idx, app.view.line_in_part) == (2, 0)
        assert app.row() == 0 or app.lines()[app.row() + 5].startswith("   3 ")
        await app.press("G")
        assert (app.view.current_part.idx, app.view.cursor) == (3, 105)
        await app.press("right_square_bracket")
        assert app.view.current_part.idx == 3
        await app.press("left_square_bracket", "left_square_bracket", "g")
        assert (app.view.current_part.idx, app.view.cursor) == (1, 0)


async def test_a_place_is_gone_to_by_its_part_and_line_or_by_its_offset() -> None:
    app = ItemApp(item(numbered(100), LONG))
    async with app.at():
        app.view.go_to(1, 42)
        assert (app.view.line_in_part, app.view.offset_in_part) == (42, numbered(42).count("") + 0)
        app.view.go_to(1, 4200)
        assert app.view.line_in_part == 99
        app.view.go_to_place(2, LONG.index("02000 "))
        await app.pilot.pause()
        assert app.cursor_text().startswith("02000 The quick")
        app.view.go_to(7)
        assert app.view.current_part.idx == 2


async def test_another_width_keeps_the_line_at_the_top_and_the_cursor_on_its_words() -> None:
    app = ItemApp(item(LONG))
    async with app.at() as pilot:
        app.view.go_to_place(1, LONG.index("01000 "))
        await app.press(*["down"] * 3)
        top, words = app.lines()[0][16:22], app.cursor_text()[:12]
        await pilot.resize_terminal(61, 24)
        await pilot.pause()
        assert words in app.cursor_text()
        assert top in app.lines()[0]
        await app.counted()
        assert words in app.cursor_text()


async def test_an_item_without_parts_is_shown() -> None:
    app = ItemApp(item())
    async with app.at() as pilot:
        await app.press("down", "G", "g", "space", "right_square_bracket", "o", "O")
        await pilot.resize_terminal(100, 30)
        assert app.view.current_part is None
        assert (app.view.cursor, app.view.line_in_part, app.view.begin_span()) == (0, 0, False)


async def test_another_item_begins_at_its_start() -> None:
    app = ItemApp(item(LONG))
    async with app.at():
        await app.press("G")
        app.view.show_item(item(REFERENCE, said(1, "first words"), said(2, LONG)))
        await app.counted()
        assert app.cursor_text() == "first words"
        assert app.row() == 1


# Folding


async def test_what_is_long_and_not_said_starts_folded() -> None:
    call = '{"city": "Bern", "days": [1, 2]}'
    app = ItemApp(
        item(
            REFERENCE,
            said(1, numbered(30)),
            result(2, numbered(9), PartKind.REASONING),
            result(3, numbered(12)),
            result(4, numbered(14)),
            result(5, call, PartKind.TOOL_CALL, "weather"),
            result(6, '{"text": "' + "x" * 900 + '"}', PartKind.TOOL_CALL),
        )
    )
    async with app.at(80, 80):
        assert app.view._folded == {0, 2, 4, 6}
        shown = "\n".join(line[16:].rstrip() for line in app.lines())
        assert "+ 10 lines (o opens): what is true, for judging" in shown
        assert "+ 6 lines (o opens)" in shown
        assert '\nweather\n{\n  "city": "Bern",\n  "days": [1, 2]\n}\n' in shown


async def test_one_key_unfolds_everything_and_folds_it_again_where_the_eye_is() -> None:
    app = ItemApp(item(result(1, numbered(99)), said(2, "here"), result(3, numbered(50))))
    async with app.at():
        await app.press("right_square_bracket")
        row = app.row()
        await app.press("O")
        assert (app.cursor_text(), app.row()) == ("here", row)
        assert not any("o opens" in line for line in app.lines())
        await app.press("down", "O", "up")
        assert app.cursor_text() == "here"
        assert sum("o opens" in line for line in app.lines()) == 2


async def test_a_part_is_opened_and_closed_under_the_cursor() -> None:
    app = ItemApp(item(result(1, numbered(40)), said(2, "here")))
    async with app.at():
        await app.press("down", "o")
        assert app.view._lines.height == 41
        await app.press("o")
        assert app.lines()[3][16:].strip() == "+ 37 lines (o opens)"


async def test_going_to_a_place_opens_the_fold_that_hides_it() -> None:
    app = ItemApp(item(result(1, numbered(40)), said(2, "here")))
    async with app.at():
        app.view.go_to_place(1, 0)
        assert app.view._folded == {0}
        app.view.go_to_place(1, numbered(40).index("line 30"))
        await app.pilot.pause()
        assert app.cursor_text() == "line 30"
