"""Breaking text into lines: nothing is lost, nothing is wider than the screen."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coder_tui.domain.cells import width as cells
from coder_tui.domain.columns import fitted
from coder_tui.domain.text import visible
from coder_tui.tui.wrapping import wrap

FAMILY = "👩\u200d👩\u200d👧"
ALPHABET = st.one_of(
    st.sampled_from(
        ["a", " ", "  ", "\n", "é", "e\u0301", "你", "ｶ", "👍🏽", "🇩🇪", "1\ufe0f\u20e3"]
    ),
    st.sampled_from([FAMILY, "\u200d", "\u0301", "\t", "\x1b[c", "\u202e", "word", "لا"]),
    st.characters(),
)
TEXTS = st.lists(ALPHABET, max_size=60).map("".join).map(visible)


@given(TEXTS, st.integers(4, 30))
@example("\n", 5)
@example("", 5)
@example(" " + "é" * 9 + "你", 10)
def test_the_lines_hold_every_character_but_the_newlines_in_order(text: str, width: int) -> None:
    spans = wrap(text, width)
    assert "".join(text[start:end] for start, end in spans) == text.replace("\n", "")
    at = 0
    for start, end in spans:
        assert start >= at
        assert end >= start
        assert set(text[at:start]) <= {"\n"}
        at = end


@given(TEXTS, st.integers(4, 30))
@example(" " + "é" * 9 + "你", 10)
@example("é" + " " * 40 + "你", 10)
@example("    \u200d你", 4)
@example("a" * 10 + " b", 10)
@example("क\u200d" * 40, 5)
@example("क" + "ा" * 40, 5)
def test_no_line_is_wider_than_asked_but_for_spaces_at_its_end(text: str, width: int) -> None:
    for start, end in wrap(text, width):
        assert cells(text[start:end].rstrip(" ")) <= width


@given(TEXTS, st.integers(4, 30))
def test_every_newline_of_the_text_ends_a_line(text: str, width: int) -> None:
    ends = {end for _, end in wrap(text, width)}
    assert {at for at, character in enumerate(text) if character == "\n"} <= ends


@given(st.lists(st.sampled_from(["see", "the", "leaflet", "Größe", "café"]), min_size=1))
def test_words_that_fit_are_never_broken(words: list[str]) -> None:
    text = " ".join(words)
    lines = [text[start:end] for start, end in wrap(text, 10)]
    assert [word for line in lines for word in line.split()] == words


@pytest.mark.parametrize("cluster", [FAMILY, "e\u0301", "👍🏽", "你"])
def test_a_cluster_is_never_cut(cluster: str) -> None:
    lines = [(cluster * 20)[start:end] for start, end in wrap(cluster * 20, 5)]
    assert all(len(line) % len(cluster) == 0 for line in lines)
    assert len(lines) >= 4


def test_wide_characters_count_two_cells() -> None:
    assert wrap("你好你好你", 4) == [(0, 2), (2, 4), (4, 5)]


def test_a_wide_character_does_not_hang_over_behind_a_word_that_filled_the_line() -> None:
    text = " " + "é" * 9 + "你"
    assert [text[start:end] for start, end in wrap(text, 10)] == [" " + "é" * 9, "你"]


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "word " * 200_000, "é" * 1_000_000, "你好" * 500_000, "a\n" * 500_000],
    ids=["no space", "words", "accents", "wide", "lines"],
)
def test_a_million_characters_are_wrapped_while_one_waits(text: str) -> None:
    start = time.process_time()
    assert wrap(text, 66)
    assert time.process_time() - start < 4, "0.01 to 0.8 s on the smallest machine"


@given(TEXTS, st.integers(1, 20))
def test_fitted_text_takes_exactly_its_cells(text: str, width: int) -> None:
    assert cells(fitted(text, width)) == width
