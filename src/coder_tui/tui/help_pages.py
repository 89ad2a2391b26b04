"""What the help pages of the screens have in common."""

from collections.abc import Iterable
from textwrap import wrap

from coder_tui.domain.rubric import Dimension, Rubric
from coder_tui.tui.literal import Piece

KEY_WIDTH = 22
PAGE_WIDTH = 70
"""Columns of the page on a screen of 80."""


def heading(text: str) -> Piece:
    """Give a line that begins a section."""
    return (f"{text}\n", "$accent bold")


def key_lines(keys: Iterable[tuple[str, str]]) -> list[Piece]:
    """Give each key, or keys, and what it does, in a column of its own."""
    pieces: list[Piece] = []
    indent = "\n" + " " * KEY_WIDTH
    for key, meaning in keys:
        words = indent.join(wrap(meaning, PAGE_WIDTH - KEY_WIDTH))
        pieces += [(f"{key:<{KEY_WIDTH}}", "$accent"), f"{words}\n"]
    return pieces


def dimension_lines(dimension: Dimension) -> list[Piece]:
    """Give a dimension in full: question, opportunity, anchors, near misses."""
    pieces: list[Piece] = [heading(dimension.label), f"{dimension.question}\n"]
    if dimension.opportunity:
        pieces += [("Opportunity: ", "$secondary"), f"{dimension.opportunity}\n"]
    pieces.append("\n")
    for point in dimension.points:
        pieces += [(f"{point.value} {point.label}: ", "$accent"), f"{point.anchor}\n"]
        if point.near_miss:
            pieces += [("  near miss: ", "$secondary"), f"{point.near_miss}\n"]
    return [*pieces, "\n"]


def rule_lines(rubric: Rubric) -> list[Piece]:
    """Give the rubric's rules, numbered; nothing where it has none."""
    if not rubric.rules:
        return []
    rules = [f"{number}. {rule}\n" for number, rule in enumerate(rubric.rules, start=1)]
    return ["\n", heading(f"Rules of {rubric.title}"), *rules]
