"""Any terminal, any size, any colours: the screen lives, and nothing scores that nobody pressed."""

import random
import re
from typing import Any

import pytest

pytestmark = pytest.mark.pty

SCORES = "select dimension, value from current_score order by dimension"
COLOURS = re.compile(rb"\x1b\[([0-9;]*)m")
PALETTE = re.compile(rb"(^|;)[34]8;[25]")
PLAIN = re.compile(rb"([0-9]|39|49|2[1-9]|;)*")
"""Attributes and default colours only."""

SIXTEEN = re.compile(rb"([0-9]|39|49|2[1-9]|3[0-7]|4[0-7]|9[0-7]|10[0-7]|;)*")


def styles(raw: bytes) -> set[bytes]:
    return set(COLOURS.findall(bytes(raw)))


def frame_is_whole(terminal: Any) -> bool:
    """Whether header, rubric and keys stand where they belong."""
    shown = terminal.picture.splitlines()
    return "of 4" in shown[0] and "D1 Clarity" in terminal.picture and "score" in shown[-1]


TERMS = ["screen", "linux", "xterm-256color", "tmux-256color", "vt100", "xterm-kitty"]
SMALLEST, LARGE = (60, 16), (200, 60)


@pytest.mark.parametrize(
    ("term", "size"),
    [
        *((term, (80, 24)) for term in TERMS),
        *((term, size) for term in ("linux", "xterm-256color") for size in (SMALLEST, LARGE)),
    ],
)
def test_a_score_works_on_every_terminal_at_every_size(
    built_study: Any, code: Any, ask: Any, term: str, size: tuple[int, int]
) -> None:
    terminal = code(built_study.path, term=term, columns=size[0], lines=size[1])
    assert frame_is_whole(terminal)
    terminal.press("0", until="SAVED")
    terminal.press("\x1b[B", until="SAVED")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.screen_restored
    assert terminal.settings_restored
    assert ask(built_study.path, SCORES) == [("clarity", "0")]


@pytest.mark.parametrize("term", ["linux", "screen", "vt100"])
def test_a_terminal_of_sixteen_colours_gets_no_others(
    built_study: Any, code: Any, term: str
) -> None:
    terminal = code(built_study.path, term=term)
    terminal.press("?", until="Esc or q closes")
    found = styles(terminal.raw)
    assert not any(PALETTE.search(style) for style in found)
    assert all(SIXTEEN.fullmatch(style) for style in found)


@pytest.mark.parametrize("colorterm", ["", "truecolor"])
def test_the_sixteen_colours_can_be_asked_for_anywhere(
    built_study: Any, code: Any, colorterm: str
) -> None:
    terminal = code(built_study.path, options=("--theme", "ansi-16"), env={"COLORTERM": colorterm})
    terminal.press("c", until="Comment on")
    terminal.press("\x1b0?", until="Esc or q closes")
    found = styles(terminal.raw)
    assert any(b"9" in style for style in found)
    assert all(SIXTEEN.fullmatch(style) for style in found), found


def is_grey(style: bytes) -> bool:
    """Whether the colours of a style of the 256 are all greys: black, white, or of the ramp."""
    numbers = [int(found) for found in re.findall(rb"[34]8;5;([0-9]+)", style)]
    assert b";2;" not in style
    return all(number in (0, 7, 8, 15, 16, 59, 102, 145, 188, 231) or number >= 232
               for number in numbers)  # fmt: skip


def test_without_colour_only_greys_are_sent(built_study: Any, code: Any, ask: Any) -> None:
    terminal = code(built_study.path, env={"NO_COLOR": "1"})
    terminal.press("1e", until="SAVED")
    terminal.press("?", until="Esc or q closes")
    found = styles(terminal.raw)
    assert found
    assert all(is_grey(style) for style in found), found


def test_without_colour_sixteen_colours_are_none(built_study: Any, code: Any, ask: Any) -> None:
    terminal = code(built_study.path, options=("--theme", "ansi-16"), env={"NO_COLOR": "1"})
    terminal.press("0", until="SAVED")
    terminal.press("\t", until=">D2")
    terminal.press("\r", until="D2")
    assert all(PLAIN.fullmatch(style) for style in styles(terminal.raw)), styles(terminal.raw)
    assert ask(built_study.path, SCORES) == [("clarity", "0")]


@pytest.mark.parametrize("size", [(1, 1), (0, 0), (10, 2), (59, 24), (80, 15)])
def test_a_screen_that_becomes_too_small_says_so_and_scores_nothing(
    built_study: Any, code: Any, ask: Any, size: tuple[int, int]
) -> None:
    terminal = code(built_study.path)
    terminal.resize(*size)
    terminal.settle()
    if size != (0, 0):
        # A size of nothing is one that nobody knows: what was shown stays.
        terminal.press("012exz\r")
        assert ask(built_study.path, "select * from score") == []
    terminal.resize(80, 24)
    terminal.wait_until(lambda: frame_is_whole(terminal), "the frame is whole again")
    terminal.settle()
    terminal.press("0", until="SAVED")
    assert ask(built_study.path, SCORES) == [("clarity", "0")]


def test_two_hundred_sizes_leave_the_frame_whole(built_study: Any, code: Any, ask: Any) -> None:
    terminal = code(built_study.path)
    sizes = random.Random(7)
    for number in range(200):
        terminal.resize(sizes.randint(1, 220), sizes.randint(1, 70))
        if number % 20 == 0:
            terminal.settle(0.02)
    terminal.resize(80, 24)
    terminal.wait_until(lambda: frame_is_whole(terminal), "the frame is whole")
    terminal.settle()
    assert frame_is_whole(terminal)
    assert terminal.process.poll() is None
    assert ask(built_study.path, "select * from score") == []
    terminal.press("0", until="SAVED")


def test_a_theme_that_is_not_there_is_refused(built_study: Any, run: Any, ask: Any) -> None:
    terminal = run("code", str(built_study.path), "--coder", "ana", "--theme", "pink")
    assert terminal.wait_for_end() == 2
    assert ask(built_study.path, "select * from sitting") == []


def test_a_bad_file_of_keys_is_refused_before_anything_opens(
    built_study: Any, run: Any, ask: Any, tmp_path: Any
) -> None:
    folder = tmp_path / ".config" / "coder-tui"
    folder.mkdir(parents=True)
    (folder / "keys.toml").write_text('[coding]\ncite = "x"')
    terminal = run("code", str(built_study.path), "--coder", "ana")
    assert terminal.wait_for_end() == 2
    assert "coding.cite: the key 'x' is also that of" in " ".join(terminal.picture.split())
    assert b"\x1b" not in terminal.raw
    assert ask(built_study.path, "select * from sitting") == []
