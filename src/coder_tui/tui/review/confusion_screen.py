"""The table of answers against answers, to walk in with arrows."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from coder_tui.analysis.confusion import Answered, Cell, Matrix, Pair
from coder_tui.analysis.review import StudyFacts
from coder_tui.domain.text import clipped
from coder_tui.tui.dialogs import HelpScreen
from coder_tui.tui.keys_in_force import key_line
from coder_tui.tui.literal import Literal, Piece
from coder_tui.tui.review.bars import head_of_page
from coder_tui.tui.review.help_text import in_table
from coder_tui.tui.review.matrix_drawing import drawn, in_words

KEYS = (
    ("matrix-open", "its items"),
    ("dimension-back dimension-on", "dimension"),
    ("pair-back pair-on", "pair"),
    ("matrix-help", "help"),
    ("matrix-leave", "back"),
)
"""What the line of keys names, by the ids of the bindings."""

OpenCell = Callable[[Matrix, Cell], None]


class ConfusionScreen(Screen[None]):
    """Shows which answers met which, on one dimension."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1, 0)", "cell up", id="cell-up", show=False),
        Binding("down,j", "move(1, 0)", "cell down", id="cell-down", show=False),
        Binding("left,h", "move(0, -1)", "cell left", id="cell-left", show=False),
        Binding("right,l", "move(0, 1)", "cell right", id="cell-right", show=False),
        Binding("enter", "open", "open its items", id="matrix-open", show=False),
        Binding(
            "left_square_bracket", "dimension(-1)", "previous dimension",
            id="dimension-back", show=False,
        ),
        Binding(
            "right_square_bracket", "dimension(1)", "next dimension",
            id="dimension-on", show=False,
        ),
        Binding("less_than_sign", "pair(-1)", "previous pair", id="pair-back", show=False),
        Binding("greater_than_sign", "pair(1)", "next pair", id="pair-on", show=False),
        Binding("question_mark", "help", "help", id="matrix-help", show=False),
        Binding("escape,q", "back", "back", id="matrix-leave", show=False),
        # The key that opens it closes it.
        Binding("m", "back", "table of answers", id="review-matrix", show=False),
    ]  # fmt: skip

    def __init__(
        self,
        found: Sequence[Answered],
        place: int,
        coders: Pair | None,
        opened: OpenCell,
        study: StudyFacts,
    ) -> None:
        """Take what to show.

        Args:
            found: what was answered, by dimension.
            place: which of them is shown first.
            coders: the pair that is shown first; None: the first one that has names.
            opened: does what `Enter` on a cell asks for, once this screen is gone.
            study: what has to be known of it stands in the header.
        """
        super().__init__()
        self._found = found
        self._opened = opened
        self._study = study
        self._place = place
        self._pairs: tuple[Pair | None, ...] = ()
        self._pair = 0
        self._row = self._column = 0
        self._said = ""
        self.matrix: Matrix
        self._turn_to(coders)

    def _turn_to(self, coders: Pair | None) -> None:
        """Show a pair of coders on the dimension that is shown; the first where there is none."""
        answered = self._found[self._place]
        named = answered.pairs
        # Two coders make one table; of more the whole comes behind the single pairs.
        self._pairs = named if len(named) == 1 else (*named, None)
        self._pair = self._pairs.index(coders) if coders in self._pairs else 0
        if coders is None:
            self._pair = 0
        self._show_pair()

    def _show_pair(self) -> None:
        """Lay out the table, with the cell on the most frequent difference."""
        self.matrix = self._found[self._place].matrix(self._pairs[self._pair])
        found = self.matrix.confusion
        size = range(len(found.answers)) if found else range(0)
        places = [(row, column) for row in size for column in size]
        most = max(places, key=self._weight, default=(0, 0))
        self._row, self._column = most

    def _weight(self, place: tuple[int, int]) -> tuple[bool, int]:
        cell = self.matrix.cell(*place)
        return (not cell.agrees and cell.pairs > 0, cell.pairs)

    @property
    def cell(self) -> Cell | None:
        """The cell that is looked at; None where there is no table."""
        return self.matrix.cell(self._row, self._column) if self.matrix.confusion else None

    def compose(self) -> ComposeResult:
        """Lay out header, table, what the cell means, keys."""
        yield Literal(id="header", classes="bar")
        yield Literal(id="rule", classes="rule")
        yield Literal(id="table")
        yield Literal(id="rule-detail", classes="rule")
        yield Literal(id="detail")
        yield Literal(id="rule-below", classes="rule")
        yield Literal(id="keys", classes="bar")

    def on_mount(self) -> None:
        """Paint."""
        self._paint()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for another size: what a high window has to spare explains the cell."""
        self.query_one("#detail").styles.height = min(max(4, event.size.height - 20), 12)
        self.call_after_refresh(self._paint)

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        width = self.size.width - 2
        self._show("header", self._header(width))
        self._show("table", drawn(self.matrix, self._row, self._column, width - 2))
        self._show("detail", in_words(self.matrix, self.cell, width - 2) if self.cell else [""])
        self._show("keys", [clipped(self._said or self._keys(), width)])
        for name in ("rule", "rule-detail", "rule-below"):
            self._show(name, ["─" * width])

    def _keys(self) -> str:
        """Name the keys, but not those that lead nowhere here."""
        idle = {"pair-back pair-on"} if len(self._pairs) < 2 else set()
        idle |= {"dimension-back dimension-on"} if len(self._found) < 2 else set()
        return key_line(self.app, [each for each in KEYS if each[0] not in idle])

    def _header(self, width: int) -> list[Piece]:
        kind = f" ({self.matrix.coder_kind})" if self._has_kinds else ""
        where = [f"dimension {self._place + 1} of {len(self._found)}"]
        where += [f"pair {self._pair + 1} of {len(self._pairs)}"] if len(self._pairs) > 1 else []
        subject = f"{self.matrix.dimension.label}{kind}"
        return head_of_page("TABLE", subject, self._study, width, where)

    @property
    def _has_kinds(self) -> bool:
        return len({each.coder_kind for each in self._found}) > 1

    def _show(self, name: str, pieces: list[Piece]) -> None:
        self.query_one(f"#{name}", Literal).show(pieces)

    def action_move(self, down: int, right: int) -> None:
        """Go to a cell beside this one."""
        if self.matrix.confusion:
            last = len(self.matrix.confusion.answers) - 1
            self._row = min(max(0, self._row + down), last)
            self._column = min(max(0, self._column + right), last)
        self._said = ""
        self._paint()

    def action_dimension(self, step: int) -> None:
        """Show another dimension, of the same pair where it has answers there."""
        place = self._place + step
        if 0 <= place < len(self._found):
            self._place = place
            self._turn_to(self.matrix.coders)
        self._said = ""
        self._paint()

    def action_pair(self, step: int) -> None:
        """Show another pair of coders."""
        pair = self._pair + step
        if 0 <= pair < len(self._pairs):
            self._pair = pair
            self._show_pair()
        self._said = ""
        self._paint()

    def action_open(self) -> None:
        """Go to the items of the cell."""
        cell = self.cell
        if cell is None or not cell.items:
            self._said = "No item is in this cell."
            self._paint()
            return
        self.dismiss(None)
        self._opened(self.matrix, cell)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(in_table(self.app)))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)
