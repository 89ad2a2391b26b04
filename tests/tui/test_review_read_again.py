"""`r` on the review screen reads the key again: items imported meanwhile are known."""

import json
import re
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.conftest import Built, transcript
from tests.review_fixtures import PLAN, code, transcripts
from tests.tui.test_review_screen import LARGE, SMALL, settled

from coder_tui.cli.looks import items_of_key, keyed_items
from coder_tui.cli.main import cli
from coder_tui.cli.review_json import review_object
from coder_tui.storage.study import StudyFile
from coder_tui.tui.review.app import ReviewApp, StudySource
from coder_tui.tui.review.screen import ReviewScreen

COUNTED = "select count(*) as n from submitted_score"


@pytest.fixture
def built(write_study: Any) -> Built:
    """Four items, coded by ana; a third of what is imported later, she has twice."""
    made: Built = write_study(transcripts(), plan=f"{PLAN}\nrepeats = 0.34\n").init()
    score_all(made, value=1)
    return made


def score_all(built: Built, *, value: int) -> None:
    """Let ana score what she has not; silent repeats of it otherwise than the item itself."""
    repeats = {
        each.blind_id for each in keyed_items(built.path, built.key_path) or () if each.repeats
    }
    with closing(StudyFile.open(built.path, read_only=True)) as study:
        own = [each.blind_id for each in study.assignments("ana")]
        done = {name for (name,) in study.connection.execute("select blind_id from submission")}
    sheets = {
        each: {"clarity": 2 - value if each in repeats else value}
        for each in own
        if each not in done
    }
    code(built.path, "ana", sheets)


def import_more(built: Built, folder: Path) -> None:
    more = [transcript(f"u{number}", model="modelia-nine", scaffold="C7") for number in range(6)]
    file = folder / "more.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in more))
    done = CliRunner().invoke(cli, ["import", str(built.path), str(file)])
    assert done.exit_code == 0, done.output


def with_key(built: Built) -> ReviewApp:
    keyed = keyed_items(built.path, built.key_path)
    read_key = partial(items_of_key, built.key_path)
    source = StudySource(built.path, keyed, lambda: built.path, read_key=read_key)
    return ReviewApp(source)


def said(command: str, built: Built, *more: str) -> Any:
    """What a command says of the study to who holds its key, read from the start."""
    told = CliRunner().invoke(cli, [command, str(built.path), *more, "--key", str(built.key_path)])
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


async def test_items_and_repeats_imported_meanwhile_are_counted_as_a_new_review_counts_them(
    built: Built, tmp_path: Path
) -> None:
    app = with_key(built)
    async with app.run_test(size=LARGE) as pilot:
        assert re.search("ana v. self +undefined: one item only", await settled(pilot))
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        before = screen.asking.answer(COUNTED).rows
        import_more(built, tmp_path)
        score_all(built, value=0)
        await pilot.press("r")
        text = await settled(pilot)
        again = json.loads(json.dumps(review_object(screen.review)))
        after = screen.asking.answer(COUNTED).rows
        models = screen.effects().layout.models
        systems = {each.model for each in screen.profiles().systems}
    told = said("review", built, "--json")
    assert again == told
    assert "ana v. self" in text
    assert "one item only" not in text
    assert before != after == ((str(said("query", built, COUNTED, "--json")["rows"][0]["n"]),),)
    assert "modelia-nine" in models
    assert "modelia-nine" in systems


async def test_items_imported_between_two_readings_of_the_key_are_known_at_the_next(
    built: Built, tmp_path: Path
) -> None:
    """The copy was made with the items, and the key was read without them."""
    keyed = keyed_items(built.path, built.key_path)
    import_more(built, tmp_path)
    score_all(built, value=0)
    read_key = partial(items_of_key, built.key_path)
    source = StudySource(built.path, keyed, lambda: built.path, read_key=read_key)
    with closing(source):
        first, again = source.review(), source.review()
    told = said("review", built, "--json")
    assert json.loads(json.dumps(review_object(first))) != told
    assert json.loads(json.dumps(review_object(again))) == told


async def test_a_key_that_does_not_fit_any_more_is_said_in_one_line_and_what_was_read_stays(
    built: Built,
) -> None:
    app = with_key(built)
    async with app.run_test(size=SMALL) as pilot:
        whole = await settled(pilot)
        built.key_path.chmod(0o644)
        await pilot.press("r")
        text = await settled(pilot)
        assert "Not read again: the key cannot be used (key too open)." in text
        assert "D1 Clarity" in whole
        assert "D1 Clarity" in text
        built.key_path.chmod(0o600)
        await pilot.press("r")
        assert "Not read again" not in await settled(pilot)
