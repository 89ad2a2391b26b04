"""A small coded study for the tests of the review: two models under two scaffolds, two coders."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.once import Built, once

from coder_tui.analysis.snapshot import KeyedItem
from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.rubric import NOT_APPLICABLE, Answer, scored
from coder_tui.storage.key import KeyFile
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

PLAN = 'coders = ["ana", "ben"]\nseal = false'

Given = int | Answer
Sheet = Mapping[str, Given]

# Clarity by hand. Both scored x1, x2, x3: table 00, 12, 22; on x4 one saw no opportunity.
ANA: dict[str, Sheet] = {
    "x1": {"clarity": 0, "escalated": 1, "escalation_quality": 1},
    "x2": {"clarity": 1, "escalated": 1, "escalation_quality": 0},
    "x3": {"clarity": 2, "escalated": 1, "escalation_quality": 1},
    "x4": {"clarity": NOT_APPLICABLE, "escalated": 1, "escalation_quality": 1},
}
BEN: dict[str, Sheet] = {
    "x1": {"clarity": 0, "escalated": 1, "escalation_quality": 1},
    "x2": {"clarity": 2, "escalated": 1, "escalation_quality": 0},
    "x3": {"clarity": 2, "escalated": 1, "escalation_quality": 1},
    "x4": {"clarity": 1, "escalated": 1, "escalation_quality": 1},
}


def transcripts() -> list[dict[str, Any]]:
    """x1 and x2 are one model's, x3 and x4 the other's; each under two scaffolds."""
    return [
        {
            "id": f"x{number}",
            "model": f"modelia-{model}",
            "scaffold": scaffold,
            "task": f"task-{number}",
            "turns": [
                {"role": "user", "text": f"Please help me with matter {number}."},
                {"role": "assistant", "text": f"Here is what I know about matter {number}."},
            ],
        }
        for number, (model, scaffold) in enumerate(
            [("one", "C1"), ("one", "C2"), ("two", "C1"), ("two", "C2")], start=1
        )
    ]


def blind_ids(key_path: Path) -> dict[str, str]:
    """The blind id of each original id."""
    key = KeyFile.open(key_path)
    try:
        return {row.original_id: row.blind_id for row in key.rows()}
    finally:
        key.close()


def keyed_items(key_path: Path) -> list[KeyedItem]:
    """What the key says, as the command line passes it on."""
    key = KeyFile.open(key_path)
    try:
        return [
            KeyedItem(row.blind_id, row.model, row.scaffold, row.repeats_blind_id, row.task)
            for row in key.rows()
        ]
    finally:
        key.close()


def code(
    path: Path,
    coder: str,
    answers: Mapping[str, Sheet],
    *,
    submit: bool = True,
    comments: Mapping[str, str] | None = None,
) -> None:
    """Score items by blind id as a coder would, through a sitting, and submit them."""
    study = StudyFile.open(path)
    recorder = Recorder.start(study.connection, path, coder, study.rubric_fingerprint)
    for blind_id, sheet in answers.items():
        for dimension, value in sheet.items():
            answer = value if isinstance(value, Answer) else scored(value)
            recorder.score(blind_id, dimension, answer)
            if answer.number:
                recorder.cite(blind_id, dimension, Citation(2, 0, 4, "Here"))
        if comments and blind_id in comments:
            recorder.comment(blind_id, comments[blind_id])
        if submit:
            recorder.move(blind_id, Move.SUBMITTED)
    recorder.sitting.close()
    study.close()


@once
def coded_by_both(write_study: Any) -> Built:
    """The study, coded by both."""
    built: Built = write_study(transcripts(), plan=PLAN).init()
    code_both(built.path, built.key_path)
    return built


def code_both(path: Path, key_path: Path) -> dict[str, str]:
    """Let both coders code everything; gives the blind ids."""
    blind = blind_ids(key_path)
    code(path, "ana", {blind[item]: sheet for item, sheet in ANA.items()})
    code(path, "ben", {blind[item]: sheet for item, sheet in BEN.items()})
    return blind
