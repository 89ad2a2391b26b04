"""The page of parts: agreement on one dimension by stratum, version of the rubric, freeze, time."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from coder_tui.analysis.apart import differences
from coder_tui.analysis.figures import percent
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.numerals import number, short_name
from coder_tui.analysis.review import Review
from coder_tui.analysis.slice_figures import TITLES, meaning_of
from coder_tui.analysis.slices import EVERY_BY, Sliced, by_sort
from coder_tui.analysis.sparks import spark
from coder_tui.analysis.verdicts import Verdict
from coder_tui.domain.text import clipped, visible_line
from coder_tui.statistics.coefficient import Coefficient
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.drawing import drawing
from coder_tui.tui.review.pieces import labelled, lines

FIXED = 22
"""Columns of a line besides name, drawing and note."""
LEAST = 14
"""A name is not cut shorter than this."""
LEAST_CELLS = 11
"""The drawing has steps of .1 at least."""
INDENT = "  "
STYLES: Mapping[Verdict, str] = {Verdict.REACHES: "$success", Verdict.BELOW: "$error"}


def parts_page(review: Review, entry: Measured, width: int) -> list[Piece]:
    """Give all items, then each sort of part with its parts, or why there are none.

    Computes what is shown: not to be called on the event loop.
    """
    found = review.slices.of(entry)
    by = by_sort(found)
    layout = _Layout(entry, found, review.study.bar, width)
    whose = f"agreement in parts of the items, {entry.coder_kind} coders"
    pieces = [
        *labelled(f"{entry.dimension.label}:", whose, width),
        (f"{layout.head}\n", "$secondary"),
        *layout.line("all items", entry.percent, entry.headline, entry.verdict, entry.note),
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

    def __init__(self, entry: Measured, found: tuple[Sliced, ...], bar: float, width: int) -> None:
        self._bar = bar
        self._note = max([len(entry.note), *(len(each.note) for each in found)])
        self._by = short_name(entry.headline)
        widest = max((len(INDENT + visible_line(e.slice.short)) for e in found), default=0)
        room = width - FIXED - self._note
        self._name = min(max(widest, len("all items")), max(LEAST, room - LEAST_CELLS))
        self._cells = min(41, max(LEAST_CELLS, room - self._name))

    @property
    def head(self) -> str:
        """The line over the columns."""
        ruler = f"0{'.5':^{self._cells - 2}}1"
        name = f"{'part':<{self._name}}"
        return f"{name}{'n':>5}{'%':>4}{self._by:>9}  {ruler}  bar {number(self._bar, 3)}"

    def line(
        self, name: str, share: Coefficient, found: Coefficient, verdict: Verdict, note: str
    ) -> list[Piece]:
        """Give one part: its items, its value, its interval against the bar, its verdict."""
        return [
            f"{clipped(name, self._name):<{self._name}}{share.items:>5}{percent(share.value):>4}",
            (f"{number(found.value):>9}  ", "bold"),
            drawing(found.value, self._bar, self._cells, found.interval),
            (f"  {note}\n", STYLES.get(verdict, "$warning")),
        ]
