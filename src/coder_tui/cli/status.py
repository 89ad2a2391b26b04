"""`status`: how far a study is."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from coder_tui.analysis.headway import Headway, read_headway
from coder_tui.cli.closing import closing
from coder_tui.cli.headway_text import coder_object, headway_lines, headway_object
from coder_tui.cli.tables import table
from coder_tui.domain.adjudication import Waiting
from coder_tui.domain.coding import Progress
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.adjudications import count_of_other_kinds, read_waiting
from coder_tui.storage.rubric_versions import in_force_sentence
from coder_tui.storage.study import StudyFile


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
def status(study: Path, as_json: bool) -> None:
    """Show how far each coder is, and what waits for a second coder or a decision.

    Example: coder-tui status stress.db
    """
    opened = StudyFile.open(study, read_only=True)
    try:
        headway = read_headway(opened.connection)
        rows = _status_rows(opened, headway)
        waiting = headway.waiting.for_second
        cases = read_waiting(opened)
        others = count_of_other_kinds(opened)
        title = opened.info.title
        closed = closing(opened, checked=True)
        in_force = in_force_sentence(opened.connection)
        rubric = {"version": opened.rubric.version, "fingerprint": opened.rubric_fingerprint}
    finally:
        opened.close()
    if as_json:
        told = {
            "rubric": rubric,
            "progress": rows,
            "waiting_for_second": waiting,
            "headway": headway_object(headway),
            "disagreements": {
                "waiting": len(cases.cases),
                "decided": cases.decided,
                "held_back": cases.held_back,
                "not_decided_by_kind": others,
            },
            **closed.as_json(),
        }
        click.echo(json.dumps(told, indent=2))
        return
    click.echo(visible_line(title))
    if in_force:
        click.echo(in_force)
    shown = [[*(str(row[name]) for name in HEADS), _minutes(row)] for row in rows]
    click.echo(table([*HEADS.values(), "min/item"], shown))
    click.echo(LEGEND)
    click.echo(f"{plural(waiting, 'item')} submitted by one coder and waiting for another.")
    for line in headway_lines(headway):
        click.echo(line)
    for line in (*_disagreement_lines(cases, others), *closed.lines()):
        click.echo(line)


HEADS = {
    "coder": "coder",
    "kind": "kind",
    "assigned": "items",
    "submitted": "done",
    "draft": "draft",
    "skipped": "skip",
    "reopened": "reopened",
    "flagged": "flag",
}
"""The columns of the table, by what is counted; short, so that it fits a terminal."""

LEGEND = "done: submitted; reopened: open again now; min/item: median minutes when done"

LEAST_SHOWN = 0.05
"""Minutes below which one decimal would be none."""


def _minutes(row: Mapping[str, Any]) -> str:
    minutes = row["median_minutes"]
    if minutes is None:
        return "-"
    return f"{minutes:.1f}" if minutes >= LEAST_SHOWN else "<0.1"


def _disagreement_lines(cases: Waiting, others: Mapping[str, int]) -> list[str]:
    """Say how far the adjudication is."""
    waiting = len(cases.cases)
    verb = "waits" if waiting == 1 else "wait"
    lines = [f"{plural(waiting, 'disagreement')} {verb} for a decision, {cases.decided:,} decided."]
    if majority := cases.bases.get("majority"):
        verb = "is" if majority == 1 else "are"
        settled = plural(majority, "disagreement")
        lines.append(f"{settled} more {verb} settled by the majority of the coders.")
    if cases.held_back:
        held = plural(cases.held_back, "disagreement")
        lines.append(f"{held} held back until all coders of the item have submitted it.")
    for kind, count in others.items():
        lines.append(
            f"{plural(count, 'disagreement')} of {kind} coders: not decided, no final score "
            "rests on them."
        )
    return lines


def _status_rows(study: StudyFile, headway: Headway) -> list[dict[str, Any]]:
    by_coder: dict[str, dict[str, Any]] = {}
    for coder in study.coders():
        by_coder[coder.name] = {
            "coder": coder.name,
            "kind": coder.kind,
            "assigned": 0,
            "submitted": 0,
            "draft": 0,
            "skipped": 0,
            "reopened": 0,
            "flagged": 0,
            **coder_object(headway.coders.get(coder.name)),
        }
    for assignment in study.assignments():
        counted = ["assigned", *(["flagged"] if assignment.flag else [])]
        if assignment.progress is not Progress.NOT_STARTED:
            counted.append(assignment.progress.value)
        row = by_coder[assignment.coder]
        for each in counted:
            row[each] += 1
    return list(by_coder.values())
