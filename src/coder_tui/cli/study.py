"""Making a study, and seeing how far it is."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder_tui.cli.invoked import program
from coder_tui.cli.tables import table
from coder_tui.domain.adjudication import Waiting
from coder_tui.domain.coding import Progress
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.adjudications import count_of_other_kinds, read_waiting
from coder_tui.storage.rounds import median_minutes
from coder_tui.storage.study import StudyFile

if TYPE_CHECKING:
    from coder_tui.intake.pipeline import InitReport


@click.command()
@click.argument("study_file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for the two files.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def init(study_file: Path, output: Path | None, as_json: bool) -> None:
    """Make a blinded study and its key from a study file.

    NAME.toml makes NAME.db, which coders open, and NAME.key.db, which only the lead keeps.

    Example: coder-tui init sample_data/stress.study.toml -o /tmp/try
    """
    from coder_tui.intake.pipeline import init_study
    from coder_tui.intake.registration import load_plan, target_paths

    plan = load_plan(study_file)
    study_path, key_path = target_paths(study_file, output)
    with ProgressLine() as progress:
        report = init_study(plan, study_path, key_path, progress=progress.show)
    if as_json:
        click.echo(json.dumps(_report_json(report), indent=2))
    else:
        print_report(report)


class ProgressLine:
    """One line on stderr that says how far the work is; silent where stderr is no terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._shown = ""

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *_: object) -> None:
        if self._on and self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)

    def show(self, phase: str, done: int, total: int) -> None:
        """Show a phase and its count, at most once in a hundred items."""
        if not self._on or (done % 100 and done != total):
            return
        self._shown = f"{phase} {done:,}" + (f" of {total:,}" if total else "")
        click.echo(f"\r\x1b[K{self._shown}", nl=False, err=True)


def print_report(report: "InitReport") -> None:
    """Print what init did."""
    formats = ", ".join(f"{n} from {name}" for name, n in report.formats.items())
    click.echo(f"{plural(report.items, report.kind)} ({formats}).")
    click.echo(f"  study  {report.study}   (give this to coders)")
    click.echo(f"  key    {report.key}   (keep this to yourself; it undoes the blinding)")
    if report.conditions:
        _print_conditions(report)
    _print_blinding(report)
    rows = [
        [visible_line(name), kind, str(items), str(both)]
        for name, kind, items, both in report.assigned
    ]
    click.echo("\n" + table(["coder", "kind", "items", "also coded by others"], rows))
    for line in _round_lines(report):
        click.echo(line)
    _print_near_duplicates(report)
    if report.sealed:
        click.echo(
            "\nSEALED: with this study's `seal = true` the key shows no condition before a freeze "
            "and\nunblinding, which this version does not have yet. For a study that you want to "
            "evaluate\nwith this version, write `seal = false`, and run init again."
        )
    first = next((name for name, kind, *_ in report.assigned if kind == "human"), "NAME")
    click.echo(f"\nNext: {program()} code {report.study} --coder {first}")


def _round_lines(report: "InitReport") -> list[str]:
    """Say what else the coders get; a coder must not learn of it from elsewhere."""
    lines = []
    if report.practice:
        lines.append(f"practice: {plural(report.practice, 'item')} first, for every coder")
    for name, count in report.repeats.items():
        lines.append(f"silent repeats: {visible_line(name)} gets {plural(count, 'item')} again")
    for model in report.not_offered:
        lines.append(f"guess: {visible_line(model)!r} is not offered, so nobody can guess it")
    return lines


def _print_conditions(report: "InitReport") -> None:
    models = sorted({model for model, _, _ in report.conditions})
    scaffolds = sorted({scaffold for _, scaffold, _ in report.conditions})
    counts = {(model, scaffold): n for model, scaffold, n in report.conditions}
    rows = [
        [visible_line(model), *(str(counts.get((model, s), 0)) for s in scaffolds)]
        for model in models
    ]
    click.echo("\n" + table(["model", *map(visible_line, scaffolds)], rows))


def _print_blinding(report: "InitReport") -> None:
    for role, count in sorted(report.odd_roles.items()):
        turns = plural(count, "turn")
        click.echo(f"role {visible_line(role)!r}, on {turns}, is none that is known; is it meant?")
    for what, count in sorted(report.withheld.items()):
        click.echo(f"withheld: {count:,} {what}")
    for name, count in sorted(report.masked.items()):
        click.echo(f"masked:   {visible_line(name)} ({plural(count, 'time')})")
    if report.blind:
        click.echo("Only names of models and scaffolds are masked, and what stands in `mask`.")
    for name, count in report.short_names:
        if count:
            click.echo(
                f"not masked: {visible_line(name)!r} is short and stands {plural(count, 'time')} "
                "in the text as a word; put it into `mask` to have it masked"
            )


def _print_near_duplicates(report: "InitReport") -> None:
    if not report.near_duplicates:
        return
    click.echo(f"\n{plural(len(report.near_duplicates), 'pair')} of items nearly the same:")
    for first, second, alike in report.near_duplicates[:20]:
        click.echo(f"  {alike:5.1f} %  {visible_line(first)}  {visible_line(second)}")
    if len(report.near_duplicates) > 20:
        click.echo(f"  and {len(report.near_duplicates) - 20} more; --json lists all")
    if report.near_duplicates_cut:
        click.echo("  There may be more: only the likeliest pairs were compared.")


def _report_json(report: "InitReport") -> dict[str, object]:
    return {
        "study": str(report.study),
        "key": str(report.key),
        "kind": report.kind,
        "items": report.items,
        "formats": report.formats,
        "conditions": [
            {"model": model, "scaffold": scaffold, "items": n}
            for model, scaffold, n in report.conditions
        ],
        "sealed": report.sealed,
        "odd_roles": report.odd_roles,
        "withheld": report.withheld,
        "masked": report.masked,
        "short_names": [{"name": name, "count": n} for name, n in report.short_names],
        "near_duplicates": [
            {"first": first, "second": second, "alike": round(alike, 1)}
            for first, second, alike in report.near_duplicates
        ],
        "assigned": [
            {"coder": name, "kind": kind, "items": items, "overlap": both}
            for name, kind, items, both in report.assigned
        ],
        "practice": report.practice,
        "repeats": report.repeats,
        "not_offered": report.not_offered,
        "seconds": {phase: round(spent, 3) for phase, spent in report.seconds.items()},
    }


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
def status(study: Path, as_json: bool) -> None:
    """Show how far each coder is, and what waits for a second coder or a decision.

    Example: coder-tui status stress.db
    """
    opened = StudyFile.open(study, read_only=True)
    try:
        rows = _status_rows(opened)
        waiting = _waiting_for_second(opened)
        cases = read_waiting(opened)
        others = count_of_other_kinds(opened)
        title = opened.info.title
    finally:
        opened.close()
    if as_json:
        told = {
            "progress": rows,
            "waiting_for_second": waiting,
            "disagreements": {
                "waiting": len(cases.cases),
                "decided": cases.decided,
                "held_back": cases.held_back,
                "not_decided_by_kind": others,
            },
        }
        click.echo(json.dumps(told, indent=2))
        return
    click.echo(visible_line(title))
    shown = [[*(str(row[name]) for name in HEADS), _minutes(row)] for row in rows]
    click.echo(table([*HEADS.values(), "min/item"], shown))
    click.echo(LEGEND)
    click.echo(f"{plural(waiting, 'item')} submitted by one coder and waiting for another.")
    for line in _disagreement_lines(cases, others):
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


def _minutes(row: Mapping[str, str | int | float | None]) -> str:
    minutes = row["median_minutes"]
    return "-" if minutes is None else f"{minutes:.1f}"


def _disagreement_lines(cases: Waiting, others: Mapping[str, int]) -> list[str]:
    """Say how far the adjudication is."""
    waiting = len(cases.cases)
    verb = "waits" if waiting == 1 else "wait"
    lines = [f"{plural(waiting, 'disagreement')} {verb} for a decision, {cases.decided:,} decided."]
    if cases.held_back:
        held = plural(cases.held_back, "disagreement")
        lines.append(f"{held} held back until all coders of the item have submitted it.")
    for kind, count in others.items():
        lines.append(
            f"{plural(count, 'disagreement')} of {kind} coders: not decided, no final score "
            "rests on them."
        )
    return lines


def _status_rows(study: StudyFile) -> list[dict[str, str | int | float | None]]:
    by_coder: dict[str, dict[str, str | int | float | None]] = {}
    minutes = median_minutes(study.connection)
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
            "median_minutes": round(minutes[coder.name], 2) if coder.name in minutes else None,
        }
    for assignment in study.assignments():
        counted = ["assigned", *(["flagged"] if assignment.flag else [])]
        if assignment.progress is not Progress.NOT_STARTED:
            counted.append(assignment.progress.value)
        row = by_coder[assignment.coder]
        for each in counted:
            row[each] = int(row[each] or 0) + 1
    return list(by_coder.values())


def _waiting_for_second(study: StudyFile) -> int:
    """Count the items that at least one human coder submitted and another has still to."""
    human = {coder.name for coder in study.coders() if coder.kind == "human"}
    states: dict[str, list[bool]] = {}
    for assignment in study.assignments():
        if assignment.coder in human:
            done = assignment.progress is Progress.SUBMITTED
            states.setdefault(assignment.blind_id, []).append(done)
    return sum(any(done) and not all(done) for done in states.values())
