"""The page that tells how a practice item was coded."""

from collections.abc import Callable, Sequence

from coder_tui.tui.coding.frame import DEAF_SECONDS
from coder_tui.tui.dialogs import HelpScreen
from coder_tui.tui.literal import Piece


class FeedbackScreen(HelpScreen):
    """A page of feedback, which a key that was meant for the item does not close."""

    def __init__(self, pieces: Sequence[Piece], clock: Callable[[], float]) -> None:
        super().__init__(pieces)
        self._clock = clock
        self._stays_until = clock() + DEAF_SECONDS

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Stay for a moment."""
        del parameters
        return action != "dismiss" or self._clock() >= self._stays_until
