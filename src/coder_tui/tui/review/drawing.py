"""Coefficients drawn in a line of text."""

from coder_tui.statistics.coefficient import Interval

BAR_CELLS = 13
"""Width of the drawing of a coefficient: 0 at the first cell, 1 at the last."""


def drawing(
    value: float | None, bar: float, width: int = BAR_CELLS, interval: Interval | None = None
) -> str:
    """Draw a coefficient and its interval from 0 to 1: `..---o--|-...`, with the bar as `|`.

    A value below 0 is a `<` at the start; one on the cell of the bar is an `@`, so that both are
    seen; an undefined one draws the bar alone.
    """
    last = width - 1

    def cell(at: float) -> int:
        return round(min(max(at, 0.0), 1.0) * last)

    cells = ["."] * width
    if interval is not None and interval.high > 0:
        low, high = cell(interval.low), cell(interval.high)
        # An end that falls on the cell of the bar is drawn beyond it where it is beyond it.
        if interval.low < bar <= interval.high:
            low, high = min(low, max(cell(bar) - 1, 0)), max(high, min(cell(bar) + 1, last))
        cells[low : high + 1] = "-" * (high + 1 - low)
    cells[cell(bar)] = "|"
    if value is not None:
        on_bar = cell(value) == cell(bar)
        cells[cell(value)] = "<" if value < 0 else "@" if on_bar else "o"
    return "".join(cells)
