"""Items that are nearly the same text are found, however many there are, and others are not."""

import random
import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from coder_tui.intake import near_duplicates
from coder_tui.intake.near_duplicates import Sketches

RNG = random.Random(5)
WORDS = ["".join(RNG.choices(string.ascii_lowercase, k=RNG.randint(2, 10))) for _ in range(3_000)]


def prose(words: int, seed: int) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choices(WORDS, [1 / rank for rank in range(1, 3_001)], k=words))


def changed(text: str, share: float, seed: int = 1) -> str:
    """The text with this share of its words exchanged, here and there."""
    rng = random.Random(seed)
    return " ".join(w if rng.random() > share else "CHANGED" for w in text.split())


def found(*texts: str) -> set[tuple[int, int]]:
    sketches = Sketches()
    for text in texts:
        sketches.add(text)
    pairs, _ = sketches.pairs(lambda at: texts[at])
    return {(pair.first, pair.second) for pair in pairs}


@given(st.sampled_from([30, 100, 1_000]), st.floats(0, 0.08), st.integers(0, 10**6))
@settings(max_examples=40)
def test_a_text_of_which_nine_tenths_stand_again_is_found(
    words: int, share: float, seed: int
) -> None:
    text = prose(words, seed)
    other = changed(text, share, seed)
    assume(fuzz.ratio(text, other) >= 90)
    assert (0, 2) in found(text, prose(words, seed + 1), other)


def test_different_texts_are_not_listed() -> None:
    assert found(*(prose(400, seed) for seed in range(60))) == set()


def test_a_shared_preamble_does_not_make_texts_the_same() -> None:
    preamble = prose(200, 999)
    assert found(*(preamble + " " + prose(400, seed) for seed in range(80))) == set()


@pytest.mark.parametrize(
    "text",
    ["Yes.", "", "a" * 10_000, "ありがとうございます。" * 30, "no_space_in_here" * 400, "\n\n\n"],
    ids=["short", "empty", "one letter", "Japanese", "one word", "line ends"],
)
def test_any_two_equal_texts_are_found(text: str) -> None:
    assert (0, 2) in found(text, "something else altogether", text)


def test_a_text_that_stands_there_very_often_is_found_in_a_chain() -> None:
    pairs = found(*["The same refusal, word for word, every time."] * 120)
    assert {(at, at + 1) for at in range(119)} <= pairs


def test_the_most_alike_come_first_with_how_alike_they_are() -> None:
    text = prose(300, 1)
    texts = [text, changed(text, 0.05), prose(300, 2), text]
    sketches = Sketches()
    for each in texts:
        sketches.add(each)
    pairs, cut = sketches.pairs(lambda at: texts[at])
    assert (pairs[0].first, pairs[0].second, pairs[0].alike) == (0, 3, 100.0)
    assert all(90 <= pair.alike < 100 for pair in pairs[1:])
    assert not cut


def test_texts_that_share_some_words_but_are_not_alike_are_not_listed() -> None:
    text = prose(300, 1)
    assert found(text, changed(text, 0.5)) == set()


def test_no_items_and_one_item_have_no_pairs() -> None:
    assert found() == set()
    assert found("alone") == set()


def test_more_than_can_be_compared_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [prose(100, 1)] * 30
    sketches = Sketches()
    for text in texts:
        sketches.add(text)
    monkeypatch.setattr(near_duplicates, "MAX_COMPARED", 5)
    pairs, cut = sketches.pairs(lambda at: texts[at])
    assert (len(pairs), cut) == (5, True)


def test_long_texts_are_compared_only_as_far_as_time_allows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [prose(300, 1), changed(prose(300, 1), 0.02), changed(prose(300, 1), 0.03)]
    sketches = Sketches()
    for text in texts:
        sketches.add(text)
    monkeypatch.setattr(near_duplicates, "MAX_WORK", len(texts[0]) ** 2 * 1.5)
    pairs, cut = sketches.pairs(lambda at: texts[at])
    assert (len(pairs), cut) == (1, True)


def test_a_thousand_texts_take_no_time_to_speak_of() -> None:
    sketches = Sketches()
    for seed in range(1_000):
        sketches.add(prose(60, seed))
    assert sketches.pairs(lambda at: prose(60, at)) == ([], False)
