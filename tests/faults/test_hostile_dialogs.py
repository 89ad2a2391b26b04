"""Hostile text in every dialog and list of the coding screen, as raw bytes on a real terminal."""

from pathlib import Path
from typing import Any

import pytest
from tests.faults.test_terminal_keys import ALONE, HEADS, PAYLOADS

pytestmark = pytest.mark.pty

EVERYTHING = " ".join(f"<{payload}>" for payload in PAYLOADS)
RUBRIC = """\
id = "hostile"
title = "t"
version = "1"
unit = "benchmark"

[[dimension]]
id = "d1"
label = "D1 Clarity"
question = QUOTE
opportunity = QUOTE
level = "ordinal"
evidence = "required"
absence = "searched"
point = [
  { value = 0, label = QUOTE, anchor = QUOTE },
  { value = 1, label = "yes", anchor = "Yes.", near_miss = QUOTE },
]

[[dimension]]
id = "d2"
label = "D2 Words"
question = QUOTE
level = "text"
"""


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
def test_no_dialog_passes_on_what_an_entry_or_a_rubric_says(
    write_study: Any, code: Any, ask: Any, size: tuple[int, int]
) -> None:
    entry = {"id": "e1", "title": EVERYTHING, "fields": {EVERYTHING: EVERYTHING, "b": EVERYTHING}}
    quoted = '"' + "".join(f"\\U{ord(character):08X}" for character in EVERYTHING) + '"'
    rubric = RUBRIC.replace("QUOTE", quoted)
    path: Path = write_study([entry], rubric=rubric, plan=ALONE).init().path
    terminal = code(path, columns=size[0], lines=size[1])
    terminal.press("1e", until="where does it stand?")
    terminal.press("p")
    terminal.press("\r\rplace\r\r\r", until="D1 cites")
    terminal.press("'vwwo")
    terminal.press("\x1b")
    terminal.press("=", until="Takes")
    terminal.press("x\x1b")
    terminal.settle()
    terminal.press("k")
    for key, seen in (("m", "Esc closes"), ("l", "your words"), ("i", "Go to an item")):
        terminal.press(key, until=seen)
        terminal.press("\x1b")
        terminal.settle()
    for key, seen in ((":", "What do you want"), ("K", "Evidence"), ("?", "Opportunity")):
        terminal.press(key, until=seen)
        terminal.press("   \x1b")
        terminal.settle()
    terminal.press("0e", until="where did you look")
    terminal.press("\x1b")
    terminal.press("y")
    terminal.settle()
    raw = terminal.raw
    copied = raw.count(b"\x1b]52;c;")
    assert copied == 1  # our own, on a key; none of the texts'
    assert [head for head in HEADS if head in raw.replace(b"\x1b]52;c;", b"", 1)] == []
    # What we draw with ourselves cannot be told apart; everything else of the texts can.
    ours = ("\x1b[2J\x1b[H",)
    assert [p for p in PAYLOADS if p not in ours and p.encode() in raw] == []
