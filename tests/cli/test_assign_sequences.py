"""However coders come, go, take over and code: no item is lost, none is counted twice."""

import itertools
import json
import shutil
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import Built, WriteStudy, transcript
from tests.review_fixtures import code

from coder_tui.cli.main import cli
from coder_tui.domain.adjudication import CaseId
from coder_tui.domain.coding import Move
from coder_tui.domain.errors import CoderError
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudications import read_case
from coder_tui.storage.database import immediate
from coder_tui.storage.exclusions import exclude, include
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

NAMES = ("ana", "ben", "cem", "dora", "eli")
SHEETS = {name: {"clarity": at % 3, "escalated": 0} for at, name in enumerate(NAMES)}
FOLDERS = itertools.count()

Orders = dict[str, list[str]]

steps = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(NAMES)),
    st.tuples(st.just("withdraw"), st.sampled_from(NAMES)),
    st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("submit"), st.sampled_from(NAMES)),
    st.tuples(st.just("begin"), st.sampled_from(NAMES)),
    st.tuples(st.just("reopen"), st.sampled_from(NAMES)),
    st.tuples(st.just("leave out"), st.integers(0, 8)),
    st.tuples(st.just("back"), st.integers(0, 8)),
)


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    """Nine items; six of them coded by two of three, the rest by one."""
    plan = 'coders = ["ana", "ben", "cem"]\noverlap = 0.67\ncoders_per_item = 2'
    return write_study([transcript(f"t{number}") for number in range(9)], plan=plan).init()


class Team:
    """A study under way."""

    def __init__(self, built: Built, folder: Path) -> None:
        folder.mkdir()
        self.path = folder / built.path.name
        for each in (built.path, built.key_path):
            shutil.copy(each, folder / each.name)
        self.planned = Counter(blind_id for order in self.orders().values() for blind_id in order)
        self.items = sorted(self.planned)
        self.done: set[tuple[str, str]] = set()
        self.answered: set[tuple[str, str]] = set()
        """What was submitted once, whatever became of it."""

    def orders(self) -> Orders:
        connection = sqlite3.connect(self.path)
        rows = connection.execute(
            "select coder, blind_id, place from assignment order by coder, place"
        ).fetchall()
        connection.close()
        found: Orders = {}
        for coder, blind_id, place in rows:
            found.setdefault(coder, []).append(blind_id)
            assert place == len(found[coder])
        return found

    def ask(self, sql: str) -> list[Any]:
        connection = sqlite3.connect(self.path)
        rows = connection.execute(sql).fetchall()
        connection.close()
        return rows

    def take(self, step: tuple[Any, ...]) -> None:
        what, who = step[0], step[1]
        if what in ("add", "withdraw", "move"):
            self.assign(what, *step[1:])
        elif what in ("submit", "begin"):
            gone = {name for (name,) in self.ask("select coder from withdrawal")}
            left = [each for each in self.orders().get(who, ()) if (who, each) not in self.done]
            if left and who not in gone:
                code(self.path, who, {left[0]: SHEETS[who]}, submit=what == "submit")
                if what == "submit":
                    self.done.add((who, left[0]))
                    self.answered.add((who, left[0]))
        elif what == "reopen":
            self.reopen(who)
        else:
            self.leave_out(self.items[who], back=what == "back")

    def reopen(self, who: str) -> None:
        """Open what was submitted last again, and draft another answer."""
        gone = {name for (name,) in self.ask("select coder from withdrawal")}
        closed = [each for each in self.orders().get(who, ()) if (who, each) in self.done]
        if not closed or who in gone:
            return
        self.done.remove((who, closed[-1]))
        study = StudyFile.open(self.path)
        recorder = Recorder.start(study.connection, self.path, who, study.rubric_fingerprint)
        recorder.move(closed[-1], Move.REOPENED)
        recorder.score(closed[-1], "clarity", scored((SHEETS[who]["clarity"] + 1) % 3))
        recorder.sitting.close()
        study.close()

    def left(self) -> dict[str, set[str]]:
        """What coders answered and do not hold: of items, who has a seat and not the work."""
        orders = self.orders()
        found: dict[str, set[str]] = {name: set() for name in NAMES}
        for coder, blind_id in self.answered:
            if blind_id not in orders.get(coder, ()):
                found[coder].add(blind_id)
        return found

    def leave_out(self, blind_id: str, *, back: bool) -> None:
        out = {name for (name,) in self.ask("select blind_id from exclusion")}
        study = StudyFile.open(self.path)
        with immediate(study.connection):
            if back and blind_id in out:
                include(study.connection, [blind_id], "lead")
            elif not back and blind_id not in out:
                exclude(study.connection, [blind_id], "leak", "lead")
        study.close()

    def assign(self, what: str, *names: str) -> None:
        before = self.orders()
        done: Result = CliRunner().invoke(
            cli, ["assign", str(self.path), f"--{what}", *names, "--json"]
        )
        if done.exit_code:
            assert isinstance(done.exception, CoderError), done.exception
            assert self.orders() == before
            return
        told = json.loads(done.stdout)
        after = self.orders()
        assert {coder: n for coder, n in told["items"].items() if n} == {
            coder: len(order) for coder, order in after.items()
        }
        for coder in NAMES:
            gained = set(after.get(coder, ())) - set(before.get(coder, ()))
            lost = set(before.get(coder, ())) - set(after.get(coder, ()))
            assert told["gained"].get(coder, 0) == len(gained)
            assert told["lost"].get(coder, 0) == len(lost)
        self.check_lacking(told["lacking"])
        if what != "move":
            self.check_even(before, after)

    def check_lacking(self, lacking: dict[str, int]) -> None:
        """What is said to lack coders is what the file lacks."""
        out = {name for (name,) in self.ask("select blind_id from exclusion")}
        have = Counter(blind_id for order in self.orders().values() for blind_id in order)
        have.update(blind_id for left in self.left().values() for blind_id in left)
        assert lacking == {
            blind_id: planned - have[blind_id]
            for blind_id, planned in self.planned.items()
            if planned > have[blind_id] and blind_id not in out
        }

    def check_even(self, before: Orders, after: Orders) -> None:
        """Nobody was given what somebody with two less to do could have taken."""
        gone = {name for (name,) in self.ask("select coder from withdrawal")}
        there = [name for (name,) in self.ask("select name from coder") if name not in gone]
        held = {coder: after.get(coder, []) for coder in there}
        left = {
            coder: sum((coder, each) not in self.done for each in order)
            for coder, order in held.items()
        }
        own = self.left()
        for giver, taker in itertools.permutations(there, 2):
            given_now = {
                each
                for each in set(held[giver]) - set(before.get(giver, ()))
                if (giver, each) not in self.answered
            }
            assert left[giver] - left[taker] < 2 or given_now <= {*held[taker], *own[taker]}

    def check(self) -> None:
        orders = self.orders()
        have = Counter(blind_id for order in orders.values() for blind_id in order)
        assert all(len(order) == len(set(order)) for order in orders.values())
        out = {name for (name,) in self.ask("select blind_id from exclusion")}
        assert not out & set(have)
        have.update(each for left in self.left().values() for each in left - out)
        assert all(have[blind_id] <= planned for blind_id, planned in self.planned.items())
        for coder, blind_id in self.done:
            assert blind_id in orders.get(coder, ()) or blind_id in out
        gone = {name for (name,) in self.ask("select coder from withdrawal")}
        for coder in gone:
            assert all((coder, each) in self.done for each in orders.get(coder, ()))
        self.check_answers(out)

    def check_answers(self, out: set[str]) -> None:
        """What was submitted last stands, and nothing waits for somebody who has no work on it."""
        stands = self.ask(
            "select coder, blind_id, value from submitted_score where dimension = 'clarity'"
        )
        assert {(coder, blind_id): int(value) for coder, blind_id, value in stands} == {
            (coder, blind_id): SHEETS[coder]["clarity"]
            for coder, blind_id in self.answered
            if blind_id not in out
        }
        orders = self.orders()
        waits = {
            each
            for coder, order in orders.items()
            for each in order
            if (coder, each) not in self.done
        }
        study = StudyFile.open(self.path, read_only=True)
        for (blind_id,) in self.ask("select blind_id from final_score where basis = 'unresolved'"):
            case = read_case(study, CaseId(blind_id, "clarity"))
            assert (case is None) == (blind_id in waits)
        study.close()


@settings(max_examples=12, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(taken=st.lists(steps, min_size=1, max_size=9))
def test_whatever_happens_to_a_team(
    built: Built, tmp_path: Path, taken: list[tuple[Any, ...]]
) -> None:
    folder = tmp_path / f"team-{next(FOLDERS)}"
    team = Team(built, folder)
    for step in taken:
        team.take(step)
        team.check()
    shutil.rmtree(folder)


def test_what_lacked_a_coder_before_it_was_left_out_lacks_it_when_it_is_back(
    built: Built, tmp_path: Path
) -> None:
    team = Team(built, tmp_path / "team")
    team.take(("withdraw", "ana"))
    team.take(("withdraw", "ben"))
    (blind_id, *_) = (name for name, planned in team.planned.items() if planned == 2)
    place = team.items.index(blind_id)
    for step in (("leave out", place), ("add", "dora"), ("back", place), ("add", "eli")):
        team.take(step)
        team.check()
    have = Counter(name for order in team.orders().values() for name in order)
    assert have == team.planned
