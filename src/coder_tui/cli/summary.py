"""`summary`: what a study has found."""

import json
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import click

from coder_tui.cli.figure_files import figure_options, write_figures
from coder_tui.cli.lead import key_beside, key_option
from coder_tui.cli.looks import keyed_items, note_look
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.text import visible_line
from coder_tui.storage.study import StudyFile

if TYPE_CHECKING:
    from coder_tui.analysis.summary import Summary
    from coder_tui.reporting.figures.picture import Picture

WIDTH = 80
FEWEST_COLUMNS = 60


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@key_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
@figure_options
def summary(
    study: Path, key: Path | None, as_json: bool, svg: Path | None, png: Path | None
) -> None:
    """Sum up what a study has found.

    Of transcripts: what each scaffold changes in each model, and whether that depends on the
    model. Of benchmarks: what each of them measures, what none does, and what that goes with.

    It needs the key, because what is final is nothing for a coder's eyes. Each look is noted in the
    study: whoever codes afterwards is no longer unaware of it.

    Example: coder-tui summary stress.db --key stress.key.db
    """
    found = look_at_summary(study, key_beside(study, key))
    if svg is not None or png is not None:
        write_figures(svg, png, lambda: _picture(found))
    if as_json or (svg is None and png is None):
        _print(found, as_json=as_json)


def print_summary(path: Path, key: Path) -> None:
    """Print the summary of a study.

    Raises:
        CoderError: a file cannot be read, the key is not this study's, or conditions are closed.
    """
    _print(look_at_summary(path, key), as_json=False)


def _print(found: "Summary", *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(summary_object(found), indent=2))
        return
    from coder_tui.cli.query_text import terminal_width

    width = min(WIDTH, terminal_width() or WIDTH)
    click.echo(summary_text(found, max(FEWEST_COLUMNS, width)))


def look_at_summary(path: Path, key: Path) -> "Summary":
    """Sum a study up and note in it that somebody looked.

    Raises:
        CoderError: a file cannot be read, the key is not this study's, or conditions are closed.
    """
    from coder_tui.analysis.summary import sum_up

    keyed = keyed_items(path, key) or []
    study = StudyFile.open(path, read_only=True)
    try:
        found = sum_up(study, keyed)
    finally:
        study.close()
    if found.effects is not None and not found.effects.layout.models:
        raise RefusedError(found.effects.note, title="No summary")
    note_look(path, with_key=True, form="summary")
    return found


def _picture(found: "Summary") -> "Picture":
    """Draw the matrix of an audit, or the maps of effects."""
    if found.audits:
        from coder_tui.reporting.figures.audit import audit_picture

        return audit_picture(found)
    if found.effects is not None and found.effects.dimensions:
        from coder_tui.reporting.figures.effects import effects_picture

        return effects_picture(found)
    why = found.effects.note if found.effects is not None else ""
    raise RefusedError(why or "Nothing has a final score yet.", title="No figure")


def summary_text(found: "Summary", width: int = WIDTH) -> str:
    """Give the summary as text, its sentences in so many columns, its tables if they can."""
    from coder_tui.analysis.audit_words import audit_text
    from coder_tui.cli.effects_text import effects_text

    parts = ["\n".join(_banners(found, width))]
    parts += [audit_text(each, width) for each in found.audits]
    if found.effects is not None:
        parts.append(effects_text(found.effects, width))
    return "\n\n".join(parts)


def _banners(found: "Summary", width: int) -> list[str]:
    """Give what stands above everything else."""
    first = 1 if found.simulated else 0
    said = [*found.banners[:first], f"SUMMARY {found.title}", f"{found.rests_on}."]
    said += found.banners[first:]
    return [fill(visible_line(each), width) for each in said]


def summary_object(found: "Summary") -> dict[str, Any]:
    """Give the object that `summary --json` prints; its keys are a public contract."""
    from coder_tui.cli.audit_json import audit_object
    from coder_tui.cli.effects_json import effects_object

    return {
        "study": {
            "title": found.title,
            "unit": found.unit,
            "simulated": found.simulated,
            "sealed": found.sealed,
            "rubric_version": found.rubric.version,
            "not_whole": found.closed.not_whole,
            "unblinded": found.closed.unblinded,
            "seal_broken": found.closed.seal_broken,
            "freeze": found.closed.freeze,
            "late_scores": found.closed.late_scores,
            **found.closed.after.as_json(),
            **found.unfinished.as_json(),
        },
        "audit": [audit_object(each) for each in found.audits],
        "effects": effects_object(found.effects) if found.effects is not None else None,
    }
