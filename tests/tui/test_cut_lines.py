"""Lines of the review that have no room for all end in an ellipsis, and no number is cut."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.test_ground_of_means import CASES, coded
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled

from coder_tui.domain.cells import width
from coder_tui.tui.review.cut_spans import cut, whole_entries
from coder_tui.tui.row_list import Span

Build = Callable[..., Any]
NAMES = st.text("abc-XYZ日é ", min_size=1, max_size=14).map(lambda name: f"m{name}m")
CHANGES = st.floats(-2, 2).map(lambda value: f"{value:+.1f}")
ENTRIES = st.lists(st.tuples(NAMES, CHANGES), max_size=9)


def text(spans: tuple[Span, ...]) -> str:
    return "".join(span if isinstance(span, str) else span[0] for span in spans)


@given(st.integers(58, 140), NAMES, ENTRIES)
def test_every_number_shown_is_whole_and_what_is_left_out_is_marked(
    cells: int, label: str, entries: list[tuple[str, str]]
) -> None:
    spans: list[list[Span]] = [[(f" {name} ", "quiet"), (n, "strong")] for name, n in entries]
    said = text(whole_entries([f"{label:<34}"], spans, cells))
    assert width(said) <= cells
    shown = re.findall(r"[+-]?\d\.\d+|[+-]\d*\.?(?=…|$)", said[34:])
    assert shown == [number for _, number in entries][: len(shown)]
    left_out = len(shown) < len(entries)
    assert said.endswith("…") == left_out
    # What is shown is as much as there is room for.
    if left_out:
        name, number = entries[len(shown)]
        assert width(said) + width(f" {name} {number}") > cells


@given(st.integers(1, 60), st.lists(st.sampled_from(["a 66 b", " ", "0.25", "-1.5", "日本"])))
def test_a_cut_line_ends_before_the_number_that_has_no_room(cells: int, words: list[str]) -> None:
    line = " ".join(words)
    said = text(cut([f"{word} " for word in words], cells)).rstrip()
    assert width(said) <= cells
    if said.endswith("…"):
        shown = said[:-1]
        assert line.startswith(shown.rstrip())
        numbers = re.findall(r"[-.\d]+", shown)
        assert numbers == re.findall(r"[-.\d]+", line)[: len(numbers)]
    else:
        assert said == line.rstrip()


@pytest.mark.parametrize("columns", [60, 80, 140])
async def test_on_the_screen_heads_and_lines_are_cut_with_a_mark(
    write_study: Build, columns: int
) -> None:
    app = review_app(coded(write_study, CASES["unclear"]))
    async with app.run_test(size=(columns, 16)) as pilot:
        await settled(pilot)
        await pilot.press("2")
        agreement = await settled(pilot)
        await pilot.press("6")
        conditions = await settled(pilot)
    head = next(line for line in conditions.splitlines() if "compared" in line).rstrip()
    assert head.endswith("unclear") or (columns == 60 and head.endswith("…"))
    changes = next(line for line in conditions.splitlines() if line.startswith(">D1"))
    assert re.search(r"( -|[+-]?\d\.\d)( …)?$", changes.rstrip()), changes
    for line in agreement.splitlines():
        if "UNCLEAR" in line:
            assert re.search(r"UNCLEAR(: (\d+ .*)?)?…?$", line.rstrip()), line
