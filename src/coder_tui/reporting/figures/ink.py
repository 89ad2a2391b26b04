"""Colours that print in grey and are told apart by those who see few colours."""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from coder_tui.domain.text import clipped, visible_line

INK = "#1a1a1a"
QUIET = "#5f6670"
LINE = "#b9bec5"
MARK = "#a03c00"
"""Of warnings; a word or a sign always says the same."""
BLUES = LinearSegmentedColormap.from_list("blues", ["#f4f7fb", "#9dbfdf", "#3f7db8", "#0b3561"])
"""From light to dark without a turn, so that grey keeps the order."""
LINE_OF_TEXT = 0.14
"""Inches of a line of the small print."""
CHARACTER = 0.052
"""Inches of one character of it."""
MISSING = "#ffffff"
EVEN = 0.2
"""Luminance of a fill on which black and white digits stand out about equally."""


def fill_of(share: float) -> tuple[float, float, float, float]:
    """Give the colour of a place on a scale, 0 its lowest point and 1 its highest."""
    red, green, blue, alpha = BLUES(min(1.0, max(0.0, share)))
    return red, green, blue, alpha


def digits_on(share: float) -> str:
    """Give the colour of digits on such a fill."""
    red, green, blue, _ = fill_of(share)
    return "white" if _luminance(red, green, blue) < EVEN else INK


def _luminance(red: float, green: float, blue: float) -> float:
    """Give the relative luminance of a colour (WCAG 2)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def square(
    axes: Axes, column: float, row: float, share: float | None, word: str, size: float = 8
) -> None:
    """Draw a cell of a matrix: colour where it has a place on a scale, hatched where not."""
    empty = share is None
    axes.add_patch(
        Rectangle(
            (column, row),
            1,
            1,
            facecolor=MISSING if share is None else fill_of(share),
            edgecolor="#d5d9de" if empty else "white",
            linewidth=0.5 if empty else 1.0,
            hatch="////" if empty else None,
        )
    )
    color = QUIET if share is None else digits_on(share)
    back = {"facecolor": "white", "edgecolor": "none", "pad": 0.8} if empty and word else None
    axes.text(
        column + 0.5,
        row + 0.5,
        word,
        ha="center",
        va="center",
        color=color,
        fontsize=size,
        bbox=back,
    )


def bare(axes: Axes) -> None:
    """Take frame and ticks away."""
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)


def lines_of(texts: Iterable[str], width: float) -> list[str]:
    """Break texts into lines of the small print for a figure of so many inches."""
    columns = int((width - 0.2) / CHARACTER)
    return [line for text in texts for line in wrap(visible_line(text), columns)]


def small_print(figure: Figure, lines: Sequence[str], top: float) -> None:
    """Write lines below a drawing, so many inches from the upper edge."""
    across, down = figure.get_figwidth(), figure.get_figheight()
    for at, line in enumerate(lines):
        place = 1 - (top + at * LINE_OF_TEXT) / down
        figure.text(0.1 / across, place, line, fontsize=7, va="top", color=QUIET)


def heading(figure: Figure, title: str, lines: Sequence[tuple[str, str]], top: float) -> float:
    """Write a title, and lines in a colour each below it; give where the drawing may begin.

    Args:
        figure: its height is in inches.
        title: one line.
        lines: text and colour.
        top: where to begin, in inches from the upper edge.

    Returns:
        Inches from the upper edge.
    """
    height = figure.get_figheight()
    figure.text(
        0.1 / figure.get_figwidth(),
        1 - top / height,
        clipped(title, int(figure.get_figwidth() * 13)),
        fontsize=10,
        fontweight="bold",
        va="top",
        color=INK,
    )
    top += 0.24
    for text, color in lines:
        figure.text(
            0.1 / figure.get_figwidth(), 1 - top / height, text, fontsize=7, va="top", color=color
        )
        top += LINE_OF_TEXT
    return top + 0.06


def panel(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Make axes at a place in inches from the upper left corner."""
    across, down = figure.get_figwidth(), figure.get_figheight()
    return figure.add_axes(
        (left / across, 1 - (top + height) / down, width / across, height / down)
    )
