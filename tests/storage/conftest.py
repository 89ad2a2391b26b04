"""Studies whose coders differ."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.storage.settling_team import BuildTeam, Team

from coder_tui.storage.study import StudyFile


@pytest.fixture
def build_team(write_study: Any) -> Iterator[BuildTeam]:
    opened: list[StudyFile] = []

    def build(plan: str = 'coders = ["annabel", "benedikt"]', **given: Any) -> Team:
        opened.append(StudyFile.open(write_study(plan=plan).init(**given).path))
        return Team(opened[-1])

    yield build
    for study in opened:
        study.close()
