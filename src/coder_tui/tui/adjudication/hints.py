"""The keys that matter most now, as the person has them.

Where there is no room for all, those go first that the screen shows elsewhere, and leaving,
proposing and the help page stay to the last.
"""

from collections.abc import Sequence
from typing import NamedTuple

from coder_tui.domain.adjudication import Case
from coder_tui.domain.rubric import Dimension
from coder_tui.domain.text import clipped
from coder_tui.tui.adjudication import keys as named
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.adjudication.steps import Step
from coder_tui.tui.coding.lines import length
from coder_tui.tui.literal import Piece

LONGEST_WORD = 9
"""Cells of an answer that are shown beside its key."""

TAKING = "abc"
"""The letters of coders that have a key."""


class Hint(NamedTuple):
    """A key, what it does, and how soon it can be done without: 0 last."""

    key: str
    word: str
    spare: int = 0

    @property
    def pieces(self) -> list[Piece]:
        """How it is drawn."""
        return [(self.key, "$accent"), f" {self.word}  "]


def hints(desk: Desk, width: int) -> list[Piece]:
    """Give the keys for which there is room, and the one for help at the end."""
    last: list[Piece] = [(desk.keys[named.HELP], "$accent"), " help"]
    shown = _hints(desk)
    while shown and _length(shown) + length(last) > width:
        shown.remove(max(reversed(shown), key=lambda hint: hint.spare))
    return [*(piece for hint in shown for piece in hint.pieces), *last]


def _length(shown: Sequence[Hint]) -> int:
    return sum(length(hint.pieces) for hint in shown)


def _hints(desk: Desk) -> list[Hint]:
    keys = desk.keys
    evidence = Hint(" ".join(keys[each] for each in named.EVIDENCE), "cited", 3)
    undo = Hint(keys[named.UNDO], "undo", 2)
    propose = Hint(keys[named.PROPOSE], "wording", 1)
    cases = Hint(" ".join(keys[each] for each in (*named.CASES, named.FIND)), "case", 4)
    leave = Hint(keys[named.LEAVE], "leave")
    if desk.case is None:
        return [undo, cases, leave]
    if desk.step is Step.REASON:
        capital = Hint("capital", "with a sentence", 9)
        back = Hint(keys[named.BACK], "back")
        return [Hint("letter", "reason"), capital, back, evidence, propose, cases, leave]
    defer = Hint(keys[named.DEFER], "defer" if desk.case.waits else "keep")
    others = _others(desk, desk.case.dimension)
    return [*_takes(desk, desk.case), *others, evidence, defer, undo, propose, cases, leave]


def _takes(desk: Desk, case: Case) -> list[Hint]:
    """Give the keys that take a coder's value; of two coders with what that is."""
    sides = [side for side in case.sides if side.letter.lower() in TAKING]
    keys = [desk.keys[named.TAKE + side.letter.lower()] for side in sides]
    if len(sides) > 2:
        return [Hint(" ".join(keys), "take")]
    words = [clipped(side.answer.word, LONGEST_WORD) for side in sides]
    return [Hint(*each) for each in zip(keys, words, strict=True)]


def _others(desk: Desk, dimension: Dimension) -> list[Hint]:
    """Give the keys of values that nobody gave."""
    keys = desk.keys
    if not dimension.takes_one_point:
        found = [Hint(keys[named.WRITE], "write", 1)]
    else:
        ends = (keys.get(f"{named.DIGIT}{v}", v) for v in (dimension.lowest, dimension.highest))
        found = [Hint("-".join(map(str, ends)), "value", 8)]
    found += [Hint(keys[named.NOT_APPLICABLE], "n/a", 7)] if dimension.not_applicable else []
    return [*found, Hint(keys[named.CANNOT_JUDGE], "can't", 6)]
