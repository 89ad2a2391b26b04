"""The review app: one reader, one study, nothing written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from textual.types import CSSPathType

from coder_tui.analysis.effects import StudyEffects
from coder_tui.analysis.first_look import FirstLook
from coder_tui.analysis.looking import Looking
from coder_tui.analysis.profiles import Profiles
from coder_tui.analysis.review import Review
from coder_tui.analysis.snapshot import KeyedItem
from coder_tui.domain.items import ItemView
from coder_tui.storage.study import StudyFile
from coder_tui.tui.app import LOOK, CoderApp, run_app
from coder_tui.tui.review.asking import Asking, WriteAnswer, refuse_to_write
from coder_tui.tui.review.screen import ReviewScreen
from coder_tui.tui.review.source import Source
from coder_tui.tui.settings import Settings


@dataclass(frozen=True, slots=True)
class StudySource:
    """Reads a study; any thread may ask. Close it when done."""

    path: Path
    keyed: Sequence[KeyedItem] | None
    exporter: Callable[[], Path]
    write_answer: WriteAnswer = refuse_to_write
    asking: Asking = field(init=False)
    looking: Looking = field(init=False)

    def __post_init__(self) -> None:
        asking = Asking(self.path, self.keyed, self.write_answer)
        object.__setattr__(self, "asking", asking)
        object.__setattr__(self, "looking", Looking(self.path, self.keyed))

    def close(self) -> None:
        """Let go of what was kept between two questions."""
        self.asking.close()
        self.looking.close()

    def first(self) -> FirstLook:
        """Give what can be said at once."""
        return self.looking.first()

    def review(self) -> Review:
        """Give the review as it stands; questions are answered from then on, too."""
        self.asking.forget()
        return self.looking.review()

    def item(self, blind_id: str) -> ItemView:
        """Give an item."""
        study = StudyFile.open(self.path, read_only=True)
        try:
            return study.item(blind_id)
        finally:
            study.close()

    def effects(self) -> StudyEffects:
        """Give what scaffolds change."""
        # Not before the first frame: it is asked for last, and loads much.
        from coder_tui.analysis.summary import effects_of

        study = StudyFile.open(self.path, read_only=True)
        try:
            return effects_of(study, self.keyed)
        finally:
            study.close()

    def profiles(self) -> Profiles:
        """Give where each system stands."""
        from coder_tui.analysis.profiles import profiles_of

        study = StudyFile.open(self.path, read_only=True)
        try:
            return profiles_of(study, self.keyed)
        finally:
            study.close()

    def export(self) -> Path:
        """Export the study."""
        return self.exporter()


class ReviewApp(CoderApp):
    """Opens the review screen."""

    SCREEN = "review"
    CSS_PATH: ClassVar[CSSPathType | None] = [LOOK, Path(__file__).with_name("review.tcss")]

    def __init__(self, source: Source, settings: Settings | None = None) -> None:
        super().__init__(settings)
        self._source = source

    def get_default_screen(self) -> ReviewScreen:
        """Make the review screen the first one."""
        return ReviewScreen(self._source, leave=self.exit)


def run_review(
    path: Path,
    keyed: Sequence[KeyedItem] | None,
    exporter: Callable[[], Path],
    write_answer: WriteAnswer,
    settings: Settings | None = None,
) -> None:
    """Run the review screen in the terminal.

    Args:
        path: the study.
        keyed: what the matching key says of the items; None without it.
        exporter: exports the study and gives the new folder; called on a worker thread.
        write_answer: writes the answer to a question; called on a worker thread.
        settings: colours, keys, the mouse; None: the shipped ones.

    Raises:
        CoderError: the terminal will not do.
    """
    source = StudySource(path, keyed, exporter, write_answer)
    try:
        run_app(ReviewApp(source, settings))
    finally:
        source.close()
