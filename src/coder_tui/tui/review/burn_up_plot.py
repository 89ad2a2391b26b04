"""The burn-up line as a plot: dates across, items up, the total at the top edge.

No text of others reaches the plot: its labels are numbers and dates.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar

from textual import events
from textual_plot import AxisFormatter, HiResMode, PlotWidget

from coder_tui.analysis.burn_up import BurnUp

DAY = 86_400.0
SHORTEST = 60.0
"""Seconds that the axis spans at least."""

COLUMNS = 16
"""Columns for each date."""
MOST_DATES = 6
LEAST_MARGIN = 6
"""Columns left of the axis, over which the first date reaches."""


class Moments(AxisFormatter):
    """Writes seconds since 1970 as dates (UTC), where they lie close together with the hour."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._dates = min(MOST_DATES, max(2, columns // COLUMNS))

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        """Give the two ends and, where there is room, moments between them."""
        del max_ticks
        steps = self._dates - 1
        return [*(min_ + (max_ - min_) * at / steps for at in range(steps)), max_]

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """Write moments."""
        close = len(ticks) > 1 and ticks[1] - ticks[0] < DAY
        moments = [datetime.fromtimestamp(tick, UTC) for tick in ticks]
        for form in ("%b %d %H:%M", "%d %H:%M", "%H:%M") if close else ("%b %d",):
            labels = [f"{moment:{form}}" for moment in moments]
            if sum(len(label) + 1 for label in labels) <= self._columns + 1:
                break
        return labels


class Counts(AxisFormatter):
    """Writes counts of items: none, half, all."""

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        """Give none, half and all."""
        del max_ticks
        return sorted({min_, float(max_ // 2), max_})

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """Write counts."""
        return [f"{tick:,.0f}" for tick in ticks]


class BurnUpPlot(PlotWidget):
    """Shows one burn-up line; it takes neither focus nor mouse."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"plot--line"}
    DEFAULT_CSS = """
    BurnUpPlot { background: transparent; }
    BurnUpPlot > .plot--axis { color: $secondary; }
    BurnUpPlot > .plot--tick { color: $secondary; text-style: none; }
    BurnUpPlot > .plot--line { color: $accent; }
    """

    def __init__(self) -> None:
        super().__init__(allow_pan_and_zoom=False)
        self.can_focus = False
        self.set_reactive(BurnUpPlot.margin_top, 0)
        self.set_reactive(BurnUpPlot.margin_bottom, 1)
        self.set_y_formatter(Counts())
        self.shown: BurnUp | None = None

    def show(self, found: BurnUp) -> None:
        """Show a line that has a point, if it is another one."""
        if found != self.shown:
            self.shown = found
            if self.is_mounted:
                self._draw()

    def on_mount(self) -> None:
        """Draw what was given before."""
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Give the axis as many dates as there is room for."""
        del event
        self._draw()

    def _draw(self) -> None:
        found = self.shown
        if found is None:
            return
        times = [point.at.timestamp() for point in found.points]
        counts = [float(point.submitted) for point in found.points]
        times.append(max(times[-1], found.until.timestamp()))
        counts.append(counts[-1])
        self.clear()
        self.margin_left = max(LEAST_MARGIN, len(f"{found.total:,}") + 2)
        self.set_ylimits(0.0, float(max(1, found.total)))
        self.set_xlimits(times[0], max(times[-1], times[0] + SHORTEST))
        self.set_x_formatter(Moments(self.size.width - self.margin_left))
        style = str(self.get_component_rich_style("plot--line"))
        self.plot(times, counts, line_style=style, hires_mode=HiResMode.BRAILLE)
