"""Parts of a study: what each is measured by, that none is left out, and who may see them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coded_by_three import DRIFTING, PLAN, STRATA, by_hand, drifting, items
from tests.review_fixtures import blind_ids, code
from tests.unit.test_pairs import line, review

from coder_tui.analysis.coefficients import compute
from coder_tui.analysis.headlines import headline_of
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.parts import By
from coder_tui.analysis.review import Review
from coder_tui.analysis.scored import Scored
from coder_tui.analysis.slice_figures import meaning_of, summary_of
from coder_tui.analysis.slices import MOST_WITH_INTERVALS, Sliced, by_sort
from coder_tui.analysis.verdicts import Verdict
from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import Dimension, Level, ScalePoint, scored
from coder_tui.domain.rubric_reading import read_rubric
from coder_tui.storage.adopting import adopt
from coder_tui.storage.freezing import standing, write_freeze
from coder_tui.storage.rubric_versions import Version
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile


def of(found: Review, by: By, dimension: str = "clarity") -> list[Sliced]:
    return by_sort(found.slices.of(line(found, dimension))).get(by, [])


def why(found: Review, by: By, dimension: str = "clarity") -> str:
    return found.slices.why_none(by, line(found, dimension))


# Strata


def test_the_strata_divide_the_items_of_the_whole(write_study: Any) -> None:
    found = review(drifting(write_study))
    whole = line(found, "clarity")
    strata = of(found, "stratum")
    assert [tuple(each.slice.facts.values()) for each in strata] == [
        (f"modelia-{model}", scaffold) for model, scaffold in STRATA
    ]
    assert sum(each.percent.items for each in strata) == whole.percent.items == DRIFTING
    assert sum(each.differ for each in strata) == whole.differ
    assert all(each.headline.name == whole.headline.name for each in strata)


def test_a_stratum_without_a_value_stays_with_its_reason(write_study: Any) -> None:
    strata = of(review(drifting(write_study)), "stratum")
    undefined = [each for each in strata if each.slice.facts["scaffold"] == "C3"]
    assert [each.note for each in undefined] == ["undefined: all scores 0"] * 2
    assert [each.percent.value for each in undefined] == [1.0, 1.0]
    assert all(each.verdict is Verdict.UNDEFINED for each in undefined)


def test_a_stratum_that_nobody_shares_stays_with_its_reason(write_study: Any) -> None:
    built = write_study(items(8, STRATA), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    for coder in ("ana", "ben"):
        code(built.path, coder, {blind["n0"]: {"clarity": 1}, blind["n6"]: {"clarity": 2}})
    strata = of(review(built), "stratum")
    assert len(strata) == len(STRATA)
    assert {each.note for each in strata[1:]} == {"undefined: no item by two"}
    assert strata[0].percent.items == 2


def test_one_stratum_of_all_items_is_the_whole_with_its_interval(write_study: Any) -> None:
    found = review(by_hand(write_study))
    for dimension in ("clarity", "escalated"):
        whole = line(found, dimension)
        (only,) = of(found, "stratum", dimension)
        assert (only.percent, only.headline) == (whole.percent, whole.headline)
        assert (only.differ, only.verdict, only.note) == (
            whole.differ,
            whole.verdict,
            whole.note,
        )


def test_strata_are_for_who_may_see_conditions(write_study: Any) -> None:
    built = drifting(write_study)
    without = review(built, with_key=False)
    assert of(without, "stratum") == []
    assert "--key" in why(without, "stratum")
    assert "modelia" not in repr(without.slices.of(line(without, "clarity")))


def test_a_sealed_study_has_no_strata_even_with_the_key(write_study: Any) -> None:
    found = review(by_hand(write_study, plan=PLAN.replace("seal = false", "seal = true")))
    assert of(found, "stratum") == []
    assert "sealed" in why(found, "stratum")


@pytest.mark.parametrize("parts", [MOST_WITH_INTERVALS, MOST_WITH_INTERVALS + 2])
def test_very_many_parts_have_values_and_no_intervals_and_it_is_said(
    write_study: Any, parts: int
) -> None:
    # Of one model, a scaffold by itself and under its model.
    count = parts // 2
    strata = [("one", f"C{at}") for at in range(count)]
    built = write_study(items(2 * count, strata), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    for at, coder in enumerate(("ana", "ben")):
        values = [min(2, n // count + at) for n in range(2 * count)]
        code(built.path, coder, {blind[f"n{n}"]: {"clarity": v} for n, v in enumerate(values)})
    there = review(built)
    found = there.slices.of(line(there, "clarity"))
    assert len(found) == parts
    assert all(each.headline.value is not None for each in found)
    few = parts == MOST_WITH_INTERVALS
    assert [each.headline.interval is not None for each in found] == [few] * parts
    assert ("no intervals" in meaning_of(found)) is not few


# The coefficient of a part


def ordinal(values: int) -> Dimension:
    points = tuple(ScalePoint(at, f"point {at}", "") for at in range(values))
    return Dimension("d", "D", "?", Level.ORDINAL, points=points)


Table = Mapping[tuple[tuple[str, ...], tuple[str, ...]], int]


@st.composite
def tables(draw: st.DrawFn, coders: int) -> Table:
    """How items were scored by some of these coders."""
    names = tuple(f"c{at}" for at in range(coders))
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    for _ in range(draw(st.integers(1, 12))):
        who = tuple(name for name in names if draw(st.booleans()))
        if len(who) > 1:
            values = tuple(str(draw(st.integers(0, 2))) for _ in who)
            found[who, values] = found.get((who, values), 0) + draw(st.integers(1, 3))
    return found


@given(table=st.one_of(tables(2), tables(3), tables(4)))
def test_a_part_that_is_the_whole_has_the_value_of_the_whole(table: Table) -> None:
    dimension = ordinal(3)
    rows = [Scored(coders, values, times) for (coders, values), times in table.items()]
    whole = compute(dimension, rows, seed=1, draws=0)
    part = headline_of(dimension, table, whole.headline, seed=1, draws=0)
    assert part.coefficient.name == whole.headline.name
    assert part.coefficient.weights == whole.headline.weights
    assert part.coefficient.value == pytest.approx(whole.headline.value, abs=1e-12)
    assert part.coefficient.items == whole.headline.items
    assert part.percent.value == pytest.approx(whole.percent.value, abs=1e-12)
    assert part.differ == whole.differ
    causes = [
        each.undefined and each.undefined.cause for each in (part.coefficient, whole.headline)
    ]
    assert causes[0] == causes[1]


def test_a_part_keeps_the_coefficient_of_the_whole_where_two_coders_are_left() -> None:
    three = {(("a", "b", "c"), ("0", "1", "1")): 2, (("a", "b", "c"), ("2", "2", "2")): 3}
    rows = [Scored(coders, values, times) for (coders, values), times in three.items()]
    alpha = compute(ordinal(3), rows, seed=1, draws=0).headline
    two = {(("a", "b"), ("0", "1")): 2, (("a", "b"), ("2", "2")): 3}
    assert headline_of(ordinal(3), two, alpha, seed=1, draws=0).coefficient.name == alpha.name


# Versions of the rubric


def under_two_versions(write_study: Any) -> Any:
    """The rubric is changed when ana has scored all, ben the first four and cem nothing."""
    built = write_study(items(8), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    every = [blind[f"n{n}"] for n in range(8)]
    code(built.path, "ana", {item: {"clarity": at % 3} for at, item in enumerate(every)})
    code(built.path, "ben", {item: {"clarity": at % 3} for at, item in enumerate(every[:4])})
    study = StudyFile.open(built.path)
    ((toml,),) = study.connection.execute("select toml from rubric").fetchall()
    changed = toml.replace('version = "1.0"', 'version = "1.1"')
    adopt(study, Version("f" * 64, changed, read_rubric(changed, "new")), person="lead")
    study.close()
    code(built.path, "ben", {item: {"clarity": 0} for item in every[4:]})
    code(built.path, "cem", {item: {"clarity": 0} for item in every[4:]})
    return built


def test_scores_are_measured_under_the_version_they_were_given_under(write_study: Any) -> None:
    found = review(under_two_versions(write_study))
    first, second, mixed = of(found, "rubric")
    assert [each.slice.facts["version"][:3] for each in (first, second)] == ["1.0", "1.1"]  # type: ignore[index]
    # Under the first ana and ben share four items, under the second ben and cem the other four.
    assert (first.percent.items, first.percent.value) == (4, 1.0)
    assert (second.percent.items, second.percent.value) == (4, 1.0)
    assert second.note == "undefined: all scores 0"
    assert mixed.slice.facts["version"] == "mixed"
    assert (mixed.percent.items, mixed.differ) == (4, 3)


def test_one_version_of_the_rubric_is_no_slice(write_study: Any) -> None:
    found = review(by_hand(write_study))
    assert of(found, "rubric") == []
    assert "one version" in why(found, "rubric")


# Freezing


def freeze(path: Any) -> None:
    study = StudyFile.open(path)
    assert write_freeze(study, standing(study), "{}", person="lead") is not None
    study.close()


def change(path: Any, coder: str, blind_id: str, values: Sequence[int]) -> None:
    study = StudyFile.open(path)
    again = Recorder.start(study.connection, path, coder, study.rubric_fingerprint)
    again.move(blind_id, Move.REOPENED)
    for value in values:
        again.score(blind_id, "clarity", scored(value))
    again.move(blind_id, Move.SUBMITTED)
    again.sitting.close()
    study.close()


def test_what_comes_after_a_freeze_is_measured_beside_it(write_study: Any) -> None:
    built = by_hand(write_study)
    assert why(review(built), "freeze") == "This study is not frozen."
    before = line(review(built), "clarity")
    freeze(built.path)
    change(built.path, "ben", blind_ids(built.key_path)["n7"], [2])
    found = review(built)
    frozen, later = of(found, "freeze")
    assert frozen.headline.value == before.headline.value == line(found, "clarity").headline.value
    assert frozen.differ == before.differ
    assert later.differ == before.differ - 1
    assert later.percent.items == frozen.percent.items
    assert [each.slice.facts["frozen"] for each in (frozen, later)] == [True, False]


# Time


def test_stretches_of_time_are_those_of_drift(write_study: Any) -> None:
    found = review(drifting(write_study))
    measured = line(found, "clarity")
    drift = found.drift_of(measured)
    assert drift is not None
    stretches = of(found, "time")
    assert [each.headline.value for each in stretches] == pytest.approx(
        [window.alpha.value for window in drift.windows]
    )
    assert [each.headline for each in stretches] == list(drift.headlines)
    assert sum(each.percent.items for each in stretches) == DRIFTING
    first, *_, last = (each.headline.value or 0.0 for each in stretches)
    assert first > last


def test_too_few_items_have_no_stretches_and_it_is_said(write_study: Any) -> None:
    found = review(by_hand(write_study))
    assert of(found, "time") == []
    assert "20 items" in why(found, "time")


# In a line


def test_a_summary_names_the_ends_the_verdicts_and_what_is_undefined(write_study: Any) -> None:
    strata = of(review(drifting(write_study)), "stratum")
    said = summary_of(strata)
    values = sorted(each.headline.value for each in strata if each.headline.value is not None)
    assert said.startswith(f"6 parts: alpha {values[0]:.2f}".replace("0.", "."))
    assert "undefined in 2: all scores 0" in said


def test_looking_twice_gives_the_same_intervals(write_study: Any) -> None:
    built = drifting(write_study)

    def numbers() -> list[Any]:
        found = review(built)
        measured: Measured = line(found, "clarity")
        return [each.headline for each in found.slices.of(measured)]

    assert numbers() == numbers()
