"""Pictures of the tab of agreement and its pages. Look at them as pictures before accepting a
change, as at those of `test_snapshots.py`.
"""

from itertools import product
from typing import Any

import pytest
from tests.coded_by_three import drifting
from tests.tui.recalled import review_app
from tests.tui.test_review_agreement import press
from tests.tui.test_snapshots import pytestmark
from textual.pilot import Pilot

from coder_tui.storage import building

__all__ = ["pytestmark"]

BLIND_IDS = ["".join(letters) for letters in product("bcdfgh", "23456", "km", "79p")]


class SameEachTime:
    """What is random in a study, always the same."""

    @staticmethod
    def token_hex(size: int) -> str:
        return "5" * 2 * size


@pytest.fixture
def app(write_study: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("coder_tui.intake.entries.new_blind_ids", lambda *_: BLIND_IDS)
    monkeypatch.setattr(building, "secrets", SameEachTime)
    return review_app(drifting(write_study))


def after(*keys: str) -> Any:
    async def look(pilot: Pilot[None]) -> None:
        await press(pilot, *keys)

    return look


@pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
def test_agreement(app: Any, snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=after())


def test_pairs(app: Any, snap_compare: Any) -> None:
    assert snap_compare(app, terminal_size=(80, 24), run_before=after("p"))


def test_parts(app: Any, snap_compare: Any) -> None:
    assert snap_compare(app, terminal_size=(100, 30), run_before=after("v"))
