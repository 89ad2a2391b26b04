"""The coding screen: keys in, committed judgements out, and a picture of what is saved."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE
from coder_tui.domain.text import plural
from coder_tui.tui.app import MIN_HEIGHT, MIN_WIDTH
from coder_tui.tui.coding import panels
from coder_tui.tui.coding.coach import Coach
from coder_tui.tui.coding.desk import Desk, Notice
from coder_tui.tui.coding.finder import find
from coder_tui.tui.coding.help_text import help_pieces
from coder_tui.tui.coding.keys import KEYS
from coder_tui.tui.coding.together import HELD_SECONDS, Rhythm, decide
from coder_tui.tui.dialogs import HelpScreen, PickDialog, TextDialog
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.transcript_view import ItemText

DEAF_SECONDS = 0.4
"""Digits are ignored for so long after an item change: the eye is still on the item before."""

RETRY_SECONDS = 1.0
WIDE = 100


class CodingScreen(Screen[None]):
    """One coder's screen."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

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
        self._saved_at = ""
        self._notice: Notice | None = Notice(greeting) if greeting else None
        self._held: tuple[str, ...] = ()
        self._seen: set[str] = set()
        self._too_small = False
        self._shown_item = ""

    # Layout

    def compose(self) -> ComposeResult:
        """Lay out header, item, position, rubric, keys."""
        yield Literal(id="header", classes="bar")
        yield Literal(id="title", classes="rule")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ItemText(id="item")
                yield Literal(id="position", classes="bar")
            yield Literal(id="wide")
        yield Literal(id="rule", classes="rule")
        yield Literal(id="states", classes="bar")
        yield Literal(id="anchors")
        yield Literal(id="rule-below", classes="rule")
        yield Literal(id="keys", classes="bar")
        if self._coach is not None:
            yield Literal(id="coach", classes="bar")
        yield Literal(id="too-small")

    def on_mount(self) -> None:
        """Show the item at hand, where the coder was."""
        bookmark = self.desk.open_first()
        self._show_item()
        self._deaf_until = 0.0
        if bookmark is not None:
            self.call_after_refresh(self._item.go_to, bookmark.part, bookmark.line)
        self.set_interval(RETRY_SECONDS, self._try_again)
        self._item.focus()
        self._paint()

    @property
    def _item(self) -> ItemText:
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
        part = self._item.current_part
        if part is not None and self.desk.item.blind_id == self._shown_item:
            self.desk.remember_place(part.idx, self._item.line_in_part)

    # Painting

    def _show_item(self) -> None:
        self._shown_item = self.desk.item.blind_id
        self._item.show_item(self.desk.item)
        self._deaf_until = self._clock() + DEAF_SECONDS
        self._saved_at = ""

    def _paint(self) -> None:
        """Paint all lines around the item; those that stay the same cost nothing."""
        if not self.is_mounted:
            return
        width, wide = self.size.width - 2, self.size.width >= WIDE
        show = self._literal
        show("header", panels.header(self.desk, width, self._saved_at))
        show("title", panels.entry_title(self.desk.item, width))
        if wide:
            panel = self.query_one("#wide", Literal)
            show("wide", panels.wide_panel(self.desk, panel.size.width - 2))
        else:
            show("rule", ["─" * width])
            show("states", panels.states(self.desk, width))
            show("anchors", panels.anchors(self.desk, width, panels.ANCHOR_LINES))
        show("rule-below", ["─" * width])
        show("keys", self._bottom_line(width))
        self._paint_coach()
        if self._too_small:
            size = f"{self.size.width} x {self.size.height}"
            show("too-small", [f"The window is {size}; {MIN_WIDTH} x {MIN_HEIGHT} are needed."])
        self._item.mark_cited(c.part for c in self.desk.sheet.cited(self.desk.dimension))
        self._paint_position()

    def _paint_coach(self) -> None:
        if self._coach is not None:
            line = self._coach.line(self.desk, self._seen)
            self._literal("coach", [(" TRY ", "$background on $accent bold"), f" {line}"])

    def _paint_position(self) -> None:
        item = self._item
        width = item.size.width - 2
        pieces = panels.position(self.desk, item.current_part, item.more_below, width)
        self._literal("position", pieces)

    def _literal(self, name: str, pieces: list[Piece]) -> None:
        self.query_one(f"#{name}", Literal).show(pieces)

    def _bottom_line(self, width: int) -> list[Piece]:
        """Give the notice, if there is one, else the keys."""
        if self._held:
            return [(panels.held_keys(self._held, width), "$warning bold")]
        if self._notice is not None and self._notice.text:
            style = "$warning" if self._notice.refused else "$success"
            return [(self._notice.text, style)]
        return panels.hints(self.desk, width)

    def _done(self, notice: Notice | None, *, saved: bool = True) -> None:
        """Show what a key came to."""
        self._notice = notice
        changed = notice is not None and not notice.refused
        if self.desk.item.blind_id != self._shown_item:
            self._show_item()
        elif saved and changed and not self.desk.unsaved:
            self._saved_at = datetime.now().astimezone().strftime("%H:%M:%S")
        self._remember()
        self._paint()

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Remember what was tried; nothing works while digits are held but Enter and Esc."""
        self._seen.add(event.key)
        if self._rhythm.is_repeat(event.key, self._clock()):
            event.stop()
            event.prevent_default()
            self._done(Notice("A key held down counts once.", refused=True))
            return
        if self._held and event.key not in ("enter", "escape"):
            event.stop()
            event.prevent_default()

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
            self._done(Notice(decision.dropped or "More keys were dropped.", refused=True))
            return True
        return False

    def on_paste(self, event: events.Paste) -> None:
        """Drop a paste, aloud."""
        event.stop()
        self._done(Notice("A paste was dropped; scores are pressed one by one.", refused=True))

    def action_score(self, value: int) -> None:
        """Score the current dimension."""
        if self._clock() < self._deaf_until:
            self._done(Notice("New item: the key was ignored, look first.", refused=True))
            return
        self._done(self.desk.score(value))

    def action_not_applicable(self) -> None:
        """Answer *not applicable*."""
        self._done(self.desk.answer(NOT_APPLICABLE))

    def action_cannot_judge(self) -> None:
        """Answer *cannot judge*."""
        self._done(self.desk.answer(CANNOT_JUDGE))

    def action_cite(self) -> None:
        """Cite the current turn or field."""
        part = self._item.current_part
        if part is not None:
            self._done(self.desk.cite(part, in_one_go=self._rhythm.in_one_go))

    def action_citations(self) -> None:
        """Go to the next citation of this dimension behind the cursor."""
        parts = sorted({c.part for c in self.desk.sheet.cited(self.desk.dimension)})
        part = self._item.current_part
        if not parts or part is None:
            self._done(Notice(f"{self.desk.dimension.short} cites nothing yet.", refused=True))
            return
        self._item.go_to(next((each for each in parts if each > part.idx), parts[0]))

    def action_clear(self) -> None:
        """Clear this dimension."""
        self._done(self.desk.clear())

    def action_undo(self) -> None:
        """Undo."""
        self._done(self.desk.undo())

    def action_redo(self) -> None:
        """Redo."""
        self._done(self.desk.redo())

    def action_dimension(self, step: int) -> None:
        """Turn to another dimension."""
        self.desk.turn(step)
        self._done(None)

    def action_gap(self) -> None:
        """Turn to the next dimension that lacks something."""
        self._done(self.desk.turn_to_gap(), saved=False)

    def action_submit(self) -> None:
        """Record held digits, or submit the item."""
        if self._held:
            self._record_held()
            return
        notice = self.desk.submit()
        if not notice.refused and not self.desk.unsaved:
            self._seen.add("submitted")
        self._done(notice)

    def _record_held(self) -> None:
        """Score the held digits in order, each on the dimension that was open next."""
        if self.desk.unsaved:
            self._paint()
            return
        held, self._held = self._held, ()
        recorded: list[str] = []
        for key in held:
            if recorded and not self.desk.turn_to_unanswered():
                break
            dimension = self.desk.dimension
            if self.desk.score(int(key)).refused:
                break
            recorded.append(f"{dimension.short} = {key}")
        kept = bool(self.desk.unsaved)
        dropped = len(held) - len(recorded) - kept
        text = f"Recorded {', '.join(recorded) or 'nothing'}."
        text += f" {dimension.short} = {key} is kept, but NOT SAVED yet." if kept else ""
        text += f" {plural(dropped, 'key')} dropped." if dropped else ""
        self._done(Notice(text, refused=kept or not recorded))

    def action_drop(self) -> None:
        """Drop held digits; else take the notice and the search marks away."""
        if self._held:
            count, self._held = len(self._held), ()
            self._done(Notice(f"{plural(count, 'key')} dropped.", refused=True))
            return
        self._item.search("")
        self._done(None)

    def action_item(self, step: int) -> None:
        """Open the previous or the next item."""
        word = "before" if step < 0 else "behind"
        found = self.desk.neighbour(step)
        none = Notice(f"There is no item {word} this one.", refused=True)
        self._done(none if found is None else self.desk.go_to_item(found))

    def action_hit(self, step: int) -> None:
        """Go to the next or previous place that the search found."""
        item = self._item
        if not item.hits:
            self._done(Notice("Nothing is searched for; / searches.", refused=True))
            return
        item.go_to_hit(item.hit + step)
        self._done(Notice(f"Place {item.hit + 1} of {len(item.hits)}."), saved=False)

    # Dialogs

    def action_comment(self) -> None:
        """Ask for a comment."""
        question = f"Comment on {self.desk.item.blind_id} (empty withdraws it)"
        self._ask(TextDialog(question, given=self.desk.notes.comment), self.desk.comment)

    def action_flag(self) -> None:
        """Ask why the item is flagged."""
        question = "Flag this item for the lead: why? (empty takes the flag away)"
        self._ask(TextDialog(question, given=self.desk.notes.flag), self.desk.flag)

    def action_skip(self) -> None:
        """Ask why the item is skipped."""
        dialog = TextDialog("Skip this item: why?", required="A skipped item needs its reason.")
        self._ask(dialog, self.desk.skip)

    def _ask(self, dialog: TextDialog, then: Callable[[str], Notice]) -> None:
        def take(text: str | None) -> None:
            self._done(None if text is None else then(text))

        self.app.push_screen(dialog, take)

    def action_search(self) -> None:
        """Ask what to search for."""

        def search(text: str | None) -> None:
            if text is None:
                return
            count = self._item.search(text)
            place = f"Place {self._item.hit + 1} of {count}: n next, N previous, Esc ends."
            self._done(
                Notice(place if count else f"{text!r} is not in this item.", refused=not count),
                saved=False,
            )

        self.app.push_screen(TextDialog("Search in this item"), search)

    def action_find_item(self) -> None:
        """Find an item of one's own."""
        assignments = self.desk.study.assignments(self.desk.coder)

        def go(blind_id: str | None) -> None:
            self._done(None if blind_id is None else self.desk.go_to_item(blind_id))

        dialog = PickDialog("Go to an item: name, number, state or your own note",
                            lambda query: find(query, assignments))  # fmt: skip
        self.app.push_screen(dialog, go)

    def action_help(self) -> None:
        """Show the help page."""
        self.app.push_screen(HelpScreen(help_pieces(self.desk.study.rubric, self.desk.dimension)))

    # Ends

    def _try_again(self) -> None:
        """Write what is waiting; also the bookmark, so that a killed process resumes in place."""
        waiting = self.desk.unsaved
        if self.desk.try_again() and waiting:
            self._done(Notice(f"{plural(waiting, 'judgement')} saved after all."))
        elif waiting:
            self._paint()

    def action_leave(self) -> None:
        """Leave; refused while something is not saved."""
        if self.desk.unsaved:
            self._done(Notice("Not saved yet: leaving is not possible before it is.", refused=True))
            return
        self._leave()
