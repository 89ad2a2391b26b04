"""A study of three coders who differ in every way, for the tests of disagreements and items.

Clarity by hand, one column a coder: x1 0 0 0; x2 1 2 2; x3 0 2 1; x4 n/a 1 1; x5 2 2 can't; and x6
1 0, which cleo has still to submit. Ana hands over nothing on x3 (escalated 0, quality hidden), and
finds the handing over of x2 bad (quality 0).
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from tests.conftest import write_files
from tests.once import once
from tests.review_fixtures import Sheet, blind_ids, code

from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

PLAN = 'coders = ["ana", "ben", "cleo"]\ncoders_per_item = 3\nseal = false'
COMMENT = "It leaves the second tablet out."
HOSTILE = "[/red] \x1b]0;owned\x07 \x1b[c \u202edrow [b]x[/b]\nnext"


def sheet(clarity: Any, escalated: int = 1, quality: int = 1) -> Sheet:
    """The answers of one coder on one item."""
    given = {"clarity": clarity, "escalated": escalated}
    return {**given, "escalation_quality": quality} if escalated else given


SHEETS: Mapping[str, Mapping[str, Sheet]] = {
    "ana": {
        "x1": sheet(0),
        "x2": sheet(1, quality=0),
        "x3": sheet(0, escalated=0),
        "x4": sheet(NOT_APPLICABLE),
        "x5": sheet(2),
        "x6": sheet(1),
    },
    "ben": {
        "x1": sheet(0),
        "x2": sheet(2),
        "x3": sheet(2),
        "x4": sheet(1),
        "x5": sheet(2),
        "x6": sheet(0),
    },
    "cleo": {
        "x1": sheet(0),
        "x2": sheet(2),
        "x3": sheet(1),
        "x4": sheet(1),
        "x5": sheet(CANNOT_JUDGE),
    },
}


def six_transcripts() -> list[dict[str, Any]]:
    """x1 to x6, of one model under one scaffold."""
    return [
        {
            "id": f"x{number}",
            "model": "modelia-one",
            "scaffold": "C1",
            "task": f"task-{number}",
            "turns": [
                {"role": "user", "text": f"Please help me with matter {number}."},
                {"role": "assistant", "text": f"Here is what I know about matter {number}."},
            ],
        }
        for number in range(1, 7)
    ]


@once
def contested(write_study: Any) -> Any:
    """Build the study, coded."""
    built = write_study(six_transcripts(), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    _skip_and_flag(built.path, blind)
    for coder, sheets in SHEETS.items():
        code(built.path, coder, {blind[item]: given for item, given in sheets.items()})
    _comment(built.path, blind)
    return built


def contested_once(folders: pytest.TempPathFactory) -> Any:
    """Build it for all tests of a file that only read it."""
    return contested(partial(write_files, folders.mktemp("contested")))


def _recorder(study: StudyFile, path: Any, coder: str) -> Recorder:
    return Recorder.start(study.connection, path, coder, study.rubric_fingerprint)


def _skip_and_flag(path: Any, blind: Mapping[str, str]) -> None:
    """Ana puts x4 off before she submits it, and flags it; ben is at x2 for 90 seconds."""
    study = StudyFile.open(path)
    ana = _recorder(study, path, "ana")
    ana.move(blind["x4"], Move.SKIPPED, "Later.")
    ana.flag(blind["x4"], "Is this one whole?")
    ana.sitting.close()
    ben = _recorder(study, path, "ben")
    ben.sitting.note_attention(blind["x2"], 90.0)
    ben.sitting.close()
    study.close()


def _comment(path: Any, blind: Mapping[str, str]) -> None:
    """Ana says why on x2, ben something hostile on x3."""
    study = StudyFile.open(path)
    for coder, item, text, dimension in (
        ("ana", "x2", COMMENT, "clarity"),
        ("ben", "x3", HOSTILE, None),
    ):
        recorder = _recorder(study, path, coder)
        recorder.comment(blind[item], text, dimension)
        recorder.sitting.close()
    study.close()
