"""What the terminal sends is not always what a person pressed."""

import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.pty

ALONE = 'coders = ["ana"]\ncoders_per_item = 1'
SCORES = "select dimension, value from current_score order by dimension"

REPLIES = [
    b"\x1b[?1;2c",
    b"\x1b[?62;1;2;6;9;15;22c",
    b"\x1b[>41;330;0c",
    b"\x1b[0n",
    b"\x1b[8;24;80t",
    b"\x1b[2;1R",
    b"\x1b]11;rgb:1111/2222/0000\x1b\\",
    b"\x1b]52;c;MjEw\x07",
    b"\x1bP>|xterm(210)\x1b\\",
    b"\x1bP1$r0;1;2m\x1b\\",
    b"\x1b]l210\x1b\\",
    b"\x1b[?2026;2$y",
    b"\x1b[210;1u",
    b"\x1b[M !!",
    b"\x1b[<0;1;2M",
]


def test_two_digits_in_one_write_are_held_and_recorded_by_enter(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path)
    terminal.send("01")
    terminal.wait_for("2 keys arrived together: 0 1")
    assert ask(built_study.path, SCORES) == []
    terminal.settle()
    terminal.send("\r")
    terminal.wait_for("Recorded D1 = 0, D2 = 1.")
    assert ask(built_study.path, SCORES) == [("clarity", "0"), ("escalated", "1")]


def test_a_line_end_that_follows_at_once_records_nothing(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path)
    terminal.send("01")
    time.sleep(0.01)
    terminal.send("\r")
    terminal.wait_for("2 keys arrived together: 0 1")
    terminal.settle()
    assert ask(built_study.path, SCORES) == []


def test_two_digits_in_one_write_are_dropped_by_escape(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path)
    terminal.send("01")
    terminal.wait_for("2 keys arrived together: 0 1")
    terminal.settle()
    terminal.send("\x1b")
    terminal.wait_for("2 keys dropped")
    assert ask(built_study.path, SCORES) == []
    terminal.press("0", until="SAVED")
    assert ask(built_study.path, SCORES) == [("clarity", "0")]


def test_no_answer_of_a_terminal_scores(built_study: Any, code: Any, ask: Any) -> None:
    terminal = code(built_study.path)
    for reply in REPLIES:
        terminal.send(reply)
        terminal.settle(0.15)
    for half in (b"\x1b[?1", b";2c"):
        terminal.send(half)
        terminal.settle(0.2)
    for table in ("score", "evidence", "submission", "comment", "flag"):
        assert ask(built_study.path, f"select * from {table}") == []
    terminal.press("\x1b")
    terminal.press("0", until="SAVED")
    assert ask(built_study.path, SCORES) == [("clarity", "0")]


@pytest.mark.parametrize(
    ("sent", "notice"),
    [
        (b"0x", "2 keys arrived together and were dropped"),
        (b"0j1", "3 keys arrived together and were dropped"),
        (b"0101", "4 keys arrived together and were dropped"),
        (b"0\x1b[I", "A key arrived with other input and was dropped"),
        (b"\x1b[200~210\x1b[201~", "A paste was dropped"),
        # Two notices; which of them is seen last is left open.
        (b"\x1b[200~x\x1b[201~0", "was dropped"),
    ],
    ids=["letter", "moving", "too many", "report", "paste", "paste and digit"],
)
def test_a_mixed_read_is_dropped_with_a_notice(
    built_study: Any, code: Any, ask: Any, sent: bytes, notice: str
) -> None:
    terminal = code(built_study.path)
    terminal.send(sent)
    terminal.wait_for(notice)
    assert ask(built_study.path, "select * from score") == []


def test_a_long_paste_that_comes_in_several_reads_scores_nothing(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path)
    for chunk in (b"1" * 1500, b"2" * 1500, b"0"):
        terminal.send(chunk)
        time.sleep(0.01)
    terminal.wait_for("dropped")
    terminal.settle()
    assert ask(built_study.path, "select * from score") == []


def test_bytes_that_are_not_utf_8_do_not_end_the_program(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path)
    for sent in (b"\xff", b"\x9b", b"\xc3", b"\xa9", b"\xc3", b"j", b"\x00", b"\xf0\x9f\x98"):
        terminal.send(sent)
        terminal.settle(0.15)
    terminal.send("k")
    terminal.settle()
    assert terminal.process.poll() is None
    terminal.press("\x1b")
    terminal.press("0", until="SAVED")
    assert ask(built_study.path, SCORES)


def test_half_a_character_in_a_comment_is_put_together(
    built_study: Any, code: Any, ask: Any
) -> None:
    terminal = code(built_study.path)
    terminal.press("c", until="Comment on")
    for sent in (b"\xc3", b"\xa9", b"\r"):
        terminal.send(sent)
        terminal.settle(0.15)
    terminal.wait_for("Comment kept")
    assert ask(built_study.path, "select text from comment") == [("é",)]


PAYLOADS = [
    "\x1b[c",
    "\x1b[>c",
    "\x1b[5n",
    "\x1b[>q",
    "\x1b[18t",
    "\x1b[21t",
    "\x1b]52;c;SE9TVElMRQ==\x07",
    "\x1b]52;c;?\x1b\\",
    "\x1b]0;HOSTILE\x07",
    "\x1b]8;;http://hostile.invalid\x1b\\",
    "\x1b]1337;HOSTILE\x07",
    "\x1bP+q544e\x1b\\",
    "\x1b_HOSTILE\x1b\\",
    "\x1bc",
    "\x1b[2J\x1b[H",
    "\x1b[?1000h",
    "\x9bc",
    "\x9d52;c;SE9TVElMRQ==\x9c",
    "\x05",
    "\x0e",
    "\x0f",
    "\x13",
    "\x7f",
    "\u202e",
    "\u2066",
    "\u200b",
    "\U000e0041",
]
HEADS = [
    b"\x1b]52",
    b"\x1b]0;",
    b"\x1b]8;",
    b"\x1b]1337",
    b"\x1bP",
    b"\x1b_",
    b"\x1bc",
    b"\xc2\x9b",
]
"""Beginnings of sequences that Textual never writes itself."""


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
def test_what_a_transcript_says_to_the_terminal_never_gets_there(
    write_study: Any, code: Any, ask: Any, size: tuple[int, int]
) -> None:
    everything = " ".join(f"<{payload}>" for payload in PAYLOADS)
    call = {"role": "assistant", "kind": "tool_call", "name": everything, "text": everything}
    turns = [
        {"role": "user", "text": "Q"},
        {"role": "assistant", "text": everything},
        {**call, "call": f"call {everything}"},
    ]
    item = {"id": f"id {everything}", "model": "m-one", "scaffold": "bare", "task": everything}
    written = write_study([{**item, "reference": everything, "turns": turns}], plan=ALONE)
    path = written.init().path
    terminal = code(path, columns=size[0], lines=size[1])
    terminal.wait_for("<␛[c>")
    terminal.press("[o    G]e'G")
    terminal.press("/HOSTILE\r", until="Place 1")
    terminal.press("nN?  q")
    terminal.press("i", until="Go to an item")
    terminal.press("\x1b")
    terminal.settle()
    found = [p for p in (p.encode() for p in PAYLOADS if p != "\x1b[2J\x1b[H") if p in terminal.raw]
    assert not found
    assert [head for head in HEADS if head in terminal.raw] == []
    assert ask(path, "select * from score") == []
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_the_shipped_hostile_items_reach_no_terminal(
    write_study: Any, code: Any, run: Any, ask: Any
) -> None:
    repository = Path(__file__).parents[2]
    raw = (repository / "sample_data" / "hostile.jsonl").read_bytes()
    path = write_study(raw=raw, plan=ALONE).init().path
    terminal = code(path)
    for _ in range(16):
        for keys in ("[o  ", "G[", ">"):
            terminal.send(keys)
            terminal.settle(0.06)
    assert [head for head in HEADS if head in terminal.raw] == []
    assert ask(path, "select * from score") == []
    assert terminal.process.poll() is None
