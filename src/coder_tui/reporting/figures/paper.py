"""A sheet of paper, measured in inches from its upper left corner, that grows downwards."""

from collections.abc import Iterable, Sequence
from typing import Literal

from matplotlib.patches import Rectangle

from coder_tui.reporting.figures.ink import INK, MARK, QUIET
from coder_tui.reporting.figures.letters import POINTS, lines_in
from coder_tui.reporting.figures.picture import Picture, new_figure

MARGIN = 0.12
TITLE, SMALL = 10.0, 7.0
"""Points of the title, and of the lines below it and below the drawing."""
LEADING = 1.3
"""Height of a line, in sizes of its font."""
RISE, MIDDLE = 0.95, 0.36
"""How far below the top of a line its baseline is, and below the middle of its digits."""
TOP_OF_ALL = 10
"""Texts are drawn above everything else."""

Align = Literal["left", "center", "right"]


def height_of(lines: int, size: float) -> float:
    """Give the inches that so many lines take."""
    return lines * LEADING * size / POINTS


class Paper:
    """What a figure is drawn on, within `drawing`."""

    def __init__(self, width: float) -> None:
        """Take an empty sheet of so many inches."""
        self.width = width
        self._figure = new_figure(width, 1.0)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()

    @property
    def room(self) -> float:
        """Give the inches between the margins."""
        return self.width - 2 * MARGIN

    def write(
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        size: float,
        color: str = INK,
        *,
        align: Align = "left",
        bold: bool = False,
    ) -> float:
        """Write lines below one another; give where they end."""
        for at, line in enumerate(lines):
            baseline = top + height_of(at, size) + RISE * size / POINTS
            self._text(x, baseline, line, size, color, align, bold=bold)
        return top + height_of(len(lines), size)

    def centre(
        self,
        x: float,
        middle: float,
        lines: Sequence[str],
        size: float,
        color: str = INK,
        *,
        align: Align = "center",
        bold: bool = False,
    ) -> None:
        """Write lines around a height, so that their middle is there."""
        first = middle - height_of(len(lines) - 1, size) / 2 + MIDDLE * size / POINTS
        for at, line in enumerate(lines):
            self._text(x, first + height_of(at, size), line, size, color, align, bold=bold)

    def slant(self, x: float, bottom: float, line: str, size: float, degrees: float) -> None:
        """Write a line that rises to the right from its lower left corner."""
        self._axes.text(
            x,
            bottom,
            line,
            fontsize=size,
            color=INK,
            rotation=degrees,
            rotation_mode="anchor",
            zorder=TOP_OF_ALL,
        )

    def box(
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        fill: str | tuple[float, float, float, float],
        edge: str = "white",
        *,
        hatched: bool = False,
    ) -> None:
        """Draw a rectangle."""
        self._axes.add_patch(
            Rectangle(
                (x, top),
                width,
                height,
                facecolor=fill,
                edgecolor=edge,
                linewidth=0.6,
                hatch="////" if hatched else None,
            )
        )

    def clear(self, x: float, middle: float, width: float, height: float) -> None:
        """Take hatching away around a place, so that what is written there can be read."""
        self.box(x - width / 2, middle - height / 2, width, height, "white")

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, width: float) -> None:
        """Draw a line with square ends."""
        self._axes.plot(xs, ys, color=color, linewidth=width, solid_capstyle="butt")

    def dot(self, x: float, y: float, color: str) -> None:
        """Draw a dot."""
        self._axes.plot([x], [y], "o", color=color, markersize=4, zorder=3)

    def heading(self, title: str, warnings: Iterable[str], notes: Iterable[str]) -> float:
        """Write a title, what has to stand over the figure, and notes; give where they end."""
        lines = lines_in(title, self.room, TITLE, bold=True)
        top = self.write(MARGIN, MARGIN, lines, TITLE, bold=True) + 0.05
        for color, texts in ((MARK, warnings), (QUIET, notes)):
            top = self.print_small(texts, top, color)
        return top + 0.14

    def print_small(self, texts: Iterable[str], top: float, color: str = QUIET) -> float:
        """Write texts from margin to margin; give where they end."""
        lines = [line for text in texts for line in lines_in(text, self.room, SMALL)]
        return self.write(MARGIN, top, lines, SMALL, color)

    def finish(self, bottom: float, title: str, alt: str) -> Picture:
        """Cut the sheet below what is drawn.

        Args:
            bottom: where the drawing ends.
            title: of the figure.
            alt: what it says to somebody who does not see it.
        """
        height = bottom + MARGIN
        self._figure.set_size_inches(self.width, height)
        self._axes.set_xlim(0, self.width)
        self._axes.set_ylim(height, 0)
        return Picture(self._figure, title, alt)

    def _text(
        self,
        x: float,
        baseline: float,
        line: str,
        size: float,
        color: str,
        align: Align,
        *,
        bold: bool,
    ) -> None:
        self._axes.text(
            x,
            baseline,
            line,
            fontsize=size,
            color=color,
            ha=align,
            va="baseline",
            fontweight="bold" if bold else "normal",
            zorder=TOP_OF_ALL,
        )
