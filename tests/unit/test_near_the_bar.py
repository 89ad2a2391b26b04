"""What is printed, said and drawn of intervals that end near the bar."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coded_by_three import items
from tests.review_fixtures import blind_ids, code
from tests.unit.test_pairs import line, review

from coder_tui.analysis.figures import alpha_line, prevalence_line
from coder_tui.analysis.numerals import MOST_DIGITS, number, probably, span
from coder_tui.analysis.verdicts import explanation_of, verdict_on
from coder_tui.cli.agreement_words import joined, verdict
from coder_tui.statistics.coefficient import AtLeast, Coefficient, Interval
from coder_tui.tui.review.drawing import drawing

BAR = 0.667


def kappa(low: float, high: float, probability: float | None = None) -> Coefficient:
    return Coefficient(
        "cohen_kappa",
        (low + high) / 2,
        None,
        90,
        90,
        weights="quadratic",
        interval=Interval("bca", 0.95, low, high),
        at_least=() if probability is None else (AtLeast(BAR, probability), AtLeast(0.8, 0.001)),
    )


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.47, 0.6712, ".47 to .671"),
        (0.6632, 0.81, ".663 to .81"),
        (0.47, 0.6689, ".47 to .669"),
        (0.47, 0.66734, ".47 to .6673"),
        (0.47, 0.667, ".47 to .667"),
        (0.47, 0.69, ".47 to .69"),
    ],
)
def test_an_end_near_the_bar_has_the_digits_that_tell_its_side(
    low: float, high: float, said: str
) -> None:
    assert span(kappa(low, high), bar=BAR) == said


def test_without_a_bar_two_digits_are_enough() -> None:
    assert span(kappa(0.47, 0.6712)) == ".47 to .67"


@given(st.floats(0, 1), st.sampled_from([0.5, 0.667, 0.8]))
def test_the_printed_end_lies_on_the_side_of_the_bar_on_which_it_is(end: float, bar: float) -> None:
    printed = span(kappa(end, end), bar=bar).split(" to ")[0]
    if abs(end - bar) > 10**-MOST_DIGITS and not printed.startswith(">"):
        assert printed != number(bar, 3)
        assert (float(printed) > bar) == (end > bar)


@given(
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
    st.floats(0.1, 0.9),
    st.integers(7, 41),
)
def test_an_interval_that_crosses_the_bar_is_drawn_on_both_sides_of_it(
    ends: tuple[float, float], bar: float, width: int
) -> None:
    low, high = sorted(ends)
    found = drawing(None, bar, width, Interval("bca", 0.95, low, high))
    at = found.index("|")
    if low < bar <= high:
        assert found[at - 1] == "-" or at == 0
        assert found[at + 1 : at + 2] in ("-", "")
    assert len(found) == width


def test_the_interval_of_the_example_is_seen_to_cross() -> None:
    assert drawing(0.58, BAR, 11, Interval("bca", 0.95, 0.47, 0.6712)) == ".....-o|-.."


@pytest.mark.parametrize(
    ("probability", "said"),
    [(0.03, "probably not reached: P .03"), (0.97, "probably reached: P .97"), (0.3, "")],
)
def test_where_the_interval_holds_the_bar_it_is_said_what_is_probable(
    probability: float, said: str
) -> None:
    found = kappa(0.47, 0.6712, probability)
    assert probably(found, BAR) == said
    words = explanation_of(verdict_on(found, BAR), found, found, 40, BAR)
    assert ".47 to .671" in words
    assert (f"on both sides of it; {said}." in words) is bool(said)
    assert ("do not tell" in words) is not said


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.03, "The bar of .667 is probably not reached, though the interval holds it"),
        (0.97, "The bar of .667 is probably reached, though the interval holds it"),
        (0.3, "Whether the bar of .667 is reached cannot be told"),
    ],
)
def test_agreement_says_what_is_probable_too(probability: float, said: str) -> None:
    report = SimpleNamespace(bar=BAR, found=SimpleNamespace(measured=SimpleNamespace(paired=90)))
    words = verdict(cast(Any, report), kappa(0.47, 0.6712, probability))
    assert words.startswith(said)
    assert f"a probability of {100 * probability:.0f} %" in words


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (["Percent agreement"], "Percent agreement"),
        (["Percent agreement", "Gwet's AC1"], "Percent agreement and Gwet's AC1"),
        (["a", "b", "c"], "a, b, and c"),
        (["a", "AC2, linear", "AC2, quadratic"], "a; AC2, linear; and AC2, quadratic"),
    ],
)
def test_names_that_hold_commas_are_joined_by_semicolons(titles: list[str], said: str) -> None:
    assert joined(titles) == said


def two_readers(write_study: Any, pairs: list[tuple[int, int | None]]) -> Any:
    plan = 'coders = ["ana", "ben"]\ncoders_per_item = 2\nseal = false\n'
    built = write_study(items(len(pairs)), plan=plan).init()
    blind = blind_ids(built.key_path)
    for at, coder in enumerate(("ana", "ben")):
        sheets = {
            blind[f"n{n}"]: {"clarity": int(both[at] or 0)}
            for n, both in enumerate(pairs)
            if both[at] is not None
        }
        code(built.path, coder, sheets)
    return built


def test_scores_that_stand_alone_are_told_from_those_compared(write_study: Any) -> None:
    pairs: list[tuple[int, int | None]] = [(0, 0)] * 6 + [(1, 1), (2, 1), (1, None), (2, None)]
    said = prevalence_line(line(review(two_readers(write_study, pairs)), "clarity"))
    assert said == ("scores 0: 12  1: 4  2: 2: 18 scores, 16 of them on 8 items by two, 8 pairs")


def test_ordinal_alpha_far_from_kappa_is_explained(write_study: Any) -> None:
    """By hand: 20 zeros, one 1, one 2. Ordinal distances squared are 1 (1 to 2), 10.5 ** 2 (0 to 1)
    and 11.5 ** 2 (0 to 2); alpha = 1 - 21 x 1 / (20 x 110.25 + 20 x 132.25 + 1) = .9957.
    Quadratic kappa: observed 1 / 11, expected 40 / 121 (0 and 2), 10 / 121 (1 and 0), 1 / 121;
    1 - (1 / 11) / (51 / 121) = .784.
    """
    found = line(review(two_readers(write_study, [(0, 0)] * 10 + [(1, 2)])), "clarity")
    alpha = next(e for e in found.coefficients if e.name == "krippendorff_alpha")
    assert alpha.value == pytest.approx(1 - 21 / (20 * 110.25 + 20 * 132.25 + 1))
    assert found.headline.value == pytest.approx(1 - (1 / 11) / (51 / 121))
    assert alpha_line(found).startswith("alpha >.99 and q-kappa .78 differ: on an ordinal scale")


def test_alpha_near_kappa_needs_no_words(write_study: Any) -> None:
    found = line(review(two_readers(write_study, [(0, 0), (1, 1), (2, 2)] * 4)), "clarity")
    assert alpha_line(found) == ""
