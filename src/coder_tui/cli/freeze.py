"""`freeze`: closing the reliability set."""

import json
from pathlib import Path
from typing import Any

import click

from coder_tui.cli.before_freezing import ChainWatch, leaks_left, refuse_damaged
from coder_tui.cli.freeze_text import (
    AgreementFacts,
    counts_lines,
    freeze_json,
    masked_words,
    unfinished_lines,
    whole_or_not,
)
from coder_tui.cli.lead import key_option, lead_files
from coder_tui.cli.progress import ProgressLine
from coder_tui.cli.stopping import files_untouched, told_when_stopped
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.domain.moments import moment
from coder_tui.domain.text import visible_line
from coder_tui.storage.commitments import commitments, count_redactions
from coder_tui.storage.database import immediate
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
from coder_tui.storage.key_notes import note_digests
from coder_tui.storage.rewriting import is_under_way
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import StudyFile
from coder_tui.storage.teams import PATIENCE
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
        refuse_damaged(opened)
        left = leaks_left(opened, opened_key)
        if left is not None and left.words:
            click.echo(left.words, err=True)
        made, found, agreement = _freeze(opened, opened_key, unfinished=unfinished, dry_run=dry_run)
        is_open = unblinding(opened.connection) is not None
        of = AgreementFacts(opened.rubric.id, opened.rubric.version, opened.info.agreement_bar)
    written = made is not None and found.counts.since != 0
    if as_json:
        told = freeze_json(made, found, agreement) | {"leaks": left.as_json() if left else None}
        click.echo(json.dumps({"written": written} | told, indent=2))
        return
    _print(made, found, agreement, of, written=written, is_open=is_open)


def _freeze(
    study: StudyFile, key: KeyFile, *, unfinished: bool, dry_run: bool
) -> tuple[Freeze | None, Standing, str]:
    """Freeze, unless nothing has come in since; give the freeze that holds, if any does."""
    from coder_tui.cli.freeze_agreement import agreement_now

    repeats = frozenset(row.blind_id for row in key.rows() if row.repeats_blind_id)
    watch = ChainWatch(study)
    for attempt in range(TRIES):
        found, holds = standing(study), latest_freeze(study.connection)
        if holds is not None and found.counts.since == 0:
            return holds, found, holds.agreement
        for line in unfinished_lines(found.counts) if attempt == 0 else ():
            click.echo(line, err=True)
        refuse_freeze(found, study, unfinished=unfinished)
        watch.follow(found.heads)
        if dry_run:
            # A look at agreement would have to be noted in the study.
            return None, found, ""
        agreement = agreement_now(study, repeats)
        made = _write(study, key, found, agreement)
        if made is not None:
            return made, found, agreement
    raise RefusedError(
        f"{study.path}: somebody wrote all the time; nothing was frozen.",
        title="Not frozen",
        hint="Ask the coders to pause for a moment, and try again.",
    )


def _write(study: StudyFile, key: KeyFile, found: Standing, agreement: str) -> Freeze | None:
    """Freeze, while nobody else can change what the key keeps; None where somebody did.

    Judgements in which names are masked are compared with the key once more: what is closed has to
    be what was compared.
    """
    with immediate(key.connection, patience=PATIENCE):
        if is_under_way(key):
            return None
        key.check_masked(study)
        notes = note_digests(key.connection, max(commitments(study.connection), default=0))
        return write_freeze(study, found, agreement, person=login_name(), notes=notes)


def _print(
    made: Freeze | None,
    found: Standing,
    agreement: str,
    of: AgreementFacts,
    *,
    written: bool,
    is_open: bool,
) -> None:
    from coder_tui.cli.freeze_agreement import agreement_lines

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
    click.echo(agreement_lines(agreement, of))
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
                lambda done, total: progress.show("checking judgement", done, total),
            )
        masked = count_redactions(study.connection)
    finally:
        study.close()
    told: dict[str, Any] = {
        "number": found.number,
        "digest": found.digest,
        "faults": wrong,
        "masked": masked,
    }
    if as_json:
        click.echo(json.dumps(told, indent=2))
    else:
        click.echo(whole_or_not(found, wrong))
        for each in wrong:
            click.echo(f"  {visible_line(each)}")
        if masked:
            click.echo(masked_words(masked))
        click.echo(f"digest {found.digest}")
    if wrong:
        raise click.exceptions.Exit(1)
