"""Means by model and scaffold, as text."""

from collections.abc import Sequence

from coder_tui.analysis.conditions import ConditionTable
from coder_tui.analysis.figures import full_heads, full_rows, mean, signed, sizes
from coder_tui.domain.text import clipped
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.pieces import lines


def compact(found: ConditionTable, width: int) -> list[Piece]:
    """Give the means of one dimension, models down and scaffolds across."""
    heads = "".join(f"{clipped(s, 6):>7}" for s in found.scaffolds)
    name = max(12, min(30, width - len(heads) - 20))
    change = f"{clipped(found.head, 12):>8}" if found.compared else ""
    what = "mean of final scores" if name > 24 else "means"
    title = clipped(f"{found.dimension.short} {what}", name)
    pieces: list[Piece] = [(f"{title:<{name}}{heads}{change}\n", "$secondary")]
    for row in found.rows:
        long = f"  {row.model} ({sizes(row)})"
        label = clipped(long if len(long) <= name else f"  {row.model}", name)
        cells = "".join(f"{mean(found, cell):>7}" for cell in row.cells)
        pieces.append(f"{label:<{name}}{cells}")
        if found.compared:
            pieces.append((f"{signed(row.difference):>8}", "$accent bold"))
            pieces.append((f"  {' '.join(row.remarks)}", "$warning"))
        pieces.append("\n")
    return pieces


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
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    pieces: list[Piece] = []
    for row in rows:
        cells = [cell.rjust(widths[at + 1]) for at, cell in enumerate(row[1:])]
        pieces.append("  ".join([row[0].ljust(widths[0]), *cells]) + "\n")
    return pieces
