"""Scores made elsewhere: whatever shape and format they come in, the same answers stand."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.conftest import Built, transcript, write_files
from tests.levels import LEVELS_RUBRIC, levels
from tests.rating_files import (
    FORMATS,
    a_csv,
    a_table,
    an_xlsx,
    imported,
    run,
    submitted,
)
from tests.review_fixtures import blind_ids

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE, Answer, Level, State
from coder_tui.domain.scales import shortest, write_set
from coder_tui.intake.ratings.values import CLEAR_WORDS, ValueMap, read_cell

RUBRIC = levels()
ITEMS = ("t1", "t2", "t3")
NAMES = count(1)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A study of three open items with every level; each example has a coder of its own."""
    return write_files(
        tmp_path_factory.mktemp("levels"),
        [transcript(item) for item in ITEMS],
        rubric=LEVELS_RUBRIC,
        plan='coders = ["ana", "ben"]\nblind = false',
    ).init()


def texts() -> st.SearchStrategy[str]:
    """Texts that every format can hold, with what would be a formula or a delimiter elsewhere."""
    letters = st.characters(categories=("L", "N", "P", "S", "Zs"), include_characters="\n\t")
    said = st.text(letters, min_size=1, max_size=20).map(str.strip)
    return said.filter(lambda text: bool(text) and "_x" not in text)


VALUES = {
    Level.NOMINAL: st.sampled_from("012"),
    Level.ORDINAL: st.sampled_from("012"),
    Level.INTERVAL: st.decimals(-50, 50, places=3).map(shortest),
    Level.RATIO: st.integers(0, 10**9).map(str),
    Level.MULTI: st.sets(st.sampled_from((0, 1, 2))).map(write_set),
    Level.TEXT: texts(),
}


@st.composite
def sheets(draw: st.DrawFn) -> dict[tuple[str, str], Answer]:
    """Some answers on some dimensions of some items."""
    found: dict[tuple[str, str], Answer] = {}
    for item in ITEMS:
        for dimension in RUBRIC.dimensions:
            kinds = ["none", "value", "value", "cannot"]
            kinds += ["not"] if dimension.not_applicable else []
            kind = draw(st.sampled_from(kinds))
            if kind == "value":
                found[item, dimension.id] = dimension.read(draw(VALUES[dimension.level]))
            elif kind != "none":
                found[item, dimension.id] = CANNOT_JUDGE if kind == "cannot" else NOT_APPLICABLE
    return found


def in_words(answer: Answer | None) -> str:
    """An answer as people write it in one cell."""
    if answer is None:
        return ""
    words = {State.NOT_APPLICABLE: "n/a", State.CANNOT_JUDGE: "cannot judge"}
    return words.get(answer.state, answer.value or "")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(sheet=sheets(), format_=st.sampled_from(FORMATS))
def test_a_long_table_gives_the_same_answers(
    shared: Built, tmp_path: Path, sheet: dict[tuple[str, str], Answer], format_: str
) -> None:
    coder, blind = f"long-{next(NAMES)}", blind_ids(shared.key_path)
    assume(sheet)
    rows: list[list[Any]] = [["Item", "Coder", "Dimension", "State", "Value"]]
    rows += [
        [item, coder, dimension, answer.state.value, answer.value]
        for (item, dimension), answer in sheet.items()
    ]
    imported(shared.path, a_table(tmp_path, format_, rows))
    expected = {(blind[item], dimension): answer for (item, dimension), answer in sheet.items()}
    assert submitted(shared.path, coder) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(sheet=sheets(), format_=st.sampled_from(FORMATS), labels=st.booleans())
def test_a_table_with_a_column_for_each_dimension_gives_the_same_answers(
    shared: Built,
    tmp_path: Path,
    sheet: dict[tuple[str, str], Answer],
    format_: str,
    labels: bool,
) -> None:
    sheet = {key: a for key, a in sheet.items() if (a.value or "").casefold() not in CLEAR_WORDS}
    coder, blind = f"wide-{next(NAMES)}", blind_ids(shared.key_path)
    heads = [d.label.upper() if labels else d.id for d in RUBRIC.dimensions]
    rows: list[list[Any]] = [["item", *heads]]
    rows += [
        [item, *(in_words(sheet.get((item, d.id))) for d in RUBRIC.dimensions)] for item in ITEMS
    ]
    imported(shared.path, a_table(tmp_path, format_, rows), "--coder", coder)
    expected = {(blind[item], dimension): answer for (item, dimension), answer in sheet.items()}
    assert submitted(shared.path, coder) == expected


@pytest.mark.parametrize("format_", FORMATS)
def test_a_table_with_a_column_for_each_coder_gives_the_same_answers(
    shared: Built, tmp_path: Path, format_: str
) -> None:
    one, two, blind = f"c-{next(NAMES)}", f"c-{next(NAMES)}", blind_ids(shared.key_path)
    rows = [["item", one, two], ["t1", "0", "2"], ["t2", "", "cannot judge"], ["t3", "much", ""]]
    imported(shared.path, a_table(tmp_path, format_, rows), "--dimension", "degree")
    assert {key[0]: a.word for key, a in submitted(shared.path, one).items()} == {
        blind["t1"]: "0",
        blind["t3"]: "2",
    }
    assert {key[0]: a.word for key, a in submitted(shared.path, two).items()} == {
        blind["t1"]: "2",
        blind["t2"]: "can't",
    }


def test_numbers_of_spreadsheets_and_parquet_are_what_they_were_meant_to_be(
    shared: Built, tmp_path: Path
) -> None:
    coder, blind = f"c-{next(NAMES)}", blind_ids(shared.key_path)
    heads = ["item", "sort", "warmth", "errors", "topics"]
    imported(
        shared.path,
        an_xlsx(tmp_path / "n.xlsx", [heads, ["t1", 2.0, 0.1 + 0.2, 3.0, 1]]),
        "--coder",
        coder,
    )
    path = tmp_path / "n.parquet"
    connection = duckdb.connect()
    connection.execute(
        "copy (select 't2' as item, 2.0::double as sort, 0.1::float as warmth, 4::tinyint as "
        "errors, [2, 0] as topics union all select 't3', 'nan'::double, 0.5, null, []) "
        f"to '{path}' (format parquet)"
    )
    connection.close()
    told = imported(shared.path, path, "--coder", coder)
    found = {key: answer.value for key, answer in submitted(shared.path, coder).items()}
    assert found == {
        (blind["t1"], "sort"): "2",
        (blind["t1"], "warmth"): "0.3",
        (blind["t1"], "errors"): "3",
        (blind["t1"], "topics"): "[1]",
        (blind["t2"], "sort"): "2",
        (blind["t2"], "warmth"): "0.1",
        (blind["t2"], "errors"): "4",
        (blind["t2"], "topics"): "[0,2]",
        (blind["t3"], "warmth"): "0.5",
        (blind["t3"], "topics"): "[]",
    }
    assert "NaN" in told.stdout


@pytest.mark.parametrize(
    ("dimension", "text", "word"),
    [
        ("degree", "2.0", "2"),
        ("degree", " Much ", "2"),
        ("degree", "?", "can't"),
        ("degree", "z", "can't"),
        ("errors", "x", "n/a"),
        ("errors", "NA", "n/a"),
        ("errors", "Not applicable", "n/a"),
        ("warmth", "+.50", "0.5"),
        ("warmth", "1E+1", "10"),
        ("topics", "[2, 0]", "0+2"),
        ("topics", '["some", 2]', "1+2"),
        ("topics", "some; much", "1+2"),
        ("topics", "0;2.0", "0+2"),
        ("topics", "none", "none"),
        ("summary", "x", '"x"'),
        ("summary", "n/a", None),
    ],
)
def test_a_cell_is_read_as_people_mean_it(dimension: str, text: str, word: str | None) -> None:
    asked = RUBRIC.dimension(dimension)
    if word is None:
        with pytest.raises(BadInputError, match="does not allow"):
            read_cell(asked, text, "", ValueMap())
        return
    answer = read_cell(asked, text, "", ValueMap())
    assert answer is not None
    assert answer.word == word


@pytest.mark.parametrize(
    ("dimension", "text", "said", "hint"),
    [
        ("degree", "7", "is not one of 0 (none), 1 (some), 2 (much)", "nearest is 2"),
        ("degree", "mutch", "is not one of", "nearest is 2 (much)"),
        ("degree", "x", "does not allow", ""),
        ("degree", "0.5", "is not one of", "nearest is 0"),
        ("degree", "0,5", "is not one of", "nearest is 0"),
        ("warmth", "0,5", "a number from -50 to 50.5", "write a point: 0.5"),
        ("warmth", "51", "a number from -50 to 50.5", ""),
        ("errors", "1.5", "a whole number", ""),
        ("topics", "some; many", "any of 0, 1, 2", ""),
        ("topics", "[" * 100_000, "any of 0, 1, 2", ""),
        ("topics", "[0, 3]", "any of 0, 1, 2", ""),
    ],
)
def test_a_value_that_is_none_says_what_is(dimension: str, text: str, said: str, hint: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_cell(RUBRIC.dimension(dimension), text, "", ValueMap())
    assert said in refused.value.message
    assert hint in refused.value.hint
    assert len(str(refused.value)) < 400


def test_words_are_what_the_lead_says_they_are(shared: Built, tmp_path: Path) -> None:
    coder = f"c-{next(NAMES)}"
    path = a_csv(tmp_path / "w.csv", [["item", "sort", "degree"], ["t1", "good", "good"],
                                      ["t2", "-", "TRUE"]])  # fmt: skip
    imported(
        shared.path, path, "--coder", coder, "--value", "*:Good=2", "--value", "degree:good=1",
        "--value", "*:-=", "--value", "degree:true=some",
    )  # fmt: skip
    found = {key: answer.value for key, answer in submitted(shared.path, coder).items()}
    blind = blind_ids(shared.key_path)
    assert found == {
        (blind["t1"], "sort"): "2",
        (blind["t1"], "degree"): "1",
        (blind["t2"], "degree"): "1",
    }


HostileFile = Callable[[Path], Path]


def hostile() -> Iterator[tuple[HostileFile, str]]:
    """Files that are refused, and what is said of each."""
    long = "item,coder,dimension,value\n"
    yield lambda p: text(p, ""), "it is empty"
    yield lambda p: text(p, "\n \n"), "it is empty"
    yield lambda p: text(p, '{"item": 1}'), "no column says which dimension"
    yield lambda p: text(p, "<html><body>"), "a web page (HTML), not data. Was a login"
    yield lambda p: text(p, "item,coder,sort\n"), "no rows"
    yield lambda p: text(p, "item,coder,sort,warmht\nt1,a,1,2\n"), "Did you mean 'warmth'?"
    yield lambda p: text(p, "item,coder,sort,Warming\nt1,a,1,2\n"), "--ignore 'Warming'"
    yield lambda p: raw(p, b"\xd0\xcf\x11\xe0 and more"), "old kind"
    yield lambda p: raw(p, "item,sort\nt1,1\n".encode("utf-16")), "Save the file in UTF-8"
    yield lambda p: raw(p, b"item,coder,sort\nt1,a,\xff\n"), "not UTF-8"
    yield lambda p: raw(p, b"PK\x03\x04 cut off"), "not"
    yield lambda p: raw(p, b"PAR1 cut off"), "not readable as Parquet"
    yield lambda p: p / "nowhere.csv", "cannot be read"
    yield lambda p: p, "no file"
    yield lambda p: text(p, "thing,coder,dimension,value\n"), "which item"
    yield lambda p: text(p, "item,coder,value\nt1,a,1\n"), "which dimension"
    yield lambda p: text(p, "item,dimension,value\nt1,sort,1\n"), "who the coder is"
    yield lambda p: text(p, "item,coder,dimension\nt1,a,sort\n"), "holds the values"
    yield lambda p: text(p, "item,blind_id,coder,sort\n"), "could each be the item"
    yield lambda p: text(p, "item,coder,sort,SORT\n"), "both called"
    yield lambda p: text(p, "item,coder,sort,D1 Sort\n"), "are both the dimension sort"
    yield lambda p: text(p, "item,coder,dimension,value,sort\n"), "'sort' is a dimension"
    yield lambda p: text(p, "item,coder,sort,state\nt1,a,1,scored\n"), "has no place"
    yield lambda p: text(p, long + "t1,a,sort,1,more\n"), "more cells than"
    yield lambda p: text(p, long + "t9,a,sort,1\n"), "neither a blind id nor"
    yield lambda p: text(p, long + ",a,sort,1\n"), "no item"
    yield lambda p: text(p, long + "t1,Ana B.,sort,1\n"), "--rename"
    yield lambda p: text(p, long + "t1,a,mood,1\n"), 'no dimension "mood"'
    yield lambda p: text(p, long + "t1,a,sort,5\n"), "line 2, column 'value'"
    yield lambda p: text(p, long + "t1,a,sort,1\nt1,a,sort,2\n"), "but 1 in"
    yield lambda p: text(p, long + 't1,a,sort,"1\n'), "not closed"
    yield lambda p: text(p, long + "t1,a,warmth,\\ud800\n"), "is not a number"
    yield lambda p: text(p, "item;coder;warmth\nt1;a;0,5\n"), "decimal comma"
    yield lambda p: an_xlsx(p / "f.xlsx", []), "empty"


def text(folder: Path, said: str) -> Path:
    return raw(folder, said.encode())


def raw(folder: Path, data: bytes) -> Path:
    path = folder / "bad.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("write", "said"), list(hostile()))
def test_a_bad_file_is_refused_with_its_place_and_nothing_is_written(
    shared: Built, tmp_path: Path, write: HostileFile, said: str
) -> None:
    path = write(tmp_path)
    before = shared.path.read_bytes()
    done = run("ratings", "import", shared.path, path)
    assert isinstance(done.exception, BadInputError)
    assert said in str(done.exception), str(done.exception)
    assert path.name in str(done.exception)
    assert shared.path.read_bytes() == before


def test_a_formula_without_its_value_is_refused(shared: Built, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["item", "sort"])
    book.active.append(["t1", "=1+1"])
    book.save(tmp_path / "f.xlsx")
    done = run("ratings", "import", shared.path, tmp_path / "f.xlsx", "--coder", "a")
    assert "a formula without the value it has" in str(done.exception)


def test_the_sheet_of_scores_is_found_among_others(shared: Built, tmp_path: Path) -> None:
    coder = f"c-{next(NAMES)}"
    path = an_xlsx(
        tmp_path / "s.xlsx",
        [["ID", "D2"], ["t1", 1]],
        before={"Read me": [["This is how we coded"]]},
    )
    told = imported(shared.path, path, "--coder", coder)
    assert "sheet Read me" in told.stdout
    assert len(submitted(shared.path, coder)) == 1


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8"), ("\t", "utf-8"), (",", "utf-8-sig")]
)
def test_delimiters_and_a_byte_order_mark_do_not_matter(
    shared: Built, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    coder = f"c-{next(NAMES)}"
    rows = [["item", "warmth"], ["t1", "0.5"]]
    path = a_csv(tmp_path / "d.csv", rows, delimiter=delimiter, encoding=encoding)
    imported(shared.path, path, "--coder", coder)
    assert [a.value for a in submitted(shared.path, coder).values()] == ["0.5"]


def test_a_hundred_thousand_rows_are_read_in_little_memory(shared: Built, tmp_path: Path) -> None:
    row = b"t1,many,warmth,0.5\r\n"
    path = tmp_path / "many.csv"
    path.write_bytes(b"item,coder,dimension,value\r\n" + 100_000 * row)
    tracemalloc.start()
    told = json.loads(imported(shared.path, path, "--dry-run", "--json").stdout)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    (file,) = told["files"]
    assert (file["rows"], file["scores"], file["twice"]) == (100_000, 1, 99_999)
    assert peak < 40_000_000
