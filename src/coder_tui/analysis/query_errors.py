"""What DuckDB says against a question, as one sentence with the place and the nearest name."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rapidfuzz import process

from coder_tui.analysis.public_views import CONDITION, PublicView
from coder_tui.domain.errors import BadInputError, CoderError

if TYPE_CHECKING:
    import duckdb

NEAR = 60
"""Likeness, of 100, from which a name is worth proposing."""

_CLASS = re.compile(r"^[A-Z][A-Za-z ]* Error: ")
_PLACE = re.compile(r"^(LINE (\d+): )(.*)\n( *)\^", re.MULTILINE)
_UNKNOWN = re.compile(r'(?:Table with name|Referenced (?:column|table)) "?([^"\s]+)"? ')
_NO_TABLE = re.compile(r"^Table with name (\S+) does not exist$")
_NO_COLUMN = re.compile(r'does not have a column named "([^"]+)"')

OUTSIDE = "A query sees the views of the study and nothing else: no file, no network, no extension."


class TookTooLongError(CoderError):
    """A question that was given up."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The query took longer than {seconds:g} s and was stopped.",
            title="Took too long",
            hint="Ask for less, or give it more time: --timeout SECONDS",
        )


class StoppedError(CoderError):
    """A question that somebody stopped."""

    def __init__(self) -> None:
        super().__init__("The query was stopped.", title="Stopped")


def explained(
    error: "duckdb.Error", sql: str, views: Sequence[PublicView], no_conditions: str
) -> CoderError:
    """Say what is wrong with a question.

    Args:
        error: what DuckDB said.
        sql: the question.
        views: what there is to ask.
        no_conditions: why there is no view of conditions; nothing where there is one.
    """
    import duckdb

    text = str(error)
    if isinstance(error, duckdb.OutOfMemoryException):
        return CoderError(
            "The query needs more memory than a query may use.",
            title="Too large",
            hint="Ask for fewer rows or columns, or group them.",
        )
    if isinstance(error, duckdb.PermissionException) or "in the catalog, but it exists" in text:
        return BadInputError(OUTSIDE, title="Refused", hint="See the views: --list")
    if "configuration" in text and "locked" in text:
        return BadInputError(f"Settings are fixed. {OUTSIDE}", title="Refused")
    said = _CLASS.sub("", text.split("\n", 1)[0]).strip().rstrip("!.")
    said = _NO_TABLE.sub(r"there is no view \1", said)
    name = _unknown(text)
    if name == CONDITION.name and no_conditions:
        return BadInputError(no_conditions, title="No conditions")
    hint = _nearest(name, views) if name else "See the views and their columns: --list"
    return BadInputError(f"{_capital(said)}{_place(text, sql)}.", title="Query refused", hint=hint)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unknown(text: str) -> str:
    found = _UNKNOWN.search(text) or _NO_COLUMN.search(text)
    return found.group(1) if found else ""


def _place(text: str, sql: str) -> str:
    """Say the line and the column; DuckDB shortens long lines, so they are looked up."""
    found = _PLACE.search(text)
    if not found:
        return ""
    before, number, shown, spaces = found.groups()
    at = len(spaces) - len(before)
    line = sql.splitlines()[int(number) - 1] if int(number) <= len(sql.splitlines()) else ""
    if shown.startswith("..."):
        part = shown.strip(".")
        start = line.find(part)
        at = at - 3 + start if start >= 0 else at
    word = line[at : at + 30].split()[:1]
    near = f" ({word[0]})" if word else ""
    return f", at line {number}, column {at + 1}{near}"


def _nearest(name: str, views: Sequence[PublicView]) -> str:
    names = [view.name for view in views]
    names += [column.name for view in views for column in view.columns]
    short = name.rsplit(".", 1)[-1].lower()
    found = process.extract(short, list(dict.fromkeys(names)), limit=3, score_cutoff=NEAR)
    if not found:
        return "See the views and their columns: --list"
    nearest = ", ".join(each[0] for each in found)
    return f"Nearest: {nearest}. All views and columns: --list"
