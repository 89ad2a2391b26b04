"""The screen of leaks: what was found, in its text, and what the lead decides about it."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from coder_tui.domain.errors import CoderError, NotSavedError, RefusedError
from coder_tui.domain.leaks import Decision
from coder_tui.domain.text import plural
from coder_tui.storage.leak_masking import Carried
from coder_tui.tui.dialogs import HelpScreen, TextDialog
from coder_tui.tui.keys_in_force import key_line, named_keys
from coder_tui.tui.leaks import panels
from coder_tui.tui.leaks.desk import NOTHING, NOTHING_TO_UNDO, Desk, Row
from coder_tui.tui.leaks.dialogs import AskDialog, LeaveDialog
from coder_tui.tui.leaks.frame import LeaksFrame
from coder_tui.tui.leaks.help_text import NAMED, help_pieces
from coder_tui.tui.leaks.keys import KEYS, decides
from coder_tui.tui.notice import Notice
from coder_tui.tui.row_list import RowList

NOTHING_CARRIED = Carried(0, 0, 0)
FROZEN = Notice("The study was frozen meanwhile; no text may change any more.", refused=True)
HELD_SECONDS = 0.15
"""A deciding key that comes again so soon is held down, and counts once."""


class LeaksScreen(LeaksFrame):
    """One lead's screen."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    class Counted(Message):
        """It is known what would change."""

        def __init__(self, carried: Carried) -> None:
            super().__init__()
            self.carried = carried

    class Failed(Message):
        """What would change could not be found out."""

        def __init__(self, error: CoderError) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self,
        desk: Desk,
        *,
        count: Callable[[], Carried],
        leave: Callable[[bool], None],
        held_seconds: float = HELD_SECONDS,
    ) -> None:
        super().__init__(desk)
        self._count = count
        self._leave = leave
        self._held_seconds = held_seconds
        self._last_press = 0.0
        self._leaving = False

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let only leaving work on a screen too small to show what is decided."""
        del parameters
        return not self._too_small or action == "leave"

    def keys_together(self, keys: list[str], *, mixed: bool = False) -> bool:
        """Drop keys that came in one read if any of them decides; True: they are dealt with."""
        del mixed
        if not decides(keys):
            return False
        self._done(Notice("Keys that arrived together were dropped; press them one by one.", True))
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Drop a paste, aloud."""
        event.stop()
        self._done(Notice("A paste was dropped; keys are pressed one by one.", refused=True))

    @on(RowList.Moved)
    def follow(self) -> None:
        """Show the text of the line under the cursor."""
        self._notice = None
        self._all = False
        self._paint()

    @on(RowList.Chosen)
    def toggle(self) -> None:
        """List the places of the current group, or hide them."""
        row = self._row
        if row is not None and self.desk.is_unfolded(row.group):
            self.action_fold()
        else:
            self.action_unfold()

    def action_unfold(self) -> None:
        """List the places of the current group."""
        self._done(None, self.desk.unfold(self._rows.cursor))

    def action_fold(self) -> None:
        """Hide the places of the current group."""
        self._done(None, self.desk.fold(self._rows.cursor))

    def _is_held(self) -> bool:
        """Whether the key is one that is held down."""
        before, self._last_press = self._last_press, time.monotonic()
        return self._last_press - before < self._held_seconds

    def action_decide(self, decision: str) -> None:
        """Decide on the current line, and go on to the next that is undecided."""
        row = self._row
        if row is None:
            self._done(NOTHING)
        elif not self._is_held():
            self._decide(row, Decision(decision), whole=self._all)

    def action_reopen(self) -> None:
        """Let the current line be undecided again, whenever it was decided."""
        row = self._row
        if row is None:
            self._done(NOTHING)
        elif not self._is_held():
            self._decide(row, None, whole=self._all)

    def _decide(self, row: Row, decision: Decision | None, *, whole: bool) -> None:
        try:
            notice = self.desk.decide(row, decision, whole=whole)
        except NotSavedError as error:
            self._done(Notice(f"{error.message} Nothing is decided; press it again.", True))
            return
        except RefusedError:
            self._done(FROZEN)
            return
        self._saved()
        stays = notice.refused or decision is None
        following = None if stays else self.desk.next_undecided(self._rows.cursor)
        if self.desk.decided == len(self.desk.findings):
            notice = Notice(
                f"{notice.text} All is decided; {self._key_of('leaks-leave')} applies it."
            )
        self._done(notice, following)

    def _key_of(self, name: str) -> str:
        return key_line(self.app, [(name, "")]).strip()

    def _saved(self) -> None:
        self._saved_at = datetime.now().astimezone().strftime("%H:%M:%S")

    def action_exclude(self) -> None:
        """Ask, then leave the items of the current line out."""
        row, whole = self._row, self._all
        if row is None:
            self._done(NOTHING)
            return
        blind_ids = {each.blind_id for each in self.desk.targets(row, whole=whole)}
        only = next(iter(blind_ids))
        item = self.desk.original_ids.get(only, "")
        named = f"{item} ({only})" if len(blind_ids) == 1 else plural(len(blind_ids), "item")
        them = "it" if len(blind_ids) == 1 else "them"

        def take(answer: bool | None) -> None:
            if answer:
                self._decide(row, Decision.EXCLUDED, whole=whole)
            else:
                self._done(None)

        question = f"Leave {named} out of the study? What is scored on {them} stays in the file."
        self.app.push_screen(AskDialog(question), take)

    def action_all(self) -> None:
        """Let the next key decide for all places of the same spelling."""
        row = self._row
        if row is None:
            self._done(NOTHING)
            return
        count = plural(len(row.group.places), "place")
        self._done(Notice(f"For {count} of this spelling: which?"))
        self._all = True
        self._paint()

    def action_undo(self) -> None:
        """Take the last decision back."""
        before = self.desk.written
        try:
            notice, at = self.desk.undo()
        except NotSavedError as error:
            self._done(Notice(f"{error.message} Nothing is taken back; press it again.", True))
            return
        except RefusedError:
            self._done(FROZEN)
            return
        if self.desk.written > before:
            self._saved()
        elif notice is NOTHING_TO_UNDO:
            reopens = f"{self._key_of('leaks-reopen')} opens this line again."
            notice = Notice(f"{notice.text} {reopens}", refused=True)
        self._done(notice, at)

    def action_next(self) -> None:
        """Go to the next line with something to decide."""
        at = self.desk.next_undecided(self._rows.cursor)
        notice = None if at is not None else Notice("Nothing undecided is listed.", refused=True)
        self._done(notice, at)

    def action_filter(self) -> None:
        """Ask for the text that names or spellings have to hold."""
        dialog = TextDialog("Show names and spellings that hold:", given=self.desk.text)
        self.app.push_screen(dialog, self._take_filter)

    def _take_filter(self, text: str | None) -> None:
        if text is None:
            self._done(None)
        else:
            self.desk.only(text)
            self._done(None, 0)

    def action_kind(self) -> None:
        """Show only the next kind."""
        self.desk.next_kind()
        self._done(None, 0)

    def action_back(self) -> None:
        """Take the question away; else show all groups."""
        if not self._all and (self.desk.text or self.desk.kind):
            self.desk.show_all()
            self._done(None, 0)
        else:
            self._done(None)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(help_pieces(named_keys(self.app, NAMED))))

    # Leaving

    def action_leave(self) -> None:
        """Find out what would change, then ask; pressed again meanwhile, leave without."""
        if self._leaving:
            self._leave(False)
            return
        self._leaving = True
        self._done(Notice("Counting what would change ..."))
        self.run_worker(self._look, thread=True, exclusive=True, group="leaks")

    def _look(self) -> None:
        """Count what would change. Runs on a worker thread: touches no widget."""
        worker = get_current_worker()
        try:
            message: Message = self.Counted(self._count())
        except CoderError as error:
            message = self.Failed(error)
        if not worker.is_cancelled:
            self.post_message(message)

    def on_leaks_screen_failed(self, message: Failed) -> None:
        """Say what is wrong."""
        self._leaving = False
        self._done(Notice(str(message.error), refused=True))

    def on_leaks_screen_counted(self, message: Counted) -> None:
        """Ask whether to apply it; where nothing would change, leave."""
        carried = message.carried
        if carried == NOTHING_CARRIED:
            self._leave(False)
            return

        def take(answer: bool | None) -> None:
            self._leaving = False
            self._done(None)
            if answer is not None:
                self._leave(answer)

        self.app.push_screen(LeaveDialog(panels.leaving_words(self.desk, carried)), take)
