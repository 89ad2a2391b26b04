"""The coding screen: keys in, committed judgements out, and a picture of what is saved."""

from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType

from coder_tui.domain.text import plural
from coder_tui.storage.own_work import skip_reason
from coder_tui.tui.coding.citing import Citing
from coder_tui.tui.coding.judging import Judging
from coder_tui.tui.coding.keys import KEYS
from coder_tui.tui.coding.moving import Moving
from coder_tui.tui.coding.noting import Noting
from coder_tui.tui.coding.rounds import Rounds
from coder_tui.tui.coding.searching import Searching
from coder_tui.tui.coding.together import OPENING, TAKING_WORDS
from coder_tui.tui.notice import Notice

RETRY_SECONDS = 1.0


class CodingScreen(Rounds, Judging, Citing, Searching, Moving, Noting):
    """One coder's screen."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def on_mount(self) -> None:
        """Try again what could not be written, until it can."""
        self.set_interval(RETRY_SECONDS, self._try_again)

    def action_help(self) -> None:
        """Show the help page."""
        from coder_tui.tui.coding.changed_rubric import changed_lines  # none before the first frame
        from coder_tui.tui.coding.help_text import help_pieces
        from coder_tui.tui.dialogs import HelpScreen
        from coder_tui.tui.keys_in_force import KeysInForce

        rubric, dimension = self.desk.study.rubric, self.desk.dimension
        in_span = self.item_text.span is not None
        changed = changed_lines(self.desk.study.connection, dimension)
        keys = KeysInForce(self)
        pieces = help_pieces(rubric, dimension, keys, changed=changed, in_span=in_span)
        self.app.push_screen(HelpScreen(pieces))

    def action_keys(self) -> None:
        """Show all keys on one page."""
        from coder_tui.tui.coding.key_page import page_pieces  # none of it before the first frame
        from coder_tui.tui.dialogs import HelpScreen
        from coder_tui.tui.keys_in_force import KeysInForce

        pieces = page_pieces(KeysInForce(self), self.size.width - 2)
        self.app.push_screen(HelpScreen(pieces, whole_screen=True))

    # What is typed ahead

    def opens_box(self, key: str) -> bool:
        """Whether a key may open a box."""
        return self._means(key) in OPENING and not (self._held or self._too_small)

    def takes_words(self, key: str) -> bool:
        """Whether a key opens a box for words."""
        return self._means(key) in TAKING_WORDS and self.opens_box(key)

    # What happened to the item before

    def _show_item(self) -> None:
        """Show the item, and say why it had been skipped when it comes back."""
        super()._show_item()
        desk = self.desk
        reason = skip_reason(desk.study.connection, desk.coder, desk.item.blind_id)
        if reason is not None:
            said = f"{self._notice.text} " if self._notice is not None else ""
            self._notice = Notice(f"{said}{desk.item.blind_id} was skipped before: {reason}")

    # Ends

    def _try_again(self) -> None:
        """Write what is waiting; also the bookmark, so that a killed process resumes in place."""
        waiting = self.desk.unsaved
        if self.desk.try_again() and waiting:
            written, news = waiting - self.desk.dropped, self.desk.news
            saved = f"{plural(written, 'judgement')} saved after all." if written else ""
            told = Notice(saved)
            if news is not None:
                told = replace(news, text=f"{saved} {news.text}".strip())
            self.done(told)
        elif waiting:
            self._paint()

    def action_leave(self) -> None:
        """Leave; refused while something is not saved."""
        if self.desk.unsaved:
            self.done(Notice("Not saved yet: leaving is not possible before it is.", refused=True))
            return
        self._leave()
