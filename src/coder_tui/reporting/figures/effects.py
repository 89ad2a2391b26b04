"""Effects as a figure: for each dimension a small map, models down and scaffolds across."""

from collections.abc import Sequence
from dataclasses import dataclass

from coder_tui.analysis.effect_figures import interval_words, mean_word
from coder_tui.analysis.effect_sentences import (
    left_out_line,
    p_value,
    unresolved_line,
    verdicts,
    why_untested,
)
from coder_tui.analysis.effects import DimensionEffects, StudyEffects
from coder_tui.analysis.ground import OTHER_MEANING, legend, other_meaning_line
from coder_tui.analysis.summary import Summary
from coder_tui.domain.text import plural, visible_line
from coder_tui.reporting.figures.heads import heads
from coder_tui.reporting.figures.ink import INK, MARK, QUIET, fill_of
from coder_tui.reporting.figures.letters import lines_in, width_of
from coder_tui.reporting.figures.paper import MARGIN, Paper, height_of
from coder_tui.reporting.figures.picture import Picture, drawing
from coder_tui.statistics.effects.cells import Cell

LABEL, NAME, MEAN, NOTE, INTERVAL = 8.5, 7.5, 8.0, 6.5, 6.0
"""Points of a dimension's label, of names, means, notes and intervals."""
LEAST_ROW = 0.36
LEAST_CELL, MOST_CELL = 0.62, 0.95
LEAST_NAME, MOST_NAME = 0.5, 1.4
"""Inches of the column of models."""
NAME_LINES, SCAFFOLD_LINES = 4, 6
AROUND = 0.08
"""Inches between a text and the edge of what it stands in."""
NARROWEST = 2.4
"""Inches that a dimension takes at least, for its label and what was tested."""
NARROWEST_PAGE, WIDEST_PAGE = 5.0, 8.4
BESIDE, BELOW = 0.3, 0.2
"""Inches between dimensions."""
MOST_ACROSS = 3
LEGEND = (
    "Digits: mean of final scores; below it its 95 % interval (Dirichlet, a prior of one score). "
    "Shade: from the lowest point of the scale (light) to the highest (dark). ^ ceiling, v floor: "
    "80 % of the scores or more at that end. n: tasks in a cell. p: does the scaffold's effect "
    "depend on the model (sign-flip test over the tasks that have a score in every cell, Holm's "
    "adjustment over dimensions)"
)
NO_EVIDENCE = "not found is no evidence that there is none"
NO_SCORE = "Hatched: no final score."


@dataclass(frozen=True, slots=True)
class Form:
    """How a map is laid out; the same for all dimensions."""

    name: float
    """Inches of the column of models."""
    cell: float
    models: tuple[list[str], ...]
    scaffolds: tuple[list[str], ...]
    """Names in lines."""

    @property
    def width(self) -> float:
        """Inches that a dimension takes."""
        return max(NARROWEST, self.name + self.cell * len(self.scaffolds))

    @property
    def row(self) -> float:
        """Inches of a model."""
        return max(LEAST_ROW, height_of(max(map(len, self.models)), NAME) + AROUND)

    @property
    def names(self) -> float:
        """Inches of the scaffolds' names above a map."""
        return height_of(max(map(len, self.scaffolds)), NAME) + 0.04

    @property
    def height(self) -> float:
        """Inches of a map with these."""
        return self.names + self.row * len(self.models)


def effects_picture(found: Summary) -> Picture:
    """Draw what scaffolds change.

    Args:
        found: of transcripts, with effects.
    """
    if found.effects is None or not found.effects.dimensions:
        raise ValueError("there are no effects to draw")
    dimensions = found.effects.dimensions
    title = f"Final scores by model and scaffold: {visible_line(found.title)}"
    with drawing():
        form = _form(dimensions)
        fitting = int((WIDEST_PAGE - 2 * MARGIN + BESIDE) / (form.width + BESIDE))
        across = max(1, min(MOST_ACROSS, len(dimensions), fitting))
        drawn = across * (form.width + BESIDE) - BESIDE
        paper = Paper(max(NARROWEST_PAGE, drawn + 2 * MARGIN))
        top = paper.heading(title, *_heads(found))
        for start in range(0, len(dimensions), across):
            top = _row(paper, dimensions[start : start + across], form, top) + BELOW
        without = " ".join(_left_out(found.effects))
        small = [verdicts(dimensions), *filter(None, [without]), _legend(dimensions)]
        top = paper.print_small(small, top)
        return paper.finish(top, title, _alt(found, dimensions))


def _heads(found: Summary) -> tuple[list[str], list[str]]:
    dimensions = found.effects.dimensions if found.effects else ()
    other = other_meaning_line((each.dimension.label, each.ground) for each in dimensions)
    provisional = unresolved_line(dimensions)
    return heads(found.banners, found.closed, f"{found.rests_on}.", provisional, other)


def _left_out(effects: StudyEffects) -> list[str]:
    """Name the dimensions that have no map, and say why."""
    return [visible_line(left_out_line(each, why)) for each, why in effects.left_out]


def _legend(dimensions: Sequence[DimensionEffects]) -> str:
    """Explain what is drawn, and of rare signs those that are."""
    cells = [cell for each in dimensions for row in each.effects.cells for cell in row]
    grounds = [each.ground for each in dimensions]
    said = [f"{LEGEND}; {NO_EVIDENCE}."]
    if any(each.mark for each in grounds):
        said.append(f"Below a label: {legend(grounds)}.")
    if any(each.mean is None for each in cells):
        said.append(NO_SCORE)
    return " ".join(said)


def _form(dimensions: Sequence[DimensionEffects]) -> Form:
    layout = dimensions[0].layout
    longest = max(width_of(visible_line(each), NAME) for each in layout.models)
    name = min(MOST_NAME, max(LEAST_NAME, longest + AROUND))
    # Long names of scaffolds are broken: about in half, which a third line makes up for.
    half = max(width_of(visible_line(each), NAME) for each in layout.scaffolds) / 2
    digits = max(
        width_of(word, size)
        for each in dimensions
        for row in each.effects.cells
        for cell in row
        for word, size in ((_interval(cell), INTERVAL), (f"{mean_word(cell)} ^ ^", MEAN))
    )
    cell = max(digits + AROUND, min(MOST_CELL, max(LEAST_CELL, half + AROUND)))
    return Form(
        name,
        cell,
        tuple(lines_in(each, name - AROUND, NAME, most=NAME_LINES) for each in layout.models),
        tuple(
            lines_in(each, cell - AROUND, NAME, most=SCAFFOLD_LINES) for each in layout.scaffolds
        ),
    )


def _row(paper: Paper, row: Sequence[DimensionEffects], form: Form, top: float) -> float:
    """Draw some dimensions side by side, their maps at one height; give where they end."""
    below = [
        _head(paper, each, form, MARGIN + at * (form.width + BESIDE), top)
        for at, each in enumerate(row)
    ]
    start = max(below) + 0.06
    for at, each in enumerate(row):
        _map(paper, each, form, MARGIN + at * (form.width + BESIDE), start)
    return start + form.height


def _head(paper: Paper, found: DimensionEffects, form: Form, left: float, top: float) -> float:
    label = lines_in(found.dimension.label, form.width, LABEL, bold=True)
    top = paper.write(left, top, label, LABEL, bold=True)
    top = paper.write(left, top, lines_in(_test(found), form.width, NOTE), NOTE, QUIET)
    if not found.ground.mark:
        return top
    color = MARK if found.ground.mark in ("!", OTHER_MEANING) else QUIET
    said = f"{found.ground.mark} {found.ground.short}"
    return paper.write(left, top, lines_in(said, form.width, NOTE), NOTE, color)


def _map(paper: Paper, found: DimensionEffects, form: Form, left: float, top: float) -> None:
    start = top + form.names
    for column, lines in enumerate(form.scaffolds):
        middle = left + form.name + (column + 0.5) * form.cell
        above = start - 0.04 - height_of(len(lines), NAME)
        paper.write(middle, above, lines, NAME, align="center")
    for row, lines in enumerate(form.models):
        middle = start + (row + 0.5) * form.row
        paper.centre(left + form.name - AROUND, middle, lines, NAME, align="right")
        for column, cell in enumerate(found.effects.cells[row]):
            corner = (left + form.name + column * form.cell, start + row * form.row)
            _cell(paper, cell, found.effects.points, corner, form)


def _cell(
    paper: Paper,
    cell: Cell,
    points: tuple[float, ...],
    corner: tuple[float, float],
    form: Form,
) -> None:
    left, top = corner
    width, height = form.cell, form.row
    middle, upper = left + width / 2, top + height / 2 - 0.05
    if cell.mean is None:
        paper.box(left, top, width, height, "white", "#d5d9de", hatched=True)
        return
    share = (cell.mean - points[0]) / (points[-1] - points[0])
    paper.box(left, top, width, height, fill_of(share))
    mean = mean_word(cell)
    paper.centre(middle, upper, [mean], MEAN)
    if end := {"ceiling": "^", "floor": "v"}.get(cell.end or ""):
        beside = middle + width_of(mean, MEAN) / 2 + 0.03
        paper.centre(beside, upper, [end], NAME, align="left")
    paper.centre(middle, upper + 0.135, [_interval(cell)], INTERVAL, INK)


def _interval(cell: Cell) -> str:
    return interval_words(cell).replace(" to ", "–")


def _test(found: DimensionEffects) -> str:
    """Say what was tested on how many tasks, and how many tasks there are in a cell."""
    tasks = sorted({cell.tasks for row in found.effects.cells for cell in row})
    count = f"n {tasks[0]}" if len(tasks) == 1 else f"n {tasks[0]} to {tasks[-1]}"
    if found.constant:
        return f"{count}; undefined: all scores are equal"
    if found.untested:
        return f"{count}; could not be tested ({why_untested(found)})"
    verdict = "depends on the model" if found.depends else "no dependence on the model found"
    # Of a test that can find nothing there is no adjusted p; its own is never below .05.
    p = found.effects.interaction.test.p if found.p_holm is None else found.p_holm
    over = plural(found.effects.interaction.tasks, "task")
    return f"{count}; {verdict} (p {p_value(p)} over {over})"


def _alt(found: Summary, dimensions: Sequence[DimensionEffects]) -> str:
    """Say the whole figure in words."""
    warnings, known = _heads(found)
    left_out = _left_out(found.effects) if found.effects is not None else []
    said = [*warnings, *known, verdicts(dimensions), *left_out]
    for each in dimensions:
        cells = "; ".join(
            f"{each.layout.models[cell.model]} under {each.layout.scaffolds[cell.scaffold]} "
            + ("none" if cell.mean is None else f"{cell.mean:.2f} ({interval_words(cell)})")
            for row in each.effects.cells
            for cell in row
        )
        marked = f" ({each.ground.mark} {each.ground.short})" if each.ground.mark else ""
        said.append(f"{each.dimension.label}{marked}: {_test(each)}. {cells}.")
    return " ".join(said)
