"""What a freeze leaves out, counts, and refuses while others are at work."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy, transcript
from tests.freezing_fixtures import (
    CODERS,
    close_set,
    code_all,
    coded,
    everything,
    give,
    items_of,
)

from coder_tui.cli import before_freezing
from coder_tui.cli import freeze as freeze_command
from coder_tui.cli.main import cli
from coder_tui.domain.adjudication import REASONS, Decision
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_waiting
from coder_tui.storage.freeze_counts import FreezeCounts
from coder_tui.storage.freezing import latest_freeze, standing, write_freeze
from coder_tui.storage.key import KeyFile
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import unblinding, write_unblinding


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


@pytest.fixture
def whole(built_study: Built) -> Built:
    return coded(built_study)


def open_conditions(path: Path) -> None:
    """Unblind as another lead does, in a program of their own."""
    other = StudyFile.open(path)
    latest = latest_freeze(other.connection)
    write_unblinding(other, freeze=latest.id if latest else None, person="other")
    other.close()


def score_one_more(path: Path) -> None:
    other = StudyFile.open(path)
    give(other, "ana", items_of(other)[:1], 0)
    other.close()


def test_an_unblinding_while_the_freeze_before_is_checked_leaves_that_freeze_the_last(
    whole: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("freeze", whole.path).exit_code == 0
    score_one_more(whole.path)
    checked = before_freezing.faults

    def meanwhile(*given: Any) -> list[str]:
        found = checked(*given)
        open_conditions(whole.path)
        return found

    monkeypatch.setattr(before_freezing, "faults", meanwhile)
    done = run("freeze", whole.path)
    assert isinstance(done.exception, RefusedError)
    assert "the reliability set stays that of freeze 1" in str(done.exception)
    study = StudyFile.open(whole.path)
    latest, opened = latest_freeze(study.connection), unblinding(study.connection)
    assert latest is not None
    assert opened is not None
    assert (latest.number, opened.freeze) == (1, 1)
    study.close()


def test_no_freeze_is_written_behind_an_unblinding_that_rests_on_one(whole: Built) -> None:
    study = StudyFile.open(whole.path)
    close_set(study)
    score_one_more(whole.path)
    open_conditions(whole.path)
    before = everything(whole.path)
    with pytest.raises(RefusedError, match="conditions are open since"):
        write_freeze(study, standing(study), "[]", person="lead")
    assert everything(whole.path) == before
    study.close()


def test_a_freeze_that_another_lead_made_meanwhile_is_the_one_that_is_told(
    whole: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("freeze", whole.path).exit_code == 0
    score_one_more(whole.path)
    allowed = freeze_command.refuse_freeze

    def meanwhile(*given: Any, **named: Any) -> None:
        allowed(*given, **named)
        other = StudyFile.open(whole.path)
        close_set(other)
        other.close()

    monkeypatch.setattr(freeze_command, "refuse_freeze", meanwhile)
    told = json.loads(run("freeze", whole.path, "--json").stdout)
    assert (told["written"], told["number"]) == (False, 2)


def test_silent_repeats_are_no_items_of_the_frozen_agreement(write_study: WriteStudy) -> None:
    """Nor where a second coder answered one, as somebody does who takes over an order."""
    items = [transcript(f"t{number}") for number in range(1, 9)]
    built = write_study(items, plan='coders = ["ana", "ben"]\nrepeats = 0.25').init()
    code_all(built.path)
    key = KeyFile.open(built.key_path)
    repeats = [row.blind_id for row in key.rows() if row.repeats_blind_id]
    key.close()
    assert repeats
    study = StudyFile.open(built.path)
    for coder in CODERS:
        give(study, coder, repeats, 1)
    study.close()
    told = json.loads(run("freeze", built.path, "--json").stdout)
    assert told["counts"]["items"] == 8 + len(repeats)
    assert told["agreement"]
    assert {each["items"] for each in told["agreement"] if each["items"]} == {8}


def counted(built: Built) -> FreezeCounts:
    study = StudyFile.open(built.path)
    counts = standing(study).counts
    study.close()
    return counts


def test_what_one_coder_gave_and_what_a_majority_settled_waits_for_no_decision(
    write_study: WriteStudy,
) -> None:
    items = [transcript(f"t{number}") for number in range(1, 6)]
    plan = 'coders = ["ana", "ben", "cleo"]\ncoders_per_item = 3\nadjudication = "majority"'
    built = write_study(items, plan=plan).init()
    study = StudyFile.open(built.path)
    agreed, two_to_one, apart, decided, alone = items_of(study)
    for item, answers in (
        (agreed, (1, 1, 1)),
        (two_to_one, (1, 1, 2)),
        (apart, (0, 1, 2)),
        (decided, (0, 1, 2)),
        (alone, (1,)),
    ):
        for coder, value in zip(("ana", "ben", "cleo"), answers, strict=False):
            give(study, coder, [item], value)
    judge = Adjudicator.start(study, "judge")
    (case,) = [each for each in read_waiting(study).cases if each.blind_id == decided]
    judge.decide(case, Decision(scored(2), REASONS[0]))
    study.close()
    counts = counted(built)
    assert (counts.undecided, counts.decided, counts.by_majority) == (1, 1, 1)
    assert counts.disagreements == 3
