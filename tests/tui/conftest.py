"""The real coding app on real studies."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.tui.clocked_app import ClockedApp
from tests.tui.judge_app import open_judge as open_judge

from coder_tui.intake.pipeline import init_study
from coder_tui.intake.registration import load_plan
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.app import start_desk

REPOSITORY = Path(__file__).parents[2]

OpenApp = Callable[..., ClockedApp]


@pytest.fixture
def open_app() -> Iterator[OpenApp]:
    """Open the coding app on a study; the studies are closed at the end."""
    opened: list[StudyFile] = []

    def start(path: Path, coder: str = "ana", **given: Any) -> ClockedApp:
        study = StudyFile.open(path)
        opened.append(study)
        return ClockedApp(start_desk(study, coder), **given)

    yield start
    for study in opened:
        study.close()


@pytest.fixture
def app(built_study: Any, open_app: OpenApp) -> ClockedApp:
    """Ana at her first of four items."""
    return open_app(built_study.path)


@pytest.fixture(scope="session")
def shipped_audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped audit of sixteen entries, built once."""
    folder = tmp_path_factory.mktemp("audit")
    plan = load_plan(REPOSITORY / "sample_data" / "audit.study.toml")
    return init_study(plan, folder / "audit.db", folder / "audit.key.db").study


@pytest.fixture
def audit(shipped_audit: Path, tmp_path: Path) -> Path:
    """A copy of the shipped audit; init has closed it, so that one file is all of it."""
    assert not shipped_audit.with_name("audit.db-wal").exists()
    return Path(shutil.copy(shipped_audit, tmp_path))


@pytest.fixture
def stress_rubric() -> str:
    """The shipped rubric for transcripts."""
    return (REPOSITORY / "rubric" / "stress_test.toml").read_text()


@pytest.fixture
def hostile(write_study: Any, stress_rubric: str) -> Path:
    """The shipped hostile transcripts as a study."""
    raw = (REPOSITORY / "sample_data" / "hostile.jsonl").read_bytes()
    plan = 'coders = ["ana"]\ncoders_per_item = 1'
    return write_study(raw=raw, rubric=stress_rubric, plan=plan).init().path
