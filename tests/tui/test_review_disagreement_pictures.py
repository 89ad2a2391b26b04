"""Pictures of disagreements, items and the table of answers. Look at them as pictures before
accepting a change, as at those of `test_snapshots.py`.
"""

from typing import Any

import pytest
from tests.contested_study import contested
from tests.tui.clocked_app import until
from tests.tui.recalled import review_app
from tests.tui.test_review_agreement_pictures import SameEachTime
from tests.tui.test_review_screen import settled
from tests.tui.test_snapshots import pytestmark
from textual.pilot import Pilot

from coder_tui.storage import building

__all__ = ["pytestmark"]

BLIND_IDS = ["k7f2", "m3qd", "p9aa", "t4hx", "w2cz", "y8bn"]
SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])


@pytest.fixture
def app(write_study: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("coder_tui.intake.entries.new_blind_ids", lambda *_: BLIND_IDS)
    monkeypatch.setattr(building, "secrets", SameEachTime)
    return review_app(contested(write_study))


def after(*keys: str) -> Any:
    async def look(pilot: Pilot[None]) -> None:
        review: Any = pilot.app.screen
        await until(pilot, lambda: review.review is not None, "read")
        for key in keys:
            await pilot.press(key)
            await settled(pilot)

    return look


@SIZES
def test_disagreements(app: Any, snap_compare: Any, size: tuple[int, int]) -> None:
    keys = ("3", "f", "d", "1", "f", "k", "2")
    assert snap_compare(app, terminal_size=size, run_before=after(*keys))


@SIZES
def test_items(app: Any, snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=after("4"))


@SIZES
def test_table_of_answers(app: Any, snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=after("3", "m"))


def test_menu_of_filters(app: Any, snap_compare: Any) -> None:
    keys = ("3", "f", "s", "1", "f")
    assert snap_compare(app, terminal_size=(80, 24), run_before=after(*keys))
