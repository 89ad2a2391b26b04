"""The review screen of a study that is not what was frozen says so, and finds it off its loop."""

import re
import threading
from typing import Any

import pytest
from click.testing import CliRunner
from tests.freezing_fixtures import hack
from tests.review_fixtures import coded_by_both
from tests.tui.test_review_screen import LARGE, review_app, settled

from coder_tui.analysis import closed
from coder_tui.cli.main import cli
from coder_tui.storage.database import Connection
from coder_tui.storage.freezing import Freeze
from coder_tui.storage.frozen_check import Told, faults


@pytest.fixture
def frozen(write_study: Any) -> Any:
    built = coded_by_both(write_study)
    done = CliRunner().invoke(cli, ["freeze", str(built.path), "--unfinished"])
    assert done.exit_code == 0, done.output
    return built


async def test_what_was_altered_is_said_on_the_screen_and_looked_for_once_a_reading(
    frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[threading.Thread] = []

    def watched(connection: Connection, freeze: Freeze, told: Told) -> list[str]:
        asked.append(threading.current_thread())
        return faults(connection, freeze, told)

    monkeypatch.setattr(closed, "faults", watched)
    app = review_app(frozen)
    async with app.run_test(size=LARGE) as pilot:
        assert "NOT WHOLE" not in await settled(pilot)
        assert len(asked) == 1
        hack(frozen.path, "update freeze set person = 'eve'")
        await pilot.press("r")
        assert "NOT WHOLE" in (await settled(pilot)).splitlines()[0]
        await pilot.press("w", "end")
        said = " ".join(re.sub("[│┃|]", " ", await settled(pilot)).split())
        assert "NOT WHOLE: what freeze 1 closed is not what stands" in said
    assert len(asked) == 2
    assert threading.main_thread() not in asked
