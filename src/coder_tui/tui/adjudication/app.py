"""The adjudication app: one adjudicator, or several together, one study, one sitting."""

from pathlib import Path
from typing import ClassVar

from textual.types import CSSPathType

from coder_tui.storage.adjudicating import Adjudicator
from coder_tui.storage.study import StudyFile
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.adjudication.keys import SHIPPED
from coder_tui.tui.adjudication.screen import AdjudicationScreen
from coder_tui.tui.app import LOOK, check_terminal, run_app
from coder_tui.tui.key_table import Context
from coder_tui.tui.keymap import default_contexts
from coder_tui.tui.settings import Settings
from coder_tui.tui.sitting_app import SittingApp


class AdjudicationApp(SittingApp):
    """Opens the adjudication screen and closes the sitting, however it ends."""

    CSS_PATH: ClassVar[CSSPathType | None] = [LOOK, Path(__file__).with_name("adjudication.tcss")]

    def __init__(self, desk: Desk, settings: Settings | None = None) -> None:
        super().__init__(desk.adjudicator.sitting, "judgement", settings)
        self.desk = desk
        if (own := self.settings.keys) is not None:
            self.desk.keys = SHIPPED | {
                each.id: own.key_of(each.id) for each in own.entries if each.is_moved
            }

    def shipped_keys(self) -> list[Context]:
        """Give the keys of its screens before any was moved."""
        return default_contexts("adjudication")

    def get_default_screen(self) -> AdjudicationScreen:
        """Make the adjudication screen the first and only one."""
        return AdjudicationScreen(self.desk, leave=self.leave)


def run_adjudication(path: Path, name: str, *others: str, settings: Settings | None = None) -> None:
    """Run the adjudication screen in the terminal.

    Args:
        path: the study.
        name: who decides.
        others: who decides with them, where the study settles by consensus.
        settings: keys and colours.

    Raises:
        CoderError: the terminal, the study or the people will not do.
    """
    study = StudyFile.open(path)
    try:
        check_terminal()
        desk = Desk(study, Adjudicator.start(study, name, *others))
        run_app(AdjudicationApp(desk, settings))
    finally:
        study.close()
