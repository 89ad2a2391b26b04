"""Severity: numbers by hand, and what must hold whatever the scores."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coder_tui.statistics.severity import (
    NO_SPREAD,
    NOT_SHARED,
    equal_to_others,
    from_others,
    over_dimensions,
    severity,
    stretches,
)

MISSING = np.nan

sheets = st.integers(2, 5).flatmap(
    lambda coders: st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=coders, max_size=coders),
        min_size=1,
        max_size=12,
    )
)
"""Items down, coders across; None where a coder gave no value."""


def long(sheet: list[list[int | None]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cell, coder and value of each score."""
    rows = [
        (cell, coder, value)
        for cell, row in enumerate(sheet)
        for coder, value in enumerate(row)
        if value is not None
    ]
    cells, coders, values = (np.array(each) for each in zip(*rows, strict=True)) if rows else (
        np.zeros(0, int), np.zeros(0, int), np.zeros(0)
    )  # fmt: skip
    return cells, coders, values.astype(float)


def by_coder(sheet: list[list[int | None]]) -> dict[int, float | None]:
    cells, coders, values = long(sheet)
    differences = from_others(cells, values)
    return {coder: severity(differences[coders == coder]).value for coder in range(len(sheet[0]))}


def test_it_is_the_mean_difference_from_the_mean_of_the_others() -> None:
    # Coder 0: 2 - 1.5, 1 - 0 and alone on the third item.
    found = by_coder([[2, 1, 2], [1, 0, None], [2, None, None]])
    assert found[0] == pytest.approx((0.5 + 1.0) / 2)
    assert found[1] == pytest.approx((-1.0 - 1.0) / 2)
    assert found[2] == pytest.approx(0.5)


def test_its_interval_is_students_t_over_items() -> None:
    # Differences 1, 0, 0, 1: mean .5, standard error sqrt(1/3 / 4), t of 3 degrees 3.1824.
    found = severity(np.array([1.0, 0.0, MISSING, 0.0, 1.0]))
    assert (found.value, found.items) == (0.5, 4)
    assert found.standard_error == pytest.approx(np.sqrt(1 / 12))
    assert found.interval is not None
    assert found.interval.high == pytest.approx(0.5 + 3.182446 * np.sqrt(1 / 12), abs=1e-5)
    assert not found.stands_out


def test_an_interval_beyond_one_point_is_not_cut() -> None:
    found = severity(np.array([3.0, 4.0, 3.0, 4.0]))
    assert found.interval is not None
    assert found.interval.high > 4
    assert found.stands_out


def test_one_item_and_differences_that_are_all_the_same_have_no_interval() -> None:
    assert severity(np.array([1.0])).interval is None
    always = severity(np.array([1.0, 1.0, 1.0]))
    assert (always.value, always.interval, always.stands_out) == (1.0, None, False)


def test_nothing_shared_is_undefined_and_says_so() -> None:
    assert severity(np.array([MISSING])).undefined == NOT_SHARED
    nothing = over_dimensions(np.array([0]), np.array([0]), np.array([MISSING]), [1.0])
    assert (nothing.value, nothing.undefined) == (None, NOT_SHARED)
    flat = over_dimensions(np.array([0]), np.array([0]), np.array([0.0]), [0.0])
    assert (flat.value, flat.undefined) == (None, NO_SPREAD)


def test_over_dimensions_each_counts_the_same_in_its_own_standard_deviations() -> None:
    # Dimension 0: 2 and 4 over a spread of 2; dimension 1: 1 over a spread of .5.
    found = over_dimensions(
        np.array([0, 1, 0]), np.array([0, 0, 1]), np.array([2.0, 4.0, 1.0]), [2.0, 0.5]
    )
    assert found.value == pytest.approx((1.5 + 2.0) / 2)
    assert found.items == 2
    # Without item 0 dimension 1 has nothing: 4/2. Without item 1: (2/2 + 1/.5) / 2.
    left = np.array([2.0, 1.5])
    assert found.standard_error == pytest.approx(np.sqrt(0.5 * ((left - left.mean()) ** 2).sum()))


@given(sheets)
def test_two_coders_differ_by_the_same_to_both_sides(sheet: list[list[int | None]]) -> None:
    found = by_coder([row[:2] for row in sheet])
    if found[0] is None:
        assert found[1] is None
    else:
        assert found[0] == pytest.approx(-found[1])


@given(st.lists(st.integers(0, 4), min_size=2, max_size=12), st.integers(2, 5), st.integers(-2, 2))
def test_a_coder_shifted_on_everything_has_the_shift_as_severity(
    base: list[int], coders: int, shift: int
) -> None:
    found = by_coder([[value + shift, *[value] * (coders - 1)] for value in base])
    assert found[0] == pytest.approx(shift)
    assert found[1] == pytest.approx(-shift / (coders - 1))


@given(sheets, st.integers(-3, 3))
def test_adding_to_one_coder_adds_to_that_severity(
    sheet: list[list[int | None]], shift: int
) -> None:
    before = by_coder(sheet)[0]
    assume(before is not None)
    moved = [[None if row[0] is None else row[0] + shift, *row[1:]] for row in sheet]
    assert by_coder(moved)[0] == pytest.approx(before + shift)


@given(sheets, st.randoms())
def test_the_order_of_scores_does_not_matter(sheet: list[list[int | None]], random: object) -> None:
    cells, _, values = long(sheet)
    assume(len(values))
    order = np.random.default_rng(random.randrange(2**32)).permutation(len(values))  # type: ignore[attr-defined]
    np.testing.assert_allclose(
        from_others(cells[order], values[order]), from_others(cells, values)[order]
    )
    same, others = equal_to_others(cells, values.astype(int))
    again = equal_to_others(cells[order], values[order].astype(int))
    assert (again[0] == same[order]).all()
    assert (again[1] == others[order]).all()


@given(sheets)
def test_equal_ones_are_counted_as_one_would_by_hand(sheet: list[list[int | None]]) -> None:
    cells, _, values = long(sheet)
    same, others = equal_to_others(cells, values.astype(int))
    for at, (cell, value) in enumerate(zip(cells, values, strict=True)):
        in_cell = [v for c, v in zip(cells, values, strict=True) if c == cell]
        assert others[at] == len(in_cell) - 1
        assert same[at] == in_cell.count(value) - 1


@given(sheets)
def test_a_single_coded_item_changes_nothing(sheet: list[list[int | None]]) -> None:
    alone = [3, *[None] * (len(sheet[0]) - 1)]
    assert by_coder([*sheet, alone]) == pytest.approx(by_coder(sheet))


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 3), st.floats(-4, 4)),
        min_size=1,
        max_size=30,
        unique_by=lambda each: each[:2],
    )
)
def test_the_jackknife_over_dimensions_is_leaving_items_out(
    rows: list[tuple[int, int, float]],
) -> None:
    spreads = [0.5, 1.0, 2.0, 0.0]
    items, dimensions, differences = (np.array(each) for each in zip(*rows, strict=True))
    found = over_dimensions(items, dimensions, differences, spreads)
    used = sorted({item for item, dimension, _ in rows if dimension != 3})
    assert found.items == len(used)
    if found.standard_error is None:
        return
    left = []
    for item in used:
        rest = items != item
        left.append(
            over_dimensions(items[rest], dimensions[rest], differences[rest], spreads).value
        )
    many = len(used)
    spread = np.array(left) - np.mean(left)
    assert found.standard_error == pytest.approx(
        np.sqrt((many - 1) / many * (spread**2).sum()), rel=1e-6
    )


@pytest.mark.parametrize(("items", "sizes"), [(19, []), (20, [10, 10]), (35, [12, 12, 11])])
def test_stretches_are_alike_and_never_too_short(items: int, sizes: list[int]) -> None:
    parts = stretches(items, most=8, least=10)
    assert [len(part) for part in parts] == sizes
    assert [at for part in parts for at in part] == list(range(items))[: sum(sizes)]
