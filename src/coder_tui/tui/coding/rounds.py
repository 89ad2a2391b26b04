"""What the coding screen asks and tells between items: feedback on practice, the guess."""

from typing import TYPE_CHECKING

from coder_tui.tui.coding.desk import Desk
from coder_tui.tui.coding.frame import NEW_ITEM, CodingFrame
from coder_tui.tui.notice import Notice

if TYPE_CHECKING:
    from coder_tui.domain.guessing import Guess
    from coder_tui.tui.coding.guess_desk import GuessDesk
    from coder_tui.tui.coding.practice import Told


class Rounds(CodingFrame):
    """The coding screen's questions between items; none where the study asks for none."""

    _asking = False

    def on_mount(self) -> None:
        """Start counting time, and ask what was left open when the program ended."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.note_key()
        self._ask_what_is_due()

    def note_key(self) -> None:
        """Count the time until this key for the open item; also while a dialog lies over it."""
        self.desk.worked(self._clock())

    def done(self, notice: Notice | None, *, saved: bool = True) -> None:
        """Show what a key came to, and ask or tell what follows from it."""
        super().done(notice, saved=saved)
        self._ask_what_is_due()

    def _ask_what_is_due(self) -> None:
        if self._asking or type(self.desk) is Desk:
            return
        # Loaded where it is needed: the screen of any other study starts sooner.
        from coder_tui.tui.coding.guess_desk import GuessDesk
        from coder_tui.tui.coding.practice import PracticeDesk

        if isinstance(self.desk, PracticeDesk) and self.desk.told is not None:
            told, self.desk.told = self.desk.told, None
            self._tell(told)
        elif isinstance(self.desk, GuessDesk) and self.desk.asks_guess:
            self._ask_guess(self.desk)

    def _tell(self, told: "Told") -> None:
        from coder_tui.tui.coding.feedback import FeedbackScreen
        from coder_tui.tui.coding.practice import feedback_pieces

        def close(_: None) -> None:
            self._look_again(told.notice)

        self._asking = True
        self.app.push_screen(FeedbackScreen(feedback_pieces(told), self._clock), close)

    def _ask_guess(self, desk: "GuessDesk") -> None:
        from coder_tui.tui.coding.guessing import GuessDialog

        def take(guess: "Guess | None") -> None:
            self._asking = False
            if guess is not None:
                self.done(desk.guess(guess))

        self._asking = True
        dialog = GuessDialog(desk.item.blind_id, desk.study.info.guess, self._clock)
        self.app.push_screen(dialog, take)

    def _look_again(self, notice: Notice | None) -> None:
        """Let no digit count before the item behind the page was seen."""
        self._asking = False
        self._be_deaf(NEW_ITEM)
        self.done(notice, saved=False)
