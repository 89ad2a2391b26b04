"""Benchmark entries in XLSX: what a person saw in the cells, and no traps."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.readers.chats import Read, a_file, peak_memory, read_all

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import SourceItem
from coder_tui.intake.files.start import Start
from coder_tui.intake.readers.xlsx_entries import READER
from coder_tui.intake.reading import Options

ROWS = [["id", "title", "a"], ["1", "T", "x"]]
DAY = datetime.datetime.fromisoformat("2024-05-06")
SHEET = "xl/worksheets/sheet1.xml"

letters = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
texts = st.text(letters, min_size=1, max_size=20).filter(
    lambda text: text.strip() != "" and "_x" not in text
)


def workbook(*rows: Sequence[Any], change: Callable[[Any], None] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same archive with members changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def read(tmp_path: Path, data: bytes) -> Read:
    path = tmp_path / "entries.xlsx"
    path.write_bytes(data)
    return read_all(READER, path)


def refusal(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "entries.xlsx"
    path.write_bytes(data)
    with pytest.raises(BadInputError) as refused:
        list(READER.read(path, Options()))
    return str(refused.value)


def fields(item: SourceItem) -> dict[str, str]:
    return {turn.name: turn.text for turn in item.turns}


@settings(max_examples=30)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_every_text_is_equal_to_its_source(rows: list[tuple[str, str]]) -> None:
    data = workbook(["id", "a", "b"], *([str(at), *row] for at, row in enumerate(rows)))
    with a_file(data, "entries.xlsx") as path:
        found = read_all(READER, path)
    assert found.errors == []
    assert [fields(item) for item in found.items] == [{"a": a, "b": b} for a, b in rows]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (0.1 + 0.2, "0.3"),
        (True, "TRUE"),
        (DAY, "2024-05-06"),
        (DAY.replace(hour=7, minute=8), "2024-05-06 07:08:00"),
        (datetime.time(7, 8), "07:08:00"),
        ("=1+1", "=1+1"),
        ("@now", "@now"),
        ("-5", "-5"),
        ("a\nb", "a\nb"),
    ],
)
def test_a_value_is_text_as_a_person_saw_it(tmp_path: Path, value: Any, text: str) -> None:
    item = read(tmp_path, workbook(["id", "a"], ["1", value])).item
    assert fields(item) == {"a": text}


def formula(cached: str) -> bytes:
    """A workbook with a formula in B2, and what stands behind it."""

    def change(name: str, data: bytes) -> bytes:
        if name != SHEET:
            return data
        return re.sub(rb'<c r="B2"[^>]*>.*?</c>', cached.encode(), data)

    return rewritten(workbook(["id", "a", "b"], ["1", 7, "x"]), change)


def test_of_a_formula_the_last_value_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, formula('<c r="B2"><f>3+4</f><v>7</v></c>'))
    assert fields(found.item) == {"a": "7", "b": "x"}
    assert found.lost() == {"noted: formulas": 1}


def test_a_formula_may_have_an_empty_text_as_its_value(tmp_path: Path) -> None:
    found = read(tmp_path, formula('<c r="B2" t="str"><f>""</f><v></v></c>'))
    assert fields(found.item) == {"b": "x"}


@pytest.mark.parametrize("cached", ["", "<v></v>", "<v/>"])
def test_a_formula_without_its_value_is_refused_by_its_cell(tmp_path: Path, cached: str) -> None:
    said = refusal(tmp_path, formula(f'<c r="B2"><f>3+4</f>{cached}</c>'))
    assert "sheet 'Sheet', cell B2: a formula without the value it has" in said


def test_the_one_sheet_with_a_header_of_entries_is_read(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book.create_sheet("Bench")
        sheet.append(["Title", "a"])
        sheet.append(["T", "x"])

    found = read(tmp_path, workbook(["hello", "world"], change=change))
    assert (found.item.title, fields(found.item)) == ("T", {"a": "x"})
    assert found.lost()["left out: sheet Sheet"] == 1


def test_hidden_and_merged_cells_links_and_comments_are_in_the_report(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book.active
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.merge_cells("A5:B5")
        sheet["A2"].hyperlink = "http://example.org"
        sheet["A2"].comment = openpyxl.comments.Comment("a note", "someone")

    found = read(tmp_path, workbook(*ROWS, change=change))
    assert found.item.id == "1"
    lost = found.lost()
    assert lost["noted: hidden rows"] == lost["noted: hidden columns"] == 1
    assert lost["noted: merged cells"] == lost["left out: hyperlinks"] == 1
    assert lost["left out: comments"] >= 1


def test_a_size_that_a_sheet_lies_about_is_not_believed(tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data)

    assert len(read(tmp_path, rewritten(workbook(*ROWS), change)).items) == 1


def on_sheet(old: bytes, new: bytes) -> bytes:
    def change(name: str, data: bytes) -> bytes:
        if name != SHEET:
            return data
        assert old in data
        return data.replace(old, new, 1)

    return rewritten(workbook(*ROWS), change)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b'<row r="2"', b'<row r="99999999999"', "a row has the number"),
        (b'<row r="2"', b'<row r="1048577"', "row 1048577 stands behind row 1"),
        (b'r="B2"', b'r="ZZZ2"', "has the place 'ZZZ2'"),
        (b'r="B2"', b'r="B9"', "has the place 'B9'"),
        (b"</sheetData>", b"</sheetDatum>", "not readable as X"),
        (b"</row></sheetData>", b'<c r="D2" t="s"><v>99</v></c></row></sheetData>', "not readable"),
        (b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', "a document type"),
    ],
)
def test_a_broken_sheet_is_refused_in_words(
    tmp_path: Path, old: bytes, new: bytes, problem: str
) -> None:
    assert problem in refusal(tmp_path, on_sheet(old, new))


def test_a_workbook_that_does_not_say_so_is_refused_in_words(tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"sheet.main+xml", b"other+xml")

    assert "no valid workbook part" in refusal(tmp_path, rewritten(workbook(*ROWS), change))


def test_an_archive_that_unpacks_too_far_is_refused(tmp_path: Path) -> None:
    data = on_sheet(b"</sheetData>", b"</sheetData>" + b" " * 40_000_000)
    assert "more than 1,000 to 1" in refusal(tmp_path, data)


def test_a_workbook_that_is_cut_off_is_recognised_and_refused(tmp_path: Path) -> None:
    data = workbook(*ROWS)
    path = tmp_path / "entries.xlsx"
    path.write_bytes(data[: len(data) // 2])
    assert READER.recognises(Start.of(path))
    assert "cut off" in refusal(tmp_path, path.read_bytes())


def test_another_archive_is_not_taken_for_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("samples/1.json", "xl/workbook.xml [Content_Types].xml")
    assert not READER.recognises(Start.of(path))


def test_a_row_longer_than_the_header_and_a_missing_id_are_refused(tmp_path: Path) -> None:
    found = read(tmp_path, workbook(["id", "a"], ["1", "x", "y"], [None, "z"], ["3", "w"]))
    assert [item.id for item in found.items] == ["3"]
    first, second = map(str, found.errors)
    assert "sheet 'Sheet', row 2: 3 cells; the header has 2." in first
    assert "row 3: `id` is empty" in second


def test_a_table_of_scores_is_refused_with_the_command_for_it(tmp_path: Path) -> None:
    said = refusal(tmp_path, workbook(["coder", "item", "dimension", "value"], ["a", 1, "d", 2]))
    assert "coder-tui ratings import" in said


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    assert "its sheets are empty" in refusal(tmp_path, workbook())


def test_memory_does_not_grow_with_the_sheet(tmp_path: Path) -> None:
    peaks = []
    for count in (300, 2_000):
        path = tmp_path / f"{count}.xlsx"
        path.write_bytes(workbook(["id", "a"], *([at, f"{at} " * 2_000] for at in range(count))))
        items, peak = peak_memory(READER, path, Options())
        assert items == count
        peaks.append(peak)
    assert peaks[1] < peaks[0] + 3_000_000, "a fifth of the text; some bytes a row remain"
