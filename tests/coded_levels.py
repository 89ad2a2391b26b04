"""A study with every level of measurement, coded by two: they agree on x1, differ on x2 and x3."""

from pathlib import Path
from typing import Any

from tests.levels import VALUES, build, levels, sheet
from tests.once import once
from tests.review_fixtures import blind_ids, transcripts

from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.rubric import NOT_APPLICABLE, Answer
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

LONG = "A long answer, with \x1b[31mcolour\x1b[0m,\nof two lines and of words enough for several."


def disputed(item: str, coder: str) -> dict[str, Answer]:
    """The answers of a coder on an item."""
    if item == "x1":
        return sheet(1)
    answers = sheet(0 if coder == "ana" else 2)
    if item == "x2" and coder == "ben":
        answers["summary"] = levels().dimension("summary").read(LONG)
        answers["errors"] = NOT_APPLICABLE
    return answers


@once
def coded_levels(write_study: Any, plan: str = "seal = false") -> Any:
    """The study, with both coders' submits; gives what `init` built."""
    built = build(write_study, plan=f'coders = ["ana", "ben"]\n{plan}', transcripts=transcripts())
    blind = blind_ids(built.key_path)
    for coder in ("ana", "ben"):
        _code(
            built.path, coder, {blind[item]: disputed(item, coder) for item in ("x1", "x2", "x3")}
        )
    return built


def _code(path: Path, coder: str, answers: dict[str, dict[str, Answer]]) -> None:
    study = StudyFile.open(path)
    recorder = Recorder.start(study.connection, path, coder, study.rubric_fingerprint)
    for blind_id, given in answers.items():
        for dimension in VALUES:
            recorder.score(blind_id, dimension, given[dimension])
        recorder.cite(blind_id, "errors", Citation(2, 0, 4, "Here"))
        recorder.move(blind_id, Move.SUBMITTED)
    recorder.sitting.close()
    study.close()
