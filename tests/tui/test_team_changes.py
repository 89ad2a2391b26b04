"""The lead changes who codes what while a coder is at work: the coder goes on, nothing is lost."""

import sqlite3
from collections.abc import Sequence

import pytest
from tests.tui.clocked_app import SIZE, ClockedApp, together, type_text

from coder_tui.domain.errors import NotHeldError
from coder_tui.domain.redealing import Held, Redeal
from coder_tui.storage.study import StudyFile
from coder_tui.storage.teams import write_team
from coder_tui.tui.notice import NONE_HELD, NOT_HELD


@pytest.fixture
def own(app: ClockedApp) -> list[str]:
    """The names of ana's four items in their order."""
    return [each.blind_id for each in app.desk.study.assignments("ana")]


def give(app: ClockedApp, coder: str, blind_ids: Sequence[str]) -> None:
    """Let a coder have just these items, as the lead's command would write it."""
    study = StudyFile.open(app.desk.study.path)
    before: dict[str, list[Held]] = {}
    for each in study.assignments():
        before.setdefault(each.coder, []).append(Held(each.blind_id, open=True))
    write_team(study, before, Redeal({coder: tuple(blind_ids)}), person="lead", detail={})
    study.close()


@pytest.mark.parametrize("key", ["less_than_sign", "greater_than_sign", "full_stop", "F", "l", "i"])
async def test_every_way_to_another_item_works_from_one_that_is_gone(
    app: ClockedApp, own: list[str], key: str
) -> None:
    async with app.at(SIZE) as pilot:
        give(app, "ana", own[1:])
        await pilot.press(key)
        await pilot.pause()
        assert app.is_running


def judged(app: ClockedApp) -> int:
    """How many judgements are in the file."""
    tables = ("score", "evidence", "comment", "flag", "submission")
    return sum(app.rows(f"select count(*) from {each}")[0][0] for each in tables)


@pytest.mark.parametrize("key", ["1", "z", "x", "e", "enter", "u", "backspace"])
async def test_nothing_is_recorded_on_an_open_item_that_is_somebody_elses(
    app: ClockedApp, own: list[str], key: str
) -> None:
    """The screen says so and goes on to the next open item, on which the next key counts."""
    async with app.at(SIZE) as pilot:
        await pilot.press("0")
        before = judged(app)
        give(app, "ana", own[1:])
        await pilot.press(key)
        await app.see(NOT_HELD.text)
        assert app.desk.item.blind_id == own[1]
        assert judged(app) == before == 1
        app.clock.now += 1
        await pilot.press("0")
        assert app.scores() == {"clarity": "0"}


@pytest.mark.parametrize("key", ["c", "f", "b"])
async def test_no_words_are_kept_on_it(app: ClockedApp, own: list[str], key: str) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press(key)
        give(app, "ana", own[1:])
        await type_text(pilot, "why")
        await pilot.press("enter")
        await app.see(NOT_HELD.text)
        assert app.desk.item.blind_id == own[1]
        assert judged(app) == 0


async def test_digits_that_were_held_say_so_too(app: ClockedApp, own: list[str]) -> None:
    async with app.at(SIZE) as pilot:
        await together(app, pilot, "0", "1")
        give(app, "ana", own[1:])
        await pilot.press("enter")
        await app.see(NOT_HELD.text)
        assert judged(app) == 0


async def test_the_write_itself_asks_whose_item_it_is(
    app: ClockedApp, own: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lead may come between the screen's look and the write."""
    async with app.at(SIZE) as pilot:
        monkeypatch.setattr(type(app.desk), "_closed", lambda _: None)
        give(app, "ana", own[1:])
        await pilot.press("0")
        monkeypatch.undo()
        await app.see(NOT_HELD.text)
        assert app.desk.item.blind_id == own[1]
        assert (judged(app), app.desk.unsaved) == (0, 0)


async def test_what_waits_for_the_file_falls_with_the_item(app: ClockedApp, own: list[str]) -> None:
    async with app.at(SIZE) as pilot:
        await pilot.press("0", "0")
        before = judged(app)
        lead = sqlite3.connect(app.desk.study.path, isolation_level=None)
        lead.execute("begin immediate")
        await pilot.press("enter")
        assert "NOT SAVED" in app.picture()
        lead.execute("delete from assignment where coder = 'ana' and blind_id = ?", (own[0],))
        lead.execute("commit")
        lead.close()
        await app.see(NOT_HELD.text)
        assert "saved after all" not in app.picture()
        assert app.desk.item.blind_id == own[1]
        assert (judged(app), app.desk.unsaved) == (before, 0)
        assert app.rows("select count(*) from submission") == [(0,)]


async def test_who_was_withdrawn_reopens_nothing(app: ClockedApp, own: list[str]) -> None:
    """What was submitted stays as it is, though a screen is still open on it."""
    async with app.at(SIZE) as pilot:
        await pilot.press("0", "0", "enter", "less_than_sign")
        assert app.desk.item.blind_id == own[0]
        other = StudyFile.open(app.desk.study.path)
        other.connection.execute("insert into withdrawal values ('ana', 'lead', '2026')")
        other.close()
        await pilot.press("u")
        await pilot.pause()
        assert app.rows("select move from submission") == [("submitted",)]
    with pytest.raises(NotHeldError, match="no longer an item of ana's"):
        app.desk.recorder.comment(own[0], "still here")


async def test_items_that_come_are_reached_after_the_last(app: ClockedApp, own: list[str]) -> None:
    give(app, "ana", own[:1])
    async with app.at(SIZE) as pilot:
        await pilot.press("0", "0")
        give(app, "ana", own)
        await pilot.press("enter")
        assert app.desk.item.blind_id == own[1]


async def test_with_nothing_left_the_coder_is_told_that_none_is_open(app: ClockedApp) -> None:
    async with app.at(SIZE) as pilot:
        give(app, "ana", [])
        for key in ("0", "0", "enter"):
            await pilot.press(key)
            await app.see(NONE_HELD.text)
        assert app.is_running
        assert judged(app) == 0
