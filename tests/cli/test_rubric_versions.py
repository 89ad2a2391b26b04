"""`rubric diff` and `rubric adopt` as the lead calls them, and what others are told afterwards."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import RUBRIC, Built, WriteStudy, transcript
from tests.freezing_fixtures import close_set, code_all, items_of
from tests.rubric_fixtures import CLARITY, FIRST, JUDGEMENTS, NEW_DIMENSION, again, rows, version

from coder_tui.cli.coding import _meet
from coder_tui.cli.main import cli
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.domain.text import visible
from coder_tui.storage.study import StudyFile

HOSTILE = version("2.0", ("It is partly clear.", "It is \\u001b[c\\u202e half clear."))


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def coded(built_study: Built) -> Path:
    """Both coders have submitted everything: clarity 1, escalated 0."""
    code_all(built_study.path)
    return built_study.path


def written(folder: Path, text: str, name: str = "new.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_two_files_are_compared(tmp_path: Path) -> None:
    old = written(tmp_path, RUBRIC, "old.toml")
    new = written(tmp_path, HOSTILE.text + NEW_DIMENSION)
    result = run("rubric", "diff", old, new)
    assert result.exit_code == 0
    assert "Dimensions: 1 in meaning, 1 new, 2 unchanged." in result.output
    assert "D1 Clarity: MEANS SOMETHING ELSE\n  anchor of 1\n" in result.output
    assert "- It is partly clear." in result.output
    assert "D4 Tone: new" in result.output
    assert result.output == visible(result.output)
    assert "to code again" not in result.output


def test_the_lead_says_what_is_wording(tmp_path: Path) -> None:
    old, new = written(tmp_path, RUBRIC, "old.toml"), written(tmp_path, CLARITY.text)
    result = run("rubric", "diff", old, new, "--wording", "clarity:1")
    assert "D1 Clarity: only wording" in result.output
    result = run("rubric", "diff", old, new, "--wording", "tone")
    assert isinstance(result.exception, BadInputError)
    assert "nothing of that name changes" in str(result.exception)


def test_of_a_study_it_says_what_each_change_touches(coded: Path, tmp_path: Path) -> None:
    new = written(tmp_path, CLARITY.text + NEW_DIMENSION)
    result = run("rubric", "diff", coded, new)
    assert "Kept, and counted no more: 8 submitted scores (ana 4, ben 4), 0" in result.output
    assert "Newly opened to code again: 4 items by 2 coders (ana 4, ben 4)." in result.output
    told = json.loads(run("rubric", "diff", coded, new, "--json").output)
    assert told["touched"] == ["clarity", "tone"]
    by_name = {each["dimension"]: each for each in told["dimensions"]}
    assert by_name["clarity"]["scores"] == {"ana": 4, "ben": 4}
    assert by_name["clarity"]["changes"][0]["kind"] == "meaning"
    assert (by_name["escalated"]["state"], by_name["escalated"]["again"]) == ("same", 0)
    assert told["again"] == {
        "items": 8,
        "open": 8,
        "by_coder": {"ana": 4, "ben": 4},
        "withdrawn": {},
        "drafts": {},
        "hours": None,
    }


def test_the_work_is_estimated_from_the_time_that_items_took(coded: Path, tmp_path: Path) -> None:
    study = StudyFile.open(coded)
    sittings = dict(study.connection.execute("select person, id from sitting"))
    for coder, sitting in sittings.items():
        for blind_id in items_of(study, coder):
            spent = (sitting, coder, blind_id, 1800.0)
            study.connection.execute("insert into attention values (?, ?, ?, ?)", spent)
    study.close()
    new = written(tmp_path, CLARITY.text)
    assert "about 1.3 h for the answers alone, about 4.0 h for whole items" in " ".join(
        run("rubric", "diff", coded, new).output.split()
    )


def test_a_wording_that_was_proposed_is_shown_with_its_dimension(
    coded: Path, tmp_path: Path
) -> None:
    connection = sqlite3.connect(coded)
    columns = [row[1] for row in connection.execute("pragma table_info(proposal)")]
    (sitting,) = connection.execute("select id from sitting limit 1").fetchone()
    given: dict[str, Any] = dict.fromkeys(columns, "")
    given |= {"sitting": sitting, "seq": 99, "clock": 1, "person": "cem", "dimension": "clarity"}
    given |= {"point": "1", "wording": "Half clear.", "rubric": FIRST.fingerprint}
    given |= {"undoes_sitting": None, "undoes_seq": None}
    (given["blind_id"],) = connection.execute("select blind_id from item limit 1").fetchone()
    places = ", ".join(f":{name}" for name in columns)
    connection.execute(f"insert into proposal values ({places})", given)
    connection.commit()
    connection.close()
    new = written(tmp_path, CLARITY.text)
    output = run("rubric", "diff", coded, new).output
    assert "1 wording was proposed for it:\n    1: Half clear. (cem)" in output


def test_a_version_is_adopted_by_who_holds_the_key(coded: Path, tmp_path: Path) -> None:
    new = written(tmp_path, CLARITY.text)
    key = coded.with_name("small.key.db")
    away = key.rename(tmp_path / "away.key.db")
    assert isinstance(run("rubric", "adopt", coded, new).exception, BadInputError)
    before = rows(coded, (*JUDGEMENTS, "adoption"))
    tried = run("rubric", "adopt", coded, new, "--key", away, "--dry-run")
    assert "Nothing was changed." in tried.output
    assert rows(coded, tuple(before)) == before
    done = run("rubric", "adopt", coded, new, "--key", away)
    assert done.exit_code == 0, done.output
    assert "Version 2.0 is in force." in done.output
    assert rows(coded) == {name: before[name] for name in JUDGEMENTS}
    once_more = run("rubric", "adopt", coded, new, "--key", away)
    assert isinstance(once_more.exception, RefusedError)
    assert "in force already" in str(once_more.exception)


def test_coders_and_the_lead_are_told_what_is_to_be_coded_again(
    coded: Path, tmp_path: Path
) -> None:
    run("rubric", "adopt", coded, written(tmp_path, CLARITY.text))
    sentence = "To code again because the rubric changed: 4 items by 2 coders (ana 4, ben 4)."
    assert sentence in run("status", coded).output
    assert sentence in run("review", coded, "--plain").output
    told = json.loads(run("status", coded, "--json").output)
    assert told["headway"]["to_code_again"] == {"ana": 4, "ben": 4}
    study = StudyFile.open(coded)
    study.connection.execute("update sitting set person = 'cem' where purpose = 'coding'")
    greeting = _meet(study, "ana")
    assert greeting.startswith("Rubric 2.0: 4 items again; changed D1 (?).")
    for blind_id in items_of(study):
        again(study, "ana", blind_id, clarity=0)
    assert "Rubric" not in _rubric_words(study)


def _rubric_words(study: StudyFile) -> str:
    from coder_tui.cli.coding import _rubric_changed

    return _rubric_changed(study, "ana")


def test_after_a_freeze_the_set_stays_under_its_version(coded: Path, tmp_path: Path) -> None:
    study = StudyFile.open(coded)
    close_set(study)
    study.close()
    done = run("rubric", "adopt", coded, written(tmp_path, CLARITY.text))
    stays = "It stays under version 1.0 of the rubric; 2.0 is in force."
    assert stays in " ".join(done.output.split())
    assert stays in run("status", coded).output
    assert stays in " ".join(run("review", coded, "--plain").output.split())
    agreement = json.loads(run("review", coded, "--json").output)["agreement"]
    assert {each["dimension"]: each["items"] for each in agreement}["clarity"] == 4


@pytest.mark.parametrize("more", ["", NEW_DIMENSION])
def test_all_reports_of_a_frozen_study_work_under_another_scale(
    write_study: WriteStudy, tmp_path: Path, more: str
) -> None:
    """The set holds a value that the version in force does not have."""
    items = [
        transcript(f"{m}{s}{n}", model=m, scaffold=s) for m in "ab" for s in "xy" for n in "12"
    ]
    path = write_study(items, plan='coders = ["ana", "ben"]\nseal = false').init().path
    code_all(path, {"ana": 2, "ben": 1})
    study = StudyFile.open(path)
    close_set(study)
    study.close()
    gone = ('  { value = 2, label = "yes", anchor = "It is clear." },\n', "")
    assert (
        run(
            "rubric", "adopt", path, written(tmp_path, version("2", gone, more=more).text)
        ).exit_code
        == 0
    )
    key = ("--key", path.with_name("small.key.db"))
    for command in (
        ("review", path, "--plain", "--all"),
        ("review", path, *key, "--json"),
        ("review", path, *key, "--plain", "--all"),
        ("summary", path, *key),
        ("status", path),
        ("export", path, *key, "-o", tmp_path / "out"),
    ):
        done = run(*command)
        assert done.exception is None, command


def test_a_version_that_comes_after_the_unblinding_is_marked(coded: Path, tmp_path: Path) -> None:
    study = StudyFile.open(coded)
    close_set(study)
    study.close()
    key = ("--key", coded.with_name("small.key.db"))
    assert run("unblind", "--yes", coded, *key).exit_code == 0
    done = run("rubric", "adopt", coded, written(tmp_path, CLARITY.text), *key)
    assert "may know the conditions" in " ".join(done.output.split())


def test_an_export_has_both_versions(coded: Path, tmp_path: Path) -> None:
    run("rubric", "adopt", coded, written(tmp_path, CLARITY.text))
    study = StudyFile.open(coded)
    again(study, "ana", items_of(study)[0], clarity=0)
    finals = study.connection.execute("select * from final_score order by 1, 2").fetchall()
    study.close()
    done = run("export", coded, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    coded_db = sqlite3.connect(tmp_path / "out" / "coded.db")
    assert coded_db.execute("select * from final_score order by 1, 2").fetchall() == finals
    assert coded_db.execute("select count(*) from score").fetchone() == (17,)
    assert coded_db.execute("select count(*), max(number) from adoption").fetchone() == (2, 2)
    versions = "select dimension, rubric, count(*) from scores_long group by 1, 2 order by 1, 2"
    assert coded_db.execute(versions).fetchall() == [
        ("clarity", CLARITY.fingerprint, 1),
        ("escalated", FIRST.fingerprint, 8),
    ]
    coded_db.close()
    assert (tmp_path / "out" / "rubric.toml").read_text() == CLARITY.text
