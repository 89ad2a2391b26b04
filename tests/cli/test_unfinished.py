"""While coding goes on, a summary and a profile say so: in text and in JSON."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.review_fixtures import ANA, BEN, PLAN, blind_ids, code, transcripts

from coder_tui.cli.main import cli
from coder_tui.domain.coding import Move
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

SAID = (
    "PROVISIONAL: 3 of 8 assignments of human coders not submitted (1 skipped); 9 final scores "
    "rest on one coder where more were to code"
)


def run(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


@pytest.fixture
def begun(write_study: Callable[..., Any]) -> Any:
    """One coder is through; the other has submitted one item, and skipped one."""
    built = write_study(transcripts(), plan=PLAN).init()
    blind = blind_ids(built.key_path)
    code(built.path, "ana", {blind[item]: sheet for item, sheet in ANA.items()})
    code(built.path, "ben", {blind["x1"]: BEN["x1"]})
    study = StudyFile.open(built.path)
    recorder = Recorder.start(study.connection, built.path, "ben", study.rubric_fingerprint)
    recorder.move(blind["x2"], Move.SKIPPED)
    recorder.sitting.close()
    study.close()
    return built


@pytest.mark.parametrize("command", ["summary", "profile"])
def test_what_is_still_to_be_coded_stands_over_everything(begun: Any, command: str) -> None:
    given = (command, begun.path, "--key", begun.key_path)
    assert SAID in " ".join(run(*given).split())
    told = json.loads(run(*given, "--json"))["study"]
    assert (told["assignments"], told["not_submitted"]) == (8, 3)
    assert told["single_final_scores"] == 9


def test_once_all_is_submitted_nothing_is_said(begun: Any) -> None:
    blind = blind_ids(begun.key_path)
    code(begun.path, "ben", {blind[item]: BEN[item] for item in ("x2", "x3", "x4")})
    assert "not submitted" not in run("summary", begun.path, "--key", begun.key_path)
    told = json.loads(run("summary", begun.path, "--key", begun.key_path, "--json"))["study"]
    assert (told["not_submitted"], told["single_final_scores"]) == (0, 0)


def test_a_coder_alone_on_an_item_by_plan_is_not_provisional(
    write_study: Callable[..., Any],
) -> None:
    built = write_study(
        transcripts(), plan='coders = ["ana"]\ncoders_per_item = 1\nseal = false'
    ).init()
    blind = blind_ids(built.key_path)
    code(built.path, "ana", {blind[item]: sheet for item, sheet in ANA.items()})
    told = json.loads(run("summary", built.path, "--key", built.key_path, "--json"))["study"]
    assert (told["not_submitted"], told["single_final_scores"]) == (0, 0)


def test_of_an_audit_only_the_kinds_that_are_summed_up_count(tmp_path: Path) -> None:
    """The demo adds a person who has every item, and has coded none."""
    run("demo", "--audit", "--summary", "--dir", tmp_path)
    given = ("summary", tmp_path / "audit.db", "--key", tmp_path / "audit.key.db", "--json")
    told = json.loads(run(*given))["study"]
    assert (told["assignments"], told["not_submitted"]) == (32, 0)
