"""Profiles from the tab of conditions: systems side by side, chosen by the arrows."""

import json
import re
from collections.abc import Callable
from typing import Any

from click.testing import CliRunner
from tests.profile_fixtures import HOSTILE, coded
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled
from textual.pilot import Pilot

from coder_tui.analysis.access import SEALED
from coder_tui.cli.main import cli
from coder_tui.tui.review.profiles_screen import ProfilesScreen
from coder_tui.tui.review.screen import ReviewScreen

Build = Callable[..., Any]
SMALL, LARGE = (80, 24), (140, 45)


async def opened(pilot: Pilot[None], *keys: str) -> str:
    """Open the profiles from the tab of conditions, and press further keys."""
    await settled(pilot)
    await pilot.press("6")
    await settled(pilot)
    await pilot.press("o")
    text = await settled(pilot)
    if keys:
        await pilot.press(*keys)
        text = await settled(pilot)
    return text


def names(text: str) -> list[str]:
    """The systems that stand side by side: model and scaffold, the chosen one with its mark."""
    models, scaffolds = text.splitlines()[2:4]
    below = re.findall(r"\S+(?= \(\d+\))", scaffolds)
    return [f"{model}/{name}" for model, name in zip(models.split(), below, strict=True)]


async def test_two_systems_stand_side_by_side_and_arrows_choose_them(write_study: Build) -> None:
    app = review_app(coded(write_study))
    async with app.run_test(size=SMALL) as pilot:
        text = await opened(pilot)
        assert isinstance(app.screen, ProfilesScreen)
        assert names(text) == [">modelia-one/C1", "modelia-one/C2"]
        await pilot.press("right", "down")
        assert names(await settled(pilot)) == ["modelia-one/C1", ">modelia-two/C1"]
        await pilot.press("down")
        assert names(await settled(pilot)) == ["modelia-one/C1", ">modelia-two/C2"]
        await pilot.press("left", "up")
        assert names(await settled(pilot)) == [">modelia-two/C1", "modelia-two/C2"]
        await pilot.press("escape")
        assert isinstance(app.screen, ReviewScreen)


async def test_the_screen_shows_the_numbers_of_the_json(write_study: Build) -> None:
    built = coded(write_study)
    answer = CliRunner().invoke(
        cli, ["profile", str(built.path), "--key", str(built.key_path), "--json"]
    )
    systems = json.loads(answer.stdout)["systems"]
    app = review_app(built)
    async with app.run_test(size=LARGE) as pilot:
        text = await opened(pilot)
        line = next(each for each in text.splitlines() if "D1 Clarity" in each)
        assert re.findall(r"(\d\.\d\d)\|[ .\do-]+\| +(\d+)", line) == [
            (f"{each['dimensions'][0]['mean']:.2f}", str(each["dimensions"][0]["tasks"]))
            for each in systems
        ]
        interval = systems[0]["dimensions"][0]["interval"]
        assert f"{interval['low']:.2f} to {interval['high']:.2f}" in text
        assert "PROVISIONAL: 1 score unresolved" in text
        assert "Evidence of the level interaction." in text


async def test_the_lower_part_is_reached_by_pages_and_names_what_is_not_supported(
    write_study: Build,
) -> None:
    app = review_app(coded(write_study))
    async with app.run_test(size=SMALL) as pilot:
        first = await opened(pilot)
        assert "deployment" not in first
        await pilot.press("space", "space")
        assert "deployment" in await settled(pilot)


async def test_help_lists_keys_and_marks_and_the_header_says_unsealed(write_study: Build) -> None:
    app = review_app(coded(write_study))
    async with app.run_test(size=SMALL) as pilot:
        assert "UNSEALED" in (await opened(pilot)).splitlines()[0]
        await pilot.press("question_mark")
        text = await settled(pilot)
        assert "In the profiles" in text
        assert "put another system there" in text
        assert "~ fewer" in text
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, ProfilesScreen)


async def test_the_axis_stands_above_the_drawing_alone(write_study: Build) -> None:
    points = re.compile(r"^\s+0 +1 +0 +1 ", re.MULTILINE)
    app = review_app(coded(write_study))
    async with app.run_test(size=SMALL) as pilot:
        first = await opened(pilot)
        assert points.search(first)
        await pilot.press("space")
        later = await settled(pilot)
        assert "modelia-one" in later
        assert not points.search(later)


async def test_a_narrow_terminal_shows_one_and_a_widened_one_more(write_study: Build) -> None:
    app = review_app(coded(write_study))
    async with app.run_test(size=(62, 20)) as pilot:
        assert names(await opened(pilot, "down")) == [">modelia-one/C2"]
        await pilot.resize_terminal(80, 24)
        assert names(await settled(pilot)) == [">modelia-one/C2", "modelia-one/C1"]
        await pilot.resize_terminal(140, 45)
        assert len(names(await settled(pilot))) == 4


async def test_a_sealed_study_says_why_there_are_none(write_study: Build) -> None:
    app = review_app(coded(write_study, sealed=True))
    async with app.run_test(size=SMALL) as pilot:
        text = await opened(pilot)
        assert isinstance(app.screen, ReviewScreen)
        assert SEALED[:40] in text
        assert "modelia" not in text


async def test_the_key_of_the_profiles_is_dead_on_other_tabs(write_study: Build) -> None:
    app = review_app(coded(write_study))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("1", "o")
        await settled(pilot)
        assert isinstance(app.screen, ReviewScreen)


async def test_hostile_names_are_shown_literally(write_study: Build) -> None:
    app = review_app(coded(write_study, (HOSTILE, "plain")))
    async with app.run_test(size=SMALL) as pilot:
        text = await opened(pilot)
        assert "\x1b" not in text
        assert "mod[red]$x^2$␛" in text
