"""The anchor pane: whatever the scale, it stays within its lines and hides nothing in silence."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coder_tui.domain.rubric import (
    CANNOT_JUDGE,
    NOT_APPLICABLE,
    Answer,
    Dimension,
    Level,
    ScalePoint,
    State,
    scored,
)
from coder_tui.tui.coding.anchor_pane import anchor_pane
from coder_tui.tui.coding.lines import Line

WORDS = st.text(
    st.sampled_from("abc deé漢🙂\x1b\u202e"), min_size=1, max_size=120
).filter(str.strip)  # fmt: skip
POINTED = st.sampled_from([Level.NOMINAL, Level.ORDINAL, Level.RATIO, Level.MULTI])


def dimension(
    points: int = 3,
    *,
    level: Level = Level.NOMINAL,
    label: str = "D1 Kind",
    question: str = "Which kind is it?",
    named: str = "label",
    anchor: str = "An anchor.",
) -> Dimension:
    scale = tuple(ScalePoint(n, f"{named} {n}", anchor) for n in range(points))
    return Dimension("kind", label, question, level, scale, not_applicable=True)


def multi(*labels: int) -> Answer:
    return dimension(10, level=Level.MULTI).read(" ".join(map(str, labels)) or "none")


def rows(lines: list[Line]) -> list[str]:
    return ["".join(p if isinstance(p, str) else p[0] for p in line) for line in lines]


def shown(given: Dimension, answer: Answer | None, width: int, height: int) -> list[str]:
    return rows(anchor_pane(given, answer, width, height))


def digits(lines: list[str]) -> set[int]:
    """The points whose digits are on the pane."""
    signs = re.findall(r"(?:^|  )(?: [ =]|\[[ x]\])(\d)(?= )", "\n".join(lines), re.MULTILINE)
    return {int(sign) for sign in signs}


@given(
    points=st.integers(2, 10), level=POINTED, label=WORDS, question=WORDS, anchor=WORDS,
    width=st.integers(40, 130), height=st.integers(4, 40), chosen=st.integers(0, 9),
)  # fmt: skip
def test_a_scale_stays_within_its_lines_and_shows_what_is_chosen(
    points: int, level: Level, label: str, question: str, anchor: str,
    width: int, height: int, chosen: int,
) -> None:  # fmt: skip
    given = dimension(points, level=level, label=label, question=question, anchor=anchor)
    chosen %= points
    answer = multi(chosen) if level is Level.MULTI else scored(chosen)
    lines = shown(given, answer, width, height)
    assert len(lines) <= height
    assert max(map(cell_len, lines)) <= width
    sign = f"[x]{chosen}" if level is Level.MULTI else f"={chosen}"
    assert sum(line.count(sign) for line in lines) == 1


@given(
    points=st.integers(2, 10), level=POINTED, question=WORDS, anchor=WORDS,
    width=st.integers(40, 130), height=st.integers(4, 40),
)  # fmt: skip
def test_no_answer_moves_a_point(
    points: int, level: Level, question: str, anchor: str, width: int, height: int
) -> None:
    given = dimension(points, level=level, question=question, anchor=anchor)
    value = multi(0) if level is Level.MULTI else scored(0)
    bare = shown(given, None, width, height)
    for answer in (value, NOT_APPLICABLE, CANNOT_JUDGE):
        lines = shown(given, answer, width, height)
        assert len(lines) == len(bare)
        for line, before in zip(lines, bare, strict=True):
            if before.startswith(("   ", "[ ]")):
                assert line.replace("=", " ").replace("[x]", "[ ]") == before.replace("=", " ")


@pytest.mark.parametrize("points", range(2, 11))
def test_every_point_is_there_at_80_by_24(points: int) -> None:
    given = dimension(points, named="a long label of", anchor="An anchor of many words. " * 4)
    lines = shown(given, None, 78, 7)
    assert digits(lines) == set(range(points))
    assert "more" not in " ".join(lines)


@pytest.mark.parametrize("chosen", range(10))
def test_what_does_not_fit_is_a_window_that_follows_the_answer(chosen: int) -> None:
    lines = shown(dimension(10), scored(chosen), 58, 4)
    assert chosen in digits(lines)
    assert len(digits(lines)) == 8
    assert "2 more (?)" in lines[-1]


def test_labels_that_are_chosen_are_marked_without_colour() -> None:
    lines = shown(dimension(3, level=Level.MULTI), multi(0, 2), 78, 7)
    assert [line[:4] for line in lines[1:]] == ["[x]0", "[ ]1", "[x]2"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [(NOT_APPLICABLE, "not applicable"), (CANNOT_JUDGE, "cannot judge"), (multi(), "none of them")],
)
@pytest.mark.parametrize("height", [4, 7, 20])
def test_an_answer_beside_the_scale_stands_behind_the_label(
    answer: Answer, said: str, height: int
) -> None:
    given = dimension(3, level=Level.MULTI)
    assert shown(given, answer, 58, height)[0].startswith(f"D1 Kind = {said}")


def test_a_tall_pane_shows_the_opportunity_and_keeps_the_points_apart() -> None:
    given = Dimension("d", "D1 Kind", "Which?", Level.ORDINAL, dimension().points, "Every answer.")
    lines = shown(given, None, 50, 20)
    assert lines[:3] == ["D1 Kind", "Which?", "Opportunity: Every answer."]
    assert lines[3:] == ["", "  0  label 0: An anchor.", "", "  1  label 1: An anchor.", "",
                         "  2  label 2: An anchor."]  # fmt: skip


@given(text=WORDS, width=st.integers(40, 130), height=st.integers(4, 30))
def test_a_written_answer_stays_within_its_lines(text: str, width: int, height: int) -> None:
    given = Dimension("d", "D1 Words", "What happens?", Level.TEXT, ())
    lines = shown(given, Answer(State.SCORED, text * 20), width, height)
    assert len(lines) <= height
    assert max(map(cell_len, lines)) <= width
    assert any(line.startswith("=  ") for line in lines)


def test_a_number_says_what_it_takes_and_shows_what_was_typed() -> None:
    given = Dimension("d", "D1 Errors", "How many?", Level.RATIO, (), minimum=0.0, whole=True)
    assert "a whole number of at least 0" in " ".join(shown(given, None, 78, 7))
    assert shown(given, Answer(State.SCORED, "12"), 78, 7)[-1] == "=  12"


def test_the_key_that_writes_a_text_is_told_from_what_was_written() -> None:
    given = Dimension("d", "D1 Words", "What happens?", Level.TEXT, ())
    lines = shown(given, Answer(State.SCORED, "Nice work, 3 stars"), 78, 7)
    assert lines[-2:] == ["key =  writes the answer", '=  "Nice work, 3 stars"']
