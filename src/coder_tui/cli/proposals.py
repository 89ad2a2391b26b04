"""`rubric proposals`: wordings that adjudicators proposed, for the lead."""

import json
from itertools import groupby
from pathlib import Path

import click

from coder_tui.domain.adjudicators import in_words
from coder_tui.domain.rubric import Dimension, Rubric
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.proposals import Proposal, read_proposals
from coder_tui.storage.study import StudyFile


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def proposals(study: Path, as_json: bool) -> None:
    """List the wordings that adjudicators proposed while they decided.

    Example: coder-tui rubric proposals stress.db
    """
    opened = StudyFile.open(study, read_only=True)
    try:
        found, rubric = read_proposals(opened.connection), opened.rubric
    finally:
        opened.close()
    if as_json:
        click.echo(json.dumps({"proposals": [_as_json(each, rubric) for each in found]}, indent=2))
        return
    withdrawn = sum(each.withdrawn_at is not None for each in found)
    gone = f", {withdrawn} of them withdrawn" if withdrawn else ""
    click.echo(f"{plural(len(found), 'wording')} proposed for the rubric{gone}.")
    for (dimension, point), group in groupby(found, lambda each: (each.dimension, each.point)):
        click.echo("")
        click.echo(_head(rubric, dimension, point))
        for each in group:
            who = f"{in_words(each.person)}, {each.recorded_at[:10]}, on {each.blind_id}"
            if each.withdrawn_at is not None:
                who += f"; WITHDRAWN {each.withdrawn_at[:10]}"
            click.echo(f'  "{visible_line(each.wording)}" ({visible_line(who)})')


def _head(rubric: Rubric, dimension: str, point: str | None) -> str:
    found = _dimension(rubric, dimension)
    label = visible_line(found.label if found else dimension)
    if point is None:
        return label
    anchor = visible_line(_anchor(rubric, dimension, point) or "no longer on the scale")
    return f"{label}, point {visible_line(point)}: {anchor}"


def _dimension(rubric: Rubric, dimension: str) -> Dimension | None:
    """Give a dimension; None where the rubric in force has it no more."""
    return next((each for each in rubric.dimensions if each.id == dimension), None)


def _anchor(rubric: Rubric, dimension: str, point: str | None) -> str | None:
    """Give the anchor that a point has now; None where there is none."""
    found = _dimension(rubric, dimension)
    points = found.points if found else ()
    return next((each.anchor for each in points if str(each.value) == point), None)


def _as_json(each: Proposal, rubric: Rubric) -> dict[str, str | None]:
    found = _dimension(rubric, each.dimension)
    return {
        "dimension": each.dimension,
        "label": found.label if found else None,
        "point": each.point,
        "anchor": _anchor(rubric, each.dimension, each.point),
        "wording": each.wording,
        "person": each.person,
        "blind_id": each.blind_id,
        "rubric": each.rubric,
        "recorded_at": each.recorded_at,
        "withdrawn_at": each.withdrawn_at,
    }
