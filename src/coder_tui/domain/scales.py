"""Values as canonical text: numbers within a range, sets of labels, free text.

Each value has one way of being written, so that two coders who mean the same write the
same. What is canonical is read back as itself.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.text import clipped

MAX_DIGITS = 15
"""Digits of a number: more cannot be told apart once it is stored as a floating point number."""

_TYPED = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_CANONICAL = re.compile(r"(?!-0$)-?(0|[1-9]\d*)(\.\d*[1-9])?", re.ASCII)
_SET = re.compile(r"\[(\d(,\d)*)?\]", re.ASCII)
_NONE = ("none", "[]")
"""How the empty set is typed."""


def _said(typed: str) -> str:
    return f'"{clipped(typed, 40)}"' if typed else "Nothing"


def bad_value(sentence: str) -> BadInputError:
    """Make the error for a value that a dimension cannot take."""
    return BadInputError(sentence, title="Not a value here")


def shortest(number: float | Decimal) -> str:
    """Write a number as the shortest decimal: `2`, `0.5`, never `2.0`, `1e3` or `-0`."""
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    text = f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def number_of(value: str) -> float | None:
    """Give the number that canonical text stands for, None where it stands for none."""
    return float(value) if _CANONICAL.fullmatch(value) else None


@dataclass(frozen=True, slots=True)
class NumberRange:
    """The numbers that a dimension without scale points takes."""

    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False

    @property
    def words(self) -> str:
        """What is taken: `a whole number from 0 to 10`, `a number of at most 1`."""
        what = "a whole number" if self.whole else "a number"
        if self.minimum is not None and self.maximum is not None:
            return f"{what} from {shortest(self.minimum)} to {shortest(self.maximum)}"
        if self.minimum is not None:
            return f"{what} of at least {shortest(self.minimum)}"
        return f"{what} of at most {shortest(self.maximum)}" if self.maximum is not None else what

    def read(self, text: str) -> str:
        """Read what was typed.

        Raises:
            BadInputError: it is no number in plain decimal digits, or outside the range.
        """
        typed = text.strip()
        if not _TYPED.fullmatch(typed):
            raise bad_value(
                f"{_said(typed)} is not {self.words}; write it with digits and a decimal point."
            )
        value = shortest(Decimal(typed))
        digits = sum(character.isdigit() for character in value)
        if digits > MAX_DIGITS:
            raise bad_value(f"A number has at most {MAX_DIGITS} digits here, not {digits}.")
        if not self._holds(Decimal(value)):
            raise bad_value(f"{value} is not {self.words}.")
        return value

    def _holds(self, number: Decimal) -> bool:
        low, high = self.minimum, self.maximum
        return (
            (low is None or number >= Decimal(repr(low)))
            and (high is None or number <= Decimal(repr(high)))
            and not (self.whole and number % 1)
        )


def write_set(members: Iterable[int]) -> str:
    """Write a set of labels: `[0,2]`; `[]` says that none applies."""
    return json.dumps(sorted(set(members)), separators=(",", ":"))


def members_of(value: str) -> tuple[int, ...] | None:
    """Give the members of a set in canonical text, None where the text is no such set."""
    if not _SET.fullmatch(value):
        return None
    members = tuple(int(character) for character in value if character.isdigit())
    return members if write_set(members) == value else None


def read_set(text: str, allowed: Iterable[int]) -> str:
    """Read a typed set of labels: `0 2`, `0,2`, `02` or `[0,2]`; `none` is the empty set.

    Raises:
        BadInputError: something else than allowed digits was typed, or nothing.
    """
    typed, known = text.strip(), sorted(allowed)
    if typed.casefold() in _NONE:
        return write_set(())
    bare = typed[1:-1] if typed.startswith("[") and typed.endswith("]") else typed
    digits = re.sub(r"[\s,]", "", bare)
    if not digits or not (digits.isascii() and digits.isdigit()):
        raise bad_value(f"{_said(typed)} is not {set_words(known)}.")
    strange = sorted({int(digit) for digit in digits}.difference(known))
    if strange:
        raise bad_value(f"{', '.join(map(str, strange))} is not {set_words(known)}.")
    return write_set(int(digit) for digit in digits)


def set_words(allowed: Iterable[int]) -> str:
    """Say what a set may hold: `any of 0, 1, 2 (as in 0 2), or none`."""
    known = [str(each) for each in allowed]
    return f"any of {', '.join(known)} (as in {' '.join(known[:2])}), or none"


def read_text(text: str) -> str:
    """Read free text: trimmed, otherwise as it is.

    Raises:
        BadInputError: there is nothing in it, or it is no text that can be stored.
    """
    trimmed = text.strip()
    if not trimmed:
        raise bad_value("An empty text is no answer; z says that you cannot judge.")
    if any("\ud800" <= character <= "\udfff" for character in trimmed):
        raise bad_value("This text holds half of a character; delete it and type it again.")
    return trimmed
