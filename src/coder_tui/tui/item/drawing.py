"""Drawing a line's text: styles in layers over characters that are never parted."""

from collections.abc import Callable, Iterable
from enum import IntFlag
from itertools import groupby, pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from coder_tui.domain.cells import clusters, is_simple, joints, width


class Layer(IntFlag):
    """What a character can be part of."""

    TEXT = 0
    QUOTED = 1
    HIT = 2
    HIT_HERE = 4
    SPAN = 8
    SPAN_END = 16


Mark = tuple[int, int, Layer]
"""Code points [start, end) of the text that is drawn, and what they are part of."""


def drawn(text: str, marks: Iterable[Mark], style: Callable[[Layer], Style]) -> list[Segment]:
    """Draw a piece of displayed text with its marks.

    Every segment is measured rightly by Rich, and none begins within a character.
    """
    marks = list(marks)
    if not marks and is_simple(text):
        return [Segment(text, style(Layer.TEXT))]
    layers = bytearray(len(text))
    for start, end, layer in marks:
        for at in range(max(0, start), min(end, len(text))):
            layers[at] |= layer
    if not is_simple(text):
        _widen(text, layers)
    borders = {0, len(text), *joints(text)}
    at = 0
    for _, same in groupby(layers):
        at += sum(1 for _ in same)
        borders.add(at)
    ordered = sorted(borders)
    return [
        Segment(text[start:end], style(Layer(layers[start]))) for start, end in pairwise(ordered)
    ]


def strip_of(segments: list[Segment], cells: int) -> Strip:
    """Make a line of exactly so many cells, by the count of the terminal."""
    left = cells - sum(width(segment.text) for segment in segments)
    if left < 0:
        return Strip(segments).adjust_cell_length(cells)
    return Strip([*segments, Segment(" " * left)], cells)


def _widen(text: str, layers: bytearray) -> None:
    """Let every character be marked as a whole."""
    for start, end, _ in clusters(text):
        if end - start > 1:
            together = 0
            for layer in layers[start:end]:
                together |= layer
            layers[start:end] = bytes([together]) * (end - start)
