"""What a profile rests on: one kind of coder, one scale for all systems, no silent repeat."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coded_levels import coded_levels
from tests.profile_fixtures import coded
from tests.rating_files import a_csv, imported
from tests.review_fixtures import PLAN, blind_ids, transcripts
from tests.unit.test_profiles import look

from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.layout import Layout
from coder_tui.analysis.standing import FEW
from coder_tui.statistics.coefficient import Interval
from coder_tui.statistics.effects.paired import difference

Build = Callable[..., Any]


def test_agreement_is_of_the_coders_that_final_scores_rest_on(
    write_study: Build, tmp_path: Path
) -> None:
    """Two machines agree on everything; the people do not."""
    built = coded(write_study)
    before = look(built).systems[0].dimensions[0]
    rows = [["item", "clarity"], *([original, "1"] for original in blind_ids(built.key_path))]
    path = a_csv(tmp_path / "judge.csv", rows)
    for name in ("judge-1", "judge-2"):
        imported(built.path, path, "--kind", "machine", "--coder", name)
    found = look(built).systems[0].dimensions[0]
    assert found.agreement is not None
    assert found.agreement.coder_kind == "human"
    assert found.ground == before.ground


def test_typed_numbers_have_one_axis_for_all_systems(write_study: Build) -> None:
    found = look(coded_levels(write_study))
    place = [each.id for each in found.rubric.dimensions].index("errors")
    own = {frozenset(each.dimensions[place].distribution) for each in found.systems}
    assert len(own) > 1
    assert len({each.dimensions[place].scale for each in found.systems}) == 1


def test_a_silent_repeat_is_no_further_item(write_study: Build) -> None:
    built = write_study(transcripts(), plan=f"{PLAN}\nrepeats = 0.5\n").init()
    found = look(built)
    assert sum(each.items for each in found.systems) == len(transcripts())


@pytest.mark.parametrize(("tasks", "few"), [(0, False), (1, True), (FEW - 1, True), (FEW, False)])
def test_few_tasks_are_fewer_than_ten(write_study: Build, tasks: int, few: bool) -> None:
    standing = look(coded(write_study)).systems[0].dimensions[0]
    assert replace(standing, tasks=tasks).few is few


@pytest.mark.parametrize(
    ("low", "high", "sign"), [(0.0, 1.0, 0), (0.1, 1.0, 1), (-1.0, 0.0, 0), (-1.0, -0.1, -1)]
)
def test_an_interval_that_ends_at_0_does_not_exclude_it(low: float, high: float, sign: int) -> None:
    one = difference(np.ones((4, 2)), (0.0, 1.0, 2.0), (0, 1, 0), 1)
    assert replace(one, interval=Interval("jackknife", 0.95, low, high)).sign == sign


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 3), max_size=12))
def test_each_item_stands_where_its_names_stand(placed: list[tuple[str, str, str]]) -> None:
    keyed = [KeyedItem(f"i{at}", m, s, None, t) for at, (t, m, s) in enumerate(placed)]
    layout = Layout.of(keyed)
    names = layout.tasks, layout.models, layout.scaffolds
    for each in keyed:
        found = tuple(of[at] for of, at in zip(names, layout.items[each.blind_id], strict=True))
        assert found == (each.task, each.model, each.scaffold)
