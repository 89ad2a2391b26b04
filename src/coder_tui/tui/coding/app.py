"""The coding app: one coder, one study, one sitting."""

from contextlib import closing
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.types import CSSPathType

from coder_tui.domain.errors import BadInputError
from coder_tui.storage.scores import Recorder
from coder_tui.storage.study import StudyFile
from coder_tui.tui.app import LOOK, check_terminal, run_app
from coder_tui.tui.coding.coach import Coach
from coder_tui.tui.coding.desk import Desk
from coder_tui.tui.coding.key_labels import SHIPPED
from coder_tui.tui.coding.screen import CodingScreen
from coder_tui.tui.key_table import Context
from coder_tui.tui.keymap import default_contexts
from coder_tui.tui.settings import Settings
from coder_tui.tui.sitting_app import SittingApp


class CodingApp(SittingApp):
    """Opens the coding screen and closes the sitting, however it ends."""

    CSS_PATH: ClassVar[CSSPathType | None] = [LOOK, Path(__file__).with_name("coding.tcss")]

    def __init__(
        self,
        desk: Desk,
        *,
        coach: Coach | None = None,
        greeting: str = "",
        settings: Settings | None = None,
    ) -> None:
        super().__init__(desk.recorder.sitting, "judgement", settings)
        self.desk = desk
        self.desk.goes_on = self.settings.auto_advance
        if (own := self.settings.keys) is not None:
            self.desk.keys = SHIPPED | {
                each.id: own.key_of(each.id) for each in own.entries if each.is_moved
            }
        self.coach = coach
        self.greeting = greeting

    def shipped_keys(self) -> list[Context]:
        """Give the keys of its screens before any was moved."""
        return default_contexts("coding")

    def get_default_screen(self) -> CodingScreen:
        """Make the coding screen the first and only one."""
        return CodingScreen(self.desk, leave=self.leave, coach=self.coach, greeting=self.greeting)

    async def on_event(self, event: events.Event) -> None:
        """Let every key count as work on the open item, wherever it goes."""
        if isinstance(event, events.Key) and self.screen_stack:
            screen = self.screen_stack[0]
            if isinstance(screen, CodingScreen) and screen.is_mounted:
                screen.note_key()
        await super().on_event(event)


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
    if not (study.info.guess or study.has_practice()):
        return Desk(study, recorder)
    # Loaded where it is needed: the screen of any other study starts sooner.
    from coder_tui.tui.coding.practice import PracticeDesk

    return PracticeDesk(study, recorder)


def run_coding(
    path: Path,
    coder: str,
    *,
    coach: bool = False,
    greeting: str = "",
    settings: Settings | None = None,
) -> None:
    """Open a study and run the coding screen in the terminal.

    Raises:
        CoderError: the terminal, the study or the coder will not do.
    """
    check_terminal()
    with closing(StudyFile.open(path)) as study:
        run_coding_in(study, coder, coach=coach, greeting=greeting, settings=settings)


def run_coding_in(
    study: StudyFile,
    coder: str,
    *,
    coach: bool = False,
    greeting: str = "",
    settings: Settings | None = None,
) -> None:
    """Run the coding screen in the terminal, on a study that is open.

    Raises:
        CoderError: the terminal or the coder will not do.
    """
    check_terminal()
    desk = start_desk(study, coder)
    helper = Coach() if coach else None
    run_app(CodingApp(desk, coach=helper, greeting=greeting, settings=settings))
