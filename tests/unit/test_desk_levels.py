"""Answers of every level of measurement, as a coder's keys give them, without a screen."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests import levels

from coder_tui.domain.rubric import NOT_APPLICABLE, Answer
from coder_tui.storage.study import StudyFile
from coder_tui.tui.coding.app import start_desk
from coder_tui.tui.coding.desk import Desk


@pytest.fixture
def desk(write_study: Any) -> Iterator[Desk]:
    """Ana at an item with a dimension of each level."""
    study = StudyFile.open(levels.build(write_study).path)
    desk = start_desk(study, "ana")
    desk.open_first()
    yield desk
    study.close()


def at(desk: Desk, dimension: str) -> Desk:
    desk.turn_to(desk.study.rubric.dimension(dimension))
    assert desk.dimension.id == dimension
    return desk


def values(desk: Desk, dimension: str) -> list[str | None]:
    """Every row written on a dimension of this item, oldest first; None: cleared."""
    rows = desk.study.connection.execute(
        "select value from score where blind_id = ? and dimension = ? order by seq",
        (desk.item.blind_id, dimension),
    )
    return [value for (value,) in rows]


def typed(desk: Desk, text: str) -> Answer:
    return desk.dimension.read(text)


def test_each_label_is_one_row_and_the_set_grows_and_shrinks(desk: Desk) -> None:
    at(desk, "topics")
    for label in (2, 0, 2):
        assert not desk.score(label).refused
    assert values(desk, "topics") == ["[2]", "[0,2]", "[0]"]


def test_a_label_stays_and_tab_goes_on(desk: Desk) -> None:
    at(desk, "topics")
    assert "Tab goes on" in desk.score(1).text
    assert desk.dimension.id == "topics"
    desk.turn_to_gap()
    assert desk.dimension.id == "summary"


def test_the_last_label_taken_back_is_no_answer_and_none_of_them_is_one(desk: Desk) -> None:
    at(desk, "topics")
    desk.score(1)
    assert "= says that none applies" in desk.score(1).text
    assert desk.sheet.answer(desk.dimension) is None
    desk.none_of_them()
    assert values(desk, "topics") == ["[1]", None, "[]"]
    assert desk.dimension.id == "summary"


def test_undo_brings_back_the_set_before(desk: Desk) -> None:
    at(desk, "topics")
    desk.score(0)
    desk.score(2)
    desk.undo()
    assert desk.sheet.answers["topics"].labels == (0,)
    desk.redo()
    assert desk.sheet.answers["topics"].labels == (0, 2)


def test_a_digit_that_is_no_label_is_refused_with_the_labels(desk: Desk) -> None:
    notice = at(desk, "topics").score(7)
    assert notice.refused
    assert "0, 1, 2, = none of them" in notice.text
    assert values(desk, "topics") == []


def test_a_digit_scores_nothing_where_a_value_is_written(desk: Desk) -> None:
    for dimension in ("warmth", "errors", "summary"):
        assert "(=)" in at(desk, dimension).score(1).text
        assert values(desk, dimension) == []


@pytest.mark.parametrize(
    ("dimension", "text", "value"),
    [("warmth", "-3.50", "-3.5"), ("errors", "0", "0"), ("summary", " It helps. ", "It helps.")],
)
def test_a_written_value_is_kept_in_one_spelling_and_goes_on(
    desk: Desk, dimension: str, text: str, value: str
) -> None:
    at(desk, dimension)
    assert not desk.answer(typed(desk, text)).refused
    assert values(desk, dimension) == [value]
    assert desk.dimension.id != dimension


def test_a_number_that_owes_evidence_stays(desk: Desk) -> None:
    at(desk, "errors")
    assert "cite (e)" in desk.answer(typed(desk, "3")).text
    assert desk.dimension.id == "errors"


def test_a_value_for_a_dimension_that_is_no_longer_the_current_one_is_refused(desk: Desk) -> None:
    errors = at(desk, "errors").dimension
    answer = errors.read("3")
    at(desk, "warmth")
    assert desk.answer(answer, on=errors).refused
    assert values(desk, "errors") == values(desk, "warmth") == []


def test_without_going_on_a_score_stays_and_says_when_nothing_is_missing(desk: Desk) -> None:
    desk.goes_on = False
    at(desk, "degree").cite(desk.item.parts[0])
    for dimension in ("degree", "warmth", "errors", "topics", "summary"):
        answer = NOT_APPLICABLE if dimension == "errors" else levels.answer(dimension, 1)
        notice = at(desk, dimension).answer(answer)
        assert desk.dimension.id == dimension
        assert "Nothing is missing" not in notice.text
    assert "Nothing is missing" in at(desk, "sort").score(1).text
    assert desk.dimension.id == "sort"
