"""`ratings import`: scores made elsewhere, in spreadsheets or by machines."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder_tui.cli.lead import key_beside, key_option, lead_files
from coder_tui.cli.stopping import told_when_stopped
from coder_tui.cli.tables import table
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import StudyFile

if TYPE_CHECKING:
    from coder_tui.intake.ratings.items import Items
    from coder_tui.intake.ratings.reading import FileRead
    from coder_tui.intake.ratings.taking_in import RatingsReport
    from coder_tui.intake.ratings.values import ValueMap
    from coder_tui.intake.reading import Loss

MOST_SKIPPED = 20
LATE = "This study is frozen: scores that come in are marked late and enter no agreement."
SOME_CODERS = (
    "Stopped; each coder's scores are there or not, as a whole. The same call adds the rest."
)


@click.group()
def ratings() -> None:
    """Scores made elsewhere: in spreadsheets, or by machines that judge.

    Example: coder-tui ratings import stress.db codes.csv --dry-run
    """


@ratings.command("import")
@click.argument("study", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@key_option
@click.option(
    "--kind",
    type=click.Choice(["human", "machine", "simulated"]),
    help="What coders are that the study does not have yet; human unless said.",
)
@click.option(
    "--column",
    "columns",
    metavar="NAME=HEADER",
    multiple=True,
    help="Which column is the item, coder, coder_kind, dimension, value, state, comment, "
    "item_comment, quote, part, evidence_list or rubric, or a dimension's; may be repeated.",
)
@click.option("--ignore", metavar="HEADER", multiple=True, help="Pass over a column.")
@click.option(
    "--coder", default="", metavar="NAME", help="Whose scores these are, where no column says it."
)
@click.option(
    "--dimension",
    default="",
    metavar="ID",
    help="On which dimension all scores are; with it each column is a coder's.",
)
@click.option(
    "--value",
    "values",
    metavar="DIMENSION:TEXT=VALUE",
    multiple=True,
    help="What a text in the cells stands for; *:TEXT=VALUE on all dimensions; may be repeated.",
)
@click.option(
    "--rename",
    "renames",
    metavar="OLD=NEW",
    multiple=True,
    help="What a coder of the files is called in the study; may be repeated.",
)
@click.option(
    "--rubric",
    default="",
    metavar="VERSION",
    help="Under which version of the rubric the scores were given, where no column says it.",
)
@click.option("--skip-bad", is_flag=True, help="Leave bad rows out and list them.")
@click.option("--dry-run", is_flag=True, help="Check everything, say what would be done, stop.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_(
    study: Path,
    files: tuple[Path, ...],
    key: Path | None,
    kind: str | None,
    columns: tuple[str, ...],
    ignore: tuple[str, ...],
    coder: str,
    dimension: str,
    values: tuple[str, ...],
    renames: tuple[str, ...],
    rubric: str,
    skip_bad: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add scores from CSV, XLSX, Parquet or JSON lines to a study, as sittings of their coders.

    A table is long (item, coder, dimension, value), or has one column for each dimension (item,
    coder, ...), or with --dimension one column for each coder (item, ...). Items stand under their
    blind ids, or under their original ids, which needs the key. New coders are made; one who has
    scored here by hand is refused. Scores that stand already are left alone, others replace them.
    Machines are coders, too (--kind machine): no final score rests on them, and the review has a
    table of each against people.

    Exit code: 0 done, 1 the study says no, 2 something in the call or a file is wrong.

    Example: coder-tui ratings import stress.db codes.xlsx --kind machine --coder judge-1
    """
    from coder_tui.intake.ratings.columns import Asked
    from coder_tui.intake.ratings.reading import Wish
    from coder_tui.intake.ratings.taking_in import read_ratings
    from coder_tui.storage.rating_writing import write_coder

    asked = Asked(
        dict(_pair(each, "--column", "NAME=HEADER") for each in columns),
        coder,
        dimension,
        frozenset(ignore),
    )
    opened = StudyFile.open(study)
    try:
        renamed = dict(map(_renaming, renames))
        wish = Wish(asked, _value_map(opened, values), renamed, kind, skip_bad, rubric)
        with told_when_stopped(lambda: True):
            report = read_ratings(opened, _items(opened, key), files, wish)
        before = opened.connection.total_changes
        if not dry_run:
            with told_when_stopped(lambda: opened.connection.total_changes == before, SOME_CODERS):
                for plan in report.plans:
                    write_coder(opened, plan, login_name())
        if opened.is_frozen():
            click.echo(LATE, err=True)
    finally:
        opened.close()
    if as_json:
        click.echo(json.dumps(_as_json(report, dry_run=dry_run), indent=2))
    else:
        _print(report, dry_run=dry_run)


def _pair(text: str, option: str, shape: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (name and sign and value):
        raise BadInputError(f"{option} {text!r}: expected is {shape}.", title="Bad option")
    return name, value


def _renaming(text: str) -> tuple[str, str]:
    """Read OLD=NEW; no new name holds a `=`, an old one may."""
    old, _, new = text.rpartition("=")
    if not old:
        raise BadInputError(f"--rename {text!r}: expected is OLD=NEW.", title="Bad option")
    return old, new


def _value_map(study: StudyFile, given: tuple[str, ...]) -> "ValueMap":
    """Read what texts stand for, and make sure that each value is one."""
    from coder_tui.intake.ratings.columns import Dimensions
    from coder_tui.intake.ratings.values import ALL, ValueMap, read_cell

    dimensions = Dimensions(study.rubric)
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for each in given:
        name, sign, rest = each.partition(":")
        text, equals, value = rest.rpartition("=")
        if not (name and sign and text and equals):
            raise BadInputError(
                f"--value {each!r}: expected is DIMENSION:TEXT=VALUE, or *:TEXT=VALUE.",
                title="Bad option",
            )
        dimension = None if name == ALL else dimensions.find(name)
        if dimension is None and name != ALL:
            raise BadInputError(
                f"--value {each!r}: there is no such dimension; the rubric has {dimensions.words}.",
                title="Unknown dimension",
            )
        if dimension is not None:
            read_cell(dimension, value, "", ValueMap())
        found[dimension.id if dimension else ALL][text.strip().casefold()] = value
    return ValueMap(found)


def _items(study: StudyFile, key: Path | None) -> "Items":
    """Give the study's items; their key is opened at the first need of it."""
    from coder_tui.intake.ratings.items import Items, KeyFacts

    def opened() -> KeyFacts:
        with lead_files(study.path, key, looking=True) as (_, opened_key):
            return KeyFacts.of(study, opened_key)

    if key is None:
        try:
            key_beside(study.path, None)
        except BadInputError:
            return Items(study, None)
    return Items(study, opened)


def _as_json(report: "RatingsReport", *, dry_run: bool) -> dict[str, object]:
    return {
        "written": not dry_run,
        "files": [
            {
                "path": each.path,
                "format": each.format,
                "shape": each.shape,
                "rows": each.rows,
                "scores": each.scores,
                "empty": each.empty,
                "twice": each.twice,
                "losses": _losses(each.losses),
            }
            for each in report.files
        ],
        "coders": [plan.counts() for plan in report.plans],
        "scores_by_dimension": {
            dimension: dict(found) for dimension, found in report.scores_by_dimension.items()
        },
        "incomplete": report.incomplete,
        "without_evidence": report.without_evidence,
        "names_not_checked": list(report.unchecked),
        "losses": _losses(report.losses),
        "skipped": report.skipped,
        "why_skipped": list(report.why_skipped),
    }


def _losses(losses: "tuple[Loss, ...]") -> list[dict[str, object]]:
    return [
        {"kind": loss.kind.value, "what": loss.what, "why": loss.why, "count": loss.count}
        for loss in losses
    ]


def _print(report: "RatingsReport", *, dry_run: bool) -> None:
    if dry_run:
        click.echo("DRY RUN: nothing was written. This is what the import would do:\n")
    for file in report.files:
        click.echo("\n".join(_file_lines(file)))
    if report.plans:
        click.echo("")
        click.echo(_coders(report))
        click.echo("")
        click.echo(_dimensions(report))
    for remark in _remarks(report):
        click.echo(remark, err=True)
    if dry_run:
        click.echo("Nothing was changed.", err=True)
    elif any(plan.items for plan in report.plans):
        click.echo("Written, and logged.", err=True)
    else:
        click.echo("There is nothing new; nothing was changed.", err=True)


def _file_lines(file: "FileRead") -> Iterator[str]:
    yield (
        f"{visible_line(file.path)} ({file.format}, {file.shape}): {plural(file.rows, 'row')}, "
        f"{plural(file.scores, 'score')}, {plural(file.empty, 'empty cell')}"
    )
    if file.twice:
        yield f"  {file.twice:>8,}  there more than once, alike"
    for loss in file.losses:
        what, why = visible_line(loss.what), visible_line(loss.why)
        yield f"  {loss.count:>8,}  {loss.kind.value}: {what} ({why})"


def _coders(report: "RatingsReport") -> str:
    heads = ["coder", "kind", "items", "scores", "replaced", "unchanged", "incomplete"]
    rows = [
        [
            visible_line(plan.coder) + (" (new)" if plan.is_new else ""),
            plan.kind,
            *map(str, (len(plan.items), plan.scores, plan.replaced, plan.unchanged,
                       plan.incomplete)),
        ]
        for plan in report.plans
    ]  # fmt: skip
    return table(heads, rows)


def _dimensions(report: "RatingsReport") -> str:
    states = ("scored", "not_applicable", "cannot_judge")
    rows = [
        [dimension, *(str(found.get(state, 0)) for state in states)]
        for dimension, found in report.scores_by_dimension.items()
    ]
    return table(["dimension", "scored", "not applicable", "cannot judge"], rows)


def _remarks(report: "RatingsReport") -> Iterator[str]:
    for loss in report.losses:
        yield f"{loss.count:,} {loss.kind.value}: {loss.what} ({loss.why})"
    for plan in report.plans:
        if plan.kind_before and plan.items:
            yield f"{plan.coder} is a {plan.kind} coder from here on, not a {plan.kind_before} one."
    if report.incomplete:
        yield f"{plural(report.incomplete, 'item')} with a score missing; submitted all the same."
    if report.without_evidence:
        yield (
            f"{plural(report.without_evidence, 'score')} to which the rubric wants evidence came "
            "without."
        )
    if report.unchecked:
        yield (
            f"Without the key it was not checked whether {' or '.join(report.unchecked)} is the "
            "name of a model or scaffold; coders' names are shown. Give it with --key."
        )
    if report.skipped:
        yield f"{plural(report.skipped, 'bad row or cell', 'bad rows or cells')} skipped:"
        for why in report.why_skipped[:MOST_SKIPPED]:
            yield f"  {visible_line(why)}"
        if report.skipped > MOST_SKIPPED:
            yield f"  and {report.skipped - MOST_SKIPPED:,} more; --json lists them"
