"""The tab of progress under Pilot: lines, the plot beside them, and nothing loaded before need."""

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from tests.once import once
from tests.paced import Clock, code_on, held, items
from tests.review_fixtures import keyed_items
from tests.tui.clocked_app import until
from tests.tui.recalled import RecalledSource
from textual.app import App
from textual.pilot import Pilot

from coder_tui.domain.coding import Move
from coder_tui.tui.literal import Literal
from coder_tui.tui.look import THEMES
from coder_tui.tui.review.app import ReviewApp
from coder_tui.tui.review.screen import ReviewScreen
from coder_tui.tui.settings import Settings

Build = Callable[..., Any]
SMALL, LARGE, BESIDE = (80, 24), (140, 45), (160, 45)
PLAN = 'coders = ["ana", "ben"]\nseal = false'
ANSWERS = {"clarity": 1, "escalated": 0}
HOSTILE = "[/red] \x1b]0;owned\x07 \u202edrow"

pictured = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="the pictures were made on Python 3.11"
)


@once
def forty_paced(write_study: Build) -> Any:
    """Forty items; ana is at work, and ben has paused with a draft and a skip."""
    built = write_study(items(40), plan=PLAN).init()
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock().set(patch)
        ana, ben = held(built.path, "ana"), held(built.path, "ben")
        for day, start in ((0, 0), (3, 5), (9, 9), (11, 17)):
            sheets = [(item, ANSWERS) for item in ana[start : start + (4 if day == 3 else 5)]]
            code_on(built.path, clock, "ana", day, sheets)
        code_on(built.path, clock, "ben", 1, [(item, ANSWERS) for item in ben[:7]], minutes=9)
        code_on(built.path, clock, "ben", 2, [(ben[7], ANSWERS)], move=None)
        code_on(built.path, clock, "ben", 2, [(ben[8], {})], move=Move.SKIPPED)
    return built


@pytest.fixture
def paced(write_study: Build, monkeypatch: pytest.MonkeyPatch) -> Any:
    Clock().set(monkeypatch)
    return forty_paced(write_study)


def review_app(built: Any, *, with_key: bool = True) -> ReviewApp:
    keyed = keyed_items(built.key_path) if with_key else None
    return ReviewApp(RecalledSource(built.path, keyed, lambda: built.path))


def shown(app: App[None]) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def settled(pilot: Pilot[None], *keys: str) -> str:
    """Press keys once the study is read; give what is shown then."""
    screen = pilot.app.screen
    if isinstance(screen, ReviewScreen):
        await until(pilot, lambda: screen.review is not None, "the study is read")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.press(*keys)
    for _ in range(3):
        await pilot.pause()
    return shown(pilot.app)


@pytest.mark.parametrize("size", [SMALL, (100, 30), LARGE, BESIDE])
async def test_the_first_line_is_of_all_and_its_burn_up_stands_beside_the_words(
    paced: Any, size: tuple[int, int]
) -> None:
    app = review_app(paced)
    async with app.run_test(size=size) as pilot:
        text = await settled(pilot, "1")
        plot = app.screen.query_one("BurnUpPlot")
        assert plot.region.width >= 24
        assert plot.region.height >= 8
    assert re.search(r">all coders +80 +26 +(\[#+\.+\])? +1 +1 +0 +0 +1\.4  -", text)
    assert re.search(r"ana +human +40 +19 .* 1\.4  2026-12-01", text)
    assert "All coders 26 of 80 done" in text
    assert "20 items wait, submitted by 1 of" in text
    assert "80 ╋" in text
    assert "Nov 02" in text
    assert "Nov 16" in text
    assert re.search("[\u2800-\u28ff]{5}", text)


async def test_the_line_follows_the_cursor_and_a_stratum_has_none(paced: Any) -> None:
    app = review_app(paced)
    async with app.run_test(size=SMALL) as pilot:
        text = await settled(pilot, "1", "down", "down")
        assert "ben 7 of 40 done" in text
        assert "No expected end: paused: nothing" in text
        assert "40 ╋" in text
        text = await settled(pilot, "down")
        assert not app.screen.query_one("BurnUpPlot").display
        assert "modelia-one under C1" in text
        assert "╋" not in text
        text = await settled(pilot, "up", "up")
        assert "6.7 an hour" not in text
        assert "10.0 an hour at work, 2.1 h left." in text
        assert len(app.screen.query("BurnUpPlot")) == 1


async def test_the_words_never_run_under_the_plot(paced: Any) -> None:
    app = review_app(paced)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot, "1")
        pane, plot = app.screen.query_one("#detail", Literal), app.screen.query_one("BurnUpPlot")
        widest = max(len(line) for line in pane.text.splitlines())
        assert pane.content_region.x + widest < plot.region.x


async def test_the_plot_takes_neither_focus_nor_keys(paced: Any) -> None:
    app = review_app(paced)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot, "1", "tab", "tab")
        await pilot.click("BurnUpPlot")
        assert app.focused is app.screen.query_one("#rows")
        assert "ana 19 of 40 done" in await settled(pilot, "down")


async def test_nothing_of_the_plot_is_made_before_the_tab_is_turned_to(paced: Any) -> None:
    app = review_app(paced)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert not app.screen.query("BurnUpPlot")


def test_the_review_screen_loads_no_plots_and_what_it_says_at_once_no_database(
    paced: Any,
) -> None:
    code = (
        "import sys; from coder_tui.tui.review.app import StudySource; from pathlib import Path;"
        "found = StudySource(Path(sys.argv[1]), None, Path).first();"
        "loaded = {'textual_plot', 'duckdb', 'scipy'} & set(sys.modules);"
        "print(len(found.agreement), loaded)"
    )
    command = [sys.executable, "-c", code, str(paced.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "3 set()\n"


async def test_without_the_key_there_are_no_strata(paced: Any) -> None:
    app = review_app(paced, with_key=False)
    async with app.run_test(size=SMALL) as pilot:
        text = await settled(pilot, "1")
    assert "modelia" not in text
    assert "ana" in text


async def test_least_done_first_leaves_all_coders_at_the_top_and_strata_at_the_end(
    paced: Any,
) -> None:
    app = review_app(paced)
    async with app.run_test(size=SMALL) as pilot:
        text = await settled(pilot, "1", "s")
    names = [line[1:4] for line in text.splitlines() if re.match(r"[ >](all|ana|ben|mod)", line)]
    assert names == ["all", "ben", "ana", "mod", "mod", "mod", "mod"]


async def test_why_says_what_pace_is_and_gives_the_days(paced: Any) -> None:
    app = review_app(paced)
    async with app.run_test(size=LARGE) as pilot:
        text = await settled(pilot, "1", "w")
    assert "an item counts at its first submit" in " ".join(text.split())
    assert "2026-11-13 26 of 80" in " ".join(text.split())


async def test_a_study_coded_within_a_minute_is_drawn_with_hours(
    write_study: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = write_study(items(4), plan=PLAN).init()
    clock = Clock().set(monkeypatch)
    monkeypatch.setattr("coder_tui.analysis.headway.present", lambda: clock.at)
    sheets = [(item, ANSWERS) for item in held(built.path, "ana")]
    code_on(built.path, clock, "ana", 0, sheets, minutes=0.0)
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        text = await settled(pilot, "1")
    assert "Nov 02 09:00" in text
    assert "Nov 02 09:01" in text


async def test_a_study_in_which_nothing_is_submitted_has_words_alone(write_study: Build) -> None:
    app = review_app(write_study(items(4), plan=PLAN).init())
    async with app.run_test(size=SMALL) as pilot:
        text = await settled(pilot, "1")
        assert not app.screen.query("BurnUpPlot")
    assert "No expected end: ana: fewer than 5 items submitted; ben: fewer than" in text


async def test_hostile_names_of_conditions_stay_harmless(write_study: Build) -> None:
    hostile = [each | {"model": HOSTILE, "scaffold": HOSTILE} for each in items(4)]
    app = review_app(write_study(hostile, plan=PLAN).init())
    async with app.run_test(size=LARGE) as pilot:
        text = await settled(pilot, "1", "end")
    assert "\x1b" not in text
    assert "[/red] ␛]0;owned" in text


@pytest.mark.parametrize("theme", ["coder-light", "high-contrast", "ansi-16"])
async def test_it_is_drawn_in_every_theme(paced: Any, theme: str) -> None:
    source = RecalledSource(paced.path, keyed_items(paced.key_path), lambda: paced.path)
    app = ReviewApp(source, Settings(theme=THEMES[theme]))
    async with app.run_test(size=SMALL) as pilot:
        text = await settled(pilot, "1")
        assert "80 ╋" in text
        assert len(re.findall("[⠀-⣿]", text)) > 10


@pytest.mark.parametrize(("height", "is_drawn"), [(16, False), (20, True)])
async def test_the_smallest_screen_has_room_for_words_and_a_little_more_for_the_plot(
    paced: Any, height: int, is_drawn: bool
) -> None:
    app = review_app(paced)
    async with app.run_test(size=(60, height)) as pilot:
        text = await settled(pilot, "1")
    assert "All coders 26 of 80 done" in text
    assert ("80 ╋" in text) == is_drawn


@pictured
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_picture_of_progress(paced: Any, snap_compare: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot, "1")

    assert snap_compare(review_app(paced), terminal_size=size, run_before=before)
