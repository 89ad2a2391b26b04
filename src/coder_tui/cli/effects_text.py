"""What scaffolds change, as plain text, at most 80 columns where names allow it."""

from collections.abc import Sequence
from textwrap import fill

from coder_tui.analysis.effect_figures import (
    counts_words,
    interval_words,
    mean_word,
    points_words,
)
from coder_tui.analysis.effect_sentences import (
    WORDS,
    left_out_line,
    overview,
    p_value,
    rough,
    sensitivity_line,
    what_was_found,
)
from coder_tui.analysis.effects import DimensionEffects, StudyEffects
from coder_tui.analysis.ground import legend
from coder_tui.cli.tables import fitted, table
from coder_tui.domain.columns import widest
from coder_tui.domain.text import clipped, plural, visible_line

WIDTH = 80
NAME = 20
METHOD = (
    "Cells: mean of final scores, 95 % interval (Dirichlet, with a prior of one score spread over "
    "the points), and how many tasks at each point. The test of dependence flips the signs of "
    "whole tasks and asks how often chance alone makes the models' reactions to the scaffolds so "
    "different (ATS over the interaction contrasts); a task takes part only with a score in every "
    "cell. latent: a sensitivity whose p is rough. docs/statistics.md says why this test."
)


def effects_text(found: StudyEffects, width: int = WIDTH) -> str:
    """Give what was found on each dimension, and how."""
    if found.note:
        return fill(found.note, width)
    parts = [fill(overview(found.dimensions), width), _overview_table(found.dimensions, width)]
    parts += [_dimension(each, width) for each in found.dimensions]
    parts += [fill(visible_line(left_out_line(each, why)), width) for each, why in found.left_out]
    parts += [*_doubts(found, width), fill(f"{WORDS} {METHOD}", width)]
    return "\n\n".join(parts)


def _overview_table(found: Sequence[DimensionEffects], width: int) -> str:
    heads = ["depends on the model?", "", "", "n", "p", "p Holm", "mid-ranks", "H-F", "latent"]
    if width < WIDTH:
        heads[0], heads[2] = "", "depends?"
    rows = [
        [
            each.dimension.short if width < WIDTH else each.dimension.label,
            each.ground.mark,
            "undefined"
            if each.constant
            else {True: "yes", False: "not found", None: "untested"}[each.depends],
            str(each.effects.interaction.tasks),
            p_value(each.effects.interaction.test.p),
            p_value(each.p_holm),
            p_value(each.effects.interaction.mid_ranks.p),
            p_value(each.effects.interaction.huynh_feldt.p),
            "-" if each.too_few else rough(each.effects.latent.p),
        ]
        for each in found
    ]
    marks = [each.ground for each in found]
    drawn = table(heads, rows) if width < WIDTH else fitted(heads, rows, width)
    if not any(each.mark for each in marks):
        return drawn
    return f"{drawn}\n{fill(f'Marks: {legend(marks)}.', width)}"


def _dimension(found: DimensionEffects, width: int) -> str:
    head = f"{visible_line(found.dimension.label)}\n{_cells(found, width)}"
    said = [fill(visible_line(each), width) for each in what_was_found(found)]
    line = sensitivity_line(found)
    return "\n".join([head, *said, *([fill(visible_line(line), width)] if line else [])])


def _cells(found: DimensionEffects, width: int) -> str:
    """Give the means; on a narrow terminal scaffolds without room go on in another table below."""
    layout = found.layout
    heads = ["", *(clipped(visible_line(each), 14) for each in layout.scaffolds)]
    rows: list[list[str]] = []
    for model, cells in zip(layout.models, found.effects.cells, strict=True):
        points = found.effects.points
        rows.append([clipped(visible_line(model), NAME), *map(mean_word, cells)])
        rows.append(["  95 %", *map(interval_words, cells)])
        rows.append([f"  at {points_words(points)}", *map(counts_words, cells)])
    label, *others = (widest(column) for column in zip(heads, *rows, strict=True))
    room = (width - label) // (max(others, default=0) + 2)
    many = max(1, room) if width < WIDTH else len(others)
    return "\n".join(
        table([heads[0], *heads[at : at + many]], [[row[0], *row[at : at + many]] for row in rows])
        for at in range(1, len(heads), many)
    )


def _doubts(found: StudyEffects, width: int) -> list[str]:
    said: list[str] = []
    if found.doubts.breaks:
        said.append(f"blinding did not hold on {plural(len(found.doubts.breaks), 'item')}")
    if found.doubts.faults:
        said.append(f"{plural(len(found.doubts.faults), 'item')} flagged or decided to be faulty")
    if found.layout.without_task:
        said.append(f"{plural(found.layout.without_task, 'item')} without a task in the key")
    return [fill(f"To be known: {'; '.join(said)}.", width)] if said else []
