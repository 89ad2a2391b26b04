"""`agreement` on tables as people have them: every shape and format, and what is refused."""

import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cli.agreement_runs import agreement, as_json, coefficient, long, names, wide
from tests.rating_files import a_csv, a_parquet, an_xlsx

from coder_tui.analysis.table_agreement import MOST_COMPARED
from coder_tui.domain.errors import BadInputError

UNITS = [[0, 0, 1], [1, 1, 1], [2, 2, None], [2, 0, 2], [1, None, 1], [0, 0, 0], [2, 1, 2]]


def text_of(rows: list[list[Any]], delimiter: str = ",") -> bytes:
    lines = [delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\n".join(lines).encode() + b"\n"


def refusal(path: Path, *arguments: object) -> str:
    with pytest.raises(BadInputError) as caught:
        agreement(path, *arguments)
    assert caught.value.exit_code == 2
    return str(caught.value).replace(str(path), "FILE")


def test_json_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    found = as_json(a_csv(tmp_path / "scores.csv", wide(UNITS)), "--scale", "0,1,2")
    assert list(found)[:4] == ["items", "coders", "pairs", "coefficients"]
    assert found["items"] == 7
    assert found["coders"] == ["ana", "ben", "cem"]
    assert found["pairs"] == 5 * 3 + 2
    for each in found["coefficients"]:
        assert {"name", "coders", "value", "undefined", "standard_error", "interval"} <= set(each)
        assert ("weights" in each) != ("level" in each)
        assert (each["value"] is None) == isinstance(each["undefined"], str)
        assert set(each["interval"] or ()) in (set(), {"method", "confidence", "low", "high"})
    of_all = [each for each in found["coefficients"] if each["coders"] is None]
    assert found["coefficients"][: len(of_all)] == of_all
    of_pairs = {tuple(each["coders"]) for each in found["coefficients"][len(of_all) :]}
    assert of_pairs == {("ana", "ben"), ("ana", "cem"), ("ben", "cem")}


def test_with_two_coders_cohens_kappa_is_that_pairs(tmp_path: Path) -> None:
    found = as_json(a_csv(tmp_path / "scores.csv", wide([unit[::2] for unit in UNITS])))
    kappas = [each for each in found["coefficients"] if each["name"] == "cohen_kappa"]
    assert [each["weights"] for each in kappas] == ["none", "linear", "quadratic"]
    assert all(each["coders"] == ["ana", "ben"] for each in kappas)


def test_every_format_and_shape_gives_the_same(tmp_path: Path) -> None:
    found = []
    for at, rows in enumerate((wide(UNITS), long(UNITS))):
        tsv = tmp_path / f"{at}.tsv"
        tsv.write_bytes(text_of(rows, "\t"))
        paths = [
            a_csv(tmp_path / f"{at}.csv", rows),
            a_csv(tmp_path / f"{at}-semicolons.csv", rows, delimiter=";"),
            tsv,
            an_xlsx(tmp_path / f"{at}.xlsx", rows),
            a_parquet(tmp_path / f"{at}.parquet", rows),
        ]
        found += [as_json(path, "--draws", 50) for path in paths]
        found.append(
            json.loads(agreement("-", "--json", "--draws", 50, stdin=text_of(rows)).stdout)
        )
    assert all(each == found[0] for each in found)


def test_numbers_of_a_spreadsheet_are_the_same_as_their_texts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["item", "ana", "ben"], [1, 0.0, 1], [2, 2.0, 2], [3, 0.5, "0.50"]]:
        book.active.append(row)
    book.save(tmp_path / "scores.xlsx")
    found = as_json(tmp_path / "scores.xlsx", "--draws", 0)
    assert found["scale"]["values"] == ["0", "0.5", "1", "2"]
    assert found["cells"][0]["scores"] == {"ana": "0", "ben": "1"}


ITEM = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1, max_size=8
).map(str.strip)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[Any]], list[str]]:
    """Scores with at least one among them, and different names of items."""
    coders = draw(st.integers(2, 4))
    score = st.sampled_from(["0", "1", "2", None])
    unit = st.lists(score, min_size=coders, max_size=coders)
    items = draw(st.lists(ITEM.filter(bool), min_size=1, max_size=8, unique=True))
    units = draw(st.lists(unit, min_size=len(items), max_size=len(items)))
    units[0][0] = "1"
    return units, items


@settings(max_examples=40, deadline=None)
@given(tables())
def test_any_table_comes_back_as_it_was_written(table: tuple[list[list[Any]], list[str]]) -> None:
    units, items = table
    with tempfile.TemporaryDirectory() as folder:
        asked = ("--scale", "0,1,2", "--level", "ordinal", "--draws", 0)
        found = as_json(a_csv(Path(folder) / "w.csv", wide(units, items=items)), *asked)
        as_long = as_json(a_csv(Path(folder) / "l.csv", long(units, items=items)), *asked)
    assert as_long == found
    who = names(len(units[0]))
    scores = [[each for each in unit if each is not None] for unit in units]
    assert found["items_in_table"] == len(items)
    assert found["items"] == sum(len(each) > 1 for each in scores)
    assert found["pairs"] == sum(len(each) * (len(each) - 1) // 2 for each in scores)
    differ = {
        item: {coder: value for coder, value in zip(who, unit, strict=True) if value is not None}
        for item, unit, each in zip(items, units, scores, strict=True)
        if len(set(each)) > 1
    }
    assert {cell["item"]: cell["scores"] for cell in found["cells"]} == differ
    distances = [cell["distance"] for cell in found["cells"]]
    assert distances == sorted(distances, reverse=True)


def test_headers_say_which_table_is_long(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_bytes(b"who,mark,paper\nana,1,p\nben,0,p\nana,0,q\nben,0,q\n")
    asked = ("--column", "item=paper", "--column", "coder=who", "--column", "value=mark")
    assert as_json(path, *asked)["coders"] == ["ana", "ben"]
    assert "ana stands" in refusal(path).replace("item 'ana'", "ana")
    path.write_bytes(b"paper,who,mark\np,ana,1\np,ben,0\n")
    assert as_json(path, "--long")["items"] == 1


def test_a_coder_called_judge_does_not_make_a_table_long(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "scores.csv", [["item", "human", "judge"], ["a", 1, 0], ["b", 1, 1]])
    assert as_json(path)["coders"] == ["human", "judge"]


def test_each_dimension_is_a_block_and_one_can_be_picked(tmp_path: Path) -> None:
    rows = [["dimension", "item", "coder", "value"]]
    rows += [[d, i, c, "1"] for d in ("tone", "depth") for i in "ab" for c in ("ana", "ben")]
    rows[1][3] = "0"
    path = a_csv(tmp_path / "scores.csv", rows)
    both = as_json(path)["dimensions"]
    assert [each["dimension"] for each in both] == ["tone", "depth"]
    assert as_json(path, "--dimension", "tone") == both[0]
    shown = agreement(path).stdout
    assert [line.split()[0] for line in shown.splitlines()[:4:3]] == ["DIMENSION", "depth"]
    assert shown.index("DIMENSION tone") < shown.index("DIMENSION depth")
    assert "tone, depth" in refusal(path, "--dimension", "colour")
    by_column = [["item", "coder", "tone", "depth"]]
    by_column += [["a", "ana", 0, 1], ["a", "ben", 1, 1], ["b", "ana", 1, 1], ["b", "ben", 1, 1]]
    assert as_json(a_csv(path, by_column))["dimensions"] == both


def test_a_dimension_of_one_coder_is_left_out_and_named(tmp_path: Path) -> None:
    rows = [["dimension", "item", "coder", "value"]]
    rows += [["tone", "a", "ana", "1"], ["tone", "a", "ben", "1"], ["depth", "a", "ana", "1"]]
    rows += [["pace", "a", "ana", ""], ["pace", "a", "ben", ""]]
    found = agreement(a_csv(tmp_path / "scores.csv", rows), "--json")
    assert json.loads(found.stdout)["dimension"] == "tone"
    assert "dimension depth (one coder only)" in found.stderr
    assert "dimension pace (no cell holds a score)" in found.stderr


def test_a_table_without_items_has_one_a_row() -> None:
    rows = text_of([["ana", "ben"], [1, 1], [1, 1], [0, 1]])
    found = json.loads(agreement("-", "--no-items", "--json", stdin=rows).stdout)
    assert (found["items"], found["coders"]) == (3, ["ana", "ben"])


def test_words_for_no_score_are_told_and_never_guessed(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "scores.csv", [["item", "ana", "ben"], ["a", 1, 1], ["b", "NA", "."]])
    assert "--missing NA" in refusal(path)
    found = as_json(path, "--missing", "NA,.")
    assert (found["items"], found["scale"]["values"]) == (1, ["1"])


def test_columns_of_notes_are_passed_over_and_named(tmp_path: Path) -> None:
    rows = [["item", "ana", "ben", "comment"], ["a", 1, 1, "hm"], ["b", 0, 1, ""]]
    found = agreement(a_csv(tmp_path / "scores.csv", rows))
    assert "column comment" in found.stderr
    assert "comment" not in found.stdout
    assert as_json(tmp_path / "scores.csv", "--ignore", "comment")["coders"] == ["ana", "ben"]


REFUSED = {
    "empty": (b"", "the file: it is empty"),
    "one column": (b"item\na\n", "there is one column only"),
    "one coder": (b"item,ana\na,1\n", "one coder only (ana)"),
    "one coder, long": (b"item,coder,value\na,ana,1\nb,ana,1\n", "one coder only (ana)"),
    "a header alone": (b"item,ana,ben\n", "no rows"),
    "no score": (b"item,ana,ben\na,,\n", "no cell holds a score"),
    "twins": (b"item,ana,ana\na,1,2\n", "columns 2 and 3 are both called 'ana'"),
    "contradicting": (
        b"item,coder,value\na,ana,1\na,ben,1\na,ana,2\n",
        "line 4: ana gave item 'a' 2, but 1 in line 2",
    ),
    "an item twice": (b"item,ana,ben\na,1,1\na,1,1\n", "line 3: item 'a' stands in line 2 already"),
    "a short row": (b"item,ana,ben\na,1\n", "line 2: 2 cells; the header has 3"),
    "a long row": (b"item,ana,ben\na,1,2,3\n", "line 2: 4 cells; the header has 3"),
    "no header": (b"item,ana,ben,\na,1,2,3\n", "line 2, column 4: '3' stands under no header"),
    "no item": (b"item,ana,ben\n,1,2\n", "line 2: it does not say which item"),
    "latin": (b"item,ana,ben\na,\xe9,1\n", "line 2: not UTF-8"),
    "turned around": (b"coder,i1,i2\nana,1,2\nben,1,1\n", "each row seems to be a coder"),
    "UTF-16": ("item,ana,ben\na,1,1\n".encode("utf-16"), "it looks like UTF-16 or binary data"),
    "a page": (b"<!DOCTYPE html><title>Sign in</title>", "a web page (HTML), not data"),
    "json": (b"[1, 2]", "not a JSON object"),
    "decimal commas": (b"item;ana;ben\na;2,5;3\nb;1;1\n", "line 2, column 'ana': '2,5' looks"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_said_in_one_sentence_with_its_place(tmp_path: Path, name: str) -> None:
    content, sentence = REFUSED[name]
    path = tmp_path / "scores.csv"
    path.write_bytes(content)
    assert sentence in refusal(path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert "the folder" in refusal(tmp_path)
    assert "No such file" in refusal(tmp_path / "none.csv")


def test_a_formula_without_its_value_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["item", "ana", "ben"], ["a", 1, "=B2"]]:
        book.active.append(row)
    book.save(tmp_path / "scores.xlsx")
    assert "cell C2: a formula" in refusal(tmp_path / "scores.xlsx")


@pytest.mark.parametrize(
    ("scale", "value", "sentences"),
    [
        ("0,1,2", "3", ("line 3, column 'ben': '3'", "allowed are 0, 1, 2", "nearest is 2")),
        ("low,mid,high", "hihg", ("'hihg'", "low, mid, high", "nearest is high")),
        ("0-2", "1,5", ("'1,5'", "write a point: 1.5")),
        ("0-2", "n/a", ("'n/a'", "--missing n/a")),
    ],
)
def test_a_value_off_the_scale_is_refused(
    tmp_path: Path, scale: str, value: str, sentences: tuple[str, ...]
) -> None:
    on = scale.replace("-2", "")[:3].rstrip(",") if scale.startswith("l") else "0"
    rows = [["item", "ana", "ben"], ["a", on, on], ["b", on, value]]
    found = refusal(a_csv(tmp_path / "scores.csv", rows), "--scale", scale)
    assert all(sentence in found for sentence in sentences)


def test_bad_options_are_refused(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "scores.csv", wide(UNITS))
    assert "1 is there twice" in refusal(path, "--scale", "1,1")
    assert "cohen_kappa" in refusal(path, "--only", "kappa")
    assert "no column 'x'" in refusal(path, "--ignore", "x")
    assert "NAME=HEADER" in refusal(path, "--column", "x=ana")
    assert "--long" in refusal(path, "--long", "--wide")
    words = a_csv(tmp_path / "words.csv", [["item", "ana", "ben"], ["a", "good", "bad"]])
    assert "declare" in refusal(words, "--level", "ordinal").lower()
    assert "'bad' is no number" in refusal(words, "--level", "interval")


def test_the_declared_order_of_words_counts(tmp_path: Path) -> None:
    rows = [["item", "ana", "ben"], ["a", "low", "high"], ["b", "mid", "high"], ["c", "mid", "mid"]]
    path = a_csv(tmp_path / "scores.csv", rows)
    found = as_json(path, "--scale", "low,mid,high", "--level", "ordinal")
    assert [(cell["item"], cell["distance"]) for cell in found["cells"]] == [("a", 2), ("b", 1)]


def test_a_table_of_more_coders_than_items_may_be_turned_around(tmp_path: Path) -> None:
    found = as_json(a_csv(tmp_path / "scores.csv", wide([[1, 0, 1, 1, 0], [0, 0, 1, 1, 1]])))
    assert "turn it around" in " ".join(found["notes"])
    assert "turn it around" not in " ".join(
        as_json(a_csv(tmp_path / "s.csv", wide(UNITS)))["notes"]
    )


def test_an_index_without_a_name_is_the_item(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_bytes(b"sep=;\n;ana;ben\n0;1;2.0\n1;2;2\n")
    found = as_json(path)
    assert found["coders"] == ["ana", "ben"]
    assert found["scale"]["values"] == ["1", "2"]


def test_numbers_are_ordered_as_numbers(tmp_path: Path) -> None:
    found = as_json(a_csv(tmp_path / "scores.csv", wide([[2, 10], [9, 1], [-1, 0.5]])))
    assert found["scale"]["values"] == ["-1", "0.5", "1", "2", "9", "10"]


def test_a_score_that_stands_twice_alike_counts_once_and_is_pointed_out(tmp_path: Path) -> None:
    rows = [*long(UNITS), *long(UNITS)[1:3]]
    found = as_json(a_csv(tmp_path / "scores.csv", rows), "--draws", 0)
    once = as_json(a_csv(tmp_path / "once.csv", long(UNITS)), "--draws", 0)
    assert found["notes"] == [*once["notes"], "2 scores stood in the file more than once, alike."]
    assert found["coefficients"] == once["coefficients"]


def test_numbers_have_intraclass_correlations(tmp_path: Path) -> None:
    units = [[at, at + 1, at + at % 2] for at in range(12)]
    found = as_json(a_csv(tmp_path / "scores.csv", wide(units)), "--level", "interval")
    assert [each["name"] for each in found["icc"]] == ["icc_2_1", "icc_3_1"]
    assert all(each["interval"]["method"] == "f" for each in found["icc"])
    assert "ICC(2,1), agreement" in agreement(tmp_path / "scores.csv", "--level", "interval").stdout
    turned = a_csv(tmp_path / "turned.csv", wide([[0, 1], [1, 0]]))
    assert as_json(turned, "--level", "interval")["items"] == 2


def test_the_same_seed_gives_the_same_and_only_gives_only(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "scores.csv", wide(UNITS))
    asked = ("--only", "gwet_ac1", "--draws", 200, "--no-pairs")
    first, again, other = (as_json(path, *asked, "--seed", seed) for seed in (1, 1, 2))
    assert first == again
    assert [each["name"] for each in first["coefficients"]] == ["gwet_ac1"]
    assert first["coefficients"][0]["interval"] != other["coefficients"][0]["interval"]


def test_pairs_left_out_change_nothing_else(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "scores.csv", wide(UNITS))
    both, alone = as_json(path, "--draws", 0), as_json(path, "--draws", 0, "--no-pairs")
    of_all = [each for each in both["coefficients"] if each["coders"] is None]
    assert [each["name"] for each in alone["coefficients"]] == [each["name"] for each in of_all]
    for name in ("value", "standard_error"):
        of_pairs_too = [each[name] for each in of_all]
        assert [each[name] for each in alone["coefficients"]] == pytest.approx(of_pairs_too)
    assert (alone["prevalence"], alone["pairs"]) == (both["prevalence"], both["pairs"])


def test_a_crowd_is_measured_without_comparing_each_two(tmp_path: Path) -> None:
    crowd = MOST_COMPARED + 10
    units: list[list[Any]] = [[None] * crowd for _ in range(2 * crowd)]
    for at, unit in enumerate(units):
        unit[at % crowd], unit[(at + 1) % crowd] = at % 3, at % 3 if at % 4 else (at + 1) % 3
    path = a_csv(tmp_path / "scores.csv", long(units))
    found = as_json(path, "--scale", "0-2", "--draws", 0)
    few = [[value for value in unit if value is not None] for unit in units]
    expected = as_json(a_csv(tmp_path / "few.csv", wide(few)), "--scale", "0-2", "--draws", 0)
    for name in ("krippendorff_alpha", "gwet_ac1", "fleiss_kappa", "percent_agreement"):
        value = coefficient(found, name)["value"]
        assert value == pytest.approx(coefficient(expected, name)["value"])
    assert "cohen_kappa" not in {each["name"] for each in found["coefficients"]}
    assert "too many to compare" in " ".join(found["notes"])
    assert "coders)" not in agreement(path, "--draws", 0).stdout.split("TO DISCUSS")[1]


def test_hostile_names_reach_the_terminal_as_marks(tmp_path: Path) -> None:
    evil = "a\x1b[2J\u202eb\nc"
    rows = wide(
        [["0", "x\x1b]0;y\x07"], ["0", "0"]], coders=["ana\x1b[c", "ben"], items=[evil, "i"]
    )
    shown = agreement(a_csv(tmp_path / "scores.csv", rows))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown.output)
    assert "␛[2J⟨U+202E⟩b⏎c" in shown.stdout
    found = as_json(tmp_path / "scores.csv")
    assert found["cells"][0]["item"] == evil


def test_a_hundred_thousand_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    with io.StringIO() as rows:
        rows.write("item,coder,value\n")
        for at in range(50_000):
            rows.write(f"i{at},ana,{at % 3}\ni{at},ben,{(at + (at % 10 == 0)) % 3}\n")
        path.write_text(rows.getvalue())
    found = as_json(path, "--scale", "0,1,2")
    assert found["items"] == 50_000
    assert coefficient(found, "percent_agreement")["value"] == pytest.approx(0.9)
    assert coefficient(found, "krippendorff_alpha")["interval"]["method"] == "bca"


def test_starting_the_program_loads_no_engine() -> None:
    code = (
        "import sys; import coder_tui.cli.main, coder_tui.cli.agreement; "
        "sys.exit(bool({'numpy', 'duckdb', 'openpyxl'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
