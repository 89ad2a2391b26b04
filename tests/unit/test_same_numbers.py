"""Whoever reads a review sees the same numbers: chance does not know what coders are called."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coded_by_three import CODERS, drifting, items
from tests.review_fixtures import blind_ids, code, keyed_items

from coder_tui.analysis.names import numbers
from coder_tui.analysis.review import review_study
from coder_tui.cli.review_json import review_object
from coder_tui.storage.study import StudyFile


def as_object(built: Any, *, with_key: bool) -> dict[str, Any]:
    study = StudyFile.open(built.path, read_only=True)
    try:
        return review_object(review_study(study, keyed_items(built.key_path) if with_key else None))
    finally:
        study.close()


def coefficients(found: object) -> list[tuple[Any, ...]]:
    """Every coefficient somewhere in it, without the names of coders, in an order of its own."""
    if isinstance(found, dict):
        own = []
        if "standard_error" in found and "at_least" in found:
            kept = {name: each for name, each in found.items() if name != "coders"}
            own = [(found["name"], repr(sorted(kept.items(), key=repr)))]
        return own + [one for each in found.values() for one in coefficients(each)]
    if isinstance(found, list):
        return [one for each in found for one in coefficients(each)]
    return []


@pytest.mark.parametrize("coders", [CODERS, ("zoe", "adam")])
def test_with_the_key_and_without_it_the_numbers_are_the_same_to_the_last_digit(
    write_study: Any, coders: tuple[str, ...]
) -> None:
    plan = f"coders = {list(coders)}\ncoders_per_item = {len(coders)}\nseal = false\n".replace(
        "'", '"'
    )
    built = write_study(items(60), plan=plan).init()
    blind = blind_ids(built.key_path)
    rng = random.Random(7)
    for at, coder in enumerate(coders):
        sheets = {
            blind[f"n{n}"]: {
                "clarity": (n + (rng.random() < 0.15 * (at + 1))) % 3,
                "escalated": n % 2,
            }
            for n in range(60)
        }
        code(built.path, coder, sheets)
    keyed, plain = (as_object(built, with_key=with_key) for with_key in (True, False))
    for section in ("agreement", "overall", "drift"):
        assert sorted(coefficients(keyed[section])) == sorted(coefficients(plain[section]))
    assert len(coefficients(plain["agreement"])) > 20
    assert coefficients(plain["overall"])


def test_stretches_of_time_are_the_same_for_both_readers(write_study: Any) -> None:
    built = drifting(write_study)
    keyed, plain = (as_object(built, with_key=with_key) for with_key in (True, False))
    in_time = [each for each in keyed["slices"] if each["by"] == "time"]
    assert sorted(coefficients(in_time)) == sorted(coefficients(plain["slices"]))
    assert sorted(coefficients(keyed["drift"])) == sorted(coefficients(plain["drift"]))
    assert coefficients(plain["drift"])


def test_each_reader_sees_the_pairs_under_their_own_names(write_study: Any) -> None:
    built = drifting(write_study)
    for with_key, names in ((True, set(CODERS)), (False, {"coder 1", "coder 2", "coder 3"})):
        found = as_object(built, with_key=with_key)
        told = {
            coder
            for each in found["agreement"]
            for one in each["coefficients"]
            for coder in one["coders"] or ()
        }
        assert told == names


@given(st.sets(st.text(min_size=1), min_size=1, max_size=8), st.text())
def test_numbers_are_one_for_each_coder_and_do_not_hang_on_the_order_of_names(
    coders: set[str], study: str
) -> None:
    found = numbers(study, sorted(coders))
    assert found == numbers(study, sorted(coders, reverse=True))
    assert sorted(found.values()) == [f"coder {at}" for at in range(1, len(coders) + 1)]


def test_over_studies_every_coder_gets_every_number() -> None:
    called = [numbers(f"study-{at}", CODERS) for at in range(200)]
    found = {tuple(each[coder] for coder in CODERS) for each in called}
    assert len(found) == 6
