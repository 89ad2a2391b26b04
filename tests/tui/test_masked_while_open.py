"""A coding screen that is open while the lead masks a name in its item."""

import sqlite3

import pytest
from click.testing import CliRunner
from tests.conftest import Built, WriteStudy
from tests.tui.clocked_app import ALONE, SIZE, ClockedApp, said, transcript
from tests.tui.conftest import OpenApp

from coder_tui.cli.main import cli
from coder_tui.domain.blinding import MASK
from coder_tui.tui.notice import TEXT_REPLACED

TURNS = [
    said("Who are you?", "user"),
    said("\n".join(f"Line {n} of what was said." for n in range(40))),
    said("At last: I am Quill0nia."),
]


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    item = transcript("t1", *TURNS) | {"model": "quillonia"}
    return write_study([item], plan=ALONE).init()


@pytest.fixture
def app(built: Built, open_app: OpenApp) -> ClockedApp:
    return open_app(built.path)


def mask(built: Built) -> None:
    """Let the lead mask the name in another program."""
    done = CliRunner().invoke(cli, ["leaks", str(built.path), "--policy", "altered=mask"])
    assert done.exit_code == 0, (done.output, done.exception)


async def press(app: ClockedApp, *keys: str) -> None:
    """Press keys at the pace of a person who looks first."""
    for key in keys:
        app.clock.now += 1
        await app.pilot.press(key)


def quotes(app: ClockedApp) -> list[str]:
    return [quote for (quote,) in app.rows("select quote from evidence order by clock")]


def in_files(built: Built) -> bool:
    """Whether the name stands anywhere in the study or its log after the lead's next command."""
    mask(built)
    path = built.path
    return any(
        b"quill0nia" in each.read_bytes().lower()
        for each in path.parent.glob(f"{path.name}*")
        if not each.name.endswith("-shm")
    )


@pytest.mark.parametrize("key", ["e", "1", "z", "enter"])
async def test_the_next_key_shows_the_masked_text_and_records_nothing(
    app: ClockedApp, built: Built, key: str
) -> None:
    async with app.at(SIZE):
        await press(app, "0", "k", "G")
        assert "I am Quill0nia" in app.picture()
        part, dimension = app.view.current_part, app.desk.dimension
        before = app.rows("select count(*) from score"), quotes(app)
        mask(built)
        await press(app, key)
        await app.see(TEXT_REPLACED.text)
        assert MASK in app.picture()
        assert "Quill0nia" not in app.picture()
        assert (app.rows("select count(*) from score"), quotes(app)) == before
        assert part is not None
        assert app.view.current_part is not None
        assert app.view.current_part.idx == part.idx == 3
        assert app.desk.dimension.id == dimension.id
        await press(app, "e")
        assert quotes(app) == [f"At last: I am {MASK}."]
    assert not in_files(built)


async def test_a_text_that_changes_between_the_look_and_the_write_is_not_quoted(
    app: ClockedApp, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write itself asks whether the text is still the one on the screen."""
    async with app.at(SIZE):
        await press(app, "0", "k", "G")
        mask(built)
        monkeypatch.setattr(type(app.desk), "_closed", lambda _: None)
        await press(app, "e")
        monkeypatch.undo()
        await app.see(TEXT_REPLACED.text)
        assert quotes(app) == []
        assert "Quill0nia" not in app.picture()
    assert not in_files(built)


async def test_what_was_cited_before_is_taken_away_in_masked_words(
    app: ClockedApp, built: Built
) -> None:
    async with app.at(SIZE):
        await press(app, "1", "G", "e")
        assert quotes(app) == ["At last: I am Quill0nia."]
        mask(built)
        await press(app, "u")
        await app.see(TEXT_REPLACED.text)
        await press(app, "u")
        assert quotes(app) == [f"At last: I am {MASK}."] * 2
        assert not app.desk.sheet.citations
    assert not in_files(built)


async def test_a_quote_that_waits_for_the_file_is_dropped_when_its_text_is_replaced(
    app: ClockedApp, built: Built
) -> None:
    lead = sqlite3.connect(built.path, isolation_level=None)
    async with app.at(SIZE):
        await press(app, "0", "k", "G")
        lead.execute("begin immediate")
        await press(app, "e")
        assert "NOT SAVED" in app.picture()
        lead.execute("update part set text = replace(text, 'Quill0nia', ?)", (MASK,))
        lead.execute("update item set content_hash = 'another'")
        lead.execute("commit")
        await app.see(TEXT_REPLACED.text)
        assert "saved after all" not in app.picture()
        assert app.desk.unsaved == 0
        assert quotes(app) == []
        await press(app, "e")
        assert quotes(app) == [f"At last: I am {MASK}."]
    lead.close()


async def test_other_work_of_the_lead_disturbs_no_quote(app: ClockedApp, built: Built) -> None:
    lead = sqlite3.connect(built.path, isolation_level=None)
    async with app.at(SIZE):
        await press(app, "0", "k", "G")
        lead.execute("insert into event values ('x', 'lead', 'note', '{}', '2026')")
        await press(app, "e")
        assert quotes(app) == ["At last: I am Quill0nia."]
    lead.close()
