"""What is displayed, and the way between its code points and the stored ones."""

import json

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from coder_tui.domain.json_layout import MAX_DEPTH, MAX_LENGTH, layout
from coder_tui.domain.shown import Edits, applied, show
from coder_tui.domain.text import visible

ALPHABET = st.one_of(
    st.sampled_from(["a", " ", "\n", "\r", "\r\n", "\t", "\x1b[c", "\x9b", "\u202e", "é", "你"]),
    st.sampled_from(["e" + "\u0301" * 9, "\u0301", "\u200d", "👩\u200d👩", "\ud800", "─" * 6]),
    st.characters(),
)
TEXTS = st.lists(ALPHABET, max_size=40).map("".join)


@given(TEXTS)
def test_what_is_shown_is_exactly_what_is_visible(text: str) -> None:
    assert show(text).text == visible(text)


@given(TEXTS)
@example("\t\r\n\x1b" + "\u0301" * 9)
@example("\x1b" * 3 + "\u0301" * 9 + "a")
def test_every_stored_character_has_its_place_on_the_screen_and_is_found_again(text: str) -> None:
    shown = show(text)
    starts = [shown.start_shown(at) for at in range(len(text) + 1)]
    assert starts == sorted(starts)
    assert starts[-1] == len(shown.text)
    for at in range(len(text)):
        back = shown.start_stored(starts[at])
        assert back <= at < max(at + 1, shown.end_stored(starts[at] + 1))
        # What one mark or one newline stands for is one thing; everything else is itself.
        assert back == at or starts[back] == starts[at]


@given(TEXTS, st.data())
def test_a_span_of_the_screen_covers_what_it_touches_and_no_more(
    text: str, data: st.DataObject
) -> None:
    shown = show(text)
    start = data.draw(st.integers(0, len(shown.text)))
    end = data.draw(st.integers(start, len(shown.text)))
    first, last = shown.start_stored(start), shown.end_stored(end)
    if start < end:
        assert 0 <= first < last <= len(text)
        assert shown.start_shown(first) <= start
        assert shown.end_shown(last) >= end
        again = shown.start_shown(first), shown.end_shown(last)
        assert (shown.start_stored(again[0]), shown.end_stored(again[1])) == (first, last)


@given(TEXTS)
def test_places_on_the_screen_go_to_stored_places_in_order(text: str) -> None:
    shown = show(text)
    back = [shown.start_stored(at) for at in range(len(shown.text) + 1)]
    assert back == sorted(back)
    assert back[-1] == len(text)


def test_plain_text_is_its_own_map() -> None:
    shown = show("two\nlines, größer")
    assert [shown.start_shown(at) for at in (0, 4, 16)] == [0, 4, 16]
    assert [shown.end_stored(at) for at in (0, 4, 16)] == [0, 4, 16]


def test_a_tab_is_four_spaces_and_each_of_them_is_the_tab() -> None:
    shown = show("a\tb")
    assert shown.text == "a    b"
    assert [shown.start_stored(at) for at in range(7)] == [0, 1, 1, 1, 1, 2, 3]
    assert shown.end_stored(3) == 2
    assert shown.start_shown(2) == 5


def test_marks_that_are_cut_are_one_place() -> None:
    shown = show("e" + "\u0301" * 9 + "x")
    assert shown.text == "e" + "\u0301" * 4 + "⟨…⟩x"
    assert shown.start_stored(shown.text.index("x")) == 10
    assert shown.end_stored(shown.text.index("⟩")) == 10


# Edits


@given(TEXTS.filter(bool), st.data())
def test_an_insertion_belongs_to_neither_side(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    edits = [(at, at, "++")]
    after, maps = applied(text, edits), Edits(edits)
    assert after[maps.start_after(at)] == text[at]
    assert after[: maps.end_after(at)] == text[:at]
    assert (maps.start_before(at), maps.start_before(at + 1)) == (at, at)
    assert maps.end_before(at + 2) == at


# JSON

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(JSON, st.sampled_from([None, 0, 2]), st.booleans())
def test_a_layout_changes_only_the_white_space_between_tokens(
    value: object, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    edits = layout(text)
    for start, end, instead in edits:
        assert text[start:end].strip(" \n") == ""
        assert instead.strip(" \n") == ""
    assert [start for start, _, _ in edits] == sorted({start for start, _, _ in edits})


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_a_layout_is_still_the_same_json_where_no_string_is_broken(
    value: dict[str, object],
) -> None:
    text = json.dumps(value)
    assume("\\n" not in text)
    assert json.dumps(json.loads(applied(text, layout(text)))) == text


def test_an_object_has_one_key_a_line() -> None:
    text = '{"city":"Bern","days":[1,2],"who":{"name": "A", "none":{}}}'
    assert applied(text, layout(text)) == (
        '{\n  "city": "Bern",\n  "days": [1,2],\n'
        '  "who": {\n    "name": "A",\n    "none": {}\n  }\n}'
    )


def test_long_strings_go_on_in_another_line_behind_their_newlines() -> None:
    text = json.dumps({"script": "import os\nprint('a long line of it\\n')\nend of the script\n"})
    assert applied(text, layout(text)) == (
        '{\n  "script": "import os\\n\n'
        "    print('a long line of it\\\\n')\\n\n"
        '    end of the script\\n"\n}'
    )


@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        '{"a": 1',
        '{"a": 1} and more',
        "12",
        '"[1]"',
        "",
        "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2),
        "[" * 100_000,
        json.dumps(["x"] * MAX_LENGTH),
    ],
    ids=["words", "cut", "more", "number", "string", "empty", "deep", "endless", "huge"],
)
def test_what_is_no_object_or_too_large_is_shown_as_it_is(text: str) -> None:
    assert layout(text) == []
