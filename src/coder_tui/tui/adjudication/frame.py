"""The frame of the adjudication screen: what is laid out, painted, and let through to actions."""

import time
from collections.abc import Callable
from datetime import datetime

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from coder_tui.domain.adjudication import Case, CitedPlace
from coder_tui.storage.unblinding import unblinding
from coder_tui.tui.adjudication import panels
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.adjudication.ends import nothing
from coder_tui.tui.adjudication.hints import hints
from coder_tui.tui.adjudication.keys import OPENING, REASON_BY_KEY, TAKING_WORDS, decides
from coder_tui.tui.adjudication.said import said, said_height
from coder_tui.tui.adjudication.steps import Step
from coder_tui.tui.app import MIN_HEIGHT, MIN_WIDTH, CoderApp
from coder_tui.tui.cited import places_in, signs
from coder_tui.tui.coding.header_panel import entry_title
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.notice import Notice
from coder_tui.tui.transcript_view import ItemText

DEAF_SECONDS = 0.4
"""Values are ignored for so long after a case change: the eye is still on the case before."""

WIDE, SHORT = 100, 22

OPENED = "Conditions are open: what you decide now is marked as decided after that."


class AdjudicationFrame(Screen[None]):
    """Everything of the adjudication screen but what its keys do."""

    def __init__(
        self,
        desk: Desk,
        *,
        leave: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.desk = desk
        self._leave = leave
        self._clock = clock
        self._deaf_until = 0.0
        self._saved_at = ""
        self._notice: Notice | None = None
        self._too_small = False
        self._shown: Case | None = None
        self._stops: tuple[CitedPlace, ...] = ()
        self._lost: tuple[tuple[str, str], ...] = ()
        self._stop = 0

    # Layout

    def compose(self) -> ComposeResult:
        """Lay out header, item, position, rubric, what was said, keys."""
        yield Literal(id="header", classes="bar")
        yield Literal(id="title", classes="rule")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ItemText(id="item", lettered=True)
                yield Literal(id="position", classes="bar")
            yield Literal(id="wide")
        yield Literal(id="nothing")
        yield Literal(id="rule", classes="rule")
        yield Literal(id="anchors")
        yield Literal(id="said")
        yield Literal(id="decision", classes="rule")
        yield Literal(id="keys", classes="bar")
        yield Literal(id="too-small")

    def on_mount(self) -> None:
        """Show the first case that waits."""
        self.desk.open_first()
        self._show_case()
        self._deaf_until = 0.0
        self._item.focus()
        if unblinding(self.desk.study.connection) is not None:
            self._notice = Notice(OPENED, refused=True)
        self._paint()

    @property
    def _item(self) -> ItemText:
        return self.query_one(ItemText)

    def on_resize(self, event: events.Resize) -> None:
        """Say so, and let no key decide, when the screen has become too small."""
        self._too_small = event.size.width < MIN_WIDTH or event.size.height < MIN_HEIGHT
        self.set_class(self._too_small, "-too-small")
        self.set_class(event.size.height < SHORT, "-short")
        self._fit_said()
        self.call_after_refresh(self._paint)

    @on(ItemText.Moved)
    def follow_cursor(self) -> None:
        """Keep the position line true."""
        self._paint_position()

    # Painting

    def _show_case(self) -> None:
        """Show another case; its text opens at the first place that somebody cites."""
        case, item = self.desk.case, self.desk.item
        self._shown = case
        self._stops, self._lost, self._stop = (), (), 0
        self._deaf_until = self._clock() + DEAF_SECONDS
        self.set_class(case is None, "-nothing")
        self._fit_said()
        if case is None or item is None:
            return
        self._stops, self._lost = places_in(
            item, [(side.letter, [c for c in side.citations if not c.is_search])
                   for side in case.sides]
        )  # fmt: skip
        self._item.show_item(item)
        self._item.mark_evidence(self._stops, signs=signs(self._stops))
        if self._stops:
            self.call_after_refresh(self._item.go_to, self._stops[0].part)

    def _fit_said(self) -> None:
        height = said_height(self.desk.case, short=self.size.height < SHORT)
        self.query_one("#said", Literal).styles.height = height

    def _paint(self) -> None:
        """Paint all lines around the item; those that stay the same cost nothing."""
        if not self.is_mounted:
            return
        desk, width, show = self.desk, self.size.width - 2, self._literal
        self.set_class(desk.step is Step.REASON, "-reason")
        show("header", panels.header(desk, width, self._saved_at))
        show("title", entry_title(desk.item, width) if desk.item else ["─" * width])
        show("nothing", nothing(desk) if desk.case is None else [])
        self._paint_case(width)
        show("decision", panels.decision(desk, width))
        show("keys", self._bottom_line(width))
        if self._too_small:
            size = f"{self.size.width} x {self.size.height}"
            show("too-small", [f"The window is {size}; {MIN_WIDTH} x {MIN_HEIGHT} are needed."])
        self._paint_position()

    def _paint_case(self, width: int) -> None:
        case = self.desk.case
        if case is None:
            return
        if self.size.width >= WIDE:
            panel = self.query_one("#wide", Literal)
            self._literal("wide", panels.wide_panel(self.desk, panel.size.width - 2))
            return
        short = self.size.height < SHORT
        height = panels.ANCHOR_LINES_SHORT if short else panels.ANCHOR_LINES
        self._literal("rule", panels.before(case, width))
        self._literal("anchors", panels.anchors(self.desk, width, height))
        self._literal("said", said(case, width, short=short))

    def _paint_position(self) -> None:
        item = self._item
        width = item.size.width - 2
        pieces = panels.position(self.desk, item.current_part, self._stops, item.more_below, width)
        self._literal("position", pieces)

    def _literal(self, name: str, pieces: list[Piece]) -> None:
        self.query_one(f"#{name}", Literal).show(pieces)

    def _bottom_line(self, width: int) -> list[Piece]:
        """Give the notice, if there is one, else the keys."""
        if self._notice is not None and self._notice.text:
            style = "$warning" if self._notice.refused else "$success"
            return [(self._notice.within(width), style)]
        return hints(self.desk, width)

    def _done(self, notice: Notice | None) -> None:
        """Show what a key came to."""
        self._notice = notice
        if self.desk.case != self._shown:
            self._show_case()
        self._paint()

    def _wrote(self, notice: Notice | None, before: int) -> None:
        """Show what a key came to that may have written something."""
        if self.desk.written > before:
            self._saved_at = datetime.now().astimezone().strftime("%H:%M:%S")
        self._done(notice)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let nothing decide on a screen too small to show what is decided."""
        del parameters
        if self._too_small:
            return action == "leave"
        return action != "reason" or self.desk.step is Step.REASON

    # What is typed ahead

    def opens_box(self, key: str) -> bool:
        """Whether a key may open a box."""
        meant, desk = self._means(key), self.desk
        if desk.case is None or desk.unsaved or self._too_small:
            return meant == "i" and not self._too_small
        if desk.step is Step.REASON and meant.lower() in REASON_BY_KEY:
            return meant.isupper() or desk.owes_sentence(REASON_BY_KEY[meant])
        return meant in OPENING

    def takes_words(self, key: str) -> bool:
        """Whether a key opens a box for words."""
        return self._means(key) in TAKING_WORDS and self.opens_box(key)

    def _means(self, key: str) -> str:
        """Give the shipped key that means what this one means."""
        return self.app.default_of(key) if isinstance(self.app, CoderApp) else key

    # Accidents

    def keys_together(self, keys: list[str], *, mixed: bool = False) -> bool:
        """Drop keys that came in one read if any of them decides; True: they are dealt with."""
        del mixed
        if not decides(keys, self.desk.step):
            return False
        text = f"{len(keys)} keys arrived together and were dropped; press them one by one."
        if len(keys) == 1:
            text = "A key arrived with other input and was dropped; press it alone."
        self._done(Notice(text, refused=True))
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Drop a paste, aloud."""
        event.stop()
        self._done(Notice("A paste was dropped; keys are pressed one by one.", refused=True))

    def _is_deaf(self) -> bool:
        """Whether a value comes too early to be meant for this case; says so."""
        deaf = self._clock() < self._deaf_until
        if deaf:
            self._done(Notice("New case: the key was ignored, look first.", refused=True))
        return deaf
