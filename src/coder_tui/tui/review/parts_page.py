"""The page of parts: agreement on one dimension by stratum, version of the rubric, freeze, time."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import ClassVar

from textual.binding import Binding, BindingType

from coder_tui.analysis.apart import differences
from coder_tui.analysis.figures import marked_note, percent
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.numerals import number, short_name
from coder_tui.analysis.parts import EVERY_BY
from coder_tui.analysis.review import Review
from coder_tui.analysis.slice_figures import TITLES, meaning_of
from coder_tui.analysis.slices import Sliced, by_sort
from coder_tui.analysis.sparks import spark
from coder_tui.analysis.verdicts import Verdict
from coder_tui.domain.columns import fitted, widest
from coder_tui.domain.text import visible_line
from coder_tui.statistics.coefficient import Coefficient
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.computed_page import LINES, ComputedPage
from coder_tui.tui.review.drawing import drawing
from coder_tui.tui.review.pieces import lines

FIXED = 22
"""Columns of a line besides name, drawing and note."""
LEAST = 14
"""A name is not cut shorter than this."""
LEAST_CELLS = 11
"""The drawing has steps of .1 at least, or there is none."""
INDENT = "  "
STYLES: Mapping[Verdict, str] = {Verdict.REACHES: "$success", Verdict.BELOW: "$error"}


class PartsScreen(ComputedPage[tuple[Sliced, ...]]):
    """Shows agreement in the parts of the items."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *LINES,
        # The key that opens it closes it.
        Binding("v", "leave", "parts of the items", id="review-parts", show=False),
    ]
    name_of_page = "PARTS"

    def __init__(self, review: Review, entry: Measured) -> None:
        compute = partial(review.slices.of, entry)
        super().__init__(compute, entry.dimension.label, review.study)
        self._review = review
        self._entry = entry

    def words(self, found: tuple[Sliced, ...], width: int) -> list[Piece]:
        """Give all items, then each sort of part with its parts, or why there are none."""
        return parts_pieces(self._review, self._entry, found, width)


def parts_pieces(
    review: Review, entry: Measured, found: tuple[Sliced, ...], width: int
) -> list[Piece]:
    """Give all items, then each sort of part with its parts, or why there are none.

    Args:
        review: the whole review.
        entry: the line of agreement.
        found: its parts.
        width: columns.
    """
    by = by_sort(found)
    note = marked_note(entry, review.study.meanings)
    layout = _Layout(entry, note, found, review.study.bar, width)
    pieces = [
        *lines(f"Agreement of {entry.coder_kind} coders in parts of the items", width),
        (f"{layout.head}\n", "$secondary"),
        *layout.line("all items", entry.percent, entry.headline, entry.verdict, note),
    ]
    for sort in EVERY_BY:
        why_none = review.slices.why_none(sort, entry)
        if not by.get(sort) and not why_none:
            continue
        title: list[Piece] = ["\n", (TITLES[sort], "$accent bold")]
        if sort == "time" and by.get(sort):
            title.append(f"  {spark([each.headline.value for each in by[sort]])}")
        pieces += [*title, "\n"]
        pieces += _of_sort(by.get(sort, ()), layout)
        pieces += lines(differences(by.get(sort, ())), width)
        if sort == "rubric":
            pieces += lines(review.slices.unplaced(entry), width)
        pieces += lines(why_none, width)
    return [*pieces, "\n", *lines(meaning_of(found), width)]


def _of_sort(found: Sequence[Sliced], layout: "_Layout") -> list[Piece]:
    """Give the parts of a sort; those of a model stand under its name."""
    pieces: list[Piece] = []
    for model, of_model in groupby(found, lambda each: each.slice.group):
        if model:
            pieces.append((f"{visible_line(model)}\n", "$secondary"))
        for each in of_model:
            name = f"{INDENT if model else ''}{visible_line(each.slice.short)}"
            pieces += layout.line(name, each.percent, each.headline, each.verdict, each.note)
    return pieces


class _Layout:
    """Widths of the columns, the same for all parts."""

    def __init__(
        self, entry: Measured, note: str, found: tuple[Sliced, ...], bar: float, width: int
    ) -> None:
        self._bar = bar
        self._note = max([len(note), *(len(each.note) for each in found)])
        self._by = short_name(entry.headline)
        names = widest(INDENT + visible_line(each.slice.short) for each in found)
        room = width - FIXED - self._note
        self._name = min(max(names, len("all items")), max(LEAST, room - LEAST_CELLS))
        cells = min(41, room - self._name)
        self._cells = cells if cells >= LEAST_CELLS else 0
        """Of the drawing; 0 where there is no room for one."""

    @property
    def head(self) -> str:
        """The line over the columns."""
        ruler = f"  0{'.5':^{self._cells - 2}}1" if self._cells else ""
        name = f"{'part':<{self._name}}"
        return f"{name}{'n':>5}{'%':>4}{self._by:>9}{ruler}  bar {number(self._bar, 3)}"

    def line(
        self, name: str, share: Coefficient, found: Coefficient, verdict: Verdict, note: str
    ) -> list[Piece]:
        """Give one part: its items, its value, its interval against the bar, its verdict."""
        return [
            f"{fitted(name, self._name)}{share.items:>5}{percent(share.value):>4}",
            (f"{number(found.value):>9}", "bold"),
            f"  {drawing(found.value, self._bar, self._cells, found.interval)}"
            if self._cells
            else "",
            (f"  {note}\n", STYLES.get(verdict, "$warning")),
        ]
