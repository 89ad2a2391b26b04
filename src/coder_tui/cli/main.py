"""The command line: a list of commands, each loaded only when it is called."""

import importlib
import sys
from keyword import iskeyword
from typing import NoReturn

import click

from coder_tui.cli.printing import print_what_can_be_shown
from coder_tui.domain.errors import CoderError
from coder_tui.domain.text import visible

COMMANDS = {
    "demo": ("coder_tui.cli.demo", "Try it: a small study, built on the spot."),
    "init": ("coder_tui.cli.init", "Make a blinded study from a study file."),
    "import": ("coder_tui.cli.importing", "Add items to a study."),
    "ratings": ("coder_tui.cli.ratings", "Scores made elsewhere: spreadsheets, machines."),
    "assign": ("coder_tui.cli.assign", "Coders who come, go, or take over."),
    "leaks": ("coder_tui.cli.leaks", "Find what tells a condition, and decide on it."),
    "status": ("coder_tui.cli.status", "Who has coded how much."),
    "code": ("coder_tui.cli.coding", "Open the coding screen."),
    "review": ("coder_tui.cli.review", "Disagreements, agreement, per-scaffold summaries."),
    "summary": ("coder_tui.cli.summary", "What the study has found."),
    "profile": ("coder_tui.cli.profile", "Where each system stands on each dimension."),
    "query": ("coder_tui.cli.query", "Read-only SQL over what the review shows."),
    "adjudicate": ("coder_tui.cli.coding", "Settle disagreements."),
    "freeze": ("coder_tui.cli.freeze", "Close the set of scores that agreement rests on."),
    "unblind": ("coder_tui.cli.unblind", "Open the conditions, once the scores are frozen."),
    "agreement": ("coder_tui.cli.agreement", "How far coders agree, from any spreadsheet."),
    "export": ("coder_tui.cli.reports", "Write the coded database and tables."),
    "keys": ("coder_tui.cli.keys", "The keys of the screens, and your own."),
    "rubric": ("coder_tui.cli.tools", "Check a rubric."),
}
"""Name: module and one line of help, so that `--help` loads none of them."""

INDENT = " " * len("coder-tui: ")
FEWEST_COLUMNS = 30

GREETING = """\
coder-tui scores AI benchmark entries and blinded transcripts against a rubric,
one at a time, by keyboard.

  Try it now:          coder-tui demo
  Start a study:       coder-tui init study.toml
  All commands:        coder-tui --help
"""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order of a study's life."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command = getattr(module, f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


@click.group(cls=LazyGroup, invoke_without_command=True)
@click.version_option(package_name="coder-tui")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Score benchmark entries and blinded transcripts against a rubric.

    Example: coder-tui demo
    """
    if ctx.invoked_subcommand is None:
        click.echo(GREETING, nl=False)


def main() -> None:
    """Run a command; a `CoderError` is one clear sentence on stderr and its exit code."""
    print_what_can_be_shown()
    try:
        code = cli.main(prog_name="coder-tui", standalone_mode=False)
    except CoderError as error:
        _end(_damage(error) or error)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort as error:
        click.echo(getattr(error, "message", "Stopped."), err=True)
        sys.exit(1)
    except Exception as error:
        # Every command reads files that may be damaged; all else is a fault of the program.
        if (told := _damage(error)) is None:
            raise
        _end(told)
    # Without its standalone mode click returns the code of `ctx.exit`.
    sys.exit(code if isinstance(code, int) else 0)


def _end(error: CoderError) -> NoReturn:
    complain(error)
    sys.exit(error.exit_code)


def _damage(error: Exception) -> CoderError | None:
    """Say which file is damaged; None where the error comes from something else."""
    from coder_tui.storage.damage import damaged

    return damaged(error, sys.argv[1:])


def complain(error: CoderError) -> None:
    """Say on stderr what is wrong and what to do."""
    click.echo(_wrapped("coder-tui: ", error.message), err=True)
    if error.hint:
        click.echo(_wrapped(INDENT, error.hint), err=True)


def _wrapped(begin: str, text: str) -> str:
    """Put a text behind its beginning; on a terminal, broken between words."""
    shown = visible(text)
    if not sys.stderr.isatty():
        return f"{begin}{shown}"
    from shutil import get_terminal_size
    from textwrap import wrap

    lines = [
        part
        for line in shown.splitlines()
        for part in wrap(
            line,
            max(FEWEST_COLUMNS, get_terminal_size().columns) - len(INDENT),
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]
    return begin + f"\n{INDENT}".join(lines)
