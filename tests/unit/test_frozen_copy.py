"""Agreement in a copy of a frozen study rests on the reliability set; the rest on all scores."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from tests.freezing_fixtures import close_set, code_all, give, items_of

from coder_tui.analysis.first_look import patterns_in_study
from coder_tui.analysis.measured import Look, measure, measure_patterns
from coder_tui.analysis.patterns import answer_patterns
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.within import Within
from coder_tui.storage.study import StudyFile

COLUMNS = "coder, blind_id, dimension, state, value, number"
LOOK = Look("a study", 0.667, {"ana": "ana", "ben": "ben"}, draws=0)


@pytest.fixture
def study(write_study: Callable[..., Any]) -> Iterator[StudyFile]:
    built = write_study().init()
    code_all(built.path)
    with closing(StudyFile.open(built.path)) as opened:
        yield opened


def told(found: Snapshot | StudyFile, view: str) -> list[Any]:
    sql = f"select {COLUMNS} from {view}"
    rows = found.run(sql) if isinstance(found, Snapshot) else found.connection.execute(sql)
    return sorted(rows, key=repr)


def as_the_study_says(copy: Snapshot, study: StudyFile) -> None:
    for view in ("submitted_score", "reliable_score"):
        assert told(copy, view) == told(study, view), view


def test_nothing_is_outside_while_nothing_is_frozen(study: StudyFile) -> None:
    with Snapshot(study.connection) as copy:
        as_the_study_says(copy, study)
        assert told(copy, "reliable_score") == told(copy, "submitted_score")


def test_what_comes_after_the_freeze_counts_for_the_rest_alone(study: StudyFile) -> None:
    close_set(study)
    give(study, "ben", items_of(study, "ben")[:2], 2)
    with Snapshot(study.connection) as copy:
        as_the_study_says(copy, study)
        assert told(copy, "reliable_score") != told(copy, "submitted_score")
        clarity, *_ = measure(copy, study.rubric, LOOK)
        assert (clarity.differ, clarity.prevalence) == (0, {"0": 0, "1": 8, "2": 0})
        clarity, *_ = measure(copy, study.rubric, LOOK, Within(everything=True))
        assert (clarity.differ, clarity.prevalence) == (2, {"0": 0, "1": 6, "2": 2})


def test_a_submit_after_the_freeze_closes_nothing_that_was_open_before(study: StudyFile) -> None:
    first, second, *_ = items_of(study, "ben")
    give(study, "ben", [first, second], 2, submit=False)
    close_set(study)
    give(study, "ben", [first], 0)
    with Snapshot(study.connection) as copy:
        as_the_study_says(copy, study)
        values = {
            row[4] for row in told(copy, "reliable_score") if row[:3][1:] == (first, "clarity")
        }
        assert values == {"1"}


def test_a_copy_that_is_refreshed_keeps_the_two_apart(study: StudyFile) -> None:
    with Snapshot(study.connection) as copy:
        close_set(study)
        assert not copy.refresh(study.connection)
    with Snapshot(study.connection) as copy:
        give(study, "ana", items_of(study)[:1], 0)
        assert copy.refresh(study.connection)
        as_the_study_says(copy, study)
        assert told(copy, "reliable_score") != told(copy, "submitted_score")


def test_the_study_itself_gives_the_same_numbers(study: StudyFile) -> None:
    close_set(study)
    give(study, "ben", items_of(study, "ben")[:2], 2)
    by_views = patterns_in_study(study.connection, frozenset(), frozen=True)
    with Snapshot(study.connection) as copy:
        assert sorted(map(repr, by_views)) == sorted(map(repr, answer_patterns(copy)))
        assert measure_patterns(by_views, study.rubric, LOOK) == measure(copy, study.rubric, LOOK)
