"""Looking at a live study again and again, from one copy that is brought up to date."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from coder_tui.analysis.first_look import FirstLook, first_look, first_look_at, is_small
from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.one_picture import one_picture
from coder_tui.analysis.reader import copy_of
from coder_tui.analysis.review import Review, review_of
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.storage.study import StudyFile


class Looking:
    """One reader, one study. Any thread may ask, one after the other. Close it when done."""

    def __init__(self, path: Path, keyed: Sequence[KeyedItem] | None) -> None:
        """Look at a study.

        Args:
            path: the study.
            keyed: what the key says of its items, where the reader holds the matching key.
        """
        self._path = path
        self._keyed = keyed
        self._copy: Snapshot | None = None
        self._one_at_a_time = Lock()
        self._closed = False

    def __enter__(self) -> "Looking":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def first(self) -> FirstLook:
        """Give what can be said at once.

        Raises:
            CoderError: the study cannot be read.
        """
        with self._study() as study:
            if self._copy is None and is_small(study.connection):
                return first_look(study, self._keyed)
            return first_look_at(self._up_to_date(study), study, self._keyed)

    def review(self) -> Review:
        """Give the whole review as the study is at this moment.

        Raises:
            CoderError: the study cannot be read.
        """
        with self._study() as study:
            return review_of(self._up_to_date(study), study, self._keyed)

    def take(self, keyed: Sequence[KeyedItem] | None) -> None:
        """Look with what the key says by now; a copy made with other words of it is let go."""
        with self._one_at_a_time:
            if keyed != self._keyed:
                self._keyed = keyed
                self._let_go()

    def close(self) -> None:
        """Let the copy go; where somebody is being answered, as soon as they are."""
        self._closed = True
        if self._one_at_a_time.acquire(blocking=False):
            try:
                self._let_go()
            finally:
                self._one_at_a_time.release()

    @contextmanager
    def _study(self) -> Iterator[StudyFile]:
        """Open the study; what is read of it and of the copy is of one moment."""
        try:
            with (
                self._one_at_a_time,
                closing(StudyFile.open(self._path, read_only=True)) as study,
                one_picture(study.connection),
            ):
                yield study
        finally:
            if self._closed:
                self.close()

    def _up_to_date(self, study: StudyFile) -> Snapshot:
        """Give the copy; made anew where what was written is more than what coders write."""
        if self._copy is not None:
            try:
                refreshed = self._copy.refresh(study.connection)
            except BaseException:
                # Whatever it was, Ctrl+C included: the next look must not trust this copy.
                self._let_go()
                raise
            if refreshed:
                return self._copy
            self._let_go()
        self._copy = copy_of(study, self._keyed)
        return self._copy

    def _let_go(self) -> None:
        if self._copy is not None:
            self._copy.close()
            self._copy = None
