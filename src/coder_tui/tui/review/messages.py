"""What workers tell the review screen."""

from pathlib import Path

from textual.message import Message

from coder_tui.analysis.first_look import FirstLook
from coder_tui.analysis.review import Review
from coder_tui.domain.errors import CoderError
from coder_tui.tui.review.page import Page, Row

CONDITIONS = "conditions.csv"
"""The file of an export that says what each item is."""


class FirstLooked(Message):
    """What can be said at once is there."""

    def __init__(self, first: FirstLook) -> None:
        super().__init__()
        self.first = first


class Loaded(Message):
    """The study has been read."""

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review


class Arranged(Message):
    """Lines have been searched and sorted."""

    def __init__(self, page: Page, rows: list[Row]) -> None:
        super().__init__()
        self.page = page
        self.rows = rows


class Exported(Message):
    """The study has been exported."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.conditions = (folder / CONDITIONS).exists()
        """Whether it says what each item is."""


class Failed(Message):
    """The study could not be read, or not exported."""

    def __init__(self, error: CoderError) -> None:
        super().__init__()
        self.error = error
