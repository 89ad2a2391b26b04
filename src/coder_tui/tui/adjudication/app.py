"""The adjudication app: one adjudicator, one study, one sitting."""

from pathlib import Path
from typing import ClassVar

from textual.types import CSSPathType

from coder_tui.storage.adjudications import Adjudicator
from coder_tui.storage.study import StudyFile
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.adjudication.screen import AdjudicationScreen
from coder_tui.tui.app import LOOK, check_terminal, run_app
from coder_tui.tui.settings import Settings
from coder_tui.tui.sitting_app import SittingApp


class AdjudicationApp(SittingApp):
    """Opens the adjudication screen and closes the sitting, however it ends."""

    SCREEN = "adjudication"
    CSS_PATH: ClassVar[CSSPathType | None] = [LOOK, Path(__file__).with_name("adjudication.tcss")]

    def __init__(self, desk: Desk, settings: Settings | None = None) -> None:
        super().__init__(desk.adjudicator.sitting, "decision", settings)
        self.desk = desk

    def get_default_screen(self) -> AdjudicationScreen:
        """Make the adjudication screen the first and only one."""
        return AdjudicationScreen(self.desk, leave=self.leave)


def run_adjudication(path: Path, name: str, settings: Settings | None = None) -> None:
    """Run the adjudication screen in the terminal.

    Raises:
        CoderError: the terminal, the study or the person will not do.
    """
    check_terminal()
    study = StudyFile.open(path)
    try:
        desk = Desk(study, Adjudicator.start(study, name))
        run_app(AdjudicationApp(desk, settings))
    finally:
        study.close()
