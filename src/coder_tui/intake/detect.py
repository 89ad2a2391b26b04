"""Which reader reads a file: by its content, or as the lead says."""

import difflib
import importlib
import json
from pathlib import Path

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import ItemKind
from coder_tui.domain.text import visible_line
from coder_tui.intake.files.no_data import (
    A_PAGE,
    NOT_UTF_8,
    looks_binary,
    looks_like_a_page,
    no_data,
)
from coder_tui.intake.files.start import SAMPLE, Start
from coder_tui.intake.reading import Reader

BROKEN = "not valid JSON, from its first object on"

MODULES = (
    "native",
    "inspect_log",
    "tau_bench",
    "tau2",
    "atif",
    "lm_eval",
    "helm",
    "sharegpt",
    "openai_chat",
    "scout",
    "chat_parquet",
    "xlsx_entries",
    "bibtex",
    "csv_entries",
)
"""The files in `readers`; the first that recognises a file reads it. A new one is one line here."""


def _readers() -> tuple[Reader, ...]:
    found: list[Reader] = []
    for name in MODULES:
        module = importlib.import_module(f"coder_tui.intake.readers.{name}")
        readers: tuple[Reader, ...] = getattr(module, "READERS", None) or (module.READER,)
        found += readers
    return tuple(found)


READERS: tuple[Reader, ...] = _readers()


def recognise(start: Start) -> Reader | None:
    """Give the reader of a file or folder, or None where it is of no known format."""
    if start.is_folder or not looks_binary(start):
        return next((reader for reader in READERS if reader.recognises(start)), None)
    return None


def reader_named(name: str, kind: ItemKind) -> Reader:
    """Give the reader that `--format` names; of two with one name, the one for this kind.

    Raises:
        BadInputError: there is no such format.
    """
    named = [reader for reader in READERS if reader.name == name]
    if not named:
        names = sorted({reader.name for reader in READERS})
        near = difflib.get_close_matches(name.casefold(), names, n=2)
        raise BadInputError(
            f"--format: there is no format {name!r}; there are: {', '.join(names)}.",
            title="Unknown format",
            hint=f"Did you mean {' or '.join(near)}?" if near else "",
        )
    return next((reader for reader in named if reader.kind is kind), named[0])


def why_unknown(start: Start) -> str:
    """Say why no reader takes a file, in a half-sentence."""
    if looks_binary(start):
        return NOT_UTF_8
    if looks_like_a_page(start):
        return A_PAGE
    if not start.data.strip():
        return "in none of the known formats; it is empty"
    if _is_broken(start):
        return BROKEN
    keys = ", ".join(sorted(visible_line(key) for key in start.keys)[:8])
    return "in none of the known formats" + (f"; its first object has {keys}" if keys else "")


def _is_broken(start: Start) -> bool:
    """Whether a file is to be JSON, and already its first object, or its array, is none."""
    if not (start.is_object or start.is_array) or len(start.data) >= SAMPLE:
        return False
    try:
        json.JSONDecoder().raw_decode(start.data.decode("utf-8", "replace").lstrip())
    except (ValueError, RecursionError):
        return True
    return False


def refuse_unknown(path: Path, start: Start) -> BadInputError:
    """Make the error for a file that no reader takes."""
    error = no_data(path, start)
    if error is not None:
        return error
    why = why_unknown(start)
    if why == BROKEN:
        return BadInputError(
            f"{path}: {why}.",
            title="Bad file",
            hint="Is it cut off? --format NAME reads it as one, line by line.",
        )
    titles = ", ".join(dict.fromkeys(reader.title for reader in READERS))
    return BadInputError(
        f"{path}: {why} ({titles}).",
        title="Unknown format",
        hint="docs/import-formats.md says how each is recognised; --format NAME reads it as one.",
    )
