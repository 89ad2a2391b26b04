"""Pairs, parts and drift on the tab of agreement, through the keys."""

import re
from typing import Any

import pytest
from tests.coded_by_three import by_hand, drifting
from tests.review_fixtures import PLAN, blind_ids, code, code_both, coded_by_both, transcripts
from tests.tui.clocked_app import until
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import HOSTILE, LARGE, SMALL, settled
from textual.pilot import Pilot

from coder_tui.analysis.first_look import first_look
from coder_tui.analysis.sparks import BLOCKS, spark
from coder_tui.storage.study import StudyFile
from coder_tui.tui.literal import Literal
from coder_tui.tui.review.agreement_tab import AgreementTab
from coder_tui.tui.review.computed_page import ComputedPage
from coder_tui.tui.review.screen import ReviewScreen


async def read(pilot: Pilot[None]) -> str:
    """Wait until the study is read; give what is shown."""
    first = pilot.app.screen_stack[0]

    def is_read() -> bool:
        return isinstance(first, ReviewScreen) and first.review is not None

    await until(pilot, is_read, "read")
    return await settled(pilot)


async def press(pilot: Pilot[None], *keys: str) -> str:
    """Press keys and wait until what they open is computed; give what is shown."""
    await read(pilot)

    def computed() -> bool:
        screen = pilot.app.screen
        words = screen.query(".words").results(Literal)
        return not isinstance(screen, ComputedPage) or "Computing ..." not in {
            each.text for each in words
        }

    for key in keys:
        await pilot.press(key)
        await until(pilot, computed, "computed")
    return await settled(pilot)


# Pairs


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_p_shows_each_two_coders_and_their_mean(
    write_study: Any, size: tuple[int, int]
) -> None:
    app = review_app(by_hand(write_study))
    async with app.run_test(size=size) as pilot:
        text = await press(pilot, "p")
        assert isinstance(app.screen, ComputedPage)
    assert "Each two of 3 human coders" in text
    assert " .33  75 %   8" in text
    assert " .69  60 %   5    .69  60 %   5" in text
    assert "Mean of the 3 pairs (Light's kappa): q-kappa .57 (" in text
    listed = [each for each in text.splitlines() if re.search("q-kappa [-.o]+[|o@]", each)]
    assert [re.findall("[a-z]+, [a-z]+", each)[0] for each in listed] == [
        "ana, ben",
        "ana, cem",
        "ben, cem",
    ]


async def test_pairs_say_why_one_has_no_value(write_study: Any) -> None:
    app = review_app(by_hand(write_study))
    async with app.run_test(size=SMALL) as pilot:
        text = await press(pilot, "down", "p")
    joined = " ".join(text.replace("│", " ").split())
    assert "Undefined: all scores on the 8 items scored by two coders are 0" in joined


async def test_without_the_key_pairs_are_of_numbers(write_study: Any) -> None:
    app = review_app(by_hand(write_study), with_key=False)
    async with app.run_test(size=SMALL) as pilot:
        text = await press(pilot, "p")
    assert "coder 1" in text
    assert "ana" not in text


async def test_of_two_coders_p_says_that_there_is_nothing_more(write_study: Any) -> None:
    built = coded_by_both(write_study)
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        text = await press(pilot, "p")
        assert not isinstance(app.screen, ComputedPage)
        assert "Pairs need three human coders" in text
        assert "Pairs need" not in await press(pilot, "down")


async def test_at_140_columns_the_matrix_stands_in_the_pane(write_study: Any) -> None:
    app = review_app(by_hand(write_study))
    async with app.run_test(size=LARGE) as pilot:
        text = await read(pilot)
    assert "(q-kappa, percent agreement, items by both)" in text
    assert " .69  60 %   5    .69  60 %   5" in text
    assert "Mean of the 3 pairs" in text


# Parts


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_v_shows_every_stratum_with_its_value_or_why_it_has_none(
    write_study: Any, size: tuple[int, int]
) -> None:
    app = review_app(drifting(write_study))
    async with app.run_test(size=size) as pilot:
        text = await press(pilot, "v")
        assert isinstance(app.screen, ComputedPage)
        for _ in range(3):
            text += await press(pilot, "pagedown")
        text += await press(pilot, "G")
    for title in ("by scaffold", "by model", "by model and scaffold"):
        assert title in text
    assert text.count("undefined: all scores 0") >= 2
    for name in ("modelia-one", "modelia-two", "C1", "C2", "C3", "all items"):
        assert name in text
    assert "All scores were given under one version of the rubric." in text
    assert "This study is not frozen." in text
    assert "stretch 4 of 4" in text
    assert "bar .667" in text


async def test_without_the_key_v_says_who_may_see_strata(write_study: Any) -> None:
    app = review_app(by_hand(write_study), with_key=False)
    async with app.run_test(size=SMALL) as pilot:
        text = await press(pilot, "v")
    assert "--key NAME.key.db" in text
    assert "modelia" not in text
    assert "two stretches of 20 items" in text


async def test_hostile_names_of_models_are_shown_and_obeyed_by_nobody(write_study: Any) -> None:
    hostile = [{**each, "model": f"{HOSTILE} {at % 2}"} for at, each in enumerate(transcripts())]
    built = write_study(hostile, plan=PLAN).init()
    code_both(built.path, built.key_path)
    app = review_app(built)
    async with app.run_test(size=LARGE) as pilot:
        text = await press(pilot, "v")
        assert isinstance(app.screen, ComputedPage)
    assert "[/red]" in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


async def test_where_nothing_is_submitted_there_are_no_parts(write_study: Any) -> None:
    built = write_study(transcripts(), plan=PLAN).init()
    app = review_app(built)
    async with app.run_test(size=SMALL) as pilot:
        assert "Pairs and parts are those of a dimension" in await press(pilot, "v")


# Over time


async def test_from_100_columns_on_a_line_holds_agreement_over_time(write_study: Any) -> None:
    built = drifting(write_study)
    for size, found in (((100, 30), 3), (LARGE, 3), (SMALL, 1)):
        app = review_app(built)
        async with app.run_test(size=size) as pilot:
            text = await read(pilot)
        lines = [each for each in text.splitlines() if set(each) & set(BLOCKS)]
        # At 80 columns it stands below the list alone.
        assert len(lines) == found, size
        assert ("time  bar" in text) is (size != SMALL)
        assert "over time " in lines[-1]


def test_a_sparkline_has_one_scale_and_a_dot_for_what_is_undefined() -> None:
    assert spark([0.0, 1.0, None, 0.5]) == "▁█·▅"
    assert spark([-0.4, 1.2]) == "▁█"
    assert spark([]) == ""


# In words


async def test_w_has_the_stratified_value_and_labels_the_pooled_one(write_study: Any) -> None:
    built = write_study(transcripts(), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    for coder in ("ana", "ben"):
        sheets = {
            blind[f"x{n}"]: {"escalated": 1, "escalation_quality": int(coder == "ana" or n > 1)}
            for n in range(1, 5)
        }
        code(built.path, coder, sheets)
    app = review_app(built)
    async with app.run_test(size=LARGE) as pilot:
        text = await press(pilot, "down", "w")
    joined = " ".join(text.replace("│", " ").split())
    assert "over 2 dimensions: stratified q-kappa" in joined
    pooled = joined.index("over 2 dimensions: pooled q-kappa")
    assert "includes agreement on which dimension is easy" in joined[pooled:].lower()


async def test_an_undefined_dimension_says_why_in_line_and_pane(write_study: Any) -> None:
    app = review_app(by_hand(write_study))
    async with app.run_test(size=SMALL) as pilot:
        text = await press(pilot, "down")
    assert "undefined: all scores 0" in text
    assert "agreement cannot be told from chance" in " ".join(text.split())
    assert "1.00 (1.00 to 1.00)" not in text


# While intervals are being computed


def test_the_first_lines_have_values_reasons_and_no_verdict(write_study: Any) -> None:
    study = StudyFile.open(by_hand(write_study).path, read_only=True)
    look = first_look(study, None)
    study.close()
    page = AgreementTab().first_page(look, 80)
    clarity, escalated, _ = (row.text for row in page.rows)
    assert ".36 alpha" in clarity
    assert clarity.endswith("  ...")
    assert "---" not in clarity
    assert escalated.endswith("undefined: all scores 0")
    assert "being computed" in page.summary
    assert max(map(len, (page.head, clarity, escalated))) < 80
