"""One disagreement with its item, to read."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coder_tui.analysis.review import Disagreement, Review
from coder_tui.domain.errors import CoderError
from coder_tui.domain.items import ItemView
from coder_tui.domain.text import clipped
from coder_tui.tui.dialogs import HelpScreen
from coder_tui.tui.literal import Literal, Piece, tell
from coder_tui.tui.review.details import explanation, of_disagreement
from coder_tui.tui.review.help_text import help_pieces
from coder_tui.tui.transcript_view import ItemText

WIDE = 100
KEYS = "[ ] turn  ' cited  < > disagreement  o fold  w in full  ? help  Esc back"


class ItemScreen(Screen[None]):
    """Shows an item and what its coders answered on one dimension."""

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
        found: Sequence[Disagreement],
        place: int,
        load: Callable[[str], ItemView],
    ) -> None:
        super().__init__()
        self.review = review
        self.found = found
        self.place = place
        self._load = load

    @property
    def disagreement(self) -> Disagreement:
        """The disagreement that is shown."""
        return self.found[self.place]

    def compose(self) -> ComposeResult:
        """Lay out header, item, both sides, keys."""
        yield Literal(id="header", classes="bar")
        yield Literal(id="title", classes="rule")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ItemText(id="item")
            yield Literal(id="side")
        yield Literal(id="rule", classes="rule")
        yield Literal(id="below")
        yield Literal(id="rule-below", classes="rule")
        yield Literal(KEYS, id="keys", classes="bar")

    def on_mount(self) -> None:
        """Read the item."""
        self.query_one(ItemText).focus()
        self._open()

    def on_resize(self) -> None:
        """Lay the texts out for another width."""
        self.call_after_refresh(self._paint)

    def _open(self) -> None:
        blind_id = self.disagreement.blind_id
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
        item = self.query_one(ItemText)
        item.show_item(message.item)
        item.mark_cited(self._cited())
        if self._cited():
            item.go_to(self._cited()[0])

    def on_item_screen_failed(self, message: Failed) -> None:
        """Say what is wrong."""
        tell(self.app, str(message.error), title=message.error.title, error=True)

    def _cited(self) -> list[int]:
        return sorted(
            {part for side in self.disagreement.answers for part, _ in side.evidence if part}
        )

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        width = self.size.width - 2
        shown = self.disagreement
        header: list[Piece] = [
            (shown.blind_id, "$accent bold"),
            f"  disagreement {self.place + 1} of {len(self.found)}   read-only",
        ]
        if self.review.study.simulated:
            header += ["   ", ("SIMULATED", "$warning")]
        title = f"── {clipped(shown.title, width - 6)} " if shown.title else ""
        self._show("header", header)
        self._show("title", [title + "─" * max(0, width - len(title))])
        if self.size.width >= WIDE:
            panel = self.query_one("#side", Literal)
            self._show("side", of_disagreement(shown, max(20, panel.size.width - 3)))
        else:
            self._show("below", of_disagreement(shown, width))
        self._show("rule", ["─" * width])
        self._show("rule-below", ["─" * width])

    def _show(self, name: str, pieces: list[Piece]) -> None:
        self.query_one(f"#{name}", Literal).show(pieces)

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss(None)

    def action_cited(self) -> None:
        """Go to the next cited part behind the cursor."""
        item = self.query_one(ItemText)
        cited, part = self._cited(), item.current_part
        if not cited or part is None:
            tell(self.app, "Nothing is cited here.")
            return
        item.go_to(next((each for each in cited if each > part.idx), cited[0]))

    def action_step(self, step: int) -> None:
        """Open the previous or next disagreement of the list."""
        place = self.place + step
        if 0 <= place < len(self.found):
            self.place = place
            self._open()

    def action_why(self) -> None:
        """Show comments and evidence in full."""
        width = min(self.size.width - 10, 100)
        self.app.push_screen(HelpScreen(explanation(self.review, self.disagreement, 2, width)))

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(help_pieces()))
