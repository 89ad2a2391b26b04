"""From the `items` of a study file to sources: files, folders and patterns; format by content."""

import codecs
import glob
from collections.abc import Callable, Iterable
from pathlib import Path

from coder_tui.domain.errors import BadInputError
from coder_tui.intake.readers import native, tau_bench
from coder_tui.intake.sources import Source

READERS: tuple[Callable[[Path], Source | None], ...] = (native.recognise, tau_bench.recognise)
"""Each recognises its own format; a new one needs one file and one line here."""

FORMATS = (native.FORMAT, tau_bench.FORMAT)


def open_sources(patterns: Iterable[str], base: Path) -> list[Source]:
    """Open all files that the patterns name, relative to `base`, each once, in order of name.

    Raises:
        BadInputError: a pattern names nothing, or a file is in no known format.
    """
    paths: dict[Path, Path] = {}
    for pattern in patterns:
        for path in _expand(pattern, base):
            paths.setdefault(path.resolve(), path)
    return [open_source(path) for path in paths.values()]


def _expand(pattern: str, base: Path) -> list[Path]:
    path = base / pattern
    if path.is_dir():
        found = sorted(p for p in path.rglob("*.json*") if p.is_file())
    elif path.is_file():
        found = [path]
    else:
        names = glob.glob(pattern, root_dir=base, recursive=True)
        found = sorted(p for p in (base / name for name in names) if p.is_file())
    if not found:
        raise BadInputError(
            f"items: {pattern!r} names no file (looked in {base}).",
            title="No items",
            hint="Paths are relative to the study file; folders are searched for *.json and "
            "*.jsonl.",
        )
    return found


def open_source(path: Path) -> Source:
    """Open one file with the reader that recognises its content.

    Raises:
        BadInputError: no reader does, or the file cannot be read.
    """
    try:
        _refuse_other_encodings(path)
        for recognise in READERS:
            source = recognise(path)
            if source is not None:
                return source
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read: {error.strerror}.") from error
    raise BadInputError(
        f"{path}: in none of the known formats ({', '.join(FORMATS)}).",
        title="Unknown format",
        hint="Each line of our own format is one JSON object; docs/study-format.md shows it.",
    )


def _refuse_other_encodings(path: Path) -> None:
    """Refuse UTF-16 and UTF-32, which begin with their mark or hold a zero byte in any letter."""
    with path.open("rb") as file:
        start = file.read(64)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in start:
        raise BadInputError(
            f"{path}: not UTF-8; it looks like UTF-16 or binary data.",
            title="Wrong encoding",
            hint="Save the file in UTF-8 and try again.",
        )
