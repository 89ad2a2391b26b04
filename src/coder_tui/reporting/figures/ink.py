"""Colours that print in grey and are told apart by those who see few colours."""

from matplotlib.colors import LinearSegmentedColormap

INK = "#1a1a1a"
QUIET = "#5f6670"
LINE = "#b9bec5"
FAINT = "#dfe3e8"
MARK = "#a03c00"
"""Of warnings; a word or a sign always says the same."""
DOT, BAR = "#0b3561", "#6ea3d3"
"""A mean, and its interval."""
SCALE = LinearSegmentedColormap.from_list("scale", ["#f6f8fb", "#c9dbee", "#92b9de", "#5b95cc"])
"""From light to dark without a turn, so that grey keeps the order; never so dark that `INK` on it
has a contrast below 4.5 to 1."""


def fill_of(share: float) -> tuple[float, float, float, float]:
    """Give the colour of a place on a scale, 0 its lowest point and 1 its highest."""
    red, green, blue, alpha = SCALE(min(1.0, max(0.0, share)))
    return red, green, blue, alpha
