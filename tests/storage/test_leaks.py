"""What the lead decides about leaks stands in both files, can be changed, and survives a kill."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Built, WriteStudy, transcript
from tests.review_fixtures import code

from coder_tui.domain.blinding import MASK
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.leaks import Decision, Finding, LeakKind
from coder_tui.reporting.export import export_study
from coder_tui.storage.freezing import standing, write_freeze
from coder_tui.storage.key import KeyFile
from coder_tui.storage.key_schema import FIRST_KEY_TABLES
from coder_tui.storage.key_writing import open_key_for_writing
from coder_tui.storage.leak_masking import carry_out, waiting
from coder_tui.storage.leaks import decide, findings, keep_findings
from coder_tui.storage.rewriting import finish_rewriting
from coder_tui.storage.study import StudyFile

SAID = "I am M0delia and modelia-one says hello."


@pytest.fixture
def built(write_study: WriteStudy) -> Built:
    """Four items, one of which has an altered name beside an exact one, and repeats."""
    turns = [{"role": "user", "text": "Who are you?"}, {"role": "assistant", "text": SAID}]
    items = [transcript("t1", turns=turns), *(transcript(f"t{n}") for n in range(2, 9))]
    return write_study(items, plan='coders = ["ana", "ben"]\nrepeats = 0.5\nseal = false').init()


@pytest.fixture
def opened(built: Built) -> Iterator[tuple[StudyFile, KeyFile]]:
    study = StudyFile.open(built.path)
    key = open_key_for_writing(built.key_path, study)
    yield study, key
    key.close()
    study.close()


def ids(key: KeyFile) -> dict[str, str]:
    return {row.original_id: row.blind_id for row in key.rows() if not row.repeats_blind_id}


def found_in(blind_id: str) -> Finding:
    start = SAID.index("M0delia")
    return Finding(blind_id, 1, start, start + 7, LeakKind.ALTERED, "modelia-one", "M0delia")


def everywhere(key: KeyFile) -> list[Finding]:
    """The leak in the item and in each silent repeat of it."""
    return [found_in(row.blind_id) for row in key.rows() if row.original_id == "t1"]


def code_as_ana(study: StudyFile, blind_id: str) -> None:
    code(study.path, "ana", {blind_id: {"clarity": 2, "escalated": 0}})


def text_of(study: StudyFile, blind_id: str) -> str:
    return study.item(blind_id).parts[1].text


def test_a_finding_is_masked_in_the_study_and_the_key_still_matches(
    opened: tuple[StudyFile, KeyFile], built: Built
) -> None:
    study, key = opened
    blind_id = ids(key)["t1"]
    keep_findings(key, everywhere(key), searched=[])
    assert findings(key) == [found_in(blind_id)]
    decide(key, findings(key), Decision.MASKED, person="lead")
    assert waiting(study, key).rewritten == len(everywhere(key))
    carry_out(study, key, person="lead")
    for each in everywhere(key):
        assert text_of(study, each.blind_id) == f"I am {MASK} and {MASK} says hello."
    assert b"M0delia" not in built.bytes()
    key.check(study)
    segments = key.segments(blind_id, 2)
    start = SAID.index("M0delia")
    assert (segments[0].source_start, segments[0].source_end) == (start, start + 7)
    assert carry_out(study, key, person="lead").rewritten == 0


def test_a_decision_that_is_taken_back_brings_the_text_back(
    opened: tuple[StudyFile, KeyFile],
) -> None:
    study, key = opened
    blind_id = ids(key)["t1"]
    before = study.item(blind_id)
    keep_findings(key, everywhere(key), searched=[])
    decide(key, findings(key), Decision.MASKED, person="lead")
    carry_out(study, key, person="lead")
    decide(key, findings(key), Decision.KEPT, person="lead")
    carry_out(study, key, person="lead")
    assert study.item(blind_id) == before
    key.check(study)


def test_an_item_left_out_is_in_no_statistic_and_comes_back(
    opened: tuple[StudyFile, KeyFile],
) -> None:
    study, key = opened
    blind_id = ids(key)["t1"]
    code_as_ana(study, blind_id)
    keep_findings(key, everywhere(key), searched=[])
    ask = "select count(*) from submitted_score where blind_id = ?"
    assert study.connection.execute(ask, (blind_id,)).fetchone() == (2,)
    decide(key, findings(key), Decision.EXCLUDED, person="lead")
    carry_out(study, key, person="lead")
    assert study.connection.execute(ask, (blind_id,)).fetchone() == (0,)
    decide(key, findings(key), None, person="lead")
    assert carry_out(study, key, person="lead").back == len(everywhere(key))
    assert study.connection.execute(ask, (blind_id,)).fetchone() == (2,)


def test_a_new_search_keeps_decisions_and_forgets_what_is_not_there_any_more(
    opened: tuple[StudyFile, KeyFile],
) -> None:
    _, key = opened
    item, other = ids(key)["t1"], ids(key)["t2"]
    gone = Finding(other, 0, 0, 3, LeakKind.PHRASE, "x", "y")
    keep_findings(key, [found_in(item), gone], searched=[])
    decide(key, [found_in(item)], Decision.KEPT, person="lead")
    keep_findings(key, [found_in(item)], searched=[item, other])
    (only,) = findings(key)
    assert (only.place, only.decision) == (found_in(item).place, Decision.KEPT)


KILL = """
import os, signal, sys
from pathlib import Path
from coder_tui.storage import rewriting
from coder_tui.storage.key_schema import FIRST_KEY_TABLES
from coder_tui.storage.key_writing import open_key_for_writing
from coder_tui.storage.leak_masking import carry_out
from coder_tui.storage.study import StudyFile

real = rewriting._change_study
def die(*given, **named):
    {before}
    real(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
rewriting._change_study = die
study = StudyFile.open(Path(sys.argv[1]))
carry_out(study, open_key_for_writing(Path(sys.argv[2]), study), person="lead")
"""


@pytest.mark.parametrize("before", ["pass", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_program_killed_between_the_two_files_is_finished_by_the_next(
    built: Built, before: str
) -> None:
    study = StudyFile.open(built.path)
    key = open_key_for_writing(built.key_path, study)
    blind_id = ids(key)["t1"]
    keep_findings(key, everywhere(key), searched=[])
    decide(key, findings(key), Decision.MASKED, person="lead")
    key.close()
    study.close()
    script = KILL.format(before=before)
    command = [sys.executable, "-c", script, str(built.path), str(built.key_path)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    study = StudyFile.open(built.path)
    key = open_key_for_writing(built.key_path, study)
    try:
        if before == "pass":
            with pytest.raises(RefusedError, match="misses a change"):
                key.check(study)
        assert finish_rewriting(study, key, person="lead")
        key.check(study)
        assert text_of(study, blind_id) == f"I am {MASK} and {MASK} says hello."
        assert carry_out(study, key, person="lead").rewritten == 0
        assert not finish_rewriting(study, key, person="lead")
    finally:
        key.close()
        study.close()


def test_evidence_on_a_text_that_was_masked_later_is_kept_as_it_was(
    opened: tuple[StudyFile, KeyFile],
) -> None:
    study, key = opened
    blind_id = ids(key)["t1"]
    code_as_ana(study, blind_id)
    rows = "select * from evidence order by seq"
    before = study.connection.execute(rows).fetchall()
    assert before
    keep_findings(key, everywhere(key), searched=[])
    decide(key, findings(key), Decision.MASKED, person="lead")
    carry_out(study, key, person="lead")
    assert study.connection.execute(rows).fetchall() == before


def test_a_key_of_the_first_version_gets_its_tables_and_still_matches(built: Built) -> None:
    connection = sqlite3.connect(built.key_path)
    tables = connection.execute("select name from sqlite_schema where type = 'table'").fetchall()
    for (name,) in tables:
        if f"create table {name} (" not in FIRST_KEY_TABLES:
            connection.execute(f"drop table {name}")
    connection.execute("pragma user_version = 1")
    connection.close()
    study = StudyFile.open(built.path)
    key = open_key_for_writing(built.key_path, study)
    key.check(study)
    names = dict(key.connection.execute("select name, masked from identity").fetchall())
    assert names == {"modelia-one": 1, "scaffold-bare": 1}
    key.close()
    study.close()


def test_a_frozen_study_keeps_its_texts(opened: tuple[StudyFile, KeyFile]) -> None:
    study, key = opened
    keep_findings(key, everywhere(key), searched=[])
    decide(key, findings(key), Decision.MASKED, person="lead")
    write_freeze(study, standing(study), "[]", person="lead")
    with pytest.raises(RefusedError, match="frozen"):
        carry_out(study, key, person="lead")


def test_an_item_left_out_is_nobodys_work_and_comes_back_behind_the_rest(
    opened: tuple[StudyFile, KeyFile],
) -> None:
    study, key = opened
    blind_id = ids(key)["t1"]
    before = [each.blind_id for each in study.assignments("ana")]
    keep_findings(key, everywhere(key), searched=[])
    decide(key, findings(key), Decision.EXCLUDED, person="lead")
    carry_out(study, key, person="lead")
    without = study.assignments("ana")
    gone = {each.blind_id for each in everywhere(key)}
    assert [each.blind_id for each in without] == [name for name in before if name not in gone]
    assert [each.place for each in without] == list(range(1, len(without) + 1))
    decide(key, findings(key), Decision.KEPT, person="lead")
    carry_out(study, key, person="lead")
    again = study.assignments("ana")
    assert {each.blind_id for each in again} == set(before)
    assert blind_id in [each.blind_id for each in again][len(without) :]


@pytest.mark.parametrize("with_key", [False, True])
def test_nothing_of_an_item_that_was_left_out_is_exported(
    opened: tuple[StudyFile, KeyFile], tmp_path: Path, with_key: bool
) -> None:
    study, key = opened
    code_as_ana(study, ids(key)["t1"])
    keep_findings(key, everywhere(key), searched=[])
    decide(key, findings(key), Decision.EXCLUDED, person="lead")
    carry_out(study, key, person="lead")
    export_study(study, tmp_path / "out", key.path if with_key else None, lambda *_: None)
    written = b"".join(each.read_bytes() for each in (tmp_path / "out").iterdir())
    assert b"M0delia" not in written
    coded = sqlite3.connect(tmp_path / "out" / "coded.db")
    assert coded.execute("select count(*) from exclusion where reason = 'leak'").fetchone()[0] > 0
    assert not coded.execute(
        "select 1 from score where blind_id in (select blind_id from exclusion)"
    ).fetchall()
    coded.close()
