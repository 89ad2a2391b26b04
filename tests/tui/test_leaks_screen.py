"""The screen of leaks: a decision is in the key before it is shown, and can be taken back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Built, WriteStudy, transcript
from tests.freezing_fixtures import close_set
from tests.tui.clocked_app import UNSAFE, held_lock, type_text, until
from tests.tui.leaks_app import OpenLeaks, open_leaks, planted
from textual import events
from textual.pilot import Pilot

from coder_tui.domain.leaks import Finding, LeakKind
from coder_tui.storage.study import StudyFile
from coder_tui.tui.driver import KeysTogether
from coder_tui.tui.keymap import load_keys
from coder_tui.tui.settings import Settings

SIZES = [(80, 24), (140, 45)]


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    return write_study(planted()).init()


@pytest.fixture
def app(built: Built) -> Iterator[OpenLeaks]:
    with open_leaks(built) as opened:
        yield opened


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def to(pilot: Pilot[None], app: OpenLeaks, spelling: str) -> None:
    """Move the cursor to the line of a spelling."""
    for _ in range(20):
        (here,) = [line for line in app.lines() if line.startswith(">")]
        if spelling in here:
            return
        await press(pilot, "down")
    raise AssertionError(f"{spelling!r} is not listed")


def here(app: OpenLeaks) -> str:
    (line,) = [line for line in app.lines() if line.startswith(">")]
    return line


@pytest.mark.parametrize("size", SIZES)
async def test_it_opens_on_the_first_undecided_with_its_text(
    app: OpenLeaks, size: tuple[int, int]
) -> None:
    async with app.at(size):
        assert "0 of 8 decided" in app.picture()
        assert re.search(r"\+ exact +Mixtura +Mixtura +3 +undecided", here(app))
        assert "»Mixtura«, Mixtura and Mixtura." in app.picture()
        assert re.search(r"t2 \(coders see \w+\)", app.picture())


async def test_masking_a_folded_group_masks_all_its_places_and_goes_on(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await to(pilot, app, "Vendroia")
        await press(pilot, "m")
        assert app.in_key() == {"Vendroia masked": 3}
        assert "3 of 8 decided" in app.picture()
        assert "'Vendroia': to be masked, 3 places." in app.picture()
        assert "Vendroia" not in here(app)
        assert re.search(r"Vendroia +3 +mask", app.picture())


async def test_a_place_is_decided_alone_and_the_others_with_a(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await to(pilot, app, "Vendroia")
        await press(pilot, "right", "down", "x")
        assert app.in_key() == {"Vendroia kept": 1}
        assert "1 of 3 decided" in app.picture()
        await press(pilot, "a")
        assert "mask all" in app.lines()[-1]
        await press(pilot, "m")
        assert app.in_key() == {"Vendroia masked": 3}
        await press(pilot, "u")
        assert app.in_key() == {"Vendroia kept": 1}


async def test_a_move_or_escape_ends_the_question_about_all(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await to(pilot, app, "Vendroia")
        await press(pilot, "right", "down", "a", "escape", "x")
        assert app.in_key() == {"Vendroia kept": 1}
        await press(pilot, "a", "down", "m")
        assert app.in_key() == {"Vendroia kept": 1, "Vendroia masked": 1}


async def test_excluding_asks_first(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await to(pilot, app, "Mixtura")
        await press(pilot, "e")
        assert "Leave t2 (" in app.picture()
        await press(pilot, "escape")
        assert app.in_key() == {}
        await press(pilot, "e", "enter")
        assert app.in_key() == {"Mixtura excluded": 3}
        assert "'Mixtura': 1 item to be left out; that settles 3 places." in app.picture()


async def test_an_item_left_out_settles_what_else_was_found_in_it(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await to(pilot, app, "Vendoria")
        await press(pilot, "e", "enter")
        assert app.in_key() == {"Vendoria excluded": 1, "Vendroia excluded": 2}
        await press(pilot, "u")
        assert app.in_key() == {}


async def test_undo_goes_back_decision_by_decision_and_to_its_line(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await to(pilot, app, "Mixtura")
        await press(pilot, "m")
        await to(pilot, app, "Vendroia")
        await press(pilot, "x", "u")
        assert app.in_key() == {"Mixtura masked": 3}
        assert "Vendroia" in here(app)
        await press(pilot, "u")
        assert app.in_key() == {}
        await press(pilot, "u")
        assert "Nothing was decided since" in app.picture()


async def test_next_goes_round_what_is_undecided(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        seen = []
        for _ in range(4):
            seen.append(here(app).split()[3])
            await press(pilot, "n")
        assert seen == ["Mixtura", "Vendoria", "Quil⟨U+200B⟩lon", "Vendroia"]
        assert "Mixtura" in here(app)
        await press(pilot, *"mmmm")
        assert "8 of 8 decided" in app.picture()
        assert "All is decided; q applies it." in app.picture()
        await press(pilot, "n")
        assert "Nothing undecided is listed." in app.picture()


async def test_enter_folds_and_unfolds(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await to(pilot, app, "Vendroia")
        await press(pilot, "enter")
        assert app.picture().count("part 2 ") == 3
        await press(pilot, "down", "down", "left")
        assert "part 2 " not in app.picture()
        assert "Vendroia" in here(app)


async def test_the_filter_and_the_kinds_narrow_the_list(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await press(pilot, "f")
        assert "exact only" in app.picture()
        assert "Vendroia" not in "".join(app.lines()[3:13])
        await press(pilot, "f", "slash")
        await type_text(pilot, "VENDROIA")
        await press(pilot, "enter")
        assert [row.group.spelling for row in app.desk.rows] == ["Vendroia"]
        assert "altered only, holding 'VENDROIA'" in app.picture()
        await press(pilot, "slash", "x", "enter")
        assert "Nothing is listed" in app.picture()
        await press(pilot, *"mxeaun")
        assert app.in_key() == {}
        await press(pilot, "escape")
        assert len(app.desk.rows) == 4


async def test_leaving_asks_and_applies(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await to(pilot, app, "Vendroia")
        await press(pilot, "m", "q")
        await until(pilot, lambda: "Apply now?" in app.picture(), "the question")
        assert "2 items with another text" in app.picture()
        assert "5 places are still undecided." in app.picture()
        await press(pilot, "escape")
        assert app.is_running
        await press(pilot, "q")
        await until(pilot, lambda: "Apply now?" in app.picture(), "the question")
        await press(pilot, "enter")
    assert app.applies


async def test_leaving_without_applying_keeps_the_decisions(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await press(pilot, "m", "q")
        await until(pilot, lambda: "Apply now?" in app.picture(), "the question")
        await press(pilot, "l")
    assert not app.applies
    assert app.in_key() == {"Mixtura masked": 3}


async def test_leaving_where_nothing_would_change_asks_nothing(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await press(pilot, "x", "q")
        await app.workers.wait_for_complete()
        await pilot.pause()
    assert not app.applies
    assert not app.is_running


async def test_what_cannot_be_written_is_not_decided(app: OpenLeaks, built: Built) -> None:
    async with app.at() as pilot:
        await pilot.pause()
        with held_lock(built.key_path):
            await press(pilot, "m")
            assert "Nothing is decided; press it again." in app.picture()
            assert "0 of 8 decided" in app.picture()
        await press(pilot, "m")
        assert app.in_key() == {"Mixtura masked": 3}


async def test_a_study_that_is_frozen_meanwhile_takes_no_decision(
    app: OpenLeaks, built: Built
) -> None:
    async with app.at() as pilot:
        await press(pilot, "m")
        study = StudyFile.open(built.path)
        close_set(study)
        study.close()
        for key in ("m", "u"):
            await press(pilot, key)
            assert "frozen meanwhile; no text may change any more" in app.picture()
        assert app.in_key() == {"Mixtura masked": 3}


async def test_keys_that_come_together_decide_nothing(app: OpenLeaks) -> None:
    async with app.at() as pilot:
        await pilot.pause()
        app.post_message(KeysTogether((events.Key("m", "m"), events.Key("m", "m")), mixed=False))
        app.post_message(events.Paste("mmm"))
        await pilot.pause()
        assert app.in_key() == {}
        assert "dropped" in app.picture()


async def test_a_key_that_is_held_down_counts_once(built: Built) -> None:
    with open_leaks(built, held_seconds=60.0) as app:
        async with app.at() as pilot:
            await press(pilot, *"mmm")
            assert app.in_key() == {"Mixtura masked": 3}


async def test_nothing_is_decided_on_a_screen_too_small(app: OpenLeaks) -> None:
    async with app.run_test(size=(50, 12)) as pilot:
        await press(pilot, *"mxe", "enter")
        assert app.in_key() == {}
        assert "60 x 16 are needed" in app.picture()


@pytest.mark.parametrize("size", [*SIZES, (60, 16)])
async def test_hostile_text_reaches_no_terminal(app: OpenLeaks, size: tuple[int, int]) -> None:
    async with app.at(size) as pilot:
        await pilot.pause()
        for _ in range(4):
            await press(pilot, "right", "n")
            for line in app.lines():
                assert not UNSAFE.search(line), ascii(line)
        assert "␛" in app.picture()
        assert "⟨U+200B⟩" in app.picture() or size[0] < 80


async def test_a_spelling_with_line_breaks_stays_on_its_line(write_study: WriteStudy) -> None:
    turns = [{"role": "assistant", "text": "Ask Vend-\noria about it."}]
    built = write_study([transcript("a\nb\x1bc", turns=turns), transcript("t2")]).init()
    with open_leaks(built) as app:
        async with app.at() as pilot:
            await press(pilot, "right", "down")
            assert "Vend-⏎oria" in app.picture()
            assert "a⏎b␛c" in here(app)
            lines = app.lines()
            assert any("»Vend-" in line for line in lines)
            assert any(line.lstrip().startswith("oria« about it.") for line in lines)


async def test_five_thousand_findings(write_study: WriteStudy) -> None:
    text = "Vendroia " * 5000
    turns = [{"role": "assistant", "text": text}]
    built = write_study([transcript("t1", turns=turns), transcript("t2")]).init()
    (blind_id,) = ids(built, "t1")
    found = [
        Finding(blind_id, 0, 9 * n, 9 * n + 8, LeakKind.ALTERED, "Vendoria", f"V{n % 1250}")
        for n in range(5000)
    ]
    with open_leaks(built, found=found) as app:
        async with app.at() as pilot:
            await press(pilot, "m", "G", "enter", "down", "x", "n", "a", "m")
            assert "8 of 5,000 decided" in app.picture()
            await press(pilot, "g", "slash")
            await type_text(pilot, "V9")
            await press(pilot, "enter", "u")
            assert sum(app.in_key().values()) == 5


def ids(built: Built, original_id: str) -> list[str]:
    from coder_tui.storage.key import KeyFile

    key = KeyFile.open(built.key_path)
    found = [row.blind_id for row in key.rows() if row.original_id == original_id]
    key.close()
    return found


async def test_other_keys_work_and_are_shown(built: Built, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('[leaks]\nleaks-mask = "w"\n')
    settings = Settings(keys=load_keys(["leaks"], path))
    with open_leaks(built, settings=settings) as app:
        async with app.at() as pilot:
            await press(pilot, "m")
            assert app.in_key() == {}
            await press(pilot, "w")
            assert app.in_key() == {"Mixtura masked": 3}
            assert app.lines()[-1].startswith(" w mask")
            await press(pilot, "question_mark")
            assert re.search(r"w +mask: coders get", app.picture())


async def test_keys_that_mean_deciding_keys_are_dropped_together_too(
    built: Built, tmp_path: Path
) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('[leaks]\nleaks-mask = "w"\n')
    settings: Any = Settings(keys=load_keys(["leaks"], path))
    with open_leaks(built, settings=settings) as app:
        async with app.at() as pilot:
            await pilot.pause()
            app.post_message(KeysTogether((events.Key("w", "w"),) * 2, mixed=False))
            await pilot.pause()
            assert app.in_key() == {}
