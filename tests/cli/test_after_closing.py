"""What came after a freeze or an unblinding is said wherever numbers are given, and marked."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy, transcript
from tests.freezing_fixtures import code_all, give, items_of

from coder_tui.cli.main import cli
from coder_tui.domain.adjudication import REASONS, Decision
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_waiting
from coder_tui.storage.study import StudyFile

SAID = "1 decision after the unblinding; 4 final scores rest on late answers."


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert done.exit_code == 0, (done.output, done.exception)
    return done


def decide(path: Path, blind_id: str) -> None:
    study = StudyFile.open(path)
    adjudicator = Adjudicator.start(study, "judge")
    (case,) = [each for each in read_waiting(study).cases if each.blind_id == blind_id]
    adjudicator.decide(case, Decision(scored(2), REASONS[0]))
    study.close()


def change(path: Path, coder: str, blind_id: str, value: int) -> None:
    study = StudyFile.open(path)
    give(study, coder, [blind_id], value)
    study.close()


@dataclass(frozen=True)
class Closed:
    """A study of four items on which two coders differed when it was frozen."""

    path: Path
    key: Path
    late: str
    """Changed after the freeze: the coders agree now."""
    in_time: str
    """Decided before the freeze."""
    at_last: str
    """Changed after the unblinding: the coders agree now."""
    decided: str
    """Decided after the unblinding."""


@pytest.fixture
def closed(write_study: WriteStudy) -> Closed:
    items = [
        transcript(f"t{n}", model=f"modelia-{n % 2}", scaffold=f"scaffold-{n // 2}")
        for n in range(4)
    ]
    built: Built = write_study(items, plan='coders = ["ana", "ben"]').init()
    code_all(built.path, {"ana": 1, "ben": 2})
    study = StudyFile.open(built.path)
    made = Closed(built.path, built.key_path, *sorted(items_of(study)))
    study.close()
    decide(made.path, made.in_time)
    run("freeze", made.path)
    change(made.path, "ben", made.late, 1)
    run("unblind", "--yes", made.path)
    decide(made.path, made.decided)
    change(made.path, "ana", made.at_last, 2)
    return made


@pytest.mark.parametrize(
    "command",
    [("status",), ("review", "--plain"), ("summary",), ("profile",)],
    ids=lambda command: command[0],
)
def test_every_report_says_how_much(closed: Closed, command: tuple[str, ...]) -> None:
    shown = run(command[0], closed.path, *command[1:]).stdout
    assert SAID in " ".join(shown.split())


def test_nothing_is_said_where_nothing_came_after(write_study: WriteStudy) -> None:
    built = write_study(plan='coders = ["ana", "ben"]').init()
    code_all(built.path, {"ana": 1, "ben": 2})
    run("freeze", built.path)
    run("unblind", "--yes", built.path)
    for command in (("status",), ("review", "--plain")):
        shown = run(command[0], built.path, *command[1:]).stdout
        assert "after the unblinding" not in shown
        assert "late answers" not in shown


def test_programs_get_the_counts(closed: Closed) -> None:
    key = "--key", closed.key
    for told in (
        json.loads(run("status", closed.path, "--json").stdout),
        json.loads(run("review", closed.path, *key, "--json").stdout)["study"],
        json.loads(run("summary", closed.path, *key, "--json").stdout)["study"],
        json.loads(run("profile", closed.path, *key, "--json").stdout)["study"],
    ):
        assert (told["decisions_after_unblinding"], told["late_final_scores"]) == (1, 4)


def test_a_disagreement_says_what_of_it_is_late_and_when_it_was_decided(closed: Closed) -> None:
    change(closed.path, "ben", closed.late, 0)
    told = json.loads(run("review", closed.path, "--key", closed.key, "--json").stdout)
    found = {each["blind_id"]: each for each in told["disagreements"]}
    assert found[closed.late]["late"] == ["ben"]
    assert found[closed.decided]["late"] == []
    assert found[closed.decided]["decided_after_unblinding"] is True
    assert found[closed.in_time]["decided_after_unblinding"] is False
    lines = run("review", closed.path, "--plain", "--key", closed.key).stdout.splitlines()
    said = {each: next(line for line in lines if line.startswith(f"{each}  D1")) for each in found}
    assert "LATE" in said[closed.late]
    assert "decided: 2 after opening" in said[closed.decided]
    assert "decided: 2" in said[closed.in_time]
    assert "after opening" not in said[closed.in_time]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(newline="") as file:
        return list(csv.DictReader(file))


def test_an_export_marks_each_row_and_names_freeze_and_unblinding(
    closed: Closed, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = run("export", closed.path, "-o", out)
    finals = {(row["blind_id"], row["dimension"]): row for row in rows(out, "final_scores.csv")}
    assert {place[0] for place, row in finals.items() if row["late"] == "1"} == {
        closed.late,
        closed.at_last,
    }
    after = {place for place, row in finals.items() if row["after_unblinding"] == "1"}
    assert after == {
        (closed.decided, "clarity"),
        (closed.at_last, "clarity"),
        (closed.at_last, "escalated"),
    }
    decisions = {row["blind_id"]: row for row in rows(out, "adjudications.csv")}
    assert decisions[closed.decided]["after_unblinding"] == "1"
    assert decisions[closed.in_time]["after_unblinding"] == "0"
    assert decisions[closed.in_time]["coder_kind"] == "human"
    manifest: dict[str, Any] = json.loads((out / "manifest.json").read_text())
    assert (manifest["decisions_after_unblinding"], manifest["late_final_scores"]) == (1, 4)
    said = " ".join(manifest["notices"])
    digest = manifest["freeze"]["digest"]
    for text in (f"freeze 1, digest {digest}", "UNBLINDED by ", "after freeze 1.", SAID):
        assert text in said
        assert text in " ".join(done.stderr.split())
    for name in ("codebook.md", "data_dictionary.md"):
        head = (out / name).read_text()[:2000]
        assert digest in head
        assert "UNBLINDED by " in head
        assert SAID in head


def test_the_wide_table_marks_what_the_others_mark(closed: Closed, tmp_path: Path) -> None:
    run("export", closed.path, "-o", tmp_path / "out")
    wide = {row["blind_id"]: row for row in rows(tmp_path / "out", "scores_wide.csv")}
    assert wide[closed.late]["clarity__late"] == "ben"
    assert wide[closed.at_last]["clarity__late"] == "ana"
    assert wide[closed.in_time]["clarity__late"] == ""
    late: dict[tuple[str, str], set[str]] = {}
    for row in rows(tmp_path / "out", "scores_long.csv"):
        found = late.setdefault((row["blind_id"], row["dimension"]), set())
        found |= {row["coder"]} if row["late"] == "1" else set()
    for (blind_id, dimension), coders in late.items():
        assert wide[blind_id][f"{dimension}__late"] == "+".join(sorted(coders))
    for row in rows(tmp_path / "out", "final_scores.csv"):
        found_there = wide[row["blind_id"]][f"{row['dimension']}__after_unblinding"]
        assert found_there == row["after_unblinding"]


def test_without_a_freeze_what_came_after_a_broken_seal_is_marked(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    built = write_study(plan='coders = ["ana", "ben"]').init()
    code_all(built.path, {"ana": 1, "ben": 1})
    run("unblind", "--yes", built.path, "--break-seal", "why")
    study = StudyFile.open(built.path)
    changed = items_of(study)[0]
    study.close()
    change(built.path, "ana", changed, 1)
    run("export", built.path, "-o", tmp_path / "out")
    found = rows(tmp_path / "out", "final_scores.csv")
    assert {row["late"] for row in found} == {"0"}
    assert {row["blind_id"] for row in found if row["after_unblinding"] == "1"} == {changed}


@pytest.mark.parametrize("command", ["summary", "profile"])
def test_the_key_is_found_beside_the_study_or_asked_for(closed: Closed, command: str) -> None:
    run(command, closed.path)
    closed.key.rename(closed.key.with_name("elsewhere.db"))
    done = CliRunner().invoke(cli, [command, str(closed.path)])
    assert "this command needs the study's key" in str(done.exception)
    assert f"{closed.key.name} is not beside it" in str(done.exception)


def test_a_freeze_after_a_broken_seal_does_not_send_on_to_unblind(write_study: WriteStudy) -> None:
    built = write_study(plan='coders = ["ana", "ben"]').init()
    code_all(built.path, {"ana": 1, "ben": 1})
    run("unblind", "--yes", built.path, "--break-seal", "why")
    done = run("freeze", built.path)
    assert "Next: coder-tui unblind" not in done.stderr
    assert "The conditions are open already." in done.stderr
