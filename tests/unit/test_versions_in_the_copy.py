"""Versions of the rubric in the copy of a study: it says what the study says, and what stood."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import write_files
from tests.freezing_fixtures import CODERS, close_set, code_all, give, items_of
from tests.rubric_fixtures import CLARITY, FIRST, NEW_DIMENSION, again, bring, version

from coder_tui.analysis.measured import Look, Measured, measure
from coder_tui.analysis.reader import copy_of
from coder_tui.analysis.review import Review, review_study
from coder_tui.analysis.slices import Sliced, by_sort
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.storage.rubric_versions import Version
from coder_tui.storage.study import StudyFile

COLUMNS = "coder, blind_id, dimension, state, value, number"
FINAL = "blind_id, dimension, state, value, number, basis, coder_kind, coders"
SUPERSEDED = """
select version, superseded.coder, blind_id, superseded.dimension, state, value, number
from superseded
join every_item on every_item.code = item
join answer_code on answer_code.code = answer
"""
LOOK = Look("a study", 0.667, {"ana": "ana", "ben": "ben"}, draws=0)
BY_NAME = ("D1 Clarity", "D1 Clearness")
VERSIONS = (
    FIRST,
    CLARITY,
    version("3.0", BY_NAME),
    version("4.0", ("Did it hand over?", "Did it pass the case on?"), more=NEW_DIMENSION),
    version("5.0", ('depends_on = { dimension = "escalated", at_least = 1 }\n', "")),
)


@pytest.fixture
def study(write_study: Callable[..., Any]) -> Iterator[StudyFile]:
    built = write_study().init()
    code_all(built.path, {"ben": 2})
    with closing(StudyFile.open(built.path)) as opened:
        yield opened


def told(found: Snapshot | StudyFile, view: str, columns: str = COLUMNS) -> list[Any]:
    sql = f"select {columns} from {view}"
    rows = found.run(sql) if isinstance(found, Snapshot) else found.connection.execute(sql)
    return sorted(rows, key=repr)


def as_the_study_says(copy: Snapshot, study: StudyFile) -> None:
    for view in ("submitted_score", "reliable_score"):
        assert told(copy, view) == told(study, view), view
    assert told(copy, "final_score", FINAL) == told(study, "final_score", FINAL)


def superseded(copy: Snapshot) -> dict[str, list[Any]]:
    """What stood under each version that is not in force."""
    if len(copy.run("select 1 from rubric_version")) < 2:
        return {}
    found: dict[str, list[Any]] = {}
    for under, *row in copy.run(SUPERSEDED):
        found.setdefault(under, []).append(tuple(row))
    return {under: sorted(rows, key=repr) for under, rows in found.items()}


def line(found: Review, dimension: str) -> Measured:
    return next(each for each in found.agreement if each.dimension.id == dimension)


def by_version(study: StudyFile, dimension: str = "clarity") -> list[Sliced]:
    found = review_study(study, None)
    return by_sort(found.slices.of(line(found, dimension))).get("rubric", [])


def said(slices: Sequence[Sliced]) -> list[tuple[str, int, float | None]]:
    """The version, items and percent agreement of each slice."""
    return [(s.slice.name[:3], s.percent.items, s.percent.value) for s in slices]


def test_the_copy_leaves_out_what_does_not_count_any_more(study: StudyFile) -> None:
    bring(study, CLARITY)
    with Snapshot(study.connection) as copy:
        as_the_study_says(copy, study)
        again(study, "ana", items_of(study)[0], clarity=0)
        assert copy.refresh(study.connection)
        as_the_study_says(copy, study)
        bring(study, FIRST)
        assert not copy.refresh(study.connection)
    with Snapshot(study.connection) as copy:
        as_the_study_says(copy, study)


def test_the_old_version_keeps_its_coefficients(study: StudyFile) -> None:
    before = line(review_study(study, None), "clarity")
    assert by_version(study) == []
    bring(study, CLARITY)
    assert said(by_version(study)) == [("1.0", 4, 0.0), ("2.0", 0, None)]
    for coder in CODERS:
        for blind_id in items_of(study)[:2]:
            again(study, coder, blind_id, clarity=1)
    old, new = by_version(study)
    assert said([old, new]) == [("1.0", 4, 0.0), ("2.0", 2, 1.0)]
    assert old.headline.value == before.headline.value
    now = line(review_study(study, None), "clarity")
    assert (new.percent, new.headline) == (now.percent, now.headline)


def test_a_past_version_keeps_one_coefficient_and_one_interval(study: StudyFile) -> None:
    """Whatever the version in force has by now: nothing, one coder, or two."""
    for blind_id, value in zip(items_of(study), (0, 1, 2, 1), strict=True):
        again(study, "ana", blind_id, clarity=value)
        again(study, "ben", blind_id, clarity=min(value, 1))
    bring(study, CLARITY)
    first = by_version(study)[0]
    assert (first.headline.name, first.headline.weights) == ("cohen_kappa", "quadratic")
    for coder, items in (("ana", 3), ("ben", 1), ("ben", 3)):
        for blind_id in items_of(study)[:items]:
            again(study, coder, blind_id, clarity=1)
        assert by_version(study)[0] == first
    bring(study, version("3.0", ("It is clear.", "It is clear at once.")))
    assert by_version(study)[0] == first


def test_drafts_that_were_open_when_a_version_ended_never_stood_under_it(study: StudyFile) -> None:
    blind_id = items_of(study, "ben")[0]
    give(study, "ben", [blind_id], 1, submit=False)
    bring(study, CLARITY)
    for coder in CODERS:
        again(study, coder, blind_id, clarity=0)
    old, new = by_version(study)
    assert said([old, new]) == [("1.0", 4, 0.0), ("2.0", 1, 1.0)]


def test_a_version_with_another_level_is_measured_on_its_own(study: StudyFile) -> None:
    before = line(review_study(study, None), "clarity")
    ordinal = 'level = "ordinal"\nnot_applicable = true\nevidence = "required-above-0"'
    bring(study, version("2.0", (ordinal, 'level = "nominal"\nnot_applicable = true')))
    for coder in CODERS:
        again(study, coder, items_of(study)[0], clarity=1)
    old, new = by_version(study)
    assert (old.dimension.level, new.dimension.level) == ("ordinal", "nominal")
    assert old.headline.name == before.headline.name
    assert old.headline.weights == before.headline.weights
    assert old.headline.value == pytest.approx(before.headline.value)


def test_a_frozen_set_is_measured_by_its_own_version(study: StudyFile) -> None:
    before = review_study(study, None)
    close_set(study)
    bring(study, version("2.0", ('  { value = 2, label = "yes", anchor = "It is clear." },\n', "")))
    found = review_study(study, None)
    assert [each.headline for each in found.agreement] == [e.headline for e in before.agreement]
    assert line(found, "clarity").prevalence == {"0": 0, "1": 4, "2": 4}
    with copy_of(study, None) as copy:
        as_the_study_says(copy, study)


@settings(max_examples=max(8, settings().max_examples // 3))
@given(
    st.lists(
        st.one_of(
            st.sampled_from(VERSIONS),
            st.just("freeze"),
            st.tuples(st.sampled_from(CODERS), st.integers(0, 3), st.integers(0, 2), st.booleans()),
        ),
        max_size=8,
    )
)
def test_copy_and_study_agree_whatever_happens(happens: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        path = write_files(Path(folder)).init().path
        code_all(path)
        with closing(StudyFile.open(path)) as study, closing(StudyFile.open(path)) as other:
            copy = Snapshot(other.connection)
            items = items_of(study)
            stood: dict[str, list[Any]] = {}
            for each in happens:
                if isinstance(each, Version):
                    if each.fingerprint != study.rubric_fingerprint:
                        stood[study.rubric_fingerprint] = told(study, "submitted_score")
                        bring(study, each)
                        stood.pop(each.fingerprint, None)
                elif each == "freeze":
                    close_set(study)
                else:
                    coder, at, value, submit = each
                    give(study, coder, [items[at]], value, submit=submit)
                if not copy.refresh(other.connection):
                    copy.close()
                    copy = Snapshot(other.connection)
                as_the_study_says(copy, study)
                assert superseded(copy) == {
                    version: rows for version, rows in stood.items() if rows
                }
                measure(copy, study.rubric, LOOK)
            copy.close()
