"""The coders of one study at work, whose disagreements are settled."""

from collections.abc import Callable
from typing import Any

from coder_tui.domain.adjudication import CaseId
from coder_tui.domain.blinding import text_hash
from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.rubric import Answer, scored
from coder_tui.storage.adjudications import read_waiting
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile


class Team:
    """The coders of one study at work."""

    def __init__(self, study: StudyFile) -> None:
        self.study = study
        rows = study.connection.execute("select blind_id from item order by blind_id")
        self.items = [row[0] for row in rows]
        self._recorders: dict[str, Recorder] = {}

    def recorder(self, coder: str) -> Recorder:
        if coder not in self._recorders:
            study = self.study
            self._recorders[coder] = Recorder.start(
                study.connection, study.path, coder, study.rubric_fingerprint
            )
        return self._recorders[coder]

    def code(self, coder: str, item: str, *, submit: bool = True, **answers: int | Answer) -> None:
        for dimension, value in answers.items():
            answer = scored(value) if isinstance(value, int) else value
            self.recorder(coder).score(item, dimension, answer)
        if submit:
            self.recorder(coder).move(item, Move.SUBMITTED)

    def citation(self, item: str, idx: int) -> Citation:
        text = next(part.text for part in self.study.item(item).parts if part.idx == idx)
        return Citation(idx, 0, len(text), text, text_hash(self.study.info.salt, text))

    def waiting(self) -> list[CaseId]:
        return list(read_waiting(self.study).cases)

    def final(self, case: CaseId) -> tuple[Any, ...]:
        query = "select state, value, basis from final_score where blind_id = ? and dimension = ?"
        found = self.study.connection.execute(query, (case.blind_id, case.dimension))
        return tuple(found.fetchone())


BuildTeam = Callable[..., Team]


def disagree(team: Team, item: str, **answers: int | Answer) -> CaseId:
    """Let the two coders answer differently on clarity."""
    team.code("annabel", item, clarity=answers.get("annabel", 0), escalated=0)
    team.code("benedikt", item, clarity=answers.get("benedikt", 2), escalated=0)
    return CaseId(item, "clarity")
