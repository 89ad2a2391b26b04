"""An item to read, with what its coders answered where they differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coder_tui.analysis.disagreements import Disagreement
from coder_tui.analysis.review import Review
from coder_tui.domain.adjudication import CitedPlace, letter
from coder_tui.domain.cells import width as width_of
from coder_tui.domain.errors import CoderError
from coder_tui.domain.items import ItemView
from coder_tui.domain.text import clipped
from coder_tui.tui.cited import evidence_words, places_in, position, signs
from coder_tui.tui.dialogs import HelpScreen
from coder_tui.tui.keys_in_force import key_line
from coder_tui.tui.literal import Literal, Piece, tell
from coder_tui.tui.review.bars import head_of_page
from coder_tui.tui.review.disagreement_detail import disagreement_in_full, of_disagreement
from coder_tui.tui.review.help_text import in_item
from coder_tui.tui.transcript_view import ItemText

WIDE = 100
BELOW = 7
"""Lines for both sides below the text, as in the style sheet."""
KEYS = (
    ("part-back part-on", "turn"),
    ("item-cited", "cited"),
    ("disagreement-back disagreement-on", "disagreement"),
    ("fold", "fold"),
    ("item-why", "in full"),
    ("item-help", "help"),
    ("item-leave", "back"),
)
"""What the line of keys names, by the ids of the bindings."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One of the places that the screen steps through."""

    blind_id: str
    title: str
    disagreement: Disagreement | None
    """None for an item on which nobody differs."""
    said: tuple[Piece, ...] = ()
    """What is said in place of a disagreement."""


class ItemScreen(Screen[int]):
    """Shows an item and its answers on one dimension; tells which stop was looked at last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "back", "back", id="item-leave", show=False),
        Binding("apostrophe", "cited", "cited", id="item-cited", show=False),
        Binding("less_than_sign", "step(-1)", "previous", id="disagreement-back", show=False),
        Binding("greater_than_sign", "step(1)", "next", id="disagreement-on", show=False),
        Binding("w", "why", "in full", id="item-why", show=False),
        Binding("question_mark", "help", "help", id="item-help", show=False),
    ]

    class Loaded(Message):
        """An item has been read."""

        def __init__(self, item: ItemView) -> None:
            super().__init__()
            self.item = item

    class Failed(Message):
        """An item could not be read."""

        def __init__(self, error: CoderError) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self,
        review: Review,
        stops: Sequence[Stop],
        place: int,
        load: Callable[[str], ItemView],
    ) -> None:
        super().__init__()
        self.review = review
        self.stops = stops
        self.place = place
        self._load = load
        self._item: ItemView | None = None
        self._places: tuple[CitedPlace, ...] = ()
        self._lost: tuple[tuple[str, str], ...] = ()
        """Letters and words of what is no longer in the text."""
        self._place = 0
        """Which of the places was gone to last."""

    @property
    def stop(self) -> Stop:
        """What is shown."""
        return self.stops[self.place]

    @property
    def disagreement(self) -> Disagreement | None:
        """The disagreement that is shown."""
        return self.stop.disagreement

    def compose(self) -> ComposeResult:
        """Lay out header, item, both sides, keys."""
        yield Literal(id="header", classes="bar")
        yield Literal(id="title", classes="rule")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ItemText(id="item", lettered=True)
                yield Literal(id="position", classes="bar")
            yield Literal(id="side")
        yield Literal(id="rule", classes="rule")
        yield Literal(id="below")
        yield Literal(id="rule-below", classes="rule")
        yield Literal(id="keys", classes="bar")

    def on_mount(self) -> None:
        """Read the item."""
        self.query_one(ItemText).focus()
        self._open()

    def on_resize(self) -> None:
        """Lay the texts out for another width."""
        self.call_after_refresh(self._paint)

    def _open(self) -> None:
        blind_id = self.stop.blind_id
        self._item, self._places, self._lost = None, (), ()
        self._show_keys()
        self.run_worker(lambda: self._read(blind_id), thread=True, exclusive=True, group="item")
        self._paint()

    def _read(self, blind_id: str) -> None:
        """Read an item. Runs on a worker thread: touches no widget."""
        worker = get_current_worker()
        try:
            message: Message = self.Loaded(self._load(blind_id))
        except CoderError as error:
            message = self.Failed(error)
        if not worker.is_cancelled:
            self.post_message(message)

    def on_item_screen_loaded(self, message: Loaded) -> None:
        """Show the item, marked where it is cited, from the first such place."""
        item, self._item = self.query_one(ItemText), message.item
        answers = self.disagreement.answers if self.disagreement else ()
        self._places, self._lost = places_in(
            message.item,
            [(letter(place), side.citations) for place, side in enumerate(answers)],
        )
        self._place = 0
        item.show_item(message.item)
        item.mark_evidence(self._places, signs=signs(self._places))
        if self._places:
            self._go_to_place()
        self._paint_position()

    def on_item_screen_failed(self, message: Failed) -> None:
        """Say what is wrong."""
        tell(self.app, str(message.error), title=message.error.title, error=True)

    def _go_to_place(self) -> None:
        place, item = self._places[self._place], self.query_one(ItemText)
        item.go_to(place.part)
        if place.start:
            item.go_to_place(place.part, place.start)

    @on(ItemText.Moved)
    def _paint_position(self) -> None:
        """Say where the cursor is, and who cites that part."""
        item = self.query_one(ItemText)
        width = item.size.width - 2
        if self._item is not None:
            part, below = item.current_part, item.more_below
            self._show("position", position(self._item, part, self._places, below, width))

    def on_key(self) -> None:
        """Let any key take away what the key before said."""
        self._show_keys()

    def _show_keys(self) -> None:
        self._show("keys", [key_line(self.app, KEYS)])

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        width = self.size.width - 2
        shown = self.stop
        where = f"disagreement {self.place + 1} of {len(self.stops)}"
        if shown.disagreement is None:
            where = "no disagreement"
        condition = self.review.conditions_of.get(shown.blind_id, "")
        study = self.review.study
        header = head_of_page(shown.blind_id, condition, study, width, (where, "read-only"))
        title = f"── {clipped(shown.title, width - 6)} " if shown.title else ""
        self._show("header", header)
        self._show("title", [title + "─" * max(0, width - width_of(title))])
        if self.size.width >= WIDE:
            panel = self.query_one("#side", Literal)
            room = max(1, panel.size.height)
            self._show("side", self._sides(max(20, panel.size.width - 3), room))
        else:
            self._show("below", self._sides(width, BELOW))
        self._paint_position()
        self._show("rule", ["─" * width])
        self._show("rule-below", ["─" * width])

    def _sides(self, width: int, room: int | None = None) -> list[Piece]:
        """Give both sides under the letters that stand in the margin of the text.

        Args:
            width: columns.
            room: lines that there are; None: as many as it takes.
        """
        if self.disagreement is None:
            return list(self.stop.said)
        sides = _lettered(self.disagreement)
        if room is None:
            return disagreement_in_full(sides, width)
        return of_disagreement(sides, width, room)

    def _show(self, name: str, pieces: list[Piece]) -> None:
        self.query_one(f"#{name}", Literal).show(pieces)

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss(self.place)

    def action_cited(self) -> None:
        """Go to the next place that somebody cites, and say whose it is; a lost one is said."""
        if self._item is not None and self._places:
            self._place = (self._place + 1) % len(self._places)
            self._go_to_place()
            place, count = self._places[self._place], len(self._places)
            words = evidence_words(self._item, place, self._place + 1, count)
            self._show("keys", [(words, "$success")])
        if self._lost:
            letter, words = self._lost[0]
            gone = f'LOST, no longer in the text: {letter} "{clipped(words, 40)}"'
            more = f", and {len(self._lost) - 1} more" if len(self._lost) > 1 else ""
            self._show("keys", [(f"{gone}{more}", "$warning")])
        elif not self._places:
            self._show("keys", [("Nothing is cited here.", "$warning")])

    def action_step(self, step: int) -> None:
        """Open the previous or next disagreement of the list."""
        place = self.place + step
        if 0 <= place < len(self.stops):
            self.place = place
            self._open()

    def action_why(self) -> None:
        """Show comments and evidence in full."""
        width = min(self.size.width - 10, 100)
        self.app.push_screen(HelpScreen(self._sides(width)))

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(in_item(self.app)))


def _lettered(shown: Disagreement) -> Disagreement:
    """Put before each name the letter under which its evidence is marked."""
    sides = [
        each
        if each.coder == letter(place)
        else replace(each, coder=f"{letter(place)}  {each.coder}")
        for place, each in enumerate(shown.answers)
    ]
    return replace(shown, answers=tuple(sides))
