"""What a table of an export looks like: its columns, their types and meanings, its order."""

from collections.abc import Mapping
from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    type: str
    """`text`, `integer` or `real`."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view of `coded.db`, or a file that holds one table."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    order: str = ""
    """The `order by` under which its rows are written."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.columns)


KNOWN = {
    "blind_id": ("text", "Blind id of the item: random, tells nothing of its condition."),
    "title": ("text", "Title of a benchmark entry; null for blinded items."),
    "dimension": ("text", "Id of the rubric's dimension."),
    "label": ("text", "Label of the dimension."),
    "coder": ("text", "Name of the coder, as the study has it."),
    "coder_kind": (
        "text",
        "human, machine, or simulated (made by a program, not by a person).",
    ),
    "state": ("text", "scored, not_applicable, cannot_judge or cleared."),
    "value": (
        "text",
        "The canonical value, as text: a scale point's number, a number as the shortest decimal, "
        "of a multi dimension the sorted JSON list of the labels' numbers, a text as it is; null "
        "unless scored.",
    ),
    "number": ("real", "The value as a number; null where it has none."),
    "point_label": ("text", "Label of the scale point chosen; null unless one was."),
    "rubric": ("text", "Fingerprint of the rubric that was in force."),
    "fingerprint": ("text", "Fingerprint of the rubric: SHA-256 of its text."),
    "recorded_at": ("text", "When it was recorded: ISO 8601, UTC."),
    "clock": ("integer", "Hybrid logical clock; orders judgements across sittings and copies."),
    "sitting": ("text", "Id of the sitting in which it was recorded."),
    "seq": ("integer", "Number of the judgement in its sitting, over all judgement tables."),
    "undoes_sitting": ("text", "Sitting of the row that this row takes back, if any."),
    "undoes_seq": ("integer", "Number of the row that this row takes back, if any."),
    "prev_hash": ("text", "Hash of the judgement before it in the sitting."),
    "hash": (
        "text",
        "SHA-256 of the JSON array [table, {every other column}]: keys sorted, no spaces, UTF-8.",
    ),
    "basis": (
        "text",
        "adjudicated, agreed (by all coders), majority (of the coders, where the study settles by "
        "it), single (only one coder) or unresolved (no answer).",
    ),
    "coders": ("integer", "How many coders' submitted answers it rests on."),
    "part": ("integer", "Number of the part; turns and fields count from 1, the reference is 0."),
    "span_start": ("integer", "First code point of the quote in the part's text, from 0."),
    "span_end": ("integer", "Code point after the last one of the quote."),
    "quote": ("text", "The quoted words, as they stand in the part's text."),
    "source_kind": ("text", "Kind of an outside source; null for evidence in the item itself."),
    "source_url": ("text", "Address of the outside source."),
    "source_place": ("text", "Page or section of the outside source."),
    "source_accessed": ("text", "Day on which the outside source was read."),
    "model": ("text", "Model of the transcript."),
    "scaffold": ("text", "What surrounded the model."),
    "task": ("text", "Task of the transcript."),
    "replicate": ("integer", "Number of the repetition under the same condition."),
    "source": ("text", "Name, without its folder, of the file that the item came from."),
    "original_id": ("text", "The item's id in that file."),
}
"""Columns that mean the same wherever they stand."""


def columns(names: str, own: Mapping[str, tuple[str, str]] | None = None) -> tuple[Column, ...]:
    """Give columns by name.

    Args:
        names: the names, separated by spaces.
        own: type and meaning of those that are not in `KNOWN`, or differ from it.
    """
    described = {**KNOWN, **(own or {})}
    return tuple(Column(name, *described[name]) for name in names.split())
