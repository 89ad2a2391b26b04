"""The page of pairs: how far each two of three or more coders agree on one dimension."""

from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from coder_tui.analysis.figures import percent
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.numerals import number, short_name, span
from coder_tui.analysis.pair_figures import (
    apart_line,
    caption,
    matrix_lines,
    mean_line,
    pair_words,
)
from coder_tui.analysis.pairs import Pair, PairMatrix, pair_matrix
from coder_tui.analysis.review import Review
from coder_tui.domain.cells import width as width_of
from coder_tui.domain.columns import fitted, widest
from coder_tui.domain.text import visible_line
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.computed_page import LINES, ComputedPage
from coder_tui.tui.review.drawing import BAR_CELLS, drawing
from coder_tui.tui.review.pieces import lines

HEAD = "lowest first"
NAMES = 25
FIXED = 38
"""Columns of a line besides names and drawing."""


class PairsScreen(ComputedPage[PairMatrix | None]):
    """Shows how far each two coders agree."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *LINES,
        # The key that opens it closes it.
        Binding("p", "leave", "pairs of coders", id="review-pairs", show=False),
    ]
    name_of_page = "PAIRS"

    def __init__(self, review: Review, entry: Measured) -> None:
        compute = partial(pair_matrix, review.agreement, entry)
        super().__init__(compute, entry.dimension.label, review.study)
        self._kind = entry.coder_kind
        self._bar = review.study.bar

    def words(self, found: PairMatrix | None, width: int) -> list[Piece]:
        """Give the matrix with its mean, then each pair with its interval, those lowest first."""
        if found is None:
            return []
        whose = f"Each two of {len(found.coders)} {self._kind} coders"
        pieces = [*lines(whose, width), *matrix_pieces(found, width)]
        if found.pairs:
            pieces += ["\n", *_listed(found, self._bar, width)]
        return pieces


def matrix_pieces(matrix: PairMatrix, width: int) -> list[Piece]:
    """Give the matrix, what its cells hold, its mean and who shares no item."""
    said = caption(matrix)
    heads, *rows = matrix_lines(matrix, width) or [""]
    close = f"{heads}   ({said})"
    pieces: list[Piece] = (
        [(f"{close}\n", "$secondary")] if width_of(close) <= width and rows else []
    )
    if not pieces:
        pieces = [(f"{line}\n", "$secondary") for line in (said, heads) if line]
    pieces += [f"{row}\n" for row in rows]
    pieces += [(str(line), "bold") for line in lines(mean_line(matrix), width)]
    return [*pieces, *lines(apart_line(matrix), width)]


def _listed(matrix: PairMatrix, bar: float, width: int) -> list[Piece]:
    room = width - FIXED
    pairs = matrix.lowest_first
    names = min(NAMES, widest([HEAD, *map(_names, pairs)]), room - BAR_CELLS)
    cells = min(41, max(BAR_CELLS, room - names))
    ruler = f"0{'.5':^{cells - 2}}1"
    head = f"{HEAD:<{names}}{'n':>5}{'%':>4}{'value':>6} {'by':<8}{ruler}  95 %"
    pieces: list[Piece] = [(f"{head}\n", "$secondary")]
    for each in pairs:
        found = each.coefficient
        pieces += [
            f"{fitted(_names(each), names)}{each.percent.items:>5}{percent(each.percent.value):>4}",
            (f"{number(found.value):>6}", "bold"),
            (f" {short_name(found):<8}", "$secondary"),
            drawing(found.value, bar, cells, found.interval),
            f"  {span(found, bar=bar)}\n",
        ]
        pieces += [(f"  {line}", "$warning") for line in lines(pair_words(each), width - 2)]
    if not any(each.coefficient.interval for each in pairs):
        pieces += lines(NO_INTERVALS, width)
    return pieces


NO_INTERVALS = (
    "No intervals: with so many pairs a pair has its value and, behind w, its standard error."
)


def _names(pair: Pair) -> str:
    return visible_line(", ".join(pair.coders))
