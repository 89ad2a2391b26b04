"""What belongs together on a terminal and how wide it is, as Rich will count what is drawn."""

import re
from itertools import pairwise
from unicodedata import category

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from coder_tui.domain.cells import SIMPLE, clusters, is_plain, joints, wide, width
from coder_tui.domain.text import visible

FAMILY = "👩\u200d👩\u200d👧"
ALPHABET = st.one_of(
    st.sampled_from(
        ["a", " ", "é", "e\u0301", "你", "ｶ", "👍🏽", "🇩🇪", "1\ufe0f\u20e3", FAMILY, "\u200d"]
    ),
    st.sampled_from(
        ["क्\u200dष", "ශ්\u200dරී", "می\u200cخواهم", "한", "\u1112\u1161\u11ab", "❤\ufe0f\u200d🔥"]
    ),
    st.characters(),
)
TEXTS = st.lists(ALPHABET, max_size=30).map("".join).map(visible)


def every(pattern: re.Pattern[str]) -> list[int]:
    return [code for code in range(0x110000) if pattern.fullmatch(chr(code))]


def test_characters_taken_for_one_or_two_cells_are_so() -> None:
    assert {get_character_cell_size(chr(code)) for code in every(SIMPLE)} == {1}
    assert {get_character_cell_size(chr(code)) for code in every(wide())} == {2}


@given(TEXTS)
def test_clusters_cover_the_text_and_add_up_to_its_width(text: str) -> None:
    found = list(clusters(text))
    assert "".join(text[start:end] for start, end, _ in found) == text
    assert sum(cells for _, _, cells in found) == width(text)


@given(TEXTS)
@example("a\u200d👩")
def test_the_width_is_what_rich_counts_for_the_pieces_and_the_signs_beside_letters(
    text: str,
) -> None:
    borders = [0, *joints(text), len(text)]
    signs = sum(category(each) == "Mc" and not get_character_cell_size(each) for each in text)
    assert width(text) == signs + sum(cell_len(text[a:b]) for a, b in pairwise(borders))


@given(TEXTS)
def test_no_letter_is_counted_as_nothing(text: str) -> None:
    letters = sum(get_character_cell_size(each) for each in text if each.isalpha())
    assert width(text) >= letters


@given(TEXTS)
def test_plain_text_is_as_wide_as_its_characters(text: str) -> None:
    if is_plain(text):
        assert width(text) == sum(map(get_character_cell_size, text))


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("ශ්\u200dරී", 2),
        ("क्\u200dष", 2),
        (FAMILY, 2),
        ("🇩🇪", 2),
        ("👍🏽", 2),
        ("a\u200db", 2),
        ("ලා", 2),
        ("हि", 2),
    ],
)
def test_what_a_reader_takes_for_one_character_is_one(text: str, cells: int) -> None:
    assert list(clusters(text)) == [(0, len(text), cells)]


def test_a_chain_of_joiners_longer_than_any_emoji_is_not_one_picture() -> None:
    assert width("\u200d".join("👩" * 100)) > 30
