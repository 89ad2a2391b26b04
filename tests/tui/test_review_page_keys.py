"""The pages behind the tabs of the review obey, name and list the keys in force."""

import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.profile_fixtures import coded
from tests.tui.clocked_app import until
from tests.tui.test_keymap import Load, load, refusal
from tests.tui.test_profiles_screen import names
from tests.tui.test_review_screen import review_app, settled
from textual.binding import Binding

from coder_tui.analysis.effects import StudyEffects
from coder_tui.cli.main import cli
from coder_tui.domain.errors import CoderError
from coder_tui.tui.keymap import default_contexts
from coder_tui.tui.literal import Literal
from coder_tui.tui.review.app import ReviewApp, StudySource
from coder_tui.tui.review.computed_page import ComputedPage
from coder_tui.tui.review.effects_screen import EffectsScreen
from coder_tui.tui.review.parts_page import PartsScreen
from coder_tui.tui.review.profiles_screen import ProfilesScreen
from coder_tui.tui.review.screen import ReviewScreen
from coder_tui.tui.settings import Settings

__all__ = ["load"]

MOVED = """
[review]
review-profiles = "t"
profiles-right = "n"
profiles-next = "w"
page-on = "ctrl+f"
page-leave = "X"
page-help = "H"
"""


async def test_pages_obey_and_name_moved_keys(write_study: Any, load: Load) -> None:
    app = ReviewApp(review_app(coded(write_study))._source, Settings(keys=load(MOVED, "review")))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6", "o")
        assert isinstance(app.screen, ReviewScreen)
        await pilot.press("t")
        text = await settled(pilot)
        assert "Left n place  Up w system  b Ctrl+F page  H help  X back" in text
        await pilot.press("l", "j", "n", "w")
        assert names(await settled(pilot)) == ["modelia-one/C1", ">modelia-two/C1"]
        await pilot.press("H")
        assert "b PgUp Ctrl+F         move by pages" in await settled(pilot)
        await pilot.press("escape", "q", "escape")
        assert isinstance(app.screen, ProfilesScreen)
        await pilot.press("X", "t", "t", "enter")
        text = await settled(pilot)
        assert isinstance(app.screen, EffectsScreen)
        assert "Up Down line  b Ctrl+F page  H help  X back" in text
        await pilot.press("X", "question_mark")
        await pilot.press(*["space"] * 2)
        assert "On a page" in await settled(pilot)


def test_the_keys_of_pages_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    shown = CliRunner().invoke(cli, ["keys", "--screen", "review"]).output
    for line in (
        "  Down j         profiles-next            next system there",
        "  Esc q Enter    page-leave               back",
        "  p              review-pairs             pairs of coders",
    ):
        assert line in shown


def test_every_key_of_a_page_can_be_moved() -> None:
    known = {each.id for context in default_contexts("review") for each in context}
    found = {
        binding.id
        for page in (ComputedPage, *ComputedPage.__subclasses__())
        for binding in Binding.make_bindings(page.BINDINGS)
    }
    assert found <= known


@pytest.mark.parametrize(
    ("keys", "ids"),
    [
        ('page-on = "h"', ("page-on", "profiles-left")),
        ('profiles-next = "G"', ("profiles-next", "page-end")),
        ('page-line-down = "v"', ("page-line-down", "review-parts")),
    ],
)
def test_a_key_that_means_two_things_on_a_page_is_refused_by_name(
    load: Load, keys: str, ids: tuple[str, str]
) -> None:
    said = refusal(load, f"[review]\n{keys}\n", "review")
    assert all(f"{id_}" in said for id_ in ids)


# A page while it is computed


async def test_a_page_says_that_it_computes_and_can_be_left_meanwhile(
    write_study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    app = review_app(coded(write_study))

    def wait(_: Any) -> StudyEffects:
        go_on.wait(20)
        raise CoderError("never shown")

    monkeypatch.setattr(StudySource, "effects", wait)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await settled(pilot)
        await pilot.press("6", "enter")
        await until(pilot, lambda: isinstance(app.screen, EffectsScreen), "the page")
        words = app.screen.query_one("#words", Literal)
        await until(pilot, lambda: words.text.strip() == "Computing ...", "that it computes")
        await pilot.press("escape")
        assert isinstance(app.screen, ReviewScreen)
        go_on.set()
        assert "never shown" not in await settled(pilot)


async def test_a_page_says_why_it_could_not_be_computed(
    write_study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = review_app(coded(write_study))

    def fail(_: Any) -> StudyEffects:
        raise CoderError("The file is gone.")

    monkeypatch.setattr(StudySource, "effects", fail)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6", "enter")
        assert "The file is gone." in await settled(pilot)


async def test_the_key_that_opens_a_page_closes_it(write_study: Any) -> None:
    app = review_app(coded(write_study))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("v")
        await settled(pilot)
        assert isinstance(app.screen, PartsScreen)
        await pilot.press("v", "6", "o", "o")
        assert isinstance(app.screen, ReviewScreen)


async def test_a_page_is_computed_once_until_the_study_is_read_again(
    write_study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    effects = StudySource.effects

    def count(source: StudySource) -> StudyEffects:
        asked.append("effects")
        return effects(source)

    monkeypatch.setattr(StudySource, "effects", count)
    app = review_app(coded(write_study))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6", "enter")
        await settled(pilot)
        await pilot.press("escape", "down", "enter")
        assert "D2 Escalated" in await settled(pilot)
        assert len(asked) == 1
        await pilot.press("escape", "r")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert len(asked) == 2
