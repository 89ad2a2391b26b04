"""Adjudicating sets of labels, typed numbers and texts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.coded_levels import LONG, coded_levels
from tests.levels import answer
from tests.review_fixtures import blind_ids
from tests.tui.clocked_app import UNSAFE, type_text
from tests.tui.judge_app import SIZE, WIDE, JudgeApp

from coder_tui.domain.adjudication import CaseId
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_case
from coder_tui.storage.study import StudyFile
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.adjudication.steps import Step
from coder_tui.tui.dialogs import TextDialog

Open = Callable[[str], JudgeApp]


class Bench(Desk):
    """A desk on which one case of a chosen dimension lies first."""

    def __init__(self, study: StudyFile, adjudicator: Adjudicator, first: CaseId) -> None:
        super().__init__(study, adjudicator)
        self._first = first

    def _look(self) -> None:
        super()._look()
        if self._first in self._queue:
            self._queue.remove(self._first)
            self._queue.appendleft(self._first)


@pytest.fixture
def judge(write_study: Any) -> Iterator[Open]:
    """Open the adjudication of the coded study at its second item, on one dimension."""
    opened: list[StudyFile] = []
    built = coded_levels(write_study)
    item = blind_ids(built.key_path)["x2"]

    def start(dimension: str) -> JudgeApp:
        study = StudyFile.open(built.path)
        opened.append(study)
        return JudgeApp(Bench(study, Adjudicator.start(study, "judge"), CaseId(item, dimension)))

    yield start
    for study in opened:
        study.close()


def last(app: JudgeApp) -> tuple[Any, ...]:
    """Dimension, value and number of the latest decision."""
    row = app.desk.study.connection.execute(
        "select dimension, value, number from adjudication order by clock desc limit 1"
    ).fetchone()
    return tuple(row)


async def test_a_set_is_taken_from_a_coder_with_all_its_labels(judge: Open) -> None:
    app = judge("topics")
    async with app.at(SIZE):
        both = answer("topics", 2)
        assert app.desk.case is not None
        letter = app.desk.case.letters_of(both)
        pane = app.shown("anchors")
        assert [line[:4].strip() for line in pane.splitlines()[1:4]] == [letter, "", letter]
        assert "= write" in app.shown("keys")
        await app.press(letter.lower(), "l")
    assert last(app) == ("topics", "[0,2]", None)


async def test_digits_choose_nothing_where_an_answer_is_no_single_point(judge: Open) -> None:
    app = judge("topics")
    async with app.at(SIZE):
        await app.press("1")
        assert app.desk.step is Step.VALUE
        assert "D5 takes no digit: = writes another value." in app.shown("keys")


async def test_another_set_is_written_and_owes_a_sentence(judge: Open) -> None:
    app = judge("topics")
    async with app.at(SIZE) as pilot:
        await app.press("equals_sign")
        await type_text(pilot, "2 1")
        await app.press("enter", "s")
        await type_text(pilot, "Both say too much.")
        await app.press("enter")
    assert last(app) == ("topics", "[1,2]", None)


async def test_a_number_off_the_range_is_asked_for_again_with_what_is_allowed(judge: Open) -> None:
    app = judge("warmth")
    async with app.at(SIZE) as pilot:
        assert "a number from -50 to 50.5" in app.shown("anchors")
        await app.press("equals_sign")
        await type_text(pilot, "1e3")
        await app.press("enter")
        assert isinstance(app.screen, TextDialog)
        assert '"1e3" is not a number from -50 to 50.5' in app.picture()
        await app.press("backspace", "backspace", "backspace")
        await type_text(pilot, "2.50")
        await app.press("enter", "s")
        await type_text(pilot, "Read off again.")
        await app.press("enter")
    assert last(app) == ("warmth", "2.5", 2.5)


async def test_esc_leaves_the_value_unwritten(judge: Open) -> None:
    app = judge("warmth")
    async with app.at(SIZE) as pilot:
        await app.press("equals_sign")
        await type_text(pilot, "2")
        await app.press("escape")
        assert app.desk.step is Step.VALUE
        assert app.decisions() == []


@pytest.mark.parametrize("size", [SIZE, WIDE])
async def test_hostile_texts_are_shown_in_full_and_harmless(
    judge: Open, size: tuple[int, int]
) -> None:
    app = judge("summary")
    async with app.at(size):
        picture = app.picture()
        assert "It helps." in picture
        assert "A long answer, with ␛[31mcolour␛[0m," in picture
        assert "for several." in picture
        assert not [line for line in picture.splitlines() if UNSAFE.search(line)]
        assert app.desk.case is not None
        letter = app.desk.case.letters_of(answer("summary"))
        other = next(s.letter for s in app.desk.case.sides if s.letter != letter)
        await app.press(other.lower(), "l")
    assert last(app) == ("summary", LONG, None)


async def test_a_written_text_that_looks_like_a_number_is_none(judge: Open) -> None:
    app = judge("summary")
    async with app.at(SIZE) as pilot:
        await app.press("equals_sign")
        await type_text(pilot, "7")
        await app.press("enter", "s")
        await type_text(pilot, "The count is the story.")
        await app.press("enter")
    assert last(app) == ("summary", "7", None)
    item = app.decisions()[0][0]
    assert read_case(app.desk.study, CaseId(item, "summary")) is None
