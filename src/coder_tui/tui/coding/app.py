"""The coding app: one coder, one study, one sitting."""

from pathlib import Path
from typing import ClassVar

from textual.types import CSSPathType

from coder_tui.domain.errors import BadInputError
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile
from coder_tui.tui.app import LOOK, check_terminal, run_app
from coder_tui.tui.coding.coach import Coach
from coder_tui.tui.coding.desk import Desk
from coder_tui.tui.coding.screen import CodingScreen
from coder_tui.tui.sitting_app import SittingApp


class CodingApp(SittingApp):
    """Opens the coding screen and closes the sitting, however it ends."""

    CSS_PATH: ClassVar[CSSPathType | None] = [LOOK, Path(__file__).with_name("coding.tcss")]

    def __init__(self, desk: Desk, *, coach: Coach | None = None, greeting: str = "") -> None:
        super().__init__(desk.recorder.sitting, "judgement")
        self.desk = desk
        self.coach = coach
        self.greeting = greeting

    def get_default_screen(self) -> CodingScreen:
        """Make the coding screen the first and only one."""
        return CodingScreen(self.desk, leave=self.leave, coach=self.coach, greeting=self.greeting)


def start_desk(study: StudyFile, coder: str) -> Desk:
    """Open a sitting for a coder.

    Raises:
        BadInputError: there is no such coder, or nothing is assigned to them.
        NotSavedError: the study cannot be written.
    """
    study.coder(coder)
    if study.next_open(coder) is None and not study.assignments(coder):
        raise BadInputError(f"{study.path}: nothing is assigned to {coder!r}.")
    recorder = Recorder.start(study.connection, study.path, coder, study.rubric_fingerprint)
    return Desk(study, recorder)


def run_coding(path: Path, coder: str, *, coach: bool = False, greeting: str = "") -> None:
    """Run the coding screen in the terminal.

    Raises:
        CoderError: the terminal, the study or the coder will not do.
    """
    check_terminal()
    study = StudyFile.open(path)
    try:
        desk = start_desk(study, coder)
        run_app(CodingApp(desk, coach=Coach() if coach else None, greeting=greeting))
    finally:
        study.close()
