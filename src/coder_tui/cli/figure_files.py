"""`--svg` and `--png`: pictures into new files."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder_tui.cli.reports import tidy_when_ended
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.text import visible_line

if TYPE_CHECKING:
    from coder_tui.reporting.figures.picture import Picture

Decorated = Callable[..., None]


def figure_options(command: Decorated) -> Decorated:
    """Add `--svg` and `--png` to a command."""
    for form in ("png", "svg"):
        command = click.option(
            f"--{form}",
            type=click.Path(path_type=Path),
            help=f"Draw it into a new {form.upper()} file. Nothing is ever overwritten.",
        )(command)
    return command


def write_figures(svg: Path | None, png: Path | None, make: "Callable[[], Picture]") -> None:
    """Write the files that are asked for, both or neither.

    Args:
        svg: where to write SVG.
        png: where to write PNG.
        make: makes the picture, once it is known that something can be written there.

    Raises:
        BadInputError: something is there already, or a name promises another format.
    """
    from coder_tui.reporting.answers import new_file
    from coder_tui.reporting.figures.picture import render

    targets = dict(_targets(svg, png))
    with tidy_when_ended(), ExitStack() as files:
        # Scores by condition are for the holder of the key until the study is published.
        temporary = {
            form: files.enter_context(new_file(target, private=True))
            for form, target in targets.items()
        }
        picture = make()
        for form, path in temporary.items():
            path.write_bytes(render(picture, form))
    for target in targets.values():
        click.echo(f"Written to {visible_line(str(target))}.", err=True)


def _targets(svg: Path | None, png: Path | None) -> Iterator[tuple[str, Path]]:
    for form, target in (("svg", svg), ("png", png)):
        if target is None:
            continue
        if target.suffix.lower() != f".{form}":
            raise BadInputError(
                f"{target}: --{form} writes {form.upper()}.", hint=f"End the name in .{form}."
            )
        yield form, target
