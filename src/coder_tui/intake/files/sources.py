"""What a reader offers: a file as a sequence of items that can be gone through twice."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import SourceItem

Place = tuple[int, int]
"""Where an item stands in its file, in the reader's own terms; small, so that millions fit."""


class Source(Protocol):
    """One file of items. `scan` is the first pass; `load` gives one item again, in any order."""

    path: Path
    format: str

    def scan(self) -> Iterator[tuple[Place, SourceItem]]:
        """Go through the file once.

        Raises:
            BadInputError: file, line or index, field, what was found and what is expected.
        """
        ...

    def load(self, place: Place) -> SourceItem:
        """Read one item again."""
        ...


def printable(path: Path) -> str:
    """Give a path as text that can be stored, also where its name is not UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_bytes(path: Path) -> bytes:
    """Read a whole file.

    Raises:
        BadInputError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def is_file(path: Path) -> bool:
    """Whether there is such a file.

    Raises:
        BadInputError: nobody may look where it would be.
    """
    try:
        return path.is_file()
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: object, error: OSError) -> BadInputError:
    """Make the error for a file or folder that the system does not let us read."""
    return BadInputError(f"{path}: cannot be read: {error.strerror}.")


def refuse(path: Path, where: str, problem: str, hint: str = "") -> BadInputError:
    """Make the error that names the file and the place in it."""
    return BadInputError(f"{path}: {where}: {problem}", title="Bad item", hint=hint)


def check_text(path: Path, where: str, text: str) -> str:
    r"""Give a text back that can be stored.

    Raises:
        BadInputError: it holds half of a surrogate pair, as JSON's "\ud800" alone is.
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise refuse(
            path,
            where,
            f"half a character (U+{ord(text[error.start]):04X}) at position {error.start}; "
            "a pair of surrogates was cut apart.",
            "Write the file again from its source, or take the item out.",
        ) from error
    return text
