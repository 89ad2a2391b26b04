"""The lines over the review: what study it is of, and the names of the tabs."""

from collections.abc import Iterable, Sequence

from coder_tui.analysis.review import StudyFacts
from coder_tui.domain.text import clipped, plural
from coder_tui.tui.literal import Piece


def header(study: StudyFacts | None, width: int) -> list[Piece]:
    """Give the title, how much it holds, and what has to be known of it."""
    pieces: list[Piece] = [("REVIEW", "$accent bold")]
    if study is None:
        return pieces
    counts = f"  {plural(study.items, 'item')}  {plural(study.coders, 'coder')}"
    marks: list[Piece] = []
    if study.simulated:
        marks += ["  ", ("SIMULATED", "$warning bold")]
    if mark := seal_mark(study):
        marks += ["  ", (mark, "$warning bold")]
    if study.closed.late_scores:
        marks += ["  ", (f"{study.closed.late_scores:,} LATE", "$warning bold")]
    room = width - _length([*pieces, counts, *marks]) - 2
    return [*pieces, f"  {clipped(study.title, max(8, room))}", counts, *marks]


def seal_mark(study: StudyFacts) -> str:
    """Say how the conditions are guarded, to who holds the key; to everybody a broken seal."""
    if study.closed.seal_broken:
        return "SEAL BROKEN"
    if not study.with_key:
        return ""
    if not study.sealed:
        return "UNSEALED"
    return "unblinded" if study.closed.unblinded else "sealed"


def names(tabs: Sequence[str], at: int, width: int) -> list[Piece]:
    """Give the names of the tabs, closer together where there is no room, then their numbers."""
    short = [f"{place} {name.upper() if place == at + 1 else name}" for place, name in
             enumerate(tabs, start=1)]  # fmt: skip
    numbers = [each if place == at else f"{place + 1}" for place, each in enumerate(short)]
    labels, gap = short, "  "
    for labels, gap in ((short, "  "), (short, " "), (numbers, "  ")):
        if len(gap.join(labels)) <= width:
            break
    pieces: list[Piece] = []
    for place, label in enumerate(labels):
        pieces += [(label, "$accent bold" if place == at else "$secondary"), gap]
    return pieces[:-1]


def _length(pieces: Iterable[Piece]) -> int:
    """Give the number of characters in the pieces."""
    return sum(len(piece if isinstance(piece, str) else piece[0]) for piece in pieces)
