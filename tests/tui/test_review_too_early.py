"""What the review says while it is still being computed, and where the list stands afterwards."""

import threading
from typing import Any

import pytest
from tests.review_fixtures import coded_by_both, keyed_items
from tests.tui.clocked_app import until
from tests.tui.test_review_screen import settled, shown

from coder_tui.analysis.review import Review
from coder_tui.domain.errors import CoderError
from coder_tui.tui.review.app import ReviewApp, StudySource
from coder_tui.tui.review.item_screen import ItemScreen
from coder_tui.tui.review.screen import ReviewScreen

AGREEMENT_ROW = "D1 Clarity"


class Gate:
    """Lets a review through when it is told to, or a fault in its place."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened = threading.Event()
        self.fault = ""
        review = StudySource.review

        def when_open(source: StudySource) -> Review:
            self.opened.wait(8)
            if self.fault:
                raise CoderError(self.fault, title="Cannot read")
            return review(source)

        monkeypatch.setattr(StudySource, "review", when_open)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch)


@pytest.fixture
def app(write_study: Any) -> ReviewApp:
    built = coded_by_both(write_study)
    return ReviewApp(StudySource(built.path, keyed_items(built.key_path), lambda: built.path))


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_a_tab_that_is_not_there_yet_shows_nothing_of_another(
    app: ReviewApp, gate: Gate, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: AGREEMENT_ROW in shown(app), "what is said")
        for key, name in (("6", "Conditions"), ("3", "Disagreements"), ("1", "Progress")):
            await pilot.press(key)
            await pilot.pause()
            assert f"{name}: being computed ..." in shown(app)
            assert AGREEMENT_ROW not in shown(app)
            for early in ("enter", "w"):
                await pilot.press(key, early)
                await pilot.pause()
                assert "being computed ...; press it again then." in shown(app)
        await pilot.press("2")
        await pilot.pause()
        assert AGREEMENT_ROW in shown(app)
        assert "Intervals and verdicts are being computed" in shown(app)
        await pilot.press("6")
        gate.opened.set()
        text = await settled(pilot)
        assert "being computed" not in text
        assert "modelia" in text


async def test_where_nothing_comes_of_it_nothing_is_announced(app: ReviewApp, gate: Gate) -> None:
    gate.fault = "The disk is gone."
    async with app.run_test() as pilot:
        await until(pilot, lambda: AGREEMENT_ROW in shown(app), "what is said")
        gate.opened.set()
        await until(pilot, lambda: "The disk is gone." in shown(app), "what is said")
        await pilot.press("6", "enter")
        await pilot.pause()
        assert "being computed" not in shown(app)
        assert "The disk is gone." in shown(app)


async def test_the_list_stands_on_the_disagreement_looked_at_last(app: ReviewApp) -> None:
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("3", "o")
        review = app.screen
        assert isinstance(review, ReviewScreen)
        assert len(review.rows) > 1
        for leave in ("escape", "q", "enter"):
            await pilot.press("g", "enter")
            await settled(pilot)
            await pilot.press("greater_than_sign", "greater_than_sign", "greater_than_sign")
            screen = app.screen
            assert isinstance(screen, ItemScreen)
            looked_at = screen.disagreement
            await pilot.press(leave)
            await pilot.pause()
            assert review.place == len(review.rows) - 1
            assert review.rows[review.place].entry is looked_at
            assert f">{screen.stop.blind_id}" in shown(app)
