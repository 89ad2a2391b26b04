"""Profiles drawn in lines of text: a dot and its interval for each dimension, systems side by side.

The screen and the command draw the same; the screen adds colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coder_tui.analysis.profiles import Profile
from coder_tui.analysis.standing import Standing
from coder_tui.domain.columns import CENTRE, fitted, padded
from coder_tui.domain.text import clipped

LABEL = 20
"""Columns of the dimensions' labels."""
COLUMN = 30
"""The fewest columns of a system: two stand in a terminal of 80, four in one of 140."""
MOST_BESIDE = 4
AROUND = 16
"""Columns of a system that are not its axis: a gap, mean, ends of the axis, tasks, marks."""
WIDEST_AXIS = 41


@dataclass(frozen=True, slots=True)
class Drawn:
    """One system on one dimension; the parts stand one behind the other."""

    mean: str
    axis: str
    tasks: str
    marks: str

    @property
    def text(self) -> str:
        """All of it."""
        return self.mean + self.axis + self.tasks + self.marks


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension, of all the systems that stand side by side."""

    label: str
    systems: tuple[Drawn, ...]

    @property
    def text(self) -> str:
        """The whole line."""
        return (self.label + "".join(each.text for each in self.systems)).rstrip()


@dataclass(frozen=True, slots=True)
class Drawing:
    """Some profiles side by side."""

    heads: tuple[tuple[str, ...], ...]
    """For each system the lines above its axes, each as wide as the system: model, scaffold with
    the number of items, the points of the scale."""
    lines: tuple[Line, ...]

    @property
    def head_lines(self) -> tuple[str, ...]:
        """The lines above the axes."""
        rows = zip(*self.heads, strict=True)
        return tuple((" " * LABEL + "".join(row)).rstrip() for row in rows)


def beside(width: int, systems: int) -> int:
    """Give how many systems stand side by side in so many columns."""
    return max(1, min(MOST_BESIDE, systems, (width - LABEL) // COLUMN))


def draw(profiles: Sequence[Profile], width: int, across: int = 0) -> Drawing:
    """Draw profiles side by side.

    Args:
        profiles: of one study, as many as `beside` allows.
        width: columns of the terminal.
        across: for how many there is to be room, where fewer are drawn: axes stay as long.
    """
    column = (width - LABEL) // max(across, len(profiles))
    axis = max(3, min(WIDEST_AXIS, column - AROUND))
    # An odd number of cells has one in the middle, for the middle point of a scale.
    axis -= 1 - axis % 2
    common = common_scale(profiles)
    rows = zip(*(each.dimensions for each in profiles), strict=True)
    return Drawing(
        tuple(_heads(each, common, axis) for each in profiles),
        tuple(
            Line(_label(row[0], common), tuple(_drawn(each, common, axis) for each in row))
            for row in rows
        ),
    )


def marks(found: Standing) -> str:
    """Give the marks of a mean, a character each."""
    end = {"ceiling": "^", "floor": "v"}.get(found.end or "", "")
    return f"{found.ground.mark}{end}{'~' if found.few else ''}"


def common_scale(profiles: Sequence[Profile]) -> tuple[float, ...]:
    """Give the scale of most dimensions."""
    scales = [each.scale for each in profiles[0].dimensions if each.scale]
    return max(scales, key=scales.count) if scales else ()


def _heads(profile: Profile, common: Sequence[float], axis: int) -> tuple[str, ...]:
    width = axis + AROUND
    below = f"{profile.scaffold}"
    count = f" ({profile.items})"
    names = [
        clipped(profile.model, width - 1),
        clipped(below, width - 1 - len(count)) + count,
    ]
    return (*(f" {padded(each, width - 1)}" for each in names), f"{_points(common, axis):<{width}}")


def _points(scale: Sequence[float], axis: int) -> str:
    """Give the numbers of the points above their places on the axis; of many the ends."""
    if len(scale) < 2:
        return ""
    shown = scale if len(scale) <= axis // 3 else (scale[0], scale[-1])
    cells = [" "] * (axis + AROUND)
    for each in shown:
        # In front of the axis stand a gap, five columns of the mean and its left end.
        start = 7 + place(each, scale, axis)
        for at, character in enumerate(f"{each:g}"):
            cells[start + at] = character
    return "".join(cells)


def _label(found: Standing, common: Sequence[float]) -> str:
    if not found.scale or tuple(found.scale) == tuple(common):
        return fitted(found.dimension.label, LABEL)
    ends = f" {found.scale[0]:g}-{found.scale[-1]:g}"
    return padded(clipped(found.dimension.label, LABEL - len(ends)) + ends, LABEL)


def _drawn(found: Standing, common: Sequence[float], axis: int) -> Drawn:
    mean = "-" if found.mean is None else f"{found.mean:.2f}"
    drawn = f"|{_axis(found, common, axis)}|"
    return Drawn(f" {mean:>5}", drawn, f"{found.tasks:>4} ", f"{marks(found):<3}")


def _axis(found: Standing, common: Sequence[float], width: int) -> str:
    """Draw points, interval and mean: `.--o--.....`; in words why there is no mean.

    Points of another scale than the one above the axes go by their numbers, where these have room.
    """
    scale = found.scale
    if found.mean is None or len(scale) < 2:
        return fitted(found.why_no_mean, width, CENTRE)
    cells = [" "] * width
    if len(scale) <= width // 2:
        for each in scale:
            own = f"{each:g}" if tuple(scale) != tuple(common) else "."
            cells[place(each, scale, width)] = own if len(own) == 1 else "."
    if found.interval is not None:
        low, high = (place(end, scale, width) for end in (found.interval.low, found.interval.high))
        cells[low : high + 1] = "-" * (high + 1 - low)
    cells[place(found.mean, scale, width)] = "o"
    return "".join(cells)


def place(at: float, scale: Sequence[float], width: int) -> int:
    """Give the cell of an axis in which a number lies."""
    return round((at - scale[0]) / (scale[-1] - scale[0]) * (width - 1))
