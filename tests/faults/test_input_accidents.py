"""Input that breaks off, comes too early, in pieces, or from the mouse, scores nothing unasked."""

import signal
import sys
import textwrap
import time
from typing import Any

import pytest

pytestmark = pytest.mark.pty

SCORES = "select dimension, value from current_score order by dimension"
LOST = "Input that broke off was dropped"
JUDGEMENTS = ("score", "evidence", "submission", "comment", "flag")


def nothing_judged(ask: Any, path: Any) -> bool:
    return all(ask(path, f"select * from {table}") == [] for table in JUDGEMENTS)


@pytest.mark.parametrize(
    "begun",
    [b"\x1b[200~12", b"\x1b]0;1", b"\x1b[?1", b"\x1bP12", b"\x1b[200~"],
    ids=["paste", "OSC", "CSI", "DCS", "empty paste"],
)
def test_what_breaks_off_gives_the_keys_back(
    built_study: Any, code: Any, ask: Any, begun: bytes
) -> None:
    terminal = code(built_study.path)
    terminal.send(begun)
    for key in "0101":
        terminal.send(key)
        terminal.settle(0.1)
    terminal.wait_for(LOST)
    assert nothing_judged(ask, built_study.path)
    terminal.press("0", until="SAVED")
    assert ask(built_study.path, SCORES) == [("clarity", "0")]
    terminal.press("q")
    assert terminal.wait_for_end() == 0


@pytest.mark.parametrize(
    "answer",
    [b"\x1b[?62;1;2c", b"\x1b[8;24;80t", b"\x1b]11;rgb:11/22/00\x1b\\", b"\x1bP1$r0;1m\x1b\\",
     b"\x1b[?1u", b"\x1bP>|x(21)\x1b\\"],
)  # fmt: skip
def test_an_answer_cut_in_two_judges_nothing(
    built_study: Any, code: Any, ask: Any, answer: bytes
) -> None:
    terminal = code(built_study.path)
    # The rest comes soon, or when nobody waits for it any more.
    quick, slow = range(2, len(answer)), {2, len(answer) // 2, len(answer) - 1}
    for pause, cuts in ((0.02, quick), (0.3, sorted(slow))):
        for at in cuts:
            for part in (answer[:at], answer[at:]):
                terminal.send(part)
                terminal.settle(pause)
    assert nothing_judged(ask, built_study.path)
    terminal.press("\x1b")
    terminal.press("0", until="SAVED")
    assert ask(built_study.path, SCORES) == [("clarity", "0")]


def test_nothing_but_bytes_of_zero_does_no_harm(built_study: Any, code: Any, ask: Any) -> None:
    terminal = code(built_study.path)
    for sent in (b"\x00", b"\x00" * 5000, b"\x00" + b"0"):
        terminal.send(sent)
        terminal.settle()
    assert nothing_judged(ask, built_study.path)
    terminal.press("0", until="SAVED")


SLOW_TO_OPEN = textwrap.dedent("""
    import time
    from coder_tui.cli.main import main
    from coder_tui.tui.coding.frame import CodingFrame

    on_mount = CodingFrame.on_mount

    def late(self):
        time.sleep(1.5)
        on_mount(self)

    CodingFrame.on_mount = late
    main()
""")


def test_keys_typed_before_the_screen_is_there_score_nothing(
    built_study: Any, run: Any, ask: Any
) -> None:
    program = (sys.executable, "-c", SLOW_TO_OPEN)
    terminal = run("code", str(built_study.path), "--coder", "ana", program=program)
    terminal.wait_until(lambda: b"\x1b[?1049h" in terminal.raw, "the terminal is taken over")
    for key in "0ex0":
        terminal.send(key)
        time.sleep(0.1)
    assert "of 4" not in terminal.picture
    terminal.wait_for("of 4")
    terminal.settle()
    assert nothing_judged(ask, built_study.path)
    terminal.press("0", until="SAVED")


def test_keys_typed_into_a_stalled_line_are_held(built_study: Any, code: Any, ask: Any) -> None:
    terminal = code(built_study.path)
    terminal.stop()
    for key in "01":
        terminal.send(key)
        time.sleep(0.25)
    terminal.signal(signal.SIGCONT)
    terminal.wait_for("2 keys arrived together: 0 1")
    assert nothing_judged(ask, built_study.path)
    terminal.settle()
    terminal.press("\r", until="Recorded D1 = 0, D2 = 1.")
    assert ask(built_study.path, SCORES) == [("clarity", "0"), ("escalated", "1")]


def test_mixed_keys_typed_into_a_stalled_line_are_dropped_aloud(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path)
    terminal.stop()
    for key in "0jx":
        terminal.send(key)
        time.sleep(0.2)
    terminal.signal(signal.SIGCONT)
    terminal.wait_for("3 keys arrived together and were dropped")
    assert nothing_judged(ask, built_study.path)


@pytest.mark.parametrize("wrapped", [True, False], ids=["bracketed", "bare"])
def test_a_pasted_12345_scores_nothing(
    built_study: Any, code: Any, ask: Any, wrapped: bool
) -> None:
    terminal = code(built_study.path)
    terminal.send(b"\x1b[200~12345\x1b[201~" if wrapped else b"12345")
    terminal.wait_for("dropped")
    assert nothing_judged(ask, built_study.path)


# The mouse

CLICK, WHEEL = b"\x1b[<0;10;5M\x1b[<0;10;5m", b"\x1b[<65;10;5M"


def long_item() -> list[dict[str, Any]]:
    turns = [{"role": "user", "text": f"line number {number}"} for number in range(60)]
    return [{"id": "t", "model": "m", "scaffold": "s", "task": "t", "turns": turns}]


ALONE = 'coders = ["ana"]\ncoders_per_item = 1'


def test_the_mouse_is_off_unless_it_is_asked_for(built_study: Any, code: Any, ask: Any) -> None:
    terminal = code(built_study.path)
    assert b"\x1b[?1000h" not in terminal.raw
    for sent in (CLICK, WHEEL, b"\x1b[M \xff\xff", b"\x1b[M\x80\x81\x82", b"\x1b[<64;1M"):
        terminal.send(sent)
        terminal.settle()
    assert nothing_judged(ask, built_study.path)
    terminal.send(WHEEL + b"0")
    terminal.wait_for("A key arrived with other input and was dropped")
    terminal.settle()
    terminal.press("0", until="SAVED")


def test_the_wheel_scrolls_and_a_key_in_the_same_read_counts(
    write_study: Any, code: Any, ask: Any
) -> None:
    path = write_study(long_item(), plan=ALONE).init().path
    terminal = code(path, options=("--mouse",))
    assert b"\x1b[?1006h" in terminal.raw
    terminal.wait_for("line number 0")
    for _ in range(3):
        terminal.send(WHEEL)
        terminal.settle()
    assert "line number 0 " not in terminal.picture
    assert "line number 9" in terminal.picture
    terminal.send(WHEEL + b"0" + WHEEL)
    terminal.wait_for("SAVED")
    assert ask(path, SCORES) == [("clarity", "0")]
    for sent in (CLICK, b"\x1b[<0;1", b"\x1b[M !!", WHEEL * 200):
        terminal.send(sent)
        terminal.settle(0.3)
    terminal.settle(1.2)
    assert ask(path, SCORES) == [("clarity", "0")]
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    for mode in (b"1000", b"1003", b"1006"):
        assert terminal.raw.rfind(b"\x1b[?%sl" % mode) > terminal.raw.rfind(b"\x1b[?%sh" % mode)
