"""Finding a case by item, dimension, state or decision."""

from collections.abc import Sequence

from coder_tui.domain.adjudication import CaseId, Made
from coder_tui.domain.adjudicators import in_words
from coder_tui.storage.decisions import decisions_in_force
from coder_tui.tui.adjudication.cases import CaseDesk
from coder_tui.tui.dialogs import Choice

FEWEST_FUZZY, CUTOFF = 3, 75
"""Letters from which on what nearly fits is shown, and how nearly of 100."""


class CaseFinder:
    """Searches all cases; made once, asked at every key."""

    def __init__(self, desk: CaseDesk) -> None:
        made, waiting = decisions_in_force(desk.study.connection), set(desk.found.cases)
        self.cases = desk.listed
        self._choices = [
            Choice(str(number), _line(desk, case, made.get(case), waits=case in waiting))
            for number, case in enumerate(self.cases)
        ]
        self._words = [" ".join(each.label.casefold().split()) for each in self._choices]

    def case(self, key: str) -> CaseId:
        """Give the case that an entry stands for."""
        return self.cases[int(key)]

    def choices(self, query: str) -> Sequence[Choice]:
        """Give what holds all the words, then what nearly does; all in order for no words."""
        asked = query.casefold().split()
        fit = [n for n, words in enumerate(self._words) if all(each in words for each in asked)]
        if not fit and len(query.strip()) >= FEWEST_FUZZY:
            from rapidfuzz import fuzz, process  # not before it is needed

            matches = process.extract(
                " ".join(asked),
                self._words,
                scorer=fuzz.partial_ratio,
                limit=None,
                score_cutoff=CUTOFF,
            )
            fit = [match[2] for match in matches]
        return [self._choices[n] for n in fit]


def _line(desk: CaseDesk, case: CaseId, made: Made | None, *, waits: bool) -> str:
    dimension = desk.study.rubric.dimension(case.dimension)
    if made is not None:
        who = in_words(made.adjudicator)
        state = f"decided: {made.answer.word}, {made.reason}, {who}"
        state += f': "{made.sentence}"' if made.sentence else ""
    elif not waits:
        state = "settled by majority"
    else:
        state = "deferred" if desk.was_deferred(case) else "waits"
    return f"{case.blind_id}  {dimension.label}  {state}"
