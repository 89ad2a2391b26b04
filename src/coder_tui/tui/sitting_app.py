"""An app whose person sits and judges: however it ends, the sitting is closed in the file."""

from coder_tui.domain.errors import NotSavedError
from coder_tui.domain.text import plural
from coder_tui.storage.sittings import Sitting
from coder_tui.tui.app import CoderApp


class SittingApp(CoderApp):
    """Base of the coding and the adjudication app."""

    def __init__(self, sitting: Sitting, judgement: str) -> None:
        super().__init__()
        self._sitting = sitting
        self._judgement = judgement
        """What is lost where it cannot be written: a judgement, a decision."""
        self._closed = False

    def leave(self) -> None:
        """Close the sitting and exit."""
        self.exit()
        self.end_sitting()

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
