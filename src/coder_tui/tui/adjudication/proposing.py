"""The dialog in which a wording for the rubric is proposed."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from coder_tui.domain.rubric import Dimension, ScalePoint
from coder_tui.domain.text import visible_line
from coder_tui.tui.coding.lines import wrapped
from coder_tui.tui.dialogs import LineInput, TextDialog
from coder_tui.tui.literal import Literal, Piece

WIDTH = 66
MOST_POINTS, MOST_LINES = 4, 2
REQUIRED = "Write the words that the rubric should have."
HINT = "Enter keeps it for the lead, Esc leaves things as they were"
HINT_AGAIN = "You proposed this: Enter keeps the change, an empty box withdraws"


class ProposalDialog(TextDialog):
    """Asks for a wording below the question and the anchors that it is about."""

    def __init__(
        self, dimension: Dimension, points: Sequence[ScalePoint], *, given: str = ""
    ) -> None:
        super().__init__("", given=given, required="" if given else REQUIRED)
        self._dimension = dimension
        self._points = points

    def compose(self) -> ComposeResult:
        """Lay out what stands in the rubric, input and hint."""
        with Vertical(classes="dialog"):
            yield Literal(*self._pieces(), classes="words")
            yield LineInput(visible_line(self._given), select_on_focus=False)
            yield Literal(HINT_AGAIN if self._given else HINT, classes="hint")

    def _pieces(self) -> list[Piece]:
        """Give the question, then each anchor in question."""
        short = self._dimension.short
        about = f"{short}: which words should the rubric have instead?"
        if len(self._points) == 1:
            about = f"{short}, point {self._points[0].value}: which anchor should it have instead?"
        pieces: list[Piece] = [(about, "$accent bold")]
        for line in wrapped(self._dimension.question, WIDTH, MOST_LINES):
            pieces += ["\n", (line, "$foreground bold")]
        for point in self._points[:MOST_POINTS]:
            for number, line in enumerate(wrapped(point.anchor, WIDTH - 4, MOST_LINES)):
                pieces += ["\n", (f"  {'' if number else point.value:<2}", "$accent"), line]
        return pieces
