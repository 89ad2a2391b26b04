"""A study that is not what was frozen says so wherever numbers are given, and is not exported."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import transcript, write_files
from tests.freezing_fixtures import code_all, hack

from coder_tui.cli.main import cli
from coder_tui.domain.errors import RefusedError
from coder_tui.storage.damage import damage_in

SAID = (
    "NOT WHOLE: what freeze 1 closed is not what stands in the file (1 fault); "
    "`freeze --check` names it."
)
CALM = "agreement rests on what was submitted then"
LEAF = 13
INNER = 5
"""Kinds of pages of a table, in the file format of SQLite."""

READING = {
    "status": ("status", "STUDY"),
    "summary": ("summary", "STUDY"),
    "profile": ("profile", "STUDY"),
    "review": ("review", "STUDY", "--plain"),
}
AS_JSON = {
    "status": ("status", "STUDY", "--json"),
    "summary": ("summary", "STUDY", "--json"),
    "profile": ("profile", "STUDY", "--json"),
    "review": ("review", "STUDY", "--json"),
}
QUERY = ("query", "STUDY", "select count(*) as scores from final_score", "--json")
EXPORT = ("export", "STUDY", "-o", "OUT")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a frozen study, all of it in one file."""
    folder = tmp_path_factory.mktemp("whole")
    items = [
        transcript(f"t{n}", model=f"modelia-{n % 2}", scaffold=f"scaffold-{n // 2 % 2}")
        for n in range(12)
    ]
    built = write_files(folder, items, plan='coders = ["ana", "ben"]\nseal = false').init()
    code_all(built.path, {"ana": 1, "ben": 2})
    assert CliRunner().invoke(cli, ["freeze", str(built.path)]).exit_code == 0
    for path in (built.path, built.key_path):
        connection = sqlite3.connect(path)
        connection.execute("pragma journal_mode = delete")
        connection.close()
    return folder


@pytest.fixture
def study(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "copy")
    return tmp_path / "copy" / "small.db"


@pytest.fixture
def altered(study: Path) -> Path:
    """Somebody takes away what guards the table, and changes a score."""
    connection = sqlite3.connect(study)
    guards = [
        name
        for (name,) in connection.execute(
            "select name from sqlite_master where type = 'trigger' and tbl_name = 'score'"
        )
    ]
    connection.close()
    for name in guards:
        hack(study, f"drop trigger {name}")
    assert hack(study, "update score set value = '0', number = 0 where rowid = 1") == 1
    return study


def call(words: tuple[str, ...], path: Path) -> Result:
    put = {"STUDY": str(path), "OUT": str(path.parent / "out")}
    return CliRunner().invoke(cli, [put.get(each, each) for each in words])


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def not_whole(printed: dict[str, Any]) -> str | None:
    told = printed.get("not_whole", printed.get("study", {}).get("not_whole"))
    return told or None


@pytest.mark.parametrize("command", READING)
def test_an_altered_score_is_told_over_every_number(altered: Path, command: str) -> None:
    done = call(READING[command], altered)
    assert done.exit_code == 0
    said = in_one_line(done.stdout)
    assert SAID in said
    assert CALM not in said
    assert not_whole(json.loads(call(AS_JSON[command], altered).stdout)) == SAID


def test_who_asks_in_sql_is_told_beside_the_answer(altered: Path) -> None:
    done = call(QUERY, altered)
    assert SAID in done.stderr
    assert json.loads(done.stdout)


def test_an_altered_score_is_not_exported(altered: Path) -> None:
    done = call(EXPORT, altered)
    assert done.exit_code == 1
    assert isinstance(done.exception, RefusedError)
    assert "what freeze 1 closed is not what stands in the file (1 fault)" in str(done.exception)
    assert "take an older copy" in str(done.exception.hint)
    assert not (altered.parent / "out").exists()


@pytest.mark.parametrize("command", ["summary", "profile"])
def test_figures_say_so(altered: Path, command: str) -> None:
    picture = altered.with_name("figure.svg")
    done = call((command, "STUDY", "--svg", str(picture)), altered)
    assert done.exit_code == 0, done.output
    assert "NOT WHOLE" in picture.read_text()


def test_of_a_whole_study_nothing_is_said(study: Path) -> None:
    for command, words in READING.items():
        said = in_one_line(call(words, study).stdout)
        assert "NOT WHOLE" not in said
        assert command == "status" or CALM in said
        assert not_whole(json.loads(call(AS_JSON[command], study).stdout)) is None
    assert "NOT WHOLE" not in call(QUERY, study).stderr
    assert call(EXPORT, study).exit_code == 0


@pytest.mark.parametrize("command", [*READING, "query", "export"])
def test_a_page_overwritten_by_another_of_its_table_is_found(study: Path, command: str) -> None:
    """Every page is well-formed then, and counting finds nothing odd."""
    first, *_, last = leaves(study, "score")
    content = bytearray(study.read_bytes())
    size = int.from_bytes(content[16:18])
    content[last * size : (last + 1) * size] = content[first * size : (first + 1) * size]
    study.write_bytes(content)
    words = {**READING, "query": QUERY, "export": EXPORT}[command]
    done = call(words, study)
    damaged = done.exception is not None and damage_in(done.exception) is not None
    assert damaged or "NOT WHOLE" in done.stdout + done.stderr
    assert not (study.parent / "out").exists()


def leaves(path: Path, table: str) -> list[int]:
    """Give the leaf pages of a table of two levels, in order; the first page of the file is 0."""
    connection = sqlite3.connect(path)
    (root,) = connection.execute(
        "select rootpage from sqlite_master where name = ?", (table,)
    ).fetchone()
    connection.close()
    content = path.read_bytes()
    size = int.from_bytes(content[16:18])
    page = content[(root - 1) * size : root * size]
    assert page[0] == INNER
    count = int.from_bytes(page[3:5])
    cells = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n]) for n in range(count)]
    found = [int.from_bytes(page[each : each + 4]) - 1 for each in cells]
    found.append(int.from_bytes(page[8:12]) - 1)
    assert all(content[each * size] == LEAF for each in found)
    return found
