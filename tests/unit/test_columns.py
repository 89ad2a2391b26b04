"""Columns of names in any script: as wide on the terminal as they are meant to be."""

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import get_character_cell_size, split_graphemes
from tests.unit.test_cells import TEXTS

from coder_tui.domain.cells import MOST_CELLS, clusters, end_within, width
from coder_tui.domain.columns import CENTRE, LEFT, RIGHT, broken, fitted, padded
from coder_tui.domain.graphemes import cells_of, graphemes
from coder_tui.domain.text import clipped, visible_line

NAMES = st.one_of(TEXTS, st.text("abc -", max_size=30))
SIDES = st.sampled_from([LEFT, RIGHT, CENTRE])


def test_every_character_takes_the_cells_that_rich_counts() -> None:
    every = map(chr, range(0x110000))
    assert [each for each in every if cells_of(each) != get_character_cell_size(each)] == []


@given(TEXTS)
def test_graphemes_are_those_of_rich(text: str) -> None:
    assert list(graphemes(text)) == split_graphemes(text)[0]


@given(NAMES, st.integers(1, 40), SIDES)
@example("山田太郎", 5, LEFT)
def test_a_fitted_name_takes_just_its_column(name: str, cells: int, side: str) -> None:
    assert width(fitted(name, cells, side)) == cells  # type: ignore[arg-type]


@given(NAMES, st.integers(1, 40))
def test_a_name_is_cut_between_characters_and_only_where_it_does_not_fit(
    name: str, cells: int
) -> None:
    line, cut = visible_line(name), clipped(name, cells)
    if width(line) <= cells:
        assert cut == line
        return
    kept = cut.removesuffix("…")
    assert line.startswith(kept)
    assert len(kept) in {0, *(each.end for each in clusters(line))}
    assert len(kept) == end_within(line, cells - 1)


def test_half_a_wide_character_is_never_left() -> None:
    assert [clipped("山田太郎", cells) for cells in (2, 3, 4, 5, 6, 8)] == [
        "…", "山…", "山…", "山田…", "山田…", "山田太郎",
    ]  # fmt: skip
    assert clipped("e\u0301e\u0301e\u0301", 2) == "e\u0301…"
    assert clipped("👩\u200d👩\u200d👧abc", 3) == "👩\u200d👩\u200d👧…"


def test_what_is_as_wide_as_its_column_is_left_alone() -> None:
    assert padded("山田", 4) == "山田"
    assert padded("山田", 3) == "山田"
    assert padded("山田", 6, RIGHT) == "  山田"
    assert padded("山田", 6, CENTRE) == " 山田 "


@example("aa", 1, "  ")
@given(NAMES, st.integers(1, 60), st.sampled_from(["", "  "]))
def test_broken_lines_fit_and_lose_nothing(text: str, cells: int, indent: str) -> None:
    lines = broken(text, cells, indent=indent)
    room = max(cells, len(indent) + (1 if visible_line(text).isascii() else MOST_CELLS))
    assert all(width(line) <= room for line in lines)
    assert all(line.startswith(indent) for line in lines[1:])
    assert "".join("".join(lines).split()) == "".join(visible_line(text).split())


def test_names_are_not_parted_at_their_hyphens() -> None:
    assert broken("leaves modelia-two as it was", 16) == ["leaves", "modelia-two as", "it was"]
    assert broken("lässt modelia-two wie sie war", 16) == ["lässt", "modelia-two wie", "sie war"]
