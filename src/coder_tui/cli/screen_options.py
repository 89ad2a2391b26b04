"""The options of the commands that open a screen."""

from collections.abc import Callable
from typing import Any

import click

THEMES = ("coder", "coder-light", "high-contrast", "ansi-16")


def screen_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--theme` and `--mouse`."""
    command = click.option(
        "--mouse", is_flag=True, help="Let the mouse scroll; marking text then needs Shift."
    )(command)
    return click.option(
        "--theme",
        type=click.Choice(THEMES),
        help="Colours; without it those of settings.toml, else what suits the terminal.",
    )(command)
