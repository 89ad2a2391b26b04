"""Both files or neither; what the study must not know is not in any byte of it."""

import os
import resource
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Built, WriteStudy, transcript

from coder_tui.domain.errors import BadInputError, CoderError, RefusedError
from coder_tui.storage.commitments import commitments
from coder_tui.storage.key import KeyFile, key_commitment
from coder_tui.storage.study import StudyFile


@pytest.fixture
def key(built_study: Built) -> Iterator[KeyFile]:
    opened = KeyFile.open(built_study.key_path)
    yield opened
    opened.close()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_failure_half_way_leaves_nothing(
    write_study: WriteStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = write_study()
    before = names(tmp_path)

    def fail(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("coder_tui.storage.item_writing.key_commitment", fail)
    with pytest.raises(KeyboardInterrupt):
        written.init()
    assert names(tmp_path) == before


def test_a_disk_that_fails_while_renaming_is_said_in_a_sentence_and_leaves_nothing_behind(
    write_study: WriteStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = write_study()
    before = names(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coder_tui.storage.building.sync", fail)
    with pytest.raises(CoderError, match="cannot be written: No space left") as refusal:
        written.init()
    assert refusal.value.exit_code == 1
    assert names(tmp_path) == before


INIT_WITH_LITTLE_SPACE = """
import resource, sys
from pathlib import Path
from coder_tui.domain.errors import CoderError
from coder_tui.intake.pipeline import init_study
from coder_tui.intake.registration import load_plan, target_paths

plan = load_plan(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    init_study(plan, *target_paths(Path(sys.argv[1])))
except CoderError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def test_a_disk_without_space_is_said_in_a_sentence_and_leaves_nothing_behind(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    long = [{"role": "user", "text": "many words " * 4_000}]
    written = write_study([transcript(f"t{n}", turns=long) for n in range(30)])
    before = names(tmp_path)
    command = [sys.executable, "-c", INIT_WITH_LITTLE_SPACE, str(written.study_toml)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 300_000
    assert (done.returncode, done.stderr) == (1, "")
    assert "cannot be written" in done.stdout
    assert names(tmp_path) == before


@pytest.mark.parametrize("existing", ["small.db", "small.key.db"])
def test_what_is_there_already_is_refused_and_untouched(
    write_study: WriteStudy, tmp_path: Path, existing: str
) -> None:
    written = write_study()
    (tmp_path / existing).write_bytes(b"precious")
    before = names(tmp_path)
    with pytest.raises(BadInputError, match="never overwritten"):
        written.init()
    assert (tmp_path / existing).read_bytes() == b"precious"
    assert names(tmp_path) == before


def test_a_link_that_leads_nowhere_is_refused_too(write_study: WriteStudy, tmp_path: Path) -> None:
    written = write_study()
    (tmp_path / "small.key.db").symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(BadInputError, match="never overwritten"):
        written.init()
    assert not (tmp_path / "elsewhere.db").exists()


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_coders_may_write_the_study_and_only_the_lead_reads_the_key(
    write_study: WriteStudy, mask: int
) -> None:
    before = os.umask(mask)
    try:
        built = write_study().init()
    finally:
        os.umask(before)
    assert stat.S_IMODE(built.path.stat().st_mode) == 0o660
    assert stat.S_IMODE(built.key_path.stat().st_mode) == 0o600


def test_the_key_matches_the_commitment_of_its_study(study: StudyFile, key: KeyFile) -> None:
    key.check(study)
    assert commitments(study.connection) == {1: key_commitment(key.connection, 1)}


EDITS = {
    "a condition": "update condition set model = 'other' where rowid = 1",
    "conditions exchanged": "update condition set model = scaffold, scaffold = model",
    "an original": "update original set text = text || '.'",
    "an offset map": "update original set segments = '[[0,0,0,9]]'",
    "a row taken out": "delete from original where rowid = 1",
    "the nonce": "update registration set nonce = 'guess'",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edited_key_is_refused(built_study: Built, study: StudyFile, edit: str) -> None:
    connection = sqlite3.connect(built_study.key_path)
    connection.execute(edit)
    connection.commit()
    connection.close()
    key = KeyFile.open(built_study.key_path)
    with pytest.raises(RefusedError, match="changed after init"):
        key.check(study)
    key.close()


def test_the_key_of_another_study_is_refused(
    study: StudyFile, write_study: WriteStudy, tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    other = KeyFile.open(write_study(folder=tmp_path / "b").init().key_path)
    with pytest.raises(RefusedError, match="the key of another study"):
        other.check(study)
    other.close()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused(built_study: Built, mode: int) -> None:
    built_study.key_path.chmod(mode)
    with pytest.raises(RefusedError, match=f"mode {mode:04o}") as refusal:
        KeyFile.open(built_study.key_path)
    assert "chmod 600" in refusal.value.hint


def test_a_study_is_no_key_and_a_missing_key_is_said_so(built_study: Built, tmp_path: Path) -> None:
    built_study.path.chmod(0o600)
    with pytest.raises(BadInputError, match="not the kind"):
        KeyFile.open(built_study.path)
    with pytest.raises(BadInputError, match="no key file"):
        KeyFile.open(tmp_path / "other.key.db")


@pytest.mark.parametrize("table", ["item", "part"])
def test_rows_stand_in_the_order_of_blind_ids_which_tells_nothing(
    write_study: WriteStudy, table: str
) -> None:
    built = write_study([transcript(f"t{number}") for number in range(30)]).init()
    connection = sqlite3.connect(built.path)
    rows = [row[0] for row in connection.execute(f"select blind_id from {table} order by rowid")]
    connection.close()
    assert rows == sorted(rows)


def test_simulated_coders_do_not_give_the_order_of_the_import_away(
    write_study: WriteStudy,
) -> None:
    written = write_study([transcript(f"t{number:02}") for number in range(30)])
    built = written.init(simulated=["sim"])
    study, key = StudyFile.open(built.path), KeyFile.open(built.key_path)
    imported = {row.blind_id: row.original_id for row in key.rows()}
    order = [imported[each.blind_id] for each in study.assignments("sim")]
    study.close()
    key.close()
    assert sorted(order) == [f"t{number:02}" for number in range(30)]
    assert order != sorted(order)


def test_the_key_knows_everything_that_was_taken_away(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    turns = [
        {"role": "system", "text": "You are Modelia-One."},
        {"role": "assistant", "text": "I am MODELIA-ONE indeed."},
    ]
    built = write_study([transcript("t1", turns=turns, replicate=3)]).init()
    key = KeyFile.open(built.key_path)
    (row,) = key.rows()
    assert (row.original_id, row.model, row.scaffold, row.task, row.replicate) == (
        "t1", "modelia-one", "scaffold-bare", "task-t1", 3,
    )  # fmt: skip
    assert row.source == str(tmp_path / "transcripts.jsonl")
    texts = key.connection.execute("select part, text from original order by turn").fetchall()
    assert texts == [(None, "You are Modelia-One."), (1, "I am MODELIA-ONE indeed.")]
    (segment,) = key.segments(row.blind_id, 1)
    assert texts[1][1][segment.source_start : segment.source_end] == "MODELIA-ONE"
    key.close()


def test_no_byte_of_the_study_names_a_condition_an_original_or_a_path(
    write_study: WriteStudy, tmp_path: Path
) -> None:
    turns = [
        {"role": "system", "text": "secret-system-prompt"},
        {"role": "user", "text": "Is this Modelia-One, or MODELIA-ONE?"},
        {"role": "assistant", "kind": "reasoning", "text": "secret-reasoning"},
        {
            "role": "assistant",
            "kind": "tool_call",
            "name": "scaffold-bare_search",
            "call": "call_Xy12AbZ",
            "text": '{"id": "call_Xy12AbZ"}',
        },
        {"role": "scaffold-bare", "text": "by Acme Labs"},
    ]
    planted = [
        transcript(
            f"original-id-{number}",
            model=("modelia-one", "brandish-2")[number % 2],
            scaffold=("scaffold-bare", "plan-and-check")[number // 2],
            task=f"secret-task-{number}",
            reference="Ask brandish-2.",
            turns=turns,
        )
        for number in range(4)
    ]
    plan = 'coders = ["ana", "ben"]\nmask = ["Acme Labs"]'
    built = write_study(planted, plan=plan, name="modest").init()
    study = StudyFile.open(built.path)
    study.log_event("ana", "review", {})
    content = built.bytes().lower()
    study.close()
    assert b"[name masked]" in content
    for secret in (
        *("modelia-one", "brandish-2", "scaffold-bare", "plan-and-check", "acme labs"),
        *("secret", "original-id", "call_xy12abz", "transcripts.jsonl", str(tmp_path).lower()),
    ):
        assert secret.encode() not in content, secret


def test_the_title_of_a_blinded_study_is_masked(write_study: WriteStudy) -> None:
    written = write_study()
    text = written.study_toml.read_text().replace("A study", "A study of Modelia-One")
    written.study_toml.write_text(text)
    study = StudyFile.open(written.init().path)
    assert study.info.title == "A study of [name masked]"
    study.close()


def test_a_study_given_as_its_own_key_is_recognised_and_not_to_be_closed(
    built_study: Built,
) -> None:
    with pytest.raises(BadInputError, match="not the kind") as refused:
        KeyFile.open(built_study.path)
    assert "chmod" not in str(refused.value)
