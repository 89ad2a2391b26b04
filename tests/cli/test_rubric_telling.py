"""What is said of another version of the rubric: what is open, what comes back, what is refused."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy
from tests.freezing_fixtures import close_set, code_all, give, items_of
from tests.rubric_fixtures import CLARITY, FIRST, NEW_DIMENSION, again, bring, version

from coder_tui.cli.coding import _meet, _rubric_changed
from coder_tui.cli.main import cli
from coder_tui.cli.rubric_text import _duration
from coder_tui.domain.rubric_changes import codings, in_brief
from coder_tui.domain.rubric_diff import diff_rubrics
from coder_tui.storage.study import StudyFile

OTHER = ("It is clear.", "It is clear at once.")


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def said(*words: object) -> str:
    return " ".join(run(*words).output.split())


@pytest.fixture
def coded(built_study: Built) -> Path:
    """Both coders have submitted everything: clarity 1, escalated 0."""
    code_all(built_study.path)
    return built_study.path


def written(folder: Path, text: str, name: str = "new.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_what_is_open_from_before_is_told_beside_what_is_newly_opened(
    coded: Path, tmp_path: Path
) -> None:
    study = StudyFile.open(coded)
    bring(study, CLARITY)
    again(study, "ana", items_of(study)[0], clarity=0)
    study.close()
    told = said("rubric", "diff", coded, written(tmp_path, version("3.0", OTHER).text))
    assert "Newly opened to code again: 1 item (ana 1)." in told
    assert "Open in all: 4 items by 2 coders (ana 4, ben 4)." in told
    only_words = version("2.1", ("It is partly clear.", "It is clear at the second look!"))
    told = said("rubric", "diff", coded, written(tmp_path, only_words.text))
    assert "Newly opened to code again: nothing." in told
    assert "Open in all: 7 codings of 4 items (ana 3, ben 4)." in told
    assert "7 codings of 4 items (ana 3, ben 4)." in said("status", coded)


def test_codings_are_no_items() -> None:
    assert codings([("ana", "1"), ("ben", "1")]) == "1 item by 2 coders"
    assert codings([("ana", "1"), ("ben", "2")]) == "2 items"
    assert codings([("ana", "1"), ("ben", "1"), ("ben", "2")]) == "3 codings of 2 items"


def test_scores_that_come_back_are_told_with_their_version(coded: Path, tmp_path: Path) -> None:
    study = StudyFile.open(coded)
    bring(study, CLARITY)
    study.close()
    first = written(tmp_path, FIRST.text)
    told = said("rubric", "diff", coded, first)
    assert "D1 Clarity: MEANS AGAIN WHAT IT MEANT, as in 1.0" in told
    assert "As in 1.0: 8 scores count again." in told
    assert "Closed again, not touched since they were opened: 4 items by 2 coders." in told
    assert "MEANS SOMETHING ELSE" not in told
    (clarity,) = (
        each
        for each in json.loads(run("rubric", "diff", coded, first, "--json").output)["dimensions"]
        if each["dimension"] == "clarity"
    )
    assert (clarity["as_in"], clarity["scores_back"]) == ("1.0", 8)
    assert "As in 1.0: 8 scores count again." in said("rubric", "adopt", coded, first)
    study = StudyFile.open(coded)
    counted = "select count(*) from submitted_score where dimension = 'clarity'"
    assert study.connection.execute(counted).fetchone() == (8,)
    study.close()


def test_a_version_that_only_has_another_number_is_adopted_knowingly(
    coded: Path, tmp_path: Path
) -> None:
    done = run("rubric", "adopt", coded, written(tmp_path, version("1.1").text))
    assert done.exit_code == 0
    assert "Only the version number changes." in done.output
    assert "Nothing has to be coded again." in done.output
    assert "Version 1.1 is in force." in done.output


@pytest.mark.parametrize(
    ("changes", "number", "why"),
    [
        ([('id = "small"', 'id = "other"')], "2.0", "that is another rubric"),
        ([OTHER], "1.0", "it has a version '1.0' already"),
        ([], "1.0", "this version is in force already"),
    ],
)
def test_the_comparison_says_when_adopting_would_be_refused(
    coded: Path, tmp_path: Path, changes: list[tuple[str, str]], number: str, why: str
) -> None:
    new = written(tmp_path, version(number, *changes).text)
    told = run("rubric", "diff", coded, new)
    assert told.exit_code == 0
    assert "`rubric adopt` would refuse it: " in told.output
    assert why in " ".join(told.output.split())
    assert why in json.loads(run("rubric", "diff", coded, new, "--json").output)["refused"]
    assert run("rubric", "adopt", coded, new).exit_code == 1
    assert "refuse" not in said("rubric", "diff", coded, written(tmp_path, CLARITY.text))


def test_a_study_as_new_version_is_named(
    coded: Path, tmp_path: Path, write_study: WriteStudy
) -> None:
    away = tmp_path / "away"
    away.mkdir()
    other = away / "other.db"
    other.write_bytes(coded.read_bytes())
    study = StudyFile.open(other)
    bring(study, CLARITY)
    study.close()
    told = run("rubric", "adopt", coded, other).output
    assert "NEW is a study: its rubric in force was taken" in told
    assert "Version 2.0 is in force." in told


def test_a_version_adopted_after_the_unblinding_is_marked_everywhere(
    coded: Path, tmp_path: Path
) -> None:
    new = written(tmp_path, CLARITY.text)
    study = StudyFile.open(coded)
    close_set(study)
    study.close()
    key = ("--key", coded.with_name("small.key.db"))
    mark = "1 version of the rubric adopted after the unblinding."
    assert run("unblind", "--yes", coded, *key).exit_code == 0
    assert mark not in said("status", coded)
    run("rubric", "adopt", coded, new, *key)
    for command in (("status", coded), ("review", coded, "--plain"), ("summary", coded, *key)):
        assert mark in said(*command), command
    assert json.loads(run("status", coded, "--json").output)["versions_after_unblinding"] == 1
    assert run("export", coded, "-o", tmp_path / "out").exit_code == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert f"AFTER CLOSING: {mark} Marked in `adoption` of `coded.db`." in manifest["notices"]
    exported = sqlite3.connect(tmp_path / "out" / "coded.db")
    sql = "select number, json_extract(changes, '$.after_unblinding') from adoption order by 1"
    assert exported.execute(sql).fetchall() == [(1, None), (2, 1)]
    exported.close()


def test_the_opening_message_fits_one_line(coded: Path) -> None:
    study = StudyFile.open(coded)
    many = (OTHER, ("It is partly clear.", "Half."), ("Did it hand over?", "Was it passed on?"))
    bring(study, version("2.0", *many, more=NEW_DIMENSION))
    told = _rubric_changed(study, "ana")
    assert told == "Rubric 2.0: 4 items again; new D4, changed D1 D2 (?)."
    assert _rubric_changed(study, "ana", 31) == "Rubric 2.0: 4 items again (?)."
    study.close()


def test_a_new_wording_hides_nothing_that_is_open(coded: Path) -> None:
    study = StudyFile.open(coded)
    bring(study, CLARITY)
    bring(study, version("2.1", ("It is partly clear.", "It is clear at the second look!")))
    assert _rubric_changed(study, "ana") == "Rubric 2.1: 4 items again; other words in D1 (?)."
    study.close()


def test_with_a_freeze_the_opening_message_still_fits(coded: Path) -> None:
    study = StudyFile.open(coded)
    close_set(study)
    bring(study, version("2.0", OTHER, more=NEW_DIMENSION))
    study.connection.execute("update sitting set person = 'cem' where purpose = 'coding'")
    told = _meet(study, "ana")
    assert told.startswith("Rubric 2.0: 4 items again")
    assert told.endswith("in no agreement.")
    assert len(told) <= 80
    study.close()


def test_dimensions_without_room_are_counted() -> None:
    many = (OTHER, ("Did it hand over?", "Was it passed on?"))
    diff = diff_rubrics(FIRST.rubric, version("2.0", *many, more=NEW_DIMENSION).rubric)
    assert in_brief(diff.changes, diff.old, diff.new, 26) == "new D4, changed D1 D2"
    assert in_brief(diff.changes, diff.old, diff.new, 17) == "new D4 and 2 more"
    assert in_brief(diff.changes, diff.old, diff.new, 5) == ""


def test_after_a_return_a_coder_is_told_what_vanished(coded: Path) -> None:
    study = StudyFile.open(coded)
    bring(study, version("2.0", more=NEW_DIMENSION))
    bring(study, FIRST)
    assert _rubric_changed(study, "ana") == "Rubric 1.0: gone D4 (?)."
    again(study, "ana", items_of(study)[0], clarity=0)
    assert _rubric_changed(study, "ana") == ""
    study.close()


def test_a_coder_is_told_where_only_words_changed_until_they_score(coded: Path) -> None:
    study = StudyFile.open(coded)
    bring(study, version("1.1", ("D1 Clarity", "D1 Clearness"), ("D2 Escalated", "D2 escalated")))
    assert _rubric_changed(study, "ana") == "Rubric 1.1: other words in D1 D2 (?)."
    again(study, "ana", items_of(study)[0], clarity=0)
    assert _rubric_changed(study, "ana") == ""
    bring(study, version("1.2", OTHER, ("D2 Escalated", "D2 Passed on")))
    assert "words" not in _rubric_changed(study, "ana", 30), "what changes in meaning goes first"
    study.close()


def test_the_version_in_force_is_named_once_there_was_another(coded: Path) -> None:
    assert "of the rubric is in force" not in said("status", coded)
    assert "of the rubric is in force" not in said("review", coded, "--plain")
    study = StudyFile.open(coded)
    bring(study, CLARITY)
    study.close()
    for told in (said("status", coded), said("review", coded, "--plain")):
        assert "Version 2.0 of the rubric is in force, adopted 20" in told
    given = json.loads(run("status", coded, "--json").output)["rubric"]
    assert given == {"version": "2.0", "fingerprint": CLARITY.fingerprint}


def test_no_time_is_no_minutes() -> None:
    assert [_duration(each) for each in (0.005, 0.25, 2.5)] == [
        "under a minute",
        "about 15 min",
        "about 2.5 h",
    ]


def test_drafts_that_lose_an_answer_are_told(write_study: WriteStudy, tmp_path: Path) -> None:
    path = write_study().init().path
    study = StudyFile.open(path)
    give(study, "ana", items_of(study)[:2], submit=False)
    study.close()
    told = said("rubric", "adopt", path, written(tmp_path, CLARITY.text))
    assert "Nothing was submitted on it." in told
    assert "Not submitted yet, with an answer to give again: 2 items (ana 2)." in told
    assert "Nothing has to be coded again." in told
