"""What is said before the conditions of a study are opened, and how it is made sure."""

import sys
from collections.abc import Iterator

import click

from coder_tui.cli.freeze_text import unfinished_lines
from coder_tui.cli.stopping import NOTHING, Stopped
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.storage.freeze_counts import FreezeCounts

WORD = "unblind"


def open_ends(counts: FreezeCounts) -> Iterator[str]:
    """Say what would come after the opening, a line each; nothing where all is done."""
    left = list(unfinished_lines(counts))
    yield from left
    if left:
        yield "What is scored or decided after the opening is marked so."


def make_sure(*, yes: bool) -> None:
    """Have a word typed, or `--yes` given: nothing is opened by a script in passing.

    Raises:
        BadInputError: there is no terminal to ask on.
        RefusedError: another word was typed.
        Stopped: somebody pressed Ctrl-C or Ctrl-D.
    """
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise BadInputError(
            "It cannot be taken back, and there is no terminal to ask on. Nothing was opened.",
            title="Not unblinded",
            hint="--yes opens it unasked; --dry-run checks everything and opens nothing.",
        )
    try:
        typed = click.prompt(f"It cannot be taken back. Type {WORD} to open", err=True)
    except click.Abort:
        click.echo(err=True)
        raise Stopped(NOTHING) from None
    if typed != WORD:
        raise RefusedError("Nothing was opened, and nothing written.", title="Not unblinded")
