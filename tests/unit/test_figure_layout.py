"""Whatever a study is called and however large it is: no text on another, none off the page."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.figure_fixtures import dimension, profiles_like, summary_of
from tests.figure_geometry import Drawn, clashes, contrasts, outside, read

from coder_tui.reporting.figures.effects import effects_picture
from coder_tui.reporting.figures.letters import cut, lines_in, width_of
from coder_tui.reporting.figures.picture import Picture, render
from coder_tui.reporting.figures.profiles import profiles_picture

LEGIBLE = 4.5
WIDEST = 9.0
"""Inches; a page has seven or so."""

words = st.text("abcdefgMWil 模型評価-_/$<&é", min_size=1, max_size=60).filter(str.strip)
names = st.lists(words, min_size=1, max_size=5, unique=True).map(tuple)
labels = st.lists(words.map(lambda each: f"D {each}"), min_size=1, max_size=9, unique=True).map(
    tuple
)
LONG = tuple(f"verification-and-retention-scaffold-of-2026-no-{at}" for at in range(5))
WIDE = tuple(f"模型評価研究所の対話模型第{at}版" for at in range(4))
LABELS = tuple(f"D{at} Retention and personalisation over many sessions" for at in range(9))


def drawn(picture: Picture) -> Drawn:
    return read(render(picture, "svg"))


def stands_apart(found: Drawn, widest: float = WIDEST) -> None:
    assert found.width <= widest * 72
    assert clashes(found) == []
    assert outside(found) == []
    least, text = min(contrasts(found))
    assert least >= LEGIBLE, text


@given(models=names.filter(lambda each: 2 <= len(each) <= 4), scaffolds=names, dimensions=labels)
@example(models=WIDE, scaffolds=LONG, dimensions=LABELS)
@example(models=("a", "b"), scaffolds=("c", "d"), dimensions=LABELS[:1])
@example(models=LONG[:2], scaffolds=LONG[:2], dimensions=LABELS[:3])
@settings(max_examples=4, deadline=None)
def test_effects_of_any_shape(
    models: tuple[str, ...], scaffolds: tuple[str, ...], dimensions: tuple[str, ...]
) -> None:
    scaffolds = scaffolds if len(scaffolds) > 1 else (*scaffolds, "another")
    stands_apart(drawn(effects_picture(summary_of(models, scaffolds, dimensions))))


@given(
    models=names.filter(lambda each: len(each) <= 4),
    scaffolds=names,
    dimensions=labels,
    scales=st.lists(st.tuples(st.integers(-3, 0), st.integers(1, 9)), min_size=9, max_size=9),
)
@example(models=WIDE[:2], scaffolds=LONG, dimensions=LABELS, scales=[(0, 2), (0, 1), (-3, 9)] * 3)
@example(models=("a",), scaffolds=("c",), dimensions=("D1 X",), scales=[(0, 1)] * 9)
@settings(max_examples=4, deadline=None)
def test_profiles_of_any_shape(
    models: tuple[str, ...],
    scaffolds: tuple[str, ...],
    dimensions: tuple[str, ...],
    scales: list[tuple[int, int]],
) -> None:
    asked = tuple(
        dimension(f"d{at}", label, scales[at][1], scales[at][0])
        for at, label in enumerate(dimensions)
    )
    stands_apart(drawn(profiles_picture(profiles_like(models, scaffolds, asked))))


@pytest.mark.parametrize("highest", [10, 1_000, 10_000_000])
def test_a_scale_whose_numbers_have_no_room_is_in_the_label(highest: int) -> None:
    asked = (dimension("a", "D1 A"), dimension("b", "D2 B"), dimension("c", "D3 Open", 2))
    ends = tuple(float(each) for each in (-highest, highest))
    found = profiles_like(("m",), ("c1", "c2"), asked)
    # A typed scale is as wide as its ends.
    systems = tuple(
        replace(
            system,
            dimensions=(*system.dimensions[:2], replace(system.dimensions[2], scale=ends)),
        )
        for system in found.systems
    )
    figure = drawn(profiles_picture(replace(found, systems=systems)))
    stands_apart(figure)
    said = " ".join(figure.texts)
    assert f"{ends[0]:g}" in said
    assert f"{ends[1]:g}" in said


@given(text=words, inches=st.floats(0.2, 3), size=st.floats(6, 10), most=st.integers(0, 3))
def test_lines_are_no_wider_than_there_is_room(
    text: str, inches: float, size: float, most: int
) -> None:
    lines = lines_in(text, inches, size, most=most)
    assert all(width_of(each, size) <= inches for each in lines)
    assert all(lines)
    if not most:
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    else:
        assert len(lines) <= most
    assert width_of(cut(text, inches, size), size) <= inches


def test_a_name_is_parted_behind_a_hyphen_before_it_is_parted_anywhere() -> None:
    room = width_of("modelia-preview-", 8)
    assert lines_in("modelia-preview-2026", room, 8) == ["modelia-preview-", "2026"]
    assert lines_in("abc", 0.01, 8) == ["a", "b", "c"]
