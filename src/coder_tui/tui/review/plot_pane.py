"""Where a plot stands in a pane of words; nothing of plots is loaded before one is asked for."""

from textual.widget import Widget

from coder_tui.analysis.burn_up import BurnUp

WORDS = 34
"""Columns that words keep beside a plot."""
LEAST = 24
"""Columns that a plot needs."""
LOWEST = 5
"""Lines that a plot beside words needs."""
HEIGHT = 14
"""Lines of a plot below the words."""


def show_plot(pane: Widget, found: BurnUp | None, *, beside: bool) -> int:
    """Show a line in a pane of words; without any point in it, the words alone.

    Args:
        pane: what the words stand in; the plot is made in it once and then kept.
        found: the line.
        beside: the plot stands to the right of the words; else below them.

    Returns:
        The columns that the words have to leave to the plot.
    """
    plots = pane.query("BurnUpPlot")
    words = max(WORDS, pane.size.width // 3)
    width = pane.size.width - words
    low = pane.size.height < LOWEST
    if found is None or not found.points or (beside and (width < LEAST or low)):
        plots.set(display=False)
        return 0
    from coder_tui.tui.review.burn_up_plot import BurnUpPlot

    plot = plots.first(BurnUpPlot) if plots else BurnUpPlot()
    plot.styles.dock = "right" if beside else "bottom"
    plot.styles.width = width if beside else "100%"
    plot.styles.height = "100%" if beside else HEIGHT
    plot.display = True
    plot.show(found)
    if not plots:
        pane.mount(plot)
    return width + 1 if beside else 0
