"""How the figure of an audit is laid out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from coder_tui.domain.rubric import Dimension
from coder_tui.reporting.figures.letters import lines_in, width_of
from coder_tui.reporting.figures.paper import MARGIN, height_of

NAME, WORD = 7.5, 7.0
"""Points of names and scores, and of what stands beside and below them."""
CELL, LEAST_ROW = 0.5, 0.235
TITLE_LINES = 2
AROUND, BESIDE = 0.08, 0.12
"""Inches between a title and its row, and between matrix and level of evidence."""
LEAST_TITLES, MOST_TITLES = 1.5, 2.3
LEAST_LEVEL, MOST_LEVEL = 1.05, 1.5
LONGEST_NAME = 2.1
"""Inches of the columns of titles and of the level of evidence, and of a dimension's name."""
SLANT = 42
"""Degrees by which the names of dimensions rise."""
NARROWEST_PAGE = 5.0


@dataclass(frozen=True, slots=True)
class Form:
    """The same for all kinds of coders."""

    titles: float
    level: float
    """Inches of these columns."""
    row: float
    """Inches of a benchmark."""
    longest_name: float
    """Inches that a dimension's name may have."""
    slanted: float
    """Inches that the slanted names take above the matrix."""
    width: float
    """Inches of the whole."""

    @classmethod
    def of(
        cls,
        titles: Sequence[str],
        dimensions: Sequence[Sequence[Dimension]],
        levels: Sequence[str],
    ) -> "Form":
        """Measure what is to be written."""
        title = max((width_of(each, NAME) for each in titles), default=0.0)
        title = min(MOST_TITLES, max(LEAST_TITLES, title + AROUND))
        lines = max((len(lines_in(each, title - AROUND, NAME)) for each in titles), default=1)
        row = max(LEAST_ROW, height_of(min(TITLE_LINES, lines), NAME) + 0.05)
        level = max((width_of(each, WORD) for each in levels), default=0.0)
        level = min(MOST_LEVEL, max(LEAST_LEVEL, level))
        names = [
            (at, min(LONGEST_NAME, width_of(each.label, NAME)))
            for row in dimensions
            for at, each in enumerate(row)
        ]
        longest = max((inches for _, inches in names), default=0.0)
        # A name near the right edge reaches beyond its column, by more than what stands there.
        ends = [CELL * (at + 0.42) + inches * cos(radians(SLANT)) for at, inches in names]
        reach = max(ends, default=0.0)
        matrix = CELL * max(map(len, dimensions)) + BESIDE + level
        width = max(NARROWEST_PAGE, 2 * MARGIN + title + max(matrix, reach + 0.05))
        return cls(title, level, row, LONGEST_NAME, longest * sin(radians(SLANT)) + 0.2, width)
