"""A coder at work while versions of the rubric come and go: no row is under one that is gone."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import write_files
from tests.rubric_fixtures import CLARITY, FIRST, NEW_DIMENSION, bring, version

from coder_tui.domain.coding import Progress
from coder_tui.domain.rubric import Answer
from coder_tui.storage.rubric_versions import Version
from coder_tui.storage.scores import read_sheet
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.app import start_desk
from coder_tui.tui.coding.desk import Desk

CLARITY_TEXT = "[[dimension]]" + FIRST.text.split("[[dimension]]")[1]
CONDITION = 'depends_on = { dimension = "escalated", at_least = 1 }\n'
VERSIONS = (
    FIRST,
    CLARITY,
    version("3.0", ('  { value = 2, label = "yes", anchor = "It is clear." },\n', "")),
    version("4.0", (CLARITY_TEXT, "")),
    version("5.0", (CONDITION, "")),
    version("6.0", more=NEW_DIMENSION),
    version("7.0", ("D1 Clarity", "D1 Clearness")),
)
RUBRICS = {each.fingerprint: each.rubric for each in VERSIONS}
GIVEN = """
select score.dimension, score.state, score.value, score.number, score.rubric, (
    select adoption.rubric
    from adoption
    where adoption.clock < score.clock
    order by number desc
    limit 1
)
from score
"""
KEYS = ("0", "1", "2", "z", "j", "e", "E", "backspace", "u", "U", "enter", ">")


def press(desk: Desk, key: str) -> None:
    """Do what a key does, without a screen."""
    part = desk.item.parts[-1]
    does: dict[str, Any] = {
        "z": lambda: desk.answer(Answer.stored("cannot_judge", None, None)),
        "j": lambda: desk.turn(1),
        "e": lambda: desk.cite(part),
        "E": desk.take_over,
        "backspace": desk.clear,
        "u": desk.undo,
        "U": desk.redo,
        "enter": desk.submit,
        ">": lambda: desk.go_to_item(desk.neighbour(1) or desk.item.blind_id),
    }
    if key.isdigit():
        desk.score(int(key))
    else:
        does[key]()


def as_it_should_be(desk: Desk, other: StudyFile) -> None:
    for dimension, state, value, number, under, in_force in other.connection.execute(GIVEN):
        assert under == in_force, "every score stands under the version that was in force then"
        answer = Answer.stored(state, value, number)
        allowed = RUBRICS[under].dimension(dimension).allows
        assert state == "cleared" or allowed(answer), "and that version has such a value"
    evidence = "select count(*) from dated_evidence where rubric is not given_under"
    assert other.connection.execute(evidence).fetchone() == (0,)
    if desk.study.rubric_fingerprint == other.rubric_fingerprint:
        sheet = read_sheet(other.connection, "ana", desk.item.blind_id)
        assert desk.sheet == sheet
        assert desk.dimension in desk.open_dimensions
        assert sheet.progress is not Progress.SUBMITTED or not sheet.gaps(other.rubric)


@settings(max_examples=max(12, settings().max_examples // 2))
@given(st.lists(st.one_of(st.sampled_from(VERSIONS), st.sampled_from(KEYS)), max_size=30))
def test_every_row_is_under_the_version_in_force_when_it_was_written(
    happens: list[Version | str],
) -> None:
    with TemporaryDirectory() as folder:
        path = write_files(Path(folder)).init().path
        with closing(StudyFile.open(path)) as study, closing(StudyFile.open(path)) as other:
            desk = start_desk(study, "ana")
            desk.open_first()
            for each in happens:
                if isinstance(each, str):
                    press(desk, each)
                elif each.fingerprint != other.rubric_fingerprint:
                    bring(other, each)
                as_it_should_be(desk, other)
