"""A desk that asks, after a submit, which model the item is taken to be of; once for each item."""

from functools import partial

from coder_tui.domain.coding import Progress
from coder_tui.domain.guessing import Guess
from coder_tui.storage.rounds import Guesser, guesses_owed
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile
from coder_tui.storage.whereabouts import Bookmark
from coder_tui.tui.coding.desk import Desk
from coder_tui.tui.notice import Notice, kept


class GuessDesk(Desk):
    """One coder at work who guesses. The submitted item stays open until the guess is made."""

    def __init__(self, study: StudyFile, recorder: Recorder) -> None:
        super().__init__(study, recorder)
        self._guesser = Guesser(recorder.sitting)
        self._waiting_guess = ""
        """The item whose guess is made and not yet in the file."""

    @property
    def asks_guess(self) -> bool:
        """Whether the open item waits for its guess."""
        return self.is_submitted and self._owes_guess()

    def _owes_guess(self) -> bool:
        blind_id = self.item.blind_id
        if not self.study.info.guess or blind_id == self._waiting_guess:
            return False
        return blind_id in guesses_owed(self.study.connection, self.coder)

    def open_first(self) -> Bookmark | None:
        """Open a submitted item whose guess was cut off; else where the coder was."""
        if self.study.info.guess:
            for blind_id in guesses_owed(self.study.connection, self.coder):
                self.open(blind_id)
                if self.sheet.progress is Progress.SUBMITTED:
                    return None
        return super().open_first()

    def guess(self, guess: Guess) -> Notice:
        """Record the guess about the open item and open the next."""
        blind_id = self.item.blind_id
        if not self._write(partial(self._guesser.guess, blind_id, guess)):
            self._waiting_guess = blind_id
            return kept("The guess")
        last = "" if super()._open_next() else " That was the last."
        return Notice(f"{blind_id} submitted, guess kept.{last}")

    def _open_next(self) -> bool:
        """Stay on an item that waits for its guess."""
        return self.asks_guess or super()._open_next()
