"""Tools for rubrics."""

from pathlib import Path

import click

from coder_tui.domain.text import plural, visible_line


@click.group()
def rubric() -> None:
    """Tools for rubrics.

    Example: coder-tui rubric check rubric/stress_test.toml
    """


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
            values = f"{dimension.values[0]}-{dimension.values[-1]}"
            click.echo(f"  {visible_line(dimension.label)}: {dimension.level.value} {values}")
