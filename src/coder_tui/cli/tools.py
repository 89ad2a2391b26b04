"""Tools for rubrics."""

from pathlib import Path

import click

from coder_tui.cli.proposals import proposals
from coder_tui.cli.rubric_versions import adopt_version, diff
from coder_tui.domain.rubric import Dimension, Level
from coder_tui.domain.text import plural, visible_line


def _scale(dimension: Dimension) -> str:
    """Give level and values: `ordinal 0-2`, `ratio, a whole number of at least 0`, `text`."""
    level = dimension.level.value
    if dimension.has_points:
        return f"{level} {dimension.lowest}-{dimension.highest}"
    return level if dimension.level is Level.TEXT else f"{level}, {dimension.takes}"


@click.group()
def rubric() -> None:
    """Tools for rubrics.

    Example: coder-tui rubric check rubric/stress_test.toml
    """


rubric.add_command(proposals)
rubric.add_command(diff)
rubric.add_command(adopt_version)


@rubric.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check rubrics: keys, ids, scales, dependencies; the first fault is named with its place.

    Example: coder-tui rubric check rubric/stress_test.toml
    """
    from coder_tui.intake.registration import load_rubric

    for path in files:
        found, _ = load_rubric(path)
        click.echo(
            f"{path}: {visible_line(found.title)}, version {visible_line(found.version)}, for "
            f"{found.unit}s: {plural(len(found.dimensions), 'dimension')}."
        )
        for dimension in found.dimensions:
            click.echo(f"  {visible_line(dimension.label)}: {_scale(dimension)}")
