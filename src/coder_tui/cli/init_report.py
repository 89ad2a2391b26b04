"""What `init` prints about what it did."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder_tui.cli.invoked import program
from coder_tui.cli.loss_text import loss_lines
from coder_tui.cli.tables import table
from coder_tui.domain.text import plural, visible_line

if TYPE_CHECKING:
    from coder_tui.intake.init_report import InitReport

LONGEST_NAME = 40
"""So that two names of near duplicates stand on one line of most terminals."""


def print_report(report: "InitReport") -> None:
    """Print what init did, or would do."""
    if report.dry_run:
        click.echo("DRY RUN: nothing was written. This is what init would make:\n")
    formats = ", ".join(f"{n} from {name}" for name, n in report.formats.items())
    click.echo(f"{plural(report.items, report.kind)} ({formats}).")
    click.echo(f"  study  {report.study}   (give this to coders)")
    click.echo(f"  key    {report.key}   (keep this to yourself; it undoes the blinding)")
    _print_what_counts(report)
    _print_losses(report)
    _print_next(report)


def print_additions(report: "InitReport") -> None:
    """Print what import added, or would add."""
    click.echo(f"{plural(report.items, f'new {report.kind}')}.")
    if report.items:
        _print_what_counts(report)
    _print_losses(report)


def _print_what_counts(report: "InitReport") -> None:
    if report.conditions:
        _print_conditions(report)
    _print_blinding(report)
    _print_assigned(report)


def _print_losses(report: "InitReport") -> None:
    click.echo("\n" + "\n".join(loss_lines(report.losses)))


def _print_assigned(report: "InitReport") -> None:
    rows = [
        [visible_line(name), kind, str(items), str(both)]
        for name, kind, items, both in report.assigned
    ]
    click.echo("\n" + table(["coder", "kind", "items", "also coded by others"], rows))
    for line in _round_lines(report):
        click.echo(line)
    if report.no_majority:
        click.echo(
            '\nadjudication = "majority" never has one with coders_per_item = '
            f"{report.no_majority}:\na person decides every disagreement. "
            "For a majority write coders_per_item = 3\nor more, and run init again."
        )
    _print_near_duplicates(report)


def _print_next(report: "InitReport") -> None:
    if report.sealed and report.conditions:
        click.echo(
            "\nSEALED: the key shows no condition before `coder-tui freeze` and `coder-tui "
            "unblind`.\nFor a pilot that is looked into at any time write `seal = false`, and run "
            "init again."
        )
    if report.dry_run:
        click.echo(f"\nNothing was written; {_what_init_would_do(report)}")
        return
    if report.blind:
        say_search(report.study)
    first = next((name for name, kind, *_ in report.assigned if kind == "human"), "NAME")
    if report.assigned and all(kind == "simulated" for _, kind, *_ in report.assigned):
        click.echo(f"\nNext: {program()} ratings import {report.study} SCORES")
    else:
        click.echo(f"\nNext: {program()} code {report.study} --coder {first}")


def _what_init_would_do(report: "InitReport") -> str:
    if not report.existing:
        return "without --dry-run the two files are made."
    names = " and ".join(visible_line(str(path)) for path in report.existing)
    verb = "is" if len(report.existing) == 1 else "are"
    return f"{names} {verb} there already, so without --dry-run init would refuse."


def say_search(study: Path) -> None:
    """Say what is not masked yet, and how to find it."""
    click.echo(f"\nAltered spellings and other names are not masked yet: {program()} leaks {study}")


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
        [_shown(model), *(str(counts.get((model, s), 0)) for s in scaffolds)] for model in models
    ]
    click.echo("\n" + table(["model", *map(_shown, scaffolds)], rows))
    told = {name for name, count in report.short_names if count}
    for name in sorted(set(filter(_looks_empty, [*models, *scaffolds])) - told):
        click.echo(f"{_shown(name)} looks like a placeholder; is it a name?")


def _looks_empty(name: str) -> bool:
    """Whether a name has no letter and no digit; `...` looks like a cell that was cut off."""
    return not any(character.isalnum() for character in name)


def _shown(name: str) -> str:
    return repr(visible_line(name)) if _looks_empty(name) else visible_line(name)


def _print_blinding(report: "InitReport") -> None:
    for role, count in sorted(report.odd_roles.items()):
        turns = plural(count, "turn")
        click.echo(f"role {visible_line(role)!r}, on {turns}, is none that is known; is it meant?")
    for what, count in sorted(report.withheld.items()):
        click.echo(f"withheld: {count:,} {what}")
    for name, count in sorted(report.masked.items()):
        click.echo(f"masked:   {visible_line(name)} ({plural(count, 'time')})")
    if report.masked_words:
        names = ", ".join(repr(visible_line(name)) for name in report.masked_words)
        click.echo(
            f"masked as a word, never inside others: {names}; if the texts mean the ordinary word, "
            "rename it in the items; other spellings can go into `mask`"
        )
    for name, count in report.short_names:
        if count and _looks_empty(name):
            click.echo(
                f"not masked: {_shown(name)} looks like a placeholder and stands "
                f"{plural(count, 'time')} in the text; is it a name?"
            )
        elif count:
            click.echo(
                f"not masked: {visible_line(name)!r} is short and stands {plural(count, 'time')} "
                "in the text as a word; put it into `mask` to have it masked"
            )


def _print_near_duplicates(report: "InitReport") -> None:
    if not report.near_duplicates:
        return
    click.echo(f"\n{plural(len(report.near_duplicates), 'pair')} of items nearly the same:")
    for first, second, alike in report.near_duplicates[:20]:
        click.echo(f"  {alike:5.1f} %  {_shortened(first)}  {_shortened(second)}")
    if len(report.near_duplicates) > 20:
        click.echo(f"  and {len(report.near_duplicates) - 20} more; --json lists all")
    if report.near_duplicates_cut:
        click.echo("  There may be more: only the likeliest pairs were compared.")


def _shortened(name: str) -> str:
    """Give a name that is too long without its middle; its end tells the item."""
    line = visible_line(name)
    if len(line) <= LONGEST_NAME:
        return line
    half = (LONGEST_NAME - 1) // 2
    return f"{line[: LONGEST_NAME - 1 - half]}…{line[-half:]}"


def report_json(report: "InitReport") -> dict[str, object]:
    """Give the report as `--json` prints it."""
    return {
        "dry_run": report.dry_run,
        "existing": [str(path) for path in report.existing],
        "study": str(report.study),
        "key": str(report.key),
        "kind": report.kind,
        "items": report.items,
        "formats": report.formats,
        "losses": report.losses.as_json(),
        "conditions": [
            {"model": model, "scaffold": scaffold, "items": n}
            for model, scaffold, n in report.conditions
        ],
        "sealed": report.sealed,
        "odd_roles": report.odd_roles,
        "withheld": report.withheld,
        "masked": report.masked,
        "masked_words": report.masked_words,
        "short_names": [{"name": name, "count": n} for name, n in report.short_names],
        "near_duplicates": [
            {"first": first, "second": second, "alike": round(alike, 1)}
            for first, second, alike in report.near_duplicates
        ],
        "assigned": [
            {"coder": name, "kind": kind, "items": items, "overlap": both}
            for name, kind, items, both in report.assigned
        ],
        "no_majority": bool(report.no_majority),
        "practice": report.practice,
        "repeats": report.repeats,
        "not_offered": report.not_offered,
        "seconds": {phase: round(spent, 3) for phase, spent in report.seconds.items()},
    }
