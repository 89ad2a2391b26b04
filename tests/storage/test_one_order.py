"""Judgements stand in one order everywhere: clock, then sitting, then number."""

import re
from pathlib import Path

import pytest

from coder_tui.domain.coding import Progress
from coder_tui.storage.judgements import JUDGEMENTS
from coder_tui.storage.own_work import next_flagged, next_open, skip_reason
from coder_tui.storage.scores import read_notes, read_sheet
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile

SOURCE = Path(__file__).parents[2] / "src" / "coder_tui"


def test_nothing_is_ordered_by_the_clock_alone() -> None:
    """Merged copies may hold the same clock twice; `standing.sql` has a table for that."""
    by_clock = re.compile(r"order by\s+(?:\w+\.)?clock\b(?!( desc|),\s+(?:\w+\.)?sitting\1,\s+)")
    found = [
        f"{path.relative_to(SOURCE)}: {match.group()}"
        for path in sorted((*SOURCE.rglob("*.py"), *SOURCE.rglob("*.sql")))
        for match in by_clock.finditer(path.read_text())
        if path.name != "standing.sql"
    ]
    assert found == []


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_of_one_clock_the_same_stands_whichever_was_written_first(
    study: StudyFile, first: int
) -> None:
    """The sitting of the greater id says the last word, here, in `replay`, and in the views."""
    item = study.assignments("ana")[0].blind_id
    sittings = sorted(
        (Sitting.start(study.connection, study.path, "ana", "coding") for _ in range(2)),
        key=lambda each: each.id,
    )
    of = {"coder": "ana", "blind_id": item}
    for each in (sittings[first], sittings[1 - first]):
        last = each is sittings[1]
        move, reason = ("submitted", "") if last else ("skipped", "why")
        each.append("submission", {**of, "move": move, "reason": reason})
        each.append("comment", {**of, "dimension": None, "text": "last" if last else "first"})
        each.append("flag", {**of, "reason": "" if last else "odd"})
    for table in JUDGEMENTS:
        study.connection.execute(f"update {table} set clock = 7")
    assert read_sheet(study.connection, "ana", item).progress is Progress.SUBMITTED
    (found,) = [each for each in study.assignments("ana") if each.blind_id == item]
    assert (found.progress, found.comment, found.flag) == (Progress.SUBMITTED, "last", "")
    notes = read_notes(study.connection, "ana", item)
    assert (notes.comment, notes.flag) == ("last", "")
    assert skip_reason(study.connection, "ana", item) is None
    assert next_flagged(study.connection, "ana", 0) is None
    assert next_open(study.connection, "ana", 0) != item
