"""`query` on the command line: forms of the answer, files, what is noted."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result
from tests.review_fixtures import blind_ids, code, coded_by_both

from coder_tui.cli.main import cli
from coder_tui.cli.query_text import Shown, answer_text
from coder_tui.domain.cells import width as cells
from coder_tui.domain.errors import BadInputError, CoderError
from coder_tui.storage.study import StudyFile

HOSTILE = "\x1b[c=1+1\x7f\u202e"
FORMULA = '=HYPERLINK("x")'


@pytest.fixture
def coded(write_study: Callable[..., Any]) -> Any:
    built = coded_by_both(write_study)
    blind = blind_ids(built.key_path)
    code(built.path, "ana", {blind["x1"]: {}, blind["x2"]: {}},
         comments={blind["x1"]: HOSTILE, blind["x2"]: FORMULA})  # fmt: skip
    return built


def run(*arguments: str | Path) -> Result:
    found = CliRunner().invoke(cli, ["query", *map(str, arguments)])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


COUNTS = "select state, count(*) as times from submitted_score group by all order by all"
COMMENTS = "select text from comment order by length(text)"


def test_a_table_has_numbers_to_the_right_and_says_how_many_rows(coded: Any) -> None:
    found = run(coded.path, COUNTS)
    assert found.stdout.splitlines() == [
        "state           times",
        "--------------  -----",
        "not_applicable      1",
        "scored             23",
    ]
    assert found.stderr == "2 rows.\n"


def test_rows_beyond_the_limit_are_counted_and_not_shown(coded: Any) -> None:
    found = run(coded.path, "from submitted_score", "--rows", "5")
    assert len(found.stdout.splitlines()) == 7
    assert "5 rows shown, 19 not" in found.stderr


def test_what_acts_on_a_terminal_is_a_mark_in_the_table_and_in_csv(coded: Any) -> None:
    for form in ((), ("--csv",)):
        shown = run(coded.path, COMMENTS, *form).stdout
        assert not any(each in shown for each in "\x1b\x7f\u202e")
        assert "␛[c=1+1" in shown


def test_csv_guards_formulas_and_json_is_exact(coded: Any) -> None:
    rows = list(csv.reader(io.StringIO(run(coded.path, COMMENTS, "--csv").stdout)))
    assert rows[0] == ["text"]
    assert f"'{FORMULA}" in [row[0] for row in rows]
    shown = run(coded.path, COMMENTS, "--json").stdout
    assert shown.isascii()
    assert "\x7f" not in shown
    found = json.loads(shown)
    assert found["columns"] == [{"name": "text", "type": "VARCHAR"}]
    assert {row["text"] for row in found["rows"]} == {HOSTILE, FORMULA}


def test_json_has_every_kind_of_value(coded: Any) -> None:
    sql = (
        "select 170141183460469231731687303715884105727::hugeint as huge, 1.10 as money, "
        "'nan'::double as none, null as nothing, true as yes, date '2026-01-02' as day, "
        "[1, null] as list, {'a': 1.5} as struct, 'ab'::blob as bytes, interval 1 day as days"
    )
    (row,) = json.loads(run(coded.path, sql, "--json").stdout)["rows"]
    assert row == {
        "huge": 2**127 - 1,
        "money": 1.1,
        "none": "nan",
        "nothing": None,
        "yes": True,
        "day": "2026-01-02",
        "list": [1, None],
        "struct": {"a": 1.5},
        "bytes": "6162",
        "days": "1 day, 0:00:00",
    }


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
def test_a_file_is_written_by_its_name_and_never_over_another(
    coded: Any, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"answer.{suffix}"
    before = set(tmp_path.iterdir())
    run(coded.path, "--key", coded.key_path, COUNTS, "-o", target)
    assert {each for each in tmp_path.iterdir() if "-wal" not in each.name} - before == {target}
    assert target.stat().st_mode & 0o077 == 0
    read = {"csv": "read_csv", "json": "read_json", "parquet": "read_parquet"}[suffix]
    if suffix == "json":
        rows = [tuple(row.values()) for row in json.loads(target.read_text())["rows"]]
    else:
        with duckdb.connect(":memory:") as other:
            rows = other.execute(f"from {read}('{target}')").fetchall()
    assert rows == [("not_applicable", 1), ("scored", 23)]
    written = target.read_bytes()
    with pytest.raises(BadInputError, match="never overwritten"):
        run(coded.path, COUNTS, "-o", target)
    assert target.read_bytes() == written


def test_parquet_keeps_whole_numbers_booleans_and_nothing(coded: Any, tmp_path: Path) -> None:
    target = tmp_path / "answer.parquet"
    run(coded.path, "select 1 as a, 2.5 as b, true as c, null as d, [1] as e", "-o", target)
    with duckdb.connect(":memory:") as other:
        found = other.execute(f"from read_parquet('{target}')").fetchall()
    assert found == [(1, 2.5, True, None, "[1]")]


def test_a_query_that_fails_leaves_no_file(coded: Any, tmp_path: Path) -> None:
    before = {each.name for each in tmp_path.iterdir()}
    for sql in ("select nothing from coder", "select 'x'::int from coder"):
        with pytest.raises(BadInputError):
            run(coded.path, sql, "-o", tmp_path / "answer.csv")
    with pytest.raises(BadInputError, match="says no format"):
        run(coded.path, COUNTS, "-o", tmp_path / "answer.xls")
    after = {each.name for each in tmp_path.iterdir() if not each.name.endswith(("-wal", "-shm"))}
    assert after <= before


def test_a_target_that_is_a_link_to_nowhere_is_taken(coded: Any, tmp_path: Path) -> None:
    link = tmp_path / "answer.csv"
    link.symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(BadInputError, match="never overwritten"):
        run(coded.path, COUNTS, "-o", link)
    assert not (tmp_path / "elsewhere.csv").exists()


def test_the_sql_may_stand_in_a_file(coded: Any, tmp_path: Path) -> None:
    question = tmp_path / "q.sql"
    question.write_text(f"-- How often?\n{COUNTS};\n")
    assert run(coded.path, "--file", question).stdout == run(coded.path, COUNTS).stdout
    for arguments in ((), (COUNTS, "--file", question)):
        with pytest.raises(BadInputError, match="Give a query"):
            run(coded.path, *arguments)


def looks(built: Any) -> list[dict[str, Any]]:
    study = StudyFile.open(built.path, read_only=True)
    try:
        return [json.loads(row[0]) for row in study.connection.execute(
            "select detail from event where kind = 'review'"
        )]  # fmt: skip
    finally:
        study.close()


def test_a_query_is_noted_like_a_look_even_when_it_fails_and_a_list_is_not(coded: Any) -> None:
    run(coded.path, "--list")
    assert looks(coded) == []
    with pytest.raises(BadInputError):
        run(coded.path, "drop table coder")
    assert looks(coded) == []
    run(coded.path, COUNTS)
    # An error may quote a value, so what fails while it is answered counts as well.
    with pytest.raises(CoderError):
        run(coded.path, "select state::int from submitted_score", "--key", coded.key_path)
    assert looks(coded) == [{"key": False, "form": "query"}, {"key": True, "form": "query"}]


def test_the_list_names_views_columns_and_examples_and_why_there_are_no_conditions(
    coded: Any,
) -> None:
    shown = run(coded.path, "--list").stdout
    assert "submitted_score: One answer" in shown
    assert "coder_kind" in shown
    assert "No view condition: Conditions are shown with the study's key" in shown
    assert "join condition" not in shown
    shown = run(coded.path, "--list", "--key", coded.key_path).stdout
    assert "condition: What an item is" in shown
    assert "join condition" in shown


def test_without_the_key_items_held_back_are_counted(coded: Any, write_study: Any) -> None:
    study = StudyFile.open(coded.path)
    study.connection.execute("delete from submission where coder = 'ben'")
    study.close()
    assert "4 items not shown" in run(coded.path, COUNTS).stderr
    assert "not shown" not in run(coded.path, COUNTS, "--key", coded.key_path).stderr


WIDE = Shown(
    ("id", "number", "text"), (False, True, False), (("k7f2", "12", "a long text " * 20),), 0
)


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_table_fits_the_terminal(width: int) -> None:
    lines = answer_text(WIDE, width).splitlines()
    assert max(map(cells, lines)) <= width
    assert lines[-1].endswith("…")
    assert "k7f2" in lines[-1] or width == 20


def test_a_wide_character_takes_two_cells() -> None:
    shown = Shown(("a", "b"), (False, False), (("漢字", "x"), ("ab", "y")), 0)
    assert [line.index(end) for line, end in zip(answer_text(shown, 80).splitlines()[2:], "xy",
                                                 strict=True)] == [4, 6]  # fmt: skip


def test_too_many_columns_stand_one_below_the_other() -> None:
    heads = tuple(f"column_{n}" for n in range(20))
    shown = Shown(heads, (False,) * 20, (tuple("a long text" for _ in heads),), 0)
    lines = answer_text(shown, 60).splitlines()
    assert lines[0] == "column_0   a long text"
    assert len(lines) == 20


def test_ctrl_c_stops_a_query(coded: Any) -> None:
    sql = (
        "select count(*) from range(10000000) a, range(10000000) b where a.range * b.range % 7 = 3"
    )
    command = [sys.executable, "-m", "coder_tui", "query", str(coded.path), sql]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 60
        while not looks(coded) and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out, err.strip()) == (1, "", "Stopped.")
