"""Finding items of one's own by name, number, state or note, in thousands of them.

The list is read once and searched in memory: a key press asks the file nothing.
"""

from collections.abc import Callable, Sequence
from typing import overload

from coder_tui.domain.coding import Progress
from coder_tui.storage.study import Assignment
from coder_tui.tui.dialogs import Choice

MOST_SEARCHED = 1000
"""Characters of an item's words that are searched; a comment may be long."""

FEWEST_OF_A_STATE = 3
"""Letters from which on the beginning of a state's name stands for it."""

FEWEST_FUZZY = 3
CUTOFF = 75

State = Callable[[Assignment], bool]


def _is(progress: Progress) -> State:
    return lambda assignment: assignment.progress is progress


def is_open(assignment: Assignment) -> bool:
    """Whether an item is neither submitted nor skipped."""
    return assignment.progress not in (Progress.SUBMITTED, Progress.SKIPPED)


STATES: dict[str, State] = {
    **{progress.value: _is(progress) for progress in Progress},
    "open": is_open,
    "flagged": lambda assignment: bool(assignment.flag),
    "commented": lambda assignment: bool(assignment.comment),
}
"""What can be typed for a state."""


def describe(assignment: Assignment) -> str:
    """Give what the list shows of an assignment, all of it the coder's own or shown anyway."""
    notes = [note for note in (assignment.title, assignment.flag, assignment.comment) if note]
    flag = " FLAGGED" if assignment.flag else ""
    line = f"{assignment.place:>4}  {assignment.blind_id}  {assignment.progress.value}{flag}"
    return "  ".join([line, *notes])


class Found(Sequence[Choice]):
    """Entries of a list that are described when they are shown."""

    def __init__(self, assignments: Sequence[Assignment]) -> None:
        self._assignments = assignments

    def __len__(self) -> int:
        return len(self._assignments)

    @overload
    def __getitem__(self, at: int) -> Choice: ...

    @overload
    def __getitem__(self, at: slice) -> list[Choice]: ...

    def __getitem__(self, at: int | slice) -> Choice | list[Choice]:
        if isinstance(at, slice):
            return [_choice(each) for each in self._assignments[at]]
        return _choice(self._assignments[at])


def _choice(assignment: Assignment) -> Choice:
    return Choice(assignment.blind_id, describe(assignment))


class Finder:
    """Searches a coder's assignments; made once, asked at every key."""

    def __init__(self, assignments: Sequence[Assignment]) -> None:
        self.assignments = tuple(assignments)
        self._words = [_words(assignment) for assignment in self.assignments]

    def find(self, query: str) -> list[Assignment]:
        """Give what fits, best first; all in order where nothing is asked."""
        return [self.assignments[number] for number in self._numbers(query)]

    def choices(self, query: str) -> Found:
        """Give what fits as entries of a list."""
        return Found(self.find(query))

    def _numbers(self, query: str) -> Sequence[int]:
        """Exact names first, then places, then states, then words, then what is nearly it."""
        asked = " ".join(query.casefold().split())
        if not asked:
            return range(len(self.assignments))
        numbered = list(enumerate(self.assignments))
        exact = [n for n, each in numbered if each.blind_id.casefold() == asked]
        exact += [n for n, each in numbered if str(each.place) == asked]
        stated = self._of_state(asked)
        named = [n for n, each in numbered if each.blind_id.casefold().startswith(asked)]
        worded = [n for n, words in enumerate(self._words) if asked in words]
        found = [*exact, *(stated or ()), *named, *worded]
        if stated is None and len(asked) >= FEWEST_FUZZY:
            found += self._nearly(asked)
        return list(dict.fromkeys(found))

    def _of_state(self, asked: str) -> list[int] | None:
        """Give the items of a state that is named, with the words behind it; None: none is."""
        for name, belongs in STATES.items():
            rest = _behind(asked, name)
            if rest is not None:
                return [
                    n
                    for n, each in enumerate(self.assignments)
                    if belongs(each) and rest in self._words[n]
                ]
        return None

    def _nearly(self, asked: str) -> list[int]:
        from rapidfuzz import fuzz, process  # not before the first frame

        matches = process.extract(
            asked, self._words, scorer=fuzz.partial_ratio, limit=None, score_cutoff=CUTOFF
        )
        return [match[2] for match in matches]


def _words(assignment: Assignment) -> str:
    said = (assignment.blind_id, assignment.title, assignment.flag, assignment.comment)
    return " ".join(" ".join(said).casefold()[:MOST_SEARCHED].split())


def _behind(asked: str, name: str) -> str | None:
    """Give what stands behind a state's name, or its beginning; None where it is not named."""
    if asked.startswith(f"{name} "):
        return asked[len(name) + 1 :]
    begins = len(asked) >= FEWEST_OF_A_STATE and name.startswith(asked)
    return "" if begins else None
