"""In every theme each text stands out, on every screen and in every dialog."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from tests.coded_levels import coded_levels
from tests.levels import build
from tests.tui.clocked_app import ALONE, ClockedApp
from tests.tui.leaks_app import open_leaks, planted
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled
from tests.tui.test_themes import COMPUTED, assert_readable, colours, contrast, texts

from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.study import StudyFile
from coder_tui.tui.adjudication.app import AdjudicationApp
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.app import CoderApp
from coder_tui.tui.look import THEMES
from coder_tui.tui.settings import Settings

SIZES = [(80, 24), (140, 45)]
BORDER = set("─│╭╮╰╯")
MARKS = 3.0
"""What the standard asks of what is drawn."""

Steps = Mapping[str, Sequence[str]]
"""What is looked at, and the keys that lead there from what was looked at before."""

CODING: Steps = {
    "first dimension": (),
    "overview": ("m",),
    "palette": ("escape", "colon"),
    "palette, nothing fits": ("q", "q", "q", "q", "q"),
    "all keys": ("escape", "K"),
    "help": ("escape", "question_mark"),
    "comment": ("escape", "c", "a"),
    "flag without its reason": ("escape", "f", "enter"),
    "flagged": ("w", "enter"),
    "search": ("slash", "h", "e"),
    "expression with a slip": ("ctrl+r", "ctrl+r", "left_parenthesis", "enter"),
    "a degree": ("escape", "escape", "1", "e"),
    "span": ("v", "w"),
    "value": ("escape", "j", "j", "equals_sign"),
    "no value": ("x", "enter"),
    "skip": ("escape", "s", "w"),
    "list": ("escape", "l"),
    "one state": ("s", "s"),
    "words of the list": ("slash", "x"),
    "help of the list": ("escape", "question_mark"),
}

REVIEW: Steps = {
    "agreement": (),
    "agreement, below": ("down", "down", "down"),
    "why": ("w",),
    "progress": ("escape", "1"),
    "disagreements": ("3",),
    "sorted": ("s",),
    "filter": ("slash", "D"),
    "filtered": ("enter",),
    "item": ("enter",),
    "whose words": ("apostrophe",),
    "folded": ("o",),
    "in full": ("w",),
    "help": ("escape", "question_mark"),
    "conditions": ("escape", "escape", "6"),
    "a condition": ("down", "w"),
}

ADJUDICATION: Steps = {
    "case": (),
    "evidence": ("right_square_bracket",),
    "reason": ("a",),
    "sentence": ("G",),
    "no sentence": ("enter",),
    "help": ("escape", "question_mark"),
    "back": ("escape", "escape"),
    "refused": ("9",),
    "value": ("equals_sign",),
    "decided": ("escape", "a", "s"),
    "undone": ("u",),
}


LEAKS: Steps = {
    "groups": (),
    "places": ("right", "down"),
    "all of them": ("a",),
    "masked": ("m",),
    "leave out?": ("e",),
    "left out": ("enter",),
    "kept": ("x",),
    "refused": ("u", "u", "u", "u"),
    "one kind": ("f",),
    "filter": ("slash", "V"),
    "nothing listed": ("x", "x", "enter"),
    "help": ("escape", "question_mark"),
    "leave?": ("escape", "m", "q"),
}


def assert_all_readable(app: CoderApp, theme: str) -> None:
    """Texts as far apart as the standard asks, marks less; sixteen colours by their names alone."""
    assert_readable(app, COMPUTED.get(theme, MARKS))
    for text, style in texts(app, but_lines=False):
        if not text.strip():
            continue
        if set(text) & BORDER:
            assert contrast(*colours(style)) >= MARKS, (text, style)
        if theme not in COMPUTED:
            for color in (style.color, style.bgcolor):
                assert color is not None
                assert color.is_system_defined, (text, style)


async def look_at_all(app: CoderApp, pilot: Any, steps: Steps, theme: str) -> None:
    for name, keys in steps.items():
        for key in keys:
            if isinstance(app, ClockedApp):
                app.clock.now += 10
            await pilot.press(key)
        await settled(pilot)
        try:
            assert_all_readable(app, theme)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from error


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Every level of measurement, coded by two who differ; no test writes to it but decisions."""
    from tests.conftest import write_files

    folder = tmp_path_factory.mktemp("disputed")
    return coded_levels(lambda *given, **named: write_files(folder, *given, **named))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "140x45"])
@pytest.mark.parametrize("theme", THEMES)
async def test_coding_and_its_dialogs_stand_out(
    write_study: Any, open_app: Any, theme: str, size: tuple[int, int]
) -> None:
    path = build(write_study, plan=ALONE).path
    app = open_app(path, settings=Settings(THEMES[theme]))
    async with app.at(size) as pilot:
        await look_at_all(app, pilot, CODING, theme)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "140x45"])
@pytest.mark.parametrize("theme", THEMES)
async def test_all_tabs_of_the_review_stand_out(
    disputed: Any, theme: str, size: tuple[int, int]
) -> None:
    app = review_app(disputed, settings=Settings(THEMES[theme]))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await look_at_all(app, pilot, REVIEW, theme)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "140x45"])
@pytest.mark.parametrize("theme", THEMES)
async def test_adjudication_stands_out(disputed: Any, theme: str, size: tuple[int, int]) -> None:
    study = StudyFile.open(disputed.path)
    desk = Desk(study, Adjudicator.start(study, "carla"))
    app = AdjudicationApp(desk, Settings(THEMES[theme]))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await look_at_all(app, pilot, ADJUDICATION, theme)
    study.close()


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "140x45"])
@pytest.mark.parametrize("theme", THEMES)
async def test_leaks_stand_out(write_study: Any, theme: str, size: tuple[int, int]) -> None:
    built = write_study(planted()).init()
    with open_leaks(built, settings=Settings(THEMES[theme])) as app:
        async with app.at(size) as pilot:
            await look_at_all(app, pilot, LEAKS, theme)
