"""What commands print fits a terminal of 80 columns, and breaks between words."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.conftest import Sit
from tests.faults.terminal import PROGRAM, Terminal, environment

from coder_tui.cli.main import cli, complain
from coder_tui.cli.status import status
from coder_tui.domain.coding import Move
from coder_tui.domain.errors import BadInputError
from coder_tui.storage.study import StudyFile

WORDS = "keys.toml, [coding] cite: a key that is not known; known are: home, end, enter, escape"


def test_status_fits_80_columns_and_explains_its_heads(study: StudyFile, sit: Sit) -> None:
    recorder = sit("ana")
    first, *_ = [each.blind_id for each in study.assignments("ana")]
    recorder.move(first, Move.SUBMITTED)
    recorder.move(first, Move.REOPENED)
    out = CliRunner().invoke(status, [str(study.path)]).output
    assert max(map(len, out.splitlines())) <= 80
    heads = next(line for line in out.splitlines() if line.startswith("coder"))
    # Room for a name of twelve letters and for simulated coders.
    assert len(heads) - len("coder") + 12 + len("simulated") - len("human") <= 80
    assert "reopened: open again now" in out


def test_an_error_on_a_terminal_is_broken_between_words(tmp_path: Path) -> None:
    command = [*PROGRAM, "init", "no-such-study-file-anywhere.toml"]
    terminal = Terminal(command, columns=60, env=environment(tmp_path))
    try:
        assert terminal.wait_for_end() == 2
        words = "no-such-study-file-anywhere.toml"
        assert any(words in line for line in terminal.picture.splitlines())
    finally:
        terminal.close()


def test_words_stay_whole_at_any_width(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    for columns in (20, 40, 80):
        monkeypatch.setenv("COLUMNS", str(columns))
        complain(BadInputError(WORDS, hint=WORDS))
        lines = capsys.readouterr().err.splitlines()
        assert max(map(len, lines)) <= max(columns, 30)
        assert " ".join(" ".join(lines).split()) == f"coder-tui: {WORDS} {WORDS}"


def test_an_error_elsewhere_than_on_a_terminal_is_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    complain(BadInputError(WORDS))
    assert capsys.readouterr().err == f"coder-tui: {WORDS}\n"


@pytest.mark.parametrize("more", [[], ["--all"]])
def test_the_review_of_an_audit_fits_80_columns(tmp_path: Path, more: list[str]) -> None:
    demo = ["demo", "--audit", "--summary", "--dir", str(tmp_path)]
    assert CliRunner().invoke(cli, demo).exit_code == 0
    study, key = str(tmp_path / "audit.db"), str(tmp_path / "audit.key.db")
    out = CliRunner().invoke(cli, ["review", study, "--key", key, "--plain", *more]).stdout
    assert "DISAGREEMENTS" in out
    assert [line for line in out.splitlines() if len(line) > 80] == []
