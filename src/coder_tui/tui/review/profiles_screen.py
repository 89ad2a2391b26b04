"""Alignment profiles side by side: arrows choose which systems stand there."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from coder_tui.analysis.profile_drawing import LABEL, Drawing, beside, draw
from coder_tui.analysis.profiles import Profile, Profiles
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.computed_page import ComputedPage
from coder_tui.tui.review.help_text import in_profiles
from coder_tui.tui.review.pieces import lines
from coder_tui.tui.review.profiles_page import (
    MARKS_IN_FULL,
    head_pieces,
    line_pieces,
    page_pieces,
)


class ProfilesScreen(ComputedPage[Profiles]):
    """Shows as many systems as there is room for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "choose(-1)", "place to the left", id="profiles-left", show=False),
        Binding("right,l", "choose(1)", "place to the right", id="profiles-right", show=False),
        Binding("down,j", "turn(1)", "next system there", id="profiles-next", show=False),
        Binding("up,k", "turn(-1)", "previous system there", id="profiles-before", show=False),
        # The key that opens it closes it.
        Binding("o", "leave", "profiles", id="review-profiles", show=False),
    ]
    name_of_page = "PROFILES"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("profiles-left profiles-right", "place"),
        ("profiles-before profiles-next", "system"),
        *ComputedPage.keys[1:],
    )
    _places: tuple[int, ...] = ()
    """Which system stands at each place, from the left; more than are shown when narrow."""
    _chosen = 0

    def take(self, found: Profiles) -> None:
        """Keep the profiles, the first systems at the first places."""
        self.found = found
        self._places = tuple(range(len(found.systems)))

    @property
    def shown(self) -> tuple[Profile, ...]:
        """The systems that stand side by side."""
        if self.found is None or not self.found.systems:
            return ()
        across = beside(self.size.width, len(self._places))
        return tuple(self.found.systems[at] for at in self._places[:across])

    def above(self, found: Profiles, width: int) -> list[Piece]:
        """Give the names of the systems."""
        del found
        if not self.shown:
            return []
        self._chosen = min(self._chosen, len(self.shown) - 1)
        return head_pieces(self._drawing(width), self._chosen, LABEL)

    def words(self, found: Profiles, width: int) -> list[Piece]:
        """Give the axes, and below them all in words."""
        shown = self.shown
        if not shown:
            return lines(found.note, width)
        return [
            *line_pieces(self._drawing(width)),
            *page_pieces(found, shown, shown[self._chosen], width),
        ]

    def _drawing(self, width: int) -> Drawing:
        # The drawing ends in marks, which may stand in the column before the scroll bar.
        return draw(self.shown, width + 1)

    def help(self) -> list[Piece]:
        """Give the keys, and the marks in full."""
        return in_profiles(self.app, MARKS_IN_FULL)

    def action_choose(self, step: int) -> None:
        """Choose the place whose system Up and Down change."""
        if self.shown:
            self._chosen = max(0, min(self._chosen + step, len(self.shown) - 1))
            self.paint()

    def action_turn(self, step: int) -> None:
        """Put the next system, of those that are not shown, at the chosen place."""
        places, across = [*self._places], len(self.shown)
        if len(places) <= across:
            return
        here = at = places[self._chosen]
        while at in places[:across]:
            at = (at + step) % len(places)
        there = places.index(at)
        places[self._chosen], places[there] = at, here
        self._places = tuple(places)
        self.paint()
