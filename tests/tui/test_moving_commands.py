"""Finding what to do without knowing its key: the palette, the keys page, the help."""

import pytest
from tests.tui.clocked_app import SIZE, ClockedApp, type_text

from coder_tui.tui.coding.key_page import GROUPS, SPAN
from coder_tui.tui.dialogs import HelpScreen, PickDialog, TextDialog
from coder_tui.tui.keys_in_force import KeysInForce
from coder_tui.tui.literal import Literal


def page(app: ClockedApp) -> str:
    """The whole text of the help page that is open, also what is out of sight."""
    assert isinstance(app.screen, HelpScreen)
    return app.screen.query_one(".words", Literal).text


async def test_the_palette_runs_a_command_by_its_name(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("colon")
        await type_text(pilot, "flag with")
        await app.see("flag")
        await pilot.press("enter")
        await app.see("why?")
        assert isinstance(app.screen, TextDialog)


async def test_the_palette_shows_the_keys_in_force(app: ClockedApp) -> None:
    app.set_keymap({"find-item": "ctrl+g"})
    async with app.at(SIZE) as pilot:
        await pilot.press("ctrl+p")
        await type_text(pilot, "go to item")
        await app.see("Ctrl+G")
        await pilot.press("escape", "K")
        assert "Ctrl+G" in page(app)


async def test_the_palette_goes_to_an_item_where_no_command_fits(app: ClockedApp) -> None:
    own = [each.blind_id for each in app.desk.study.assignments("ana")]
    async with app.at(SIZE) as pilot:
        await pilot.press("colon")
        await type_text(pilot, own[2])
        await app.see("item")
        await pilot.press("enter")
        assert app.desk.item.blind_id == own[2]


async def test_the_palette_offers_the_scores_of_the_dimension_at_hand_alone(
    app: ClockedApp,
) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("colon")
        await type_text(pilot, "score")
        await app.see("score D1 = 2")
        assert "= 3" not in app.picture()
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert app.scores() == {"clarity": "1"}


async def test_leaving_the_palette_does_nothing(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        for key in ("escape", "ctrl+c"):
            await pilot.press("colon", "1", key)
            assert app.screen is app.coding
        assert app.scores() == {}


async def test_a_theme_is_changed_from_the_palette(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("colon")
        await type_text(pilot, "high-contrast")
        await pilot.press("enter")
        assert app.theme == "high-contrast"
        await app.see("D1 Clarity")


async def test_hostile_text_in_the_palette_is_text(app: ClockedApp) -> None:
    app.desk.open_first()
    app.desk.comment("[red]zebra\x1b[c[/nope]")
    async with app.at(SIZE) as pilot:
        await pilot.press("colon")
        await type_text(pilot, "zebra")
        await app.see("[red]zebra␛[c[/nope]")


async def test_the_palette_says_nothing_of_the_palette(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("colon")
        assert isinstance(app.screen, PickDialog)
        assert not any(each.key == "command:palette" for each in app.screen._shown)


async def test_every_key_of_the_screen_is_on_the_keys_page_and_in_the_help(
    app: ClockedApp,
) -> None:
    async with app.at(SIZE) as pilot:
        keys = KeysInForce(app.coding)
        single = {each for each in keys.by_id if not each.startswith("score-")}
        assert single > {"cite", "fold", "list", "keys", "comment-editor"}
        for opened in ("K", "question_mark"):
            await pilot.press(opened)
            words = page(app).split()
            missing = [each for each in single if keys.keys(each).split()[0] not in words]
            assert missing == []
            assert "0-9" in words
            await pilot.press("escape")


async def test_every_binding_has_its_group(app: ClockedApp) -> None:
    named = {each for group in (SPAN, *GROUPS) for line in group.lines for each in line.ids}
    async with app.at(SIZE) as pilot:
        assert set(KeysInForce(app.coding).by_id) - named == set()
        await pilot.press("v")
        assert set(KeysInForce(app.coding).by_id) - named == set()


async def test_while_a_span_is_open_the_help_begins_with_its_keys(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("v", "question_mark")
        assert page(app).startswith(SPAN.title)
        assert "attach the span as evidence" in app.picture()
        await pilot.press("question_mark", "escape", "question_mark")
        assert page(app).startswith("D1 Clarity")


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_the_keys_page_fits_on_one_screen(app: ClockedApp, size: tuple[int, int]) -> None:
    async with app.at(size) as pilot:
        await pilot.press("K")
        shown = app.picture()
        assert all(group.title in shown for group in GROUPS)
        assert all(line.rstrip() in shown for line in page(app).splitlines())


async def test_the_keys_page_of_a_narrow_screen_is_one_column_that_scrolls(
    app: ClockedApp,
) -> None:
    async with app.at((60, 16)) as pilot:
        await pilot.press("K")
        assert max(len(line) for line in page(app).splitlines()) < 58
        assert "leave" not in app.picture()
        await pilot.press("G")
        await app.see("leave (all is saved)")


async def test_the_help_begins_with_the_dimension_in_question(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("j", "question_mark")
        assert page(app).startswith("D2 Escalated")
        await app.see("All keys on one page: K; a command by its name: : Ctrl+P.")
