"""Scores in JSON, an object each, made into the rows of one table."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coder_tui.intake.files.json_stream import decode
from coder_tui.intake.files.records import Record, records
from coder_tui.intake.files.sources import refuse

EVIDENCE = "evidence"
EVIDENCE_LIST = "evidence_list"
"""The column of a list of evidence; in other formats `evidence` may be plain text."""


def header(path: Path) -> tuple[str, ...]:
    """Give the keys of all objects, in the order in which they first appear.

    Raises:
        BadInputError: the file is no JSON, or holds what is no object.
    """
    found: dict[str, None] = {}
    for record in records(path):
        found |= dict.fromkeys(map(str, _object(path, record)))
    return tuple(found)


def rows(path: Path, keys: tuple[str, ...]) -> Iterator[tuple[str, list[object]]]:
    """Give where each object stands and its values, in the order of these keys."""
    for record in records(path):
        found = _object(path, record)
        yield record.where, [found.get(key) for key in keys]


def _object(path: Path, record: Record) -> Mapping[str, Any]:
    found = decode(path, record.where, record.text)
    if not isinstance(found, dict):
        raise refuse(path, record.where, "not a JSON object.", "Each score is one: {...}")
    if isinstance(found.get(EVIDENCE), list):
        found[EVIDENCE_LIST] = found.pop(EVIDENCE) or None
    return found
