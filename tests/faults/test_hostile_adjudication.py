"""Hostile text in every dialog and list of the adjudication, as raw bytes on a real terminal."""

from pathlib import Path
from typing import Any

import pytest
from tests.faults.test_terminal_keys import HEADS, PAYLOADS

from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

pytestmark = pytest.mark.pty

EVERYTHING = " ".join(f"<{payload}>" for payload in PAYLOADS)
GONE = f"{PAYLOADS[0]} {'zqx ' * 30}"
"""Words that no text holds."""
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
evidence = "optional"
point = [
  { value = 0, label = QUOTE, anchor = QUOTE },
  { value = 1, label = "yes", anchor = QUOTE, near_miss = QUOTE },
]
"""


def disagreeing(path: Path) -> None:
    """Two coders differ on two items with hostile comments; one is decided with such a sentence."""
    study = StudyFile.open(path)
    items = [row[0] for row in study.connection.execute("select blind_id from item order by 1")]
    for name, value in (("ana", 0), ("ben", 1)):
        coder = Recorder.start(study.connection, path, name, study.rubric_fingerprint)
        for item in items:
            coder.score(item, "d1", scored(value))
            coder.cite(item, "d1", Citation(1, 0, len(GONE), GONE))
            coder.comment(item, EVERYTHING, "d1")
            coder.move(item, Move.SUBMITTED)
        coder.sitting.close()
    judge = Adjudicator.start(study, "first")
    judge.decide(CaseId(items[0], "d1"), Decision(scored(1), REASONS[-1], EVERYTHING))
    judge.sitting.close()
    study.close()


def leave(terminal: Any, dialog: str) -> None:
    """Leave a dialog, and wait until it is gone: until then no key is for the case."""
    terminal.press("\x1b")
    terminal.wait_until(lambda: dialog not in terminal.picture, f"{dialog!r} is gone")


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
def test_no_dialog_passes_on_what_an_entry_a_rubric_or_a_person_says(
    write_study: Any, run: Any, ask: Any, size: tuple[int, int]
) -> None:
    entries = [
        {"id": f"e{n}", "title": EVERYTHING, "fields": {EVERYTHING: EVERYTHING, "b": EVERYTHING}}
        for n in range(2)
    ]
    quoted = '"' + "".join(f"\\U{ord(character):08X}" for character in EVERYTHING) + '"'
    built = write_study(entries, rubric=RUBRIC.replace("QUOTE", quoted)).init()
    path: Path = built.path
    disagreeing(path)
    terminal = run("adjudicate", str(path), "--as", "cara", columns=size[0], lines=size[1])
    terminal.wait_for("help")
    terminal.settle(0.5)
    terminal.press("]", until="LOST")
    terminal.press("<", until="decided before")
    terminal.settle(0.5)
    terminal.press("?", until="What the coders said")
    terminal.press("   ")
    leave(terminal, "Esc or q closes")
    terminal.press("i", until="Go to a case")
    leave(terminal, "Go to a case")
    terminal.press("p", until="which words")
    terminal.press("odd\r", until="Kept for the lead")
    terminal.press("1", until="reason ?")
    terminal.press("p", until="which anchor")
    leave(terminal, "which anchor")
    terminal.press("O", until="in one sentence")
    terminal.press("so\r", until="Its 2nd decision")
    raw = terminal.raw
    assert [head for head in HEADS if head in raw] == []
    # What we draw with ourselves cannot be told apart; everything else of the texts can.
    ours = ("\x1b[2J\x1b[H",)
    assert [each for each in PAYLOADS if each not in ours and each.encode() in raw] == []
    assert ask(path, "select wording from proposal") == [("odd",)]
    assert ask(path, "select count(*) from adjudication") == [(2,)]
