"""How the cells of models and scaffolds are written, on paper and on the screen."""

from collections.abc import Sequence

from coder_tui.statistics.effects.cells import Cell

SHADES = 10
"""How many shades a mean may have, from the lowest point of the scale to the highest."""


def points_words(points: Sequence[float]) -> str:
    """Name the points of a scale: `0/1/2`; of many none."""
    return "/".join(f"{each:g}" for each in points) if len(points) < 6 else "the points"


def mean_word(cell: Cell) -> str:
    """Write a mean."""
    return "-" if cell.mean is None else f"{cell.mean:.2f}"


def shade(cell: Cell, points: Sequence[float]) -> int:
    """Give how high the mean is, 0 at the lowest point, 9 at the highest."""
    if cell.mean is None:
        return 0
    share = (cell.mean - points[0]) / (points[-1] - points[0])
    return min(SHADES - 1, round(share * (SHADES - 1)))


def interval_words(cell: Cell) -> str:
    """Write the interval of a mean."""
    if cell.interval is None:
        return ""
    return f"{cell.interval.low:.2f} to {cell.interval.high:.2f}"


def counts_words(cell: Cell) -> str:
    """Write how many tasks are at each point: `8/5/2`; of many points how many tasks."""
    if len(cell.counts) > 5:
        return f"n {cell.tasks}"
    return "/".join(f"{each:g}" for each in cell.counts)
