"""`rubric diff` and `rubric adopt`: what another version changes, and bringing it into force."""

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import fill
from typing import Any

import click

from coder_tui.cli.lead import key_option, lead_files
from coder_tui.cli.rubric_text import WIDTH, Told, lines_of, object_of
from coder_tui.cli.stopping import files_untouched, told_when_stopped
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric_diff import diff_rubrics
from coder_tui.domain.text import visible_line
from coder_tui.storage.adopting import Plan, Said, adopt, foresee, plan_adoption, why_refused
from coder_tui.storage.freezing import latest_freeze
from coder_tui.storage.proposals import read_proposals
from coder_tui.storage.rubric_versions import Version, other_version_of, read_in_force
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import unblinding

SQLITE = b"SQLite format 3"


def said_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what the lead can say about changes of words."""
    for name, what in (
        ("--meaning", "Every change there is one of meaning, its label's, too."),
        ("--wording", "Other words there mean what the old ones meant."),
    ):
        command = click.option(
            name,
            multiple=True,
            metavar="DIMENSION[:POINT]",
            help=f"{what} Also `rules`; may be given again.",
        )(command)
    return command


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--study",
    type=click.Path(path_type=Path),
    help="Count what of this study changes; not needed where OLD is one.",
)
@said_options
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def diff(
    old: Path,
    new: Path,
    study: Path | None,
    wording: tuple[str, ...],
    meaning: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say what changes in meaning between two versions of a rubric, and what only in wording.

    OLD and NEW are rubric files, or a study, which stands for its rubric in force. With a study it
    says how many scores and decisions each change touches and what has to be coded again.

    Example: coder-tui rubric diff stress.db rubric/stress_test.toml
    """
    said = Said(wording, meaning)
    before, after = _version(old), _version(new)
    asked = study or (old if _is_study(old) else None)
    if asked is None:
        told = Told(diff_rubrics(before.rubric, after.rubric, wording=wording, meaning=meaning))
    else:
        told = _of_study(asked, before, after, said)
    _tell(told, as_json=as_json)


@click.command(name="adopt")
@click.argument("study", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@key_option
@said_options
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def adopt_version(
    study: Path,
    new: Path,
    key: Path | None,
    wording: tuple[str, ...],
    meaning: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring another version of the rubric into force.

    Scores stay under the version that they were given under. Where a dimension means what it meant,
    they go on to count; where not, they are kept, and their items are opened again for their
    coders. `rubric diff` shows beforehand what changes. NEW is a rubric file, or another study,
    which stands for its rubric in force.

    Exit code: 0 done, 1 the study says no, 2 something in the call is wrong.

    Example: coder-tui rubric adopt stress.db rubric/stress_test_2.toml --key stress.key.db
    """
    said, version = Said(wording, meaning), _version(new)
    with (
        lead_files(study, key, looking=dry_run) as (opened, opened_key),
        told_when_stopped(files_untouched(opened, opened_key)),
    ):
        if dry_run:
            plan = plan_adoption(opened, version, said)
        else:
            plan = adopt(opened, version, said, person=login_name())
        told = Told(plan.diff, plan.effect, read_proposals(opened.connection))
        taken = f"NEW is a study: its rubric in force was taken, {new}." if _is_study(new) else ""
        remarks = [each for each in (taken, _freeze_remark(opened), _open_remark(opened)) if each]
    _tell(told, as_json=as_json, adopted=None if dry_run else plan, dry_run=dry_run)
    for remark in remarks:
        click.echo(fill(remark, WIDTH), err=as_json)


def _tell(told: Told, *, as_json: bool, adopted: Plan | None = None, dry_run: bool = False) -> None:
    if as_json:
        click.echo(json.dumps(object_of(told) | {"adopted": adopted is not None}, indent=2))
        return
    for line in lines_of(told):
        click.echo(line)
    if adopted is not None:
        click.echo(f"Version {visible_line(adopted.version.rubric.version)} is in force.")
    elif dry_run:
        click.echo("Nothing was changed.")


def _is_study(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def _version(path: Path) -> Version:
    """Read a rubric file, or a study's rubric in force."""
    if not _is_study(path):
        from coder_tui.intake.registration import fingerprint, load_rubric

        rubric, text = load_rubric(path)
        return Version(fingerprint(text), text, rubric)
    study = StudyFile.open(path, read_only=True)
    try:
        return read_in_force(study.connection)
    finally:
        study.close()


def _of_study(path: Path, before: Version, after: Version, said: Said) -> Told:
    study = StudyFile.open(path, read_only=True)
    try:
        if before.fingerprint != study.rubric_fingerprint:
            raise BadInputError(
                f"{path}: OLD is not the version in force in this study.",
                title="Another version",
                hint=f"Give the study itself: coder-tui rubric diff {path} NEW",
            )
        plan = foresee(study, after, said)
        proposals = read_proposals(study.connection)
        return Told(plan.diff, plan.effect, proposals, why_refused(study, after))
    finally:
        study.close()


def _open_remark(study: StudyFile) -> str:
    """Say what a version is worth that is adopted when conditions may be known."""
    opened = unblinding(study.connection)
    if opened is None:
        return ""
    return (
        f"{visible_line(opened.sentence)} A version that is adopted after that was chosen by "
        "somebody who may know the conditions; the study keeps when it was."
    )


def _freeze_remark(study: StudyFile) -> str:
    """Say under which version a frozen set stays."""
    freeze = latest_freeze(study.connection)
    if freeze is None or freeze.rubric == study.rubric_fingerprint:
        return ""
    stays = other_version_of(study.connection, freeze.rubric)
    return (
        f"Freeze {freeze.number} closed the reliability set. {stays} Agreement is that of the set."
    )
