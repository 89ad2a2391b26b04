"""The copy in DuckDB: complete, consistent, and unable to reach anything else."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.review_fixtures import coded_by_both, keyed_items

from coder_tui.analysis import arrival
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.errors import CoderError
from coder_tui.storage.study import StudyFile


@pytest.fixture
def coded(write_study: Callable[..., Any]) -> Any:
    return coded_by_both(write_study)


@pytest.fixture
def copy(coded: Any) -> Iterator[Snapshot]:
    study = StudyFile.open(coded.path, read_only=True)
    with Snapshot(study.connection, keyed_items(coded.key_path)) as snapshot:
        yield snapshot
    study.close()


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/hostname')",
        "select * from read_text('/etc/hostname')",
        "copy coder to '{folder}/stolen.csv'",
        "attach '{folder}/other.db'",
        "export database '{folder}'",
        "install sqlite",
        "load sqlite",
        "set enable_external_access = true",
        "set lock_configuration = false",
    ],
)
def test_the_copy_reaches_nothing_outside_it(copy: Snapshot, sql: str, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(duckdb.Error):
        copy.run(sql.format(folder=tmp_path))
    assert sorted(tmp_path.iterdir()) == before


def test_the_copy_holds_what_the_views_hold(copy: Snapshot, coded: Any) -> None:
    study = StudyFile.open(coded.path, read_only=True)
    for view in ("submitted_score", "final_score"):
        (wanted,) = study.connection.execute(f"select count(*) from {view}").fetchone()
        assert copy.run(f"select count(*) from {view}") == [(wanted,)]
    study.close()


def test_no_transaction_is_left_open(coded: Any) -> None:
    study = StudyFile.open(coded.path, read_only=True)
    Snapshot(study.connection).close()
    assert not study.connection.in_transaction
    study.close()


def test_a_row_lost_on_the_way_is_noticed(coded: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def losing(self: arrival.Tally, rows: Any) -> Iterator[Any]:
        for place, row in enumerate(rows):
            self.rows += 1
            if place:
                yield row

    monkeypatch.setattr(arrival.Tally, "count", losing)
    study = StudyFile.open(coded.path, read_only=True)
    with pytest.raises(CoderError, match="not complete"):
        Snapshot(study.connection)
    study.close()
