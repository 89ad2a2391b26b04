"""`unblind`: only with the right key and a whole freeze, or under a broken seal that all see."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy, transcript
from tests.freezing_fixtures import code_all, everything, give, hack, items_of
from tests.once import once

from coder_tui.cli import coding
from coder_tui.cli.main import cli
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import conditions_are_open

MODELS = ("modelia-one", "modelia-two")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


@once
def coded_under_seal(write_study: WriteStudy) -> Built:
    """A sealed study of two models, coded by two, whose lead asks for guesses."""
    items = [
        transcript(f"t{n}", model=MODELS[n % 2], scaffold=f"scaffold-{n // 2 % 2}")
        for n in range(4)
    ]
    plan = f'coders = ["ana", "ben"]\nguess = {json.dumps(MODELS)}'
    built = write_study(items, plan=plan).init()
    code_all(built.path, {"ana": 1, "ben": 1})
    return built


@once
def frozen_under_seal(write_study: WriteStudy) -> Built:
    built = coded_under_seal(write_study)
    assert run("freeze", built.path).exit_code == 0
    return built


@pytest.fixture
def sealed(write_study: WriteStudy) -> Built:
    return coded_under_seal(write_study)


@pytest.fixture
def frozen(write_study: WriteStudy) -> Built:
    return frozen_under_seal(write_study)


def review(built: Built, *, key: bool = True) -> Any:
    done = run("review", built.path, "--json", *(["--key", built.key_path] if key else []))
    assert done.exit_code == 0, done.exception
    return json.loads(done.stdout)


def is_open(built: Built) -> bool:
    study = StudyFile.open(built.path, read_only=True)
    try:
        return conditions_are_open(study)
    finally:
        study.close()


def refused(built: Built, *given: object) -> str:
    """Unblind, be refused, and make sure that nothing was written; give the sentence."""
    before = everything(built.path)
    done = run("unblind", "--yes", built.path, *given)
    assert isinstance(done.exception, RefusedError), (done.stdout, done.exception)
    assert everything(built.path) == before
    assert not is_open(built)
    return str(done.exception)


def test_without_a_freeze_it_is_refused(sealed: Built) -> None:
    said = refused(sealed, "--key", sealed.key_path)
    assert said.endswith(f"its scores are not frozen. First: coder-tui freeze {sealed.path}")


def test_a_key_of_another_study_is_refused(frozen: Built, write_study: WriteStudy) -> None:
    elsewhere = frozen.path.parent / "other"
    elsewhere.mkdir()
    other = write_study([transcript("o1")], folder=elsewhere).init()
    before = everything(other.key_path)
    assert "the key of another study" in refused(frozen, "--key", other.key_path)
    assert everything(other.key_path) == before


@pytest.mark.parametrize(
    "change",
    [
        "update condition set model = 'modelia-two' where model = 'modelia-one'",
        "update condition set scaffold = 'scaffold-x' where blind_id = (select min(blind_id) "
        "from condition)",
        "update original set text = text || '.' where rowid = 1",
        "update registration set nonce = '00'",
        "update registration set plan = 'x'",
        "update registration set plan = plan || ' '",
        "insert into mask values ('modelia-one')",
        "delete from condition where blind_id = (select min(blind_id) from condition)",
    ],
)
def test_a_key_that_was_edited_is_refused(frozen: Built, change: str) -> None:
    assert hack(frozen.key_path, change) >= 1
    assert "this key is not the one the study committed to" in refused(frozen)


def test_a_key_edited_together_with_the_studys_commitment_is_refused(frozen: Built) -> None:
    """The freeze has kept the commitments."""
    from coder_tui.storage.key import key_commitment

    hack(frozen.key_path, "update condition set model = 'modelia-two'")
    connection = sqlite3.connect(frozen.key_path)
    digest = key_commitment(connection, 1)
    connection.close()
    hack(frozen.path, "update commitment set digest = ?", digest)
    assert "The commitment to the key of import 1 was changed." in refused(frozen)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("delete from score where coder = 'ana' and seq = 1", "number 1 first"),
        ("update score set value = '2' where coder = 'ben' and dimension = 'clarity' and seq = 1",
         "judgement 1 (score, "),
        ("delete from submission where coder = 'ana'", "4 of 12 judgements are gone"),
        ("update freeze set agreement = '[]'", "What the study keeps of freeze 1 was changed."),
    ],
)  # fmt: skip
def test_a_study_whose_frozen_rows_changed_is_refused(
    frozen: Built, change: str, named: str
) -> None:
    assert hack(frozen.path, change) >= 1
    said = refused(frozen)
    assert "NOT WHOLE" in said
    assert named in said


def test_after_a_freeze_the_key_opens_the_conditions_for_everything(
    frozen: Built, tmp_path: Path
) -> None:
    closed = review(frozen)
    assert closed["conditions"] is None
    assert "`unblind`" in closed["conditions_note"]
    assert isinstance(
        run("export", frozen.path, "-o", tmp_path / "no", "--key", frozen.key_path).exception,
        RefusedError,
    )
    done = run("unblind", "--yes", frozen.path, "--key", frozen.key_path)
    assert done.exit_code == 0, done.exception
    assert "after freeze 1." in done.stdout
    assert "modelia" not in done.stdout + done.stderr
    opened = review(frozen)
    assert {each["model"] for each in opened["conditions"]} == set(MODELS)
    assert opened["blinding"] is not None
    assert (opened["study"]["sealed"], opened["study"]["seal_broken"]) == (True, None)
    assert opened["study"]["unblinded"].endswith("after freeze 1.")
    query = run("query", frozen.path, "--key", frozen.key_path, "--json",
                "select distinct model from condition")  # fmt: skip
    assert "modelia-one" in query.stdout
    exported = run("export", frozen.path, "-o", tmp_path / "out", "--key", frozen.key_path)
    assert exported.exit_code == 0, exported.exception
    assert "modelia-one" in (tmp_path / "out" / "conditions.csv").read_text()
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["unblinding"]["freeze"] == 1
    assert "UNSEALED" not in exported.stderr
    assert "SEAL BROKEN" not in exported.stderr


def test_without_the_key_nothing_is_shown_after_unblinding_either(frozen: Built) -> None:
    run("unblind", "--yes", frozen.path)
    told = review(frozen, key=False)
    assert told["conditions"] is None
    assert "modelia" not in json.dumps(told)


def test_a_second_unblinding_says_that_it_is_open_and_writes_nothing(frozen: Built) -> None:
    first = json.loads(run("unblind", "--yes", frozen.path, "--json").stdout)
    before = everything(frozen.path)
    done = run("unblind", "--yes", frozen.path)
    assert done.exit_code == 0
    assert "open already; nothing was written" in done.stderr
    again = json.loads(run("unblind", "--yes", frozen.path, "--json").stdout)
    assert everything(frozen.path) == before
    assert (first.pop("written"), again.pop("written")) == (True, False)
    assert again == first


def test_after_unblinding_there_is_no_further_freeze(frozen: Built) -> None:
    run("unblind", "--yes", frozen.path)
    study = StudyFile.open(frozen.path)
    give(study, "ana", items_of(study)[:1], 2)
    study.close()
    done = run("freeze", frozen.path)
    assert isinstance(done.exception, RefusedError)
    assert "the reliability set stays that of freeze 1" in str(done.exception)


def test_a_broken_seal_stands_over_every_report_ever_after(sealed: Built, tmp_path: Path) -> None:
    done = run(
        "unblind", "--yes", sealed.path, "--break-seal", "the key was\n mailed\x1b[c around."
    )
    assert done.exit_code == 0, done.exception
    mark = "SEAL BROKEN: the key was mailed"
    assert mark in done.stdout
    assert "\x1b" not in done.stdout
    assert ", without a freeze." in done.stdout
    for key in (True, False):
        told = review(sealed, key=key)["study"]
        assert told["seal_broken"].startswith(mark)
    for given in (["--key", sealed.key_path], []):
        shown = run("review", sealed.path, "--plain", *given).stdout
        assert mark in shown.replace("\n", " ")
        assert "\x1b" not in shown
    assert mark in run("status", sealed.path).stdout
    exported = run("export", sealed.path, "-o", tmp_path / "out")
    assert mark in exported.stderr
    assert mark in (tmp_path / "out" / "data_dictionary.md").read_text().replace("\\", "")
    again = run("unblind", "--yes", sealed.path)
    assert mark in again.stdout
    # A freeze that follows changes nothing about it.
    later = run("freeze", sealed.path)
    assert later.exit_code == 0, later.exception
    assert review(sealed)["study"]["seal_broken"].startswith(mark)


def test_a_damaged_freeze_is_opened_only_by_breaking_the_seal(frozen: Built) -> None:
    hack(frozen.path, "delete from score where coder = 'ana' and seq = 1")
    assert run("unblind", "--yes", frozen.path, "--break-seal", "disk failed").exit_code == 0
    told = json.loads(run("unblind", "--yes", frozen.path, "--json").stdout)
    assert told["seal_broken"] == "disk failed"
    assert "1 of 12 judgements are gone" in told["why_broken"]


def test_a_seal_that_need_not_be_broken_is_not(frozen: Built) -> None:
    run("unblind", "--yes", frozen.path, "--break-seal", "to be sure")
    assert review(frozen)["study"]["seal_broken"] is None


def test_a_broken_seal_wants_the_right_key_and_a_reason(sealed: Built) -> None:
    for reason in ("", " \n", "x" * 301):
        done = run("unblind", "--yes", sealed.path, "--break-seal", reason)
        assert isinstance(done.exception, BadInputError)
    hack(sealed.key_path, "update condition set model = 'x'")
    assert "committed to" in refused(sealed, "--break-seal", "why")


def test_a_study_without_a_seal_is_unblinded_once_it_is_frozen(write_study: WriteStudy) -> None:
    built = write_study(plan='coders = ["ana", "ben"]\nseal = false').init()
    code_all(built.path)
    done = run("unblind", "--yes", built.path, "--break-seal", "why")
    assert isinstance(done.exception, RefusedError)
    assert "no seal" in str(done.exception)
    run("freeze", built.path)
    assert run("unblind", "--yes", built.path).exit_code == 0
    assert review(built)["study"]["unblinded"]


def test_who_codes_later_is_told_so(frozen: Built) -> None:
    study = StudyFile.open(frozen.path)
    assert coding._meet(study, "ana") == "Frozen: scores are late now, in no agreement."
    study.close()
    run("unblind", "--yes", frozen.path)
    study = StudyFile.open(frozen.path)
    assert coding._meet(study, "ana") == "Unblinded: scores are late now, in no agreement."
    study.close()


def test_what_a_coder_is_told_who_saw_the_review_of_an_open_study_fits_a_line(
    frozen: Built,
) -> None:
    run("unblind", "--yes", frozen.path)
    review(frozen)
    study = StudyFile.open(frozen.path)
    told = coding._meet(study, "ana")
    study.close()
    assert told.startswith("Unblinded: ")
    assert told.endswith(" You saw the review: noted.")
    assert len(told) < 78


def test_who_codes_in_time_is_told_nothing(sealed: Built) -> None:
    study = StudyFile.open(sealed.path)
    assert coding._meet(study, "ana") == ""
    study.close()
