"""What the commands say of adjudication: who may, what was proposed, what final scores rest on."""

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.conftest import WriteStudy

from coder_tui.cli.main import cli, main
from coder_tui.domain.adjudication import REASONS, CaseId, Decision
from coder_tui.domain.coding import Move
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

NAMES = ("annabel", "benedikt", "carlotta")
HOSTILE = "[red]\x1b[c[/] \u202eright"


def coded(write_study: WriteStudy, plan: str) -> tuple[Path, str]:
    """Three coders differ on one item, two of them alike; its path and name."""
    team = f"coders = {list(NAMES)}\ncoders_per_item = 3\nseal = false\n{plan}"
    path = write_study(plan=team).init().path
    study = StudyFile.open(path)
    item = study.connection.execute("select min(blind_id) from item").fetchone()[0]
    for name, value in zip(NAMES, (0, 2, 2), strict=True):
        coder = Recorder.start(study.connection, path, name, study.rubric_fingerprint)
        coder.score(item, "clarity", scored(value))
        coder.score(item, "escalated", scored(0))
        coder.move(item, Move.SUBMITTED)
    study.close()
    return path, item


def decide(path: Path, item: str, *names: str) -> None:
    study = StudyFile.open(path)
    judge = Adjudicator.start(study, *names)
    judge.decide(CaseId(item, "clarity"), Decision(scored(2), REASONS[0]))
    study.close()


def run(*given: str) -> str:
    result = CliRunner().invoke(cli, list(given), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def review(path: Path, *given: str) -> Any:
    return json.loads(run("review", str(path), "--json", *given))["adjudication"]


# What final scores rest on


def test_the_review_counts_what_final_scores_rest_on_with_a_majority(
    write_study: WriteStudy,
) -> None:
    path, item = coded(write_study, 'adjudication = "majority"')
    assert review(path) == {
        "mode": "majority",
        "final_scores": {
            "agreed": 1, "majority": 1, "adjudicated": 0, "single": 0, "unresolved": 0,
        },
        "decisions": [],
    }  # fmt: skip
    plain = " ".join(run("review", str(path), "--plain").split())
    assert "1 agreed, 1 majority, 0 adjudicated" in plain
    assert "1 disagreement more is settled by the majority" in run("status", str(path))
    decide(path, item, "judge")
    assert review(path)["final_scores"]["adjudicated"] == 1


def test_an_adjudicator_who_coded_is_reported_by_name_only_with_the_key(
    write_study: WriteStudy,
) -> None:
    path, item = coded(write_study, "adjudicator_may_code = true")
    decide(path, item, "annabel")
    key = str(path.with_name("small.key.db"))
    [with_key] = review(path, "--key", key)["decisions"]
    assert with_key == {"adjudicator": "annabel", "decided": 1, "on_own_items": 1}
    [without] = review(path)["decisions"]
    assert without["adjudicator"] not in NAMES
    assert without["on_own_items"] == 1
    plain = " ".join(run("review", str(path), "--plain", "--key", key).split())
    assert "annabel coded in this study and decided: 1 of 1 decision on items of their own" in plain
    assert "on items of their own" in run("review", str(path), "--plain").replace("\n", " ")


def test_a_study_settled_by_consensus_says_so(write_study: WriteStudy) -> None:
    path, item = coded(write_study, 'adjudication = "consensus"')
    decide(path, item, "annabel", "benedikt")
    plain = " ".join(run("review", str(path), "--plain").split())
    assert "settled by the item's own coders together" in plain
    assert review(path)["decisions"][0]["on_own_items"] == 1


def test_an_export_marks_decisions_on_own_items_and_holds_proposals(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    path, item = coded(write_study, "adjudicator_may_code = true")
    decide(path, item, "annabel")
    study = StudyFile.open(path)
    Adjudicator.start(study, "judge").propose(CaseId(item, "clarity"), "Clearer", "2")
    study.close()
    run("export", str(path), "--output", str(tmp_path / "out"))
    with (tmp_path / "out" / "adjudications.csv").open(newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["standing"], row["own_item"], row["adjudicator"]) == ("1", "1", "annabel")
    with sqlite3.connect(tmp_path / "out" / "coded.db") as database:
        assert database.execute("select point, wording from proposal").fetchall() == [
            ("2", "Clearer")
        ]
        made = "select adjudicator, in_force, own_item from decision"
        assert database.execute(made).fetchall() == [("annabel", 1, 1)]


# Wordings


def test_the_lead_gets_a_list_of_wordings_beside_what_stands(write_study: WriteStudy) -> None:
    path, item = coded(write_study, "")
    assert run("rubric", "proposals", str(path)) == "0 wordings proposed for the rubric.\n"
    study = StudyFile.open(path)
    judge = Adjudicator.start(study, "judge")
    judge.propose(CaseId(item, "clarity"), "Clear at once", "2")
    judge.propose(CaseId(item, "escalated"), HOSTILE)
    study.close()
    said = run("rubric", "proposals", str(path))
    assert "D1 Clarity, point 2: It is clear." in said
    assert '"Clear at once" (judge, ' in said
    assert "\x1b" not in said
    assert "\u202e" not in said
    found = json.loads(run("rubric", "proposals", str(path), "--json"))["proposals"]
    assert [(each["point"], each["anchor"], each["wording"]) for each in found] == [
        ("2", "It is clear.", "Clear at once"), (None, None, HOSTILE)]  # fmt: skip


# Who may


@pytest.mark.parametrize(
    ("plan", "given", "said"),
    [
        ('adjudication = "consensus"', ["--as", "annabel"], "decide together"),
        ('adjudication = "consensus"', ["--as", "annabel", "--with", "dora"], "no coder 'dora'"),
        ("", ["--as", "judge", "--with", "annabel"], "one person decides"),
        ("", ["--as", "annabel"], "codes in this study"),
    ],
)
def test_wrong_people_are_refused_with_a_sentence_before_a_screen_opens(
    write_study: WriteStudy,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    plan: str,
    given: list[str],
    said: str,
) -> None:
    path, _ = coded(write_study, plan)
    monkeypatch.setattr("coder_tui.tui.adjudication.app.check_terminal", lambda: None)
    monkeypatch.setattr("sys.argv", ["coder-tui", "adjudicate", str(path), *given])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (1, 2)
    assert said in capsys.readouterr().err
