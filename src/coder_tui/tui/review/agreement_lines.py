"""The lines of the tab of agreement, and the widths of their columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from coder_tui.analysis.figures import marked_note, percent
from coder_tui.analysis.judges import Judged
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.numerals import number, short_name
from coder_tui.analysis.repeats import Repeated
from coder_tui.analysis.review import Unpaired
from coder_tui.analysis.verdicts import Verdict
from coder_tui.analysis.versions import SAME_MEANINGS, Meanings
from coder_tui.domain.columns import fitted, padded, widest
from coder_tui.domain.rubric import Dimension
from coder_tui.domain.text import clipped, visible_line
from coder_tui.tui.review.cut_spans import cut
from coder_tui.tui.review.drawing import BAR_CELLS, drawing
from coder_tui.tui.review.page import Row
from coder_tui.tui.row_list import Span

MIN_BAR_CELLS = 11
"""Width of the drawing while labels are cut."""
MOST_BAR_CELLS = 41
FIXED_CELLS = 26
"""Columns of a line besides label, kind, drawing, time and note."""
ROOM_FOR_TIME = 90
"""Columns of the list from which on a line has room for agreement over time."""
TIME_CELLS = 6
TONES: Mapping[Verdict, str] = {Verdict.REACHES: "good", Verdict.BELOW: "bad"}
SHORT_KINDS = {"human": "human", "machine": "mach.", "simulated": "simul."}
COMPUTING = "..."
"""Stands for a verdict while there is no interval yet to hold against the bar."""


DRIFT = "drift?"
"""Marks a line on which two stretches of time clearly differ."""


class _OnDimension(Protocol):
    @property
    def dimension(self) -> Dimension: ...


@dataclass(frozen=True, slots=True)
class Lines:
    """What has a line."""

    bar: float
    paired: tuple[Measured, ...]
    unpaired: tuple[Unpaired, ...]
    judged: tuple[Judged, ...] = ()
    repeated: tuple[Repeated, ...] = ()
    over_time: Mapping[int, str] = field(default_factory=dict)
    """Agreement over time in a few characters, by the place among `paired`."""
    drifted: frozenset[int] = frozenset()
    """Places among `paired` of the lines on which stretches of time clearly differ."""
    computing: bool = False
    """The intervals are not there yet."""
    meanings: Meanings = SAME_MEANINGS
    """What dimensions mean where agreement is measured, and by the version in force."""

    def rows(self, width: int) -> tuple[Row, ...]:
        """Give the lines: dimensions, kinds that have no pair, machines, repeats."""
        columns = self._columns(width)
        return (
            *(
                _row(each, partial(self._of_measured, at, columns), width)
                for at, each in enumerate(self.paired)
            ),
            *(_row(each, partial(_of_unpaired, each), width) for each in self.unpaired),
            *(_row(each, partial(_of_judged, each, columns), width) for each in self.judged),
            *(_row(each, partial(_of_repeated, each, columns), width) for each in self.repeated),
        )

    def head(self, width: int) -> str:
        """Give the line over them; nothing where there is nothing to compare."""
        if not self.paired:
            return ""
        columns = self._columns(width)
        kind = f"{'kind':<{columns.kind}}" if columns.kind else ""
        ruler = f"0{'.5':^{columns.cells - 2}}1"
        time = f"{'time':<{columns.time}}" if columns.time else ""
        head = (
            f"{'dimension':<{columns.label}} {kind}{'n':>4}{'%':>4} {'value':>5} by      {ruler}  "
            f"{time}bar {number(self.bar, 3)}"
        )
        return str(cut([head], width - 1)[0])

    def _note(self, at: int) -> str:
        each = self.paired[at]
        if self.computing and each.headline.value is not None:
            return COMPUTING
        note = marked_note(each, self.meanings)
        return f"{note} {DRIFT}" if at in self.drifted else note

    def _columns(self, width: int) -> "_Columns":
        """Leave room for notes, then for a drawing with steps of .1, for labels, then for more."""
        found = self.paired
        note = max((len(self._note(at)) for at in range(len(found))), default=0)
        on: list[_OnDimension] = [*found, *self.judged, *self.repeated]
        label = widest(visible_line(each.dimension.label) for each in on)
        time = TIME_CELLS if self.over_time and width >= ROOM_FOR_TIME else 0
        room = width - 1 - FIXED_CELLS - time - note
        kind = 0
        if len({each.coder_kind for each in found}) > 1:
            full = max(len(each.coder_kind) for each in found) + 1
            short = max(len(SHORT_KINDS[each.coder_kind]) for each in found) + 1
            kind = full if room - full - BAR_CELLS >= label else short
        label = min(label, max(14, room - kind - MIN_BAR_CELLS))
        cells = min(MOST_BAR_CELLS, max(7, room - kind - label))
        return _Columns(label, kind, cells, time)

    def _of_measured(self, at: int, columns: "_Columns") -> tuple[Span, ...]:
        each, over_time = self.paired[at], self.over_time.get(at, "")
        long = len(each.coder_kind) < columns.kind
        kind = each.coder_kind if long else SHORT_KINDS[each.coder_kind]
        note = self._note(at)
        tone = "quiet" if note == COMPUTING else TONES.get(each.verdict, "warn")
        # No verdict on what the dimension means by now.
        other = each.dimension.id in self.meanings.otherwise
        tone = "warn" if other or at in self.drifted else tone
        return (
            f"{fitted(each.dimension.label, columns.label)} ",
            (f"{kind:<{columns.kind}}" if columns.kind else "", "quiet"),
            f"{each.percent.items:>4}{percent(each.percent.value):>4} ",
            (f"{number(each.headline.value):>5}", "strong"),
            (f" {short_name(each.headline):<8}", "quiet"),
            drawing(each.headline.value, self.bar, columns.cells, each.headline.interval),
            "  ",
            padded(over_time, columns.time) if columns.time else "",
            (note, tone),
        )


@dataclass(frozen=True, slots=True)
class _Columns:
    """Widths of the columns that are not always the same."""

    label: int
    kind: int
    """0 where all lines are of one kind."""
    cells: int
    """Of the drawing."""
    time: int
    """Of agreement over time; 0 where there is none, or no room for it."""


def _row(entry: object, draw: Callable[[], tuple[Span, ...]], width: int) -> Row:
    """Give a line that ends in an ellipsis where it has no room; the cursor takes one column."""
    return Row(entry, lambda: cut(draw(), width - 1), draw)


def _of_unpaired(each: Unpaired) -> tuple[Span, ...]:
    return ((each.sentence, "quiet"),)


def _of_judged(each: Judged, columns: _Columns) -> tuple[Span, ...]:
    who = f"{clipped(each.coder, 16)} v. {each.against}"
    return (
        f"{fitted(each.dimension.label, columns.label)} ",
        " " * columns.kind,
        f"{each.percent.items:>4}{percent(each.percent.value):>4} ",
        (f"{number(each.kappa.value):>5}", "strong"),
        (f" {short_name(each.kappa):<8}", "quiet"),
        f"{who}  ",
        (each.note, "warn"),
    )


def _of_repeated(each: Repeated, columns: _Columns) -> tuple[Span, ...]:
    return (
        f"{fitted(each.dimension.label, columns.label)} ",
        " " * columns.kind,
        f"{each.items:>4}{percent(each.percent.value):>4} ",
        (f"{number(each.headline.value):>5}", "strong"),
        (f" {short_name(each.headline):<8}", "quiet"),
        f"{clipped(each.coder, 16)} v. self  ",
        (each.note, "warn"),
    )
