"""What stands where in an SVG that we drew: measured anew, by another library than drew it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from math import cos, radians, sin
from pathlib import Path
from unicodedata import combining, east_asian_width
from xml.etree import ElementTree

import matplotlib
from PIL import ImageFont

SVG = "{http://www.w3.org/2000/svg}"
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
ABOVE, BELOW = 0.74, 0.2
"""Of the size of a font: how far digits and capitals rise, and how far a g hangs down."""
TOLERANCE = 0.4
"""Points by which boxes may touch."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Word:
    """A text, and the corners of the box that it fills."""

    text: str
    corners: tuple[Point, ...]
    color: str
    size: float

    @property
    def middle(self) -> Point:
        return (
            sum(x for x, _ in self.corners) / len(self.corners),
            sum(y for _, y in self.corners) / len(self.corners),
        )


@dataclass(frozen=True)
class Drawn:
    """A figure, read back."""

    width: float
    height: float
    words: tuple[Word, ...]
    boxes: tuple[tuple[tuple[Point, ...], str], ...]
    """Corners and fill of each filled shape, in the order in which they are drawn."""

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.words]


def read(svg: bytes) -> Drawn:
    """Read a figure."""
    root = ElementTree.fromstring(svg)
    _, _, width, height = (float(each) for each in (root.get("viewBox") or "").split())
    return Drawn(
        width,
        height,
        tuple(_word(each) for each in root.iter(f"{SVG}text") if "".join(each.itertext())),
        tuple(_boxes(root)),
    )


def _word(node: ElementTree.Element) -> Word:
    style = _style(node)
    size = float(style["font-size"].removesuffix("px"))
    text = "".join(node.itertext())
    width = _width(text, bold=style.get("font-weight") == "700") * size
    start = {"start": 0.0, "middle": -width / 2, "end": -width}[style.get("text-anchor", "start")]
    turn = re.match(r"rotate\((\S+) (\S+) (\S+)\)", node.get("transform", ""))
    assert turn is not None
    angle, x, y = (float(each) for each in turn.groups())
    across = (cos(radians(angle)), sin(radians(angle)))

    def corner(along: float, up: float) -> Point:
        return x + along * across[0] + up * across[1], y + along * across[1] - up * across[0]

    ends = (start, start + width)
    up, down = ABOVE * size, -BELOW * size
    corners = (corner(ends[0], up), corner(ends[1], up), corner(ends[1], down))
    return Word(text, (*corners, corner(ends[0], down)), style.get("fill", "#000000"), size)


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"DejaVuSans{'-Bold' if bold else ''}.ttf"), 100)


def _width(text: str, *, bold: bool) -> float:
    """Give a width in sizes of the font; what it lacks is as wide as in a font that has it."""
    known = "".join(each for each in text if east_asian_width(each) not in "WF")
    wide = sum(1 for each in text if east_asian_width(each) in "WF" and not combining(each))
    return wide + _font(bold).getlength(known) / 100


def _style(node: ElementTree.Element) -> dict[str, str]:
    parts = (each.partition(":") for each in node.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in parts}


def _boxes(root: ElementTree.Element) -> Iterator[tuple[tuple[Point, ...], str]]:
    for node in root.iter(f"{SVG}path"):
        fill = _style(node).get("fill", "none")
        corners = re.findall(r"[ML] (\S+) (\S+)", node.get("d", ""))
        if fill != "none" and len(corners) == 4:
            yield tuple((float(x), float(y)) for x, y in corners), fill


def clashes(drawn: Drawn) -> list[tuple[str, str]]:
    """Give texts that stand on one another."""
    return [
        (one.text, other.text)
        for one, other in combinations(drawn.words, 2)
        if _meet(one.corners, other.corners)
    ]


def _meet(one: tuple[Point, ...], other: tuple[Point, ...]) -> bool:
    """Whether two rectangles, however turned, have more in common than an edge."""
    for corners in (one, other):
        for (x1, y1), (x2, y2) in pairwise(corners[:3]):
            length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
            if length == 0:
                return False
            normal = (y1 - y2) / length, (x2 - x1) / length
            first, second = (
                sorted(x * normal[0] + y * normal[1] for x, y in each) for each in (one, other)
            )
            if min(first[-1], second[-1]) - max(first[0], second[0]) < TOLERANCE:
                return False
    return True


def outside(drawn: Drawn) -> list[str]:
    """Give texts that leave the page."""
    return [
        each.text
        for each in drawn.words
        if any(not (0 <= x <= drawn.width and 0 <= y <= drawn.height) for x, y in each.corners)
    ]


def contrasts(drawn: Drawn) -> list[tuple[float, str]]:
    """Give for each text how far it stands out from what is below it, as WCAG 2 measures it."""
    found = []
    for each in drawn.words:
        fill = next((f for box, f in reversed(drawn.boxes) if _holds(box, each.middle)), "#ffffff")
        assert not fill.startswith("url"), f"{each.text} stands on hatching"
        low, high = sorted((luminance(each.color), luminance(fill)))
        found.append(((high + 0.05) / (low + 0.05), each.text))
    return found


def _holds(box: tuple[Point, ...], point: Point) -> bool:
    xs, ys = sorted(x for x, _ in box), sorted(y for _, y in box)
    return xs[0] <= point[0] <= xs[-1] and ys[0] <= point[1] <= ys[-1]


def luminance(color: str) -> float:
    """Give the relative luminance of a colour (WCAG 2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
