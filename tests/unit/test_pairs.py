"""Pairs of coders: values by hand, what is said where there is none, and how it is laid out."""

from typing import Any

import pytest
from tests.coded_by_three import CODERS, PLAN, by_hand
from tests.review_fixtures import PLAN as PLAN_OF_TWO
from tests.review_fixtures import blind_ids, code, code_both, keyed_items, transcripts

from coder_tui.analysis.measured import Measured
from coder_tui.analysis.pair_figures import apart_line, caption, matrix_lines, mean_line, pair_words
from coder_tui.analysis.pairs import PairMatrix, in_order, pair_matrix
from coder_tui.analysis.review import Review, review_study
from coder_tui.storage.study import StudyFile


def review(built: Any, *, with_key: bool = True) -> Review:
    study = StudyFile.open(built.path, read_only=True)
    try:
        return review_study(study, keyed_items(built.key_path) if with_key else None)
    finally:
        study.close()


def line(found: Review, dimension: str) -> Measured:
    return next(each for each in found.agreement if each.dimension.id == dimension)


def matrix(found: Review, dimension: str) -> PairMatrix:
    there = pair_matrix(found.agreement, line(found, dimension))
    assert there is not None
    return there


def test_each_pair_has_kappa_percent_and_items_as_computed_by_hand(write_study: Any) -> None:
    found = matrix(review(by_hand(write_study)), "clarity")
    assert found.coders == CODERS
    expected = {
        ("ana", "ben"): (1 / 3, 0.75, 8),
        ("ana", "cem"): (0.6875, 0.6, 5),
        ("ben", "cem"): (0.6875, 0.6, 5),
    }
    for coders, (kappa, percent, n) in expected.items():
        pair = found.find(*coders)
        assert pair is not None
        assert pair is found.find(*reversed(coders))
        assert (pair.coefficient.name, pair.coefficient.weights) == ("cohen_kappa", "quadratic")
        assert pair.coefficient.value == pytest.approx(kappa)
        assert pair.percent.value == pytest.approx(percent)
        assert pair.percent.items == pair.coefficient.items == n
        assert pair.coefficient.interval is not None
    assert found.mean is not None
    assert found.mean.value == pytest.approx((1 / 3 + 2 * 0.6875) / 3)
    assert found.lowest_first[0].coders == ("ana", "ben")


def test_the_matrix_is_a_triangle_with_the_mean_under_it(write_study: Any) -> None:
    found = matrix(review(by_hand(write_study)), "clarity")
    heads, ben, cem = matrix_lines(found, 80)
    assert heads.split() == ["ana", "ben"]
    assert ben.split() == ["ben", ".33", "75", "%", "8"]
    assert cem.split() == ["cem", ".69", "60", "%", "5", ".69", "60", "%", "5"]
    assert caption(found) == "q-kappa, percent agreement, items by both"
    assert mean_line(found).startswith("Mean of the 3 pairs (Light's kappa): q-kappa .57 (")
    assert apart_line(found) == ""


def test_a_pair_of_one_value_is_undefined_with_its_reason_and_so_is_the_mean(
    write_study: Any,
) -> None:
    found = matrix(review(by_hand(write_study)), "escalated")
    assert [pair.coefficient.value for pair in found.pairs] == [None] * 3
    assert "all scores on the 8 items" in pair_words(found.pairs[0])
    assert found.mean is not None
    assert found.mean.value is None
    assert "Undefined" in mean_line(found)
    assert matrix_lines(found, 80)[1].split() == ["ben", "-", "100", "%", "8"]


def test_two_coders_who_share_no_item_are_named(write_study: Any) -> None:
    plan = PLAN.replace('"cem"]', '"cem", "dov"]').replace("= 3", "= 4")
    built = by_hand(write_study, plan=plan)
    last = blind_ids(built.key_path)["n7"]
    code(built.path, "dov", {last: {"clarity": 2, "escalated": 0}})
    found = matrix(review(built), "clarity")
    assert found.coders == ("ana", "ben", "cem", "dov")
    assert found.apart == (("cem", "dov"),)
    assert apart_line(found) == "No item by both: cem and dov."
    assert matrix_lines(found, 80)[-1].split()[-2:] == ["no", "item"]


def test_two_coders_have_no_matrix(write_study: Any) -> None:
    built = write_study(transcripts(), plan=PLAN_OF_TWO).init()
    code_both(built.path, built.key_path)
    found = review(built)
    assert pair_matrix(found.agreement, line(found, "clarity")) is None


def test_without_the_key_coders_are_numbers_and_the_values_are_the_same(write_study: Any) -> None:
    built = by_hand(write_study)
    with_key = matrix(review(built), "clarity")
    without = matrix(review(built, with_key=False), "clarity")
    assert without.coders == ("coder 1", "coder 2", "coder 3")
    values = [
        sorted((round(p.value, 12), p.percent.items) for p in each.pairs)
        for each in (with_key, without)
    ]
    assert values[0] == values[1]


def test_numbers_in_names_are_sorted_as_numbers() -> None:
    names = ("coder 10", "coder 2", "ben", "coder 1", "ana")
    assert in_order(names) == ("ana", "ben", "coder 1", "coder 2", "coder 10")


@pytest.mark.parametrize(("width", "rows"), [(80, 2), (30, 4), (20, 2), (10, 0)])
def test_the_matrix_takes_the_fullest_form_that_fits(
    write_study: Any, width: int, rows: int
) -> None:
    found = matrix(review(by_hand(write_study)), "clarity")
    lines = matrix_lines(found, width)
    assert len(lines) == (rows + 1 if rows else 0)
    assert max(map(len, lines), default=0) <= width
    if width == 20:
        assert lines[0].split() == ["1", "2"]
        assert [each.split()[:2] for each in lines[1:]] == [["2", "ben"], ["3", "cem"]]


def test_every_form_holds_every_value(write_study: Any) -> None:
    built = by_hand(write_study)
    found = matrix(review(built), "clarity")
    for width in (80, 30, 20):
        said = " ".join(matrix_lines(found, width)).split()
        assert said.count(".69") == 2
        assert said.count(".33") == 1
