"""Profiles as a figure: a panel for each system, a dot and its interval for each dimension."""

from collections.abc import Sequence

from coder_tui.analysis.ground import legend
from coder_tui.analysis.profile_words import (
    banner_lines,
    evidence_lines,
    grounds_in,
    interval_words,
    other_meaning_line,
    rests_on,
    unresolved_line,
)
from coder_tui.analysis.profiles import Profile, Profiles
from coder_tui.analysis.standing import FEW
from coder_tui.domain.text import visible_line
from coder_tui.reporting.figures.heads import heads
from coder_tui.reporting.figures.paper import MARGIN, Paper
from coder_tui.reporting.figures.picture import Picture, drawing
from coder_tui.reporting.figures.profile_panel import Row, agreement_words

MOST_ACROSS = 4
WIDEST_PAGE = 9.0
NARROWEST_PAGE = 5.0
BESIDE, BELOW = 0.1, 0.2
"""Inches between systems."""


def profiles_picture(found: Profiles) -> Picture:
    """Draw the profiles; models down and scaffolds across where that is how they were chosen."""
    title = f"Alignment profiles: {visible_line(found.study.title)}"
    with drawing():
        row = Row.of(found)
        room = WIDEST_PAGE - 2 * MARGIN - row.labels - row.agreement
        fitting = int(room / (row.panel + BESIDE))
        rows = _rows(found.systems, max(1, min(MOST_ACROSS, fitting)))
        across = max(map(len, rows))
        drawn = row.labels + across * (row.panel + BESIDE) + row.agreement
        paper = Paper(max(NARROWEST_PAGE, drawn + 2 * MARGIN))
        top = paper.heading(title, *_heads(found))
        for systems in rows:
            top = row.draw(paper, systems, top, BESIDE) + BELOW
        top = paper.print_small([_legend(found), *evidence_lines(found.systems)], top)
        return paper.finish(top, title, _alt(found))


def _heads(found: Profiles) -> tuple[list[str], list[str]]:
    more = unresolved_line(found.systems), other_meaning_line(found)
    return heads(banner_lines(found), found.closed, rests_on(found), *more)


def _legend(found: Profiles) -> str:
    return (
        "Dot: mean of final scores. Bar: 95 % interval (Dirichlet, a prior of one score). Ticks: "
        "points of the scale; where a dimension has another scale than the head says, its own ends "
        f"stand over its ticks or in its label. n: tasks. Marks: {legend(grounds_in(found))}, "
        "^ ceiling and v floor (80 % of the scores or more at that end), "
        f"~ fewer than {FEW} tasks. "
        f"Right: the coefficient that is held against the bar of {found.study.agreement_bar:g}, "
        "with its 95 % interval (q- quadratic, l- linear weights)."
    )


def _rows(systems: Sequence[Profile], across: int) -> list[list[Profile]]:
    """Put the systems of one model into one row, where they fit; else fill row after row."""
    by_model: dict[str, list[Profile]] = {}
    for each in systems:
        by_model.setdefault(each.model, []).append(each)
    rows = list(by_model.values())
    if len(systems) > across and max(map(len, rows)) <= across:
        return rows
    return [list(systems[start : start + across]) for start in range(0, len(systems), across)]


def _alt(found: Profiles) -> str:
    """Say the whole figure in words."""
    bar = found.study.agreement_bar
    warnings, known = _heads(found)
    said = [
        *warnings,
        *known,
        "Mean of final scores and 95 % interval, by dimension.",
    ]
    for profile in found.systems:
        parts = [
            f"{each.dimension.label} "
            + (
                each.why_no_mean
                if each.mean is None
                else f"{each.mean:.2f} ({interval_words(each)}, n {each.tasks})"
            )
            for each in profile.dimensions
        ]
        said.append(f"{profile.name}: {'; '.join(parts)}.")
    if found.systems:
        coefficients = "; ".join(
            f"{each.dimension.label} {' '.join(agreement_words(each, bar))}"
            for each in found.systems[0].dimensions
        )
        said.append(f"Agreement, bar {bar:g}: {coefficients}.")
    return " ".join([*said, *evidence_lines(found.systems)])
