"""The review app: one reader, one study, nothing written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.types import CSSPathType

from coder_tui.analysis.review import Review, review_study
from coder_tui.analysis.snapshot import KeyedItem
from coder_tui.domain.items import ItemView
from coder_tui.storage.study import StudyFile
from coder_tui.tui.app import LOOK, CoderApp, run_app
from coder_tui.tui.review.screen import ReviewScreen, Source
from coder_tui.tui.settings import Settings


@dataclass(frozen=True, slots=True)
class StudySource:
    """Reads a study, each time over a connection of its own, so that any thread may ask."""

    path: Path
    keyed: Sequence[KeyedItem] | None
    exporter: Callable[[], Path]

    def review(self) -> Review:
        """Give the review as it stands."""
        study = StudyFile.open(self.path, read_only=True)
        try:
            return review_study(study, self.keyed)
        finally:
            study.close()

    def item(self, blind_id: str) -> ItemView:
        """Give an item."""
        study = StudyFile.open(self.path, read_only=True)
        try:
            return study.item(blind_id)
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
    settings: Settings | None = None,
) -> None:
    """Run the review screen in the terminal.

    Args:
        path: the study.
        keyed: what the matching key says of the items; None without it.
        exporter: exports the study and gives the new folder; called on a worker thread.
        settings: colours, keys, the mouse; None: the shipped ones.

    Raises:
        CoderError: the terminal will not do.
    """
    run_app(ReviewApp(StudySource(path, keyed, exporter), settings))
