"""A study coded at known times: by whom, on which day, how long each item took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.rubric import Answer, scored
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@dataclass
class Clock:
    """The clock by which sittings write, to be set."""

    at: datetime = START

    def set(self, monkeypatch: pytest.MonkeyPatch) -> "Clock":
        """Let sittings and the review go by this clock."""
        monkeypatch.setattr("coder_tui.storage.sittings.now", self.iso)
        monkeypatch.setattr("coder_tui.storage.chain.now", self.iso)
        monkeypatch.setattr("coder_tui.storage.chain.time", self)
        monkeypatch.setattr("coder_tui.analysis.headway.present", lambda: NOW)
        return self

    def iso(self) -> str:
        return self.at.isoformat(timespec="milliseconds")

    def time_ns(self) -> int:
        return int(self.at.timestamp() * 1_000_000_000)


def items(many: int) -> list[dict[str, Any]]:
    """Transcripts of two models under two scaffolds, in turn."""
    return [
        {
            "id": f"x{number:03}",
            "model": f"modelia-{'one' if number % 2 else 'two'}",
            "scaffold": f"C{number // 2 % 2 + 1}",
            "task": f"task-{number}",
            "turns": [
                {"role": "user", "text": f"Please help me with matter {number}."},
                {"role": "assistant", "text": f"Here is what I know about matter {number}."},
            ],
        }
        for number in range(many)
    ]


Sheets = Sequence[tuple[str, Mapping[str, Answer | int]]]
"""Items by blind id with their answers, in the order of coding."""


def code_on(
    path: Path,
    clock: Clock,
    coder: str,
    day: int,
    sheets: Sheets,
    *,
    minutes: float = 6.0,
    move: Move | None = Move.SUBMITTED,
) -> None:
    """Code items one after the other from nine o'clock of a day on, and submit them."""
    clock.at = START + timedelta(days=day)
    study = StudyFile.open(path)
    recorder = Recorder.start(study.connection, path, coder, study.rubric_fingerprint)
    for blind_id, answers in sheets:
        clock.at += timedelta(minutes=minutes)
        for dimension, value in answers.items():
            answer = value if isinstance(value, Answer) else scored(value)
            recorder.score(blind_id, dimension, answer)
            if answer.number:
                recorder.cite(blind_id, dimension, Citation(2, 0, 4, "Here"))
        recorder.sitting.note_attention(blind_id, minutes * 60)
        if move is not None:
            recorder.move(blind_id, move)
    recorder.sitting.close()
    study.close()


def held(path: Path, coder: str) -> list[str]:
    """The blind ids that a coder has, in their order."""
    study = StudyFile.open(path, read_only=True)
    try:
        return [each.blind_id for each in study.assignments(coder)]
    finally:
        study.close()
