"""The app of the screen of leaks: one lead, a study and its key."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.types import CSSPathType

from coder_tui.storage.key import KeyFile
from coder_tui.storage.leak_masking import Carried, waiting
from coder_tui.storage.study import StudyFile
from coder_tui.tui.app import LOOK, CoderApp, run_app
from coder_tui.tui.key_table import Context
from coder_tui.tui.keymap import default_contexts
from coder_tui.tui.leaks.desk import Desk
from coder_tui.tui.leaks.screen import HELD_SECONDS, LeaksScreen
from coder_tui.tui.settings import Settings


class LeaksApp(CoderApp):
    """Opens the screen of leaks, and keeps whether its lead wants the decisions applied."""

    CSS_PATH: ClassVar[CSSPathType | None] = [LOOK, Path(__file__).with_name("leaks.tcss")]

    def __init__(
        self, desk: Desk, settings: Settings | None = None, *, held_seconds: float = HELD_SECONDS
    ) -> None:
        super().__init__(settings)
        self.desk = desk
        self.applies = False
        self._held_seconds = held_seconds

    def shipped_keys(self) -> list[Context]:
        """Give the keys of its screens before any was moved."""
        return default_contexts("leaks")

    def get_default_screen(self) -> LeaksScreen:
        """Make the screen of leaks the first and only one."""
        return LeaksScreen(
            self.desk,
            count=counting(self.desk.study.path, self.desk.key.path),
            leave=self.leave,
            held_seconds=self._held_seconds,
        )

    def leave(self, applies: bool) -> None:
        """Exit."""
        self.applies = applies
        self.exit()


def counting(study_path: Path, key_path: Path) -> Callable[[], Carried]:
    """Give what counts what decisions would change, over connections of its own."""

    def count() -> Carried:
        study = StudyFile.open(study_path, read_only=True)
        try:
            key = KeyFile.open(key_path)
            try:
                return waiting(study, key)
            finally:
                key.close()
        finally:
            study.close()

    return count


def run_leaks(
    study: StudyFile, key: KeyFile, person: str, settings: Settings | None = None
) -> bool:
    """Run the screen of leaks in the terminal.

    Args:
        study: the study; not changed here.
        key: its key, open for writing.
        person: who decides.
        settings: colours, keys, the mouse; None: the shipped ones.

    Returns:
        Whether what is decided is to be applied.

    Raises:
        CoderError: the terminal will not do.
    """
    app = LeaksApp(Desk(study, key, person), settings)
    run_app(app)
    return app.applies
