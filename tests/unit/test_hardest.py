"""The items by how hard they are: numbers by hand, who sees what, and what always holds."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contested_study import contested_once
from tests.review_fixtures import blind_ids, keyed_items

from coder_tui.analysis.disagreements import CoderAnswer, Disagreement
from coder_tui.analysis.hardest import ReviewedItem, differing_pairs, ranges_of, total_distance
from coder_tui.analysis.review import review_study
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

POINTS = tuple(ScalePoint(value, str(value), "Anchor.") for value in range(3))
CLARITY = Dimension("clarity", "D1 Clarity", "Is it?", Level.ORDINAL, POINTS)
SORT = Dimension("sort", "D2 Sort", "Which?", Level.NOMINAL, POINTS)
ERRORS = Dimension("errors", "D3 Errors", "How many?", Level.RATIO, ())


def items(built: Any, *, with_key: bool) -> dict[str, ReviewedItem]:
    """The items by their original names, in the order in which they come."""
    names = {blind: original for original, blind in blind_ids(built.key_path).items()}
    study = StudyFile.open(built.path, read_only=True)
    try:
        found = review_study(study, keyed_items(built.key_path) if with_key else None).items
    finally:
        study.close()
    return {names[each.blind_id]: each for each in found}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return contested_once(tmp_path_factory)


def test_the_hardest_item_comes_first(built: Any) -> None:
    found = items(built, with_key=True)
    assert list(found)[:3] == ["x3", "x2", "x6"]
    assert list(found)[-1] == "x1"
    numbers = {name: (each.differing, each.pairs) for name, each in found.items()}
    assert numbers == {
        "x1": (0, 9),
        "x2": (4, 9),
        "x3": (5, 7),
        "x4": (2, 9),
        "x5": (2, 9),
        "x6": (1, 3),
    }
    assert found["x3"].difficulty == pytest.approx(5 / 7)
    assert found["x3"].distance == pytest.approx(4 / 7)
    assert found["x2"].distance == pytest.approx(3 / 9)
    assert found["x6"].distance == pytest.approx(0.5 / 3)
    assert [each.id for each in found["x2"].dimensions] == ["clarity", "escalation_quality"]


def test_flags_skips_comments_states_and_time_are_counted(built: Any) -> None:
    found = items(built, with_key=True)
    assert (found["x4"].flags, found["x4"].skips) == (1, 1)
    assert {name for name, each in found.items() if each.flags or each.skips} == {"x4"}
    assert {name for name, each in found.items() if each.comments} == {"x2", "x3"}
    assert {name: each.cannot_judge for name, each in found.items() if each.cannot_judge} == {
        "x5": 1
    }
    assert {name: each.seconds for name, each in found.items() if each.seconds} == {"x2": 90.0}
    assert (found["x6"].submitted, found["x6"].coders) == (2, 3)


def test_without_the_key_an_item_that_somebody_has_still_to_submit_is_not_there(
    built: Any,
) -> None:
    assert set(items(built, with_key=False)) == {"x1", "x2", "x3", "x4", "x5"}


def differing(dimension: Dimension, *answers: Answer) -> Disagreement:
    sides = tuple(CoderAnswer(f"c{n}", each, (), ()) for n, each in enumerate(answers))
    return Disagreement("k7f2", "", dimension, "human", "value", sides, None)


def test_values_without_order_are_one_apart_and_states_have_no_distance() -> None:
    sort = differing(SORT, scored(0), scored(2), scored(2))
    assert total_distance([sort], ranges_of([sort])) == 2
    state = differing(CLARITY, scored(0), NOT_APPLICABLE, CANNOT_JUDGE)
    assert total_distance([state], ranges_of([state])) == 0
    assert differing_pairs(state) == 3


def test_numbers_without_ends_are_scaled_by_what_occurs() -> None:
    far = differing(ERRORS, scored(0), scored(10))
    near = differing(ERRORS, scored(4), scored(5))
    ranges = ranges_of([far, near])
    assert ranges == {"errors": 10}
    assert total_distance([near], ranges) == pytest.approx(0.1)


ANSWERS = st.lists(
    st.sampled_from((*map(scored, range(3)), NOT_APPLICABLE, CANNOT_JUDGE)),
    min_size=2,
    max_size=6,
)


@given(ANSWERS, st.randoms())
def test_the_order_of_coders_changes_nothing(given_: list[Answer], chance: Any) -> None:
    shuffled = list(given_)
    chance.shuffle(shuffled)
    one, other = differing(CLARITY, *given_), differing(CLARITY, *shuffled)
    ranges = {"clarity": 2.0}
    assert differing_pairs(one) == differing_pairs(other)
    assert total_distance([one], ranges) == pytest.approx(total_distance([other], ranges))


@given(ANSWERS)
def test_distance_never_exceeds_the_pairs_that_differ(given_: list[Answer]) -> None:
    found = differing(CLARITY, *given_)
    pairs = len(list(combinations(given_, 2)))
    assert 0 <= total_distance([found], {"clarity": 2.0}) <= differing_pairs(found) <= pairs
