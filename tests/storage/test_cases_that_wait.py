"""What is said to wait for a decision can be opened, whoever came, went, skipped or moved."""

import itertools
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import Built, transcript, write_files
from tests.rubric_fixtures import CLARITY, FIRST, bring
from tests.storage.settling_team import Team

from coder_tui.cli.main import cli
from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.coding import Move, Progress
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import Waiting, read_case, read_waiting
from coder_tui.storage.decisions import latest_decision_of
from coder_tui.storage.own_work import is_withdrawn
from coder_tui.storage.study import StudyFile

NAMES = ("ana", "ben", "cem")
FOLDERS = itertools.count()
PLACES = st.integers(0, 3)

steps = st.one_of(
    st.tuples(st.just("code"), st.sampled_from(NAMES), PLACES, st.integers(0, 2), st.booleans()),
    st.tuples(st.just("code"), st.sampled_from(NAMES), PLACES, st.integers(0, 2), st.just(True)),
    st.tuples(st.just("skip"), st.sampled_from(NAMES), PLACES),
    st.tuples(st.just("reopen"), st.sampled_from(NAMES), PLACES),
    st.tuples(st.just("withdraw"), st.sampled_from(NAMES)),
    st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("decide"), st.integers(0, 2)),
    st.tuples(st.just("take back")),
    st.tuples(st.just("adopt")),
)


@pytest.fixture(scope="module", params=["third", "majority"])
def built(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Four items, each coded by two of three."""
    plan = f'coders = {json.dumps(NAMES)}\ncoders_per_item = 2\nadjudication = "{request.param}"'
    items = [transcript(f"t{number}") for number in range(4)]
    return write_files(tmp_path_factory.mktemp("waiting"), items, plan=plan).init()


class Study(Team):
    """A study whose team changes."""

    def __init__(self, built: Built, folder: Path) -> None:
        folder.mkdir(parents=True)
        for each in (built.path, built.key_path):
            shutil.copy(each, folder / each.name)
        super().__init__(StudyFile.open(folder / built.path.name))
        self.judge = Adjudicator.start(self.study, "judge")

    def take(self, step: tuple[Any, ...]) -> None:
        what, *given = step
        getattr(self, f"_{what.replace(' ', '_')}")(*given)

    def held(self, coder: str, place: int) -> tuple[str, Progress] | None:
        """An item that a coder has, and how far it is; None where they have none."""
        found = self.study.assignments(coder)
        if not found or is_withdrawn(self.study.connection, coder):
            return None
        each = found[place % len(found)]
        return each.blind_id, each.progress

    def _code(self, coder: str, place: int, value: int, submit: bool) -> None:
        held = self.held(coder, place)
        if held is not None and held[1] is not Progress.SUBMITTED:
            self.recorder(coder).take_up(self.study.rubric_fingerprint)
            child = {"escalation_quality": value // 2} if value else {}
            self.code(coder, held[0], submit=submit, clarity=value,
                      escalated=min(value, 1), **child)  # fmt: skip

    def _skip(self, coder: str, place: int) -> None:
        held = self.held(coder, place)
        if held is not None and held[1] is not Progress.SUBMITTED:
            self.recorder(coder).take_up(self.study.rubric_fingerprint)
            self.recorder(coder).move(held[0], Move.SKIPPED, "unclear")

    def _reopen(self, coder: str, place: int) -> None:
        held = self.held(coder, place)
        if held is not None and held[1] is Progress.SUBMITTED:
            self.recorder(coder).take_up(self.study.rubric_fingerprint)
            self.recorder(coder).move(held[0], Move.REOPENED)

    def _withdraw(self, coder: str) -> None:
        CliRunner().invoke(cli, ["assign", str(self.study.path), "--withdraw", coder])

    def _move(self, coder: str, to: str) -> None:
        CliRunner().invoke(cli, ["assign", str(self.study.path), "--move", coder, to])

    def _decide(self, value: int) -> None:
        found = read_waiting(self.study)
        self.judge.take_up(self.study.rubric_fingerprint)
        for case in (*found.cases, *found.settled)[:1]:
            self.judge.decide(case, Decision(scored(value), REASONS[0]))

    def _take_back(self) -> None:
        self.judge.take_up(self.study.rubric_fingerprint)
        if (last := latest_decision_of(self.study.connection, "judge")) is not None:
            self.judge.take_back(last.case, last.row)

    def _adopt(self) -> None:
        in_force = self.study.rubric_fingerprint
        bring(self.study, FIRST if in_force == CLARITY.fingerprint else CLARITY)

    def openable(self, *, again: bool = False) -> set[CaseId]:
        every = (CaseId(item, d.id) for item in self.items for d in self.study.rubric.dimensions)
        return {case for case in every if read_case(self.study, case, again=again) is not None}


def as_it_should_be(study: Study) -> Waiting:
    found = read_waiting(study.study)
    assert set(found.cases) == study.openable()
    assert {*found.cases, *found.settled} == study.openable(again=True)
    return found


@pytest.fixture
def fresh(built: Built, tmp_path: Path) -> Iterator[Study]:
    study = Study(built, tmp_path / "study")
    with closing(study.study):
        yield study


def holders(study: Study) -> tuple[str, tuple[str, str], str]:
    """An item, the two who have it, and the third."""
    pairs: dict[str, list[str]] = {}
    for each in study.study.assignments():
        pairs.setdefault(each.blind_id, []).append(each.coder)
    item, (one, two) = next(iter(sorted(pairs.items())))
    return item, (one, two), next(name for name in NAMES if name not in (one, two))


@pytest.mark.parametrize("leaves", ["withdraw", "move"])
def test_a_case_of_an_item_that_somebody_had_skipped_can_be_opened(
    fresh: Study, leaves: str
) -> None:
    item, (one, two), third = holders(fresh)
    fresh.recorder(one).move(item, Move.SKIPPED, "unclear")
    fresh.code(two, item, clarity=0, escalated=0)
    fresh.take(("withdraw", one) if leaves == "withdraw" else ("move", one, third))
    fresh.code(third, item, clarity=2, escalated=0)
    assert as_it_should_be(fresh).cases == (CaseId(item, "clarity"),)
    told = json.loads(CliRunner().invoke(cli, ["status", str(fresh.study.path), "--json"]).stdout)
    assert told["disagreements"]["waiting"] == 1


def test_answers_of_who_left_with_an_item_reopened_are_those_of_the_latest_submit(
    fresh: Study,
) -> None:
    item, (one, two), _ = holders(fresh)
    fresh.code(one, item, clarity=0, escalated=0)
    fresh.code(two, item, clarity=2, escalated=0)
    fresh.recorder(one).move(item, Move.REOPENED)
    fresh.recorder(one).score(item, "clarity", scored(2))
    assert as_it_should_be(fresh).held_back == 1
    fresh.take(("withdraw", one))
    assert as_it_should_be(fresh).cases == (CaseId(item, "clarity"),)
    case = read_case(fresh.study, CaseId(item, "clarity"))
    assert case is not None
    assert {side.answer for side in case.sides} == {scored(0), scored(2)}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(happens=st.lists(steps, max_size=14))
def test_whatever_happens_what_waits_is_what_can_be_opened(
    built: Built, tmp_path: Path, happens: list[tuple[Any, ...]]
) -> None:
    study = Study(built, tmp_path / str(next(FOLDERS)))
    with closing(study.study):
        for step in happens:
            study.take(step)
            as_it_should_be(study)
