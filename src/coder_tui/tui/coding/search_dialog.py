"""The box that asks what to search for."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from coder_tui.domain.errors import BadInputError
from coder_tui.tui.dialogs import TextDialog
from coder_tui.tui.item.finding import Mode, wanted
from coder_tui.tui.literal import Literal

NAMES = {
    Mode.IGNORE_CASE: "ignoring case",
    Mode.PLAIN: "exact case",
    Mode.REGEX: "regular expression",
}
"""What the ways of reading a query are called, in the order in which they are offered."""


class SearchDialog(TextDialog):
    """Asks what to search for, and how it is read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "mode", "read otherwise", show=False, priority=True),
    ]

    def __init__(self, mode: Mode, last: str = "") -> None:
        super().__init__("Search in this item", given=last)
        self.mode = mode

    def on_mount(self) -> None:
        """Say how the text is read, and select it, so that another one takes its place."""
        self._say_mode()
        self.query_one(Input).select_all()

    def action_mode(self) -> None:
        """Read the text in the next way."""
        self.mode = self._following
        self._say_mode()

    @on(Input.Changed)
    def take_the_complaint_away(self) -> None:
        """Show the keys again when what was complained of has changed."""
        self._say_mode()

    def refusal(self, text: str) -> str:
        """Say what is wrong with an expression."""
        try:
            wanted(text, self.mode)
        except BadInputError as error:
            return str(error)
        return ""

    @property
    def _following(self) -> Mode:
        modes = list(NAMES)
        return modes[(modes.index(self.mode) + 1) % len(modes)]

    def _say_mode(self) -> None:
        self.query_one(".words", Literal).show([f"Search in this item, {NAMES[self.mode]}"])
        self._hint(f"Enter finds, Ctrl+R: {NAMES[self._following]}, Esc cancels")
