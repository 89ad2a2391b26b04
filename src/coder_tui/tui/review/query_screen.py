"""A question in SQL and its answer."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import get_current_worker

from coder_tui.analysis.review import StudyFacts
from coder_tui.domain.errors import CoderError
from coder_tui.tui.dialogs import TextDialog
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.asking import Asking, Result
from coder_tui.tui.review.query_frame import QueryFrame
from coder_tui.tui.review.query_words import row_count, said_of
from coder_tui.tui.review.result_table import widths_of
from coder_tui.tui.review.sql_box import SqlBox


class QueryScreen(QueryFrame):
    """Asks, exports, and gives up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "ask", "ask", id="query-ask", show=False),
        Binding("escape", "back", "back", id="query-back", show=False),
        Binding("tab,shift+tab", "turn", "SQL or answer", id="query-box", show=False),
        Binding("E", "export", "export", id="query-export", show=False),
        Binding("question_mark", "help", "help", id="query-help", show=False),
        Binding("q", "close", "back", id="query-leave", show=False),
    ]

    class Answered(Message):
        """A question has been answered."""

        def __init__(self, result: Result, widths: tuple[int, ...]) -> None:
            super().__init__()
            self.result = result
            self.widths = widths

    class Exported(Message):
        """An answer has been written into a file."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class Failed(Message):
        """A question could not be answered, or an answer not written."""

        def __init__(self, error: CoderError) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self, asking: Asking, study: StudyFacts, sql: str, *, then: Callable[[], None]
    ) -> None:
        """Make the screen.

        Args:
            asking: answers the questions.
            study: what stands over the review.
            sql: the question that is asked at once; nothing for an empty box.
            then: called on leaving, because there is a question more to list.
        """
        super().__init__(study, sql)
        self._asking = asking
        self._then = then
        self._end_of_name = ".csv"
        """The format that was exported to last."""
        self.is_busy = False
        """Whether an answer is being waited for."""

    def on_mount(self) -> None:
        """Put the cursor into the box, and ask what is in it."""
        self._box.focus()
        self._paint()
        if self._sql:
            self.action_ask()

    def on_unmount(self) -> None:
        """Wait for nothing when leaving."""
        if self.is_busy:
            self._asking.give_up()

    # Asking

    @on(SqlBox.Ended)
    def action_ask(self) -> None:
        """Ask what is in the box, in a worker."""
        sql = self._box.text.strip()
        if self.is_busy or not sql:
            return
        self._asking.remember(sql)
        self._failed = True
        self._begin("Asking ... Esc gives up.")
        self.run_worker(lambda: self._ask(sql), thread=True, group="query")

    def _ask(self, sql: str) -> None:
        """Ask. Runs on a worker thread: touches no widget."""
        worker = get_current_worker()
        try:
            result = self._asking.answer(sql)
            message: Message = self.Answered(result, widths_of(result))
        except CoderError as error:
            message = self.Failed(error)
        if not worker.is_cancelled:
            self.post_message(message)

    def on_query_screen_answered(self, message: Answered) -> None:
        """Show the answer."""
        result = message.result
        self._failed = False
        self._table.show_result(result, message.widths)
        if not result.rows:
            self._box.focus()
        self._end((row_count(result), "$success"))

    def on_query_screen_failed(self, message: Failed) -> None:
        """Say what is wrong; what was answered before stays."""
        self._end((said_of(message.error), "$error"))

    def _begin(self, text: str) -> None:
        self.is_busy = True
        self._message = (text, "$warning")
        self._paint()

    def _end(self, said: Piece) -> None:
        self.is_busy = False
        self._message = said
        self._paint()

    # Exporting

    def action_export(self) -> None:
        """Ask for a file's name, and write the whole answer there."""
        result = self._table.result
        if result is None or self.is_busy:
            return

        def write(name: str | None) -> None:
            if name:
                self._end_of_name = Path(name).suffix or self._end_of_name
                self._begin("Writing ... Esc gives up.")
                self.run_worker(lambda: self._export(result.sql, name), thread=True, group="query")

        question = "New file for all rows (.csv, .json or .parquet), beside the study:"
        self.app.push_screen(
            TextDialog(question, given=self._asking.free_name(self._end_of_name)), write
        )

    def _export(self, sql: str, name: str) -> None:
        """Write the answer. Runs on a worker thread: touches no widget."""
        worker = get_current_worker()
        try:
            message: Message = self.Exported(self._asking.export(sql, name))
        except CoderError as error:
            message = self.Failed(error)
        if not worker.is_cancelled:
            self.post_message(message)

    def on_query_screen_exported(self, message: Exported) -> None:
        """Say where the file is."""
        self._end((f"Written to {message.path}", "$success"))

    # Keys

    def action_back(self) -> None:
        """Give up waiting; else go from the box to the answer, and from there to the list."""
        result = self._table.result
        if self.is_busy:
            self._asking.give_up()
        elif self._in_box and result is not None and result.rows:
            self._table.focus()
        else:
            self.action_close()

    def action_close(self) -> None:
        """Go back to the list."""
        self._then()
        self.dismiss(None)
