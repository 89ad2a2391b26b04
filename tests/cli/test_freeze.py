"""`freeze`: what it closes, says and refuses, and what becomes of agreement afterwards."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy, transcript
from tests.freezing_fixtures import CODERS, coded, everything, give, hack, items_of

from coder_tui.cli import freeze as freeze_command
from coder_tui.cli.main import cli
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.storage.freezing import latest_freeze
from coder_tui.storage.heads import heads_at
from coder_tui.storage.study import StudyFile


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


@pytest.fixture
def whole(built_study: Built) -> Built:
    return coded(built_study)


def review(path: Path, *given: object) -> Any:
    done = run("review", path, "--json", *given)
    assert done.exit_code == 0, done.exception
    return json.loads(done.stdout)


def test_the_freeze_is_printed_and_kept_with_the_agreement_as_it_stands(whole: Built) -> None:
    shown = run("freeze", whole.path)
    assert shown.exit_code == 0, shown.exception
    assert "4 items, 2 coders with submitted scores, 8 of 8 assignments submitted" in shown.stdout
    assert "16 submitted scores, 4 disagreements: 0 decided, 4 without" in shown.stdout
    study = StudyFile.open(whole.path)
    made = latest_freeze(study.connection)
    assert made is not None
    assert f"Freeze 1\ndigest {made.digest}" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80
    clarity = next(line.split() for line in shown.stdout.splitlines() if line.startswith("cl"))
    assert clarity[:5] == ["clarity", "human", "4", "0", ".00"]
    assert clarity[-3:] == ["q-kappa", "too", "few"]
    version = study.rubric.version
    assert f"Agreement by rubric {study.rubric.id} {version}; the bar is 0.667" in shown.stdout
    assert made.digest_with(heads_at(study.connection, made.id)) == made.digest
    study.close()
    kept = {each["dimension"]: each for each in json.loads(made.agreement)}
    seen = review(whole.path, "--key", whole.key_path)
    told = {each["dimension"]: each for each in seen["agreement"]}
    assert set(kept) == set(told) == {"clarity", "escalated", "escalation_quality"}
    assert (kept["clarity"]["items"], kept["clarity"]["percent_agreement"]) == (4, 0.0)
    for dimension, each in kept.items():
        headline = next(c for c in told[dimension]["coefficients"] if c["headline"])
        assert each["coefficient"]["value"] == headline["value"]
        assert each["coefficient"]["interval"] == headline["interval"]
        assert each["coefficient"]["undefined"] == headline["undefined"]
    assert not any(coder in made.agreement for coder in CODERS)


def test_json_says_what_was_frozen(whole: Built) -> None:
    told = json.loads(run("freeze", whole.path, "--json").stdout)
    assert (told["written"], told["number"], told["counts"]["scores"]) == (True, 1, 16)
    assert len(told["digest"]) == 64
    again = json.loads(run("freeze", whole.path, "--json").stdout)
    assert (again["written"], again["number"]) == (False, 1)
    assert again["digest"] == told["digest"]


def test_unfinished_work_is_said_by_coder_and_refused(built_study: Built) -> None:
    study = StudyFile.open(built_study.path)
    first, second, *_ = items_of(study, "ana")
    give(study, "ana", [first])
    give(study, "ana", [second], submit=False)
    study.close()
    before = everything(built_study.path)
    done = run("freeze", built_study.path)
    assert isinstance(done.exception, RefusedError)
    assert "7 of 8 assignments are not submitted" in str(done.exception)
    assert "  ana: 3 (2 not begun, 1 begun)\n  ben: 4 (4 not begun)\n" in done.stderr
    assert everything(built_study.path) == before
    forced = run("freeze", built_study.path, "--unfinished", "--json")
    told = json.loads(forced.stdout)
    assert told["counts"]["unfinished"] == {
        "not_started": 6, "draft": 1, "skipped": 0, "reopened": 0,
    }  # fmt: skip
    assert "ana: 3" in forced.stderr


def test_an_empty_study_is_refused_even_unfinished(built_study: Built) -> None:
    done = run("freeze", built_study.path, "--unfinished")
    assert isinstance(done.exception, RefusedError)
    assert "no score has been submitted" in str(done.exception)


def test_a_dry_run_writes_nothing(whole: Built) -> None:
    before = everything(whole.path)
    done = run("freeze", whole.path, "--dry-run")
    assert done.exit_code == 0
    assert "DRY RUN" in done.stdout
    assert "digest" not in done.stdout
    assert "clarity" not in done.stdout
    assert json.loads(run("freeze", whole.path, "--dry-run", "--json").stdout)["agreement"] is None
    assert everything(whole.path) == before


def test_only_the_holder_of_the_key_freezes(whole: Built, write_study: WriteStudy) -> None:
    elsewhere = whole.path.parent / "other"
    elsewhere.mkdir()
    other = write_study([transcript("o1")], folder=elsewhere).init()
    before = everything(whole.path)
    wrong = run("freeze", whole.path, "--key", other.key_path)
    assert isinstance(wrong.exception, RefusedError)
    assert "the key of another study" in str(wrong.exception)
    whole.key_path.rename(whole.path.parent / "hidden.key.db")
    without = run("freeze", whole.path)
    assert isinstance(without.exception, BadInputError)
    assert everything(whole.path) == before


def test_late_scores_change_no_agreement_and_are_counted(whole: Built) -> None:
    run("freeze", whole.path)
    before = review(whole.path)
    study = StudyFile.open(whole.path)
    give(study, "ben", items_of(study, "ben"), 1)
    study.close()
    after = review(whole.path)
    assert after["agreement"] == before["agreement"]
    assert before["study"]["late_scores"] == 0
    assert after["study"]["late_scores"] == 8
    assert after["study"]["freeze"].endswith("; 8 late scores since. All other numbers count them.")
    # What is final follows the latest submit; only agreement rests on the set.
    assert len(after["disagreements"]) == 0 != len(before["disagreements"])
    status = run("status", whole.path).stdout
    assert "; 8 late scores since." in status
    assert json.loads(run("status", whole.path, "--json").stdout)["late_scores"] == 8
    shown = run("review", whole.path, "--plain").stdout
    assert "8 late scores since." in shown.replace("\n", " ")


def test_a_second_freeze_takes_in_what_came_since(whole: Built) -> None:
    run("freeze", whole.path)
    study = StudyFile.open(whole.path)
    give(study, "ben", items_of(study, "ben"), 1)
    study.close()
    done = run("freeze", whole.path)
    assert "12 judgements came in since the freeze before, and are taken in" in done.stdout
    assert "Freeze 2\ndigest" in done.stdout
    kept = {
        each["dimension"]: each
        for each in json.loads(run("freeze", whole.path, "--json").stdout)["agreement"]
    }
    assert kept["clarity"]["percent_agreement"] == 1.0
    assert review(whole.path)["study"]["late_scores"] == 0


def test_nothing_new_makes_no_second_freeze(whole: Built) -> None:
    run("freeze", whole.path)
    before = everything(whole.path)
    done = run("freeze", whole.path)
    assert done.exit_code == 0
    assert "holds all there is; nothing was written" in done.stderr
    assert everything(whole.path) == before


def test_a_damaged_freeze_takes_no_second_one(whole: Built) -> None:
    run("freeze", whole.path)
    hack(whole.path, "update score set value = '0' where coder = 'ana' and dimension = 'clarity'")
    done = run("freeze", whole.path)
    assert isinstance(done.exception, RefusedError)
    assert "NOT WHOLE, 4 faults" in str(done.exception)
    assert "clarity) was changed." in str(done.exception)


def test_check_needs_no_key_and_ends_with_1_where_something_changed(whole: Built) -> None:
    none = run("freeze", whole.path, "--check")
    assert isinstance(none.exception, RefusedError)
    run("freeze", whole.path)
    whole.key_path.unlink()
    assert run("freeze", whole.path, "--check").exit_code == 0
    hack(whole.path, "delete from score where coder = 'ana' and seq = 1")
    done = run("freeze", whole.path, "--check")
    assert done.exit_code == 1
    assert "1 of 12 judgements are gone, number 1 first." in done.stdout
    told = run("freeze", whole.path, "--check", "--json")
    assert told.exit_code == 1
    assert len(json.loads(told.stdout)["faults"]) == 1


def test_check_stands_alone(whole: Built) -> None:
    assert isinstance(run("freeze", whole.path, "--check", "--dry-run").exception, BadInputError)


def test_a_freeze_while_somebody_writes_is_measured_again(
    whole: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept as agreement is that of just the heads that are kept."""
    written = []
    measured = freeze_command.refuse_freeze

    def meanwhile(*given: Any, **named: Any) -> None:
        measured(*given, **named)
        if not written:
            other = StudyFile.open(whole.path)
            written.append(give(other, "ben", items_of(other, "ben"), 1))
            other.close()

    monkeypatch.setattr(freeze_command, "refuse_freeze", meanwhile)
    told = json.loads(run("freeze", whole.path, "--json").stdout)
    assert told["counts"]["judgements"] == 36
    assert told["agreement"][0]["percent_agreement"] == 1.0


def test_a_study_in_which_somebody_writes_all_the_time_is_not_frozen(
    whole: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*_: Any, **__: Any) -> None:
        other = StudyFile.open(whole.path)
        give(other, "ben", items_of(other, "ben")[:1], 1)
        other.close()

    monkeypatch.setattr(freeze_command, "refuse_freeze", meanwhile)
    done = run("freeze", whole.path)
    assert isinstance(done.exception, RefusedError)
    assert "somebody wrote all the time" in str(done.exception)
    study = StudyFile.open(whole.path)
    assert not study.is_frozen()
    study.close()


def test_imported_scores_are_late_and_the_import_says_so(whole: Built, tmp_path: Path) -> None:
    run("freeze", whole.path)
    key = "--key", whole.key_path
    before = review(whole.path, *key)["agreement"]
    study = StudyFile.open(whole.path)
    item = items_of(study)[0]
    study.close()
    (tmp_path / "codes.csv").write_text(f"item,coder,dimension,value\n{item},cem,clarity,0\n")
    done = run("ratings", "import", whole.path, tmp_path / "codes.csv")
    assert done.exit_code == 0, done.exception
    assert "marked late and enter no agreement" in done.stderr
    after = review(whole.path, *key)
    assert (after["agreement"], after["study"]["late_scores"]) == (before, 1)


def test_an_export_says_which_scores_are_in_the_set(whole: Built, tmp_path: Path) -> None:
    run("freeze", whole.path)
    study = StudyFile.open(whole.path)
    item = items_of(study, "ben")[0]
    give(study, "ben", [item], 1)
    study.close()
    done = run("export", whole.path, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.exception
    assert "LATE: 2 scores given, changed or merged after the freeze" in done.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (manifest["freeze"]["number"], manifest["late_scores"]) == (1, 2)
    assert manifest["unblinding"] is None
    rows = [json.loads(line) for line in (tmp_path / "out" / "scores_long.jsonl").open()]
    late = {(row["coder"], row["blind_id"]) for row in rows if row["late"]}
    assert (late, len(rows)) == ({("ben", item)}, 16)
    import sqlite3

    coded_db = sqlite3.connect(tmp_path / "out" / "coded.db")
    (value,) = coded_db.execute(
        "select value from reliable_score where coder = 'ben' and blind_id = ? "
        "and dimension = 'clarity'",
        (item,),
    ).fetchone()
    assert value == "2"
    heads = coded_db.execute("select count(*) from sitting_head join freeze on act = id")
    assert heads.fetchone() == (2,)
    coded_db.close()


def test_a_frozen_study_can_be_copied_and_checked_anywhere(whole: Built, tmp_path: Path) -> None:
    run("freeze", whole.path)
    copy = tmp_path / "elsewhere.db"
    shutil.copy(whole.path, copy)
    assert run("freeze", copy, "--check").exit_code == 0
