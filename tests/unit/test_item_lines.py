"""The lines of an item, made as they are looked at: the same as if all had been made at once."""

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from coder_tui.domain.items import Part, PartKind
from coder_tui.domain.text import visible
from coder_tui.tui.item.lines import NOTE, Lines, Row, count
from coder_tui.tui.item.texts import BLOCK, LONGEST, Texts, block_starts
from coder_tui.tui.wrapping import wrap

WORDS = st.sampled_from(
    [
        "word ",
        "\n",
        "\r\n",
        "\t",
        "x" * 90,
        "你好",
        "e" + "\u0301" * 7,
        "\x1b[c",
        "👩\u200d👩",
        "\r",
        '{"a":1}',
    ]
)
PIECES = st.tuples(WORDS, st.sampled_from([1, 3, 400, 3000])).map(lambda pair: pair[0] * pair[1])
TEXTS = st.lists(PIECES, max_size=5).map("".join)


def part(number: int, text: str, kind: PartKind = PartKind.TEXT, name: str = "") -> Part:
    return Part(number, "user", kind, name, "", text)


def parts_of(*texts: str) -> list[Part]:
    return [part(number, text) for number, text in enumerate(texts, start=1)]


def drawn(lines: Lines, number: int) -> str:
    line = lines.line(lines.exact(lines.row(number)))
    if line.note:
        return line.note
    text = lines.texts.block(line.row.part, line.row.block).text
    return text[line.start : line.end]


def counted(parts: list[Part], width: int, folded: frozenset[int] = frozenset()) -> Lines:
    lines = Lines(Texts(parts), folded, width)
    counts = count(parts, width, lambda: True)
    assert counts is not None
    lines.take(counts)
    return lines


@given(TEXTS)
@settings(max_examples=25, deadline=None)
@example("x" * (LONGEST - 1) + "e" + "\u0301" * 9 + "x" * LONGEST)
@example("\r" * (LONGEST - 1) + "\r\n" + "x" * LONGEST)
@example("y" * LONGEST + "\u0301" * 2 * LONGEST)
def test_blocks_are_displayed_as_they_are_within_the_whole(text: str) -> None:
    texts = Texts(parts_of(text))
    blocks = range(len(texts.starts(0)))
    assert "".join(texts.block(0, block).text for block in blocks) == visible(text)
    assert "".join(texts.block(0, block).stored for block in blocks) == text


@given(TEXTS)
@settings(max_examples=25, deadline=None)
def test_blocks_end_behind_newlines_and_are_small_where_there_are_some(text: str) -> None:
    starts = [*block_starts(text), len(text)]
    for start, end in pairwise(starts):
        if end < len(text) and text[end - 1] != "\n":
            assert "\n" not in text[start + BLOCK : start + LONGEST]


@given(
    st.lists(
        TEXTS.filter(lambda text: len(text) < 2000 or "\n" in text[:90]), min_size=1, max_size=4
    )
)
@settings(max_examples=25, deadline=None)
def test_lines_looked_at_are_those_of_the_whole_text(texts: list[str]) -> None:
    parts = parts_of(*texts)
    everything = counted(parts, 40)
    lazily = Lines(Texts(parts), (), 40)
    last = lazily.last()
    end = everything.height
    for number in (0, min(30, end - 1)):
        row = everything.row(number)
        lazily.settle(row, 60, 60)
        assert drawn(lazily, lazily.number(row)) == drawn(everything, number)
    assert lazily.last() == everything.last() == last


@given(TEXTS)
@settings(max_examples=25, deadline=None)
def test_text_in_short_lines_is_wrapped_as_in_one_go(text: str) -> None:
    text = "\n".join(text[at : at + 500] for at in range(0, len(text), 500)).replace("\r", "")
    shown, lines = visible(text), counted(parts_of(text), 40)
    whole = [shown[start:end] for start, end in wrap(shown, 40)]
    assert [drawn(lines, number) for number in range(lines.height)] == whole


@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
@settings(max_examples=25, deadline=None)
def test_numbers_and_lines_find_each_other(texts: list[str], data: st.DataObject) -> None:
    parts = [part(n, text, PartKind.TOOL_CALL, "run") for n, text in enumerate(texts, start=1)]
    folded = frozenset(data.draw(st.sets(st.integers(0, len(parts) - 1))))
    lines = counted(parts, 40, folded)
    for number in {0, lines.height - 1, data.draw(st.integers(0, lines.height - 1))}:
        row = lines.row(number)
        assert lines.number(row) == number
        assert lines.row_in(row.part, lines.inside(row)) == row


@given(TEXTS.filter(bool), st.data())
@settings(max_examples=25, deadline=None)
def test_a_stored_place_is_on_the_line_that_shows_it(text: str, data: st.DataObject) -> None:
    parts = [part(1, text, PartKind.TOOL_RESULT)]
    lines = Lines(Texts(parts), (), 40)
    at = data.draw(st.integers(0, len(text) - 1))
    row = lines.row_of(0, at)
    line, place = lines.line(row), lines.texts.locate(0, at)
    assert place.block == row.block
    # A newline stands behind the last character of its line.
    assert line.start <= place.at <= line.end
    assert lines.texts.stored(0, place.block, place.at) <= at


@given(TEXTS, st.data())
@settings(max_examples=25, deadline=None)
def test_around_a_settled_line_one_follows_the_other(text: str, data: st.DataObject) -> None:
    parts = parts_of("before", text, "behind")
    everything, lazily = counted(parts, 40), Lines(Texts(parts), (), 40)
    row = everything.row(data.draw(st.integers(0, everything.height - 1)))
    lazily.settle(row, 5, 5)
    here, there = lazily.number(row), everything.number(row)
    for step in range(-min(5, there), min(5, everything.height - 1 - there) + 1):
        assert lazily.row(here + step) == everything.row(there + step)


def test_counting_does_not_move_what_has_been_looked_at() -> None:
    parts = parts_of("some words and more of them\n" * 3000, "end")
    lines = Lines(Texts(parts), (), 20)
    lines.settle(Row(0, 0, 0), 0, 30)
    before = [drawn(lines, number) for number in range(30)]
    counts = count(parts, 20, lambda: True)
    assert counts is not None
    lines.take(counts)
    assert [drawn(lines, number) for number in range(30)] == before
    assert lines.height == 6002


def test_a_fold_says_how_much_it_hides() -> None:
    lines = counted([part(1, "line\n" * 99, PartKind.TOOL_RESULT)], 40, frozenset({0}))
    assert [drawn(lines, number) for number in range(lines.height)] == [
        *["line"] * 3,
        "+ 97 lines (o opens)",
    ]


def test_a_long_fold_says_about_how_much_it_hides_until_it_is_counted() -> None:
    parts = [part(1, "some words\n" * 9999, PartKind.TOOL_RESULT)]
    lines = Lines(Texts(parts), {0}, 40)
    lines.settle(Row(0, 0, 0), 0, 30)
    assert "+ about " in drawn(lines, 3)
    counts = count(parts, 40, lambda: True)
    assert counts is not None
    lines.take(counts)
    assert drawn(lines, 3) == "+ 9,997 lines (o opens)"


def test_the_reference_shows_nothing_while_it_is_folded() -> None:
    lines = counted([part(0, "the facts", PartKind.REFERENCE)], 40, frozenset({0}))
    assert lines.row_of(0, 4) == (0, NOTE, 0)
    assert drawn(lines, 0) == "+ 1 line (o opens): what is true, for judging"


def test_json_is_counted_as_it_is_laid_out() -> None:
    lines = counted([part(1, '{"a": 1, "b": 2}', PartKind.TOOL_CALL, "look")], 40)
    shown = [drawn(lines, number) for number in range(lines.height)]
    assert shown == ["look", "{", '  "a": 1,', '  "b": 2', "}"]


def test_counting_stops_when_it_is_told_to() -> None:
    assert count(parts_of("a", "b"), 40, lambda: False) is None
