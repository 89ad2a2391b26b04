"""Pictures of the profiles. Look at them as pictures before accepting a change."""

from itertools import product
from typing import Any

import pytest
from tests.profile_fixtures import coded
from tests.tui.recalled import review_app
from tests.tui.test_profiles_screen import opened
from tests.tui.test_review_agreement_pictures import SameEachTime
from tests.tui.test_snapshots import pytestmark
from textual.pilot import Pilot

from coder_tui.storage import building

__all__ = ["pytestmark"]

BLIND_IDS = ["".join(letters) for letters in product("bcdfgh", "23456", "km")]


@pytest.fixture
def app(write_study: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("coder_tui.intake.entries.new_blind_ids", lambda *_: BLIND_IDS)
    monkeypatch.setattr(building, "secrets", SameEachTime)
    return review_app(coded(write_study))


@pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
def test_profiles(app: Any, snap_compare: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await opened(pilot, "right", "down")

    assert snap_compare(app, terminal_size=size, run_before=before)
