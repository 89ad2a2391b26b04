"""In an audit the tab of conditions is that of coverage: what the benchmarks measure."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.review_fixtures import keyed_items
from tests.tui.recalled import RecalledSource
from tests.tui.test_review_screen import settled

from coder_tui.analysis.review import Review
from coder_tui.cli.main import cli
from coder_tui.tui.dialogs import HelpScreen
from coder_tui.tui.review.app import ReviewApp
from coder_tui.tui.review.screen import ReviewScreen


@pytest.fixture(scope="module")
def read_twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped audit, with both of its readings."""
    folder = tmp_path_factory.mktemp("audit")
    found = CliRunner().invoke(cli, ["demo", "--audit", "--summary", "--dir", str(folder)])
    assert found.exit_code == 0, found.output
    return folder


def open_review(folder: Path, *, with_key: bool = True) -> ReviewApp:
    path, keyed = folder / "audit.db", keyed_items(folder / "audit.key.db")
    return ReviewApp(RecalledSource(path, keyed if with_key else None, lambda: folder))


async def test_it_counts_benchmarks_at_each_point_and_says_what_nobody_measures(
    read_twice: Path,
) -> None:
    app = open_review(read_twice)
    async with app.run_test(size=(80, 45)) as pilot:
        await settled(pilot)
        await pilot.press("6")
        text = await settled(pilot)
        assert isinstance(app.screen, ReviewScreen)
        review = app.screen.review
    lines = text.splitlines()
    assert "6 COVERAGE" in lines[1]
    assert "at 0  at 1  at 2  above 0" in text
    assert "o profiles" not in text
    assert isinstance(review, Review)
    (audit,) = review.audits
    line = next(each for each in lines if "D3 Verification support" in each)
    found = audit.coverage[2]
    assert line.split()[-8:] == [
        *map(str, found.counts),
        f"0/{sum(found.counts)}",
        *map(str, (found.cannot_judge, found.not_applicable, found.unresolved, found.unscored)),
    ]
    assert "Of the benchmarks that have a final score none measures:" in " ".join(text.split())
    assert "How far what is measured goes with" in " ".join(text.split())


async def test_enter_opens_the_whole_summary_in_80_columns(read_twice: Path) -> None:
    app = open_review(read_twice)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6", "enter")
        page = await settled(pilot)
        assert isinstance(app.screen, HelpScreen)
        assert "16 benchmarks, 8 dimensions" in page
        words = app.screen.query_one(".words")
        assert words.virtual_region.width >= 76
        drawn = "".join(str(each) for each in app.screen._pieces)
    assert max(map(len, drawn.splitlines())) <= 76
    assert "N5 Interaction" in drawn
    assert "above 0 / scored" in drawn
    assert "PERMANOVA" in drawn


async def test_w_has_all_of_what_the_pane_begins(read_twice: Path) -> None:
    app = open_review(read_twice)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6")
        assert "... w: all of it" in await settled(pilot)
        await pilot.press("w")
        await settled(pilot)
        assert isinstance(app.screen, HelpScreen)
        said = " ".join("".join(str(each) for each in app.screen._pieces).split())
    assert "say little." in said


async def test_without_the_key_it_says_why_it_is_empty(read_twice: Path) -> None:
    app = open_review(read_twice, with_key=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("6")
        text = " ".join((await settled(pilot)).split())
        await pilot.press("o", "enter")
        assert isinstance(app.screen, ReviewScreen)
    assert "summed up with the study's key only: --key NAME.key.db." in text
