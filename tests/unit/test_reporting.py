"""What an export is made of: guarded cells, a folder that is whole, a complete dictionary."""

import csv
import json
import os
import re
import sqlite3
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.export_fixtures import unguarded

from coder_tui.analysis.parquet import write_parquet
from coder_tui.domain.coding import Citation, EvidenceRow, RowId, replay
from coder_tui.domain.errors import BadInputError, CoderError
from coder_tui.domain.text import visible
from coder_tui.reporting import coded_db, coded_views, dictionary, flat_tables
from coder_tui.reporting.codebook import markdown
from coder_tui.reporting.folder import new_folder
from coder_tui.reporting.plain_files import (
    CsvCounts,
    _csv_cell,
    formula_like,
    write_csv,
    write_jsonl,
)
from coder_tui.storage import schema
from coder_tui.storage.study import Coder

DOCS = Path(__file__).parents[2] / "docs" / "data-dictionary.md"

hostile_text = st.text(
    alphabet=st.one_of(st.sampled_from("='+-@\t\r\n\x1b\x9b 1.,\"|a"), st.characters())
)


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@given(hostile_text)
@example("'=1+1")
@example("''-x")
@example("=cmd|' /C calc'!A0")
@example("-1.5")
@example("'-1.5")
@example(" \t@x")
def test_a_guarded_cell_gives_its_visible_text_back(text: str) -> None:
    cell = _csv_cell(text, CsvCounts())
    assert isinstance(cell, str)
    assert unguarded(cell) == visible(text)


@given(hostile_text)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cell = str(_csv_cell(text, CsvCounts()))
    bare = cell.lstrip()
    assert not bare.startswith(("=", "@", "\t", "\r")) or cell.startswith("'")
    if bare.startswith(("+", "-")):
        float(bare)


@pytest.mark.parametrize(
    "text", ["=1", " =1", "+x", "-x", "@sum", "\tx", "\rx", "＝1", "'=1", "\n=1"]
)
def test_what_a_spreadsheet_might_run_is_formula_like(text: str) -> None:
    assert formula_like(text)


@pytest.mark.parametrize("text", ["", "-1", "+2.5", "-1e3", "a=1", "'quoted'", "2", "n/a"])
def test_numbers_and_plain_words_are_left_alone(text: str) -> None:
    assert not formula_like(text)


@given(rows=st.lists(st.tuples(hostile_text, st.integers(0, 9), st.none())))
def test_csv_keeps_rows_and_newlines(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, None]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    counts = write_csv(path, ("a", "b", "c"), rows)
    found = read_csv(path)
    assert found[0] == ["a", "b", "c"]
    assert [unguarded(row[0]) for row in found[1:]] == [visible(row[0]) for row in rows]
    assert [row[1:] for row in found[1:]] == [[str(row[1]), ""] for row in rows]
    assert counts.rows == len(rows)
    assert b"\r" not in path.read_bytes()


def test_csv_counts_what_it_changed(tmp_path: Path) -> None:
    counts = write_csv(
        tmp_path / "t.csv", ("a",), [["=1"], ["a\x1bb"], ["=\x1b"], ["plain"], [-1.0]]
    )
    assert counts == CsvCounts(rows=5, guarded=2, made_visible=2)


@settings(max_examples=12)
@given(texts=st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=5))
def test_parquet_and_json_lines_lose_nothing(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("lossless")
    rows = [*((text, 1, 0.5) for text in texts), ("", None, None), (None, -(2**63), 1e300)]
    write_jsonl(folder / "t.jsonl", ("a", "b", "c"), rows)
    write_parquet(folder / "t.parquet", [("a", "text"), ("b", "integer"), ("c", "real")], rows)
    lines = (folder / "t.jsonl").read_bytes()
    assert all(32 <= byte < 127 or byte == 10 for byte in lines)
    assert [tuple(json.loads(line).values()) for line in lines.splitlines()] == rows
    with duckdb.connect() as connection:
        query = "select * from read_parquet(?)"
        assert connection.execute(query, [str(folder / "t.parquet")]).fetchall() == rows


def test_parquet_goes_to_a_folder_with_any_name_and_to_no_other_file(tmp_path: Path) -> None:
    folder = tmp_path / "it's a [x]*?; drop table #1"
    folder.mkdir()
    write_parquet(folder / "t.parquet", [('na"me', "text")], [("a",)])
    assert [path.name for path in folder.iterdir()] == ["t.parquet"]
    with pytest.raises(CoderError, match=r"t\.parquet: could not be written"):
        write_parquet(folder / "missing" / "t.parquet", [("a", "text")], [])


def test_a_folder_is_put_in_place_whole(tmp_path: Path) -> None:
    with new_folder(tmp_path / "out", private=True) as folder:
        folder.write("a.txt", "a")
        assert not (tmp_path / "out").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "out" / "a.txt").stat().st_mode & 0o777 == 0o600


def test_an_empty_folder_may_be_there(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with new_folder(tmp_path / "out", private=False) as folder:
        folder.write("a.txt", "a")
    assert (tmp_path / "out" / "a.txt").read_text() == "a"


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with new_folder(tmp_path / "out", private=False) as folder:
            folder.write("a.txt", "a")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    def overtaken() -> None:
        with new_folder(tmp_path / "out", private=False) as folder:
            folder.write("a.txt", "a")
            (tmp_path / "out").mkdir()
            (tmp_path / "out" / "theirs").touch()

    with pytest.raises(BadInputError, match="already"):
        overtaken()
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "theirs"]


def test_what_is_taken_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "here").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    for target, why in {
        "file": "already",
        "link": "already",
        "here": "the folder you are in",
        "no/where": "There is no folder",
    }.items():
        with pytest.raises(BadInputError, match=why), new_folder(tmp_path / target, private=False):
            pytest.fail("was made")


def schema_of(connection: sqlite3.Connection, kind: str) -> dict[str, list[tuple[str, str]]]:
    names = connection.execute(
        "select name from sqlite_schema where type = ? order by name", (kind,)
    ).fetchall()
    return {
        name: [
            (column, type_.lower())
            for _, column, type_, *_ in connection.execute(f"pragma table_xinfo({name})")
        ]
        for (name,) in names
    }


@pytest.fixture
def coded() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    for statement in coded_db._statements(unblinded=True):
        connection.execute(statement)
    return connection


def test_the_dictionary_names_every_table_and_column_with_its_type(
    coded: sqlite3.Connection,
) -> None:
    described = {
        table.name: [(column.name, column.type) for column in table.columns]
        for table in coded_db.tables(unblinded=True)
    }
    assert described == schema_of(coded, "table")
    views = schema_of(coded, "view")
    assert {v.name: list(v.names) for v in coded_db.views()} == {
        name: [column for column, _ in found] for name, found in views.items()
    }
    coded.close()


def test_every_table_of_the_study_is_exported_or_left_out_on_purpose() -> None:
    made = set(re.findall(r"create table (\w+)", schema.TABLES))
    exported = {table.name for table in coded_db.tables(unblinded=False)} - {"rubric_point"}
    # What is right on practice items stands in `calibration_score`.
    assert made - exported == {"bookmark", "device", "calibration"}
    assert set(re.findall(r"create view (\w+)", schema.VIEWS)) == {
        view.name for view in coded_views.STUDY_VIEWS
    }


def test_the_dictionary_in_the_docs_is_up_to_date() -> None:
    assert DOCS.read_text(encoding="utf-8") == dictionary.general()


def test_no_meaning_is_empty_and_none_breaks_its_row() -> None:
    wide = flat_tables.wide_table([("a|b", "x | y")], [Coder("ana", "human")])
    text = dictionary.dictionary(dictionary.Contents(wide, unblinded=True))
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert not [row for row in rows if re.search(r"\|\s+\|", row)]
    assert r"x \| y: the submitted answer of ana (human)" in text


def test_text_of_others_is_harmless_in_markdown() -> None:
    assert markdown("<b>*x*</b>\n# y\x1b[c") == r"\<b\>\*x\*\</b\>⏎\# y␛\[c"


CITED = """
insert into evidence values (
    's', :seq, 'ana', 'i', 'd', :part, 0, 1, 'q', '', :attached, null, null, null, null, :seq, '',
    null, null, '', '', 'r'
)
"""
IN_FORCE = """
insert into rubric_dimension values ('r', 'd', 0, 'D', 'ordinal', '[]', 'r');
insert into adoption values (1, 'r', null, '', '', 0, '{}');
"""


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=12), st.integers(1, 13))
def test_submitted_evidence_is_what_replaying_the_rows_gives(
    steps: list[tuple[int, bool]], submitted: int
) -> None:
    """Attach and detach as the screen does: nothing is taken away that is not there."""
    connection = sqlite3.connect(":memory:")
    for statement in coded_db._statements(unblinded=False):
        connection.execute(statement)
    connection.executescript(IN_FORCE)
    connection.execute(
        "insert into submission values ('t', 1, 'ana', 'i', 'submitted', '', ?, '', '', '')",
        (submitted,),
    )
    rows: list[EvidenceRow] = []
    standing: Counter[int] = Counter()
    for seq, (part, attached) in enumerate(steps, start=1):
        if not attached and not standing[part]:
            continue
        standing[part] += 1 if attached else -1
        connection.execute(CITED, {"seq": seq, "part": part, "attached": int(attached)})
        if seq <= submitted:
            citation = Citation(part, 0, 1, "q")
            rows.append(EvidenceRow(RowId("s", seq), "d", citation, attached))
    found = connection.execute("select part from submitted_evidence order by clock").fetchall()
    connection.close()
    expected = [citation.part for citation in replay(rows).citations.get("d", ())]
    assert Counter(part for (part,) in found) == Counter(expected)


def test_the_module_prints_the_dictionary() -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "coder_tui.reporting.dictionary"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.stdout.decode() == dictionary.general()
