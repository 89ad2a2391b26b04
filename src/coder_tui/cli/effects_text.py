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
    overview,
    p_value,
    rough,
    sensitivity_line,
    what_was_found,
)
from coder_tui.analysis.effects import DimensionEffects, StudyEffects
from coder_tui.analysis.ground import legend
from coder_tui.cli.tables import fitted, table
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


def effects_text(found: StudyEffects) -> str:
    """Give what was found on each dimension, and how."""
    if found.note:
        return fill(found.note, WIDTH)
    parts = [fill(overview(found.dimensions), WIDTH), _overview_table(found.dimensions)]
    parts += [_dimension(each) for each in found.dimensions]
    parts += [
        fill(f"{visible_line(each.label)}: no effect, because {why}.", WIDTH)
        for each, why in found.left_out
    ]
    parts += [*_doubts(found), fill(f"{WORDS} {METHOD}", WIDTH)]
    return "\n\n".join(parts)


def _overview_table(found: Sequence[DimensionEffects]) -> str:
    heads = ["depends on the model?", "", "", "n", "p", "p Holm", "mid-ranks", "H-F", "latent"]
    rows = [
        [
            each.dimension.label,
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
    if not any(each.mark for each in marks):
        return fitted(heads, rows, WIDTH)
    return f"{fitted(heads, rows, WIDTH)}\n{fill(f'Marks: {legend(marks)}.', WIDTH)}"


def _dimension(found: DimensionEffects) -> str:
    head = f"{visible_line(found.dimension.label)}\n{_cells(found)}"
    said = [fill(visible_line(each), WIDTH) for each in what_was_found(found)]
    line = sensitivity_line(found)
    return "\n".join([head, *said, *([fill(visible_line(line), WIDTH)] if line else [])])


def _cells(found: DimensionEffects) -> str:
    layout = found.layout
    heads = ["", *(clipped(visible_line(each), 14) for each in layout.scaffolds)]
    rows: list[list[str]] = []
    for model, cells in zip(layout.models, found.effects.cells, strict=True):
        points = found.effects.points
        rows.append([clipped(visible_line(model), NAME), *map(mean_word, cells)])
        rows.append(["  95 %", *map(interval_words, cells)])
        rows.append([f"  at {points_words(points)}", *map(counts_words, cells)])
    return table(heads, rows)


def _doubts(found: StudyEffects) -> list[str]:
    said: list[str] = []
    if found.doubts.breaks:
        said.append(f"blinding did not hold on {plural(len(found.doubts.breaks), 'item')}")
    if found.doubts.faults:
        said.append(f"{plural(len(found.doubts.faults), 'item')} flagged or decided to be faulty")
    if found.layout.without_task:
        said.append(f"{plural(found.layout.without_task, 'item')} without a task in the key")
    return [fill(f"To be known: {'; '.join(said)}.", WIDTH)] if said else []
