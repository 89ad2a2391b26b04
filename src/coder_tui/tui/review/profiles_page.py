"""Profiles as the screen shows them: the lines below the heads, with colours."""

from collections.abc import Sequence

from coder_tui.analysis.ground import OTHER_MEANING
from coder_tui.analysis.narrow_tables import narrow_table
from coder_tui.analysis.profile_drawing import LABEL, Drawing, Drawn
from coder_tui.analysis.profile_words import (
    AGREEMENT_HEADS,
    LEGEND,
    MARKS,
    NEVER_ONE_NUMBER,
    NUMBER_HEADS,
    WITHOUT_SCORE,
    agreement_rows,
    banner_lines,
    evidence_lines,
    legend_of,
    number_rows,
    other_meaning_line,
    unresolved_line,
)
from coder_tui.analysis.profiles import Profile, Profiles
from coder_tui.domain.columns import broken
from coder_tui.domain.text import clipped, plural
from coder_tui.tui.literal import Piece

NAMES = 2
"""Lines of a drawing's head that name the system; the points of the axis stand on the next."""
MARKS_IN_FULL = f"{LEGEND} {OTHER_MEANING} agreement is of another meaning of the dimension."
FIRST_COLUMNS = 5
"""Columns of the digits that stay on the first line where a line has no room for all."""
BEFORE_VERDICT = 3
"""Columns of agreement that stay there: the verdict goes below."""


def head_pieces(drawing: Drawing, chosen: int, label: int) -> list[Piece]:
    """Give the names of the systems; the system that the arrows change has a `>`."""
    pieces: list[Piece] = []
    for at, row in enumerate(list(zip(*drawing.heads, strict=True))[:NAMES]):
        pieces.append(" " * label)
        for place, text in enumerate(row):
            if place == chosen:
                mark = ">" if at == 0 else " "
                pieces.append((f"{mark}{text[1:]}", "$accent bold"))
            else:
                pieces.append((text, "$primary bold" if at == 0 else "$secondary"))
        pieces.append("\n")
    return pieces


def line_pieces(drawing: Drawing) -> list[Piece]:
    """Give the points of the axes, then a line a dimension."""
    points = "".join(each[NAMES] for each in drawing.heads)
    pieces: list[Piece] = [(f"{'':<{LABEL}}{points}\n", "$secondary")]
    for line in drawing.lines:
        pieces.append(line.label)
        for each in line.systems:
            pieces += _drawn(each)
        pieces.append("\n")
    return pieces


def _drawn(each: Drawn) -> list[Piece]:
    return [
        (each.mean, "bold"),
        (each.axis, "$accent"),
        (each.tasks, "$secondary"),
        (each.marks, "$warning bold"),
    ]


def page_pieces(
    found: Profiles, shown: Sequence[Profile], chosen: Profile, width: int
) -> list[Piece]:
    """Give what stands below the axes: digits, agreement, and what the evidence supports."""
    provisional = unresolved_line(shown)
    pieces = [*_lines(MARKS, width, "$secondary"), *_lines(provisional, width, "$warning")]
    pieces += _lines(other_meaning_line(found), width, "$warning")
    items = f" ({plural(chosen.items, 'item')})"
    pieces += [(f"{clipped(chosen.name, width - len(items))}{items}\n", "$accent bold")]
    pieces += _table(narrow_table(NUMBER_HEADS, number_rows(chosen), width, first=FIRST_COLUMNS))
    pieces += _lines(WITHOUT_SCORE, width, "$secondary")
    bar = f"Agreement of {found.coder_kind} coders, over all systems; the bar is "
    pieces += ["\n", (f"{clipped(f'{bar}{found.study.agreement_bar:g}', width)}\n", "bold")]
    rows = agreement_rows(found)
    pieces += _table(narrow_table(AGREEMENT_HEADS[1:], rows, width, first=BEFORE_VERDICT, words=2))
    pieces.append("\n")
    for each in (*evidence_lines(shown), NEVER_ONE_NUMBER):
        pieces += _lines(each, width)
    for each in (*banner_lines(found), legend_of(found)):
        pieces += _lines(each, width, "$secondary")
    return pieces


def _table(lines: Sequence[str]) -> list[Piece]:
    """Give the lines of a table, its heads quiet."""
    return [(f"{line}\n", "" if at else "$secondary") for at, line in enumerate(lines)]


def _lines(text: str, width: int, style: str = "") -> list[Piece]:
    return [(f"{line}\n", style) for line in broken(text, width)]
