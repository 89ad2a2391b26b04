"""Means by model and scaffold, as text."""

from collections.abc import Sequence

from coder_tui.analysis.conditions import ConditionTable
from coder_tui.analysis.figures import full_heads, full_rows, mean, signed, sizes
from coder_tui.domain.cells import width as width_of
from coder_tui.domain.columns import RIGHT, fitted, padded, widest
from coder_tui.domain.text import clipped
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.cut_spans import cut
from coder_tui.tui.review.pieces import lines
from coder_tui.tui.row_list import Span


def compact(found: ConditionTable, width: int) -> list[Piece]:
    """Give the means of one dimension, models down and scaffolds across."""
    heads = "".join(f" {fitted(s, 6, RIGHT)}" for s in found.scaffolds)
    name = max(12, min(30, width - width_of(heads) - 20))
    head = clipped(found.head, 12)
    # Names may be long: the head stands apart from that of the last scaffold.
    change_room = max(8, width_of(head) + 2) if found.compared else 0
    change = padded(head, change_room, RIGHT) if found.compared else ""
    what = "mean of final scores" if name > 24 else "means"
    title = clipped(f"{found.dimension.short} {what}", name)
    pieces: list[Piece] = [*cut([(f"{padded(title, name)}{heads}{change}", "$secondary")], width)]
    for row in found.rows:
        long = f"  {row.model} ({sizes(row)})"
        label = fitted(long if width_of(long) <= name else f"  {row.model}", name)
        cells = "".join(f"{mean(found, cell):>7}" for cell in row.cells)
        line: list[Span] = [f"{label}{cells}"]
        if found.compared:
            line.append((f"{signed(row.difference):>{change_room}}", "$accent bold"))
            line.append((f"  {' '.join(row.remarks)}", "$warning"))
        pieces += ["\n", *cut(line, width)]
    return [*pieces, "\n"]


def of_conditions(found: ConditionTable, width: int) -> list[Piece]:
    """Give means and the sentence that says what they show."""
    return [*compact(found, width), *what_it_shows(found, width)]


def what_it_shows(found: ConditionTable, width: int) -> list[Piece]:
    """Give the sentence, its warning first: a low pane cuts the end off."""
    said = lines(found.sentence.removeprefix(found.warning).strip(), width)
    return [*((str(line), "$error") for line in lines(found.warning, width)), *said]


def table(found: ConditionTable) -> list[Piece]:
    """Give every mean with its counts, columns aligned."""
    rows: Sequence[Sequence[str]] = [["", *full_heads(found)], *full_rows(found)]
    first, *others = [widest(column) for column in zip(*rows, strict=True)]
    pieces: list[Piece] = []
    for row in rows:
        cells = [padded(cell, room, RIGHT) for cell, room in zip(row[1:], others, strict=True)]
        pieces.append("  ".join([padded(row[0], first), *cells]) + "\n")
    return pieces
