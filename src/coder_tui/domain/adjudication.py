"""What an adjudicator sees of a disagreement, and what a decision is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coder_tui.domain.coding import Citation, RowId
from coder_tui.domain.moments import moment
from coder_tui.domain.rubric import Answer, Dimension

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTER = re.compile(r"[A-Z]\d*")


def letter(place: int) -> str:
    """Give what a coder is called: `A` to `Z`, then `A26`, `A27` ..."""
    return ALPHABET[place] if place < len(ALPHABET) else f"A{place}"


def parted(joined: str) -> list[str]:
    """Give the letters that stand together: `ABA26` is A, B and A26."""
    return _LETTER.findall(joined)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a decision was made; `code` is what the study keeps."""

    key: str
    code: str
    words: str
    owes_sentence: bool = False


REASONS = (
    Reason("s", "slip", "slip of a coder"),
    Reason("r", "rubric_ambiguous", "rubric ambiguous"),
    Reason("g", "rubric_gap", "rubric gap", owes_sentence=True),
    Reason("t", "text_ambiguous", "text ambiguous"),
    Reason("m", "missing_evidence", "missing evidence"),
    Reason("f", "faulty_item", "faulty item", owes_sentence=True),
    Reason("l", "legitimate_difference", "legitimate difference"),
    Reason("k", "blinding_leak", "blinding leak", owes_sentence=True),
    Reason("o", "other", "other", owes_sentence=True),
)


REASON_WORDS = {reason.code: reason.words for reason in REASONS}
"""What a reason that the study keeps is called."""


@dataclass(frozen=True, slots=True)
class CaseId:
    """One dimension of one item."""

    blind_id: str
    dimension: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one coder said, under a letter."""

    letter: str
    answer: Answer
    citations: tuple[Citation, ...]
    comments: tuple[str, ...]
    """On the dimension, then on the item as a whole."""


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A place in the item's text, and the letters of those who cite it."""

    part: int
    start: int
    end: int
    letters: str


def cited_places(
    cited: Iterable[tuple[str, Iterable[tuple[int, int, int]]]],
) -> tuple[CitedPlace, ...]:
    """Put together who cites what: every place once, in the order of the text.

    Args:
        cited: letters, and part, start and end of what is cited under them.
    """
    places: dict[tuple[int, int, int], str] = {}
    for letter, spans in cited:
        for place in dict.fromkeys(spans):
            places[place] = places.get(place, "") + letter
    return tuple(CitedPlace(*place, places[place]) for place in sorted(places))


@dataclass(frozen=True, slots=True)
class Made:
    """A decision made before, by its row: adjudicators see each other's names, never coders'."""

    row: RowId
    case: CaseId
    adjudicator: str
    answer: Answer
    reason: str
    """In words."""
    sentence: str
    recorded_at: str
    """ISO 8601, UTC."""

    @property
    def moment(self) -> str:
        """When it was made, to the minute: `2026-11-22 07:47 UTC`."""
        return moment(self.recorded_at)


@dataclass(frozen=True, slots=True)
class Case:
    """A disagreement, as an adjudicator may see it."""

    id: CaseId
    dimension: Dimension
    coder_kind: str
    sides: tuple[Side, ...]
    made: tuple[Made, ...] = ()
    """Decisions made on it before and not taken back; the last one is in force."""
    majority: Answer | None = None
    """What more than half of those who answered said, where the study settles by that."""

    @property
    def waits(self) -> bool:
        """Whether nothing is final yet."""
        return not self.made and self.majority is None

    def side(self, letter: str) -> Side | None:
        """What the coder under this letter said."""
        return next((side for side in self.sides if side.letter == letter), None)

    def letters_of(self, answer: Answer) -> str:
        """The letters of those who gave this answer: `AC`; empty where nobody did."""
        return "".join(side.letter for side in self.sides if side.answer == answer)

    def owes_sentence(self, answer: Answer, reason: Reason) -> bool:
        """Whether a sentence is owed: for an answer that nobody gave, and for some reasons."""
        return reason.owes_sentence or not self.letters_of(answer)

    def cited_places(self) -> tuple[CitedPlace, ...]:
        """Every cited place once, in the order of the text."""
        return cited_places(
            (side.letter, [(c.part, c.start, c.end) for c in side.citations if not c.is_search])
            for side in self.sides
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """The cases that wait for a decision, and how far the work is."""

    cases: tuple[CaseId, ...]
    """In the order of the rubric's dimensions, then of blind ids."""
    decided: int
    held_back: int
    """Cases that wait for a coder who has still to submit the item."""
    of_machines: int
    """Cases of machine coders, which nobody settles: no final score rests on them."""
    settled: tuple[CaseId, ...] = ()
    """Cases that are decided, or settled by majority, and can be looked at again; in that order."""
    of_others: int = 0
    """Cases that only their own coders decide, of whom nobody sits here."""
    lacking: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    """How many cases somebody here has coded who lacks these other coders of the item."""
    bases: Mapping[str, int] = field(default_factory=dict)
    """How many final scores rest on what."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The final answer on a case, and why."""

    answer: Answer
    reason: Reason
    sentence: str = ""
