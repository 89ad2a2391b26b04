"""How wide texts are when they are drawn, and how they are broken into lines.

Widths are of the font that matplotlib brings along, so that they are the same everywhere; Arial and
Helvetica, which an SVG may be shown in, are narrower.
"""

import re
from functools import lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font

from coder_tui.domain.cells import clusters
from coder_tui.domain.text import visible_line

FAMILY = "DejaVu Sans"
POINTS = 72
"""In an inch."""
UNKNOWN = (0.0, 1.15, 1.15)
"""Widths, in sizes of the font, of a character that it lacks and that takes 0, 1 or 2 cells: in an
SVG another font shows it, in a PNG a box stands for it, which is wider."""
_WORDS = re.compile(r"\S+")
_JOINTS = "-/_.:"
"""Behind these a name that is too long for a line is parted first."""


@lru_cache(maxsize=8192)
def _advance(cluster: str, cells: int, bold: bool) -> float:
    """Give the width of what is drawn as one, in sizes of the font."""
    font = get_font(
        findfont(FontProperties(family=FAMILY, weight="bold" if bold else "normal")),
    )
    font.set_size(100, POINTS)
    known = 0.0
    for character in cluster:
        if not font.get_char_index(ord(character)):
            return max(known, UNKNOWN[min(2, cells)])
        known += font.load_char(ord(character)).linearHoriAdvance / 65536 / 100
    return known


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Give the inches that a visible text takes on one line."""
    ems = sum(_advance(text[c.start : c.end], c.cells, bold) for c in clusters(text))
    return ems * size / POINTS


def lines_in(
    text: str, inches: float, size: float, *, bold: bool = False, most: int = 0
) -> list[str]:
    """Break a text into lines of at most so many inches, between words where that is possible.

    Args:
        text: shown on one line; what we did not write is made visible.
        inches: how wide a line may be.
        size: of the font, in points.
        bold: whether it is.
        most: lines; what is beyond them is cut, with an ellipsis. 0: as many as it takes.
    """
    lines: list[str] = []
    words = _WORDS.findall(visible_line(text))
    while words:
        # On the last line stands all that is left, cut.
        if most and len(lines) == most - 1:
            return [*lines, cut(" ".join(words), inches, size, bold=bold)]
        line, words = _line(words, inches, size, bold=bold)
        lines.append(line)
    return lines


def _line(words: list[str], inches: float, size: float, *, bold: bool) -> tuple[str, list[str]]:
    """Give a line, and the words that are left."""
    line = words[0]
    if width_of(line, size, bold=bold) > inches:
        end = _end(line, inches, size, bold=bold)
        return line[:end], [*filter(None, [line[end:]]), *words[1:]]
    for at, word in enumerate(words[1:], 1):
        longer = f"{line} {word}"
        if width_of(longer, size, bold=bold) > inches:
            return line, words[at:]
        line = longer
    return line, []


def cut(text: str, inches: float, size: float, *, bold: bool = False) -> str:
    """Give a text in at most so many inches, with an ellipsis at the end if it is cut."""
    line = visible_line(text)
    if width_of(line, size, bold=bold) <= inches:
        return line
    room = inches - width_of("…", size, bold=bold)
    return f"{line[: _fitting(line, room, size, bold=bold)].rstrip()}…"


def _end(word: str, inches: float, size: float, *, bold: bool) -> int:
    """Give where a word that is too long is parted; one character fits, however narrow it is."""
    fitting = _fitting(word, inches, size, bold=bold)
    if not fitting:
        return next(clusters(word)).end
    joint = max(word.rfind(each, 0, fitting) for each in _JOINTS) + 1
    return joint if joint > fitting / 2 else fitting


def _fitting(text: str, inches: float, size: float, *, bold: bool) -> int:
    """Give how many characters fit, none of those parted that are drawn as one."""
    end, used = 0, 0.0
    for each in clusters(text):
        used += _advance(text[each.start : each.end], each.cells, bold)
        if used * size / POINTS > inches:
            break
        end = each.end
    return end
