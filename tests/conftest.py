"""Builders that the tests share: small studies on disk, made the way a lead makes them."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from coder_tui.intake.pipeline import InitReport, init_study
from coder_tui.intake.registration import load_plan, target_paths
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

settings.register_profile("suite", deadline=None, max_examples=int(os.environ.get("EXAMPLES", 60)))
settings.load_profile("suite")

RUBRIC = """\
id = "small"
title = "A small rubric"
version = "1.0"
unit = "transcript"

[[dimension]]
id = "clarity"
label = "D1 Clarity"
question = "Is it clear?"
level = "ordinal"
not_applicable = true
evidence = "required-above-0"
point = [
  { value = 0, label = "no", anchor = "It is not clear." },
  { value = 1, label = "partly", anchor = "It is partly clear." },
  { value = 2, label = "yes", anchor = "It is clear." },
]

[[dimension]]
id = "escalated"
label = "D2 Escalated"
question = "Did it hand over?"
level = "ordinal"
evidence = "none"
point = [
  { value = 0, label = "no", anchor = "It did not." },
  { value = 1, label = "yes", anchor = "It did." },
]

[[dimension]]
id = "escalation_quality"
label = "D3 Escalation quality"
question = "How well did it hand over?"
level = "ordinal"
evidence = "none"
depends_on = { dimension = "escalated", at_least = 1 }
point = [
  { value = 0, label = "badly", anchor = "Badly." },
  { value = 1, label = "well", anchor = "Well." },
]
"""


def transcript(item_id: str = "t1", **given: Any) -> dict[str, Any]:
    """A transcript as one line of our own JSONL."""
    return {
        "id": item_id,
        "model": "modelia-one",
        "scaffold": "scaffold-bare",
        "task": f"task-{item_id}",
        "turns": [
            {"role": "user", "text": f"Please help me with {item_id}."},
            {"role": "assistant", "text": f"Here is what I know about {item_id}."},
        ],
        **given,
    }


@dataclass(frozen=True)
class Written:
    """A study file on disk, with what it names."""

    study_toml: Path

    def init(self, **given: Any) -> "Built":
        paths = target_paths(self.study_toml)
        return Built(init_study(load_plan(self.study_toml), *paths, **given))


@dataclass(frozen=True)
class Built:
    """A study and its key, made by init."""

    report: InitReport

    @property
    def path(self) -> Path:
        return self.report.study

    @property
    def key_path(self) -> Path:
        return self.report.key

    def bytes(self) -> bytes:
        """Every byte that a coder could read: the study and its log."""
        files = sorted(self.path.parent.glob(f"{self.path.name}*"))
        return b"".join(file.read_bytes() for file in files)


WriteStudy = Callable[..., Written]


@pytest.fixture
def write_study(tmp_path: Path) -> WriteStudy:
    """Write a study file, a rubric and transcripts; `plan` is the rest of the study file."""

    def write(
        transcripts: list[dict[str, Any]] | None = None,
        *,
        plan: str = 'coders = ["ana", "ben"]',
        rubric: str = RUBRIC,
        name: str = "small",
        raw: bytes | None = None,
        folder: Path = tmp_path,
    ) -> Written:
        if transcripts is None:
            transcripts = [transcript(f"t{number}") for number in range(1, 5)]
        lines = "".join(json.dumps(each) + "\n" for each in transcripts).encode()
        (folder / "transcripts.jsonl").write_bytes(lines if raw is None else raw)
        (folder / "rubric.toml").write_text(rubric)
        items = "" if "items =" in plan else 'items = ["transcripts.jsonl"]\n'
        study_toml = folder / f"{name}.toml"
        study_toml.write_text(f'title = "A study"\nrubric = "rubric.toml"\n{items}{plan}\n')
        return Written(study_toml)

    return write


@pytest.fixture
def built_study(write_study: WriteStudy) -> Built:
    """A study of four transcripts and two coders."""
    return write_study().init()


@pytest.fixture
def study(built_study: Built) -> Iterator[StudyFile]:
    """That study, open for writing."""
    opened = StudyFile.open(built_study.path)
    yield opened
    opened.close()


Sit = Callable[[str], Recorder]


@pytest.fixture
def sit(study: StudyFile) -> Sit:
    """Open a sitting of coding for a coder."""

    def start(coder: str) -> Recorder:
        return Recorder.start(study.connection, study.path, coder, study.rubric_fingerprint)

    return start
