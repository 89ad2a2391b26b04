"""Pictures of the tab of conditions, of effects, and of coverage. Look at them as pictures before
accepting a change, as at those of `test_snapshots.py`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.tui.recalled import review_app
from tests.tui.test_effects_screen import coded
from tests.tui.test_review_agreement_pictures import SameEachTime
from tests.tui.test_review_screen import settled
from tests.tui.test_snapshots import pytestmark
from textual.pilot import Pilot

from coder_tui.cli.demo import build
from coder_tui.storage import building

__all__ = ["pytestmark"]

BLIND_IDS = [
    f"{first}{second}{third}" for first in "bcdf" for second in "23456789" for third in "km"
]


def after(*keys: str) -> Callable[[Pilot[None]], Any]:
    async def look(pilot: Pilot[None]) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)

    return look


@pytest.fixture
def app(write_study: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("coder_tui.intake.entries.new_blind_ids", lambda *_: BLIND_IDS)
    monkeypatch.setattr(building, "secrets", SameEachTime)
    return review_app(coded(write_study))


@pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
def test_conditions(app: Any, snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=after("6"))


@pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
def test_effects(app: Any, snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=after("6", "enter"))


class Demo:
    """The sample audit."""

    def __init__(self, folder: Path) -> None:
        self.path, self.key_path = folder / "audit.db", folder / "audit.key.db"
        build("audit", folder, self.path, self.key_path)


def test_coverage(snap_compare: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "secrets", SameEachTime)
    app = review_app(Demo(tmp_path))
    assert snap_compare(app, terminal_size=(80, 24), run_before=after("6"))
