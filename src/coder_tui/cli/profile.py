"""`profile`: where each system stands on each dimension."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder_tui.cli.figure_files import figure_options, write_figures
from coder_tui.cli.lead import key_beside, key_option
from coder_tui.cli.looks import keyed_items, note_look
from coder_tui.domain.errors import BadInputError, RefusedError
from coder_tui.storage.study import StudyFile

if TYPE_CHECKING:
    from coder_tui.analysis.profiles import Profile, Profiles
    from coder_tui.reporting.figures.picture import Picture

WIDTH = 80
FEWEST_COLUMNS = 60


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@key_option
@click.option(
    "--system",
    "systems",
    multiple=True,
    metavar="MODEL/SCAFFOLD",
    help="Only this system; may be given again, and the order is kept. Default: all.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the profiles as one JSON object.")
@figure_options
def profile(
    study: Path,
    key: Path | None,
    systems: tuple[str, ...],
    as_json: bool,
    svg: Path | None,
    png: Path | None,
) -> None:
    """Give the alignment profile of each system: a model under a scaffold.

    For each dimension: mean of final scores with its interval, how many tasks, the distribution,
    what has no score, and how far coders agree. There is no number for the whole.

    Each look is noted in the study, because whoever codes afterwards is no longer unaware of it.

    Example: coder-tui profile stress.db --key stress.key.db --system system-a/C1
    """
    found = look_at_profiles(study, key_beside(study, key), systems)

    def draw() -> "Picture":
        from coder_tui.reporting.figures.profiles import profiles_picture

        return profiles_picture(found)

    if svg is not None or png is not None:
        write_figures(svg, png, draw)
    if as_json:
        from coder_tui.cli.profile_json import profiles_object

        click.echo(json.dumps(profiles_object(found), indent=2))
    elif svg is None and png is None:
        from coder_tui.cli.profile_text import profile_text
        from coder_tui.cli.query_text import terminal_width

        click.echo(profile_text(found, max(FEWEST_COLUMNS, terminal_width() or WIDTH)))


def look_at_profiles(path: Path, key: Path, systems: Sequence[str] = ()) -> "Profiles":
    """Give the profiles of a study and note in it that somebody looked.

    Raises:
        CoderError: a file cannot be read, the key is not this study's, conditions are closed, or
            there is no such system.
    """
    from coder_tui.analysis.profiles import profiles_of

    keyed = keyed_items(path, key)
    study = StudyFile.open(path, read_only=True)
    try:
        found = profiles_of(study, keyed)
    finally:
        study.close()
    if found.note:
        raise RefusedError(found.note, title="No profile")
    chosen = _chosen(found.systems, systems)
    note_look(path, with_key=True, form="profile")
    return replace(found, systems=chosen)


def _chosen(every: "Sequence[Profile]", names: Sequence[str]) -> "tuple[Profile, ...]":
    """Give the systems that are asked for, each once, in the order asked for; or all."""
    by_name = {each.name: each for each in every}
    for name in names:
        if name not in by_name:
            raise BadInputError(
                f"{name}: no such system.", hint=f"There are: {', '.join(by_name)}."
            )
    return tuple(by_name[name] for name in dict.fromkeys(names)) if names else tuple(every)
