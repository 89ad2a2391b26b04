"""One row of a figure of profiles: labels, systems side by side, agreement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coder_tui.analysis.ground import OTHER_MEANING
from coder_tui.analysis.numerals import number, short_name, span
from coder_tui.analysis.profile_drawing import common_scale, marks
from coder_tui.analysis.profile_words import NOT_MEASURED
from coder_tui.analysis.profiles import Profile, Profiles
from coder_tui.analysis.standing import Standing
from coder_tui.domain.text import plural, visible_line
from coder_tui.reporting.figures.ink import BAR, DOT, FAINT, INK, LINE, MARK, QUIET
from coder_tui.reporting.figures.letters import lines_in, width_of
from coder_tui.reporting.figures.paper import MARGIN, Align, Paper, height_of

LABEL, NAME, SCAFFOLD, MEAN, COUNT, COEFFICIENT = 7.5, 8.0, 7.5, 7.0, 6.0, 6.5
"""Points of what is written."""
ROW, ABOVE = 0.28, 0.1
"""Inches of a row at least, and between the heads and the first."""
AXIS, AROUND = 0.56, 0.1
BEHIND, GAP = 0.1, 0.06
"""Inches behind the axis, and between what is written behind it."""
LEAST_LABELS, MOST_LABELS = 0.8, 1.4
LEAST_AGREEMENT, MOST_AGREEMENT = 0.7, 0.85
"""Inches of the columns of labels and of agreement."""
LABEL_LINES, NAME_LINES, SCAFFOLD_LINES, AGREEMENT_LINES = 4, 5, 5, 2
MOST_TICKS = 7
TICK = 0.045
ENDS_ABOVE = 0.1
"""How far over its axis a dimension's own ends stand."""


@dataclass(frozen=True, slots=True)
class Row:
    """How systems are laid out; the same for all of a figure."""

    labels: float
    agreement: float
    """Inches of these columns."""
    means: float
    counts: float
    marks: float
    """Inches of these columns of a system."""
    bar: float
    common: tuple[float, ...]
    """The scale that the head of a system says."""

    @classmethod
    def of(cls, found: Profiles) -> "Row":
        """Measure what is to be written."""
        every = [each for profile in found.systems for each in profile.dimensions]
        first, bar = found.systems[0].dimensions, found.study.agreement_bar
        common = common_scale(found.systems)
        labels = _widest((_label(each, common) for each in first), LABEL)
        words = [line for each in first for line in agreement_words(each, bar)]
        return cls(
            min(MOST_LABELS, max(LEAST_LABELS, labels)) + AROUND,
            min(MOST_AGREEMENT, max(LEAST_AGREEMENT, _widest(words, COEFFICIENT))),
            max(_widest(map(_mean, every), MEAN), _widest(["mean"], COUNT)),
            max(_widest((str(each.tasks) for each in every), COUNT), _widest(["n"], COUNT)),
            max(width_of(marks(each), MEAN, bold=True) for each in every),
            bar,
            common,
        )

    @property
    def panel(self) -> float:
        """Inches of a system."""
        return AXIS + BEHIND + 2 * GAP + self.means + self.counts + self.marks

    def draw(self, paper: Paper, systems: Sequence[Profile], top: float, beside: float) -> float:
        """Draw systems side by side, so many inches apart; give where they end."""
        left = MARGIN + self.labels
        below = [
            self._names(paper, each, left + at * (self.panel + beside), top)
            for at, each in enumerate(systems)
        ]
        start = max(below)
        middles, bottom = self._middles(systems[0], start + ABOVE)
        for at, each in enumerate(systems):
            self._system(paper, each, left + at * (self.panel + beside), start, middles)
        right = left + len(systems) * (self.panel + beside)
        above = start - height_of(1, COUNT) / 2
        paper.centre(right, above, ["agreement", f"bar {self.bar:g}"], COUNT, QUIET, align="left")
        for standing, middle in zip(systems[0].dimensions, middles, strict=True):
            label = self._label(standing)
            paper.centre(left - AROUND, middle, label, LABEL, align="right")
            self._agreement(paper, standing, right, middle)
        return bottom

    def _label(self, found: Standing) -> list[str]:
        said = _label(found, self.common)
        return lines_in(said, self.labels - AROUND, LABEL, most=LABEL_LINES)

    def _middles(self, profile: Profile, top: float) -> tuple[list[float], float]:
        """Give where the dimensions stand, each as high as its label, and where they end."""
        middles = []
        for each in profile.dimensions:
            height = max(ROW, height_of(len(self._label(each)), LABEL) + 0.08)
            middles.append(top + height / 2)
            top += height
        return middles, top

    def _names(self, paper: Paper, profile: Profile, left: float, top: float) -> float:
        """Write model and scaffold; give the middle of the heads below them."""
        name = lines_in(profile.model, self.panel, NAME, bold=True, most=NAME_LINES)
        top = paper.write(left, top, name, NAME, bold=True)
        below = f"{visible_line(profile.scaffold)} ({plural(profile.items, 'item')})"
        lines = lines_in(below, self.panel, SCAFFOLD)
        if len(lines) > SCAFFOLD_LINES:
            lines = lines_in(profile.scaffold, self.panel, SCAFFOLD, most=SCAFFOLD_LINES - 1)
            lines.append(f"({plural(profile.items, 'item')})")
        return paper.write(left, top, lines, SCAFFOLD) + height_of(1, COUNT)

    def _system(
        self, paper: Paper, profile: Profile, left: float, top: float, middles: Sequence[float]
    ) -> None:
        mean = left + AXIS + BEHIND + self.means
        paper.centre(mean, top, ["mean"], COUNT, QUIET, align="right")
        paper.centre(mean + GAP, top, ["n"], COUNT, QUIET, align="left")
        _numbers(paper, self.common, left, top)
        for each, middle in zip(profile.dimensions, middles, strict=True):
            self._standing(paper, each, left, middle)

    def _standing(self, paper: Paper, found: Standing, left: float, middle: float) -> None:
        """Draw points of the scale, interval and mean, and write the mean."""
        mean = left + AXIS + BEHIND + self.means
        if found.mean is None or len(found.scale) < 2:
            said = lines_in(found.why_no_mean, self.panel, COEFFICIENT)
            paper.centre(left, middle, said, COEFFICIENT, QUIET, align="left")
            return
        _axis(paper, found, left, middle)
        if found.scale != self.common:
            _numbers(paper, (found.scale[0], found.scale[-1]), left, middle - ENDS_ABOVE)
        paper.centre(mean, middle, [_mean(found)], MEAN, align="right")
        paper.centre(mean + GAP, middle, [str(found.tasks)], COUNT, QUIET, align="left")
        beyond = mean + 2 * GAP + self.counts
        paper.centre(beyond, middle, [marks(found)], MEAN, MARK, align="left", bold=True)

    def _agreement(self, paper: Paper, found: Standing, left: float, middle: float) -> None:
        words = agreement_words(found, self.bar)
        measured = found.agreement
        color = INK if measured is not None and measured.headline.value is not None else QUIET
        if found.ground.mark in ("!", OTHER_MEANING):
            color = MARK
        lines = [each for part in words for each in lines_in(part, self.agreement, COEFFICIENT)]
        if len(lines) > AGREEMENT_LINES:
            said = " ".join(words)
            lines = lines_in(said, self.agreement, COEFFICIENT, most=AGREEMENT_LINES)
        paper.centre(left, middle, lines, COEFFICIENT, color, align="left")


def agreement_words(found: Standing, bar: float) -> list[str]:
    """Give a coefficient and its interval; or why there is none."""
    mark = f"{OTHER_MEANING} " if found.ground.other_meaning else ""
    measured = found.agreement
    if measured is None:
        return [f"{mark}{NOT_MEASURED}"]
    headline = measured.headline
    if headline.value is None:
        return [f"{mark}{measured.note}"]
    said = [f"{mark}{short_name(headline)} {number(headline.value)}"]
    return said if headline.interval is None else [*said, f"({span(headline, bar=bar)})"]


def _widest(texts: Iterable[str], size: float) -> float:
    return max((width_of(visible_line(each), size) for each in texts), default=0.0)


def _label(found: Standing, common: Sequence[float]) -> str:
    """Give a dimension's label, with the ends of its scale where they have no room over it."""
    ends = (found.scale[0], found.scale[-1]) if len(found.scale) > 1 else ()
    if not ends or found.scale == common or _fit(ends):
        return found.dimension.label
    return f"{found.dimension.label} ({ends[0]:g} to {ends[1]:g})"


def _mean(found: Standing) -> str:
    return "" if found.mean is None else f"{found.mean:.2f}"


def _axis(paper: Paper, found: Standing, left: float, middle: float) -> None:
    low, high = found.scale[0], found.scale[-1]

    def at(value: float) -> float:
        return left + AXIS * (value - low) / (high - low)

    paper.line([left, left + AXIS], [middle, middle], FAINT, 0.8)
    for point in found.scale if len(found.scale) <= MOST_TICKS else (low, high):
        paper.line([at(point)] * 2, [middle - TICK, middle + TICK], LINE, 0.8)
    if found.interval is not None:
        ends = [at(found.interval.low), at(found.interval.high)]
        paper.line(ends, [middle, middle], BAR, 2.6)
    paper.dot(at(found.mean or 0.0), middle, DOT)


def _numbers(paper: Paper, scale: Sequence[float], left: float, middle: float) -> None:
    """Write the points of a scale over their places on the axis; its ends where not all fit."""
    if len(scale) < 2:
        return
    shown = scale if len(scale) <= MOST_TICKS and _fit(scale) else (scale[0], scale[-1])
    if not _fit(shown):
        return
    for point in shown:
        place = left + AXIS * (point - scale[0]) / (scale[-1] - scale[0])
        x, align = _placed(place, point, left)
        paper.centre(x, middle, [f"{point:g}"], COUNT, QUIET, align=align)


def _placed(place: float, point: float, left: float) -> tuple[float, Align]:
    """Keep wide numbers at the ends of an axis from standing out over them."""
    if width_of(f"{point:g}", COUNT) <= BEHIND:
        return place, "center"
    if place <= left:
        return left, "left"
    return (place, "right") if place >= left + AXIS - 1e-9 else (place, "center")


def _fit(points: Sequence[float]) -> bool:
    """Whether numbers stand apart over an axis; the two at its ends stand within it."""
    low, high = points[0], points[-1]
    edges = []
    for point in points:
        place, align = _placed(AXIS * (point - low) / (high - low), point, 0.0)
        width = width_of(f"{point:g}", COUNT)
        start = place - {"left": 0.0, "center": width / 2, "right": width}[align]
        edges.append((start, start + width))
    return all(first[1] + 0.03 <= second[0] for first, second in pairwise(edges))
