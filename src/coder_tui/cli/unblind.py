"""`unblind`: opening the conditions of a study, once its scores are frozen."""

import json
from dataclasses import dataclass
from pathlib import Path

import click

from coder_tui.cli.before_unblinding import make_sure, open_ends
from coder_tui.cli.closing import unblinding_json
from coder_tui.cli.freeze_text import whole_or_not
from coder_tui.cli.lead import key_option, lead_files
from coder_tui.cli.progress import ProgressLine
from coder_tui.cli.stopping import files_untouched, told_when_stopped
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.domain.text import visible_line
from coder_tui.storage.freeze_counts import FreezeCounts
from coder_tui.storage.freezing import Freeze, latest_freeze, standing
from coder_tui.storage.frozen_check import faults
from coder_tui.storage.sittings import login_name
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import Unblinding, unblinding, write_unblinding

LONGEST_REASON = 300


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@key_option
@click.option(
    "--break-seal",
    "reason",
    metavar="REASON",
    help="Open it without a whole freeze; everybody sees the reason from then on.",
)
@click.option("--dry-run", is_flag=True, help="Check everything, and open nothing.")
@click.option("--yes", is_flag=True, help="Ask nothing; needed where there is no terminal.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def unblind(
    study: Path, key: Path | None, reason: str | None, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Open the conditions: from then on the key shows them.

    The key has to be the one that the study committed to, and what was frozen has to be whole.
    Who unblinds, and when, is recorded; it cannot be taken back. What is unfinished is said first,
    and a word has to be typed; without a terminal, --yes has to be given. No condition is printed.

    Exit code: 0 done or open before, 1 the study says no, 2 something in the call is wrong.

    Example: coder-tui unblind stress.db --key stress.key.db
    """
    given = _plain(reason)
    with (
        lead_files(study, key, looking=dry_run) as (opened, opened_key),
        told_when_stopped(files_untouched(opened, opened_key)),
    ):
        before = made = unblinding(opened.connection)
        if made is None:
            ready = _ready(opened, given)
            counts = standing(opened).counts
            for line in open_ends(counts):
                click.echo(line, err=True)
            if not dry_run:
                make_sure(yes=yes)
                made = _open(opened, ready)
    if made is None:
        _print_dry(counts, ready, as_json=as_json)
    elif as_json:
        told = {"written": before is None} | unblinding_json(made)
        click.echo(json.dumps(told, indent=2))
    else:
        _print(made, study, is_new=before is None)


def _plain(reason: str | None) -> str:
    """Give the reason on one line, empty where the seal is not to be broken."""
    if reason is None:
        return ""
    plain = " ".join(reason.split()).rstrip(".")
    if not plain or len(plain) > LONGEST_REASON:
        raise BadInputError(
            f"--break-seal wants a reason of 1 to {LONGEST_REASON} characters.", title="No reason"
        )
    return plain


@dataclass(frozen=True, slots=True)
class _Ready:
    """What an unblinding rests on."""

    freeze: Freeze | None
    seal_broken: str
    """The reason given; empty where no seal has to be broken."""
    against: str
    """What stands against opening the conditions."""


def _ready(study: StudyFile, reason: str) -> _Ready:
    """Make sure that the conditions may be opened.

    Raises:
        RefusedError: it is not frozen, or not whole, and the seal is not to be broken.
    """
    freeze = latest_freeze(study.connection)
    against = _against(study, freeze)
    if against and not study.info.seal:
        raise RefusedError(
            f"{study.path}: {against}",
            title="Not frozen",
            hint="This study has no seal: its key shows the conditions without an unblinding.",
        )
    if against and not reason:
        raise RefusedError(
            f"{study.path}: {against}",
            title="Sealed",
            hint=f"First: coder-tui freeze {study.path}"
            if freeze is None
            else "Restore the study from a copy; `freeze --check` lists everything.",
        )
    return _Ready(freeze, reason if against else "", against)


def _open(study: StudyFile, ready: _Ready) -> Unblinding:
    return write_unblinding(
        study,
        freeze=ready.freeze.id if ready.freeze else None,
        person=login_name(),
        seal_broken=ready.seal_broken,
        why_broken=ready.against,
    )


def _against(study: StudyFile, freeze: Freeze | None) -> str:
    """Say what stands against opening the conditions; nothing where nothing does."""
    if freeze is None:
        return "its scores are not frozen."
    with ProgressLine() as progress:
        found = faults(
            study.connection,
            freeze,
            lambda done, total: progress.show("checking judgement", done, total),
        )
    return f"{whole_or_not(freeze, found)} {found[0]}" if found else ""


def _print_dry(counts: FreezeCounts, ready: _Ready, *, as_json: bool) -> None:
    if as_json:
        told = {
            "written": False,
            "freeze": ready.freeze.number if ready.freeze else None,
            "seal_broken": ready.seal_broken or None,
            "unfinished": counts.unfinished,
            "undecided": counts.undecided,
        }
        click.echo(json.dumps(told, indent=2))
        return
    how = "the seal would be broken" if ready.against else "the key and the freeze are whole"
    click.echo(f"DRY RUN: {how}; nothing was opened, and nothing written.")


def _print(made: Unblinding, path: Path, *, is_new: bool) -> None:
    if not is_new:
        click.echo("This study is open already; nothing was written.", err=True)
    click.echo(visible_line(made.sentence))
    if made.mark:
        click.echo(visible_line(made.mark))
    if not is_new:
        return
    shown = visible_line(str(path))
    click.echo(
        f"Written, and logged. Conditions are shown by: coder-tui review {shown} --key KEY",
        err=True,
    )
