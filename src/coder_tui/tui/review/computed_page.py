"""A page of the review that is computed on a worker while the page is already open."""

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coder_tui.analysis.review import StudyFacts
from coder_tui.domain.errors import CoderError
from coder_tui.domain.text import clipped
from coder_tui.tui.dialogs import HelpScreen
from coder_tui.tui.keys_in_force import key_line
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.review.bars import head_of_page
from coder_tui.tui.review.help_text import in_page
from coder_tui.tui.review.pieces import lines

Found = TypeVar("Found")

LINES: tuple[BindingType, ...] = (
    Binding("down,j", "scroll(1)", "line down", id="page-line-down", show=False),
    Binding("up,k", "scroll(-1)", "line up", id="page-line-up", show=False),
)
"""Keys of the pages on which these do not choose anything."""


class ComputedPage(Screen[None], Generic[Found]):
    """Shows that it computes, then what was computed; it can be left meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "back", id="page-leave", show=False),
        Binding("space,pagedown", "page(1)", "page down", id="page-on", show=False),
        Binding("b,pageup", "page(-1)", "page up", id="page-back", show=False),
        Binding("g,home", "end(-1)", "to the start", id="page-start", show=False),
        Binding("G,end", "end(1)", "to the end", id="page-end", show=False),
        Binding("question_mark", "help", "help", id="page-help", show=False),
    ]
    name_of_page: ClassVar[str]
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("page-line-up page-line-down", "line"),
        ("page-back page-on", "page"),
        ("page-help", "help"),
        ("page-leave", "back"),
    )
    """What the line of keys names, by the ids of the bindings."""

    class Computed(Message):
        """What the page shows is there."""

        def __init__(self, found: object) -> None:
            super().__init__()
            self.found = found

    class Failed(Message):
        """It could not be computed."""

        def __init__(self, error: CoderError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, compute: Callable[[], Found], subject: str, study: StudyFacts) -> None:
        """Open a page.

        Args:
            compute: gives what the page shows; called on a worker thread.
            subject: what it is about, for its header.
            study: what has to be known of it stands in the header.
        """
        super().__init__()
        self._compute = compute
        self._subject = subject
        self._study = study
        self._said = "Computing ..."
        self.found: Found | None = None

    # What a page is

    def words(self, found: Found, width: int) -> list[Piece]:
        """Give what scrolls, for so many columns."""
        raise NotImplementedError

    def above(self, found: Found, width: int) -> list[Piece]:
        """Give what stands above it and does not scroll; a page with such lines has their height
        in its style sheet.
        """
        del found, width
        return []

    def help(self) -> list[Piece]:
        """Give the page of help."""
        return in_page(self.app)

    # Computing

    def compose(self) -> ComposeResult:
        """Lay out header, what does not scroll, what does, keys."""
        yield Literal(id="header", classes="bar")
        yield Literal(id="rule", classes="rule")
        yield Literal(id="above")
        # Without focus, so that the keys of the page move it, and no others.
        with VerticalScroll(id="page", can_focus=False):
            yield Literal(id="words")
        yield Literal(id="rule-below", classes="rule")
        yield Literal(id="keys", classes="bar")

    def on_mount(self) -> None:
        """Compute."""
        self.paint()
        self.run_worker(self._work, thread=True, exclusive=True, group="page")

    def _work(self) -> None:
        """Compute. Runs on a worker thread: touches no widget."""
        worker = get_current_worker()
        try:
            message: Message = self.Computed(self._compute())
        except CoderError as error:
            message = self.Failed(error)
        if not worker.is_cancelled:
            self.post_message(message)

    def on_computed_page_computed(self, message: Computed) -> None:
        """Show what was computed."""
        self.take(message.found)  # type: ignore[arg-type]  # from `_compute`, whose type it has
        self.paint()

    def on_computed_page_failed(self, message: Failed) -> None:
        """Say why there is nothing."""
        self._said = str(message.error)
        self.paint()

    def take(self, found: Found) -> None:
        """Keep what was computed."""
        self.found = found

    # Painting

    def on_resize(self) -> None:
        """Lay out for another size."""
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """Paint all."""
        if not self.is_mounted:
            return
        width = self.size.width - 2
        self._show("header", head_of_page(self.name_of_page, self._subject, self._study, width))
        for name in ("rule", "rule-below"):
            self._show(name, ["─" * width])
        self._show("keys", [clipped(key_line(self.app, self.keys), width)])
        # The page has a column for its scroll bar, and one between that and the words.
        width -= 2
        found = self.found
        self._show("above", [] if found is None else self.above(found, width))
        said = lines(self._said, width) if found is None else self.words(found, width)
        self._show("words", said)
        self.query_one("#words", Literal).refresh(layout=True)

    def _show(self, name: str, pieces: list[Piece]) -> None:
        self.query_one(f"#{name}", Literal).show(pieces)

    # Keys

    @property
    def _page(self) -> VerticalScroll:
        return self.query_one("#page", VerticalScroll)

    def action_scroll(self, step: int) -> None:
        """Scroll by lines."""
        self._page.scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Scroll by pages."""
        self.action_scroll(step * max(1, self._page.size.height - 1))

    def action_end(self, step: int) -> None:
        """Scroll to the start or the end."""
        page = self._page
        page.scroll_to(y=0 if step < 0 else page.max_scroll_y, animate=False)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.help()))

    def action_leave(self) -> None:
        """Go back, whether or not it is computed."""
        self.dismiss(None)
