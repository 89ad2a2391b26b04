"""Which reader reads a file: by content, in order, or as the lead says."""

import json
from pathlib import Path

import pytest
from tests.conftest import transcript

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import ItemKind
from coder_tui.intake import detect, readers
from coder_tui.intake.detect import READERS, reader_named, recognise
from coder_tui.intake.expanding import open_source
from coder_tui.intake.files.start import Start

T = ItemKind.TRANSCRIPT


def test_every_reader_is_asked() -> None:
    """A file in `readers` that says READER or READERS stands in the list."""
    folder = Path(next(iter(readers.__path__)))
    files = {
        path.stem
        for path in folder.glob("*.py")
        if any(line.startswith(("READER =", "READERS =", "READER:")) for line in path.open())
    }
    assert files == set(detect.MODULES)


def test_names_and_kinds_are_unique() -> None:
    named = [(reader.name, reader.kind) for reader in READERS]
    assert len(set(named)) == len(named)


def test_no_reader_takes_a_file_of_nothing_known(tmp_path: Path) -> None:
    for at, content in enumerate((b"", b"\n", b"Dear Sirs", b"{", b"[", b"{}", b"[]", b"\xff\xfe")):
        path = tmp_path / f"{at}.json"
        path.write_bytes(content)
        assert recognise(Start.of(path)) is None, content


def test_the_name_of_a_file_decides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_text(json.dumps(transcript()))
    assert open_source(path, T).reader.name == "coder-tui"


def test_of_two_readers_with_one_name_the_rubric_chooses() -> None:
    assert reader_named("coder-tui", T).kind is T
    assert reader_named("coder-tui", ItemKind.BENCHMARK).kind is ItemKind.BENCHMARK


def test_a_format_that_does_not_exist_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="there is no format 'tau_bensh'") as refusal:
        reader_named("tau_bensh", T)
    assert refusal.value.hint == "Did you mean tau-bench?"
    assert "coder-tui" in refusal.value.message


def test_a_format_that_is_given_reads_what_nobody_recognises(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"half": \n' + json.dumps(transcript()))
    with pytest.raises(BadInputError, match="not valid JSON") as told:
        open_source(path, T)
    assert "--format" in told.value.hint
    given = reader_named("coder-tui", T)
    assert open_source(path, T, given).reader is given


OTHER_DATA = {
    "a page": (b"<!doctype html><p>[]</p>", "a web page (HTML), not data"),
    "a page with a mark": (b"\xef\xbb\xbf  <HTML lang=en>", "a web page (HTML), not data"),
    "UTF-16": ("[]".encode("utf-16"), "not UTF-8"),
    "UTF-16 without a mark": ("[{}]".encode("utf-16-le"), "not UTF-8"),
}


@pytest.mark.parametrize("given", [None, "coder-tui"])
@pytest.mark.parametrize(("content", "problem"), OTHER_DATA.values(), ids=OTHER_DATA.keys())
def test_what_is_no_data_is_refused_even_where_the_format_is_given(
    tmp_path: Path, content: bytes, problem: str, given: str | None
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(BadInputError) as refusal:
        open_source(path, T, reader_named(given, T) if given else None)
    assert f"{path}: {problem}" in refusal.value.message


def test_a_file_of_another_kind_is_refused_with_the_unit_that_fits(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"id": "b", "title": "B", "fields": {"x": "y"}}')
    with pytest.raises(BadInputError, match="holds a benchmark, but the rubric's unit is 'tra"):
        open_source(path, T)


@pytest.mark.parametrize(
    "content", [b'{"id": ', b"{", b'[{"id": "a"}, {', b'\xef\xbb\xbf{"id" "a"}\n']
)
def test_json_that_is_broken_is_said_to_be_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "items.jsonl"
    path.write_bytes(content)
    error = detect.refuse_unknown(path, Start.of(path))
    assert error.message == f"{path}: not valid JSON, from its first object on."
    path.write_bytes(b'{"id": "a"}\n{"id": ')
    assert "its first object has id" in detect.refuse_unknown(path, Start.of(path)).message
