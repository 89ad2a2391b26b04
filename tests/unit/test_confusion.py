"""Tables of answers against answers: numbers by hand, who sees whom, and what always holds."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contested_study import contested_once
from tests.review_fixtures import blind_ids, keyed_items

from coder_tui.analysis.confusion import MOST_VALUES, Alike, Answered, confusion_of
from coder_tui.analysis.narrowing import Narrowing, of_cell
from coder_tui.analysis.review import Review, review_study
from coder_tui.domain.rubric import (
    CANNOT_JUDGE,
    NOT_APPLICABLE,
    Answer,
    Dimension,
    Level,
    ScalePoint,
    scored,
)
from coder_tui.storage.study import StudyFile

POINTS = tuple(ScalePoint(value, f"label {value}", "Anchor.") for value in range(3))
CLARITY = Dimension("clarity", "D1 Clarity", "Is it?", Level.ORDINAL, POINTS)
ANSWERS = (*map(scored, range(3)), NOT_APPLICABLE, CANNOT_JUDGE)
NAMES = ("ana", "ben", "cleo")


def reviewed(built: Any, *, with_key: bool) -> Review:
    study = StudyFile.open(built.path, read_only=True)
    try:
        return review_study(study, keyed_items(built.key_path) if with_key else None)
    finally:
        study.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return contested_once(tmp_path_factory)


def clarity(review: Review) -> Answered:
    found = review.answered_on("clarity", "human")
    assert found is not None
    return found


def test_with_the_key_each_pair_has_its_table_and_open_items_count(built: Any) -> None:
    answered = clarity(reviewed(built, with_key=True))
    assert answered.pairs == (("ana", "ben"), ("ana", "cleo"), ("ben", "cleo"))
    matrix = answered.matrix(("ana", "ben"))
    assert matrix.confusion is not None
    assert matrix.confusion.answers == ("0", "1", "2", "n/a")
    assert matrix.confusion.counts == (
        (1, 0, 1, 0),
        (1, 0, 1, 0),
        (0, 0, 1, 0),
        (0, 1, 0, 0),
    )
    assert matrix.pairs == 6
    blind = blind_ids(built.key_path)
    assert matrix.cell(1, 0).blind_ids == (blind["x6"],)
    with_cleo = answered.matrix(("ben", "cleo")).confusion
    assert with_cleo is not None
    assert with_cleo.answers == ("0", "1", "2", "can't")
    assert with_cleo.counts == ((1, 0, 0, 0), (0, 1, 0, 0), (0, 1, 1, 1), (0, 0, 0, 0))


def test_without_the_key_pairs_have_no_names_and_open_items_do_not_count(built: Any) -> None:
    answered = clarity(reviewed(built, with_key=False))
    assert answered.pairs == ()
    assert {coder for each in answered.alike for coder, _ in each.given} == {""}
    (matrix,) = answered.matrices
    assert matrix.coders is None
    assert matrix.confusion is not None
    assert matrix.confusion.answers == ("0", "1", "2", "n/a", "can't")
    assert matrix.confusion.counts == (
        (3, 1, 1, 0, 0),
        (1, 1, 3, 2, 0),
        (1, 3, 2, 0, 2),
        (0, 2, 0, 0, 0),
        (0, 0, 2, 0, 0),
    )
    assert matrix.pairs == 15
    x6 = blind_ids(built.key_path)["x6"]
    assert all(x6 not in cell.blind_ids for cell in matrix.cells.values())
    assert (matrix.cell(1, 2).pairs, matrix.cell(1, 2).items) == (3, 2)


def test_no_name_stands_anywhere_in_what_is_seen_without_the_key(built: Any) -> None:
    review = reviewed(built, with_key=False)
    said = repr(review.answered) + repr(review.items)
    assert not any(name in said for name in NAMES)


@pytest.mark.parametrize("with_key", [True, False])
def test_a_cell_that_differs_leads_to_exactly_its_disagreements(built: Any, with_key: bool) -> None:
    review = reviewed(built, with_key=with_key)
    seen = 0
    for answered in review.answered:
        for matrix in answered.matrices:
            for cell in matrix.cells.values():
                if not cell.agrees:
                    found = Narrowing((of_cell(matrix, cell),)).apply(review.disagreements)
                    assert sorted(each.blind_id for each in found) == list(cell.blind_ids)
                    assert len(found) == cell.items
                    # Where a cell has more items than it names, answers are asked for.
                    by_answers = of_cell(matrix, replace(cell, blind_ids=()))
                    assert Narrowing((by_answers,)).apply(review.disagreements) == found
                    seen += 1
    assert seen > 5


def test_answers_in_words_and_too_many_values_have_no_table_and_say_so() -> None:
    text = Dimension("why", "D9 Why", "Why?", Level.TEXT, ())
    free = Dimension("errors", "D8 Errors", "How many?", Level.RATIO, ())
    words = in_words("because"), in_words("so")
    assert "words" in Answered(text, "human", (alike(words),)).matrix(None).why
    many = tuple(alike((scored(n), scored(n + 1))) for n in range(0, MOST_VALUES + 2, 2))
    matrix = Answered(free, "human", many).matrix(None)
    assert matrix.confusion is None
    assert str(MOST_VALUES) in matrix.why
    few = Answered(free, "human", many[:2]).matrix(None).confusion
    assert few is not None
    assert few.answers == ("0", "1", "2", "3")


def in_words(value: str) -> Answer:
    return Answer(scored(0).state, value, unnumbered=True)


def alike(answers: tuple[Answer, ...], items: int = 1, coders: tuple[str, ...] = NAMES) -> Alike:
    blind_ids = tuple(f"{hash(answers) % 10_000}-{n}" for n in range(items))
    return Alike(tuple(zip(coders, answers, strict=False)), items, blind_ids)


ITEMS = st.lists(
    st.builds(
        alike,
        st.lists(st.sampled_from(ANSWERS), min_size=2, max_size=3).map(tuple),
        st.integers(1, 4),
    ),
    min_size=1,
    max_size=8,
)


@given(ITEMS)
def test_counts_add_up_to_the_pairs_and_nameless_tables_are_symmetric(found: list[Alike]) -> None:
    answered = Answered(CLARITY, "human", tuple(found))
    nameless = answered.matrix(None)
    assert nameless.confusion is not None
    counts = nameless.confusion.counts
    assert counts == tuple(zip(*counts, strict=True))
    diagonal = sum(counts[n][n] for n in range(len(counts)))
    off = sum(map(sum, counts)) - diagonal
    assert diagonal + off // 2 == nameless.pairs
    assert nameless.pairs == sum(answered.matrix(pair).pairs for pair in answered.pairs)
    assert nameless.pairs == sum(
        each.items * len(list(combinations(each.given, 2))) for each in found
    )


@given(ITEMS)
def test_a_pair_the_other_way_round_is_the_same_table_turned(found: list[Alike]) -> None:
    answered = Answered(CLARITY, "human", tuple(found))
    for first, second in answered.pairs:
        one, other = answered.matrix((first, second)), answered.matrix((second, first))
        assert one.confusion is not None
        assert other.confusion is not None
        assert one.confusion.counts == tuple(zip(*other.confusion.counts, strict=True))
        for row, words in enumerate(one.confusion.answers):
            for column in range(len(one.confusion.answers)):
                cell = one.cell(row, column)
                assert cell.first == words
                assert cell.pairs == cell.items == one.confusion.counts[row][column]


@given(ITEMS)
def test_the_whole_declared_scale_is_shown_and_states_behind_it(found: list[Alike]) -> None:
    matrix = Answered(CLARITY, "human", tuple(found)).matrix(None)
    assert matrix.confusion is not None
    assert matrix.confusion.answers[:3] == ("0", "1", "2")
    states = {answer.word for each in found for _, answer in each.given if answer.value is None}
    assert set(matrix.confusion.answers[3:]) == states


def test_sets_of_labels_stand_in_words() -> None:
    labels = Dimension("topics", "D5 Topics", "Which?", Level.MULTI, POINTS)
    both = Answer(scored(0).state, "[0,2]", unnumbered=True)
    found = confusion_of(labels, [(both, both, 2)])
    assert found is not None
    assert (found.answers, found.counts) == ((both.word,), ((2,),))
    assert both.word == "0+2"


def test_dimensions_come_in_the_order_of_the_rubric(built: Any) -> None:
    found = reviewed(built, with_key=True).answered
    assert [each.dimension.id for each in found] == [
        "clarity",
        "escalated",
        "escalation_quality",
    ]
