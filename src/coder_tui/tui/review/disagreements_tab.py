"""The tab of disagreements: items on which coders of a kind differ."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, cast

from coder_tui.analysis.confusion import Cell, Matrix, Pair
from coder_tui.analysis.disagreements import Disagreement, how_many
from coder_tui.analysis.fuzzy import Searched
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.narrowing import (
    PAIR,
    Narrowing,
    of_cell,
    of_dimension,
    size_of,
    words_of_cell,
)
from coder_tui.analysis.review import Review
from coder_tui.domain.cells import width as width_of
from coder_tui.domain.columns import fitted, padded
from coder_tui.domain.text import clipped
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.confusion_screen import ConfusionScreen
from coder_tui.tui.review.disagreement_detail import disagreement_in_full, of_disagreement
from coder_tui.tui.review.filter_menu import choose
from coder_tui.tui.review.item_screen import ItemScreen, Stop
from coder_tui.tui.review.items_tab import Chosen, ItemsTab
from coder_tui.tui.review.page import IN_RUBRIC_ORDER, Key, Order, Page, Row
from coder_tui.tui.review.tab import Desk, Tab
from coder_tui.tui.row_list import Span

NO_TABLE = "There is no item that two coders of one kind have answered."
LATE = "`late`: an answer came after the freeze and is in no agreement. "
TITLE, LEAST = 30, 8
"""Columns of a title at most; those from which on a title or a comment is worth beginning."""
HELD_BACK = (
    "Without the key disagreements are shown on items that every coder who has them has submitted; "
    "agreement is computed of every submitted score, shown or not."
)


def _of(row: Row) -> Disagreement:
    return cast(Disagreement, row.entry)


def _widest(row: Row) -> Key:
    return (-(size_of(_of(row)) or 0.0),)


def _item(row: Row) -> Key:
    return (_of(row).blind_id,)


def _most_comments(row: Row) -> Key:
    return (-sum(len(side.comments) for side in _of(row).answers),)


def _undecided(row: Row) -> Key:
    return (_of(row).final is not None,)


class DisagreementsTab(Tab):
    """Where coders differ, with what they said."""

    name = "Disagreements"
    orders: ClassVar[tuple[Order, ...]] = (
        IN_RUBRIC_ORDER,
        Order("widest first", _widest),
        Order("by item", _item),
        Order("most comments first", _most_comments),
        Order("undecided first", _undecided),
    )
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("review-narrow", "filter"),
        ("review-matrix", "table"),
    )

    def __init__(self) -> None:
        self.narrowing = Narrowing()
        self._words: tuple[Sequence[Row], Searched] | None = None
        """The lines that were searched last, and their words."""
        self._lines: tuple[Sequence[Disagreement], int, dict[int, Row]] | None = None
        """What lines were made of last, for which width, and these."""

    def show_only(self, measured: Measured, review: Review) -> None:
        """Show the disagreements behind a line of agreement, and no others."""
        kind = measured.coder_kind
        wanted = of_dimension(measured.dimension, kind, said_with_kind=many_kinds(review))
        self.narrowing = Narrowing().by(wanted)

    def page(self, review: Review, width: int) -> Page:
        """Give a line a disagreement."""
        found = self.narrowing.apply(review.disagreements)
        lines = self._lines_of(review.disagreements, width)
        rows = tuple(lines[id(each)] for each in found)
        held = f" {_held_back(review)}" if review.held_back else ""
        head = f"{'item':<8}{'dim':<5}{'answers':<28} decided, title: comment"
        empty = f"No disagreement to show.{held}"
        if review.disagreements:
            empty = "No disagreement fits what is asked; Esc takes the last filter off."
        return Page(head, rows, empty, f"{how_many(found)}.{held}")

    def _lines_of(self, found: Sequence[Disagreement], width: int) -> dict[int, Row]:
        """Give the line of each disagreement by its identity; made once, for there may be many."""
        if self._lines is None or self._lines[0] is not found or self._lines[1] != width:
            lines = {id(each): Row(each, partial(_spans, each, width)) for each in found}
            self._lines = found, width, lines
        return self._lines[2]

    def detail(self, review: Review, entry: object, width: int) -> list[Piece]:
        """Give both sides."""
        del review
        if not isinstance(entry, Disagreement):
            return []
        return of_disagreement(entry, width, self.room)

    def explanation(self, review: Review, entry: object | None, width: int) -> list[Piece]:
        """Give both sides in full."""
        del review
        full = disagreement_in_full(entry, width) if isinstance(entry, Disagreement) else []
        return [*full, "\n"]

    def about(self, review: Review) -> str:
        """Say what a disagreement is, what is late, and who stands behind it."""
        letters = "Without the key, coders stand under letters that change from item to item."
        return (
            "A disagreement is of values, or of whether there is something to score "
            f"(applicable?). {LATE if review.study.closed.late_scores else ''}"
            f"{_held_back(review) if review.held_back else letters}"
        )

    def search(self, rows: Sequence[Row], wanted: str) -> list[Row]:
        """Give those that hold the words, or nearly, in anything that they say."""
        known = self._words
        if known is None or not _same(known[0], rows):
            texts = [f"{row.text} {_searched(_of(row))}" for row in rows]
            known = self._words = rows, Searched(texts)
        return [rows[place] for place in known[1].find(wanted)]

    def state(self, review: Review) -> Sequence[str]:
        """Say what is asked of the disagreements shown."""
        del review
        return self.narrowing.words

    def open(self, desk: Desk, entry: object) -> None:
        """Open the item."""
        found = [_of(row) for row in desk.rows]
        stops = [Stop(each.blind_id, each.title, each) for each in found]
        if desk.review is not None and isinstance(entry, Disagreement):
            screen = ItemScreen(desk.review, stops, desk.place, desk.item)
            desk.open(screen, partial(_come_back, desk, found))

    def back(self, desk: Desk) -> bool:
        """Take the filter off that was chosen last."""
        if not self.narrowing.filters:
            return False
        self.narrowing = self.narrowing.without_last
        desk.show_page(from_start=True)
        return True

    def has(self, action: str) -> bool:
        """Whether one of the own keys of tabs is this tab's."""
        return action in ("narrow", "matrix")

    def press(self, action: str, desk: Desk) -> None:
        """Choose a filter, or open the table of the current line's dimension."""
        if desk.review is None:
            return
        if action == "narrow":
            self._choose(desk, desk.review)
        elif desk.rows:
            current = _of(desk.rows[desk.place])
            chosen = self.narrowing.of(PAIR)
            pair = (str(chosen.key[0]), str(chosen.key[1])) if chosen else None
            open_matrix(desk, current.dimension.id, current.coder_kind, pair)
        else:
            _say_no_table(desk)

    def _choose(self, desk: Desk, review: Review) -> None:
        def take(narrowing: Narrowing) -> None:
            self.narrowing = narrowing
            desk.show_page(from_start=True)

        choose(desk, self.narrowing, review.disagreements, review.study.with_key, take)


def open_matrix(desk: Desk, dimension_id: str, coder_kind: str, coders: Pair | None = None) -> None:
    """Open the table of a dimension; `Enter` there leads to the items behind a cell."""
    review = desk.review
    answered = review.answered if review else ()
    places = [(each.dimension.id, each.coder_kind) for each in answered]
    if review is None or (dimension_id, coder_kind) not in places:
        _say_no_table(desk)
        return

    def opened(matrix: Matrix, cell: Cell) -> None:
        if cell.agrees:
            words = words_of_cell(matrix, cell)
            ids = frozenset(cell.blind_ids)
            desk.tab(ItemsTab).chosen = Chosen(words, ids, cell.items)
            desk.turn_to(ItemsTab, afresh=True)
        else:
            desk.tab(DisagreementsTab).narrowing = Narrowing().by(of_cell(matrix, cell))
            desk.turn_to(DisagreementsTab, afresh=True)

    place = places.index((dimension_id, coder_kind))
    desk.open(ConfusionScreen(answered, place, coders, opened, review.study))


def _say_no_table(desk: Desk) -> None:
    named = desk.review is not None and desk.review.study.with_key
    desk.say(NO_TABLE if named else HELD_BACK)


def _come_back(desk: Desk, found: Sequence[Disagreement], place: int | None) -> None:
    """Stand on the disagreement that was looked at last, unless the list is another by now."""
    if place is not None and [_of(row) for row in desk.rows] == found:
        desk.go_to(place)


def _held_back(review: Review) -> str:
    return f"{review.held_back} are held back until every coder who has the item has submitted it."


def _same(before: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether lines stand for the same disagreements."""
    return len(before) == len(rows) and all(
        one.entry is other.entry for one, other in zip(before, rows, strict=True)
    )


def _searched(each: Disagreement) -> str:
    """Give all words of a disagreement, those of its decision as far as this reader is told."""
    said = [each.blind_id, each.title, each.dimension.id, each.dimension.label]
    if each.decision is not None:
        said += [each.decision.words, each.decision.sentence]
    for side in each.answers:
        said += [*side.comments, *(quote for _, quote in side.evidence)]
    return " ".join(said)


def _spans(each: Disagreement, width: int) -> tuple[Span, ...]:
    answers = " | ".join(f"{clipped(a.coder, 12)} {a.answer.word}" for a in each.answers)
    said = next((comment for a in each.answers for comment in a.comments), "")
    decided = f" {each.outcome}" if each.outcome else ""
    kind = "" if each.kind == "value" else " applicable?"
    late = " late" if each.late else ""
    taken = 14 + max(28, width_of(answers)) + len(decided) + len(late) + len(kind)
    title, said = _title_and_comment(each.title, said, width - taken)
    return (
        (f"{each.blind_id:<8}", "strong"),
        (f"{fitted(each.dimension.short, 4)} ", "quiet"),
        padded(answers, 28),
        (decided, "warn" if each.decided_after else "good"),
        (f"{late}{kind}", "warn"),
        (title, "text"),
        (said, "quiet"),
    )


def _title_and_comment(title: str, said: str, room: int) -> tuple[str, str]:
    """Give both as far as there is room, with a colon between them."""
    title = f" {clipped(title, min(TITLE, room - 1))}" if title and room >= LEAST else ""
    left = room - width_of(title) - (2 if title else 1)
    if not said or left < LEAST - 1:
        return title, ""
    return f"{title}:" if title else "", f" {clipped(said, left)}"


def many_kinds(review: Review) -> bool:
    """Whether more than one kind of coder has agreement to show."""
    return len({each.coder_kind for each in review.paired}) > 1
