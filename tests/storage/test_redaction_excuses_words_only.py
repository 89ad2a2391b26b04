"""Masking changes words of judgements; it is no way to change what somebody answered."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built
from tests.freezing_fixtures import close_set, coded, hack

from coder_tui.cli.main import cli
from coder_tui.domain.blinding import canonical_json
from coder_tui.domain.errors import RefusedError
from coder_tui.storage.commitments import REDACTED
from coder_tui.storage.freezing import Freeze, latest_freeze
from coder_tui.storage.frozen_check import faults
from coder_tui.storage.heads import heads_at
from coder_tui.storage.judgements import row_hash
from coder_tui.storage.key import KeyFile
from coder_tui.storage.study import StudyFile

EXCUSE = "insert or replace into redaction values (?, ?, ?, '2026-01-01T00:00:00.000+00:00')"
ONE = {"score": "state = 'scored' and dimension = 'clarity'", "submission": "move = 'submitted'"}


@pytest.fixture
def path(built_study: Built) -> Path:
    """A study of two coders, all submitted."""
    return coded(built_study).path


def change_and_excuse(path: Path, table: str, **changed: object) -> tuple[str, int]:
    """Do what somebody with a shell can do: change a judgement, and list its new hash as masked."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    (row, *_) = connection.execute(f"select * from {table} where {ONE[table]}").fetchall()
    where = (row["sitting"], row["seq"])
    put = ", ".join(f"{column} = ?" for column in changed)
    connection.execute(
        f"update {table} set {put} where sitting = ? and seq = ?", (*changed.values(), *where)
    )
    changed_row = connection.execute(
        f"select * from {table} where sitting = ? and seq = ?", where
    ).fetchone()
    connection.execute(EXCUSE, (*where, row_hash(table, dict(changed_row))))
    connection.commit()
    connection.close()
    return where


def freeze_of_a_program_that_masked_no_words(path: Path) -> Freeze:
    """Freeze without a digest of what is masked in judgements."""
    study = StudyFile.open(path)
    made = close_set(study)
    without = asdict(made) | {"digest": ""}
    without["commitments"] = {k: v for k, v in made.commitments.items() if k != REDACTED}
    older = Freeze(**without)
    older = Freeze(**without | {"digest": older.digest_with(heads_at(study.connection, made.id))})
    study.close()
    hack(
        path, "update freeze set commitments = ?, digest = ?",
        canonical_json(dict(older.commitments)), older.digest,
    )  # fmt: skip
    return older


def look(path: Path) -> list[str]:
    study = StudyFile.open(path, read_only=True)
    made = latest_freeze(study.connection)
    assert made is not None
    found = faults(study.connection, made)
    study.close()
    return found


CHANGES: list[tuple[str, Mapping[str, Any]]] = [
    ("score", {"value": "0", "number": 0.0}),
    ("score", {"state": "not_applicable", "value": None, "number": None}),
    ("submission", {"move": "skipped"}),
    ("submission", {"clock": 7}),
]


@pytest.mark.parametrize(("table", "changed"), CHANGES)
def test_a_freeze_without_a_list_of_masked_words_excuses_nothing(
    path: Path, table: str, changed: Mapping[str, Any]
) -> None:
    made = freeze_of_a_program_that_masked_no_words(path)
    assert look(path) == []
    change_and_excuse(path, table, **changed)
    study = StudyFile.open(path, read_only=True)
    assert latest_freeze(study.connection) == made
    study.close()
    (fault,) = look(path)
    assert f"({table}, " in fault
    assert fault.endswith("was changed.")


@pytest.mark.parametrize(("table", "changed"), CHANGES)
def test_an_excuse_that_is_added_after_a_freeze_is_found_and_the_judgement_named(
    path: Path, table: str, changed: Mapping[str, Any]
) -> None:
    study = StudyFile.open(path)
    close_set(study)
    study.close()
    change_and_excuse(path, table, **changed)
    listed, named = look(path)
    assert listed == "The list of judgements in which names are masked was changed."
    assert f"({table}, " in named


def test_a_score_has_no_words_so_no_list_ever_excuses_one(path: Path) -> None:
    """Not even one that a freeze closed, made by whoever had a shell before it."""
    change_and_excuse(path, "score", value="0", number=0.0)
    study = StudyFile.open(path)
    close_set(study)
    study.close()
    (fault,) = look(path)
    assert "(score, " in fault


@pytest.mark.parametrize(("table", "changed"), CHANGES)
def test_who_holds_the_key_finds_an_excuse_before_anything_is_frozen(
    built_study: Built, path: Path, table: str, changed: Mapping[str, Any]
) -> None:
    change_and_excuse(path, table, **changed)
    done = freeze(built_study)
    assert isinstance(done.exception, RefusedError), done.output
    assert "changed after names were masked" in str(done.exception)


def test_a_key_that_keeps_more_than_words_is_refused(built_study: Built, path: Path) -> None:
    """Who could edit the key as well could else let it say what the answer was."""
    sitting, seq = change_and_excuse(path, "submission", move="skipped")
    written = json.dumps({"reason": "", "move": "submitted"})
    hack(
        built_study.key_path, "insert into redacted values ('submission', ?, ?, ?, ?, 1)",
        sitting, seq, written, json.dumps({"reason": ""}),
    )  # fmt: skip
    study, key = StudyFile.open(path), KeyFile.open(built_study.key_path)
    with pytest.raises(RefusedError, match="changed after names were masked"):
        key.check(study)
    key.close()
    study.close()


def test_an_excuse_that_comes_while_the_agreement_is_measured_is_found(
    built_study: Built, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key was checked when the command began; what is closed has to be what was checked."""

    def meanwhile(study: StudyFile, _repeats: object) -> str:
        if not study.connection.execute("select count(*) from redaction").fetchone()[0]:
            change_and_excuse(path, "submission", move="skipped", reason="unclear")
        return "[]"

    monkeypatch.setattr("coder_tui.cli.freeze_agreement.agreement_now", meanwhile)
    done = freeze(built_study)
    assert isinstance(done.exception, RefusedError), done.output
    assert "changed after names were masked" in str(done.exception)


def freeze(built: Built) -> Result:
    return CliRunner().invoke(cli, ["freeze", str(built.path), "--unfinished"])
