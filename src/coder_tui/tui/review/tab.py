"""What a tab of the review is, and what it may ask of the screen."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol, TypeVar

from textual.screen import Screen

from coder_tui.analysis.burn_up import BurnUp
from coder_tui.analysis.effects import StudyEffects
from coder_tui.analysis.first_look import FirstLook
from coder_tui.analysis.profiles import Profiles
from coder_tui.analysis.review import Review, StudyFacts
from coder_tui.domain.items import ItemView
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.asking import Asking
from coder_tui.tui.review.page import AS_IT_COMES, Order, Page, Row

AnyTab = TypeVar("AnyTab", bound="Tab")
Result = TypeVar("Result")


class Desk(Protocol):
    """What the screen does for its tabs."""

    @property
    def review(self) -> Review | None:
        """What has been read."""
        ...

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown: those that the search found, as they are sorted."""
        ...

    @property
    def place(self) -> int:
        """Which of these rows the cursor is on."""
        ...

    @property
    def asking(self) -> Asking:
        """What answers questions in SQL."""
        ...

    def item(self, blind_id: str) -> ItemView:
        """Read an item; on a worker thread."""
        ...

    def effects(self) -> StudyEffects:
        """Compute what scaffolds change; on a worker thread."""
        ...

    def profiles(self) -> Profiles:
        """Compute where each system stands; on a worker thread."""
        ...

    def go_to(self, place: int) -> None:
        """Put the cursor on one of the rows shown."""
        ...

    def tab(self, kind: type[AnyTab]) -> AnyTab:
        """Give one of the tabs."""
        ...

    def turn_to(self, kind: type["Tab"], *, afresh: bool = False) -> None:
        """Show a tab; afresh: with the cursor at the start and nothing searched for."""
        ...

    def open(
        self, screen: Screen[Result], answer: Callable[[Result | None], None] | None = None
    ) -> None:
        """Put a screen over this one; what it answers is handed on."""
        ...

    def explain(self) -> None:
        """Open the page behind `w`."""
        ...

    def show_page(self, *, from_start: bool = False) -> None:
        """Lay out the lines anew; from the start: with the cursor on the first."""
        ...

    def say(self, text: str) -> None:
        """Say something under the list."""
        ...


class Tab:
    """One tab: what its lines are, what is known of each, what its own keys do.

    A tab keeps what is asked of it (which dimension, which filters), never what was read.
    """

    name: ClassVar[str]
    orders: ClassVar[tuple[Order, ...]] = AS_IT_COMES
    keys: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Its own keys for the line at the bottom: ids of bindings, and what they do."""
    room = 7
    """Lines of the pane that shows `detail`."""

    def for_study(self, study: StudyFacts) -> "Tab":
        """Give the tab that stands in this place of the review of a study."""
        del study
        return self

    def page(self, review: Review, width: int) -> Page:
        """Give the lines, for a list of this width."""
        raise NotImplementedError

    def first_page(self, look: FirstLook, width: int) -> Page | None:
        """Give the lines that can be given at once; None where there are none."""
        del look, width
        return None

    def detail(self, review: Review, entry: object, width: int) -> list[Piece]:
        """Give what is known of the current line, for a pane of this width."""
        raise NotImplementedError

    def plot(self, review: Review, entry: object) -> BurnUp | None:
        """Give the line that is drawn beside what is known of the current line."""
        del review, entry
        return None

    def explanation(self, review: Review, entry: object | None, width: int) -> list[Piece]:
        """Give the page behind `w`: why, what a note means, everything in full."""
        pieces = self.detail(review, entry, width) if entry is not None else []
        return [*pieces, "\n"]

    def about(self, review: Review) -> str:
        """Say what every line of the tab means."""
        del review
        return ""

    def search(self, rows: Sequence[Row], wanted: str) -> list[Row]:
        """Give the rows that hold a text."""
        wanted = wanted.casefold()
        return [row for row in rows if wanted in row.text.casefold()]

    def state(self, review: Review) -> Sequence[str]:
        """Say in a few words each what the lines are restricted to."""
        del review
        return ()

    def open(self, desk: Desk, entry: object) -> None:
        """Open what a line stands for."""
        del entry
        desk.explain()

    def back(self, desk: Desk) -> bool:
        """Take the last restriction away; False where there is none."""
        del desk
        return False

    def refreshed(self, review: Review) -> None:
        """Find again, in what has been read anew, what the tab holds on to."""

    def press(self, action: str, desk: Desk) -> None:
        """Do what one of the tab's own keys asks for."""

    def keys_now(self, review: Review) -> Sequence[tuple[str, str]]:
        """Give the own keys that the line at the bottom names, as things are."""
        del review
        return self.keys

    def has(self, action: str) -> bool:
        """Whether one of the own keys of tabs is this tab's."""
        del action
        return False


def arranged(page: Page, tab: Tab, wanted: str, order: Order | None) -> list[Row]:
    """Give the lines of a page that the search finds, as they are sorted; on any thread."""
    found = tab.search(page.rows, wanted) if wanted else page.rows
    return sorted(found, key=order.key) if order else list(found)
