"""What a person has settled in settings.toml holds on the coding screen."""

from pathlib import Path
from typing import Any

import pytest
from tests.tui.clocked_app import SIZE

from coder_tui.domain.errors import BadInputError
from coder_tui.tui.reading_settings import load_settings
from coder_tui.tui.settings import Settings


@pytest.fixture
def write_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write the user's settings.toml."""
    path = tmp_path / "settings.toml"
    monkeypatch.setattr("coder_tui.tui.reading_settings.settings_file", lambda: path)
    return path.write_text


async def test_auto_advance_can_be_off_from_the_start(built_study: Any, open_app: Any) -> None:
    app = open_app(built_study.path, settings=Settings(auto_advance=False))
    async with app.at(SIZE) as pilot:
        await app.see("advance off")
        await pilot.press("0")
        assert app.desk.dimension.id == "clarity"
        await pilot.press("a", "0")
        assert app.desk.dimension.id == "escalated"


async def test_copying_can_be_off(
    built_study: Any, open_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(built_study.path, settings=Settings(clipboard=False))
    async with app.at(SIZE) as pilot:
        written: list[str] = []
        monkeypatch.setattr(app._driver, "write", written.append)
        await pilot.press("y")
        await app.see("Copying is off")
        assert not [each for each in written if "]52;" in each]


def test_the_file_is_read_and_a_slip_in_it_is_named(write_settings: Any) -> None:
    write_settings("clipboard = false\nauto_advance = false\n")
    settings = load_settings("coding")
    assert (settings.clipboard, settings.auto_advance) == (False, False)
    write_settings("clipbord = false\n")
    with pytest.raises(BadInputError, match="clipbord"):
        load_settings("coding")
