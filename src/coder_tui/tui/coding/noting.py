"""The keys that ask for words: comment, flag, skip."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from coder_tui.tui.coding.frame import CodingFrame
from coder_tui.tui.notice import Notice

if TYPE_CHECKING:
    from coder_tui.tui.editor import Written


class Noting(CodingFrame):
    """The coding screen's actions that need words."""

    def action_comment(self) -> None:
        """Ask for a comment."""
        given = self.desk.notes.comment
        question = f"Comment on {self.desk.item.blind_id} (empty withdraws it)"
        self._ask(self.desk.comment, question, given=given, editor=True)

    def action_comment_editor(self) -> None:
        """Let the comment be written in the coder's editor."""
        from coder_tui.tui.editor import EditorScreen  # not before the first frame

        def take(written: "Written | None") -> None:
            self._be_deaf("Back from the editor")
            if written is None:
                self.done(None)
            elif written.text is None:
                self.done(Notice(written.why, refused=True))
            else:
                self.done(self.desk.comment(written.text))

        self.app.push_screen(EditorScreen(self.desk.notes.comment), take)

    def action_flag(self) -> None:
        """Ask why the item is flagged."""
        standing = self.desk.notes.flag
        away = " (empty takes the flag away)" if standing else ""
        required = "" if standing else "A flag needs its reason."
        question = f"Flag this item for the lead: why?{away}"
        self._ask(self.desk.flag, question, given=standing, required=required)

    def action_skip(self) -> None:
        """Ask why the item is skipped."""
        why = "A skipped item needs its reason."
        self._ask(self.desk.skip, "Skip this item: why?", required=why)

    def _ask(
        self,
        then: Callable[[str], Notice],
        question: str,
        *,
        given: str = "",
        required: str = "",
        editor: bool = False,
    ) -> None:
        from coder_tui.tui.dialogs import TextDialog  # not before the first frame

        def take(text: str | None) -> None:
            self.done(None if text is None else then(text))

        dialog = TextDialog(question, given=given, required=required, editor=editor)
        self.app.push_screen(dialog, take)
