"""Practice, repeats, guesses and time, in what the commands print and write."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.conftest import Built, WriteStudy, transcript
from tests.review_fixtures import code

from coder_tui.cli.main import cli
from coder_tui.domain.guessing import Guess
from coder_tui.domain.rubric import NOT_APPLICABLE
from coder_tui.storage.rounds import Guesser, practice_items
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile

PLAN = """\
coders = ["ana", "ben"]
seal = false
repeats = 0.25
guess = ["Decoy A", "Decoy B"]
[[calibration]]
item = "practice.jsonl#p1"
gold = { clarity = 2, escalated = 0 }
"""
SHEET = {"clarity": 2, "escalated": 0}
OTHER = {"clarity": NOT_APPLICABLE, "escalated": 0}


def run(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def built(write_study: WriteStudy, tmp_path: Path) -> Built:
    """Eight items, two of them again for each coder, and one to practise on; all is coded.

    Practice and repeats are answered otherwise than the items, so that a number tells.
    """
    practice = transcript("p1", model="modelia-two", scaffold="practised")
    (tmp_path / "practice.jsonl").write_text(json.dumps(practice) + "\n")
    built = write_study([transcript(f"t{number}") for number in range(8)], plan=PLAN).init()
    repeats = {row[0] for row in rows(built.key_path, "select blind_id, repeats_blind_id from "
               "condition where repeats_blind_id is not null")}  # fmt: skip
    study = StudyFile.open(built.path)
    (practice_item,) = practice_items(study)
    for coder in ("ana", "ben"):
        own = [each.blind_id for each in study.assignments(coder)]
        code(
            built.path,
            coder,
            {practice_item.blind_id: OTHER},
            comments={practice_item.blind_id: "secret note"},
        )
        code(built.path, coder, {item: OTHER if item in repeats else SHEET for item in own})
        recorder = Recorder.start(study.connection, built.path, coder, study.rubric_fingerprint)
        Guesser(recorder.sitting).guess(own[0], Guess("Decoy A", 2))
        recorder.sitting.note_attention(own[0], 90.0)
        recorder.sitting.note_attention(practice_item.blind_id, 900.0)
        recorder.sitting.close()
    study.close()
    return built


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def review(built: Built, *more: object) -> dict[str, Any]:
    return json.loads(run("review", built.path, "--json", *more))  # type: ignore[no-any-return]


def test_with_the_key_repeats_and_practice_are_no_items(built: Built) -> None:
    found = review(built, "--key", built.key_path)
    assert (found["study"]["items"], found["study"]["repeats"]) == (8, 4)
    clarity = found["agreement"][0]
    assert (clarity["items"], clarity["prevalence"]["2"], clarity["withheld"]) == (8, 16, 0)
    cells = [each for each in found["conditions"] if each["dimension"] == "clarity"]
    assert [(each["scaffold"], each["n"], each["counts"]) for each in cells] == [
        ("scaffold-bare", 8, {"0": 0, "1": 0, "2": 8})
    ]
    assert [(each["assigned"], each["submitted"]) for each in found["progress"]] == [(10, 10)] * 2
    text = run("review", built.path, "--plain", "--key", built.key_path)
    assert "Of these assignments, silent repeats that count nowhere else: 4." in text
    assert "8 transcripts" in text


def test_the_repeats_of_machines_are_counted_among_the_assignments(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    practice = transcript("p1", model="modelia-two", scaffold="practised")
    (tmp_path / "practice.jsonl").write_text(json.dumps(practice) + "\n")
    items = [transcript(f"t{number}") for number in range(8)]
    made = write_study(items, plan=PLAN).init(machines=("judge",))
    again = {row[0] for row in rows(made.key_path, "select blind_id from condition "
             "where repeats_blind_id is not null")}  # fmt: skip
    study = sqlite3.connect(made.path)
    study.execute(
        "insert into assignment select 'judge', blind_id, 1000 + min(rowid) "
        "from assignment as other where not exists (select 1 from assignment "
        "where coder = 'judge' and blind_id = other.blind_id) group by blind_id"
    )
    study.commit()
    study.close()
    dealt = rows(made.path, "select blind_id, count(*) from assignment group by blind_id")
    repeats = sum(times for blind_id, times in dealt if blind_id in again)
    assert review(made, "--key", made.key_path)["study"]["repeats"] == repeats
    assert repeats > len(again)


def test_without_the_key_a_repeat_is_an_item_like_others_and_practice_still_none(
    built: Built,
) -> None:
    found = review(built)
    assert (found["study"]["items"], found["study"]["repeats"]) == (12, 0)
    assert found["agreement"][0]["withheld"] == 4
    assert "silent repeats" not in run("review", built.path, "--plain")


def test_an_export_with_the_key_counts_no_repeat_and_no_practice(
    built: Built, tmp_path: Path
) -> None:
    run("export", built.path, "-o", tmp_path / "out", "--key", built.key_path)
    coded = tmp_path / "out" / "coded.db"
    assert rows(coded, "select count(*) from final_score where dimension = 'clarity'") == [(8,)]
    assert rows(coded, "select distinct state from submitted_score") == [("scored",)]
    assert rows(coded, "select count(*) from condition") == [(8,)]
    assert rows(coded, "select distinct model from condition") == [("modelia-one",)]
    assert rows(coded, "select count(*) from item") == [(12,)]
    linked = rows(coded, "select blind_id, repeats_blind_id from repeat")
    assert sorted(linked) == sorted(
        rows(built.key_path, "select blind_id, repeats_blind_id from condition "
             "where repeats_blind_id is not null")
    )  # fmt: skip
    assert rows(coded, "select count(*) from score where blind_id in (select blind_id from repeat)")
    wide = (tmp_path / "out" / "scores_wide.csv").read_text().splitlines()
    long = (tmp_path / "out" / "scores_long.csv").read_text().splitlines()
    conditions = (tmp_path / "out" / "conditions.csv").read_text().splitlines()
    assert (len(wide), len(long), len(conditions)) == (9, 33, 9)


@pytest.mark.parametrize("key", [True, False])
def test_practice_stands_in_a_table_of_its_own_and_in_no_other(
    built: Built, tmp_path: Path, key: bool
) -> None:
    more = ["--key", built.key_path] if key else []
    run("export", built.path, "-o", tmp_path / "out", *more)
    coded = tmp_path / "out" / "coded.db"
    practice = rows(built.path, "select blind_id from calibration")[0][0]
    assert rows(coded, "select * from calibration_score order by coder, dimension") == [
        (coder, practice, dimension, 1, *answers)
        for coder in ("ana", "ben")
        for dimension, answers in (
            ("clarity", ("not_applicable", None, "scored", "2")),
            ("escalated", ("scored", "0", "scored", "0")),
        )
    ]
    for table in ("item", "part", "score", "evidence", "comment", "submission", "attention"):
        assert rows(coded, f"select 1 from {table} where blind_id = '{practice}'") == [], table
    for file in (tmp_path / "out").iterdir():
        assert b"secret note" not in file.read_bytes()
    assert rows(coded, "pragma foreign_key_check") == []


def test_an_export_without_the_key_tells_no_repeat(built: Built, tmp_path: Path) -> None:
    run("export", built.path, "-o", tmp_path / "out")
    coded = tmp_path / "out" / "coded.db"
    assert rows(coded, "select * from repeat") == []
    assert rows(coded, "select count(*) from final_score where dimension = 'clarity'") == [(12,)]


def test_guesses_and_time_are_exported(built: Built, tmp_path: Path) -> None:
    run("export", built.path, "-o", tmp_path / "out")
    coded = tmp_path / "out" / "coded.db"
    assert rows(coded, "select coder, model, confidence from guess order by coder") == [
        ("ana", "Decoy A", 2),
        ("ben", "Decoy A", 2),
    ]
    assert rows(coded, "select coder, seconds from attention order by coder") == [
        ("ana", 90.0),
        ("ben", 90.0),
    ]
    assert sorted(json.loads(rows(coded, "select guess from study")[0][0])) == [
        "Decoy A",
        "Decoy B",
    ]


def test_status_shows_the_median_time_on_a_submitted_item(built: Built) -> None:
    found = json.loads(run("status", built.path, "--json"))
    assert [each["median_minutes"] for each in found["progress"]] == [1.5, 1.5]
    assert "min/item" in run("status", built.path)


def test_status_has_no_time_where_nothing_was_submitted(write_study: WriteStudy) -> None:
    built = write_study().init()
    found = json.loads(run("status", built.path, "--json"))
    assert [each["median_minutes"] for each in found["progress"]] == [None, None]


def test_init_says_what_practice_and_repeats_come_to(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    (tmp_path / "practice.jsonl").write_text(json.dumps(transcript("p1")) + "\n")
    written = write_study([transcript(f"t{number}") for number in range(8)], plan=PLAN)
    text = run("init", written.study_toml)
    assert "practice: 1 item first, for every coder" in text
    assert "silent repeats: ana gets 2 items again" in text
    assert "silent repeats: ben gets 2 items again" in text
    assert "guess: 'modelia-one' is not offered" in text


def test_a_model_is_offered_whatever_its_case(write_study: WriteStudy) -> None:
    plan = 'coders = ["ana", "ben"]\nguess = ["Modelia-One", "Decoy"]'
    assert write_study(plan=plan).init().report.not_offered == []


def test_init_says_nothing_of_them_where_there_are_none(write_study: WriteStudy) -> None:
    text = run("init", write_study().study_toml)
    assert "practice" not in text
    assert "repeat" not in text
