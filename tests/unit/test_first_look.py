"""Numbers do not depend on the way they take: SQLite's views, the copy, and plain Python rows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.random_studies import (
    DIMENSIONS,
    FIRST,
    ITEMS,
    KINDS,
    LOOK,
    Given,
    Row,
    build,
    standing,
    studies,
    write,
)
from tests.review_fixtures import KeyedItem

from coder_tui.analysis import patterns
from coder_tui.analysis.first_look import first_look, first_look_at, patterns_in_study, patterns_of
from coder_tui.analysis.measured import Look, Measured, measure, measure_patterns
from coder_tui.analysis.reader import copy_of
from coder_tui.analysis.review import review_study
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.within import Within
from coder_tui.domain.rubric import Rubric
from coder_tui.statistics.coefficient import Coefficient
from coder_tui.statistics.measure import measure as measure_counts
from coder_tui.statistics.patterns import MISSING, Patterns, Scale
from coder_tui.storage.study import StudyFile


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("look"))


def told(measured: Sequence[Measured]) -> list[Any]:
    """Everything of it that two ways have to agree on."""
    return [
        (
            each.dimension.id, each.coder_kind, close(each.headline), close(each.percent),
            close(each.applicability), close(each.applicability_ac1), dict(each.prevalence),
            each.withheld, each.differ, each.differ_in_applicability, each.verdict, each.note,
        )
        for each in measured
    ]  # fmt: skip


def close(found: Coefficient) -> tuple[Any, ...]:
    value = None if found.value is None else pytest.approx(found.value, abs=1e-12, rel=1e-12)
    return found.name, found.weights, found.items, found.pairs, value, found.undefined


@pytest.fixture(scope="module")
def rubric(path: Path) -> Rubric:
    with closing(StudyFile.open(path, read_only=True)) as study:
        return study.rubric


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(written=studies)
def test_every_way_gives_the_same_numbers(path: Path, rubric: Rubric, written: list[Given]) -> None:
    write(path, written)
    plain = told(measure_patterns(patterns_of(standing(written)), rubric, LOOK))
    with closing(StudyFile.open(path, read_only=True)) as study:
        by_views = patterns_in_study(study.connection, frozenset(), frozen=False)
        with Snapshot(study.connection) as copy:
            assert told(measure(copy, rubric, LOOK)) == plain
            assert told(measure(copy, rubric, FIRST)) == plain
        assert told(measure_patterns(by_views, rubric, LOOK)) == plain
        assert told(measure_patterns(by_views, rubric, FIRST)) == plain


@settings(deadline=None, max_examples=12)
@given(written=studies)
def test_the_numbers_are_those_of_the_table_of_items_and_coders(
    path: Path, rubric: Rubric, written: list[Given]
) -> None:
    rows = standing(written)
    found = measure_patterns(patterns_of(rows), rubric, FIRST)
    by_place = {(each.coder_kind, each.dimension.id): each for each in found}
    for kind, dimension in {(kind, dimension) for _, dimension, kind, *_ in rows}:
        asked = rubric.dimension(dimension)
        if not asked.takes_one_point:
            continue
        scale = Scale(asked.values, asked.level)
        table = laid_out(rows, kind, dimension, scale)
        every = measure_counts(table, scale, seed=0, draws=0)
        paired = [pair for pair in every.pairs if pair.table.items]
        headline = every.find("krippendorff_alpha")
        team = {row[3] for row in rows if row[2] == kind}
        if len(paired) == 1 or (not paired and len(team) <= 2):
            weights = "quadratic" if asked.level.is_ordered else "none"
            headline = next(
                each
                for each in (paired[0] if paired else every).coefficients
                if (each.name, each.weights) == ("cohen_kappa", weights)
            )
        measured = by_place[kind, dimension]
        assert close(measured.headline) == close(headline)
        assert close(measured.percent) == close(every.find("percent_agreement"))


def laid_out(rows: Sequence[Row], kind: str, dimension: str, scale: Scale) -> Patterns:
    """The table of one dimension, items by coders."""
    here = [row for row in rows if row[1] == dimension and row[2] == kind and row[5] is not None]
    coders = sorted({row[3] for row in here})
    table: dict[str, list[int]] = defaultdict(lambda: [MISSING] * len(coders))
    for item, _, _, coder, _, value in here:
        table[item][coders.index(coder)] = scale.values.index(str(value))
    if not coders:
        return Patterns.of_items([], ["nobody"])
    return Patterns.of_items(np.array(list(table.values())), coders)


@settings(deadline=None, max_examples=8)
@given(written=studies, kept=st.sets(st.integers(0, ITEMS - 1)))
def test_a_part_of_the_items_is_measured_as_if_there_were_no_others(
    path: Path, rubric: Rubric, written: list[Given], kept: set[int]
) -> None:
    write(path, written)
    part = [each for each in written if each.item in kept]
    with closing(StudyFile.open(path, read_only=True)) as study:
        ids = [row[0] for row in study.connection.execute("select blind_id from item order by 1")]
        within = Within(items=frozenset(ids[item] for item in kept))
        with Snapshot(study.connection) as copy:
            found = told(measure(copy, rubric, LOOK, within))
            (version,) = study.connection.execute("select fingerprint from rubric").fetchone()
            everything = told(measure(copy, rubric, LOOK))
            assert told(measure(copy, rubric, LOOK, Within(rubric=version))) == everything
            assert measure(copy, rubric, LOOK, Within(rubric="another")) == []
    assert found == told(measure_patterns(patterns_of(standing(part)), rubric, LOOK))


@pytest.fixture
def coded(path: Path) -> Iterator[StudyFile]:
    written = [
        Given(coder, item, dimension, "scored", values[(item + len(coder) * place) % len(values)])
        for place, coder in enumerate(KINDS)
        for item in range(ITEMS)
        for dimension, values in DIMENSIONS.items()
        if (item + place) % 4
    ]
    write(path, [*written, Given("ben", 0, "errors", "not_applicable", None)])
    with closing(StudyFile.open(path, read_only=True)) as study:
        yield study


def keyed(study: StudyFile, *, repeat: bool) -> list[KeyedItem]:
    first, *others = [
        row[0] for row in study.connection.execute("select blind_id from item order by 1")
    ]
    found = [KeyedItem(each, "model", "C1") for each in others]
    return [KeyedItem(first, "model", "C1", others[0] if repeat else None), *found]


@pytest.mark.parametrize("with_key", [False, True])
@pytest.mark.parametrize("repeat", [False, True])
def test_the_first_look_says_what_the_review_says(
    coded: StudyFile, with_key: bool, repeat: bool
) -> None:
    reader = keyed(coded, repeat=repeat) if with_key else None
    review = review_study(coded, reader)
    with copy_of(coded, reader) as copy:
        looks = first_look(coded, reader), first_look_at(copy, coded, reader)
    for found in looks:
        assert found.study == review.study
        assert found.progress == review.progress
        assert [(each.dimension, each.coder_kind) for each in found.paired] == [
            (each.dimension, each.coder_kind) for each in review.paired
        ]
        assert [each.sentence for each in found.unpaired] == [
            each.sentence for each in review.unpaired
        ]
        for first, whole in zip(found.agreement, review.agreement, strict=True):
            assert close(first.headline) == close(whole.headline)
            assert close(first.percent) == close(whole.percent)
            assert close(first.applicability) == close(whole.applicability)
            assert first.differ == whole.differ


def test_more_coders_than_a_word_of_bits_holds_keep_their_answers_apart(
    coded: StudyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Snapshot(coded.connection) as copy:
        wide = sorted(map(repr, patterns.answer_patterns(copy)))
        monkeypatch.setattr(patterns, "WORD", 7)
        assert sorted(map(repr, patterns.answer_patterns(copy))) == wide
    assert all(
        len(each.coders) == len(set(each.coders))
        for each in patterns_in_study(coded.connection, frozenset(), frozen=False)
    )
    assert any("'ana', 'ben', 'cem'" in each for each in wide)


def test_the_pairs_of_coders_are_those_of_the_whole_only_if_asked_for(
    coded: StudyFile, rubric: Rubric
) -> None:
    by_views = patterns_in_study(coded.connection, frozenset(), frozen=False)
    few = Look("a study", 0.667, LOOK.names, draws=0, only=("cohen_kappa",))
    for short, whole in zip(
        measure_patterns(by_views, rubric, few),
        measure_patterns(by_views, rubric, LOOK),
        strict=True,
    ):
        kept = [e for e in whole.coefficients if e in short.coefficients]
        if short.dimension.takes_one_point:
            assert {e.name for e in short.coefficients} <= {
                "percent_agreement", "krippendorff_alpha", "cohen_kappa"
            }  # fmt: skip
        assert kept == list(short.coefficients)
