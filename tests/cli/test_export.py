"""`export`: everything that was coded comes out, the same in every format."""

import csv
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.export_fixtures import (
    HOSTILE,
    RUBRIC,
    Lab,
    code,
    csv_rows,
    in_db,
    make,
    parquet_rows,
    unguarded,
)

from coder_tui.cli.main import cli
from coder_tui.domain.text import visible
from coder_tui.reporting.coded_views import EXPORT_VIEWS, STUDY_VIEWS
from coder_tui.storage.judgements import row_hash
from coder_tui.storage.study import StudyFile


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return make(tmp_path)


def test_the_long_table_is_the_same_in_every_format(lab: Lab) -> None:
    items = code(lab)
    out = lab.export()
    lossless = [json.loads(line) for line in (out / "scores_long.jsonl").read_text().splitlines()]
    assert [tuple(row.values()) for row in lossless] == parquet_rows(out)
    assert [tuple(row.values()) for row in lossless] == in_db(
        out,
        "select * from scores_long order by blind_id, "
        "case dimension when 'zeal' then 1 when 'asked' then 2 else 3 end, coder",
    )
    shown = csv_rows(out / "scores_long.csv")
    assert [
        [None if cell is None else visible(str(cell)) for cell in row.values()] for row in lossless
    ] == [[unguarded(cell) or None for cell in row.values()] for row in shown]
    assert [
        (row["blind_id"], row["dimension"], row["coder"], row["value"]) for row in lossless
    ] == [
        (items[0], "zeal", "ana", "2"),
        (items[0], "zeal", "ben", "2"),
        (items[0], "asked", "ana", "1"),
        (items[0], "asked", "ben", "1"),
        (items[0], "art", "ana", "1"),
        (items[0], "art", "ben", "1"),
        (items[1], "zeal", "ana", "1"),
        (items[1], "zeal", "ben", None),
        (items[1], "asked", "ana", "1"),
        (items[1], "asked", "ben", "0"),
        (items[1], "art", "ana", "1"),
        (items[2], "zeal", "ana", "0"),
        (items[2], "asked", "ana", "1"),
        (items[2], "art", "ana", "1"),
    ]


def test_a_row_carries_its_evidence_and_comments(lab: Lab) -> None:
    code(lab)
    row = json.loads((lab.export() / "scores_long.jsonl").read_text().splitlines()[0])
    assert row["label"] == "D1 Zeal"
    assert row["point_label"] == "much"
    assert (row["number"], row["state"], row["coder_kind"]) == (2.0, "scored", "human")
    assert (row["evidence_count"], row["evidence_part"], row["evidence_quote"]) == (1, 1, "Who")
    assert (row["comment"], row["item_comment"]) == (HOSTILE, "on the whole")


def test_a_hostile_comment_is_harmless_in_csv_and_counted(lab: Lab) -> None:
    code(lab)
    out = lab.export()
    assert csv_rows(out / "scores_long.csv")[0]["comment"] == "'" + visible(HOSTILE)
    for path in out.glob("*.csv"):
        data = path.read_bytes()
        assert not set(data) & {*range(10), *range(11, 32), 127}
    counted = json.loads((out / "manifest.json").read_text())["csv"]
    assert counted["scores_long.csv"] == {"guarded": 1, "made_visible": 1}
    assert counted["adjudications.csv"] == {"guarded": 1, "made_visible": 0}


def test_final_scores_say_what_they_rest_on(lab: Lab) -> None:
    items = code(lab)
    out = lab.export()
    found = {
        (row["blind_id"], row["dimension"]): (row["basis"], row["state"], row["value"])
        for row in csv_rows(out / "final_scores.csv")
    }
    assert found == {
        (items[0], "zeal"): ("agreed", "scored", "2"),
        (items[0], "asked"): ("agreed", "scored", "1"),
        (items[0], "art"): ("agreed", "scored", "1"),
        (items[1], "zeal"): ("unresolved", "", ""),
        (items[1], "asked"): ("adjudicated", "scored", "1"),
        (items[1], "art"): ("single", "scored", "1"),
        (items[2], "zeal"): ("single", "scored", "0"),
        (items[2], "asked"): ("single", "scored", "1"),
        (items[2], "art"): ("single", "scored", "1"),
    }
    wide = csv_rows(out / "scores_wide.csv")
    assert [row["blind_id"] for row in wide] == items
    second = wide[1]
    assert (second["zeal__ana__human"], second["zeal__ben__human"]) == ("1", "not_applicable")
    assert (second["zeal__final"], second["zeal__basis"]) == ("", "unresolved")
    assert (second["asked__final"], second["asked__basis"]) == ("1", "adjudicated")
    assert set(wide[3].values()) == {items[3], ""}


def test_adjudications_come_with_those_they_supersede(lab: Lab) -> None:
    code(lab)
    rows = csv_rows(lab.export() / "adjudications.csv")
    assert [(row["value"], row["sentence"], row["standing"]) for row in rows] == [
        ("2", "A slip.", "0"),
        ("1", "'+ on a second look", "1"),
    ]
    assert {(row["adjudicator"], row["reason"], row["coder_kind"]) for row in rows} == {
        ("judge", "slip", "human")
    }


def test_the_coded_database_holds_the_study_and_answers_the_same(lab: Lab) -> None:
    code(lab)
    out = lab.export()
    study = StudyFile.open(lab.study, read_only=True)
    for name in ("score", "evidence", "comment", "flag", "submission", "adjudication", "part"):
        query = f"select * from {name} order by 1, 2"
        assert in_db(out, query) == study.connection.execute(query).fetchall()
    for view in STUDY_VIEWS:
        order = ", ".join(view.names[:4])
        query = f"select {', '.join(view.names)} from {view.name} order by {order}"
        assert in_db(out, query) == study.connection.execute(query).fetchall(), view.name
    assert len(in_db(out, "select * from disagreement")) == 2
    study.close()
    assert in_db(out, "pragma integrity_check") == [("ok",)]
    assert in_db(out, "pragma foreign_key_check") == []
    assert {row[0] for row in in_db(out, "select strict from pragma_table_list where type = 'table'"
                                         " and name not like 'sqlite%'")} == {1}  # fmt: skip
    assert {
        name for (name,) in in_db(out, "select name from sqlite_schema where type = 'view'")
    } == {view.name for view in STUDY_VIEWS + EXPORT_VIEWS}


def test_hashes_can_be_computed_again_from_the_export(lab: Lab) -> None:
    code(lab)
    out = lab.export()
    connection = sqlite3.connect(out / "coded.db")
    connection.row_factory = sqlite3.Row
    for table in ("score", "evidence", "comment", "flag", "submission", "adjudication"):
        rows = connection.execute(f"select * from {table}").fetchall()
        assert rows
        for row in rows:
            assert row_hash(table, dict(row)) == row["hash"]
    connection.close()


def test_the_manifest_is_true(lab: Lab) -> None:
    code(lab)
    out = lab.export(key=True)
    manifest = json.loads((out / "manifest.json").read_text())
    files = {file["name"]: file for file in manifest["files"]}
    assert set(files) | {"manifest.json"} == {path.name for path in out.iterdir()}
    for name, file in files.items():
        data = (out / name).read_bytes()
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert file["bytes"] == len(data)
        if name.endswith(".csv"):
            assert file["rows"] == len(csv_rows(out / name))
    assert files["scores_long.parquet"]["rows"] == files["scores_long.jsonl"]["rows"] == 14
    for table, count in files["coded.db"]["rows"].items():
        assert in_db(out, f"select count(*) from {table}") == [(count,)]
    rubric = (out / "rubric.toml").read_text()
    assert rubric == RUBRIC
    assert manifest["rubric"]["fingerprint"] == hashlib.sha256(rubric.encode()).hexdigest()
    committed = in_db(out, "select batch, digest from commitment")
    assert [(each["batch"], each["digest"]) for each in manifest["commitments"]] == committed
    assert (manifest["sealed"], manifest["simulated"]) == (False, False)


def test_every_file_and_every_column_is_in_the_dictionary(lab: Lab) -> None:
    code(lab)
    out = lab.export(key=True)
    text = (out / "data_dictionary.md").read_text()
    for path in out.iterdir():
        assert f"| `{path.name}` |" in text
        if path.suffix == ".csv":
            with path.open(encoding="utf-8") as file:
                for name in next(csv.reader(file)):
                    assert f"| `{name}` |" in text
    for key in json.loads((out / "manifest.json").read_text()):
        assert f"| `{key}` |" in text


def test_the_codebook_says_what_was_asked(lab: Lab) -> None:
    text = (lab.export() / "codebook.md").read_text()
    assert r"# Codebook: Rubric of \<the\> test" in text
    assert "- **0** none: No zeal.\n  - Near miss: Noise is 0." in text
    assert "Asked only if `asked` is at least 1" in text
    assert "`cannot_judge`" in text


def test_the_same_study_gives_the_same_bytes_again(lab: Lab) -> None:
    code(lab)
    first, second = lab.export("first", key=True), lab.export("second", key=True)
    assert {path.name for path in first.iterdir()} == {path.name for path in second.iterdir()}
    for path in first.iterdir():
        if path.name != "manifest.json":
            assert path.read_bytes() == (second / path.name).read_bytes(), path.name
    manifests = [json.loads((each / "manifest.json").read_text()) for each in (first, second)]
    for manifest in manifests:
        del manifest["exported_at"], manifest["earlier_exports"]
    assert manifests[0] == manifests[1]


def test_the_study_remembers_the_export(lab: Lab) -> None:
    out = lab.export(key=True)
    digest = hashlib.sha256((out / "manifest.json").read_bytes()).hexdigest()
    study = StudyFile.open(lab.study, read_only=True)
    ((_, detail, _),) = study.events("export")
    study.close()
    assert detail == {"key": True, "manifest": digest}
    (earlier,) = json.loads((lab.export("again") / "manifest.json").read_text())["earlier_exports"]
    assert (earlier["key"], earlier["manifest"]) == (True, digest)


def test_simulated_is_said_wherever_numbers_are(tmp_path: Path) -> None:
    lab = make(tmp_path, "seal = false", simulated=["robot"])
    out = lab.export()
    for name in ("manifest.json", "codebook.md", "data_dictionary.md"):
        assert "SIMULATED: " in (out / name).read_text()
    assert json.loads((out / "manifest.json").read_text())["simulated"] is True
    assert "zeal__robot__simulated" in csv_rows(out / "scores_wide.csv")[0]


def test_words_go_to_stderr_and_data_to_stdout(lab: Lab) -> None:
    done = CliRunner().invoke(
        cli, ["export", str(lab.study), "-o", str(lab.folder / "out"), "--json"]
    )
    assert json.loads(done.stdout)["format"] == "coder-tui export 1"
    assert done.exit_code == 0
    plain = CliRunner().invoke(cli, ["export", str(lab.study), "-o", str(lab.folder / "out2")])
    assert plain.stdout.startswith("file")
    assert "Written to" in plain.stderr


def test_help_shows_an_example_and_loads_no_duckdb() -> None:
    script = (
        "import sys\nfrom coder_tui.cli.main import cli\n"
        "cli.main(['export', '--help'], standalone_mode=False)\n"
        "assert 'duckdb' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, env=os.environ
    )
    assert "Example: coder-tui export" in done.stdout
