"""Spans: their ends lie between what a reader takes for characters."""

from collections.abc import Callable

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from coder_tui.tui.item.spans import OpenSpan, character_end, character_start

FAMILY = "👩\u200d👩\u200d👧"
ALPHABET = st.one_of(
    st.sampled_from(
        [
            "a",
            " ",
            "\n",
            "\r\n",
            "\t",
            "e\u0301",
            FAMILY,
            "🇩🇪",
            "क्\u200dष",
            "\u1112\u1161\u11ab",
            ".",
            "’",
        ]
    ),
    st.characters(),
)
TEXTS = st.lists(ALPHABET, min_size=1, max_size=30).map("".join)
MOVES: list[Callable[[OpenSpan], OpenSpan]] = [
    lambda span: span.by_character(1),
    lambda span: span.by_character(-1),
    lambda span: span.by_word(1),
    lambda span: span.by_word(-1),
    lambda span: span.by_paragraph(1),
    lambda span: span.by_paragraph(-1),
    lambda span: span.by_end(1),
    lambda span: span.by_end(-1),
    lambda span: span.turned(),
    lambda span: span.to(7),
]


def borders(text: str) -> set[int]:
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


def chosen(span: OpenSpan) -> str:
    return span.text[span.start : span.end]


@given(TEXTS, st.lists(st.sampled_from(MOVES), max_size=12))
def test_no_key_ever_cuts_a_character(
    text: str, moves: list[Callable[[OpenSpan], OpenSpan]]
) -> None:
    span = OpenSpan(text, 0, 0)
    for move in moves:
        span = move(span)
        assert {span.start, span.end} <= borders(text)
        assert 0 <= span.start < span.end <= len(text)


@given(TEXTS, st.data())
def test_a_character_is_found_from_every_code_point_of_it(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    start = character_start(text, at)
    assert start <= at < character_end(text, start)
    assert {start, character_end(text, start)} <= borders(text)


@given(TEXTS)
def test_characters_and_words_reach_every_end(text: str) -> None:
    for move, back in ((MOVES[0], MOVES[1]), (MOVES[2], MOVES[3]), (MOVES[4], MOVES[5])):
        span = OpenSpan(text, 0, 0)
        for _ in text:
            span = move(span)
        assert span.end == len(text)
        for _ in text:
            span = back(span)
        assert span.moving == 0


def test_a_word_at_a_time() -> None:
    span = OpenSpan("It isn't 1,000.5 हिन्दी, he said.", 0, 0)
    seen = []
    for _ in range(6):
        span = span.by_word(1)
        seen.append(chosen(span))
    assert seen[0] == "It"
    assert seen[1] == "It isn't"
    assert seen[2] == "It isn't 1,000.5"
    assert seen[3] == "It isn't 1,000.5 हिन्दी"
    assert seen[5] == "It isn't 1,000.5 हिन्दी, he said"
    assert chosen(span.by_word(-1)) == "It isn't 1,000.5 हिन्दी, he s"


def test_a_paragraph_at_a_time_over_empty_ones() -> None:
    text = "one\ntwo words\r\n\r\n\nthree"
    span = OpenSpan(text, 0, 0).by_paragraph(1)
    assert chosen(span) == "one"
    assert chosen(span.by_paragraph(1)) == "one\ntwo words"
    assert chosen(span.by_paragraph(1).by_paragraph(1)) == text
    assert span.by_end(1).by_paragraph(-1).moving == text.index("three")
    assert span.by_end(1).by_paragraph(-1).by_paragraph(-1).moving == text.index("two")


def test_the_other_end_can_be_moved() -> None:
    span = OpenSpan("one two three", 0, 0).by_end(1).turned().by_word(1).by_character(1)
    assert chosen(span.by_character(1)) == "two three"


@pytest.mark.parametrize("size", [1_000_000])
def test_a_text_of_joiners_and_marks_is_one_character(size: int) -> None:
    assert chosen(OpenSpan("e" + "\u0301" * size, 0, 0)) == "e" + "\u0301" * size
