"""A search or an order that takes long is on a worker: keys go on, and the newest question wins."""

import threading
from collections.abc import Sequence
from typing import Any

import pytest
from tests.review_fixtures import PLAN, code_both, transcripts
from tests.tui.test_review_screen import review_app, settled
from textual.pilot import Pilot

from coder_tui.tui.review import reading
from coder_tui.tui.review.disagreements_tab import DisagreementsTab
from coder_tui.tui.review.page import Row


@pytest.fixture
def app(write_study: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A review in which every list is long."""
    monkeypatch.setattr(reading, "AT_ONCE", 0)
    built = write_study(transcripts(), plan=PLAN).init()
    code_both(built.path, built.key_path)
    return review_app(built)


async def ask(pilot: Pilot[None], words: str) -> None:
    await pilot.press("slash", *["backspace"] * 12, *words, "enter")


async def test_a_long_list_is_searched_and_sorted_on_a_worker(app: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("3")
        before = await settled(pilot)
        await pilot.press("s")
        assert "widest first" in await settled(pilot)
        await ask(pilot, "zzzzqqqq")
        text = await settled(pilot)
        assert "Searching" not in text
        assert "zzzzqqqq" in text
        assert app.screen.rows == []
        await pilot.press("escape", "s", "s", "s", "s")
        assert await settled(pilot) == before


async def test_the_newest_search_wins(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    searched = DisagreementsTab.search

    def search(tab: DisagreementsTab, rows: Sequence[Row], wanted: str) -> list[Row]:
        if wanted == "slow":
            go_on.wait(20)
            return list(rows)[:1]
        return searched(tab, rows, wanted)

    monkeypatch.setattr(DisagreementsTab, "search", search)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("3")
        await settled(pilot)
        await ask(pilot, "slow")
        await pilot.pause()
        assert "Searching ..." in str(app.screen._message)
        assert app.screen.rows == []
        await pilot.press("enter", "down")
        await ask(pilot, "clarity")
        go_on.set()
        await settled(pilot)
        assert app.screen.rows
        assert all("Clarity" in each.entry.dimension.label for each in app.screen.rows)
        assert "clarity" in await settled(pilot)
