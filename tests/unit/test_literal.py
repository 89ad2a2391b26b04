"""What a text widget paints again: every cell that differs, and not all the others."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coder_tui.domain.text import visible
from coder_tui.tui.literal import Piece, changed_regions

WIDTH = 40
RUN = st.tuples(
    st.text(st.sampled_from("abc \n漢é\x1b"), max_size=6), st.sampled_from(["", "red", "bold"])
)  # fmt: skip
PIECES = st.lists(RUN, max_size=5)


def cells(pieces: list[Piece]) -> dict[tuple[int, int], tuple[str, str]]:
    """What stands in each cell."""
    found: dict[tuple[int, int], tuple[str, str]] = {}
    x = y = 0
    for piece in pieces:
        text, style = (piece, "") if isinstance(piece, str) else piece
        for character in visible(text):
            if character == "\n":
                x, y = 0, y + 1
                continue
            for part in range(cell_len(character)):
                found[x + part, y] = (character, style)
            x += cell_len(character)
    return found


@given(before=PIECES, after=PIECES)
def test_every_cell_that_differs_is_painted(before: list[Piece], after: list[Piece]) -> None:
    old, new = cells(before), cells(after)
    regions = changed_regions(before, after, WIDTH)
    if max((x for x, _y in {*old, *new}), default=0) >= WIDTH:
        assert regions == []
        return
    for cell in {*old, *new}:
        if old.get(cell) != new.get(cell):
            assert any(region.contains(*cell) for region in regions)


def test_only_what_differs_within_a_line_is_painted() -> None:
    before = ["one ", ("two", "bold"), " three\nsecond"]
    after = ["one ", ("six", "bold"), " three\nsecond"]
    assert changed_regions(before, after, WIDTH) == [(4, 0, 3, 1)]


def test_a_shorter_line_is_painted_to_its_old_end() -> None:
    assert changed_regions(["a", "bcd"], ["a", "b"], WIDTH) == [(1, 0, 3, 1)]


def test_lines_that_would_be_wrapped_are_painted_all() -> None:
    assert changed_regions(["a" * 41], ["b" * 41], WIDTH) == []
