"""The box in which a question is written."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import EditResult, Location
from textual.message import Message
from textual.widgets import TextArea

from coder_tui.domain.text import visible
from coder_tui.tui.keeps_focus import KeepsFocus


class SqlBox(TextArea, KeepsFocus):
    """Several lines of SQL in which nothing stands that a terminal could obey.

    Enter ends a question where it ends in `;`, as in other programs that ask in SQL, and otherwise
    begins a line. What is pasted, or comes in one read of the terminal, is only ever text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+underscore", "undo", "undo", show=False),
        Binding("ctrl+z", "app.suspend_process", "suspend", show=False),
    ]

    class Ended(Message):
        """The question is written."""

        def __init__(self, box: "SqlBox") -> None:
            super().__init__()
            self.box = box

        @property
        def control(self) -> "SqlBox":
            """The box that sent this."""
            return self.box

    def __init__(self, sql: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(visible(sql), soft_wrap=True, show_line_numbers=False, id=id)
        # A cursor that blinks writes to the line for nothing.
        self.cursor_blink = False
        self._together = 0
        """Keys still to come that arrived in one read."""
        self.move_cursor(self.document.end)

    def expect_together(self, keys: int) -> None:
        """Take the next keys as text: nobody can have looked between them."""
        self._together = keys

    def replace(
        self,
        insert: str,
        start: Location,
        end: Location,
        *,
        maintain_selection_offset: bool = True,
    ) -> EditResult:
        """Put text in place of a range; terminals paste lines with the end that Enter sends."""
        text = visible(insert.replace("\r\n", "\n").replace("\r", "\n"))
        return super().replace(
            text, start, end, maintain_selection_offset=maintain_selection_offset
        )

    async def _on_key(self, event: events.Key) -> None:
        """End the question with Enter behind its `;`."""
        came_together = self._together > 0
        self._together = max(0, self._together - 1)
        if event.key == "enter" and not came_together and self._is_ended:
            event.stop()
            event.prevent_default()
            self.post_message(self.Ended(self))

    @property
    def _is_ended(self) -> bool:
        """Whether the cursor stands behind all text, and the last of it is a `;`."""
        behind = self.get_text_range(self.cursor_location, self.document.end)
        return not behind.strip() and self.text.rstrip().endswith(";")
