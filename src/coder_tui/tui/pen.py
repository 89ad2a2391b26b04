"""Writing cells to a terminal with few bytes: moves and styles are given only where they change."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_SHOWN_ON_BLANKS = frozenset({"4", "7", "9", "21", "53"})
"""Underlined, reversed, struck out, doubly underlined, overlined."""


@dataclass(frozen=True, slots=True)
class Style:
    """The parameters of an SGR sequence, apart: colours, and everything else."""

    front: str = ""
    back: str = ""
    others: frozenset[str] = frozenset()

    def looks_like(self, other: "Style", char: str) -> bool:
        """Whether a character looks the same in both; a blank has no front."""
        if self == other:
            return True
        if char != " " or self.back != other.back:
            return False
        return not (self.others | other.others) & _SHOWN_ON_BLANKS

    def after(self, before: "Style") -> str:
        """Give the parameters that lead from a style to this one."""
        if before.others - self.others:
            return ";".join(["", *sorted(self.others), *filter(None, (self.front, self.back))])
        parts = sorted(self.others - before.others)
        if self.front != before.front:
            parts.append(self.front or "39")
        if self.back != before.back:
            parts.append(self.back or "49")
        return ";".join(parts)


PLAIN = Style()


@lru_cache(maxsize=1024)
def style_of(parameters: str) -> Style:
    """Read the parameters of an SGR sequence that starts from the terminal's own style."""
    front = back = ""
    others: list[str] = []
    numbers = [number for number in parameters.split(";") if number not in ("", "0")]
    while numbers:
        number = numbers.pop(0)
        if number in ("38", "48"):
            count = 2 if numbers[:1] == ["5"] else 4
            colour = ";".join([number, *numbers[:count]])
            del numbers[:count]
            front, back = (colour, back) if number == "38" else (front, colour)
        elif 30 <= int(number) <= 37 or 90 <= int(number) <= 97:
            front = number
        elif 40 <= int(number) <= 47 or 100 <= int(number) <= 107:
            back = number
        elif number not in ("39", "49"):
            others.append(number)
    return _shared(Style(front, back, frozenset(others)))


@lru_cache(maxsize=1024)
def _shared(style: Style) -> Style:
    return style


class Pen:
    """Collects what to write; knows where the cursor stands and which style is on."""

    def __init__(self, cursor: tuple[int, int] | None) -> None:
        self._cursor = cursor
        self._style = PLAIN
        self._out: list[str] = []

    @property
    def written(self) -> str:
        """All that was written."""
        return "".join(self._out)

    def write(
        self, row: int, column: int, chars: Sequence[str], styles: Sequence[Style], *, sure: bool
    ) -> None:
        """Write cells, each with its style.

        Args:
            row: the line.
            column: the first cell.
            chars: what the cells hold.
            styles: their styles.
            sure: whether the cursor is known to stand behind them afterwards.
        """
        self._move(row, column)
        if not sure:
            # A terminal that draws them narrower leaves cells between them and what follows.
            self._turn_to(styles[0])
            self._out.append(" " * len(chars))
            self._cursor = None
            self._move(row, column)
        for char, style in zip(chars, styles, strict=True):
            if style is not self._style and char and not self._style.looks_like(style, char):
                self._turn_to(style)
            self._out.append(char)
        self._cursor = (row, column + len(chars)) if sure else None

    def finish(self, cursor: tuple[int, int]) -> None:
        """End with the terminal's own style, and the cursor at its place."""
        self._turn_to(PLAIN)
        self._move(*cursor)

    def _move(self, row: int, column: int) -> None:
        if self._cursor == (row, column):
            return
        if self._cursor is not None and self._cursor[0] == row and self._cursor[1] < column:
            ahead = column - self._cursor[1]
            self._out.append(f"\x1b[{ahead}C" if ahead > 1 else "\x1b[C")
        else:
            self._out.append(f"\x1b[{row + 1};{column + 1}H")
        self._cursor = (row, column)

    def _turn_to(self, style: Style) -> None:
        if style != self._style:
            self._out.append("\x1b[m" if style == PLAIN else f"\x1b[{style.after(self._style)}m")
            self._style = style
