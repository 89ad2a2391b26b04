"""Pictures of the tab Query and its screen. Look at each as a picture before accepting a change:

`rsvg-convert tests/tui/__snapshots__/test_review_query_pictures/NAME.svg -o /tmp/x.png`
"""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Self

import pytest
from tests.review_fixtures import PLAN, code, code_both, transcripts
from tests.tui.clocked_app import until
from tests.tui.query_app import LARGE, SMALL, QueryApp
from textual.pilot import Pilot

from coder_tui.tui.review import asking
from coder_tui.tui.review.query_screen import QueryScreen

MADE_ON = (3, 11)

pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != MADE_ON,
    reason=f"the pictures were made on Python {MADE_ON}; others may draw or wrap otherwise",
)


class NineOClock(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: Any = None) -> Self:
        return cls(2026, 11, 21, 9, 0, 0, tzinfo=tz)

    def astimezone(self, tz: Any = None) -> Self:
        return self


@pytest.fixture
def app(write_study: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[QueryApp]:
    """A coded study with known blind ids, at nine o'clock."""
    monkeypatch.setattr(
        "coder_tui.intake.entries.new_blind_ids", lambda *_: ["k7f2", "m3qd", "p9aa", "t4xw"]
    )
    monkeypatch.setattr(asking, "datetime", NineOClock)
    monkeypatch.setattr(asking, "perf_counter", lambda: 1.0)
    built = write_study(transcripts(), plan=PLAN).init()
    blind = code_both(built.path, built.key_path)
    comment = "The answer names a source, but nobody could find it under that name."
    code(built.path, "ana", {blind["x2"]: {}}, comments={blind["x2"]: comment})
    app = QueryApp(built)
    yield app
    app.asking.close()


def pressing(*keys: str) -> Callable[[Pilot[None]], Any]:
    async def before(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, QueryApp)
        app.pilot = pilot
        await until(pilot, lambda: "Reading" not in app.picture(), "the study")
        await app.workers.wait_for_complete()
        await pilot.press("7")
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
            if isinstance(app.screen, QueryScreen):
                await app.answered()
        await pilot.pause()

    return before


VIEW = ("end", *["up"] * 3, "enter")
WRONG = ("n", *"select", "space", *"valu", "space", *"from", "space", *"evidence", "semicolon")


def test_the_tab_at_80_by_24(app: QueryApp, snap_compare: Any) -> None:
    assert snap_compare(app, terminal_size=SMALL, run_before=pressing())


def test_a_view_at_140_by_45(app: QueryApp, snap_compare: Any) -> None:
    assert snap_compare(app, terminal_size=LARGE, run_before=pressing("end", "up", "up"))


def test_an_answer_at_80_by_24(app: QueryApp, snap_compare: Any) -> None:
    keys = (*VIEW, "tab", "down", *["right"] * 6)
    assert snap_compare(app, terminal_size=SMALL, run_before=pressing(*keys))


def test_an_answer_at_140_by_45(app: QueryApp, snap_compare: Any) -> None:
    assert snap_compare(app, terminal_size=LARGE, run_before=pressing(*VIEW, "tab", "down"))


def test_an_error(app: QueryApp, snap_compare: Any) -> None:
    assert snap_compare(app, terminal_size=SMALL, run_before=pressing(*WRONG, "enter"))
