"""Effects as a figure: for each dimension a small map, models down and scaffolds across."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from coder_tui.analysis.effect_figures import interval_words
from coder_tui.analysis.effect_sentences import p_value, verdicts
from coder_tui.analysis.effects import DimensionEffects
from coder_tui.analysis.summary import Summary
from coder_tui.domain.text import clipped, plural, visible_line
from coder_tui.reporting.figures.ink import (
    INK,
    LINE_OF_TEXT,
    MARK,
    QUIET,
    bare,
    heading,
    lines_of,
    panel,
    small_print,
    square,
)
from coder_tui.reporting.figures.picture import Picture, drawing, new_figure
from coder_tui.statistics.effects.cells import Cell

CELL, ROW = 0.62, 0.36
CHARACTER = 0.066
"""Inches of a character of a model's name."""
LONGEST_NAME = 24
HEAD, BELOW = 0.62, 0.14
BETWEEN = 0.25
ACROSS = 3
LEGEND = (
    "Digits: mean of final scores; below it its 95 % interval (Dirichlet, a prior of one score). "
    "Shade: from the lowest point of the scale (light) to the highest (dark). ^ ceiling, v floor: "
    "80 % of the scores or more at that end. n: tasks in a cell. p: does the scaffold's effect "
    "depend on the model (sign-flip test over tasks, Holm's adjustment over dimensions)."
)


def effects_picture(found: Summary) -> Picture:
    """Draw what scaffolds change.

    Args:
        found: of transcripts, with effects.
    """
    if found.effects is None or not found.effects.dimensions:
        raise ValueError("there are no effects to draw")
    dimensions, layout = found.effects.dimensions, found.effects.layout
    name = _name_width(layout.models)
    each_wide = name + CELL * len(layout.scaffolds)
    each_high = HEAD + ROW * len(layout.models) + BELOW
    across = min(ACROSS, len(dimensions), max(1, int(11 / each_wide)))
    down = -(-len(dimensions) // across)
    width = max(5.0, 0.1 + across * (each_wide + BETWEEN))
    said = [(line, MARK) for line in lines_of(_banners(found), width)]
    notes = lines_of([verdicts(dimensions), LEGEND], width)
    height = 0.4 + LINE_OF_TEXT * (len(said) + len(notes)) + down * each_high + 0.3
    with drawing():
        figure = new_figure(width, height)
        title = f"Final scores by model and scaffold: {visible_line(found.title)}"
        top = heading(figure, title, said, 0.1)
        for at, each in enumerate(dimensions):
            left = 0.1 + (at % across) * (each_wide + BETWEEN)
            start = top + (at // across) * each_high + HEAD
            _map(
                panel(
                    figure,
                    left + name,
                    start,
                    CELL * len(layout.scaffolds),
                    ROW * len(layout.models),
                ),
                each,
            )
        top += down * each_high + 0.05
        small_print(figure, notes, top)
    return Picture(figure, title, _alt(found, dimensions))


def _name_width(models: Sequence[str]) -> float:
    """Give the inches that the models' names take."""
    longest = max(len(visible_line(each)) for each in models)
    return 0.25 + CHARACTER * min(LONGEST_NAME, longest)


def _banners(found: Summary) -> list[str]:
    said = []
    if found.simulated:
        said.append("SIMULATED: a program made scores of this study; they show the procedure.")
    if not found.sealed:
        said.append("UNSEALED: conditions could be seen before a freeze.")
    said += [each for each in (found.closed.seal_broken, found.closed.unblinded) if each]
    unresolved = sum(each.unresolved for each in found.effects.dimensions) if found.effects else 0
    if unresolved:
        said.append(
            f"PROVISIONAL: {plural(unresolved, 'score')} unresolved; a task without one of its "
            "scores is not tested."
        )
    return [visible_line(each) for each in said]


def _map(axes: Axes, found: DimensionEffects) -> None:
    bare(axes)
    layout, points = found.layout, found.effects.points
    axes.set_xlim(0, len(layout.scaffolds))
    axes.set_ylim(len(layout.models), 0)
    left = -_name_width(layout.models) / CELL
    mark = f" {found.ground.mark} {found.ground.short}" if found.ground.mark else ""
    label = clipped(found.dimension.label, 44 - len(mark)) + mark
    color = MARK if found.ground.mark == "!" else INK
    axes.text(left, -0.94, label, fontsize=8, fontweight="bold", color=color)
    axes.text(left, -0.5, _test(found), fontsize=6.5, color=QUIET)
    for column, name in enumerate(layout.scaffolds):
        axes.text(column + 0.5, -0.12, clipped(name, 10), ha="center", fontsize=7.5, color=INK)
    for row, name in enumerate(layout.models):
        axes.text(
            -0.1, row + 0.5, clipped(name, LONGEST_NAME), ha="right", va="center", fontsize=7.5
        )
        for column in range(len(layout.scaffolds)):
            _cell(axes, column, row, found.effects.cells[row][column], points)


def _test(found: DimensionEffects) -> str:
    tasks = sorted({cell.tasks for row in found.effects.cells for cell in row})
    count = f"n {tasks[0]}" if len(tasks) == 1 else f"n {tasks[0]} to {tasks[-1]}"
    if found.constant:
        return f"{count}; undefined: all scores are equal"
    if found.p_holm is None:
        return f"{count}; could not be tested ({_why_not(found)})"
    verdict = "depends on the model" if found.depends else "no dependence on the model found"
    return f"{count}; {verdict} (p {p_value(found.p_holm)})"


def _why_not(found: DimensionEffects) -> str:
    """Say in a few words why there is no test."""
    if found.unresolved:
        return f"{found.unresolved} unresolved"
    if found.withheld:
        return f"{found.withheld} not applicable or not judged"
    return f"{plural(found.effects.interaction.tasks, 'complete task')}: too few"


def _cell(axes: Axes, column: int, row: int, cell: Cell, points: tuple[float, ...]) -> None:
    if cell.mean is None:
        square(axes, column, row, None, "-")
        return
    share = (cell.mean - points[0]) / (points[-1] - points[0])
    end = {"ceiling": " ^", "floor": " v"}.get(cell.end or "", "")
    square(axes, column, row, share, f"{cell.mean:.2f}{end}\n\u00a0", 8)
    color = axes.texts[-1].get_color()
    axes.text(
        column + 0.5,
        row + 0.74,
        interval_words(cell).replace(" to ", "–"),
        ha="center",
        va="center",
        fontsize=6,
        color=color,
    )


def _alt(found: Summary, dimensions: tuple[DimensionEffects, ...]) -> str:
    """Say the whole figure in words."""
    said = [*_banners(found), verdicts(dimensions)]
    for each in dimensions:
        cells = "; ".join(
            f"{each.layout.models[cell.model]} under {each.layout.scaffolds[cell.scaffold]} "
            + ("none" if cell.mean is None else f"{cell.mean:.2f} ({interval_words(cell)})")
            for row in each.effects.cells
            for cell in row
        )
        said.append(f"{each.dimension.label}: {cells}.")
    return " ".join(said)
