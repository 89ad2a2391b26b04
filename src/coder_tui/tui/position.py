"""Where the turns of each role lie in an item, and where evidence is, on part of one line."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coder_tui.domain.cells import width
from coder_tui.domain.items import Part, PartKind
from coder_tui.domain.text import visible_line
from coder_tui.tui.literal import Piece

FEWEST_CELLS = 4
"""A map with fewer buckets says nothing and is left out."""
_BEFORE, _BEHIND = "  [", "]"
_HERE = "@"
"""Stands for the current turn where its letter has no capital."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """One or several turns: a letter, whether the current one or evidence is among them."""

    letter: str
    here: bool
    cited: bool

    @property
    def style(self) -> str:
        if self.here:
            return "$accent bold"
        return "$success bold" if self.cited else "$secondary"


def turn_map(turns: Sequence[Part], idx: int, cited: Collection[int], room: int) -> list[Piece]:
    """Draw a letter for each turn, `  [u a*u A t]`, or for several where they do not fit.

    The current turn is a capital, `*` stands behind what is cited. A letter that stands for several
    turns is that of the role which is rarest in the item, or of the current turn.

    Args:
        turns: turns or fields in order.
        idx: number of the current one; 0 on the reference.
        cited: numbers of those with evidence.
        room: cells for the whole map; it is empty where they are too few.
    """
    most = (room - len(_BEFORE) - len(_BEHIND)) // 2
    if not turns or most < min(FEWEST_CELLS, len(turns)):
        return []
    each = -(-len(turns) // most)
    letters = [_letter(turn.kind, turn.role or turn.name) for turn in turns]
    often = Counter(letters)
    pieces: list[Piece] = [_BEFORE]
    for first in range(0, len(turns), each):
        numbers = range(first, min(first + each, len(turns)))
        here = next((number for number in numbers if turns[number].idx == idx), None)
        letter = min((letters[number] for number in numbers), key=often.__getitem__)
        if here is not None:
            capital = letters[here].upper()
            letter = capital if len(capital) == 1 and capital != letters[here] else _HERE
        evidence = any(turns[number].idx in cited for number in numbers)
        cell = _Cell(letter, here is not None, evidence)
        last = numbers[-1] == len(turns) - 1
        pieces.append((cell.letter, cell.style))
        pieces.append(("*", "$success bold") if cell.cited else "" if last else " ")
    return [*_joined(pieces), _BEHIND]


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what is empty."""
    return [piece for piece in pieces if piece != ""]


@lru_cache(maxsize=256)
def _letter(kind: PartKind, name: str) -> str:
    """Give a letter of one cell for a turn: t for tools, r for reasoning, else of its role."""
    if kind in (PartKind.TOOL_CALL, PartKind.TOOL_RESULT):
        return "t"
    if kind is PartKind.REASONING:
        return "r"
    letter = visible_line(name[:1]).lower()[:1]
    return letter if width(letter) == 1 else "-"
