"""`leaks` opens its gate (exit code 0) only when everything was searched and decided."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy, transcript

from coder_tui.cli.main import cli
from coder_tui.domain.errors import BadInputError


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


@pytest.fixture
def clean(write_study: WriteStudy) -> Built:
    """A study in which nothing is to be found."""
    return write_study([transcript(f"t{n}") for n in range(3)]).init()


def look(built: Built) -> Result:
    return run("leaks", built.path, "--no-search", "--list")


def test_what_was_never_searched_is_not_clean(clean: Built) -> None:
    done = look(clean)
    assert done.exit_code == 1
    assert "3 items have not been searched. Leave --no-search out." in done.stderr
    assert run("leaks", clean.path, "--list").exit_code == 0
    assert look(clean).exit_code == 0


def test_items_that_came_later_are_not_clean(clean: Built, tmp_path: Path) -> None:
    run("leaks", clean.path, "--list")
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps(transcript("later")))
    assert run("import", clean.path, more).exit_code == 0
    done = look(clean)
    assert done.exit_code == 1
    assert "1 item has not been searched" in done.stderr
    told: Any = json.loads(run("leaks", clean.path, "--no-search", "--json").stdout)
    assert told["not_searched"] == 1


def test_a_text_that_was_replaced_is_not_clean(clean: Built, tmp_path: Path) -> None:
    run("leaks", clean.path, "--list")
    again = tmp_path / "transcripts.jsonl"
    asked = [{"role": "user", "text": "Another question."}]
    again.write_text(json.dumps(transcript("t1", turns=asked)))
    done = run("import", clean.path, again, "--update")
    assert done.exit_code == 0, done.exception
    assert look(clean).exit_code == 1


def test_without_a_terminal_it_says_what_to_do_instead(clean: Built) -> None:
    done = run("leaks", clean.path)
    assert isinstance(done.exception, BadInputError)
    assert "--list, --json, or --policy" in done.exception.hint
    assert str(clean.path) in done.exception.hint
