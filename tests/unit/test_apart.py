"""Parts that clearly differ, and whether agreement drifts: said where intervals do not overlap."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coded_by_three import DRIFTING, PLAN, STRATA, drifting, items
from tests.freezing_fixtures import close_set
from tests.once import once
from tests.paced import Clock
from tests.review_fixtures import blind_ids, code
from tests.unit.test_pairs import line, review

from coder_tui.analysis.apart import Part, compared, differences, drift_words, has_drifted
from coder_tui.analysis.figures import drift_line
from coder_tui.analysis.slices import by_sort
from coder_tui.statistics.coefficient import Coefficient, Interval
from coder_tui.storage.study import StudyFile

FOUR = tuple((model, scaffold) for model in ("one", "two") for scaffold in ("C1", "C2"))
TWO = 'coders = ["ana", "ben"]\ncoders_per_item = 2\nseal = false\n'


def part(name: str, low: float, high: float) -> Part:
    interval = Interval("bca", 0.95, low, high)
    value = (low + high) / 2
    return Part(name, Coefficient("cohen_kappa", value, None, 40, 40, interval=interval))


@once
def two_halves(write_study: Any, *, apart: bool, strata: Any = (("one", "C1"),)) -> Any:
    """Of 80 items two coders agree on the first half, and if so asked hardly on the second."""
    built = write_study(items(80, strata), plan=TWO).init()
    blind = blind_ids(built.key_path)
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock().set(patch)
        for n in range(80):
            for at, coder in enumerate(("ana", "ben")):
                differs = apart and n >= 40 and n % 3 and at
                clock.at += timedelta(minutes=5)
                code(built.path, coder, {blind[f"n{n}"]: {"clarity": (n + bool(differs)) % 3}})
    return built


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), max_size=6))
def test_two_parts_are_apart_exactly_where_one_ends_below_the_other(
    ends: list[tuple[float, float]],
) -> None:
    parts = [part(str(at), min(two), max(two)) for at, two in enumerate(ends)]
    both = compared(parts)
    assert both.pairs == len(parts) * (len(parts) - 1) // 2
    for one, other in both.apart:
        first, second = one.found.interval, other.found.interval
        assert first is not None
        assert second is not None
        assert max(first.low, second.low) > min(first.high, second.high)


def test_parts_by_scaffold_and_by_model_stand_before_both_together(write_study: Any) -> None:
    found = review(drifting(write_study))
    clarity = line(found, "clarity")
    sliced = by_sort(found.slices.of(clarity))
    assert list(sliced)[:3] == ["scaffold", "model", "stratum"]
    assert [each.slice.facts for each in sliced["scaffold"]] == [
        {"scaffold": scaffold} for scaffold in ("C1", "C2", "C3")
    ]
    assert [each.slice.facts for each in sliced["model"]] == [
        {"model": "modelia-one"},
        {"model": "modelia-two"},
    ]
    for sort in ("scaffold", "model"):
        assert sum(each.percent.items for each in sliced[sort]) == DRIFTING
        assert sum(each.differ for each in sliced[sort]) == clarity.differ


def test_scaffolds_that_differ_are_named_with_both_intervals(write_study: Any) -> None:
    strata = [("one", "C1")] * 40 + [("one", "C2")] * 40
    found = review(two_halves(write_study, apart=True, strata=strata))
    said = differences(by_sort(found.slices.of(line(found, "clarity")))["scaffold"])
    assert said.startswith("C1 and C2 differ: 1.00 (")
    assert " against " in said


def test_where_intervals_overlap_no_two_parts_clearly_differ(write_study: Any) -> None:
    found = review(two_halves(write_study, apart=False, strata=FOUR))
    sliced = by_sort(found.slices.of(line(found, "clarity")))
    for sort in ("scaffold", "model", "stratum", "time"):
        assert differences(sliced[sort]).startswith("No two parts clearly differ")


def test_conditions_alone_are_held_back_as_both_together_are(write_study: Any) -> None:
    built = two_halves(write_study, apart=True, strata=STRATA)
    without = review(built, with_key=False)
    sliced = without.slices.of(line(without, "clarity"))
    assert {each.slice.by for each in sliced} == {"time"}


def test_drift_is_marked_where_two_stretches_clearly_differ(write_study: Any) -> None:
    found = review(two_halves(write_study, apart=True))
    drift = found.drift_of(line(found, "clarity"))
    assert drift is not None
    assert has_drifted(drift)
    said = drift_words(drift)
    assert said.startswith("drift? stretch 1 and stretch ")
    assert "Of the 6 pairs of stretches compared on each dimension some differ by chance." in said


def test_without_drift_nothing_is_marked(write_study: Any) -> None:
    found = review(two_halves(write_study, apart=False))
    drift = found.drift_of(line(found, "clarity"))
    assert drift is not None
    assert (has_drifted(drift), drift_words(drift)) == (False, "")


def test_the_pane_and_the_parts_tell_one_coefficient_over_time(write_study: Any) -> None:
    found = review(two_halves(write_study, apart=True))
    clarity = line(found, "clarity")
    drift = found.drift_of(clarity)
    assert drift is not None
    parts = by_sort(found.slices.of(clarity))["time"]
    assert tuple(each.headline for each in parts) == drift.headlines
    assert {(e.name, e.weights, e.coders) for e in drift.headlines} == {
        ("cohen_kappa", "quadratic", ("ana", "ben"))
    }
    assert "20 items each: q-kappa 1.00" in drift_line(drift)


def test_other_kinds_of_coder_and_late_submits_do_not_move_the_stretches(write_study: Any) -> None:
    built = write_study(items(80, (("one", "C1"),)), plan=TWO).init(machines=("judge",))
    blind = blind_ids(built.key_path)
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock().set(patch)
        for n in range(80):
            for at, coder in enumerate(("ana", "ben")):
                differs = n >= 40 and n % 3 and at
                clock.at += timedelta(minutes=5)
                code(built.path, coder, {blind[f"n{n}"]: {"clarity": (n + bool(differs)) % 3}})
        before = drift_of_people(built)
        for n in range(79, -1, -1):
            clock.at += timedelta(minutes=5)
            code(built.path, "judge", {blind[f"n{n}"]: {"clarity": n % 3}})
        assert drift_of_people(built) == before
        study = StudyFile.open(built.path)
        close_set(study)
        study.close()
        for n in range(20):
            clock.at += timedelta(minutes=5)
            code(built.path, "ana", {blind[f"n{n}"]: {"clarity": (n + 1) % 3}})
    assert drift_of_people(built) == before


def drift_of_people(built: Any) -> Any:
    found = review(built)
    clarity = line(found, "clarity")
    drift = found.drift_of(clarity)
    assert drift is not None
    parts = by_sort(found.slices.of(clarity))["time"]
    return drift.headlines, tuple(each.headline for each in parts)


def test_what_is_submitted_all_at_once_has_no_order(write_study: Any) -> None:
    built = write_study(items(60), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    with pytest.MonkeyPatch.context() as patch:
        Clock().set(patch)
        for coder in ("ana", "ben", "cem"):
            code(built.path, coder, {blind[f"n{n}"]: {"clarity": n % 3} for n in range(60)})
    found = review(built)
    clarity = line(found, "clarity")
    drift = found.drift_of(clarity)
    assert drift is not None
    assert (drift.windows, drift_line(drift)) == ((), "no order in time: submitted all at once")
    assert "time" not in by_sort(found.slices.of(clarity))
    assert found.slices.why_none("time", clarity) == "No order in time: submitted all at once."


@pytest.mark.parametrize(("purpose", "why"), [("import", "imported"), ("simulation", "simulated")])
def test_what_is_imported_or_simulated_has_no_order(
    write_study: Any, purpose: str, why: str
) -> None:
    built = two_halves(write_study, apart=True)
    with closing(sqlite3.connect(built.path)) as connection, connection:
        connection.execute("update sitting set purpose = ?", (purpose,))
    found = review(built)
    drift = found.drift_of(line(found, "clarity"))
    assert drift is not None
    assert drift_line(drift) == f"no order in time: {why}"
    assert not has_drifted(drift)
