"""Filters on disagreements, and the search in their words."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contested_study import contested_once
from tests.review_fixtures import blind_ids, keyed_items

from coder_tui.analysis.disagreements import Disagreement
from coder_tui.analysis.fuzzy import Searched
from coder_tui.analysis.narrowing import (
    COMMENT,
    DECIDED,
    DIMENSION,
    KIND,
    PAIR,
    SIZE,
    Narrowing,
)
from coder_tui.analysis.review import review_study
from coder_tui.storage.study import StudyFile

MATTERS = (DIMENSION, PAIR, SIZE, KIND, COMMENT, DECIDED)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return contested_once(tmp_path_factory)


@pytest.fixture
def found(built: Any) -> Sequence[Disagreement]:
    study = StudyFile.open(built.path, read_only=True)
    try:
        return review_study(study, keyed_items(built.key_path)).disagreements
    finally:
        study.close()


def offered(narrowing: Narrowing, about: str, found: Sequence[Disagreement]) -> dict[str, int]:
    return {each.filter.words: each.count for each in narrowing.options(about, found)}


def test_every_matter_offers_what_occurs_with_its_count(found: Sequence[Disagreement]) -> None:
    nothing = Narrowing()
    assert offered(nothing, DIMENSION, found) == {
        "D1 only": 5,
        "D2 only": 1,
        "D3 only": 1,
    }
    assert offered(nothing, PAIR, found) == {
        "ana and ben": 6,
        "ana and cleo": 6,
        "ben and cleo": 2,
    }
    assert offered(nothing, SIZE, found) == {"distance 1": 4, "distance 2": 1}
    assert offered(nothing, KIND, found) == {"applicable?": 2, "values differ": 5}
    assert offered(nothing, COMMENT, found) == {"with a comment": 3, "without a comment": 4}
    assert offered(nothing, DECIDED, found) == {"undecided": 7}


def test_filters_combine_and_come_off_from_the_last_one(
    found: Sequence[Disagreement], built: Any
) -> None:
    narrowing = Narrowing()
    for about, words in ((DIMENSION, "D1 only"), (PAIR, "ben and cleo")):
        options = narrowing.options(about, found)
        narrowing = narrowing.by(next(e.filter for e in options if e.filter.words == words))
    blind = blind_ids(built.key_path)
    assert {each.blind_id for each in narrowing.apply(found)} == {blind["x3"], blind["x5"]}
    assert narrowing.words == ("D1 only", "ben and cleo")
    assert len(narrowing.without_last.apply(found)) == 5
    assert narrowing.without_last.without_last == Narrowing()


def test_of_one_matter_the_latest_choice_holds(found: Sequence[Disagreement]) -> None:
    first, second = (each.filter for each in Narrowing().options(SIZE, found))
    assert Narrowing().by(first).by(second).words == (second.words,)


def test_choices_are_counted_under_the_other_filters(found: Sequence[Disagreement]) -> None:
    wanted = next(e.filter for e in Narrowing().options(KIND, found) if e.count == 2)
    assert offered(Narrowing().by(wanted), DIMENSION, found) == {"D1 only": 2}
    assert offered(Narrowing().by(wanted), SIZE, found) == {}
    assert offered(Narrowing().by(wanted), KIND, found) == offered(Narrowing(), KIND, found)


def test_an_offered_choice_leaves_as_many_as_it_says(found: Sequence[Disagreement]) -> None:
    for about in MATTERS:
        for option in Narrowing().options(about, found):
            assert len(Narrowing().by(option.filter).apply(found)) == option.count


TEXTS = (
    "k7f2 Verification support: nothing is located",
    "m3qd Clarity leaves the second tablet out",
    "p9aa Grounding ⏎ quotes a leaflet",
)


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ("tablet", [1]),
        ("TABLET out", [1]),
        ("verfication", [0]),
        ("leaflte", [2]),
        ("tabl", [1]),
        ("k7", [0]),
        ("second grounding", []),
        ("xyzzy", []),
        ("", [0, 1, 2]),
    ],
)
def test_words_are_found_wherever_they_stand_and_nearly_right(
    wanted: str, places: list[int]
) -> None:
    assert Searched(TEXTS).find(wanted) == places


@given(st.lists(st.text(max_size=30), max_size=6), st.data())
def test_a_word_of_a_text_always_finds_it(texts: list[str], data: st.DataObject) -> None:
    searched = Searched(texts)
    words = [(n, word) for n, text in enumerate(texts) for word in text.casefold().split()]
    if words:
        place, word = data.draw(st.sampled_from(words))
        found = searched.find(word)
        assert place in found
        assert found == sorted(set(found))
