"""`review` on the command line: what is printed, what is refused, what is noted."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.review_fixtures import PLAN, blind_ids, code, code_both, coded_by_both, transcripts

from coder_tui.cli.looks import note_look
from coder_tui.cli.main import cli, main
from coder_tui.domain.adjudication import REASONS, Decision
from coder_tui.domain.errors import BadInputError, CoderError, RefusedError
from coder_tui.domain.rubric import scored
from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.adjudications import read_waiting
from coder_tui.storage.study import StudyFile

Build = Callable[..., Any]


@pytest.fixture
def coded(write_study: Build) -> Any:
    return coded_by_both(write_study)


def run(*arguments: str | Path) -> Result:
    found = CliRunner().invoke(cli, ["review", *map(str, arguments)])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def as_json(*arguments: str | Path) -> dict[str, Any]:
    found = run(*arguments, "--json")
    assert found.exit_code == 0
    return dict(json.loads(found.stdout))


def test_json_has_the_keys_of_the_contract(coded: Any) -> None:
    found = as_json(coded.path, "--key", coded.key_path)
    assert {"study", "progress", "agreement", "disagreements", "conditions"} <= set(found)
    assert {"coder", "kind", "assigned", "submitted"} <= set(found["progress"][0])
    agreement = found["agreement"][0]
    assert {"dimension", "kind", "items", "pairs", "applicability", "coefficients"} <= set(
        agreement
    )
    names = {each["name"] for each in agreement["coefficients"]}
    assert names == {
        "percent_agreement", "cohen_kappa", "scott_pi", "fleiss_kappa", "conger_kappa",
        "krippendorff_alpha", "gwet_ac1", "gwet_ac2", "brennan_prediger", "pabak",
    }  # fmt: skip
    for each in agreement["coefficients"]:
        assert {"name", "coders", "value", "undefined", "interval", "standard_error"} <= set(each)
        assert ("level" in each) == (each["name"] == "krippendorff_alpha")
        assert ("weights" in each) != ("level" in each)
        assert set(each["interval"]) == {"method", "confidence", "low", "high"}
    assert {"blind_id", "dimension", "kind", "scores"} <= set(found["disagreements"][0])
    wanted = {"dimension", "model", "scaffold", "n", "mean", "counts", "unresolved"}
    assert wanted <= set(found["conditions"][0])


def test_an_undefined_coefficient_is_null_with_a_sentence(coded: Any) -> None:
    found = {each["dimension"]: each for each in as_json(coded.path)["agreement"]}
    kappas = [e for e in found["escalated"]["coefficients"] if e["name"] == "cohen_kappa"]
    assert kappas
    assert all(each["value"] is None and "Undefined" in each["undefined"] for each in kappas)


def test_conditions_are_null_without_the_key(coded: Any) -> None:
    found = as_json(coded.path)
    assert found["conditions"] is None
    assert "--key" in found["conditions_note"]


def test_plain_prints_progress_agreement_disagreements_and_conditions(coded: Any) -> None:
    shown = run(coded.path, "--key", coded.key_path, "--plain").stdout
    for wanted in (
        "UNSEALED", "PROGRESS", "AGREEMENT", "DISAGREEMENTS: 2", "CONDITIONS", "modelia-one",
        "C2-C1", "ana 1 | ben 2", "undefined: all scores 1", "Means of all final scores",
    ):  # fmt: skip
        assert wanted in shown
    assert "SIMULATED" not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_plain_marks_what_was_decided_and_counts_it(coded: Any) -> None:
    study = StudyFile.open(coded.path)
    case = read_waiting(study).cases[0]
    Adjudicator.start(study, "dora").decide(case, Decision(scored(0), REASONS[2], "A gap."))
    study.close()
    shown = run(coded.path, "--key", coded.key_path, "--plain").stdout
    assert "DISAGREEMENTS: 2 disagreements, 1 decided" in shown
    (line,) = [line for line in shown.splitlines() if "decided: 0" in line]
    assert line.startswith(case.blind_id)
    told = as_json(coded.path)["disagreements"]
    assert [each["final"] for each in told if each["blind_id"] == case.blind_id] == [
        {"state": "scored", "value": "0", "basis": "adjudicated"}
    ]


def test_plain_gives_a_kind_without_pairs_one_line_behind_the_others(write_study: Build) -> None:
    plan = 'coders = ["ana"]\ncoders_per_item = 1'
    built = write_study(transcripts(), plan=plan).init(simulated=("sim-1", "sim-2"))
    study = StudyFile.open(built.path, read_only=True)
    blind = study.assignments("ana")[0].blind_id
    study.close()
    for coder in ("ana", "sim-1", "sim-2"):
        code(built.path, coder, {blind: {"clarity": 1}})
    shown = run(built.path, "--plain").stdout
    alone = "human: 1 coder, no item coded by two yet"
    assert shown.index("AGREEMENT of simulated coders") < shown.index(alone)
    assert "AGREEMENT of human coders" not in shown


def test_the_warning_about_agreement_begins_the_sentence(write_study: Build) -> None:
    built = write_study(transcripts(), plan=f"{PLAN}\nagreement_bar = 0.9").init()
    code_both(built.path, built.key_path)
    shown = run(built.path, "--key", built.key_path, "--plain").stdout
    table = shown[shown.index("CONDITIONS") :]
    assert "\nFewer than 5 items tell nothing of agreement on this dimension." in table


def test_without_a_terminal_plain_text_is_printed(coded: Any) -> None:
    assert "AGREEMENT" in run(coded.path).stdout


def test_a_simulated_coder_puts_a_banner_above_everything(write_study: Build) -> None:
    built = write_study(transcripts(), plan=PLAN).init(simulated=("sim-1",))
    assert run(built.path, "--plain").stdout.startswith("SIMULATED")


def test_a_study_that_nobody_has_coded_is_no_error(write_study: Build) -> None:
    built = write_study(transcripts(), plan=PLAN).init()
    shown = run(built.path, "--key", built.key_path, "--plain")
    assert shown.exit_code == 0
    assert "No item has been submitted yet." in shown.stdout
    assert "No item has a final score yet." in shown.stdout


def test_a_sealed_study_says_why_there_are_no_conditions(write_study: Build) -> None:
    built = write_study(transcripts(), plan='coders = ["ana", "ben"]').init()
    code_both(built.path, built.key_path)
    shown = run(built.path, "--key", built.key_path, "--plain").stdout
    assert "sealed" in shown
    assert "`unblind`" in shown
    assert "modelia" not in shown


def test_twenty_disagreements_are_printed_unless_all_are_asked_for(write_study: Build) -> None:
    many = [{**transcripts()[0], "id": f"n{n}", "task": f"n{n}"} for n in range(25)]
    built = write_study(many, plan=PLAN).init()
    study = StudyFile.open(built.path, read_only=True)
    blind = [each.blind_id for each in study.assignments("ana")]
    study.close()
    code(built.path, "ana", {each: {"clarity": 0} for each in blind})
    code(built.path, "ben", {each: {"clarity": 2} for each in blind})
    first = run(built.path, "--key", built.key_path, "--plain").stdout
    assert "the first 20" in first
    assert first.count("ana 0 | ben 2") == 20
    every = run(built.path, "--key", built.key_path, "--plain", "--all").stdout
    assert every.count("ana 0 | ben 2") == 25


def test_hostile_comments_are_printed_visibly_on_one_line(write_study: Build) -> None:
    built = coded_by_both(write_study)
    blind = blind_ids(built.key_path)["x2"]
    code(built.path, "ana", {blind: {"clarity": 1}}, comments={blind: "a\x1b[2J\nb\u202ec"})
    shown = run(built.path, "--key", built.key_path, "--plain").stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "a␛[2J⏎b⟨U+202E⟩c" in shown
    raw = run(built.path, "--key", built.key_path, "--json").stdout
    assert raw.isascii()


# What is noted


def test_each_look_is_noted_with_whether_the_key_was_there(coded: Any) -> None:
    run(coded.path, "--json")
    run(coded.path, "--key", coded.key_path, "--plain")
    study = StudyFile.open(coded.path, read_only=True)
    noted = [detail for _, detail, _ in study.events("review")]
    study.close()
    assert noted == [{"key": False, "form": "json"}, {"key": True, "form": "plain"}]


def test_a_study_that_cannot_be_written_is_reviewed_all_the_same(
    coded: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise CoderError("Not saved: attempt to write a readonly database.")

    monkeypatch.setattr(StudyFile, "log_event", refuse)
    found = run(coded.path, "--plain")
    assert found.exit_code == 0
    assert "not noted in the study" in found.stderr
    assert "AGREEMENT" in found.stdout
    note_look(coded.path, with_key=False, form="plain")
    assert "readonly" in capsys.readouterr().err


# What is refused


def test_plain_and_json_exclude_each_other(coded: Any) -> None:
    with pytest.raises(BadInputError) as refusal:
        run(coded.path, "--plain", "--json")
    assert refusal.value.exit_code == 2


def test_a_missing_study_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no study file"):
        run(tmp_path / "none.db", "--plain")


def test_the_key_of_another_study_shows_nothing(coded: Any, write_study: Build) -> None:
    other = write_study(transcripts(), plan=PLAN, name="other").init()
    with pytest.raises(RefusedError, match="another study"):
        run(coded.path, "--key", other.key_path, "--plain")
    study = StudyFile.open(coded.path, read_only=True)
    assert study.events("review") == []
    study.close()


def test_a_key_that_others_may_read_is_refused(coded: Any) -> None:
    coded.key_path.chmod(0o644)
    with pytest.raises(RefusedError, match="others than its owner"):
        run(coded.path, "--key", coded.key_path, "--plain")


def test_a_refusal_is_one_sentence_on_stderr_and_an_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["coder-tui", "review", str(tmp_path / "none.db")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "There is no study file" in captured.err


def test_loading_the_command_loads_nothing_heavy() -> None:
    script = (
        "import sys, coder_tui.cli.main, coder_tui.cli.review;"
        "heavy = {'duckdb', 'numpy', 'textual', 'krippendorff', 'rich'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
