"""A screen with a source: what it hands on to tabs, and what it does on worker threads."""

from collections.abc import Callable
from typing import Generic, TypeVar

from textual.message import Message
from textual.worker import get_current_worker

from coder_tui.analysis.effects import StudyEffects
from coder_tui.analysis.profiles import Profiles
from coder_tui.analysis.review import Review
from coder_tui.domain.errors import CoderError
from coder_tui.domain.items import ItemView
from coder_tui.tui.review.asking import Asking
from coder_tui.tui.review.messages import Exported, Failed
from coder_tui.tui.review.said import ask_for_conditions, exported
from coder_tui.tui.review.source import Source
from coder_tui.tui.review.typed_ahead import TypedAhead

Found = TypeVar("Found")


class Kept(Generic[Found]):
    """What takes a second: computed when it is asked for, kept until the study is read again."""

    def __init__(self, compute: Callable[[], Found]) -> None:
        self._compute = compute
        self._known: tuple[Review | None, Found] | None = None

    def of(self, review: Review | None) -> Found:
        """Give what belongs to a review; on a worker thread."""
        if self._known is None or self._known[0] is not review:
            self._known = review, self._compute()
        return self._known[1]


class Sourced(TypedAhead):
    """Base of the review screen: its source, and the export of the study."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._review: Review | None = None
        self._effects = Kept(lambda: source.effects())
        self._profiles = Kept(lambda: source.profiles())

    @property
    def review(self) -> Review | None:
        """What has been read."""
        return self._review

    @property
    def asking(self) -> Asking:
        """What answers questions in SQL."""
        return self._source.asking

    def item(self, blind_id: str) -> ItemView:
        """Read an item; on a worker thread."""
        return self._source.item(blind_id)

    def effects(self) -> StudyEffects:
        """Compute what scaffolds change; on a worker thread."""
        return self._effects.of(self._review)

    def profiles(self) -> Profiles:
        """Compute where each system stands; on a worker thread."""
        return self._profiles.of(self._review)

    @property
    def is_reading(self) -> bool:
        """Whether the study is being read, and nothing has come of it yet."""
        raise NotImplementedError

    def _tell(self, work: Callable[[], Message]) -> None:
        """Do some work on a worker thread, and tell what came of it where that still matters."""
        worker = get_current_worker()
        try:
            message = work()
        except CoderError as error:
            message = Failed(error)
        if not worker.is_cancelled:
            self.post_message(message)

    def action_export(self) -> None:
        """Export the study; with conditions in it only when that is meant."""
        if self.is_reading:
            return
        # Where nothing could be read, nothing is written either: the export says why.
        if self._review is None or self._review.conditions is None:
            self._begin_export("y")
        else:
            self.app.push_screen(ask_for_conditions(), self._begin_export)

    def _begin_export(self, answer: str | None) -> None:
        """Export the study in a worker."""
        self.say("Exporting ..." if answer == "y" else "Nothing was exported.")
        if answer == "y":
            self.run_worker(self._export, thread=True, exclusive=True, group="export")

    def _export(self) -> None:
        """Export the study. Runs on a worker thread: touches no widget."""
        self._tell(lambda: Exported(self._source.export()))

    def on_exported(self, message: Exported) -> None:
        """Say where the export is and what it holds."""
        self.say(exported(message.folder, conditions=message.conditions))
