"""What a coder's own words come to: the flag's reason, the skip's, and the list that shows them."""

from typing import Any

import pytest
from tests import levels
from tests.tui.clocked_app import ALONE, SIZE, ClockedApp, type_text, until

from coder_tui.tui.dialogs import HelpScreen, PickDialog, TextDialog
from coder_tui.tui.editor import EditorScreen, Written
from coder_tui.tui.literal import Literal


@pytest.fixture
def levelled(write_study: Any, open_app: Any) -> ClockedApp:
    """Ana at an item with a dimension of each level."""
    return open_app(levels.build(write_study, plan=ALONE).path)


def offered(app: ClockedApp) -> list[str]:
    """The entries of the palette."""
    assert isinstance(app.screen, PickDialog)
    return [each.label for each in app.screen._shown]


# Flag and skip


async def test_a_flag_without_a_reason_stays_open_until_it_has_one(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("f", "enter")
        assert isinstance(app.screen, TextDialog)
        await app.see("needs its reason")
        assert "takes the flag away" not in app.picture()
        await pilot.press("w", "enter")
        assert app.desk.notes.flag == "w"


async def test_an_empty_reason_takes_a_standing_flag_away(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("f", "w", "enter", "f")
        await app.see("empty takes the flag away")
        await pilot.press("backspace", "enter")
        assert app.screen is app.coding
        assert app.desk.notes.flag == ""


# The list


async def test_the_list_shows_why_an_item_was_skipped(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("s")
        await type_text(pilot, "half a page is gone")
        await pilot.press("enter", "l")
        row = next(line for line in app.lines() if "skipped " in line and "/" in line)
        assert "half a" in row


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_a_comment_that_does_not_fit_its_row_ends_with_an_ellipsis(
    app: ClockedApp, width: int
) -> None:
    app.desk.open_first()
    app.desk.flag("odd")
    app.desk.comment("a comment of many words " * 8)
    async with app.at((width, 24)) as pilot:
        await pilot.press("l")
        row = next(line for line in app.lines() if "FLAGGED odd" in line)
        assert row.rstrip().endswith("…")


async def test_no_line_of_the_lists_help_is_broken_twice(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("l", "question_mark")
        assert isinstance(app.screen, HelpScreen)
        lines = [line.strip(" │") for line in app.lines()]
        start = next(at for at, line in enumerate(lines) if line.startswith("Place, name"))
        end = lines.index("", start)
        words = app.screen.query_one(".words", Literal).text
        assert end - start == 2
        assert " ".join(lines[start:end]) in words


# The palette


async def test_the_palette_leaves_out_what_the_dimension_does_not_take(
    levelled: ClockedApp,
) -> None:
    taken = {
        "sort": (False, False, False),
        "warmth": (True, True, False),
        "errors": (True, False, True),
        "summary": (True, False, False),
    }
    async with levelled.at(SIZE) as pilot:
        for dimension, (value, negative, not_applicable) in taken.items():
            levelled.desk.turn_to(levelled.desk.study.rubric.dimension(dimension))
            levelled.coding.done(None)
            await pilot.press("colon")
            labels = " ".join(offered(levelled))
            assert ("write a value" in labels) is value, dimension
            assert ("negative number" in labels) is negative, dimension
            assert ("not applicable" in labels) is not_applicable, dimension
            assert "cannot judge" in labels
            await pilot.press("escape")


async def test_the_palette_calls_no_label_at_all_by_its_name(levelled: ClockedApp) -> None:
    async with levelled.at(SIZE) as pilot:
        levelled.desk.turn_to(levelled.desk.study.rubric.dimension("topics"))
        levelled.coding.done(None)
        await pilot.press("colon")
        assert any(label.startswith("none of them") for label in offered(levelled))
        assert not any(label.startswith("write a value") for label in offered(levelled))


async def test_the_palette_says_how_to_come_to_a_theme_of_other_colours(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("colon")
        await type_text(pilot, "ansi")
        await app.see("--theme ansi-16")
        before = app.theme
        await pilot.press("enter")
        await app.see("only from the start")
        assert app.theme == before


# The editor


async def test_a_digit_right_behind_the_editor_is_told_of_the_editor(
    app: ClockedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def write(self: EditorScreen) -> None:
        self.dismiss(Written("from the editor"))

    monkeypatch.setattr(EditorScreen, "_edit", write)
    async with app.at(SIZE) as pilot:
        await pilot.press("C")
        await until(pilot, lambda: app.desk.notes.comment == "from the editor", "it is taken over")
        await pilot.press("1")
        assert "editor" in app.shown("keys")
        assert "New item" not in app.shown("keys")
        assert app.scores() == {}
        app.clock.now += 1
        await pilot.press("greater_than_sign", "1")
        assert "New item" in app.shown("keys")
