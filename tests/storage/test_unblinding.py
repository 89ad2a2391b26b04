"""Opening the conditions: recorded once, in one transaction, and one rule for everybody."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator

import pytest
from tests.conftest import Built, WriteStudy
from tests.freezing_fixtures import close_set, code_all, coded, everything, give, items_of

from coder_tui.domain.errors import NotSavedError, RefusedError
from coder_tui.storage import unblinding as unblinding_module
from coder_tui.storage.freezing import standing
from coder_tui.storage.heads import heads_at, heads_now
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import conditions_are_open, unblinding, write_unblinding


@pytest.fixture
def opened(built_study: Built) -> Iterator[StudyFile]:
    """A sealed study, coded by two."""
    study = StudyFile.open(coded(built_study).path)
    yield study
    study.close()


def test_conditions_are_closed_until_the_study_is_unblinded(opened: StudyFile) -> None:
    made = close_set(opened)
    assert (conditions_are_open(opened), unblinding(opened.connection)) == (False, None)
    found = write_unblinding(opened, freeze=made.id, person="lead")
    assert conditions_are_open(opened)
    assert unblinding(opened.connection) == found
    assert (found.freeze, found.person, found.host) == (1, "lead", socket.gethostname())
    assert (found.seal_broken, found.why_broken, found.mark) == ("", "", "")
    assert heads_at(opened.connection, found.id) == heads_now(opened.connection)
    (person, told, at), *more = opened.events("unblind")
    assert (person, told, at, more) == (
        "lead", {"freeze": 1, "seal_broken": ""}, found.unblinded_at, [],
    )  # fmt: skip


def test_conditions_of_a_study_without_a_seal_are_open(write_study: WriteStudy) -> None:
    study = StudyFile.open(write_study(plan='coders = ["ana", "ben"]\nseal = false').init().path)
    assert conditions_are_open(study)
    study.close()


def test_a_broken_seal_is_said_with_who_when_and_why(opened: StudyFile) -> None:
    found = write_unblinding(
        opened, freeze=None, person="lead", seal_broken="the key leaked", why_broken="not frozen"
    )
    assert found.freeze is None
    assert found.mark.startswith("SEAL BROKEN: the key leaked, lead, 20")
    assert found.sentence.endswith(", without a freeze.")


def test_it_is_opened_once(opened: StudyFile, built_study: Built) -> None:
    made = close_set(opened)
    write_unblinding(opened, freeze=made.id, person="lead")
    before = everything(built_study.path)
    with pytest.raises(RefusedError, match="meanwhile"):
        write_unblinding(opened, freeze=made.id, person="other")
    assert everything(built_study.path) == before


def test_a_freeze_that_came_in_between_is_looked_at_first(opened: StudyFile) -> None:
    first = close_set(opened)
    give(opened, "ana", items_of(opened)[:1], 0)
    close_set(opened)
    with pytest.raises(RefusedError, match="meanwhile"):
        write_unblinding(opened, freeze=first.id, person="lead")
    assert unblinding(opened.connection) is None


def test_an_unblinding_that_fails_in_the_middle_leaves_nothing(
    opened: StudyFile, built_study: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = close_set(opened)
    before = everything(built_study.path)

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(unblinding_module, "keep_heads", fail)
    with pytest.raises(NotSavedError):
        write_unblinding(opened, freeze=made.id, person="lead")
    assert everything(built_study.path) == before
    assert not conditions_are_open(opened)


KILLED = """
import os, signal, sys
from pathlib import Path
from coder_tui.storage import freezing, unblinding
from coder_tui.storage.study import StudyFile

study = StudyFile.open(Path(sys.argv[1]))
kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "freeze":
    freezing.keep_heads = kill
    freezing.write_freeze(study, freezing.standing(study), "[]", person="lead")
else:
    unblinding.keep_heads = kill
    unblinding.write_unblinding(study, freeze=None, person="lead")
"""


@pytest.mark.parametrize("act", ["freeze", "unblind"])
def test_a_program_that_is_killed_between_its_rows_leaves_nothing(
    built_study: Built, act: str
) -> None:
    path = coded(built_study).path
    before = everything(path)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), act], check=False, env=os.environ
    )
    assert done.returncode == -signal.SIGKILL
    assert everything(path) == before
    study = StudyFile.open(path)
    assert not study.is_frozen()
    assert not conditions_are_open(study)
    assert close_set(study).number == 1
    study.close()


def test_a_freeze_after_a_broken_seal_counts_what_was_judged_in_between(
    opened: StudyFile,
) -> None:
    write_unblinding(opened, freeze=None, person="lead", seal_broken="why", why_broken="no freeze")
    give(opened, "ben", items_of(opened)[:2], 0)
    assert standing(opened).counts.after_unblinding == 6
    assert close_set(opened).counts["after_unblinding"] == 6


def test_decisions_that_were_made_after_the_opening_are_named(built_study: Built) -> None:
    code_all(built_study.path, {"ana": 1, "ben": 2})
    study = StudyFile.open(built_study.path)
    first, second, *_ = items_of(study)
    _decide(study, first)
    write_unblinding(study, freeze=close_set(study).id, person="lead")
    assert _late_decisions(study) == []
    _decide(study, second)
    assert _late_decisions(study) == [(second, "clarity")]
    study.close()


def _decide(study: StudyFile, blind_id: str) -> None:
    sitting = Sitting.start(study.connection, study.path, "judge", "adjudication")
    sitting.append(
        "adjudication",
        {
            "adjudicator": "judge", "blind_id": blind_id, "dimension": "clarity",
            "state": "scored", "value": "2", "number": 2.0, "reason": "slip", "sentence": "",
            "rubric": study.rubric_fingerprint, "undoes_sitting": None, "undoes_seq": None,
        },
    )  # fmt: skip
    sitting.close()


def _late_decisions(study: StudyFile) -> list[tuple[str, str]]:
    return study.connection.execute("select * from decision_after_unblinding").fetchall()
