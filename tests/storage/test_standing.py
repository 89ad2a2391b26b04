"""What is kept in memory of an item is what a fresh read of the file gives."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder_tui.domain.coding import Citation, Move, Source, redo, undo
from coder_tui.domain.errors import NotSavedError
from coder_tui.domain.rubric import CANNOT_JUDGE, CLEARED, NOT_APPLICABLE, Answer, State, scored
from coder_tui.storage import standing as standing_module
from coder_tui.storage.chain import Prepared
from coder_tui.storage.database import Connection, connect
from coder_tui.storage.scores import Recorder, read_notes, read_sheet
from coder_tui.storage.standing import Standing, catch_up, read_standing
from coder_tui.storage.study import StudyFile

AHEAD = 3_600_000 << 16
"""An hour of the clock that orders rows."""


@dataclass
class Window:
    """One window of a coder, with what it keeps of one item."""

    study: StudyFile
    recorder: Recorder
    standing: Standing

    @classmethod
    def on(cls, study: StudyFile, blind_id: str, *, ahead: int = 0) -> "Window":
        fingerprint = study.rubric_fingerprint
        recorder = Recorder.start(study.connection, study.path, "ana", fingerprint)
        recorder.sitting._clock += ahead
        standing = read_standing(study.connection, recorder.sitting, blind_id)
        return cls(study, recorder, standing)

    def look(self) -> None:
        self.standing = catch_up(self.study.connection, self.recorder.sitting, self.standing)

    def is_true(self) -> bool:
        """Whether it keeps what the file holds."""
        connection, blind_id = self.study.connection, self.standing.blind_id
        kept = self.standing.sheet, self.standing.notes
        read = read_sheet(connection, "ana", blind_id), read_notes(connection, "ana", blind_id)
        return kept == read


DIMENSIONS = st.sampled_from(["clarity", "escalated"])
ANSWERS = st.sampled_from(
    [
        scored(0),
        scored(2),
        Answer(State.SCORED, "-0.5"),
        Answer(State.SCORED, '"words" and \u00e4\u0301', unnumbered=True),
        Answer(State.SCORED, "[0, 2]", unnumbered=True),
        NOT_APPLICABLE,
        CANNOT_JUDGE,
        CLEARED,
    ]
)
CITATIONS = st.builds(
    Citation,
    st.integers(0, 2),
    st.integers(0, 3),
    st.integers(3, 6),
    st.sampled_from(["", "quoted", "two\nlines"]),
    st.sampled_from(["", "hash"]),
    st.sampled_from([None, Source("paper", "u", "p. 1", "2026-01-01"), Source("searched")]),
)
WORDS = st.sampled_from(["", "why", "why else"])

Do = Callable[[Window, str], object]


def _score(dimension: str, answer: Answer) -> Do:
    return lambda window, item: window.recorder.score(item, dimension, answer)


def _cite(dimension: str, citation: Citation, attached: bool) -> Do:
    return lambda window, item: window.recorder.cite(item, dimension, citation, attached=attached)


def _move(move: Move, reason: str) -> Do:
    return lambda window, item: window.recorder.move(item, move, reason)


def _comment(text: str) -> Do:
    return lambda window, item: window.recorder.comment(item, text)


def _flag(reason: str) -> Do:
    return lambda window, item: window.recorder.flag(item, reason)


def _undo(window: Window, item: str) -> None:
    if (step := undo(window.standing.sheet)) is not None:
        window.recorder.reverse(item, step)


def _redo(window: Window, item: str) -> None:
    if (step := redo(window.standing.sheet)) is not None:
        window.recorder.reverse(item, step)


def _nothing(window: Window, item: str) -> None:
    """Only look."""


ACTIONS = st.one_of(
    st.builds(_score, DIMENSIONS, ANSWERS),
    st.builds(_cite, DIMENSIONS, CITATIONS, st.booleans()),
    st.builds(_move, st.sampled_from(Move), WORDS),
    st.builds(_comment, WORDS),
    st.builds(_flag, WORDS),
    st.just(_undo),
    st.just(_undo),
    st.just(_redo),
    st.just(_nothing),
)


@given(st.lists(st.tuples(st.booleans(), ACTIONS), max_size=25), st.sampled_from([-1, 0, 1]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_windows_that_judge_the_same_item_keep_what_the_file_holds(
    study: StudyFile, actions: list[tuple[bool, Do]], skew: int
) -> None:
    # The clocks of two machines differ: rows of one may sort before those read already.
    item = study.assignments("ana")[0].blind_id
    with closing(StudyFile.open(study.path)) as other:
        windows = Window.on(study, item), Window.on(other, item, ahead=skew * AHEAD)
        for which, act in actions:
            window = windows[which]
            act(window, item)
            window.look()
            assert window.is_true()


@pytest.fixture
def window(study: StudyFile) -> Window:
    """Ana's window on her first item."""
    return Window.on(study, study.assignments("ana")[0].blind_id)


@pytest.fixture
def full_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The items that are read as a whole from here on."""
    read: list[str] = []

    def reading(connection: Connection, sitting: object, blind_id: str) -> Standing:
        read.append(blind_id)
        return read_standing(connection, sitting, blind_id)  # type: ignore[arg-type]

    monkeypatch.setattr(standing_module, "read_standing", reading)
    return read


def test_after_a_score_of_ones_own_only_its_row_is_read(
    window: Window, full_reads: list[str]
) -> None:
    item = window.standing.blind_id
    window.recorder.score(item, "clarity", scored(2))
    window.recorder.cite(item, "clarity", Citation(1, 0, 6, "Please", "hash"))
    window.look()
    _undo(window, item)
    window.look()
    assert window.is_true()
    assert window.standing.sheet.answers == {"clarity": scored(2)}
    assert full_reads == []


def test_what_somebody_else_wrote_leads_to_a_full_read(
    window: Window, full_reads: list[str]
) -> None:
    item = window.standing.blind_id
    with closing(StudyFile.open(window.study.path)) as other:
        Window.on(other, item).recorder.score(item, "escalated", scored(1))
    window.recorder.score(item, "clarity", scored(2))
    window.look()
    assert window.standing.sheet.answers == {"clarity": scored(2), "escalated": scored(1)}
    assert full_reads == [item]


def test_a_score_on_another_item_is_not_taken_for_one_on_this(window: Window) -> None:
    elsewhere = window.study.assignments("ana")[1].blind_id
    window.recorder.score(elsewhere, "clarity", scored(2))
    window.look()
    assert window.is_true()
    assert window.standing.sheet.answers == {}


def test_a_judgement_that_had_to_wait_is_added_once_when_it_is_written(window: Window) -> None:
    item = window.standing.blind_id
    holder = connect(window.study.path)
    with closing(holder):
        holder.execute("begin immediate")
        with pytest.raises(NotSavedError):
            window.recorder.score(item, "clarity", scored(2))
        window.look()
        assert window.standing.sheet.answers == {}
        holder.execute("rollback")
    window.recorder.sitting.flush()
    window.look()
    window.look()
    assert window.is_true()
    assert len(window.standing.sheet.done) == 1


def test_a_row_that_was_in_the_file_before_it_was_known_to_be_is_added_once(
    study: StudyFile, window: Window
) -> None:
    # A commit can be said to have failed although the file has it.
    item, sitting = window.standing.blind_id, window.recorder.sitting
    window.recorder.score(item, "clarity", scored(2))
    cursor = study.connection.execute("select * from score")
    names = [column[0] for column in cursor.description]
    sitting._waiting.append(Prepared("score", dict(zip(names, cursor.fetchone(), strict=True))))
    window.standing = read_standing(study.connection, sitting, item)
    assert len(window.standing.sheet.done) == 1
    sitting.flush()
    window.look()
    assert window.is_true()
    assert len(window.standing.sheet.done) == 1
