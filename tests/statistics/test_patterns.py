"""From scores as people write them to patterns, and which pattern an item shows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.statistics.scored import scale_of

from coder_tui.domain.rubric import Level
from coder_tui.statistics.patterns import Patterns


@given(
    st.integers(1, 5).flatmap(
        lambda coders: st.lists(
            st.lists(st.integers(-1, 4), min_size=coders, max_size=coders), min_size=1, max_size=40
        )
    ),
    st.data(),
)
def test_like_items_are_put_together(rows: list[list[int]], data: st.DataObject) -> None:
    """Many rows on a small scale, and a value far up, take different ways to the same patterns."""
    if data.draw(st.booleans()):
        rows = [*rows, [10**13] * len(rows[0])]
    coders = [str(place) for place in range(len(rows[0]))]
    patterns = Patterns.of_items(rows * 7, coders)
    kept = [row for row in rows if max(row) >= 0]
    wanted = sorted({tuple(row) for row in kept})
    assert [tuple(row) for row in patterns.codes.tolist()] == wanted
    assert patterns.times.tolist() == [7 * kept.count(list(row)) for row in wanted]


def test_scales_are_declared_whole() -> None:
    with pytest.raises(ValueError, match="are numbers"):
        scale_of(("low", "high"), Level.INTERVAL)
    with pytest.raises(ValueError, match="at least one value"):
        scale_of(())
    for level in (Level.MULTI, Level.TEXT):
        with pytest.raises(ValueError, match="no scale of single values"):
            scale_of((0, 1), level)


def test_who_gave_what_can_be_forgotten() -> None:
    patterns = Patterns.of_items([[0, 1, -1], [1, -1, 0], [-1, 2, 2], [2, 2, -1]], "abc")
    unordered = patterns.unordered()
    assert unordered.codes.tolist() == [[1, 0, -1], [2, 2, -1]]
    assert unordered.times.tolist() == [2, 2]


def test_some_coders_have_their_own_patterns() -> None:
    patterns = Patterns.of_items(np.array([[0, 1, -1], [0, -1, -1], [-1, -1, 2]]), "abc")
    some = patterns.of(["b", "a"])
    assert some.coders == ("b", "a")
    assert some.codes.tolist() == [[-1, 0], [1, 0]]
    assert some.scored_by_all().codes.tolist() == [[1, 0]]
