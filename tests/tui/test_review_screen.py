"""The review screen under Pilot: through the tabs, to an item and back, and nothing hostile."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.review_fixtures import (
    PLAN,
    blind_ids,
    code,
    code_both,
    coded_by_both,
    keyed_items,
    transcripts,
)
from textual.app import App
from textual.events import Key
from textual.pilot import Pilot

from coder_tui.cli.reports import export_beside
from coder_tui.domain.adjudication import REASONS, Decision
from coder_tui.domain.errors import CoderError
from coder_tui.domain.rubric import scored
from coder_tui.statistics.coefficient import Interval
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_waiting
from coder_tui.storage.study import StudyFile
from coder_tui.tui.dialogs import HelpScreen
from coder_tui.tui.driver import KeysTogether
from coder_tui.tui.review.app import ReviewApp, StudySource
from coder_tui.tui.review.drawing import BAR_CELLS, drawing
from coder_tui.tui.review.item_screen import ItemScreen
from coder_tui.tui.review.screen import ReviewScreen
from coder_tui.tui.transcript_view import ItemText

Build = Callable[..., Any]
SMALL, LARGE, BESIDE = (80, 24), (140, 45), (160, 45)
HOSTILE = "[/red] \x1b]0;owned\x07 \x1b[c \u202edrow [b]x[/b]\nnext"


@pytest.fixture
def built(write_study: Build) -> Any:
    return write_study(transcripts(), plan=PLAN).init()


@pytest.fixture
def coded(write_study: Build) -> Any:
    return coded_by_both(write_study)


def review_app(built: Any, *, with_key: bool = True) -> ReviewApp:
    key = built.key_path if with_key else None
    source = StudySource(
        built.path, keyed_items(key) if key else None, lambda: export_beside(built.path, key)
    )
    return ReviewApp(source)


def shown(app: App[None]) -> str:
    """What stands on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def settled(pilot: Pilot[None]) -> str:
    """Wait until the workers have answered and all is painted; give what is shown."""
    review = pilot.app.screen_stack[0]
    # A worker may not have begun yet: what counts is that it has told what it found.
    while isinstance(review, ReviewScreen) and review.is_reading:
        await pilot.pause(0.01)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()
    return shown(pilot.app)


@pytest.mark.parametrize("size", [SMALL, (100, 30), LARGE, BESIDE])
async def test_it_opens_on_agreement_with_note_bar_and_banner(
    coded: Any, size: tuple[int, int]
) -> None:
    app = review_app(coded)
    async with app.run_test(size=size) as pilot:
        text = await settled(pilot)
    assert "2 AGREEMENT" in text
    assert "UNSEALED" in text
    assert "bar .667" in text
    line = next(each for each in text.splitlines() if "D1 Clarity" in each)
    assert ".80" in line
    assert "too few: 3 items" in line
    assert re.search(r"q-kappa \.80 \(-?\.\d\d to >?\.\d\d\)  P\(>=\.667\) \.\d\d", text)
    assert "undefined: all scores 1" in text
    assert "Enter: 2 disagreements, 1 on applicability" in text


async def test_keys_lead_through_the_tabs_to_an_item_and_back(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("1")
        assert "1 PROGRESS" in await settled(pilot)
        await pilot.press("6")
        text = await settled(pilot)
        assert "6 CONDITIONS" in text
        assert "modelia-one" in text
        assert "description, no test" in text
        await pilot.press("2", "enter")
        text = await settled(pilot)
        assert "3 DISAGREEMENTS" in text
        assert "D1 only" in text
        assert "ana 1 | ben 2" in text
        await pilot.press("enter")
        text = await settled(pilot)
        assert isinstance(app.screen, ItemScreen)
        assert "read-only" in text
        assert "Here is what I know about matter" in text
        assert "disagreement 1 of 2" in text
        await pilot.press("greater_than_sign")
        assert "disagreement 2 of 2" in await settled(pilot)
        await pilot.press("escape")
        assert isinstance(app.screen, ReviewScreen)
        await pilot.press("escape", "escape")
        assert "2 AGREEMENT" in await settled(pilot)
        await pilot.press("q")
    assert app.return_code == 0


async def test_the_item_opens_where_it_is_cited(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("3", "enter")
        await settled(pilot)
        item = app.screen.query_one(ItemText)
        assert "cited by " in shown(app)
        assert item.current_part is not None
        assert item.current_part.idx == 2
        await pilot.press("up", "up", "apostrophe")
        assert item.current_part.idx == 2


async def test_digits_in_the_item_view_change_nothing(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("3", "enter")
        await settled(pilot)
        await pilot.press("0", "1", "2", "x", "z", "u", "backspace")
        assert isinstance(app.screen, ItemScreen)
    study = StudyFile.open(coded.path, read_only=True)
    (count,) = study.connection.execute("select count(*) from score").fetchone()
    study.close()
    assert count == 24


async def test_w_says_why_a_coefficient_is_undefined(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("down", "w")
        text = await settled(pilot)
        assert isinstance(app.screen, HelpScreen)
        assert "only one value is in use" in text
        await pilot.press("escape", "6", "w")
        assert "n at 0/1/2" in await settled(pilot)


async def test_sorting_and_filtering_are_said_and_undone(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("s")
        text = await settled(pilot)
        assert "lowest first" in text
        assert text.index("D1 Clarity") < text.index("D2 Escalated")
        await pilot.press("slash", *"d3", "enter")
        text = await settled(pilot)
        assert "holding 'd3'" in text
        assert "D2 Escalated" not in text
        await pilot.press("slash", *"zzz", "enter")
        assert "No line holds this text." in await settled(pilot)
        await pilot.press("escape")
        assert "D2 Escalated" in await settled(pilot)


async def test_escape_takes_off_the_text_then_the_dimension_then_goes_to_agreement(
    coded: Any,
) -> None:
    app = review_app(coded)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("enter", "slash", *"ana", "enter")
        text = await settled(pilot)
        assert "D1 only" in text
        assert "holding 'ana'" in text
        await pilot.press("escape")
        text = await settled(pilot)
        assert "D1 only" in text
        assert "holding" not in text
        await pilot.press("escape")
        text = await settled(pilot)
        assert "3 DISAGREEMENTS" in text
        assert "D1 only" not in text
        await pilot.press("escape")
        assert "2 AGREEMENT" in await settled(pilot)


async def test_progress_calls_reopened_items_reopened(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("1")
        head = (await settled(pilot)).splitlines()[3]
    words = ["coder", "kind", "items", "done", "draft", "skip", "reopened", "flag", "/day", "end"]
    assert head.split() == words


async def test_decided_disagreements_are_marked_and_counted(coded: Any) -> None:
    study = StudyFile.open(coded.path)
    case = read_waiting(study).cases[0]
    Adjudicator.start(study, "dora").decide(case, Decision(scored(0), REASONS[2], "A gap."))
    study.close()
    app = review_app(coded)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("3")
        text = await settled(pilot)
        (line,) = [each for each in text.splitlines() if "decided: 0" in each and "|" in each]
        assert case.blind_id in line
        assert "2 disagreements, 1 decided" in text


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_notes_are_whole_and_a_kind_without_pairs_is_one_line_at_the_end(
    write_study: Build, size: tuple[int, int]
) -> None:
    given = {"ana": 0, "ben": 2, "sim-1": 1, "sim-2": 1, "llm": 1}
    notes = ("too few: 2 items", "undefined: all scores 0", "undefined: no item by two")
    written = write_study(transcripts(), plan=PLAN)
    built = written.init(simulated=("sim-1", "sim-2"), machines=("llm",))
    blind = blind_ids(built.key_path)
    for coder, value in given.items():
        sheet = {"clarity": value, "escalated": 0}
        code(built.path, coder, {blind[item]: sheet for item in ("x1", "x2")})
    app = review_app(built)
    async with app.run_test(size=size) as pilot:
        text = await settled(pilot)
    for whole in notes:
        assert whole in text
    if size == LARGE:
        assert "D3 Escalation quality" in text
    below = text[: text.index("machine: 1 coder, no item coded by two yet")]
    simulated = "simul." if size == SMALL else "simulated"
    assert [below.count(f" {kind} ") for kind in ("human", simulated)] == [3, 3]


async def test_the_warning_about_agreement_can_be_read_at_80_columns(write_study: Build) -> None:
    built = write_study(transcripts(), plan=f"{PLAN}\nagreement_bar = 0.9").init()
    code_both(built.path, built.key_path)
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        for tab in ("2", "6"):
            await pilot.press(tab)
            text = await settled(pilot)
            assert "Fewer than 5 items tell nothing of agreement" in text
        assert text.index("tell nothing") < text.index("Under C2")


async def test_without_the_key_letters_stand_for_names_and_conditions_are_explained(
    coded: Any,
) -> None:
    app = review_app(coded, with_key=False)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("3")
        text = await settled(pilot)
        assert "ana" not in text
        assert "A 1 | B 2" in text or "A 2 | B 1" in text
        await pilot.press("6")
        assert "--key" in await settled(pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE, BESIDE])
async def test_hostile_comments_are_shown_literally(built: Any, size: tuple[int, int]) -> None:
    blind = blind_ids(built.key_path)["x2"]
    code(built.path, "ana", {blind: {"clarity": 1}}, comments={blind: HOSTILE})
    code(built.path, "ben", {blind: {"clarity": 2}})
    app = review_app(built)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("3")
        listed = await settled(pilot)
        await pilot.press("enter")
        opened = await settled(pilot)
        await pilot.press("w")
        in_full = await settled(pilot)
    for text in (listed, opened, in_full):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
        assert "[/red] ␛]0;owned␇" in text
    assert "[b]x[/b]⏎next" in in_full


async def test_reading_again_shows_what_was_coded_since(built: Any) -> None:
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        assert "No item has been submitted yet." in await settled(pilot)
        code_both(built.path, built.key_path)
        await pilot.press("r")
        assert "D1 Clarity" in await settled(pilot)


async def test_a_study_that_cannot_be_read_is_said_on_the_screen(coded: Any) -> None:
    class Broken:
        def review(self) -> Any:
            raise CoderError("The study cannot be read: disk I/O error.", hint="Try again.")

        first = review

        def item(self, blind_id: str) -> Any:
            raise AssertionError(blind_id)

        def export(self) -> Any:
            raise CoderError("The disk is full.")

    app = ReviewApp(Broken())
    async with app.run_test(size=SMALL) as pilot:
        assert "disk I/O error. Try again." in await settled(pilot)
        await pilot.press("E")
        assert "The disk is full." in await settled(pilot)
        await pilot.press("w", "s", "enter", "3", "q")
    assert app.return_code == 0


@pytest.mark.parametrize("with_key", [True, False])
async def test_e_exports_what_this_reader_may_see_beside_the_study(
    coded: Any, with_key: bool
) -> None:
    app = review_app(coded, with_key=with_key)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        for _ in range(2):
            await pilot.press("E", *("y" if with_key else ""))
            assert "Exported to" in await settled(pilot)
    folder = coded.path.with_name(f"{coded.path.stem}-export")
    assert (folder / "coded.db").is_file()
    assert (folder / "conditions.csv").exists() == with_key
    assert folder.with_name(f"{folder.name}-2").is_dir()


async def test_a_window_too_small_says_so_and_can_be_left(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=(59, 15)) as pilot:
        assert "60 x 16 are needed" in await settled(pilot)
        await pilot.press("6", "q")
    assert app.return_code == 0


async def test_a_crowd_of_keys_neither_leaves_nor_exports(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        app.post_message(KeysTogether(tuple(Key(each, each) for each in "1Eq"), mixed=False))
        text = await settled(pilot)
        assert "3 keys arrived together and were dropped" in text
        assert "2 AGREEMENT" in text
        app.post_message(KeysTogether(tuple(Key(each, each) for each in "16"), mixed=False))
        assert "6 CONDITIONS" in await settled(pilot)
    assert not list(coded.path.parent.glob("*-export"))


async def test_what_is_typed_behind_the_slash_reaches_the_box(coded: Any) -> None:
    app = review_app(coded)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        for each in (Key("slash", "/"), Key("d", "d"), Key("3", "3"), Key("enter", None)):
            app.post_message(each)
        text = await settled(pilot)
        assert "D3" in text
        assert "D1 Clarity" not in text
        assert "2 AGREEMENT" in text


@pytest.mark.parametrize(
    ("value", "between", "bar", "picture"),
    [
        (0.0, None, 0.5, "o.....|......"),
        (1.0, None, 0.5, "......|.....o"),
        (0.5, (0.25, 0.75), 0.5, "...---@---..."),
        (0.25, (0.0, 0.6), 0.5, "---o--|-....."),
        (-0.2, (-0.4, 0.1), 0.5, "<-....|......"),
        (-0.5, (-0.9, -0.1), 0.5, "<.....|......"),
        (None, None, 0.5, "......|......"),
        (0.25, (0.1, 1.0), 0.0, "|--o---------"),
    ],
)
def test_a_coefficient_is_drawn_with_its_interval_and_the_bar(
    value: float | None, between: tuple[float, float] | None, bar: float, picture: str
) -> None:
    interval = Interval("bca", 0.95, *between) if between else None
    assert drawing(value, bar, interval=interval) == picture
    assert len(picture) == BAR_CELLS
