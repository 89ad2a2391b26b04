"""The review app: one reader, one study, nothing written."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import ClassVar

from textual.types import CSSPathType

from coder_tui.analysis.effects import StudyEffects
from coder_tui.analysis.first_look import FirstLook
from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.looking import Looking
from coder_tui.analysis.profiles import Profiles
from coder_tui.analysis.review import Review
from coder_tui.domain.errors import CoderError, RefusedError
from coder_tui.domain.items import ItemView
from coder_tui.storage.study import StudyFile
from coder_tui.tui.app import LOOK, CoderApp, run_app
from coder_tui.tui.key_table import Context
from coder_tui.tui.keymap import default_contexts
from coder_tui.tui.review.asking import Asking, WriteAnswer, refuse_to_write
from coder_tui.tui.review.screen import ReviewScreen
from coder_tui.tui.review.source import Source
from coder_tui.tui.settings import Settings

NO_KEY = "Not read again: the key cannot be used ({})."
"""One line; what was read before stays on the screen."""
KeyReader = Callable[[StudyFile], Sequence[KeyedItem]]
"""Checks the reader's key against an open study, and gives what it says of the items."""


class StudySource:
    """Reads a study; any thread may ask. Close it when done."""

    def __init__(
        self,
        path: Path,
        keyed: Sequence[KeyedItem] | None,
        exporter: Callable[[], Path],
        write_answer: WriteAnswer = refuse_to_write,
        read_key: KeyReader | None = None,
    ) -> None:
        """Take what reads the study.

        Args:
            path: the study.
            keyed: what the matching key says of the items, just read; None without it.
            exporter: exports the study and gives the new folder.
            write_answer: writes the answer to a question.
            read_key: reads the key again, since items may come meanwhile; None where none is held.
        """
        self.path = path
        self.keyed = keyed
        self.asking = Asking(path, keyed, write_answer)
        self.looking = Looking(path, keyed)
        self._exporter = exporter
        self._read_key = read_key
        self._has_read = False
        self._one_at_a_time = Lock()

    def close(self) -> None:
        """Let go of what was kept between two questions."""
        self.asking.close()
        self.looking.close()

    def first(self) -> FirstLook:
        """Give what can be said at once."""
        return self.looking.first()

    def review(self) -> Review:
        """Give the review as it stands; questions are answered from then on, too.

        Raises:
            CoderError: the study cannot be read, or its key cannot be used any more.
        """
        self._take_key()
        self.asking.forget()
        return self.looking.review()

    def item(self, blind_id: str) -> ItemView:
        """Give an item."""
        with closing(StudyFile.open(self.path, read_only=True)) as study:
            return study.item(blind_id)

    def effects(self) -> StudyEffects:
        """Give what scaffolds change."""
        # Not before the first frame: it is asked for last, and loads much.
        from coder_tui.analysis.summary import effects_of

        with closing(StudyFile.open(self.path, read_only=True)) as study:
            return effects_of(study, self.keyed)

    def profiles(self) -> Profiles:
        """Give where each system stands."""
        from coder_tui.analysis.profiles import profiles_of

        with closing(StudyFile.open(self.path, read_only=True)) as study:
            return profiles_of(study, self.keyed)

    def export(self) -> Path:
        """Export the study."""
        return self._exporter()

    def _take_key(self) -> None:
        """Read the key, but for the first time, for which it was given."""
        with self._one_at_a_time:
            if self._has_read and self._read_key is not None:
                with closing(StudyFile.open(self.path, read_only=True)) as study:
                    try:
                        self.keyed = self._read_key(study)
                    except CoderError as error:
                        raise RefusedError(NO_KEY.format(error.title.lower())) from error
                self.asking.take(self.keyed)
                self.looking.take(self.keyed)
            self._has_read = True


class ReviewApp(CoderApp):
    """Opens the review screen."""

    CSS_PATH: ClassVar[CSSPathType | None] = [LOOK, Path(__file__).with_name("review.tcss")]

    def __init__(self, source: Source, settings: Settings | None = None) -> None:
        super().__init__(settings)
        self._source = source

    def shipped_keys(self) -> list[Context]:
        """Give the keys of its screens before any was moved."""
        return default_contexts("review")

    def get_default_screen(self) -> ReviewScreen:
        """Make the review screen the first one."""
        return ReviewScreen(self._source, leave=self.exit)


def run_review(
    path: Path,
    keyed: Sequence[KeyedItem] | None,
    exporter: Callable[[], Path],
    write_answer: WriteAnswer,
    read_key: KeyReader | None = None,
    settings: Settings | None = None,
) -> None:
    """Run the review screen in the terminal.

    Args:
        path: the study.
        keyed: what the matching key says of the items; None without it.
        exporter: exports the study and gives the new folder; called on a worker thread.
        write_answer: writes the answer to a question; called on a worker thread.
        read_key: reads the key again, whenever the study is; called on a worker thread.
        settings: colours, keys, the mouse; None: the shipped ones.

    Raises:
        CoderError: the terminal will not do.
    """
    source = StudySource(path, keyed, exporter, write_answer, read_key)
    try:
        run_app(ReviewApp(source, settings))
    finally:
        source.close()
