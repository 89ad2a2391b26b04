"""Conditions are opened on a terminal only by a word that is typed, or by a script that says so."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from tests.conftest import Built, WriteStudy
from tests.faults.terminal import Terminal
from tests.freezing_fixtures import code_all, everything

from coder_tui.cli.main import cli
from coder_tui.domain.errors import BadInputError
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import conditions_are_open

Run = Callable[..., Terminal]


def is_open(built: Built) -> bool:
    study = StudyFile.open(built.path, read_only=True)
    try:
        return conditions_are_open(study)
    finally:
        study.close()


@pytest.fixture
def frozen(write_study: WriteStudy) -> Built:
    built = write_study(plan='coders = ["ana", "ben"]').init()
    code_all(built.path, {"ana": 1, "ben": 2})
    done = CliRunner().invoke(cli, ["freeze", str(built.path)])
    assert done.exit_code == 0, done.exception
    return built


def asked(run: Run, built: Built) -> Terminal:
    terminal = run("unblind", str(built.path))
    terminal.wait_for("Type unblind to open: ")
    terminal.settle()
    return terminal


def test_the_word_opens_it_after_what_is_open_was_said(run: Run, frozen: Built) -> None:
    terminal = asked(run, frozen)
    assert "without a decision." in terminal.picture
    assert not is_open(frozen)
    terminal.send("unblind\r")
    terminal.wait_for("Written, and logged.")
    assert is_open(frozen)


@pytest.mark.parametrize("typed", ["yes\r", "\x03", "\x04"])
def test_anything_else_opens_nothing(run: Run, frozen: Built, typed: str) -> None:
    before = everything(frozen.path)
    terminal = asked(run, frozen)
    terminal.send(typed)
    terminal.wait_for("othing was")
    assert not is_open(frozen)
    assert everything(frozen.path) == before


def test_a_script_in_a_terminal_is_not_asked(run: Run, frozen: Built) -> None:
    run("unblind", str(frozen.path), "--yes").wait_for("Written, and logged.")
    assert is_open(frozen)


@pytest.mark.parametrize("given", [(), ("--break-seal", "The deadline is near.")])
def test_without_a_terminal_it_has_to_be_said(frozen: Built, given: tuple[str, ...]) -> None:
    before = everything(frozen.path)
    done = CliRunner().invoke(cli, ["unblind", str(frozen.path), *given])
    assert isinstance(done.exception, BadInputError)
    assert "--yes" in done.exception.hint
    assert not is_open(frozen)
    assert everything(frozen.path) == before


def test_without_a_terminal_no_seal_is_broken_in_passing(write_study: WriteStudy) -> None:
    built = write_study(plan='coders = ["ana", "ben"]').init()
    call = ["unblind", str(built.path), "--break-seal", "why"]
    assert isinstance(CliRunner().invoke(cli, call).exception, BadInputError)
    assert not is_open(built)
    assert CliRunner().invoke(cli, [*call, "--yes"]).exit_code == 0
    assert is_open(built)


def test_a_dry_run_says_what_is_open_and_opens_nothing(frozen: Built) -> None:
    before = everything(frozen.path), everything(frozen.key_path)
    done = CliRunner().invoke(cli, ["unblind", str(frozen.path), "--dry-run"])
    assert done.exit_code == 0, done.exception
    assert "DRY RUN" in done.stdout
    assert "without a decision." in done.stderr
    assert not is_open(frozen)
    assert (everything(frozen.path), everything(frozen.key_path)) == before
