"""The screen of leaks says whole what it shows in part, and opens again what was decided before."""

import re
import sqlite3

import pytest
from tests.conftest import Built, WriteStudy, transcript
from tests.tui.clocked_app import type_text, until
from tests.tui.leaks_app import OpenLeaks, open_leaks, planted
from textual.content import Content
from textual.pilot import Pilot

from coder_tui.domain.leaks import Decision, Finding, LeakKind
from coder_tui.storage.leaks import decide, findings
from coder_tui.tui.literal import Literal

SIZES = [(80, 24), (140, 45), (60, 16)]
LONG = "I am a language model that was trained by Vendoria"


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    asked = {"role": "user", "text": "Who?"}
    said = {"role": "assistant", "text": f"Well. {LONG}. Ask again."}
    return write_study([*planted(), transcript("long", turns=[asked, said])]).init()


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def to(pilot: Pilot[None], app: OpenLeaks, spelling: str) -> None:
    await press(pilot, "g")
    for row in app.desk.rows:
        if spelling in row.group.spelling:
            return
        await press(pilot, "down")
    raise AssertionError(spelling)


def long_one(built: Built) -> Finding:
    key = sqlite3.connect(built.key_path)
    (blind_id,) = key.execute(
        "select blind_id from condition where original_id = 'long'"
    ).fetchone()
    key.close()
    return Finding(blind_id, 1, 6, 6 + len(LONG), LeakKind.PHRASE, "I am a model", LONG)


def detail(app: OpenLeaks) -> str:
    """What is said on the place below or beside the list, without line ends."""
    name = "#side" if app.size.width >= 130 else "#context"
    shown = app.screen.query_one(name, Literal).render()
    assert isinstance(shown, Content)
    return " ".join(shown.plain.split())


@pytest.mark.parametrize("size", SIZES)
async def test_a_spelling_that_the_list_cuts_is_whole_below_also_once_it_is_masked(
    built: Built, size: tuple[int, int]
) -> None:
    with open_leaks(built, found=[long_one(built)]) as app:
        async with app.at(size) as pilot:
            (row,) = [line for line in app.lines() if line.startswith(">")]
            assert LONG not in row
            assert f"stands as {LONG}" in detail(app)
            await press(pilot, "m")
            assert f"stands as {LONG}" in detail(app)


async def test_what_the_list_has_room_for_is_not_repeated(built: Built) -> None:
    with open_leaks(built) as app:
        async with app.at() as pilot:
            await to(pilot, app, "Mixtura")
            assert "stands as" not in app.picture()


async def test_an_item_is_called_by_both_its_names_in_words(built: Built) -> None:
    with open_leaks(built) as app:
        async with app.at() as pilot:
            await to(pilot, app, "Mixtura")
            assert re.search(r"3 places  t2 \(coders see \w{4}\)", app.picture())


async def test_a_filter_that_is_on_is_shown_whatever_else_is_said(built: Built) -> None:
    with open_leaks(built) as app:
        async with app.at() as pilot:
            await press(pilot, "slash")
            await type_text(pilot, "mix")
            await press(pilot, "enter", "m")
            assert "to be masked" in app.picture()
            assert "holding 'mix': Esc shows all" in app.picture()
            await press(pilot, "f")
            assert "exact only, holding 'mix'" in app.picture()
            await press(pilot, "escape")
            assert "holding" not in app.picture()


async def test_what_an_earlier_sitting_decided_can_be_opened_again(built: Built) -> None:
    with open_leaks(built) as app:
        desk = app.desk
        decide(desk.key, findings(desk.key), Decision.KEPT, person="another")
        desk.__init__(desk.study, desk.key, "lead")  # type: ignore[misc]
        async with app.at() as pilot:
            await to(pilot, app, "Vendroia")
            await press(pilot, "u")
            assert "Backspace opens this line again" in app.picture()
            await press(pilot, "right", "down", "backspace")
            assert "'Vendroia': undecided again, 1 place." in app.picture()
            assert app.in_key()["Vendroia kept"] == 2
            await press(pilot, "a", "backspace")
            assert "Vendroia kept" not in app.in_key()
            await press(pilot, "backspace")
            assert "is undecided" in app.picture()
            await press(pilot, "u")
            assert app.in_key()["Vendroia kept"] == 2


async def test_an_item_left_out_is_open_again_with_all_that_was_settled_in_it(
    built: Built,
) -> None:
    with open_leaks(built) as app:
        async with app.at() as pilot:
            await to(pilot, app, "Vendoria")
            await press(pilot, "e", "enter")
            before = app.in_key()
            assert before["Vendroia excluded"] == 2
            await to(pilot, app, "Vendoria")
            await press(pilot, "backspace")
            assert app.in_key() == {}
            await press(pilot, "u")
            assert app.in_key() == before
            await press(pilot, "q")
            await until(pilot, lambda: "Apply now?" in app.picture(), "the question")
