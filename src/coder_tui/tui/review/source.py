"""Where the review screen gets its data from."""

from pathlib import Path
from typing import Protocol

from coder_tui.analysis.effects import StudyEffects
from coder_tui.analysis.first_look import FirstLook
from coder_tui.analysis.profiles import Profiles
from coder_tui.analysis.review import Review
from coder_tui.domain.items import ItemView
from coder_tui.tui.review.asking import Asking


class Source(Protocol):
    """Where the screen gets its data from; called on worker threads only."""

    @property
    def asking(self) -> Asking:
        """What answers questions in SQL."""
        ...

    def first(self) -> FirstLook:
        """Give what can be said at once."""
        ...

    def review(self) -> Review:
        """Give the review as it stands."""
        ...

    def item(self, blind_id: str) -> ItemView:
        """Give an item."""
        ...

    def effects(self) -> StudyEffects:
        """Give what scaffolds change."""
        ...

    def profiles(self) -> Profiles:
        """Give where each system stands."""
        ...

    def export(self) -> Path:
        """Export the study as this reader may, into a new folder; gives the folder."""
        ...
