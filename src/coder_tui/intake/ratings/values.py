"""A cell of a spreadsheet as an answer: values, labels of points, and words for none."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import (
    CANNOT_JUDGE,
    NOT_APPLICABLE,
    Answer,
    Dimension,
    Level,
    State,
)
from coder_tui.domain.scales import bad_value, shortest
from coder_tui.domain.text import clipped

ALL = "*"
"""Stands for every dimension in a map of values."""

CLEAR_WORDS = {
    "n/a": NOT_APPLICABLE,
    "not applicable": NOT_APPLICABLE,
    "not_applicable": NOT_APPLICABLE,
    "cannot judge": CANNOT_JUDGE,
    "cannot_judge": CANNOT_JUDGE,
    "can't judge": CANNOT_JUDGE,
}
"""What nobody writes as a text of their own."""

WORDS = {
    **CLEAR_WORDS,
    "na": NOT_APPLICABLE,
    "n.a.": NOT_APPLICABLE,
    "x": NOT_APPLICABLE,
    "can't": CANNOT_JUDGE,
    "z": CANNOT_JUDGE,
    "?": CANNOT_JUDGE,
}
"""What says that there is no value, where values are no texts."""

STATES = {
    **WORDS,
    "scored": None,
    "cleared": None,
}
"""What a column of states may hold."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_MANY = re.compile(r"[;|\n]")


@dataclass(frozen=True, slots=True)
class ValueMap:
    """What the lead says that texts in the file stand for."""

    by_dimension: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By dimension, or `*` for all, and by the text in lower case."""

    def read(self, dimension: Dimension, text: str) -> str:
        """Give what a text stands for: itself, where nothing is said."""
        wanted = text.casefold()
        for name in (dimension.id, ALL):
            found = self.by_dimension.get(name, {}).get(wanted)
            if found is not None:
                return found
        return text


def read_cell(dimension: Dimension, text: str, state: str, values: ValueMap) -> Answer | None:
    """Read what stands in a cell, and in the cell of its state where there is one.

    Args:
        dimension: whose answer it is.
        text: as it stands there.
        state: the text in the column of states; empty where there is none.
        values: what texts stand for.

    Returns:
        The answer; None where the cell is empty.

    Raises:
        BadInputError: the dimension does not take it; with what it takes, and the nearest.
    """
    meant = values.read(dimension, text.strip()).strip()
    if not state.strip():
        return _read(dimension, meant)
    word = state.strip().casefold()
    if word not in STATES:
        raise bad_value(
            f'the state "{clipped(state.strip(), 40)}"; expected is one of {_listed(State)}.'
        )
    answer = STATES[word]
    if answer is not None:
        if meant and WORDS.get(meant.casefold()) != answer:
            raise bad_value(f'the state "{word}" beside the value "{clipped(meant, 40)}".')
        return _allowed(dimension, answer)
    if word == State.CLEARED.value and not meant:
        return None
    if not meant:
        raise bad_value(f'the state "{word}" and no value.')
    return _scored(dimension, meant)


def _read(dimension: Dimension, text: str) -> Answer | None:
    if not text:
        return None
    words = CLEAR_WORDS if dimension.level is Level.TEXT else WORDS
    said = words.get(text.casefold())
    if said is None or _label(dimension, text) is not None:
        return _scored(dimension, text)
    return _allowed(dimension, said)


def _allowed(dimension: Dimension, answer: Answer) -> Answer:
    if not dimension.allows(answer):
        raise bad_value(
            '"not applicable", which the rubric does not allow here; it takes '
            f"{dimension.takes}, or cannot judge."
        )
    return answer


def _scored(dimension: Dimension, text: str) -> Answer:
    """Read a value that is there."""
    if dimension.level is Level.TEXT:
        return dimension.read(text)
    if dimension.level is Level.MULTI:
        return _set(dimension, text)
    plain = plain_number(text)
    try:
        return dimension.read(plain)
    except BadInputError as error:
        label = _label(dimension, text)
        if label is not None:
            return dimension.read(label)
        raise _refused(dimension, text) from error


def plain_number(text: str) -> str:
    """Give a number as the shortest decimal: a spreadsheet's `2.0` is 2."""
    return shortest(Decimal(text)) if _NUMBER.fullmatch(text) else text


def _label(dimension: Dimension, text: str) -> str | None:
    """Give the value of the one point with this label."""
    wanted = text.casefold()
    found = [str(each.value) for each in dimension.points if each.label.casefold() == wanted]
    return found[0] if len(found) == 1 else None


def _set(dimension: Dimension, text: str) -> Answer:
    """Read a set: a JSON array, or values or labels with `;` between them."""
    try:
        return dimension.read(plain_number(text))
    except BadInputError as error:
        members = [_member(dimension, each) for each in _members(text)]
        known = [each for each in members if each is not None]
        if not members or len(known) < len(members):
            raise _refused(dimension, text) from error
        return dimension.read(" ".join(known))


def _members(text: str) -> list[str]:
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return [text]
        return [str(each) for each in found] if isinstance(found, list) else [text]
    return [each.strip() for each in _MANY.split(text) if each.strip()]


def _member(dimension: Dimension, text: str) -> str | None:
    plain = plain_number(text.strip())
    return plain if plain in dimension.values else _label(dimension, text.strip())


def _refused(dimension: Dimension, text: str) -> BadInputError:
    """Say what was found, what is allowed, and what is nearest to it."""
    pointed = text.replace(",", ".") if _COMMA.fullmatch(text) else text
    labels = [f"{point.value} ({point.label})" for point in dimension.points if point.label]
    takes = ", ".join(labels) if labels and dimension.takes_one_point else dimension.takes
    error = bad_value(f'"{clipped(text, 40)}" is not {_one_of(dimension)}{takes}.')
    if pointed != text and _takes(dimension, pointed):
        error.hint = f"A decimal comma is not read; write a point: {pointed}"
    elif near := _nearest(dimension, pointed):
        error.hint = f"The nearest is {near}; other words are told by --value."
    else:
        error.hint = f"What other words mean is told by --value, as in --value '{ALL}:good=2'."
    return error


def _takes(dimension: Dimension, text: str) -> bool:
    """Whether a number would be a value: a point helps nobody who has whole points to give."""
    try:
        dimension.read(text)
    except BadInputError:
        return False
    return dimension.level is not Level.MULTI


def _one_of(dimension: Dimension) -> str:
    return "one of " if dimension.takes_one_point else ""


def _nearest(dimension: Dimension, text: str) -> str:
    """Give the value nearest to a number, or the label most like a word; nothing where none is."""
    if not dimension.points:
        return ""
    if _NUMBER.fullmatch(text):
        number = Decimal(text)
        return str(min(dimension.points, key=lambda point: abs(point.value - number)).value)
    from rapidfuzz import fuzz, process

    labels = {point.label.casefold(): point for point in dimension.points}
    found = process.extractOne(text.casefold(), list(labels), scorer=fuzz.WRatio, score_cutoff=60)
    return f"{labels[found[0]].value} ({labels[found[0]].label})" if found else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
