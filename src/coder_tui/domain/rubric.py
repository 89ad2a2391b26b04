"""A rubric: dimensions, their scales, and when a dimension is open, complete or hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from coder_tui.domain.errors import CoderError
from coder_tui.domain.scales import (
    NumberRange,
    bad_value,
    members_of,
    number_of,
    read_set,
    read_text,
    set_words,
    shortest,
    write_set,
)
from coder_tui.domain.text import clipped

WORD_CELLS = 14
"""Characters of a text answer that a one-line overview shows."""


class Level(StrEnum):
    """A dimension's level of measurement."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"
    MULTI = "multi"
    TEXT = "text"

    @property
    def is_ordered(self) -> bool:
        """Whether the values are numbers that go up: means and "at least" say something."""
        return self in (Level.ORDINAL, Level.INTERVAL, Level.RATIO)


class State(StrEnum):
    """What a score row says."""

    SCORED = "scored"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_JUDGE = "cannot_judge"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Answer:
    """One coder's standing answer on one dimension of one item.

    `value` is canonical text (a point's value, the shortest decimal, a sorted JSON list of labels,
    text as it is) and None unless scored.
    """

    state: State
    value: str | None = None
    unnumbered: bool = field(default=False, compare=False)
    """The value is no number, though it may look like one: the text "5"."""

    @classmethod
    def stored(cls, state: str, value: str | None, number: float | None) -> "Answer":
        """Give the answer that a row holds."""
        return cls(State(state), value, unnumbered=value is not None and number is None)

    @property
    def number(self) -> float | None:
        """The value as a number, where it has one."""
        return None if self.value is None or self.unnumbered else number_of(self.value)

    @property
    def labels(self) -> tuple[int, ...]:
        """The labels of a set of them; none where the value is no set."""
        return members_of(self.value or "") or ()

    @property
    def is_text(self) -> bool:
        """Whether the value is words: neither a number nor a set of labels."""
        return self.value is not None and self.number is None and members_of(self.value) is None

    @property
    def word(self) -> str:
        """How the answer is written in one short word: `2`, `0+2`, `none`, `"the first li…"`."""
        return {
            State.SCORED: self._value_word(),
            State.NOT_APPLICABLE: "n/a",
            State.CANNOT_JUDGE: "can't",
            State.CLEARED: "_",
        }[self.state]

    def _value_word(self) -> str:
        value = self.value or ""
        if self.is_text:
            return f'"{clipped(value, WORD_CELLS)}"'
        return value if self.number is not None else "+".join(map(str, self.labels)) or "none"


def scored(value: int | str) -> Answer:
    """Give the answer that a scale point was chosen."""
    return Answer(State.SCORED, str(value))


NOT_APPLICABLE = Answer(State.NOT_APPLICABLE)
CANNOT_JUDGE = Answer(State.CANNOT_JUDGE)
CLEARED = Answer(State.CLEARED)


@dataclass(frozen=True, slots=True)
class ScalePoint:
    """One value of a dimension's scale with its defining sentence."""

    value: int
    label: str
    anchor: str
    near_miss: str = ""


@dataclass(frozen=True, slots=True)
class DependsOn:
    """The condition under which a dimension is asked: another one scored at least so high."""

    dimension: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Dimension:
    """One question of the rubric, answered with one score."""

    id: str
    label: str
    question: str
    level: Level
    points: tuple[ScalePoint, ...]
    """Empty for text, and for numbers that are typed."""
    opportunity: str = ""
    not_applicable: bool = False
    evidence_above: float | None = None
    """Values above this one owe evidence; None where evidence is never owed."""
    evidence_offered: bool = True
    absence_searched: bool = False
    """Whether the lowest value owes a list of the places searched, instead of a quote."""
    depends_on: DependsOn | None = None
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    """Whether numbers that are typed have to be whole ones."""

    @property
    def short(self) -> str:
        """The first word of the label, as the one-line overview shows it: `D3`."""
        return self.label.split()[0]

    @property
    def name(self) -> str:
        """The label without its short word: `Verification support`."""
        return self.label.partition(" ")[2] or self.label

    @property
    def has_points(self) -> bool:
        """Whether the scale is declared by points, so that digits score."""
        return bool(self.points)

    @property
    def takes_one_point(self) -> bool:
        """Whether an answer is exactly one point of the scale."""
        return self.has_points and self.level is not Level.MULTI

    @property
    def takes_number(self) -> bool:
        """Whether an answer is a number that is typed."""
        return not self.has_points and self.level is not Level.TEXT

    @property
    def values(self) -> tuple[str, ...]:
        """The declared points, as canonical text, in order; none where answers are typed."""
        return tuple(str(point.value) for point in self.points)

    @property
    def range(self) -> NumberRange:
        """The numbers that can be typed, where there are no points."""
        return NumberRange(self.minimum, self.maximum, self.whole)

    @property
    def lowest(self) -> str | None:
        """The lowest value, as canonical text; None where the scale has none."""
        if self.points:
            return self.values[0]
        return None if self.minimum is None else shortest(self.minimum)

    @property
    def highest(self) -> str | None:
        """The highest value, as canonical text; None where the scale has none."""
        if self.points:
            return self.values[-1]
        return None if self.maximum is None else shortest(self.maximum)

    @property
    def takes(self) -> str:
        """What a value may be, in words: `0, 1, 2`, `a number of at least 0`, `text`."""
        if self.level is Level.MULTI:
            return set_words(point.value for point in self.points)
        if self.points:
            return ", ".join(self.values)
        return "text" if self.level is Level.TEXT else self.range.words

    def read(self, text: str) -> Answer:
        """Read what somebody typed, or a canonical value.

        Raises:
            BadInputError: this dimension does not take it; the sentence says what it takes.
        """
        if self.level is Level.MULTI:
            members = (point.value for point in self.points)
            return Answer(State.SCORED, read_set(text, members), unnumbered=True)
        if self.level is Level.TEXT:
            return Answer(State.SCORED, read_text(text), unnumbered=True)
        if not self.points:
            return Answer(State.SCORED, self.range.read(text))
        if text.strip() not in self.values:
            raise bad_value(f'"{clipped(text.strip(), 40)}" is not one of {self.takes}.')
        return Answer(State.SCORED, text.strip())

    def toggled(self, answer: Answer | None, label: int) -> Answer:
        """Give the set of labels with this one put in, or taken out if it was there."""
        chosen = set(answer.labels) if answer is not None else set()
        return Answer(State.SCORED, write_set(chosen ^ {label}), unnumbered=True)

    def allows(self, answer: Answer) -> bool:
        """Whether the answer is one this dimension can take."""
        if answer.state is not State.SCORED:
            return answer.state is not State.NOT_APPLICABLE or self.not_applicable
        try:
            return self.read(answer.value or "").value == answer.value
        except CoderError:
            return False

    def point(self, value: str) -> ScalePoint | None:
        """The scale point with this canonical value."""
        return next((point for point in self.points if str(point.value) == value), None)

    def owes_evidence(self, answer: Answer | None) -> bool:
        """Whether this answer has to be supported by evidence."""
        if answer is None or self.evidence_above is None or answer.state is not State.SCORED:
            return False
        if self.owes_search(answer):
            return False
        return answer.number is None or answer.number > self.evidence_above

    def owes_search(self, answer: Answer | None) -> bool:
        """Whether this answer says that something is absent and owes the places searched."""
        if answer is None or not self.absence_searched or answer.state is not State.SCORED:
            return False
        return answer.value == self.lowest


@dataclass(frozen=True, slots=True)
class Rubric:
    """The form: dimensions in the order in which they are asked."""

    id: str
    title: str
    version: str
    unit: str
    dimensions: tuple[Dimension, ...]
    rules: tuple[str, ...] = ()

    def dimension(self, dimension_id: str) -> Dimension:
        """The dimension with this id.

        Raises:
            CoderError: there is none.
        """
        for dimension in self.dimensions:
            if dimension.id == dimension_id:
                return dimension
        raise CoderError(f"The rubric {self.id!r} has no dimension {dimension_id!r}.")

    def conditions(self, dimension: Dimension) -> tuple[DependsOn, ...]:
        """Every condition on the way up from a dimension; all must hold for it to be asked."""
        found = []
        while dimension.depends_on:
            found.append(dimension.depends_on)
            dimension = self.dimension(dimension.depends_on.dimension)
        return tuple(found)

    def open_dimensions(self, answers: Mapping[str, Answer]) -> tuple[Dimension, ...]:
        """The dimensions that are asked, given the answers so far; the others are hidden."""
        return tuple(d for d in self.dimensions if self._is_open(d, answers))

    def _is_open(self, dimension: Dimension, answers: Mapping[str, Answer]) -> bool:
        for condition in self.conditions(dimension):
            answer = answers.get(condition.dimension)
            number = answer.number if answer else None
            if number is None or number < condition.at_least:
                return False
        return True
