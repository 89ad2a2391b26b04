"""A rubric: dimensions, their scales, and when a dimension is open, complete or hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coder_tui.domain.errors import CoderError


class Level(StrEnum):
    """A dimension's level of measurement."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"
    MULTI = "multi"
    TEXT = "text"


class State(StrEnum):
    """What a score row says."""

    SCORED = "scored"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_JUDGE = "cannot_judge"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Answer:
    """One coder's standing answer on one dimension of one item.

    `value` is canonical text (a point's value, the shortest decimal) and None unless scored.
    """

    state: State
    value: str | None = None

    @property
    def number(self) -> float | None:
        """The value as a number, where it has one."""
        try:
            return None if self.value is None else float(self.value)
        except ValueError:
            return None

    @property
    def word(self) -> str:
        """How the answer is written in one short word."""
        return {
            State.SCORED: self.value or "",
            State.NOT_APPLICABLE: "n/a",
            State.CANNOT_JUDGE: "can't",
            State.CLEARED: "_",
        }[self.state]


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
    opportunity: str = ""
    not_applicable: bool = False
    evidence_from: int | None = None
    """The lowest value that owes evidence; None where evidence is never owed."""
    evidence_offered: bool = True
    depends_on: DependsOn | None = None

    @property
    def short(self) -> str:
        """The first word of the label, as the one-line overview shows it: `D3`."""
        return self.label.split()[0]

    @property
    def name(self) -> str:
        """The label without its short word: `Verification support`."""
        return self.label.partition(" ")[2] or self.label

    @property
    def values(self) -> tuple[str, ...]:
        """The declared scale, as canonical text, in order."""
        return tuple(str(point.value) for point in self.points)

    def allows(self, answer: Answer) -> bool:
        """Whether the answer is one this dimension can take."""
        if answer.state is State.SCORED:
            return answer.value in self.values
        return answer.state is not State.NOT_APPLICABLE or self.not_applicable

    def point(self, value: str) -> ScalePoint | None:
        """The scale point with this canonical value."""
        return next((point for point in self.points if str(point.value) == value), None)

    def owes_evidence(self, answer: Answer | None) -> bool:
        """Whether this answer has to be supported by evidence."""
        if answer is None or self.evidence_from is None or answer.state is not State.SCORED:
            return False
        return answer.number is not None and answer.number >= self.evidence_from


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
