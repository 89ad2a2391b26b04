"""The questions of a review, one `.sql` file each, and their answers as dataclasses."""

from collections.abc import Mapping
from dataclasses import dataclass

from coder_tui.analysis.answer_patterns import Group as Group
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.rubric import Answer, State


@dataclass(frozen=True, slots=True)
class CoderProgress:
    """How far one coder is."""

    coder: str
    kind: str
    assigned: int
    submitted: int
    draft: int
    skipped: int
    reopened: int
    flagged: int


@dataclass(frozen=True, slots=True)
class Final:
    """The final answer on a disagreement, and what it rests on."""

    answer: Answer
    basis: str
    """`adjudicated` or `majority`."""

    @property
    def words(self) -> str:
        """How it is said: `decided: 2`, or `by majority: 2`."""
        how = "by majority" if self.basis == "majority" else "decided"
        return f"{how}: {self.answer.word}"


@dataclass(frozen=True, slots=True)
class ContestedAnswer:
    """One coder's answer where the coders of a kind differ."""

    group: Group
    blind_id: str
    title: str
    kind: str
    """`value` or `applicability`."""
    complete: bool
    """Every coder who has the item has submitted it."""
    coder: str
    answer: Answer
    final: Final | None
    """What was decided; None while nothing is."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A coder's latest comment on an item, or on one dimension of it."""

    blind_id: str
    coder: str
    dimension: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence behind an answer."""

    blind_id: str
    coder: str
    dimension: str
    part: int
    start: int
    end: int
    words: str
    """The words alone; of a search none."""
    text: str
    """The words and where they come from, or where was searched."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The final scores of one dimension under one model and scaffold."""

    dimension: str
    model: str
    scaffold: str
    items: int
    """Items with a final score, or with one that is still open."""
    n: int
    """Items with a value; mean and counts are theirs."""
    mean: float | None
    counts: Mapping[str, int]
    unresolved: int
    withheld: int
    """Not applicable, or cannot judge."""
    single: int
    """Scored by one coder only."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How often a machine gave one answer where people came to another, or to the same."""

    coder: str
    dimension: str
    against: str
    """Kind of the coders on whom the final scores rest."""
    basis: str
    complete: bool
    """All of those who have the item have submitted it."""
    machine: Answer
    people: Answer
    """Cleared where they differ and nothing was decided."""
    items: int


@dataclass(frozen=True, slots=True)
class Guessed:
    """How often a coder took items of one model for a model, this sure of it."""

    model: str
    coder_kind: str | None
    """None, like the rest, where nobody guessed about an item of this model."""
    coder: str
    named: str
    confidence: int
    times: int


def progress(snapshot: Snapshot) -> list[CoderProgress]:
    """How far each coder is, by name."""
    return [CoderProgress(*row) for row in snapshot.ask("progress")]


def disagreements(snapshot: Snapshot) -> list[ContestedAnswer]:
    """The answers on which coders of a kind differ; those of one item stand together."""
    return [
        ContestedAnswer(
            Group(row[1], row[2]), row[0], row[4], row[3], row[5], row[6],
            Answer.stored(row[7], row[8], row[9]),
            Final(Answer.stored(*row[10:13]), row[13]) if row[13] else None,
        )
        for row in snapshot.ask("disagreements")
    ]  # fmt: skip


def comments(snapshot: Snapshot) -> list[Comment]:
    """The comments on items on which coders differ."""
    return [Comment(*row) for row in snapshot.ask("comments")]


def evidence(snapshot: Snapshot) -> list[Quote]:
    """The evidence behind answers on which coders differ."""
    return [Quote(*row) for row in snapshot.ask("evidence")]


def assigned_coders(snapshot: Snapshot) -> dict[tuple[str, str], tuple[str, ...]]:
    """Who has a contested item, by blind id and kind of coder."""
    return {(row[0], row[1]): tuple(row[2]) for row in snapshot.ask("assigned_coders")}


def conditions(snapshot: Snapshot) -> list[Cell]:
    """Final scores by model and scaffold; empty where no conditions were given."""
    return [
        Cell(row[2], row[0], row[1], row[3], row[4], row[5], dict(row[6] or {}), *row[7:])
        for row in snapshot.ask("conditions")
    ]


def guesses(snapshot: Snapshot) -> list[Guessed]:
    """What coders took items for; empty where no conditions were given."""
    return [Guessed(*row) for row in snapshot.ask("guesses")]


def judgements(snapshot: Snapshot) -> list[Judgement]:
    """What machines answered, beside the final scores."""
    return [
        Judgement(
            row[0], row[1], row[2], row[3], row[4],
            Answer(State(row[5]), row[6]),
            Answer(State(row[7] or State.CLEARED), row[8]),
            row[9],
        )
        for row in snapshot.ask("judges")
    ]  # fmt: skip
