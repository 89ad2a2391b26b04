"""Where the columns of an answer stand: nothing wider than the screen, the current one in sight."""

from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.cells import width
from coder_tui.domain.columns import LEFT, RIGHT, fitted
from coder_tui.tui.review.result_layout import (
    GAP,
    NARROWEST,
    WIDEST,
    column_widths,
    drawn,
    first_in_sight,
    in_sight,
)

TEXTS = st.text(max_size=120) | st.text("aé漢字👩‍🔬\u0301क्षि\t\n\x1b", max_size=120)
WIDTHS = st.lists(st.integers(NARROWEST, WIDEST), min_size=1, max_size=30)
ROOM = st.integers(8, 200)


@given(TEXTS, st.integers(1, 60), st.booleans())
def test_a_fitted_text_takes_just_its_cells(text: str, cells: int, right: bool) -> None:
    assert width(fitted(drawn(text), cells, RIGHT if right else LEFT)) == cells


@given(TEXTS)
def test_a_text_that_fits_is_not_cut(text: str) -> None:
    shown = drawn(text)
    assert fitted(shown, width(shown)) == shown


@given(st.lists(st.tuples(TEXTS, st.none() | TEXTS), max_size=8))
def test_a_column_is_as_wide_as_its_widest_value_up_to_a_limit(
    rows: list[tuple[str, str | None]],
) -> None:
    widths = column_widths(["a", "b"], rows)
    for column, found in enumerate(widths):
        needed = [width(drawn(row[column])) for row in rows]
        assert found == min(WIDEST, max([NARROWEST, *needed]))


@given(WIDTHS, ROOM, st.data())
def test_what_is_in_sight_fits_and_begins_where_it_should(
    widths: list[int], room: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(widths) - 1))
    found = in_sight(widths, first, room)
    assert [each.column for each in found] == list(range(first, first + len(found)))
    assert sum(each.cells for each in found) + GAP * (len(found) - 1) <= room
    assert all(each.cells == widths[each.column] for each in found[:-1])


@given(WIDTHS, ROOM, st.data())
def test_the_column_gone_to_is_in_sight_and_no_more_is_scrolled_than_needed(
    widths: list[int], room: int, data: st.DataObject
) -> None:
    places = st.integers(0, len(widths) - 1)
    first, column = data.draw(places), data.draw(places)
    after = first_in_sight(widths, first, column, room)
    found = {each.column: each.cells for each in in_sight(widths, after, room)}
    assert column in found
    assert found[column] == min(widths[column], room)
    before = {each.column: each.cells for each in in_sight(widths, first, room)}
    if before.get(column) == widths[column]:
        assert after == first
