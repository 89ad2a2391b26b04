"""Every page of the review says in its header what has to be known of the study, uncut."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coded_by_three import PLAN, by_hand
from tests.tui.test_review_header import FACTS, OPENED
from tests.tui.test_review_screen import review_app, settled
from tests.unit.test_cells import TEXTS

from coder_tui.domain.cells import width as width_of
from coder_tui.storage.after_closing import AfterClosing
from coder_tui.tui.review.bars import head_of_page

PAGES = {
    "the tabs": (),
    "pairs": ("p",),
    "parts": ("v",),
    "the table of answers": ("m",),
    "effects": ("6", "enter"),
    "profiles": ("6", "o"),
    "an item": ("3", "enter"),
    "a query": ("7", "n"),
}
MUCH = replace(
    FACTS,
    simulated=True,
    closed=replace(OPENED, late_scores=12, after=AfterClosing(decisions=3)),
)
MARKS = "  SIMULATED  unblinded  12 LATE  3 DECIDED AFTER"


@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
async def test_every_page_says_simulated_and_how_the_seal_stands(
    write_study: Any, size: tuple[int, int]
) -> None:
    app = review_app(by_hand(write_study, plan=f"{PLAN}simulated = true\n"))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for page, keys in PAGES.items():
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            head = (await settled(pilot)).splitlines()[0].rstrip()
            assert head.endswith("  SIMULATED  UNSEALED"), page
            while len(app.screen_stack) > 1:
                await pilot.press("escape")
            await pilot.press("2")


@given(TEXTS, st.lists(st.text("abc ", min_size=1, max_size=20), max_size=3), st.integers(58, 140))
def test_the_subject_and_then_the_rest_give_way_to_what_has_to_be_known(
    subject: str, where: list[str], width: int
) -> None:
    pieces = head_of_page("EFFECTS", subject, MUCH, width, where)
    head = "".join(each if isinstance(each, str) else each[0] for each in pieces)
    assert head.startswith("EFFECTS")
    assert head.endswith(MARKS)
    assert width_of(head) <= width
