"""What was removed or changed after a freeze is found and named."""

import sqlite3
from pathlib import Path

import pytest
from tests.conftest import Built
from tests.freezing_fixtures import close_set, coded, give, hack, items_of

from coder_tui.storage import schema
from coder_tui.storage.freezing import latest_freeze
from coder_tui.storage.frozen_check import faults
from coder_tui.storage.judgements import row_hash
from coder_tui.storage.sittings import SITTING_START
from coder_tui.storage.study import StudyFile


@pytest.fixture
def frozen(built_study: Built) -> Path:
    """A study of two coders, frozen; ana has the first sitting of 12 judgements."""
    study = StudyFile.open(coded(built_study).path)
    close_set(study)
    study.close()
    return built_study.path


def look(path: Path) -> list[str]:
    study = StudyFile.open(path, read_only=True)
    found = latest_freeze(study.connection)
    assert found is not None
    told: list[tuple[int, int]] = []
    wrong = faults(study.connection, found, lambda done, total: told.append((done, total)))
    assert told[-1] == (24, 24)
    study.close()
    return wrong


def of(path: Path, person: str) -> str:
    connection = sqlite3.connect(path)
    (sitting,) = connection.execute("select id from sitting where person = ?", (person,)).fetchone()
    connection.close()
    return str(sitting)


def test_a_freeze_that_nobody_touched_is_whole(frozen: Path) -> None:
    assert look(frozen) == []


def test_what_is_written_later_does_not_harm_a_freeze(frozen: Path) -> None:
    study = StudyFile.open(frozen)
    give(study, "ana", items_of(study), 0)
    study.log_event("lead", "review", {})
    study.close()
    assert look(frozen) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("update score set value = '0', number = 0.0 where sitting = ? and seq = 4",
         "judgement 4 (score, {item}, clarity) was changed"),
        ("update submission set recorded_at = '' where sitting = ? and seq = 3",
         "judgement 3 (submission, {item0}) was changed"),
        ("delete from score where sitting = ? and seq = 4",
         "1 of 12 judgements are gone, number 4 first"),
        ("delete from score where sitting = ?", "8 of 12 judgements are gone, number 1 first"),
        ("delete from submission where sitting = ? and seq = 12",
         "1 of 12 judgements are gone, number 12 first"),
        ("insert into comment select sitting, 5, coder, blind_id, null, 'x', clock, recorded_at, "
         "prev_hash, hash from score where sitting = ? and seq = 5",
         "judgement 5 stands there more than once"),
        ("update sitting set person = 'eve' where id = ?", "the record of the sitting was changed"),
        ("delete from sitting where id = ?", "is gone"),
    ],
)  # fmt: skip
def test_whatever_was_changed_is_named(frozen: Path, change: str, said: str) -> None:
    study = StudyFile.open(frozen)
    items = items_of(study)
    study.close()
    assert hack(frozen, change, of(frozen, "ana")) >= 1
    wrong = look(frozen)
    assert said.format(item0=items[0], item=items[1]) in wrong[0]
    assert all("ben" not in each for each in wrong)


def test_a_chain_that_was_computed_again_ends_otherwise(frozen: Path) -> None:
    """Who rewrites a value and every hash behind it is found by the head that was kept."""
    sitting = of(frozen, "ana")
    assert hack(frozen, "update score set value = '0', number = 0.0 where sitting = ? and seq = 4",
                sitting)  # fmt: skip
    _chain_again(frozen, sitting)
    (only,) = look(frozen)
    assert only.startswith("The sitting of ana of ")
    assert only.endswith("it does not end as it did; it was written anew.")


def _chain_again(path: Path, sitting: str) -> None:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    start = dict(connection.execute("select * from sitting where id = ?", (sitting,)).fetchone())
    head = row_hash("sitting", {name: start[name] for name in SITTING_START})
    for seq in range(1, 13):
        for table in ("score", "submission"):
            for row in connection.execute(
                f"select * from {table} where sitting = ? and seq = ?", (sitting, seq)
            ).fetchall():
                values = {**dict(row), "prev_hash": head}
                head = row_hash(table, values)
                connection.execute(
                    f"update {table} set prev_hash = ?, hash = ? where sitting = ? and seq = ?",
                    (values["prev_hash"], head, sitting, seq),
                )
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("update freeze set person = 'eve'", "What the study keeps of freeze 1 was changed."),
        ("delete from sitting_head where sitting = (select min(id) from sitting)",
         "What the study keeps of freeze 1 was changed."),
        ("update commitment set digest = 'x'",
         "The commitment to the key of import 1 was changed."),
        ("update rubric set toml = toml || '#'", "The rubric was changed."),
    ],
)  # fmt: skip
def test_the_record_of_the_freeze_is_held_against_the_study(
    frozen: Path, change: str, said: str
) -> None:
    connection = sqlite3.connect(frozen)
    assert connection.execute(change).rowcount == 1
    connection.commit()
    connection.close()
    study = StudyFile.open(frozen, read_only=True)
    found = latest_freeze(study.connection)
    assert found is not None
    assert said in faults(study.connection, found)
    study.close()


def test_chains_of_a_study_made_by_the_first_version_hold(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.executescript(Path(__file__).with_name("study_v1.sql").read_text())
    connection.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    connection.execute("pragma user_version = 1")
    connection.close()
    study = StudyFile.open(path)
    made = close_set(study)
    assert made.counts["decided"] == 1
    assert faults(study.connection, made) == []
    study.close()
