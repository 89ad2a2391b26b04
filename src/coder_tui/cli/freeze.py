"""`freeze`: closing the reliability set."""

import json
from pathlib import Path
from typing import Any

import click

from coder_tui.cli.freeze_text import (
    counts_lines,
    freeze_json,
    unfinished_lines,
    whole_or_not,
)
from coder_tui.cli.lead import key_option, lead_files
from coder_tui.cli.progress import ProgressLine
from coder_tui.cli.stopping import files_untouched, told_when_stopped
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.domain.moments import moment
from coder_tui.domain.text import visible_line
from coder_tui.storage.freezing import (
    Freeze,
    Standing,
    latest_freeze,
    refuse_freeze,
    standing,
    write_freeze,
)
from coder_tui.storage.frozen_check import faults
from coder_tui.storage.key import KeyFile
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import unblinding

TRIES = 5
"""How often the agreement is measured again because somebody wrote meanwhile."""


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@key_option
@click.option(
    "--unfinished", is_flag=True, help="Freeze although assignments are not submitted; they count."
)
@click.option("--check", is_flag=True, help="See whether what was frozen is whole; needs no key.")
@click.option("--dry-run", is_flag=True, help="Show what would be frozen, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the freeze as JSON.")
def freeze(
    study: Path, key: Path | None, unfinished: bool, check: bool, dry_run: bool, as_json: bool
) -> None:
    """Close the reliability set: the scores on which agreement is reported.

    Kept are the last judgement of every sitting with its hash, counts, the agreement as it stands,
    and a digest of all that. Coding, deciding and importing go on; but what is written or merged
    later is marked late and enters no agreement. A second freeze takes in what came since, until
    the study is unblinded.

    Exit code: 0 done, 1 the study says no, 2 something in the call is wrong.

    Example: coder-tui freeze stress.db
    """
    if check:
        if unfinished or dry_run:
            raise BadInputError("--check stands alone.", title="What to do")
        _check(study, as_json=as_json)
        return
    with (
        lead_files(study, key, looking=dry_run) as (opened, opened_key),
        told_when_stopped(files_untouched(opened, opened_key)),
    ):
        earlier = _earlier(opened)
        made, found, agreement = _freeze(
            opened, opened_key, earlier, unfinished=unfinished, dry_run=dry_run
        )
        is_open = unblinding(opened.connection) is not None
    written = made is not None and made is not earlier
    if as_json:
        told = freeze_json(made, found, agreement)
        click.echo(json.dumps({"written": written} | told, indent=2))
        return
    _print(made, found, agreement, written=written, is_open=is_open)


def _earlier(study: StudyFile) -> Freeze | None:
    """Give the freeze before, and make sure that another one may follow.

    Raises:
        RefusedError: the conditions are open, or what was frozen has changed.
    """
    earlier = latest_freeze(study.connection)
    if earlier is None:
        return None
    opened = unblinding(study.connection)
    if opened is not None:
        raise RefusedError(
            f"{study.path}: its conditions are open since {moment(opened.unblinded_at)}; the "
            f"reliability set stays that of freeze {earlier.number}.",
            title="Unblinded",
        )
    with ProgressLine() as progress:
        found = faults(
            study.connection,
            earlier,
            lambda done, total: progress.show("checking sitting", done, total),
        )
    if found:
        raise RefusedError(
            f"{study.path}: {whole_or_not(earlier, found)} {visible_line(found[0])}",
            title="Freeze damaged",
            hint="Restore the study from a copy; `freeze --check` lists everything.",
        )
    return earlier


def _freeze(
    study: StudyFile, key: KeyFile, earlier: Freeze | None, *, unfinished: bool, dry_run: bool
) -> tuple[Freeze | None, Standing, str]:
    """Freeze, unless nothing has come in since; give the freeze that holds, if any does."""
    from coder_tui.cli.freeze_agreement import agreement_now

    repeats = frozenset(row.blind_id for row in key.rows() if row.repeats_blind_id)
    for attempt in range(TRIES):
        found = standing(study)
        if earlier is not None and found.counts.since == 0:
            return earlier, found, earlier.agreement
        for line in unfinished_lines(found.counts) if attempt == 0 else ():
            click.echo(line, err=True)
        refuse_freeze(found, study, unfinished=unfinished)
        if dry_run:
            # A look at agreement would have to be noted in the study.
            return None, found, ""
        agreement = agreement_now(study, repeats)
        made = write_freeze(study, found, agreement, person=login_name())
        if made is not None:
            return made, found, agreement
    raise RefusedError(
        f"{study.path}: somebody wrote all the time; nothing was frozen.",
        title="Not frozen",
        hint="Ask the coders to pause for a moment, and try again.",
    )


def _print(
    made: Freeze | None, found: Standing, agreement: str, *, written: bool, is_open: bool
) -> None:
    from coder_tui.cli.freeze_agreement import agreement_table

    if made is not None and not written:
        click.echo(
            f"Freeze {made.number} of {moment(made.frozen_at)} holds all there is; nothing was "
            "written.",
            err=True,
        )
        return
    if made is None:
        click.echo("DRY RUN: nothing was written. This would be frozen:\n")
    for line in counts_lines(found.counts):
        click.echo(line)
    if made is None:
        click.echo("Nothing was changed.", err=True)
        return
    click.echo("")
    click.echo(agreement_table(agreement))
    click.echo(f"\nFreeze {made.number}\ndigest {made.digest}")
    click.echo(
        "Written, and logged. Note the digest elsewhere: whoever can rewrite the file can rewrite "
        f"it, too. {'The conditions are open already.' if is_open else 'Next: coder-tui unblind'}",
        err=True,
    )


def _check(path: Path, *, as_json: bool) -> None:
    """See whether what was frozen is whole.

    Raises:
        RefusedError: nothing is frozen.
    """
    study = StudyFile.open(path, read_only=True)
    try:
        found = latest_freeze(study.connection)
        if found is None:
            raise RefusedError(f"{path}: nothing is frozen.", title="Not frozen")
        with ProgressLine() as progress:
            wrong = faults(
                study.connection,
                found,
                lambda done, total: progress.show("checking sitting", done, total),
            )
    finally:
        study.close()
    told: dict[str, Any] = {"number": found.number, "digest": found.digest, "faults": wrong}
    if as_json:
        click.echo(json.dumps(told, indent=2))
    else:
        click.echo(whole_or_not(found, wrong))
        for each in wrong:
            click.echo(f"  {visible_line(each)}")
        click.echo(f"digest {found.digest}")
    if wrong:
        raise click.exceptions.Exit(1)
