"""What scaffolds change on one dimension: a map of means, and what was found, in words."""

from collections.abc import Callable
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coder_tui.analysis.effect_figures import (
    counts_words,
    interval_words,
    points_words,
    shade,
)
from coder_tui.analysis.effect_sentences import WORDS, p_value, sensitivity_line, what_was_found
from coder_tui.analysis.effects import DimensionEffects, StudyEffects
from coder_tui.domain.errors import CoderError
from coder_tui.domain.rubric import Dimension
from coder_tui.domain.text import clipped, visible_line
from coder_tui.statistics.effects.cells import Cell
from coder_tui.tui.literal import Literal, Piece

NAME = 22
BLOCKS = (" ", "░", "▒", "▓", "█")
BLOCK = 3
"""Cells of the block that shows how high a mean is."""
METHOD = (
    "A block is empty at the lowest point of the scale and full at the highest. Intervals are of "
    "95 %. `w` in the list says what a final score is; `coder-tui summary` prints all dimensions."
)


class EffectsScreen(Screen[None]):
    """Shows one dimension; computed on a worker, because it takes a second."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss(None)", "back", id="effects-leave", show=False),
        Binding("down,j", "scroll(1)", "line down", id="effects-down", show=False),
        Binding("up,k", "scroll(-1)", "line up", id="effects-up", show=False),
        Binding("space,pagedown", "page(1)", "page down", id="effects-on", show=False),
        Binding("b,pageup", "page(-1)", "page up", id="effects-back", show=False),
    ]

    class Loaded(Message):
        """The effects have been computed."""

        def __init__(self, found: StudyEffects) -> None:
            super().__init__()
            self.found = found

    class Failed(Message):
        """They could not be."""

        def __init__(self, error: CoderError) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self, dimension: Dimension, load: Callable[[], StudyEffects], *, simulated: bool
    ) -> None:
        super().__init__()
        self._dimension = dimension
        self._simulated = simulated
        self._load = load
        self._found: StudyEffects | None = None
        self._fault = ""

    def compose(self) -> ComposeResult:
        """Lay out header, page, keys."""
        yield Literal(id="header", classes="bar")
        yield Literal(id="rule", classes="rule")
        with VerticalScroll(id="page"):
            yield Literal(id="words")
        yield Literal(id="rule-below", classes="rule")
        yield Literal("Up/Down, Space and b scroll; Esc back", id="keys", classes="bar")

    def on_mount(self) -> None:
        """Compute."""
        self.query_one("#page", VerticalScroll).focus()
        self._paint()
        self.run_worker(self._compute, thread=True, exclusive=True, group="effects")

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._paint)

    def _compute(self) -> None:
        """Compute the effects. Runs on a worker thread: touches no widget."""
        worker = get_current_worker()
        try:
            message: Message = self.Loaded(self._load())
        except CoderError as error:
            message = self.Failed(error)
        if not worker.is_cancelled:
            self.post_message(message)

    def on_effects_screen_loaded(self, message: Loaded) -> None:
        """Show what was found."""
        self._found = message.found
        self._paint()

    def on_effects_screen_failed(self, message: Failed) -> None:
        """Say why nothing was."""
        self._fault = str(message.error)
        self._paint()

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        width = self.size.width - 4
        header: list[Piece] = [("EFFECTS", "$accent bold")]
        header.append(f"  {clipped(self._dimension.label, width - 24)}")
        if self._simulated:
            header += ["  ", ("SIMULATED", "$warning bold")]
        self.query_one("#header", Literal).show(header)
        for name in ("rule", "rule-below"):
            self.query_one(f"#{name}", Literal).show(["─" * (width + 2)])
        words, pieces = self.query_one("#words", Literal), self._pieces(max(40, width))
        words.styles.height = 1 + sum(_text(each).count("\n") for each in pieces)
        words.show(pieces)

    def _pieces(self, width: int) -> list[Piece]:
        if self._found is None:
            return [self._fault or "Computing ..."]
        if self._found.note:
            return _lines(self._found.note, width)
        for each in self._found.dimensions:
            if each.dimension.id == self._dimension.id:
                return effects_pieces(each, width)
        for dimension, why in self._found.left_out:
            if dimension.id == self._dimension.id:
                return _lines(f"No effect, because {why}.", width)
        return ["No effect."]

    def action_scroll(self, step: int) -> None:
        """Scroll by lines."""
        self.query_one("#page", VerticalScroll).scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Scroll by pages."""
        page = self.query_one("#page", VerticalScroll)
        page.scroll_relative(y=step * max(1, page.size.height - 1), animate=False)


def effects_pieces(found: DimensionEffects, width: int) -> list[Piece]:
    """Give the map of means, then what was found."""
    pieces = heat_map(found, width)
    first, *rest = what_was_found(found)
    pieces += ["\n", *((str(line), "bold") for line in _lines(first, width))]
    for each in rest:
        pieces += _lines(each, width)
    tested = found.effects.interaction
    twins = (
        f"Beside it: on mid-ranks p {p_value(tested.mid_ranks.p)}; RM-ANOVA (Huynh-Feldt) "
        f"p {p_value(tested.huynh_feldt.p)}. {sensitivity_line(found)}"
    )
    quiet = _lines(f"{twins} {WORDS} {METHOD}", width)
    pieces += ["\n", *((str(line), "$secondary") for line in quiet)]
    return pieces


def heat_map(found: DimensionEffects, width: int) -> list[Piece]:
    """Give models down, scaffolds across: mean, interval, how many tasks at each point."""
    layout, whole = found.layout, found.effects
    name = min(NAME, max(len(visible_line(each)) for each in (*layout.models, "at 0/1/2")) + 2)
    cell = max(14, min(20, (width - name) // max(1, len(layout.scaffolds))))
    across = max(1, (width - name) // cell)
    pieces: list[Piece] = []
    for start in range(0, len(layout.scaffolds), across):
        shown = slice(start, start + across)
        heads = "".join(f"{clipped(each, cell - 2):>{cell}}" for each in layout.scaffolds[shown])
        pieces.append((f"{'':<{name}}{heads}\n", "$secondary"))
        for model, row in zip(layout.models, whole.cells, strict=True):
            pieces += _row(model, row[shown], whole.points, name, cell)
    return pieces


def _row(
    model: str, row: tuple[Cell, ...], points: tuple[float, ...], name: int, cell: int
) -> list[Piece]:
    pieces: list[Piece] = [(f"{clipped(model, name - 1):<{name}}", "$primary bold")]
    for each in row:
        mean = "-" if each.mean is None else f"{each.mean:.2f}"
        pieces.append(f"{mean:>{cell - BLOCK - 1}} ")
        block = BLOCKS[round(shade(each, points) / 9 * (len(BLOCKS) - 1))] * BLOCK
        pieces.append((block, "$accent"))
    pieces.append("\n")
    for label, words in (
        ("  95 %", [interval_words(each) for each in row]),
        (f"  at {points_words(points)}", [counts_words(each) for each in row]),
    ):
        line = "".join(f"{each:>{cell}}" for each in words)
        pieces.append((f"{clipped(label, name):<{name}}{line}\n", "$secondary"))
    return pieces


def _lines(text: str, width: int) -> list[Piece]:
    return [f"{line}\n" for line in wrap(visible_line(text), width, break_on_hyphens=False)]


def _text(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece[0]
