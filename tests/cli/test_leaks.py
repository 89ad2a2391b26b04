"""`leaks` without a screen: a table, JSON, a policy, exit codes, and what it refuses."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy, transcript

from coder_tui.cli.main import cli
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.storage.freezing import standing, write_freeze
from coder_tui.storage.key import KeyFile
from coder_tui.storage.study import StudyFile

HOSTILE = "\x1b]0;title\x07 \u202e[/b]"
SAID = (
    f"Hello, {HOSTILE} modeliaone here, and Modelia-onne; I am a large language model trained by "
    "OpenAI.",
    "See api.openai.com and Cluade, Cluade, Cluade.",
)


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    """Two items that hold leaks, and two that hold none."""
    items = [
        transcript(f"t{n}", turns=[{"role": "assistant", "text": said}])
        for n, said in enumerate((*SAID, "Nothing.", "Nothing either."))
    ]
    return write_study(items).init()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def texts(path: Path) -> str:
    connection = sqlite3.connect(path)
    rows = connection.execute("select text from part").fetchall()
    connection.close()
    return "\n".join(text for (text,) in rows)


def test_the_list_has_a_line_for_each_spelling(built: Built) -> None:
    done = run("leaks", built.path, "--list")
    assert done.exit_code == 1
    rows = {tuple(line.split())[-3:] for line in done.stdout.splitlines()}
    assert ("Cluade", "3", "0") in rows
    assert ("Modelia-onne", "1", "0") in rows
    assert "7 places in 5 spellings: 0 decided, 7 not." in done.stderr
    assert "Searched 4 texts of 4 items." in done.stderr


def test_json_gives_every_finding_with_what_stands_around_it(built: Built) -> None:
    done = run("leaks", built.path, "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (told["undecided"], len(told["findings"])) == (7, 7)
    found = next(each for each in told["findings"] if each["spelling"] == "modeliaone")
    assert found["item"] == "t0"
    assert found["before"] == "Hello, ␛]0;title␇ ⟨U+202E⟩[/b] "
    assert found["after"].startswith(" here, and Modelia-onne;")
    assert len(found["after"]) == 40
    key = KeyFile.open(built.key_path)
    (original,) = key.connection.execute(
        "select text from original where blind_id = ? and turn = ?",
        (found["blind_id"], found["turn"]),
    ).fetchone()
    key.close()
    assert original[found["start"] : found["end"]] == "modeliaone"


def test_nothing_that_is_printed_could_be_obeyed_by_a_terminal(write_study: WriteStudy) -> None:
    spelling = "c\x9bla\u200bu\x1bde"
    items = [transcript("\x1b[31mid", turns=[{"role": "a\x1bb", "text": "Cl\u200baude \x1b[c"}])]
    items.append(transcript("t2", turns=[{"role": "assistant", "text": spelling}]))
    built = write_study(items).init()
    for option in ("--list", "--json"):
        done = run("leaks", built.path, option)
        assert "Cl" in done.output
        assert not set(done.output) & set("\x1b\x9b\u200b")


def test_a_policy_decides_masks_and_is_logged_without_a_name(built: Built) -> None:
    done = run("leaks", built.path, "--policy", "exact=mask", "--policy", "altered=mask")
    assert done.exit_code == 1, done.output
    assert "Applied: 2 items with another text." in done.stderr
    left = texts(built.path)
    assert "Modelia-onne" not in left
    assert "Cluade" not in left
    assert "api.openai.com" in left
    study = StudyFile.open(built.path)
    ((_, detail, _),) = study.events("leak policy")
    study.close()
    assert detail["policy"] == {"altered": "masked", "exact": "masked"}
    assert detail["decided"]["altered"] == 5
    assert not any(name in json.dumps(detail) for name in ("odelia", "penAI", "laude"))


def test_a_gate_opens_when_all_is_decided(built: Built) -> None:
    policy = [f"--policy={kind}=mask" for kind in ("exact", "altered", "provider_id", "host")]
    done = run("leaks", built.path, *policy, "--policy=phrase=exclude")
    assert done.exit_code == 0, done.output
    assert "1 item left out" in done.stderr
    assert run("leaks", built.path, "--list").exit_code == 0
    assert run("leaks", built.path, "--list", "--no-search").exit_code == 0


def test_what_else_was_found_in_an_item_left_out_is_settled_with_it(built: Built) -> None:
    done = run("leaks", built.path, "--policy", "phrase=exclude", "--json")
    decisions = {
        (each["item"], each["kind"]): each["decision"]
        for each in json.loads(done.stdout)["findings"]
    }
    assert {decision for (item, _), decision in decisions.items() if item == "t0"} == {"exclude"}
    assert {decision for (item, _), decision in decisions.items() if item == "t1"} == {None}


def test_a_policy_leaves_alone_what_was_decided(built: Built) -> None:
    run("leaks", built.path, "--policy", "altered=keep")
    done = run("leaks", built.path, "--policy", "altered=mask", "--json")
    decisions = {
        each["decision"]
        for each in json.loads(done.stdout)["findings"]
        if each["kind"] == "altered"
    }
    assert decisions == {"keep"}
    assert "Cluade" in texts(built.path)


def test_an_edited_list_of_words_is_used(built: Built, tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text('[names]\nmodels = ["Nothing"]\n')
    done = run("leaks", built.path, "--words", words, "--list")
    assert "Nothing" in done.stdout
    assert "Cluade" not in done.stdout
    words.write_text('[names]\nmodel = ["Nothing"]\n')
    refused = run("leaks", built.path, "--words", words, "--list")
    assert isinstance(refused.exception, BadInputError)
    assert "names.model" in str(refused.exception)


def test_nothing_found_is_said(write_study: WriteStudy) -> None:
    done = run("leaks", write_study().init().path, "--list")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "Nothing was found." in done.stderr


def test_a_tools_name_is_told_to_be_out_of_reach(write_study: WriteStudy) -> None:
    call = {
        "role": "assistant",
        "kind": "tool_call",
        "name": "claude\x1b",
        "call": "c",
        "text": "{}",
    }
    built = write_study([transcript("t1", turns=[call]), transcript("t2")]).init()
    done = run("leaks", built.path, "--list")
    assert "tool 'claude␛' holds 'claude' (Claude): only texts can be masked" in done.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--policy", "exact"], "KIND=DECISION"),
        (["--policy", "sure=mask"], "exact, host"),
        (["--policy", "exact=burn"], "mask, keep, exclude"),
        (["--policy", "exact=mask", "--policy", "exact=keep"], "twice"),
        (["--list", "--json"], "exclude each other"),
        (["--no-search", "--words", "w.toml"], "not to search"),
        (["--words", "nowhere.toml", "--list"], "nowhere.toml"),
        (["--key", "nowhere.key.db", "--list"], "no key file"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(built: Built, given: list[str], said: str) -> None:
    done = run("leaks", built.path, *given)
    assert isinstance(done.exception, BadInputError), done.output
    assert said in str(done.exception)


def test_another_studys_key_is_refused(built: Built, write_study: Any, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = write_study(folder=tmp_path / "other").init()
    done = run("leaks", built.path, "--key", other.key_path, "--list")
    assert isinstance(done.exception, RefusedError)


def test_a_study_that_is_not_blind_has_nothing_to_leak(write_study: WriteStudy) -> None:
    built = write_study(plan='coders = ["ana", "ben"]\nblind = false').init()
    done = run("leaks", built.path, "--list")
    assert isinstance(done.exception, RefusedError)
    assert "nothing is blinded here" in str(done.exception)


def test_a_frozen_study_shows_what_was_found_and_changes_nothing(built: Built) -> None:
    run("leaks", built.path, "--list")
    study = StudyFile.open(built.path)
    write_freeze(study, standing(study), "[]", person="lead")
    study.close()
    for given in (["--list"], ["--no-search", "--policy", "altered=mask"]):
        done = run("leaks", built.path, *given)
        assert isinstance(done.exception, RefusedError)
        assert "frozen" in str(done.exception)
    shown = run("leaks", built.path, "--no-search", "--list")
    assert "Cluade" in shown.stdout


def test_init_and_import_say_how_to_search(write_study: WriteStudy, tmp_path: Path) -> None:
    written = write_study()
    told = run("init", written.study_toml).stdout
    assert f"leaks {tmp_path / 'small.db'}" in told
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps(transcript("t9")) + "\n")
    told = run("import", tmp_path / "small.db", more).stdout.splitlines()[-1]
    assert f"leaks {tmp_path / 'small.db'}" in told


def test_a_study_that_is_not_blind_is_not_told_to_search(write_study: WriteStudy) -> None:
    written = write_study(plan='coders = ["ana", "ben"]\nblind = false')
    assert " leaks " not in run("init", written.study_toml).stdout
