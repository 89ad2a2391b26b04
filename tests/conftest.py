"""Builders that the tests share: small studies on disk, made the way a lead makes them."""

import gc
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from tests.once import Built as Built
from textual import _wait

from coder_tui.intake.pipeline import init_study
from coder_tui.intake.registration import load_plan, target_paths
from coder_tui.storage import building
from coder_tui.storage.database import Connection, sqlite
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

# The suite has to end well inside ten minutes on two cores; `EXAMPLES=200 make test` looks harder.
settings.register_profile("suite", deadline=None, max_examples=int(os.environ.get("EXAMPLES", 25)))
settings.load_profile("suite")

# A worker that has run hundreds of apps holds much that stays: going through it costs minutes.
gc.set_threshold(50_000, 20, 50)

THOROUGH = frozenset(
    line
    for line in Path(__file__).with_name("thorough.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)
"""Files of tests that `make test` leaves out, and `make thorough` runs."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests of these files."""
    for item in items:
        if item.path.relative_to(config.rootpath / "tests").as_posix() in THOROUGH:
            item.add_marker(pytest.mark.thorough)


# Pilot looks every 20 ms whether the app has come to rest; most tests would wait for little else.
_wait.SLEEP_GRANULARITY = 0.004
_wait.SLEEP_IDLE = _wait.SLEEP_GRANULARITY / 10

# A disk that confirms each score costs more than the score; nobody pulls the plug on a test.
MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2**31:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@cache
def _tables() -> Connection:
    """Give the tables of a new study, made by the steps that make them in every study."""
    made: Connection = sqlite.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(made)
    return made


def _copy_tables(study: Connection) -> None:
    """Give a new study its tables; going through all steps again would cost a test most of init."""
    study.execute("commit")
    _tables().backup(study)
    study.execute("begin")


migrate = building.migrate
building.migrate = _copy_tables

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

    def init(self, **given: Any) -> Built:
        paths = target_paths(self.study_toml)
        return Built(init_study(load_plan(self.study_toml), *paths, **given))


WriteStudy = Callable[..., Written]


def write_files(
    folder: Path,
    transcripts: list[dict[str, Any]] | None = None,
    *,
    plan: str = 'coders = ["ana", "ben"]',
    rubric: str = RUBRIC,
    name: str = "small",
    raw: bytes | None = None,
) -> Written:
    """Write a study file, a rubric and transcripts; `plan` is the rest of the study file."""
    if transcripts is None:
        transcripts = [transcript(f"t{number}") for number in range(1, 5)]
    lines = "".join(json.dumps(each) + "\n" for each in transcripts).encode()
    (folder / "transcripts.jsonl").write_bytes(lines if raw is None else raw)
    (folder / "rubric.toml").write_text(rubric)
    items = "" if "items =" in plan else 'items = ["transcripts.jsonl"]\n'
    study_toml = folder / f"{name}.toml"
    study_toml.write_text(f'title = "A study"\nrubric = "rubric.toml"\n{items}{plan}\n')
    return Written(study_toml)


@dataclass(frozen=True)
class Writing:
    """Writes the files of a study into a test's own folder, or into a given one."""

    folder: Path

    def __call__(self, *given: Any, folder: Path | None = None, **named: Any) -> Written:
        return write_files(folder or self.folder, *given, **named)

    def into(self, folder: Path) -> "Writing":
        """Give what writes somewhere else."""
        return Writing(folder)


@pytest.fixture
def write_study(tmp_path: Path) -> WriteStudy:
    """Write the files of a study."""
    return Writing(tmp_path)


@pytest.fixture(scope="session")
def study_to_copy(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A study of four transcripts and two coders, built once."""
    return write_files(tmp_path_factory.mktemp("study")).init()


@pytest.fixture
def built_study(study_to_copy: Built, tmp_path: Path) -> Built:
    """A copy of that study with all that lies beside it."""
    return study_to_copy.copied(tmp_path)


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
