"""The tab of coders, with the key only: each against the others, over time, and how fast."""

from functools import partial
from typing import ClassVar

from coder_tui.analysis.coder_profiles import NO_ANSWERS, NO_KEY, CoderProfile, OnDimension
from coder_tui.analysis.coder_words import (
    ABOUT,
    difference,
    dimension_cells,
    limits,
    mark,
    over_time,
    seconds,
    standing,
)
from coder_tui.analysis.figures import percent
from coder_tui.analysis.numerals import number, short_name
from coder_tui.analysis.review import Review
from coder_tui.domain.cells import width as width_of
from coder_tui.domain.columns import fitted
from coder_tui.domain.text import visible_line
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.agreement_lines import SHORT_KINDS
from coder_tui.tui.review.page import Key, Order, Page, Row, as_it_comes
from coder_tui.tui.review.pieces import lines
from coder_tui.tui.review.tab import Tab
from coder_tui.tui.row_list import Span

ROOMY = 100
"""Columns from which on names and kinds are written out."""
CANNOT = "can't%"


def _furthest(row: Row) -> Key:
    entry = row.entry
    value = entry.severity.value if isinstance(entry, CoderProfile) else None
    return (-abs(value) if value is not None else 1.0,)


def _least_agreeing(row: Row) -> Key:
    entry = row.entry
    value = entry.agreement if isinstance(entry, CoderProfile) else None
    return (2.0 if value is None else value,)


class CodersTab(Tab):
    """Each coder against the others of the same kind."""

    name = "Coders"
    orders: ClassVar[tuple[Order, ...]] = (
        Order("by name", as_it_comes),
        Order("furthest from the others first", _furthest),
        Order("least agreeing first", _least_agreeing),
    )

    def page(self, review: Review, width: int) -> Page:
        """Give a line a coder."""
        name, kind = (13, 7) if width < ROOMY else (28, 10)
        head = (
            f"{'coder':<{name}} {'kind':<{kind}}{'done':>5}{'diff sd':>9} {'95 %':<16}"
            f"{'agree%':>6}{'n/a%':>5}{CANNOT:>7}{'s/item':>7}"
        )
        rows = tuple(Row(e, partial(_spans, e, name, kind)) for e in review.coders or ())
        return Page(head, rows, NO_KEY if review.coders is None else NO_ANSWERS)

    def detail(self, review: Review, entry: object, width: int) -> list[Piece]:
        """Give whether the coder stands out, change over time, and each dimension."""
        del review
        if not isinstance(entry, CoderProfile):
            return []
        return [*_on_the_whole(entry, width), *_dimensions(entry, width, full=False)]

    def explanation(self, review: Review, entry: object | None, width: int) -> list[Piece]:
        """Give the same with the kappa with each of several others."""
        del review
        if not isinstance(entry, CoderProfile):
            return ["\n"]
        pieces = [*_on_the_whole(entry, width), *_dimensions(entry, width, full=True), "\n"]
        return [*pieces, *(each for of in entry.dimensions for each in _with_others(of, width))]

    def about(self, review: Review) -> str:
        """Say what the columns mean."""
        del review
        return ABOUT


def _spans(each: CoderProfile, name: int, kind: int) -> tuple[Span, ...]:
    of = each.kind if len(each.kind) < kind else SHORT_KINDS[each.kind]
    return (
        f"{fitted(each.coder, name)} {of:<{kind}}{each.submitted:>5}",
        (f"{difference(each.severity.value):>8}", "strong"),
        (f"{mark(each.severity):<1}", "warn"),
        f" {limits(each.severity):<16}{percent(each.agreement):>6}"
        f"{percent(each.not_applicable):>5}{percent(each.cannot_judge):>7}"
        f"{seconds(each.median_seconds):>7}",
    )


def _on_the_whole(entry: CoderProfile, width: int) -> list[Piece]:
    tone = "$warning" if entry.stands_out else ""
    pieces: list[Piece] = [(str(line), tone) for line in lines(standing(entry), width)]
    return [*pieces, *lines(over_time(entry), width)]


def _dimensions(entry: CoderProfile, width: int, *, full: bool) -> list[Piece]:
    """Give a line a dimension; in full with counts below it that do not fit behind it."""
    head = f"{'':<7}{'n':>4}{'diff':>7}  {'95 %':<15}{'agree':>6}{'kappa':>6} {'by':<8}counts\n"
    pieces: list[Piece] = [(head, "$secondary")]
    for each in entry.dimensions:
        n, diff, interval, agree, kappa, by, scores = dimension_cells(each)
        line = (
            f"{fitted(each.dimension.short, 6)} {n:>4}{diff:>8} {interval:<15}{agree:>6}"
            f"{kappa:>6} {by:<8}"
        )
        tone = "$warning" if each.severity and each.severity.stands_out else ""
        if full and len(line) + len(scores) > width:
            below = [f"{'':<7}{text}" for text in lines(scores, width - 7)]
            pieces += [(f"{line.rstrip()}\n", tone), *((text, tone) for text in below)]
        else:
            pieces.append((f"{line}{_whole(scores, width - len(line))}\n", tone))
    return pieces


def _whole(scores: str, room: int) -> str:
    """Give as many counts as there is room for, none of them cut."""
    if width_of(scores) <= room:
        return scores
    counts = scores.split("  ")
    while counts and width_of("  ".join(counts)) + 2 > room:
        counts.pop()
    return "  ".join([*counts, "…"]) if room > 0 else ""


def _with_others(found: OnDimension, width: int) -> list[Piece]:
    if len(found.with_others) < 2:
        return []
    said = ", ".join(
        f"{short_name(each.kappa)} {number(each.kappa.value)} with {visible_line(each.coder)}"
        for each in found.with_others
    )
    return lines(f"{visible_line(found.dimension.short)}: {said}", width)
