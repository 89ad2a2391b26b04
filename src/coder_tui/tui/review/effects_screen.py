"""What scaffolds change on one dimension: a map of means, and what was found, in words."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from coder_tui.analysis.effect_figures import (
    counts_words,
    interval_words,
    points_words,
    shade,
)
from coder_tui.analysis.effect_sentences import (
    WORDS,
    left_out_line,
    p_value,
    sensitivity_line,
    what_was_found,
)
from coder_tui.analysis.effects import DimensionEffects, StudyEffects
from coder_tui.analysis.review import StudyFacts
from coder_tui.domain.columns import RIGHT, fitted, widest
from coder_tui.domain.rubric import Dimension
from coder_tui.domain.text import visible_line
from coder_tui.statistics.effects.cells import Cell
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.computed_page import LINES, ComputedPage
from coder_tui.tui.review.pieces import lines

NAME = 22
BLOCKS = (" ", "░", "▒", "▓", "█")
BLOCK = 3
"""Cells of the block that shows how high a mean is."""
METHOD = (
    "A block is empty at the lowest point of the scale and full at the highest; intervals are of "
    "95 %. `coder-tui summary` prints all dimensions."
)


class EffectsScreen(ComputedPage[StudyEffects]):
    """Shows what scaffolds change on one dimension."""

    BINDINGS: ClassVar[list[BindingType]] = [*LINES]
    name_of_page = "EFFECTS"

    def __init__(
        self, dimension: Dimension, compute: Callable[[], StudyEffects], study: StudyFacts
    ) -> None:
        super().__init__(compute, dimension.label, study)
        self._dimension = dimension

    def words(self, found: StudyEffects, width: int) -> list[Piece]:
        """Give the effects on the dimension, or why there are none, and what is closed."""
        pieces = self._effects(found, width)
        for each in self._study.closed.lines:
            pieces += ["\n", *((str(line), "$warning") for line in lines(each, width))]
        return pieces

    def _effects(self, found: StudyEffects, width: int) -> list[Piece]:
        if found.note:
            return lines(found.note, width)
        for each in found.dimensions:
            if each.dimension.id == self._dimension.id:
                return effects_pieces(each, width)
        for dimension, why in found.left_out:
            if dimension.id == self._dimension.id:
                return lines(left_out_line(dimension, why), width)
        return ["No effect.\n"]


def effects_pieces(found: DimensionEffects, width: int) -> list[Piece]:
    """Give the map of means, then what was found."""
    pieces = heat_map(found, width)
    first, *rest = what_was_found(found)
    pieces += ["\n", *((str(line), "bold") for line in lines(first, width))]
    for each in rest:
        pieces += lines(each, width)
    tested = found.effects.interaction
    twins = (
        f"Beside it: on mid-ranks p {p_value(tested.mid_ranks.p)}; RM-ANOVA (Huynh-Feldt) "
        f"p {p_value(tested.huynh_feldt.p)}. {sensitivity_line(found)}"
    )
    for each in (twins, f"{WORDS} {METHOD}"):
        pieces += ["\n", *((str(line), "$secondary") for line in lines(each, width))]
    return pieces


def heat_map(found: DimensionEffects, width: int) -> list[Piece]:
    """Give models down, scaffolds across: mean, interval, how many tasks at each point."""
    layout, whole = found.layout, found.effects
    name = min(NAME, widest(map(visible_line, (*layout.models, "  at 0/1/2"))) + 2)
    cell = max(14, min(20, (width - name) // max(1, len(layout.scaffolds))))
    across = max(1, (width - name) // cell)
    pieces: list[Piece] = []
    for start in range(0, len(layout.scaffolds), across):
        shown = slice(start, start + across)
        heads = "".join(f"  {fitted(each, cell - 2, RIGHT)}" for each in layout.scaffolds[shown])
        pieces.append((f"{'':<{name}}{heads}\n", "$secondary"))
        for model, row in zip(layout.models, whole.cells, strict=True):
            pieces += _row(model, row[shown], whole.points, name, cell)
    return pieces


def _row(
    model: str, row: tuple[Cell, ...], points: tuple[float, ...], name: int, cell: int
) -> list[Piece]:
    pieces: list[Piece] = [(f"{fitted(model, name - 1)} ", "$primary bold")]
    for each in row:
        mean = "-" if each.mean is None else f"{each.mean:.2f}"
        pieces.append(f"{mean:>{cell - BLOCK - 1}} ")
        block = BLOCKS[round(shade(each, points) / 9 * (len(BLOCKS) - 1))] * BLOCK
        pieces.append((block, "$accent"))
    pieces.append("\n")
    for label, words in (
        ("  95 %", [interval_words(each) for each in row]),
        (f"  at {points_words(points)}", [counts_words(each) for each in row]),
    ):
        line = "".join(f"{each:>{cell}}" for each in words)
        pieces.append((f"{fitted(label, name)}{line}\n", "$secondary"))
    return pieces
