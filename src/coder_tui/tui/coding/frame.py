"""The frame of the coding screen: what is laid out, painted, and let through to the actions."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.css.scalar import Scalar

from coder_tui.tui.app import MIN_HEIGHT, MIN_WIDTH, CoderApp
from coder_tui.tui.coding import header_panel, rubric_panel
from coder_tui.tui.coding.anchor_pane import WritingKeys, anchor_pane
from coder_tui.tui.coding.coach import TRY, Coach
from coder_tui.tui.coding.desk import Desk
from coder_tui.tui.coding.key_labels import digit_keys
from coder_tui.tui.coding.lines import joined
from coder_tui.tui.coding.together import HELD_SECONDS, Rhythm, decide
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.notice import Notice
from coder_tui.tui.repainting import PromptScreen
from coder_tui.tui.transcript_view import ItemText

DEAF_SECONDS = 0.4
"""Digits are ignored for so long after an item change: the eye is still on the item before."""

NEW_ITEM, NEW_RUBRIC = "New item", "New rubric"
"""Why digits are ignored, said when one comes."""

WIDE = 100


class CodingFrame(PromptScreen):
    """Everything of the coding screen but what its keys do."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-medium"), (36, "-tall")]

    def __init__(
        self,
        desk: Desk,
        *,
        leave: Callable[[], None],
        coach: Coach | None = None,
        greeting: str = "",
        clock: Callable[[], float] = time.monotonic,
        held_seconds: float = HELD_SECONDS,
    ) -> None:
        super().__init__()
        self.desk = desk
        self._leave = leave
        self._coach = coach
        self._clock = clock
        self._rhythm = Rhythm(held_seconds)
        self._deaf_until = 0.0
        self._deaf_why = NEW_ITEM
        self._saved_at = ""
        self._notice: Notice | None = Notice(greeting) if greeting else None
        self._held: tuple[str, ...] = ()
        self._seen: set[str] = set()
        self._too_small = False
        self._shown_item = ""
        self._shown_text = ""
        self._position_told: tuple[object, ...] = ()
        self._paints_at_once = False

    # Layout

    def compose(self) -> ComposeResult:
        """Lay out header, item, position, rubric, keys.

        Each is split off an edge of what those before it leave, in this order, and the item has
        the rest. It stands in no container, each of which a key would have to pass.
        """
        self._take_breakpoints()
        yield Literal(id="header", classes="bar")
        yield Literal(id="title", classes="rule")
        if self._coach is not None:
            yield Literal(id="coach", classes="bar")
        yield Literal(id="keys", classes="bar")
        yield Literal(id="rule-below", classes="rule")
        yield Literal(id="anchors")
        yield Literal(id="states", classes="bar")
        yield Literal(id="rule", classes="rule")
        with Vertical(id="wide"):
            yield Literal(id="dimensions")
            yield Literal(id="points")
        yield Literal(id="position", classes="bar")
        yield ItemText(id="item")
        yield Literal(id="too-small")

    def _take_breakpoints(self) -> None:
        """Lay out for the size that the terminal has, not first for none and then again."""
        width, height = self.app.size
        self.add_class(
            *self._get_breakpoint_classes(width, CoderApp.HORIZONTAL_BREAKPOINTS),
            *self._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS),
        )

    def on_mount(self) -> None:
        """Show the item at hand, where the coder was."""
        bookmark = self.desk.open_first()
        self._show_item()
        self._deaf_until = 0.0
        if bookmark is not None:
            place = (bookmark.part, bookmark.character)
            self.call_after_refresh(self.item_text.come_back_to, *place)
        self.item_text.focus()
        self._paint()

    @cached_property
    def item_text(self) -> ItemText:
        """The item's text."""
        return self.query_one(ItemText)

    def on_resize(self, event: events.Resize) -> None:
        """Say so, and let no key score, when the screen has become too small."""
        self._too_small = event.size.width < MIN_WIDTH or event.size.height < MIN_HEIGHT
        self.set_class(self._too_small, "-too-small")
        self.call_after_refresh(self._paint)

    @on(ItemText.Moved)
    def follow_cursor(self) -> None:
        """Keep the position line true."""
        self._remember()
        self._paint_position()
        self._paint_coach()

    def _remember(self) -> None:
        """Let the place be written with the next judgement, or by the next second's look."""
        part = self.item_text.current_part
        if part is not None and self.desk.item.blind_id == self._shown_item:
            self.desk.remember_place(part.idx, self.item_text.offset_in_part)

    # Painting

    def _show_text_anew(self) -> None:
        """Show the item as its text is now, at the place where the coder was."""
        text, self._shown_text = self.item_text, self.desk.item.content_hash
        part, offset = text.current_part, text.offset_in_part
        text.show_item(self.desk.item)
        if part is not None:
            text.come_back_to(part.idx, offset)

    def _show_item(self) -> None:
        self._shown_item, self._shown_text = self.desk.item.blind_id, self.desk.item.content_hash
        self.item_text.show_item(self.desk.item)
        self._be_deaf(NEW_ITEM)
        self._saved_at = ""

    def _be_deaf(self, why: str) -> None:
        """Ignore digits for a moment, until what has come is seen."""
        self._deaf_until = self._clock() + DEAF_SECONDS
        self._deaf_why = why

    def _paint(self) -> None:
        """Paint all lines around the item; those that stay the same cost nothing."""
        if not self.is_mounted:
            return
        width, wide = self.size.width - 2, self.size.width >= WIDE
        show = self._literal
        show("header", header_panel.header(self.desk, width, self._saved_at))
        show("title", header_panel.entry_title(self.desk.item, width))
        if wide:
            self._paint_rubric_list()
        else:
            show("rule", ["─" * width])
            show("states", rubric_panel.states(self.desk, width))
            self._paint_anchors("anchors", width, self._literals["anchors"].size.height)
        show("rule-below", ["─" * width])
        show("keys", self._bottom_line(width))
        self._paint_coach()
        if self._too_small:
            size = f"{self.size.width} x {self.size.height}"
            show("too-small", [f"The window is {size}; {MIN_WIDTH} x {MIN_HEIGHT} are needed."])
        self.item_text.mark_evidence(self.desk.marks())
        self._paint_position()

    def _paint_rubric_list(self) -> None:
        """Paint the panel of a wide screen; how it is divided depends on its height alone."""
        width, height = self.query_one("#wide").size
        lines = rubric_panel.dimension_list(self.desk, width, height)
        rows = self._literals["dimensions"]
        if rows.styles.height != Scalar.from_number(len(lines)):
            rows.styles.height = len(lines)
        rows.show(joined(lines), prompts=not self._paints_at_once)
        self._paint_anchors("points", width, height - len(lines))

    def _paint_anchors(self, name: str, width: int, height: int) -> None:
        dimension, keys = self.desk.dimension, self.desk.keys
        answer = self.desk.sheet.answer(dimension)
        writing = WritingKeys(keys["write"], digit_keys(keys))
        self._literal(name, joined(anchor_pane(dimension, answer, width, height, writing)))

    def _paint_coach(self) -> None:
        if self._coach is not None:
            # A column at either edge stays empty, and one stands before the line.
            room = self.size.width - len(TRY) - 3
            line = self._coach.line(self.desk, self._seen, room)
            self._literal("coach", [(TRY, "$background on $accent bold"), f" {line}"])

    def _paint_position(self) -> None:
        item, desk = self.item_text, self.desk
        part, below, width = item.current_part, item.more_below, item.size.width - 2
        cited = desk.sheet.cited(desk.dimension) or desk.earlier_words(desk.dimension)
        told = (desk.item, part, below, width, desk.dimension, cited)
        # Drawing a letter for each turn of a long item takes time, and a score changes none.
        if told != self._position_told:
            self._position_told = told
            self._literal("position", header_panel.position(desk, part, below, width))

    def _literal(self, name: str, pieces: list[Piece]) -> None:
        self._literals[name].show(pieces, prompts=not self._paints_at_once)

    @cached_property
    def _literals(self) -> dict[str, Literal]:
        """The lines by their ids: they are looked up at every key, and none comes or goes."""
        return {str(each.id): each for each in self.query(Literal)}

    def _bottom_line(self, width: int) -> list[Piece]:
        """Give the notice, if there is one, else the keys."""
        if self._held:
            return [(header_panel.held_keys(self._held, width), "$warning bold")]
        if self._notice is not None and self._notice.text:
            style = "$warning" if self._notice.refused else "$success"
            return [(self._notice.within(width), style)]
        return header_panel.hints(self.desk, width)

    def done(self, notice: Notice | None, *, saved: bool = True) -> None:
        """Show what a key came to."""
        self._notice = notice
        if notice is not None and notice.look_first:
            self._be_deaf(NEW_RUBRIC)
        changed = notice is not None and not notice.refused
        if self.desk.item.blind_id != self._shown_item:
            self._show_item()
            if unsettled := self.desk.unsettled():
                before = f"{notice.text} " if notice else ""
                self._notice = Notice(f"{before}{unsettled}", refused=True)
        elif self.desk.item.content_hash != self._shown_text:
            self._show_text_anew()
        elif saved and changed and not self.desk.unsaved:
            self._saved_at = datetime.now().astimezone().strftime("%H:%M:%S")
        self._remember()
        self._paints_at_once = True
        try:
            self._paint()
        finally:
            self._paints_at_once = False
        self.paint_at_once()

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Remember what was tried; nothing works while digits are held but Enter and Esc."""
        if not self.is_current:
            # A key that was on its way when a dialog opened belongs to the dialog.
            take = getattr(self.app.screen, "take_late_key", None)
            if take is not None and take(event.key):
                event.stop()
            return
        key = self._means(event.key)
        self._seen.add(key)
        if self._rhythm.is_repeat(key, self._clock()):
            event.stop()
            event.prevent_default()
            self.done(Notice("A key held down counts once.", refused=True))
            return
        if self._held and key not in ("enter", "escape"):
            event.stop()
            event.prevent_default()

    def _means(self, key: str) -> str:
        """Give the shipped key that means what this one means."""
        return self.app.default_of(key) if isinstance(self.app, CoderApp) else key

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let nothing judge on a screen too small to show what is judged."""
        del parameters
        if self._too_small:
            return action == "leave"
        return not self._held or action in ("submit", "drop")

    def keys_together(self, keys: list[str], *, mixed: bool = False) -> bool:
        """Decide over keys that came in one read; True: they are dealt with."""
        decision = decide(keys, len(self.desk.open_dimensions), mixed=mixed)
        if decision.held and not self._held and not self._too_small:
            self._held = decision.held
            self._paint()
            return True
        if decision.dropped or decision.held or self._held:
            self.done(Notice(decision.dropped or "More keys were dropped.", refused=True))
            return True
        return False

    def on_paste(self, event: events.Paste) -> None:
        """Drop a paste, aloud."""
        event.stop()
        self.done(Notice("A paste was dropped; scores are pressed one by one.", refused=True))
