"""Finding an item of one's own by a few letters of its name, state or note."""

from collections.abc import Sequence

from coder_tui.storage.study import Assignment
from coder_tui.tui.dialogs import Choice

MOST = 200


def describe(assignment: Assignment) -> str:
    """Give what the list shows of an assignment, all of it the coder's own or shown anyway."""
    notes = [note for note in (assignment.title, assignment.flag, assignment.comment) if note]
    flag = " FLAGGED" if assignment.flag else ""
    line = f"{assignment.place:>4}  {assignment.blind_id}  {assignment.progress.value}{flag}"
    return "  ".join([line, *notes])


def find(query: str, assignments: Sequence[Assignment]) -> list[Choice]:
    """Give the assignments that fit a query, best first; all in order where it is empty."""
    from rapidfuzz import fuzz, process  # not before the first frame

    labels = [describe(assignment) for assignment in assignments]
    if not query.strip():
        places = list(range(len(assignments)))[:MOST]
    else:
        exact = [
            n for n, each in enumerate(assignments) if each.blind_id == query or
            str(each.place) == query
        ]  # fmt: skip
        matches = process.extract(
            query.casefold(),
            [label.casefold() for label in labels],
            scorer=fuzz.partial_ratio,
            limit=MOST,
            score_cutoff=70,
        )
        places = exact + [match[2] for match in matches if match[2] not in exact]
    return [Choice(assignments[n].blind_id, labels[n]) for n in places]
