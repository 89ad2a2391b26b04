"""Alignment profiles side by side: arrows choose which systems stand there."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coder_tui.analysis.profile_drawing import LABEL, beside, draw
from coder_tui.analysis.profiles import Profile, Profiles
from coder_tui.analysis.review import StudyFacts
from coder_tui.domain.errors import CoderError
from coder_tui.domain.text import clipped
from coder_tui.tui.dialogs import HelpScreen
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.review.bars import seal_mark
from coder_tui.tui.review.pieces import lines
from coder_tui.tui.review.profiles_page import (
    head_pieces,
    in_profiles,
    line_pieces,
    page_pieces,
)


class ProfilesScreen(Screen[None]):
    """Shows as many systems as there is room for; computed on a worker."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,o", "dismiss(None)", "back", id="profiles-leave", show=False),
        Binding("left,h", "choose(-1)", "place to the left", id="profiles-left", show=False),
        Binding("right,l", "choose(1)", "place to the right", id="profiles-right", show=False),
        Binding("down,j", "turn(1)", "next system there", id="profiles-next", show=False),
        Binding("up,k", "turn(-1)", "previous system there", id="profiles-before", show=False),
        Binding("space,pagedown", "page(1)", "page down", id="profiles-on", show=False),
        Binding("b,pageup", "page(-1)", "page up", id="profiles-back", show=False),
        Binding("question_mark", "help", "help", id="profiles-help", show=False),
    ]

    class Loaded(Message):
        """The profiles have been computed."""

        def __init__(self, found: Profiles) -> None:
            super().__init__()
            self.found = found

    class Failed(Message):
        """They could not be."""

        def __init__(self, error: CoderError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, load: Callable[[], Profiles], study: StudyFacts) -> None:
        super().__init__()
        self._load = load
        self._study = study
        self._found: Profiles | None = None
        self._fault = ""
        self._places: list[int] = []
        """Which system stands at each place, from the left; more than are shown when narrow."""
        self._chosen = 0

    def compose(self) -> ComposeResult:
        """Lay out header, heads, page, keys."""
        yield Literal(id="header", classes="bar")
        yield Literal(id="rule", classes="rule")
        yield Literal(id="heads")
        # Without focus, so that the arrows choose systems and do not scroll.
        with VerticalScroll(id="page", can_focus=False):
            yield Literal(id="words")
        yield Literal(id="rule-below", classes="rule")
        yield Literal(id="keys", classes="bar")

    def on_mount(self) -> None:
        """Compute."""
        self._paint()
        self.run_worker(self._compute, thread=True, exclusive=True, group="profiles")

    def on_resize(self) -> None:
        """Lay out anew."""
        self.call_after_refresh(self._paint)

    def _compute(self) -> None:
        """Compute the profiles. Runs on a worker thread: touches no widget."""
        worker = get_current_worker()
        try:
            message: Message = self.Loaded(self._load())
        except CoderError as error:
            message = self.Failed(error)
        if not worker.is_cancelled:
            self.post_message(message)

    def on_profiles_screen_loaded(self, message: Loaded) -> None:
        """Show the first systems."""
        self._found, self._fault = message.found, message.found.note
        self._places = list(range(len(message.found.systems)))
        self._paint()

    def on_profiles_screen_failed(self, message: Failed) -> None:
        """Say why there are none."""
        self._fault = str(message.error)
        self._paint()

    @property
    def shown(self) -> tuple[Profile, ...]:
        """The systems that stand side by side."""
        if self._found is None or not self._found.systems:
            return ()
        across = beside(self.size.width, len(self._places))
        return tuple(self._found.systems[at] for at in self._places[:across])

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        width = self.size.width - 2
        marks = ["SIMULATED"] if self._study.simulated else []
        marks += [each for each in [seal_mark(self._study)] if each]
        room = width - 10 - sum(2 + len(each) for each in marks)
        header: list[Piece] = [("PROFILES", "$accent bold")]
        header.append(f"  {clipped(self._study.title, max(8, room))}")
        for each in marks:
            header += ["  ", (each, "$warning bold")]
        self.query_one("#header", Literal).show(header)
        for name in ("rule", "rule-below"):
            self.query_one(f"#{name}", Literal).show(["─" * width])
        keys = "Left/Right place  Up/Down system  Space b page  ? help  Esc back"
        self.query_one("#keys", Literal).show([clipped(keys, width)])
        self._paint_profiles()

    def _paint_profiles(self) -> None:
        """Paint axes and words of what stands side by side."""
        heads, words = self.query_one("#heads", Literal), self.query_one("#words", Literal)
        shown = self.shown
        if self._found is None or not shown:
            said = self._fault or "Computing ..."
            pieces = lines(said, self.size.width - 4)
            heads.show([])
        else:
            self._chosen = min(self._chosen, len(shown) - 1)
            drawing = draw(shown, self.size.width - 2)
            heads.show(head_pieces(drawing, self._chosen, LABEL))
            pieces = line_pieces(drawing)
            chosen = shown[self._chosen]
            pieces += page_pieces(self._found, shown, chosen, self.size.width - 3)
        words.styles.height = 1 + sum(_text(each).count("\n") for each in pieces)
        words.show(pieces)

    def action_choose(self, step: int) -> None:
        """Choose the place whose system Up and Down change."""
        if self.shown:
            self._chosen = max(0, min(self._chosen + step, len(self.shown) - 1))
            self._paint()

    def action_turn(self, step: int) -> None:
        """Put the next system, of those that are not shown, at the chosen place."""
        found, across = self._found, len(self.shown)
        if found is None or len(self._places) <= across:
            return
        here = at = self._places[self._chosen]
        while at in self._places[:across]:
            at = (at + step) % len(found.systems)
        there = self._places.index(at)
        self._places[self._chosen], self._places[there] = at, here
        self._paint()

    def action_help(self) -> None:
        """Show the keys and the marks in full."""
        self.app.push_screen(HelpScreen(in_profiles()))

    def action_page(self, step: int) -> None:
        """Scroll by pages."""
        page = self.query_one("#page", VerticalScroll)
        page.scroll_relative(y=step * max(1, page.size.height - 1), animate=False)


def _text(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece[0]
