"""Adopting a version of the rubric that is cut off, and others who write at the same time."""

import subprocess
import sys

import pytest
from tests.conftest import Built
from tests.freezing_fixtures import code_all, items_of, submitted
from tests.rubric_fixtures import CLARITY, FIRST, JUDGEMENTS, NEW_ANCHOR, bring, rows, version

from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.errors import NotSavedError, RefusedError
from coder_tui.domain.rubric import scored
from coder_tui.storage import adopting
from coder_tui.storage.database import immediate
from coder_tui.storage.recoding import to_code_again
from coder_tui.storage.scores import Recorder, read_sheet
from coder_tui.storage.study import StudyFile


@pytest.fixture
def coded(built_study: Built) -> StudyFile:
    """Both coders have submitted everything: clarity 1, escalated 0."""
    code_all(built_study.path)
    return StudyFile.open(built_study.path)


def test_an_adoption_that_is_cut_off_has_not_happened(
    coded: StudyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = (
        *JUDGEMENTS,
        "rubric",
        "rubric_dimension",
        "adoption",
        "event",
        "submission",
        "sitting",
    )
    before = rows(coded.path, tables)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(adopting, "_counts", stop)
    with pytest.raises(KeyboardInterrupt):
        bring(coded, CLARITY)
    assert rows(coded.path, tables) == before
    assert coded.rubric == FIRST.rubric
    assert len(submitted(coded)) == 16


ADOPTING = """
import sys
from pathlib import Path
from coder_tui.domain.rubric_reading import read_rubric
from coder_tui.storage import adopting
from coder_tui.storage.rubric_versions import Version
from coder_tui.storage.study import StudyFile

def wait(plan):
    print("inside", flush=True)
    sys.stdin.read()

study, fingerprint, text = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
adopting._counts = wait
version = Version(fingerprint, text, read_rubric(text, "new"))
adopting.adopt(StudyFile.open(study), version, person="lead")
"""


def test_a_process_that_is_killed_in_the_middle_leaves_nothing_behind(coded: StudyFile) -> None:
    """It says when it is in the middle, and waits there to be killed."""
    tables = (*JUDGEMENTS, "rubric", "adoption", "event", "submission", "sitting")
    before = rows(coded.path, tables)
    words = [sys.executable, "-c", ADOPTING, coded.path, CLARITY.fingerprint, CLARITY.text]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "inside\n", process.stderr.read()
        with pytest.raises(NotSavedError, match="locked"), immediate(coded.connection, patience=0):
            pass
        process.kill()
    assert rows(coded.path, tables) == before
    bring(coded, CLARITY)
    assert to_code_again(coded.connection) == {"ana": 4, "ben": 4}


def test_somebody_else_adopts_meanwhile(coded: StudyFile) -> None:
    other = StudyFile.open(coded.path)
    bring(other, CLARITY)
    with pytest.raises(RefusedError, match="meanwhile"):
        bring(coded, version("3.0", NEW_ANCHOR))


def test_a_score_under_the_old_version_that_comes_late_does_not_count(coded: StudyFile) -> None:
    """A row that waited while the file was locked is true to its version, and counts under it."""
    blind_id = items_of(coded)[0]
    late = Recorder.start(coded.connection, coded.path, "ana", coded.rubric_fingerprint)
    for dimension, value in (("clarity", 2), ("escalated", 1)):
        late.sitting.prepare("score", late.score_values(blind_id, dimension, scored(value)))
    bring(coded, CLARITY)
    late.sitting.close()
    answers = read_sheet(coded.connection, "ana", blind_id).answers
    assert answers == {"escalated": scored(1)}


def test_no_score_is_made_under_a_version_that_is_no_longer_in_force(coded: StudyFile) -> None:
    blind_id = items_of(coded)[0]
    late = Recorder.start(coded.connection, coded.path, "ana", coded.rubric_fingerprint)
    bring(coded, CLARITY)
    before = rows(coded.path, (*JUDGEMENTS, "submission"))
    for judge in (
        lambda: late.score(blind_id, "escalated", scored(1)),
        lambda: late.cite(blind_id, "escalated", Citation(1, 0, 6, "Please")),
        lambda: late.move(blind_id, Move.SUBMITTED),
    ):
        with pytest.raises(RefusedError, match="adopted meanwhile"):
            judge()
    assert late.sitting.unsaved == 0
    assert rows(coded.path, tuple(before)) == before
    late.take_up(coded.rubric_fingerprint)
    late.score(blind_id, "escalated", scored(1))
    assert late.sitting.saved == 1
