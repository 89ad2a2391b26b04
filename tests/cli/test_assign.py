"""Coders come, go and take over; what is submitted stays, and nobody gets an item twice."""

import json
import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy, transcript
from tests.review_fixtures import code

from coder_tui.cli.main import cli
from coder_tui.domain.errors import CoderError
from coder_tui.storage.study import StudyFile

SHEET = {"clarity": 2, "escalated": 0}


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    """Twelve items for ana and ben, of which ana has submitted two and ben one."""
    built = write_study([transcript(f"t{number}") for number in range(12)]).init()
    study = StudyFile.open(built.path)
    ana, ben = study.assignments("ana"), study.assignments("ben")
    study.close()
    code(built.path, "ana", {each.blind_id: SHEET for each in ana[:2]})
    code(built.path, "ana", {ana[2].blind_id: {"escalated": 0}}, submit=False)
    code(built.path, "ben", {ben[0].blind_id: SHEET})
    return built


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def orders(path: Path) -> dict[str, list[str]]:
    connection = sqlite3.connect(path)
    rows = connection.execute("select coder, blind_id, place from assignment order by coder, place")
    result: dict[str, list[str]] = {}
    for coder, blind_id, place in rows:
        result.setdefault(coder, []).append(blind_id)
        assert place == len(result[coder])
    connection.close()
    return result


def submitted(path: Path, coder: str) -> set[str]:
    study = StudyFile.open(path)
    own = study.assignments(coder)
    study.close()
    return {each.blind_id for each in own if each.progress.value == "submitted"}


def test_a_third_coder_gets_a_share_of_what_nobody_has_begun(built: Built) -> None:
    before = orders(built.path)
    done = run("assign", built.path, "--add", "cleo")
    assert done.exit_code == 0, done.output
    after = orders(built.path)
    teams = Counter(blind_id for order in after.values() for blind_id in order)
    assert set(teams.values()) == {2}
    assert len(teams) == 12
    assert before["ana"][:3] == after["ana"][:3]
    left = {"ana": len(after["ana"]) - 2, "ben": len(after["ben"]) - 1, "cleo": len(after["cleo"])}
    assert max(left.values()) - min(left.values()) <= 1
    study = StudyFile.open(built.path)
    ((person, detail, _),) = study.events("assign")
    study.close()
    assert person
    assert detail["add"] == "cleo"


def test_who_goes_keeps_what_is_submitted_and_the_rest_goes_to_others(built: Built) -> None:
    run("assign", built.path, "--add", "cleo")
    kept = submitted(built.path, "ana")
    done = run("assign", built.path, "--withdraw", "ana", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    after = orders(built.path)
    assert set(after["ana"]) == kept == submitted(built.path, "ana")
    teams = Counter(blind_id for order in after.values() for blind_id in order)
    assert sum(count == 1 for count in teams.values()) == len(told["owed"])
    refused = run("code", built.path, "--coder", "ana")
    assert isinstance(refused.exception, CoderError)
    assert "withdrawn" in str(refused.exception)
    again = run("assign", built.path, "--withdraw", "ana")
    assert "withdrawn before" in str(again.exception)


def test_who_comes_back_codes_again(built: Built) -> None:
    run("assign", built.path, "--withdraw", "ana")
    assert len(orders(built.path)["ana"]) == 2
    done = run("assign", built.path, "--add", "ana")
    assert done.exit_code == 0, done.output
    assert len(orders(built.path)["ana"]) > 2


def test_what_lost_its_second_coder_gets_one_again_from_the_next_who_comes(built: Built) -> None:
    run("assign", built.path, "--withdraw", "ana")
    study = StudyFile.open(built.path)
    (_, detail, _) = study.events("assign")[-1]
    study.close()
    assert len(detail["owed"]) == 10
    done = run("assign", built.path, "--add", "cleo", "--json")
    assert json.loads(done.stdout)["owed"] == []
    teams = Counter(item for order in orders(built.path).values() for item in order)
    assert set(teams.values()) == {2}


def test_open_items_move_from_one_to_another(built: Built) -> None:
    run("assign", built.path, "--add", "cleo")
    before = orders(built.path)
    done = run("assign", built.path, "--move", "ben", "cleo")
    assert done.exit_code == 0, done.output
    after = orders(built.path)
    assert after["ben"] == before["ben"][:1]
    moved = set(before["ben"][1:])
    assert moved - set(after["cleo"]) <= set(before["cleo"]) | set(after["ana"])
    assert set(before["cleo"]) <= set(after["cleo"])


def test_a_dry_run_changes_nothing(built: Built) -> None:
    before = orders(built.path)
    done = run("assign", built.path, "--add", "cleo", "--dry-run")
    assert done.exit_code == 0
    assert "cleo" in done.stdout
    assert orders(built.path) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "exactly one of"),
        (["--add", "x", "--withdraw", "ana"], "exactly one of"),
        (["--add", "ana"], "is a coder of this study already"),
        (["--add", "ANA"], "there is a coder 'ana'"),
        (["--add", "../x"], "cannot be used"),
        (["--withdraw", "nobody"], "there is no coder 'nobody'"),
        (["--move", "ana", "ana"], "two different"),
        (["--move", "ana", "nobody"], "there is no coder"),
        (["--add", "cleo", "--key", "nowhere.key.db"], "There is no key file"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(
    built: Built, arguments: list[str], said: str
) -> None:
    before = orders(built.path)
    done = run("assign", built.path, *arguments)
    assert isinstance(done.exception, CoderError)
    assert said in str(done.exception)
    assert orders(built.path) == before


def test_without_a_key_beside_the_study_it_is_asked_for(built: Built) -> None:
    built.key_path.rename(built.key_path.with_name("elsewhere.db"))
    done = run("assign", built.path, "--add", "cleo")
    assert "--key" in str(done.exception)


def test_silent_repeats_stay_with_their_originals(write_study: WriteStudy) -> None:
    items = [transcript(f"t{number}") for number in range(12)]
    built = write_study(items, plan='coders = ["ana", "ben"]\nrepeats = 0.25').init()
    run("assign", built.path, "--add", "cleo")
    connection = sqlite3.connect(built.key_path)
    links = connection.execute(
        "select blind_id, repeats_blind_id from condition where repeats_blind_id is not null"
    ).fetchall()
    connection.close()
    assert links
    for order in orders(built.path).values():
        for repeat, original in links:
            assert repeat not in order or original in order


def test_who_takes_over_and_is_not_there_is_named_with_how_to_come(built: Built) -> None:
    done = run("assign", built.path, "--move", "ana", "cleo")
    assert isinstance(done.exception, CoderError)
    assert "no coder 'cleo'" in str(done.exception)
    assert "--add cleo" in done.exception.hint


def test_an_item_that_lacks_two_coders_is_one_item(built: Built) -> None:
    first = run("assign", built.path, "--withdraw", "ana")
    assert "10 items with fewer coders than planned: everybody else has them." in first.stderr
    run("assign", built.path, "--add", "cleo")
    run("assign", built.path, "--withdraw", "ben")
    done = run("assign", built.path, "--withdraw", "cleo", "--json")
    told = json.loads(done.stdout)
    teams = Counter(blind_id for order in orders(built.path).values() for blind_id in order)
    lacking = {name: 2 - teams[name] for name in told["lacking"]}
    assert told["lacking"] == lacking
    assert 2 in lacking.values()
    again = run("assign", built.path, "--add", "dora", "--dry-run")
    assert again.exit_code == 0


def test_an_item_without_any_coder_is_said_to_be(built: Built) -> None:
    for name in ("ana", "ben"):
        done = run("assign", built.path, "--withdraw", name)
    assert re.search(
        r"\d+ items with fewer coders than planned, \d+ of them by more than one, \d+ with none:",
        done.stderr,
    )
