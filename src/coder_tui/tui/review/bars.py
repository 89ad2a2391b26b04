"""The lines over the review and its pages: what study it is of, and the names of the tabs."""

from collections.abc import Iterable, Sequence

from coder_tui.analysis.review import StudyFacts
from coder_tui.domain.cells import width as width_of
from coder_tui.domain.text import clipped, plural, visible_line
from coder_tui.tui.literal import Piece

GAP = 2
LEAST_SUBJECT, FEWEST = 8, 4
"""Cells to which a subject is cut before anything else goes, and below which it goes itself."""


def header(study: StudyFacts | None, width: int) -> list[Piece]:
    """Give the title, how much it holds, and what has to be known of it."""
    if study is None:
        return [("REVIEW", "$accent bold")]
    counts = (plural(study.items, "item"), plural(study.coders, "coder"))
    return head_of_page("REVIEW", study.title, study, width, counts)


def head_of_page(
    name: str, subject: str, study: StudyFacts, width: int, where: Sequence[str] = ()
) -> list[Piece]:
    """Give the header of a page: its name, what it is about, what has to be known of the study.

    The last is never cut: where there is no room, the subject is cut first, then of `where` goes
    what stands last, then the subject.

    Args:
        name: of the page.
        subject: what it is about; text of others.
        study: what is reviewed.
        width: columns.
        where: further words, each of which stands whole or not at all.
    """
    marks = _marks(study)
    room = width - width_of(name) - _length(marks)
    kept = list(where)
    least = GAP + min(LEAST_SUBJECT, width_of(visible_line(subject)))
    while kept and room - sum(GAP + len(each) for each in kept) < least:
        kept.pop()
    room -= sum(GAP + len(each) for each in kept) + GAP
    pieces: list[Piece] = [(name, "$accent bold")]
    if subject and room >= FEWEST:
        pieces.append(f"  {clipped(subject, room)}")
    pieces += [(f"  {each}", "$secondary") for each in kept]
    return [*pieces, *marks]


def _marks(study: StudyFacts) -> list[Piece]:
    """Give what has to be known of a study wherever something of it is shown."""
    late, after = study.closed.late_scores, study.closed.after.decisions
    said = (
        "SIMULATED" if study.simulated else "",
        "NOT WHOLE" if study.closed.not_whole else "",
        seal_mark(study),
        f"{late:,} LATE" if late else "",
        f"{after:,} DECIDED AFTER" if after else "",
    )
    return [piece for word in said if word for piece in ("  ", (word, "$warning bold"))]


def seal_mark(study: StudyFacts) -> str:
    """Say how the conditions are guarded."""
    if study.closed.seal_broken:
        return "SEAL BROKEN"
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
    """Give the cells of the pieces."""
    return sum(width_of(piece if isinstance(piece, str) else piece[0]) for piece in pieces)
