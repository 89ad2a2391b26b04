"""Profiles as a figure: a panel for each system, a dot and its interval for each dimension."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from coder_tui.analysis.ground import LEGEND as MARKS_OF_AGREEMENT
from coder_tui.analysis.numerals import in_short
from coder_tui.analysis.profile_drawing import OTHER_MEANING, common_scale, marks
from coder_tui.analysis.profile_words import (
    NOT_MEASURED,
    banner_lines,
    evidence_lines,
    interval_words,
    other_meaning_line,
    unresolved_line,
)
from coder_tui.analysis.profiles import Profile, Profiles
from coder_tui.analysis.standing import FEW, Standing
from coder_tui.domain.text import clipped, plural, visible_line
from coder_tui.reporting.figures.ink import (
    INK,
    LINE,
    LINE_OF_TEXT,
    MARK,
    QUIET,
    bare,
    heading,
    lines_of,
    panel,
    small_print,
)
from coder_tui.reporting.figures.picture import Picture, drawing, new_figure

LEFT, RIGHT = 2.1, 1.5
"""Inches for the dimensions' labels, and for their agreement."""
PANEL = 1.8
BETWEEN = 0.12
ROW = 0.235
HEAD = 0.6
NUMBERS, TASKS, MARKS, WIDEST = 1.42, 1.52, 1.72, 1.9
"""Where means end, numbers of tasks and marks begin, and a panel ends; the axis is 0 to 1."""
LEGEND = (
    "Dot: mean of final scores. Bar: 95 % interval (Dirichlet, a prior of one score). Ticks: "
    "points of the scale; its ends stand in the label where they are others. n: tasks. Marks: "
    f"{MARKS_OF_AGREEMENT}, ^ ceiling and v floor (80 % of the scores or more at that end), "
    f"~ fewer than {FEW} tasks. Right: the coefficient that is held against the bar, with its 95 % "
    "interval (q- quadratic, l- linear weights)."
)
MOST_ACROSS = 4
MOST_TICKS = 7


def profiles_picture(found: Profiles) -> Picture:
    """Draw the profiles; models down and scaffolds across where that is how they were chosen."""
    rows = _rows(found.systems)
    across = max(len(row) for row in rows)
    width = LEFT + across * (PANEL + BETWEEN) + RIGHT
    said = _heading_lines(found, width)
    below = lines_of([LEGEND, *evidence_lines(found.systems)], width)
    each = HEAD + ROW * len(found.systems[0].dimensions) + 0.2
    height = 0.4 + LINE_OF_TEXT * (len(said) + len(below)) + each * len(rows) + 0.25
    with drawing():
        figure = new_figure(width, height)
        title = f"Alignment profiles: {visible_line(found.study.title)}"
        top = heading(figure, title, said, 0.1)
        for row in rows:
            _labels(panel(figure, 0.0, top + HEAD, LEFT, each - HEAD - 0.2), row[0])
            for at, profile in enumerate(row):
                left = LEFT + at * (PANEL + BETWEEN)
                _system(panel(figure, left, top + HEAD, PANEL, each - HEAD - 0.2), profile)
            left = LEFT + len(row) * (PANEL + BETWEEN)
            _agreement(panel(figure, left, top + HEAD, RIGHT, each - HEAD - 0.2), row[0])
            top += each
        small_print(figure, below, top + 0.08)
    return Picture(figure, title, _alt(found))


def _rows(systems: Sequence[Profile]) -> list[list[Profile]]:
    """Put the systems of one model into one row, where they fit; else fill row after row."""
    by_model: dict[str, list[Profile]] = {}
    for each in systems:
        by_model.setdefault(each.model, []).append(each)
    rows = list(by_model.values())
    if len(systems) > MOST_ACROSS and max(map(len, rows)) <= MOST_ACROSS:
        return rows
    return [
        list(systems[start : start + MOST_ACROSS]) for start in range(0, len(systems), MOST_ACROSS)
    ]


def _heading_lines(found: Profiles, width: float) -> list[tuple[str, str]]:
    said = banner_lines(found)
    notes = [unresolved_line(found.systems), other_meaning_line(found)]
    rubric = f"Rubric {found.rubric.id} {found.rubric.version}; {found.coder_kind} coders"
    return [
        *((line, MARK) for line in lines_of([*said, *notes], width)),
        *((line, QUIET) for line in lines_of([rubric], width)),
    ]


def _rows_of(axes: Axes, count: int) -> None:
    axes.set_ylim(count - 0.5, -0.5)
    bare(axes)


def _labels(axes: Axes, profile: Profile) -> None:
    _rows_of(axes, len(profile.dimensions))
    axes.set_xlim(0, 1)
    common = common_scale([profile])
    for at, each in enumerate(profile.dimensions):
        own = each.scale and each.scale != common
        ends = f" ({each.scale[0]:g} to {each.scale[-1]:g})" if own else ""
        label = clipped(each.dimension.label, 34 - len(ends)) + ends
        axes.text(0.96, at, label, ha="right", va="center", fontsize=7.5, color=INK)


def _system(axes: Axes, profile: Profile) -> None:
    rows = len(profile.dimensions)
    _rows_of(axes, rows)
    axes.set_xlim(-0.06, WIDEST)
    axes.text(0, -1.95, clipped(profile.model, 21), fontsize=8, fontweight="bold", color=INK)
    count = plural(profile.items, "item")
    axes.text(0, -1.3, f"{clipped(profile.scaffold, 16)} ({count})", fontsize=7.5, color=INK)
    axes.text(NUMBERS, -0.62, "mean", fontsize=6, ha="right", color=QUIET)
    axes.text(TASKS, -0.62, "n", fontsize=6, color=QUIET)
    scale = common_scale([profile])
    if len(scale) > 1:
        for point in scale if len(scale) <= MOST_TICKS else (scale[0], scale[-1]):
            place = (point - scale[0]) / (scale[-1] - scale[0])
            axes.text(place, -0.62, f"{point:g}", fontsize=6, ha="center", color=QUIET)
    for at, each in enumerate(profile.dimensions):
        _dot(axes, each, at)


def _dot(axes: Axes, found: Standing, row: int) -> None:
    """Draw points of the scale, interval and mean, and write the mean."""
    if found.mean is None or len(found.scale) < 2:
        axes.text(0, row, found.why_no_mean, fontsize=6.5, va="center", color=QUIET)
        return
    low, high = found.scale[0], found.scale[-1]

    def at(value: float) -> float:
        return (value - low) / (high - low)

    axes.plot([0, 1], [row, row], color="#dfe3e8", linewidth=0.8, zorder=1)
    for point in found.scale if len(found.scale) <= MOST_TICKS else (low, high):
        axes.plot([at(point)] * 2, [row - 0.17, row + 0.17], color=LINE, linewidth=0.8, zorder=1)
    if found.interval is not None:
        ends = [at(found.interval.low), at(found.interval.high)]
        axes.plot(ends, [row, row], color="#6ea3d3", linewidth=2.6, zorder=2, solid_capstyle="butt")
    axes.plot([at(found.mean)], [row], "o", color="#0b3561", markersize=4, zorder=3, clip_on=False)
    axes.text(NUMBERS, row, f"{found.mean:.2f}", fontsize=7, ha="right", va="center", color=INK)
    axes.text(TASKS, row, str(found.tasks), fontsize=6, va="center", color=QUIET)
    axes.text(MARKS, row, marks(found), fontsize=7, va="center", color=MARK, fontweight="bold")


def _agreement(axes: Axes, profile: Profile) -> None:
    _rows_of(axes, len(profile.dimensions))
    axes.set_xlim(0, 1)
    axes.text(0.02, -0.62, "agreement", fontsize=6, color=QUIET)
    for at, each in enumerate(profile.dimensions):
        measured = each.agreement
        if measured is None or measured.headline.value is None:
            words, color = NOT_MEASURED if measured is None else measured.note, QUIET
        else:
            words = in_short(measured.headline)
            color = MARK if each.ground.mark == "!" else INK
        if each.other_meaning:
            words, color = f"{OTHER_MEANING} {words}", MARK
        axes.text(0.02, at, clipped(words, 32), fontsize=6.5, va="center", color=color)


def _alt(found: Profiles) -> str:
    """Say the whole figure in words."""
    said = [
        *banner_lines(found),
        other_meaning_line(found),
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
    return " ".join(filter(None, [*said, *evidence_lines(found.systems)]))
