"""Our own JSONL: read strictly, refused with the line and the field."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import transcript

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import Condition, ItemKind, PartKind, SourceItem
from coder_tui.intake.detect import reader_named
from coder_tui.intake.expanding import open_source
from coder_tui.intake.reading import LossKind, Options

TRANSCRIPTS = reader_named("coder-tui", ItemKind.TRANSCRIPT)
ENTRY = {"id": "b1", "title": "Bench", "group": "added", "fields": {"link": "x", "citation": "y"}}


def read(path: Path, kind: ItemKind = ItemKind.TRANSCRIPT) -> list[SourceItem]:
    """All items; the first bad one is raised."""
    items = []
    for found in open_source(path, kind).reader.read(path, Options()):
        if isinstance(found, BadInputError):
            raise found
        assert isinstance(found, SourceItem)
        items.append(found)
    return items


def written(folder: Path, *lines: Any) -> Path:
    path = folder / "items.jsonl"
    texts = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(texts))
    return path


def test_a_transcript_is_read_with_its_condition(tmp_path: Path) -> None:
    given = transcript(
        replicate=2,
        reference="four",
        turns=[
            {"role": "user", "text": "2+2?"},
            {"role": "assistant", "kind": "reasoning", "text": "hm"},
            {"role": "assistant", "kind": "tool_call", "name": "add", "call": "c9", "text": "{}"},
            {"role": "tool", "kind": "tool_result", "name": "add", "call": "c9", "text": "4"},
        ],
    )
    (item,) = read(written(tmp_path, given))
    assert item.kind is ItemKind.TRANSCRIPT
    assert (item.id, item.reference, item.condition and item.condition.replicate) == (
        "t1", "four", 2,
    )  # fmt: skip
    assert [turn.kind for turn in item.turns] == [
        PartKind.TEXT, PartKind.REASONING, PartKind.TOOL_CALL, PartKind.TOOL_RESULT,
    ]  # fmt: skip
    assert item.turns[2].call == item.turns[3].call == "c9"


def test_an_entry_keeps_its_fields_in_the_order_given(tmp_path: Path) -> None:
    (item,) = read(written(tmp_path, ENTRY), ItemKind.BENCHMARK)
    assert item.kind is ItemKind.BENCHMARK
    assert (item.title, item.group, item.condition) == ("Bench", "added", None)
    assert [turn.name for turn in item.turns] == ["group", "link", "citation"]


def test_blank_lines_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    line = json.dumps(transcript()).encode()
    path = tmp_path / "items.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\r\n  \n" + line.replace(b"t1", b"t2"))
    assert [item.id for item in read(path)] == ["t1", "t2"]


HOSTILE = "\x00\x1b[c\u202e\u2028[/nope]\U000e0041" + "long " * 200_000


def test_hostile_text_is_kept_as_it_is(tmp_path: Path) -> None:
    (item,) = read(written(tmp_path, transcript(turns=[{"role": "user", "text": HOSTILE}])))
    assert item.turns[0].text == HOSTILE


GOOD = transcript()
REFUSED = {
    "half a line": (b'{"id": "t2", "mod', "line 2: not valid JSON", "cut off"),
    "a lone surrogate": (json.dumps(transcript("\ud800")).encode(), "line 2", "not valid JSON"),
    "Latin-1": (
        json.dumps(GOOD).encode().replace(b"help", b"h\xe9lp"),
        "line 2: not UTF-8",
        "UTF-8",
    ),
    "an array": (b"[1]", "line 2", "object"),
    "a missing key": ({"id": "x"}, "line 2", "missing required field"),
    "an unknown key": (
        transcript(modle="x"),
        "line 2: Object contains unknown field `modle`",
        "Did you mean 'model'?",
    ),
    "an unknown key of a turn": (
        transcript(turns=[{"rloe": "user", "text": "x"}]),
        "line 2: turns[0]: Object contains unknown field `rloe`",
        "Did you mean 'role'?",
    ),
    "a key that is like none": (transcript(xyzzy=1), "line 2", "unknown field `xyzzy`"),
    "no scaffold": (
        {"id": "x", "model": "m", "task": "t", "turns": [{"role": "user", "text": "x"}]},
        "line 2: the file does not say the scaffold",
        "--condition scaffold=NAME",
    ),
    "an empty id": (transcript(""), "line 2: id", "length >= 1"),
    "an empty model": (transcript(model=""), "line 2: model", "length >= 1"),
    "no turns": (transcript(turns=[]), "line 2: `turns` is empty", "nothing to code"),
    "a text that is no text": (
        transcript(turns=[{"role": "user", "text": None}]),
        "line 2: turns[0].text",
        "Expected `str`",
    ),
    "an unknown kind": (
        transcript(turns=[{"role": "user", "text": "x", "kind": "thought"}]),
        "line 2: `turns[0].kind` is 'thought'",
        "text, reasoning, tool_call, tool_result",
    ),
    "a replicate beyond all numbers": (transcript(replicate=2**63), "line 2: replicate", "<="),
    "a replicate of five thousand digits": (
        json.dumps(transcript(replicate=7)).replace(" 7", "7" * 5000).encode(),
        "line 2: replicate",
        "out of range",
    ),
    "a number that is none": (
        json.dumps(transcript(replicate=7)).replace(" 7", "NaN").encode(),
        "line 2",
        "not valid JSON",
    ),
    "nesting without end": (
        b'{"id": "x", "turns": [{"role": "user", "text": ' + b"[" * 100_000,
        "line 2",
        "Expected `str`",
    ),
}


@pytest.mark.parametrize(("line", "place", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_line_is_refused_with_its_number_and_field(
    tmp_path: Path, line: Any, place: str, problem: str
) -> None:
    path = written(tmp_path, GOOD, line)
    with pytest.raises(BadInputError) as refusal:
        read(path)
    assert f"{path}: {place}" in str(refusal.value)
    assert problem in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_entry_without_fields_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, ENTRY, {**ENTRY, "fields": {}})
    with pytest.raises(BadInputError, match="line 2: `fields` is empty"):
        read(path, ItemKind.BENCHMARK)


UNKNOWN = {
    "UTF-16 with its mark": (json.dumps(GOOD).encode("utf-16"), "not UTF-8; it looks like UTF-16"),
    "UTF-16 without": (json.dumps(GOOD).encode("utf-16-le"), "not UTF-8; it looks like UTF-16"),
    "UTF-32": (json.dumps(GOOD).encode("utf-32"), "not UTF-8; it looks like UTF-16 or binary"),
    "binary": (b"\x7fELF\x00\x00\x00", "not UTF-8; it looks like UTF-16 or binary"),
    "nothing": (b"", "in none of the known formats; it is empty"),
    "prose": (b"Dear Sirs and Mesdames,", "in none of the known formats"),
    "another object": (b'{"prompt": 1, "reply": 2}', "its first object has prompt, reply"),
    "an array of other things": (b'[{"a": 1}]', "in none of the known formats"),
    "an array of numbers": (b"[1, 2]", "in none of the known formats"),
    "an array without end": (b"[" * 100_000, "not valid JSON"),
    "an object without end": (b'{"a":' * 100_000, "not valid JSON"),
    "a web page": (b"\n<!DOCTYPE html><title>Sign in</title>", "a web page (HTML), not data"),
}


@pytest.mark.parametrize(("content", "problem"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_file_in_no_known_format_is_refused_with_its_name(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    path = tmp_path / "items.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadInputError) as refusal:
        read(path)
    assert str(path) in str(refusal.value)
    assert problem in str(refusal.value)


def test_a_file_name_that_is_not_utf_8_can_be_stored(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jsonl"))
    path.write_text(json.dumps(GOOD))
    (item,) = read(path)
    assert item.source.endswith("caf\\xe9.jsonl")


def test_the_command_line_goes_before_the_file_and_is_reported(tmp_path: Path) -> None:
    path = written(tmp_path, transcript("t1"), transcript("t2", model="modelia-two"))
    options = Options(condition={"model": "modelia-two"})
    *items, loss = open_source(path, ItemKind.TRANSCRIPT).reader.read(path, options)
    assert [item.condition.model for item in items] == ["modelia-two", "modelia-two"]
    assert (loss.what, loss.count) == ("model", 1)


def test_the_command_line_completes_what_the_file_does_not_say(tmp_path: Path) -> None:
    own = {name: text for name, text in transcript().items() if name not in ("scaffold", "task")}
    options = Options(condition={"scaffold": "loop", "task": "sums", "model": "modelia-two"})
    item, loss = open_source(written(tmp_path, own), ItemKind.TRANSCRIPT).reader.read(
        tmp_path / "items.jsonl", options
    )
    assert item.condition == Condition("modelia-two", "loop", "sums", 1)
    assert (loss.what, loss.kind, loss.count) == ("model", LossKind.CHANGED, 1)


def test_a_bad_line_does_not_end_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, b"{", transcript("t1"), transcript("t2", turns=[]), transcript("t3"))
    found = list(open_source(path, ItemKind.TRANSCRIPT, TRANSCRIPTS).reader.read(path, Options()))
    assert [each.id if isinstance(each, SourceItem) else type(each) for each in found] == [
        BadInputError, "t1", BadInputError, "t3",
    ]  # fmt: skip
