"""The tab of coverage, in place of conditions: what the benchmarks of an audit measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from coder_tui.analysis.audit import Audit, Coverage
from coder_tui.analysis.audit_words import (
    LEGEND,
    METHOD,
    audit_text,
    coverage_cells,
    coverage_heads,
    not_measured,
    same_points,
    strongest,
)
from coder_tui.analysis.review import Review
from coder_tui.domain.columns import fitted
from coder_tui.domain.text import plural, visible_line
from coder_tui.tui.dialogs import HelpScreen
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.page import IN_RUBRIC_ORDER, Key, Order, Page, Row
from coder_tui.tui.review.pieces import labelled, lines
from coder_tui.tui.review.tab import Desk, Tab
from coder_tui.tui.row_list import Span

NO_KEY = (
    "What the benchmarks measure is summed up with the study's key only: --key NAME.key.db. The "
    "lead keeps it."
)
NOTHING = "No benchmark has been submitted yet."
NO_SCALE = "No dimension of the rubric says how far something is measured: none is ordinal."
PAGE = 76
"""Columns of the page behind Enter, on a terminal of 80."""
KIND = 8
"""Columns of the kind of coder, where there are several."""


@dataclass(frozen=True, slots=True)
class Line:
    """A dimension, as coders of one kind found it."""

    audit: Audit
    coverage: Coverage


def _least_measured(row: Row) -> Key:
    return (float(row.entry.coverage.covered) if isinstance(row.entry, Line) else 0.0,)


def _most_differing(row: Row) -> Key:
    return (-float(row.entry.coverage.unresolved) if isinstance(row.entry, Line) else 0.0,)


class CoverageTab(Tab):
    """How far the benchmarks together measure each dimension."""

    name = "Coverage"
    orders: ClassVar[tuple[Order, ...]] = (
        IN_RUBRIC_ORDER,
        Order("least measured first", _least_measured),
        Order("most differing first", _most_differing),
    )

    def page(self, review: Review, width: int) -> Page:
        """Give a line a dimension, by each kind of coder."""
        found = [Line(audit, each) for audit in review.audits for each in same_points(audit)]
        many = len(review.audits) > 1
        if not found:
            why = (NO_SCALE if review.audits else NOTHING) if review.study.with_key else NO_KEY
            return Page("", (), why)
        heads = coverage_heads(found[0].audit)
        # Cells are as wide as their heads, which leaves the label the rest.
        label = max(12, width - 1 - sum(len(head) + 2 for head in heads) - (KIND if many else 0))
        head = f"{'dimension':<{label}}{'coders':<{KIND}}" if many else f"{'dimension':<{label}}"
        head += "".join(f"  {each}" for each in heads)
        rows = tuple(Row(each, partial(_spans, each, label, heads, many=many)) for each in found)
        return Page(head, rows, "", _summary(review.audits))

    def detail(self, review: Review, entry: object, width: int) -> list[Piece]:
        """Give where the dimension is measured, what is measured nowhere, and what it goes with."""
        del review
        if not isinstance(entry, Line):
            return []
        dimension = entry.coverage.dimension
        pieces = labelled(f"{dimension.label}:", _where(entry), width)
        for each in (*not_measured(entry.audit), *strongest(entry.audit)):
            pieces += lines(each, width)
        return pieces

    def explanation(self, review: Review, entry: object | None, width: int) -> list[Piece]:
        """Give the same with the dimension's question."""
        if not isinstance(entry, Line):
            return []
        question = lines(entry.coverage.dimension.question, width)
        return [*question, "\n", *self.detail(review, entry, width), "\n"]

    def about(self, review: Review) -> str:
        """Say what the columns mean, and how what goes with what was tested."""
        del review
        return (
            "At 0, at 1 ...: benchmarks at that point of the scale. Differ: coders do and nobody "
            f"has decided. Open: nobody has answered. {LEGEND} {METHOD}"
        )

    def open(self, desk: Desk, entry: object) -> None:
        """Open the whole summary, which `coder-tui summary` prints."""
        if desk.review is None or not isinstance(entry, Line):
            return
        text = "\n\n\n".join(audit_text(each, PAGE) for each in desk.review.audits)
        desk.open(HelpScreen([f"{text}\n"], whole_screen=True))


def _where(entry: Line) -> str:
    """Say which benchmarks measure a dimension, and on which coders differ whether they do."""
    at = entry.audit.dimensions.index(entry.coverage.dimension)
    lowest = float(entry.coverage.dimension.values[0])
    above: list[str] = []
    differ: list[str] = []
    for benchmark in entry.audit.entries:
        cell = benchmark.cells[at]
        name = visible_line(benchmark.title or benchmark.blind_id)
        if cell is not None and cell.answer is None:
            differ.append(f"{name} {cell.word}")
        elif cell is not None and cell.number is not None and cell.number > lowest:
            above.append(f"{name} {cell.word}")
    said = f"above {lowest:g}: {', '.join(above) or 'none'}."
    return f"{said} Coders differ: {', '.join(differ)}." if differ else said


def _summary(audits: Sequence[Audit]) -> str:
    entries = max(len(each.entries) for each in audits)
    kinds = " and ".join(each.coder_kind for each in audits)
    return f"{plural(entries, 'benchmark')}, by {kinds} coders. Enter: the whole summary."


def _spans(each: Line, label: int, heads: Sequence[str], *, many: bool) -> tuple[Span, ...]:
    found = each.coverage
    cells = coverage_cells(found)
    measured = len(found.counts)
    tone = "text" if found.covered else "warn"
    spans: list[Span] = [f"{fitted(found.dimension.label, label - 1)} "]
    if many:
        spans.append((fitted(each.audit.coder_kind, KIND), "quiet"))
    for place, (cell, head) in enumerate(zip(cells, heads, strict=True)):
        shown = f"  {cell:>{len(head)}}"
        spans.append((shown, tone if place == measured else "text" if cell != "0" else "quiet"))
    return tuple(spans)
