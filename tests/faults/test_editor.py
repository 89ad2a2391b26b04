"""A comment in the coder's own editor, in a real terminal: nothing is lost, nothing scores."""

import os
import shutil
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.faults.terminal import PROGRAM, Terminal, environment

pytestmark = pytest.mark.pty

COMMENT = "select text from comment order by rowid"

Edit = Callable[..., Terminal]


@pytest.fixture
def edit(built_study: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Open the coding screen with an editor that is a script, and press the key that opens it."""

    def start(script: str, *, arguments: str = "", keys: str = "C") -> Terminal:
        editor = tmp_path / "my editor"
        editor.write_text(f"#!/bin/sh\n{script}\n")
        editor.chmod(0o755)
        env = environment(tmp_path, EDITOR=f"'{editor}' {arguments}")
        terminal = Terminal([*PROGRAM, "code", str(built_study.path), "--coder", "ana"], env=env)
        opened.append(terminal)
        terminal.wait_for("D1 Clarity")
        terminal.settle()
        terminal.press(keys)
        return terminal

    opened: list[Terminal] = []
    yield start
    for terminal in opened:
        terminal.close()


def drafts(home: Path) -> list[Path]:
    """What lies in the folder for drafts."""
    return sorted((home / "state" / "coder-tui" / "drafts").glob("*/*"))


def score_again(terminal: Terminal, key: str) -> None:
    """Score when digits count again after the editor, as a person would: press until it does."""
    terminal.wait_until(lambda: terminal.press(key) or "SAVED" in terminal.picture, "it is scored")


def test_a_comment_of_many_lines_is_kept_and_shown_on_one(
    edit: Edit, built_study: Any, ask: Any, tmp_path: Path
) -> None:
    terminal = edit('printf "one\\ntwo\\n" > "$1"')
    terminal.wait_for("Comment kept.")
    assert ask(built_study.path, COMMENT) == [("one\ntwo",)]
    assert "comment" in terminal.screen.display[0]
    terminal.press("c", until="one⏎two")
    terminal.press("\x1b")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.settings_restored
    assert drafts(tmp_path) == []


def test_the_editor_gets_its_arguments_and_the_comment_that_stands(
    edit: Edit, built_study: Any, ask: Any, tmp_path: Path
) -> None:
    terminal = edit(
        f'printf "%s|%s" "$1" "$2" > "{tmp_path}/got"; cat "$3" > "{tmp_path}/before";'
        ' printf "more" >> "$3"',
        arguments='-w "a b"',
        keys="cbefore\rC",
    )
    terminal.wait_for("Comment kept.")
    terminal.wait_until(
        lambda: len(ask(built_study.path, COMMENT)) == 2, "the longer comment is in the file"
    )
    assert (tmp_path / "got").read_text() == "-w|a b"
    assert (tmp_path / "before").read_text() == "before\n"
    assert ask(built_study.path, COMMENT)[1] == ("before\nmore",)


def test_the_editor_opens_from_the_comment_dialog_too(
    edit: Edit, built_study: Any, ask: Any
) -> None:
    terminal = edit('printf " and more" >> "$1"', keys="cbegun\x0f")
    terminal.wait_for("Comment kept.")
    assert ask(built_study.path, COMMENT) == [("begun\n and more",)]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('printf "half a thought" > "$1"; exit 3', "The editor failed (code 3)"),
        ("true", "Nothing was changed"),
        ('rm "$1"', "took its file away"),
        ('rm -r "$(dirname "$1")"', "took its file away"),
        ("kill -9 $$", "The editor failed"),
    ],
)
def test_an_editor_that_fails_or_changes_nothing_changes_nothing(
    edit: Edit, built_study: Any, ask: Any, tmp_path: Path, script: str, said: str
) -> None:
    terminal = edit(script)
    terminal.wait_for(said)
    assert ask(built_study.path, COMMENT) == []
    assert drafts(tmp_path) == []
    score_again(terminal, "1")
    assert ask(built_study.path, "select value from score") == [("1",)]


def test_a_file_that_is_no_program_is_said_to_be_none(
    edit: Edit, built_study: Any, ask: Any, tmp_path: Path
) -> None:
    terminal = edit("true", keys="")
    (tmp_path / "my editor").write_bytes(b"\x7fELF no program")
    terminal.press("C", until="The editor does not start")
    shutil.copy("/bin/true", tmp_path / "my editor")
    terminal.press("C", until="Nothing was changed")


def test_what_is_typed_while_the_editor_runs_never_scores(
    edit: Edit, built_study: Any, ask: Any, tmp_path: Path
) -> None:
    ready, go = tmp_path / "ready", tmp_path / "go"
    terminal = edit(
        f'touch "{ready}"; until [ -e "{go}" ]; do sleep 0.02; done; printf "said" > "$1"'
    )
    terminal.wait_until(ready.exists, "the editor runs")
    for key in ("1", "0", "x", "2\r"):
        terminal.send(key)
        terminal.settle(0.05)
    go.touch()
    terminal.wait_for("Comment kept.")
    terminal.settle(0.3)
    assert ask(built_study.path, "select count(*) from score") == [(0,)]
    assert ask(built_study.path, COMMENT) == [("said",)]


def test_the_editor_sees_a_terminal_as_it_was_and_none_of_the_studys_files(
    edit: Edit, tmp_path: Path
) -> None:
    terminal = edit(
        f'stty -a > "{tmp_path}/stty"; ls -l /proc/$$/fd > "{tmp_path}/fds";'
        f' stat -c %a "$1" "$(dirname "$1")" > "{tmp_path}/modes"; printf "x" > "$1"'
    )
    terminal.wait_for("Comment kept.")
    settings = (tmp_path / "stty").read_text().split()
    assert {"icanon", "echo", "isig"} <= set(settings)
    assert ".db" not in (tmp_path / "fds").read_text()
    assert (tmp_path / "modes").read_text().split() == ["600", "700"]


def test_ctrl_c_in_the_editor_ends_at_most_the_editor(
    edit: Edit, built_study: Any, ask: Any, tmp_path: Path
) -> None:
    ready = tmp_path / "ready"
    terminal = edit(f'touch "{ready}"; sleep 60')
    terminal.wait_until(ready.exists, "the editor runs")
    terminal.send("\x03")
    terminal.wait_for("The editor failed")
    score_again(terminal, "0")
    assert ask(built_study.path, "select value from score") == [("0",)]


def test_ctrl_z_in_the_editor_stops_nothing_where_no_shell_could_go_on(
    edit: Edit, built_study: Any, ask: Any
) -> None:
    terminal = edit('kill -TSTP 0; printf "still here" > "$1"')
    terminal.wait_for("Comment kept.")
    assert ask(built_study.path, COMMENT) == [("still here",)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_the_editor_runs_closes_the_sitting_and_leaves_the_draft(
    edit: Edit, built_study: Any, ask: Any, tmp_path: Path, number: signal.Signals
) -> None:
    pid = tmp_path / "pid"
    terminal = edit(f'printf "unfinished" > "$1"; echo $$ > "{pid}"; exec sleep 60')
    terminal.wait_until(lambda: pid.exists() and bool(pid.read_text()), "the editor runs")
    terminal.signal(number)
    assert terminal.wait_for_end() != 0
    assert ask(built_study.path, "select closed_at is not null from sitting") == [(1,)]
    assert ask(built_study.path, COMMENT) == []
    [draft] = drafts(tmp_path)
    assert draft.read_text() == "unfinished"
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert str(draft.parent.name) in terminal.picture.replace("\n", "")
    assert "Traceback" not in terminal.picture
    assert terminal.settings_restored
    assert terminal.screen_restored
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_the_draft_stays_when_the_app_is_killed(edit: Edit, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    terminal = edit(f'printf "unfinished" > "$1"; touch "{ready}"; exec sleep 2')
    terminal.wait_until(ready.exists, "the editor runs")
    terminal.signal(signal.SIGKILL)
    assert terminal.wait_for_end() == -signal.SIGKILL
    [draft] = drafts(tmp_path)
    assert draft.read_text() == "unfinished"
