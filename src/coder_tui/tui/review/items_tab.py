"""The tab of items: the hardest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, cast

from coder_tui.analysis.disagreements import Disagreement
from coder_tui.analysis.fuzzy import Searched
from coder_tui.analysis.hardest import ReviewedItem
from coder_tui.analysis.numerals import number
from coder_tui.analysis.review import Review
from coder_tui.domain.columns import padded
from coder_tui.domain.text import clipped, plural, visible_line
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.disagreement_detail import answers_line
from coder_tui.tui.review.item_screen import ItemScreen, Stop
from coder_tui.tui.review.page import Key, Order, Page, Row, as_it_comes
from coder_tui.tui.review.pieces import labelled, lines
from coder_tui.tui.review.tab import Desk, Tab
from coder_tui.tui.row_list import Span

UNBROKEN = 10_000
"""A width at which no line is broken: the pane that shows it does."""
CANNOT = "can't"
DIMENSIONS = 16
"""Columns of the names of the dimensions on which coders differ."""

FORMULA = (
    "Hard is the share of pairs of answers that differ; a pair are the answers of two coders of "
    "one kind on one dimension, `not applicable` and `cannot judge` included. Of items equally "
    "hard the one whose values are further apart comes first: apart is the mean distance of pairs "
    "of values, each on a scale from 0 to 1. Skip: coders who ever skipped it. Time: active "
    "minutes and seconds a coder."
)


def _of(row: Row) -> ReviewedItem:
    return cast(ReviewedItem, row.entry)


def _flagged(row: Row) -> Key:
    return (-_of(row).flags, -_of(row).skips)


def _commented(row: Row) -> Key:
    return (-_of(row).comments,)


def _cannot(row: Row) -> Key:
    return (-_of(row).cannot_judge,)


def _longest(row: Row) -> Key:
    return (-(_of(row).seconds or 0.0),)


def _item(row: Row) -> Key:
    return (_of(row).blind_id,)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The items that were asked for elsewhere."""

    words: str
    blind_ids: frozenset[str]
    items: int
    """How many they are, should these not be all."""


class ItemsTab(Tab):
    """Which items are hard, and what shows it."""

    name = "Items"
    orders: ClassVar[tuple[Order, ...]] = (
        Order("hardest first", as_it_comes),
        Order("most flags and skips first", _flagged),
        Order("most comments first", _commented),
        Order("most `cannot judge` first", _cannot),
        Order("longest first", _longest),
        Order("by item", _item),
    )

    def __init__(self) -> None:
        self.chosen: Chosen | None = None

    def page(self, review: Review, width: int) -> Page:
        """Give a line an item."""
        chosen = self.chosen
        found = [e for e in review.items if chosen is None or e.blind_id in chosen.blind_ids]
        rows = tuple(Row(each, partial(_spans, each, width)) for each in found)
        title = " title" if any(each.title for each in found) else ""
        head = (
            f"{'item':<8}{'hard':>5}{'apart':>6}{'flag':>5}{'skip':>5}{'note':>5}{CANNOT:>6}"
            f"{'time':>7}  {'differ on':<{DIMENSIONS}}{title}"
        )
        contested = sum(bool(each.dimensions) for each in found)
        summary = f"{plural(len(found), 'item')}, {contested:,} with a disagreement"
        waiting = review.study.items - len(review.items)
        if not review.study.with_key and waiting > 0:
            summary += f"; {waiting:,} held back until all have submitted"
        empty = "Every item has still to be submitted by somebody who has it."
        return Page(head, rows, empty if review.study.items else "No item.", f"{summary}.")

    def detail(self, review: Review, entry: object, width: int) -> list[Piece]:
        """Give what makes an item hard, and its disagreements."""
        return of_item(review, entry, width) if isinstance(entry, ReviewedItem) else []

    def explanation(self, review: Review, entry: object | None, width: int) -> list[Piece]:
        """Give the same with all that coders wrote of the item."""
        pieces = super().explanation(review, entry, width)
        notes = review.notes.get(entry.blind_id, ()) if isinstance(entry, ReviewedItem) else ()
        for each in notes:
            where = each.dimension.short if each.dimension else "item"
            by = f"{each.coder}, " if each.coder else ""
            pieces += labelled(f"{by}{where}:", each.text, width)
        return [*pieces, "\n"] if notes else pieces

    def about(self, review: Review) -> str:
        """Say what hard means."""
        return f"{FORMULA} {review.study.closed.scope}".rstrip()

    def search(self, rows: Sequence[Row], wanted: str) -> list[Row]:
        """Give the items whose name, title or contested dimensions hold the words, or nearly."""
        texts = [f"{row.text} {_searched(_of(row))}" for row in rows]
        return [rows[place] for place in Searched(texts).find(wanted)]

    def state(self, review: Review) -> Sequence[str]:
        """Say which items are shown."""
        del review
        if self.chosen is None:
            return ()
        left_out = self.chosen.items - len(self.chosen.blind_ids)
        more = f" (the first {len(self.chosen.blind_ids)})" if left_out > 0 else ""
        return (f"{self.chosen.words}{more}",)

    def open(self, desk: Desk, entry: object) -> None:
        """Open the item with all its disagreements."""
        if desk.review is not None and isinstance(entry, ReviewedItem):
            found = disagreements_on(desk.review, entry)
            stops = [Stop(each.blind_id, each.title, each) for each in found]
            said = tuple(of_item(desk.review, entry, UNBROKEN)) if not found else ()
            stops = stops or [Stop(entry.blind_id, entry.title, None, said)]
            desk.open(ItemScreen(desk.review, stops, 0, desk.item))

    def back(self, desk: Desk) -> bool:
        """Show all items again."""
        if self.chosen is None:
            return False
        self.chosen = None
        desk.show_page(from_start=True)
        return True


def disagreements_on(review: Review, item: ReviewedItem) -> list[Disagreement]:
    """Give all disagreements on an item, in the order of the rubric."""
    if not item.dimensions:
        return []
    return [each for each in review.disagreements if each.blind_id == item.blind_id]


def of_item(review: Review, item: ReviewedItem, width: int) -> list[Piece]:
    """Give the numbers of an item in words, then who answered what where they differ."""
    differ = f"{item.differing} of {plural(item.pairs, 'pair')} of answers differ"
    if not item.pairs:
        differ = "No two coders have answered the same dimension"
    apart = f", values {number(item.distance)} apart" if item.distance is not None else ""
    done = f"submitted by {item.submitted} of {item.coders}"
    noted = (
        f"{plural(item.flags, 'flag')}, skipped by {item.skips}, "
        f"{plural(item.comments, 'comment')}, {plural(item.cannot_judge, 'answer')} `cannot judge`"
    )
    time = f", {_minutes(item.seconds)} a coder" if item.seconds is not None else ""
    title = f" {item.title}:" if item.title else ""
    pieces = labelled(f"{item.blind_id}{title}", f"{differ}{apart}; {done}.", width)
    pieces += lines(f"{noted}{time}.", width)
    for each in disagreements_on(review, item):
        pieces += answers_line(each, width)
    return pieces


def _searched(item: ReviewedItem) -> str:
    return " ".join([item.title, *(each.label for each in item.dimensions)])


def _minutes(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _spans(item: ReviewedItem, width: int) -> tuple[Span, ...]:
    counts = "".join(
        f"{count or '.':>{room}}"
        for count, room in (
            (item.flags, 5), (item.skips, 5), (item.comments, 5), (item.cannot_judge, 6),
        )
    )  # fmt: skip
    room = DIMENSIONS if item.title else max(DIMENSIONS, width - 52)
    differ = " ".join(visible_line(each.short) for each in item.dimensions)
    hard = "-" if item.difficulty is None else f"{100 * item.difficulty:.0f}%"
    return (
        (f"{item.blind_id:<8}", "strong"),
        (f"{hard:>5}", "bad" if item.dimensions else "quiet"),
        f"{number(item.distance):>6}",
        counts,
        (f"{_minutes(item.seconds):>7}  ", "quiet"),
        (f"{padded(clipped(differ, room), DIMENSIONS)} ", "warn"),
        clipped(item.title, max(8, width - 54 - DIMENSIONS)) if item.title else "",
    )
