"""An app whose person sits and judges: however it ends, the sitting is closed in the file."""

from coder_tui.domain.errors import NotSavedError, RefusedError
from coder_tui.domain.text import plural
from coder_tui.storage.sittings import Sitting
from coder_tui.tui.app import CoderApp
from coder_tui.tui.literal import tell
from coder_tui.tui.settings import Settings


class SittingApp(CoderApp):
    """Base of the coding and the adjudication app."""

    def __init__(self, sitting: Sitting, judgement: str, settings: Settings | None = None) -> None:
        super().__init__(settings)
        self._sitting = sitting
        self._judgement = judgement
        """What is lost where it cannot be written: a judgement, a decision."""
        self._closed = False

    def leave(self) -> None:
        """Close the sitting and exit."""
        self.exit()
        self.end_sitting()

    def action_suspend_process(self) -> None:
        """Suspend the program, but not while what it holds may be lost with it."""
        if self._sitting.unsaved:
            tell(self, "NOT SAVED yet: what was pressed is tried again every second.", error=True)
            return
        super().action_suspend_process()

    def end_sitting(self) -> None:
        """Write what is waiting and the end of the sitting, once."""
        if self._closed:
            return
        self._closed = True
        try:
            self._sitting.close()
        except NotSavedError:
            # What still waits is lost with the process; the exit code and the message say so.
            lost = plural(self._sitting.unsaved, self._judgement)
            self.exit(return_code=1, message=f"The file cannot be written: {lost} lost.")
        except RefusedError as error:
            self.exit(return_code=1, message=f"{error} What had waited is not recorded.")
