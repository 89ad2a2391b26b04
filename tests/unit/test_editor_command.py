"""Which editor is opened, and where its text lies meanwhile."""

import stat
from pathlib import Path

import pytest

from coder_tui.domain.errors import BadInputError
from coder_tui.tui.editor import Draft, editor_command


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder of programs that are there."""
    for name in ("mine", "vi", "my editor"):
        path = tmp_path / name
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    return tmp_path


def test_visual_comes_before_editor_and_editor_before_what_is_there(programs: Path) -> None:
    path = {"PATH": str(programs)}
    assert editor_command({**path, "VISUAL": "mine", "EDITOR": "vi"}) == ["mine"]
    assert editor_command({**path, "VISUAL": " ", "EDITOR": "vi"}) == ["vi"]
    assert editor_command(path) == ["vi"]


def test_arguments_and_quotes_are_read_as_a_shell_reads_them(programs: Path) -> None:
    given = {"PATH": str(programs), "EDITOR": "'my editor' -w --title \"a b\""}
    assert editor_command(given) == ["my editor", "-w", "--title", "a b"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere -w", "EDITOR names 'nowhere -w', which is not there."),
        ("mine 'open", "EDITOR cannot be read (No closing quotation)"),
        ("''", "which is not there"),
    ],
)
def test_an_editor_that_cannot_be_is_refused_by_name(programs: Path, given: str, said: str) -> None:
    with pytest.raises(BadInputError) as refused:
        editor_command({"PATH": str(programs), "EDITOR": given})
    assert said in str(refused.value)


def test_where_there_is_none_a_sentence_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="set EDITOR"):
        editor_command({"PATH": str(tmp_path)})


def test_a_draft_is_read_by_its_owner_alone_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    draft = Draft.write("one\ntwo")
    assert stat.S_IMODE(draft.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(draft.path.parent.stat().st_mode) == 0o700
    assert draft.read() == "one\ntwo"
    draft.path.with_name("comment.txt~").write_text("what an editor leaves")
    draft.remove()
    assert list((tmp_path / "state" / "coder-tui" / "drafts").iterdir()) == []


def test_what_is_read_back_holds_nothing_that_a_terminal_obeys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    draft = Draft.write("")
    draft.path.write_bytes(b"one\r\n\ttwo\x1b[c\xff\n\n")
    assert draft.read() == "one\n    two␛[c\ufffd"
    draft.remove()
