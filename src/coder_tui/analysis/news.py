"""What has been written into a study since it was copied."""

import json
from dataclasses import dataclass

from coder_tui.storage.database import Connection

JUDGEMENTS = ("score", "submission", "comment", "evidence", "flag", "guess", "adjudication")
"""Tables to which rows are only ever added."""

SHAPE = """
select
    (select count(*) || ' ' || total(rowid) from coder),
    (select count(*) || ' ' || total(rowid) from item),
    (select count(*) || ' ' || total(rowid) from assignment),
    (select count(*) from rubric_dimension),
    (select count(*) from rubric_condition),
    (select count(*) from uncounted_item),
    (select count(*) from freeze),
    (select count(*) from event where kind not in ('review', 'export')),
    (select group_concat(simulated) from study)
"""
"""What a copy is built around: the lead's acts, each of which is an event as well."""

UNFILTERED = "where blind_id not in (select blind_id from uncounted_item)"
OF_ITEMS = "blind_id in (select value from json_each(:items))"


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a study has been copied."""

    shape: tuple[object, ...]
    last: tuple[int, ...]
    """The last row of each of `JUDGEMENTS`."""


def mark(study: Connection) -> Mark:
    """Say how far a study is."""
    shape = study.execute(SHAPE).fetchone()
    last = [
        study.execute(f"select coalesce(max(rowid), 0) from {table}").fetchone()[0]
        for table in JUDGEMENTS
    ]
    return Mark(tuple(shape), tuple(last))


def touched(study: Connection, before: Mark, after: Mark) -> list[str] | None:
    """Give the items of which something was written; None where more than that has changed."""
    if after.shape != before.shape:
        return None
    items: set[str] = set()
    for table, old, new in zip(JUDGEMENTS, before.last, after.last, strict=True):
        if new < old:
            return None
        rows = study.execute(f"select distinct blind_id from {table} where rowid > ?", (old,))
        items.update(row[0] for row in rows)
    return sorted(items)


def of_items(source: str) -> str:
    """Give a source of the copy that reads the items in `:items` alone."""
    if UNFILTERED in source:
        return source.replace(UNFILTERED, f"{UNFILTERED} and {OF_ITEMS}")
    return f"{source}\nwhere {OF_ITEMS}"


def bound(items: list[str]) -> dict[str, str]:
    """Bind items for `of_items`."""
    return {"items": json.dumps(items)}
