"""Scores laid out item by item out of the copy are those that stand, in whatever study."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from tests.random_studies import LOOK, Given, build, standing, studies, write

from coder_tui.analysis.laid_out import Layout, kinds_of_coders
from coder_tui.analysis.over_time import over_time
from coder_tui.analysis.overall import overall
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.rubric import Rubric
from coder_tui.statistics.blocks import Block, stratified
from coder_tui.statistics.patterns import MISSING, Scale
from coder_tui.storage.study import StudyFile


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("laid-out"))


@pytest.fixture(scope="module")
def rubric(path: Path) -> Rubric:
    with closing(StudyFile.open(path, read_only=True)) as study:
        return study.rubric


@settings(
    deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(written=studies)
def test_every_value_is_in_its_place(path: Path, rubric: Rubric, written: list[Given]) -> None:
    write(path, written)
    rows = [row for row in standing(written) if row[5] is not None]
    on_points = {each.id for each in rubric.dimensions if each.takes_one_point}
    wanted = {(int(row[0]), *row[1:4], row[5]) for row in rows if row[1] in on_points}
    found = set()
    with closing(StudyFile.open(path, read_only=True)) as study, Snapshot(study.connection) as copy:
        numbers = [row[0] for row in copy.run("select code from every_item order by blind_id")]
        layout = Layout(copy)
        for of_kind in kinds_of_coders(copy, LOOK.names):
            for name, coders in of_kind.coders.items():
                dimension = rubric.dimension(name)
                if name not in on_points:
                    continue
                codes = layout.values(of_kind.kind, dimension).by_item(
                    np.sort(numbers), list(coders.values())
                )
                for item, number in enumerate(sorted(numbers)):
                    for code, coder in zip(codes[item], coders, strict=True):
                        if code != MISSING:
                            place = numbers.index(number)
                            value = dimension.values[code]
                            found.add((place, name, of_kind.kind, coder, value))
    assert found == wanted


@pytest.mark.parametrize("coders", [2, 3])
def test_agreement_over_dimensions_is_that_of_the_table(
    path: Path, rubric: Rubric, coders: int
) -> None:
    who = ("ana", "ben", "cem")[:coders]
    written = [
        Given(coder, item, dimension, "scored", str((item * (place + 1) + shift) % 3))
        for place, coder in enumerate(who)
        for item in range(5)
        for shift, dimension in enumerate(("sort", "degree"))
        if (item, place, shift) != (2, 1, 0)
    ]
    write(path, written)
    table = {(each.dimension, each.item, each.coder): int(each.value or 0) for each in written}
    blocks = [
        Block(
            dimension,
            np.array(
                [[table.get((dimension, item, c), MISSING) for c in who] for item in range(5)]
            ),
            Scale(rubric.dimension(dimension).values, rubric.dimension(dimension).level),
        )
        for dimension in ("sort", "degree")
    ]
    wanted = stratified(blocks, who, "none", seed=0, draws=0)
    with closing(StudyFile.open(path, read_only=True)) as study, Snapshot(study.connection) as copy:
        found = [each for each in overall(copy, rubric, LOOK) if each.coder_kind == "human"]
        assert over_time(copy, study.connection, rubric, LOOK) == ()
    (one,) = (each.coefficient for each in found if each.how == "stratified")
    assert one.value == pytest.approx(wanted.value, abs=1e-12)
    assert (one.items, one.pairs, one.weights) == (wanted.items, wanted.pairs, wanted.weights)
