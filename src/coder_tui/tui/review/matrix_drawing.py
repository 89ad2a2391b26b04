"""A table of answers against answers, drawn with the cell that is looked at."""

from coder_tui.analysis.confusion import Cell, Matrix
from coder_tui.domain.cells import width as width_of
from coder_tui.domain.columns import RIGHT, fitted, padded, widest
from coder_tui.domain.rubric import Dimension, Level
from coder_tui.domain.text import clipped, plural, visible_line
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.pieces import lines

MOST_LABEL = 26
ALL = "all"
NOBODY = "every two coders, in no order"


def drawn(matrix: Matrix, row: int, column: int, width: int) -> list[Piece]:
    """Draw the table with its margins; the cell stands in brackets."""
    found = matrix.confusion
    if found is None:
        return lines(matrix.why, width)
    heads = [visible_line(answer) for answer in found.answers]
    cell = max(6, widest(heads) + 2, len(f"{matrix.pairs}") + 3)
    cell = min(cell, max(5, (width - 14) // (len(heads) + 1)))
    room = min(MOST_LABEL, width - cell * (len(heads) + 1) - 1)
    names = [_label(matrix.dimension, answer, room) for answer in found.answers]
    label = widest([*names, ALL])
    pieces = _of_whom(matrix, label, width)
    pieces.append((f"{'':<{label}}", "$secondary"))
    pieces.append(("".join(f" {fitted(h, cell - 2, RIGHT)} " for h in heads), "bold"))
    pieces.append((f"{ALL:>{cell - 1}}\n", "$secondary"))
    for at, (name, counts) in enumerate(zip(names, found.counts, strict=True)):
        pieces.append((padded(name, label), "bold"))
        for place, count in enumerate(counts):
            pieces += _cell(count, cell, here=(at, place) == (row, column), same=at == place)
        pieces.append((f"{sum(counts):>{cell - 1}}\n", "$secondary"))
    totals = [sum(column) for column in zip(*found.counts, strict=True)]
    sums = "".join(f"{total:>{cell - 1}} " for total in totals)
    pieces.append((f"{ALL:<{label}}{sums}{sum(totals):>{cell - 1}}\n", "$secondary"))
    return pieces


def _of_whom(matrix: Matrix, label: int, width: int) -> list[Piece]:
    """Say whose answers are the rows and whose the columns."""
    if matrix.coders is None:
        return [(f"{clipped(NOBODY, width)}\n", "$secondary")]
    first, second = matrix.coders
    down = clipped(f"down: {first}", max(label, width // 2 - 2))
    return [(f"{padded(down, label)}  across: {clipped(second, width // 2 - 10)}\n", "$secondary")]


def _cell(count: int, width: int, *, here: bool, same: bool) -> list[Piece]:
    text = f"{count:,}" if count else "."
    if here:
        return [" " * (width - len(text) - 2), (f"[{text}]", "$accent bold reverse")]
    tone = "$success" if same and count else "$foreground" if count else "$secondary"
    return [(f"{text:>{width - 1}} ", tone)]


def _label(dimension: Dimension, answer: str, room: int) -> str:
    """Give an answer with the label of its point, where there is room for it."""
    point = dimension.point(answer)
    long = f"{answer} {point.label}" if point else answer
    return clipped(long if width_of(long) <= room else answer, max(room, 6))


def in_words(matrix: Matrix, cell: Cell, width: int) -> list[Piece]:
    """Say what a cell counts: whose answers, how many items, which, and what the answers mean."""
    if matrix.coders is None:
        said = f"One coder {cell.first}, another {cell.second}"
        many = f"{plural(cell.pairs, 'pair')} on {plural(cell.items, 'item')}"
    else:
        first, second = matrix.coders
        said = f"{first} {cell.first}, {second} {cell.second}"
        many = plural(cell.items, "item")
    pieces: list[Piece] = [(clipped(said, width - len(many) - 3), "$primary bold")]
    pieces.append((f": {many}\n", "bold"))
    names = "  ".join(cell.blind_ids[: width // 5])
    if names:
        pieces.append((f"{clipped(names, width)}\n", "$secondary"))
    for answer in dict.fromkeys((cell.first, cell.second)):
        point = matrix.dimension.point(answer)
        if point and matrix.dimension.level is not Level.MULTI:
            pieces += lines(f"{answer} {point.label}: {point.anchor}", width)
    return pieces
