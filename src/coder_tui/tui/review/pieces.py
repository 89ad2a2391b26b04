"""Texts of the review broken into lines."""

from collections.abc import Sequence

from coder_tui.domain.cells import width as width_of
from coder_tui.domain.columns import broken
from coder_tui.domain.text import clipped, visible_line
from coder_tui.tui.literal import Piece


def lines(text: str, width: int) -> list[Piece]:
    """Break a text of ours, or one that is made visible here, into lines."""
    return [f"{line}\n" for line in broken(text, max(20, width))]


def labelled(label: str, text: str, width: int) -> list[Piece]:
    """Break a text into lines behind a label in bold."""
    label = visible_line(label)
    first, *rest = lines(f"{label} {visible_line(text)}", width)
    if not isinstance(first, str) or not first.startswith(label):
        return [(label, "$accent bold"), "\n", *lines(text, width)]
    return [(label, "$accent bold"), first[len(label) :], *rest]


def within(pieces: Sequence[Piece], width: int, room: int, more: str) -> list[Piece]:
    """Give as many lines as there is room for; where that is not all, `more` ends the last."""
    found = _lines_of(pieces)
    high = [max(1, -(-sum(width_of(text) for text, _ in line) // max(1, width))) for line in found]
    if room <= 0 or sum(high) <= room:
        return list(pieces)
    kept = 0
    while sum(high[: kept + 1]) < room:
        kept += 1
    shown: list[Piece] = []
    for line in found[:kept]:
        shown += [*line, "\n"]
    left = width - len(more) - 1
    for text, style in found[kept]:
        shown.append((clipped(text, max(0, left)), style))
        left -= width_of(text)
        if left <= 0:
            break
    return [*shown, (f" {more}", "$secondary")]


def _lines_of(pieces: Sequence[Piece]) -> list[list[tuple[str, str]]]:
    """Give the pieces of each line; what is empty at the end is none."""
    found: list[list[tuple[str, str]]] = [[]]
    for piece in pieces:
        text, style = (piece, "") if isinstance(piece, str) else piece
        first, *others = text.split("\n")
        found[-1].append((first, style))
        found += [[(each, style)] for each in others]
    while found and not any(text for text, _ in found[-1]):
        found.pop()
    return found
