"""Summary and profiles follow the width of a narrow terminal, and break between words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from coder_tui.analysis.narrow_tables import narrow_table
from coder_tui.cli.main import cli

Said = Callable[[str, int], str]
VERDICT = "probably not reached: P .03"
ROWS = [
    ["D4 Grounding in ...", "174", "q-kappa .669 (.470 to .855)", VERDICT],
    ["OC", "180", "q-kappa -", "undefined: all scores 2"],
]
HEADS = ("n", "coefficient", "verdict")


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("narrow")
    for more in ([], ["--audit"]):
        made = CliRunner().invoke(cli, ["demo", *more, "--summary", "--dir", str(folder)])
        assert made.exit_code == 0, made.output
    return folder


@pytest.fixture
def said(studies: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def run(command: str, width: int) -> str:
        monkeypatch.setattr("coder_tui.cli.query_text.terminal_width", lambda: width)
        name, study = command.split()
        key = studies / f"{study}.key.db"
        done = CliRunner().invoke(cli, [name, str(studies / f"{study}.db"), "--key", str(key)])
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


@pytest.mark.parametrize("command", ["summary stress", "profile stress"])
def test_a_narrow_terminal_gets_lines_that_fit_and_whole_words(said: Said, command: str) -> None:
    narrow, wide = said(command, 60), said(command, 80)
    assert [line for line in narrow.splitlines() if len(line) > 60] == []
    assert any(len(line) > 70 for line in wide.splitlines())
    words = set(wide.split())
    sentences = narrow.split("\n\n")[0]
    assert set(sentences.split()) <= words


def test_the_sentences_of_an_audit_fit_as_well(said: Said) -> None:
    # Its tables of nominal dimensions are wider.
    narrow = said("summary audit", 60)
    assert "this describes these benchmarks and no others." in " ".join(narrow.split())
    ends = [line for line in narrow.splitlines() if line.endswith((".", ","))]
    assert len(ends) > 3
    assert [line for line in ends if len(line) > 60] == []


def test_a_terminal_of_less_than_60_gets_60(said: Said) -> None:
    assert said("summary stress", 20) == said("summary stress", 60)


@given(st.integers(56, 100))
def test_a_verdict_keeps_its_number_at_any_width(width: int) -> None:
    lines = narrow_table(HEADS, ROWS, width, first=3, words=2)
    assert max(map(len, lines)) <= width
    assert any(line.endswith(VERDICT) for line in lines)
    assert [line for line in lines if line.endswith("\N{HORIZONTAL ELLIPSIS}")] == []
