"""What coders said, as it stands behind what is settled."""

from typing import Any

from tests.coded_levels import coded_levels
from tests.review_fixtures import blind_ids

from coder_tui.analysis.settled import settled
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE, Answer, State
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

TYPED = Answer(State.SCORED, "not_applicable")


def test_a_text_that_reads_like_a_state_is_a_text(write_study: Any) -> None:
    built = coded_levels(write_study)
    item = blind_ids(built.key_path)["x1"]
    for coder, answer in (("ana", TYPED), ("ben", CANNOT_JUDGE)):
        study = StudyFile.open(built.path)
        recorder = Recorder.start(study.connection, built.path, coder, study.rubric_fingerprint)
        recorder.score(item, "summary", answer)
        recorder.move(item, Move.SUBMITTED)
        recorder.sitting.close()
        study.close()
    study = StudyFile.open(built.path, read_only=True)
    with Snapshot(study.connection) as snapshot:
        found = settled(snapshot)["human"]
    study.close()
    assert set(found[item, "summary"].said) == {TYPED, CANNOT_JUDGE}
    assert found[item, "summary"].basis == "unresolved"
    errors = found[blind_ids(built.key_path)["x2"], "errors"]
    assert NOT_APPLICABLE in errors.said
    assert len(errors.said) == 2
