"""Where coders of a kind differ: what each answered, why, and what it rests on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from coder_tui.analysis import questions
from coder_tui.analysis.decided import Decided, Telling
from coder_tui.analysis.names import letters
from coder_tui.analysis.questions import ContestedAnswer, Final, Quote
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.adjudication import CaseId
from coder_tui.domain.coding import Citation
from coder_tui.domain.rubric import Answer, Dimension
from coder_tui.domain.text import plural
from coder_tui.storage.adjudications import kind_that_counts
from coder_tui.storage.after_closing import decided_after, late_answers
from coder_tui.storage.study import StudyFile


@dataclass(frozen=True, slots=True)
class CoderAnswer:
    """One side of a disagreement: the answer, why, and what it rests on."""

    coder: str
    """A name, or a letter."""
    answer: Answer
    comments: tuple[str, ...]
    """On the item as a whole, then on the dimension."""
    evidence: tuple[tuple[int, str], ...]
    """Part and quote."""
    citations: tuple[Citation, ...] = ()
    """Where those quotes stand; a search stands nowhere."""
    late: bool = False
    """Whether it is outside the reliability set."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One dimension of one item on which coders of a kind differ."""

    blind_id: str
    title: str
    dimension: Dimension
    coder_kind: str
    kind: str
    """`value` or `applicability`."""
    answers: tuple[CoderAnswer, ...]
    final: Final | None
    """What was decided; None while nothing is, and for kinds on which no final score rests."""
    decided_after: bool = False
    """Whether it was decided, or a decision was taken back, after the conditions were opened."""
    decision: Decided | None = None
    """Who decided, when and why; None where nobody did."""

    @property
    def late(self) -> bool:
        """Whether an answer of it is outside the reliability set."""
        return any(each.late for each in self.answers)

    @property
    def outcome(self) -> str:
        """What was decided, and whether conditions were open then: `decided: 2 after opening`."""
        if self.final is None:
            return "taken back after opening" if self.decided_after else ""
        return f"{self.final.words}{' after opening' if self.decided_after else ''}"

    @property
    def distance(self) -> float:
        """How far apart the values are; for applicability 0."""
        found = [each.answer.number for each in self.answers if each.answer.number is not None]
        return max(found) - min(found) if found else 0.0


def how_many(disagreements: Sequence[Disagreement]) -> str:
    """Say how many disagreements there are: `207 disagreements, 3 decided, 4 by majority`."""
    bases = [each.final.basis for each in disagreements if each.final is not None]
    majority = bases.count("majority")
    settled = f", {majority:,} by majority" if majority else ""
    decided = len(bases) - majority
    return f"{plural(len(disagreements), 'disagreement')}, {decided:,} decided{settled}"


def disagreements(
    snapshot: Snapshot, study: StudyFile, *, with_key: bool
) -> list[tuple[Disagreement, bool]]:
    """Give all disagreements in the order of the rubric, and whether their item is complete."""
    notes = _Notes(snapshot, late_answers(study.connection))
    after, counts = decided_after(study.connection), kind_that_counts(study)
    told = Telling(study, with_key=with_key).in_force()
    assigned = questions.assigned_coders(snapshot)
    order = {dimension.id: place for place, dimension in enumerate(study.rubric.dimensions)}
    contested = sorted(
        questions.disagreements(snapshot),
        key=lambda each: (order[each.group.dimension], each.blind_id, each.group.coder_kind),
    )
    found = []
    for (blind_id, group), answers in groupby(contested, lambda each: (each.blind_id, each.group)):
        sides = list(answers)
        coders = {side.coder for side in sides} | set(
            assigned.get((blind_id, group.coder_kind), ())
        )
        names = {name: name for name in coders}
        if not with_key:
            names = letters(study.info.id, blind_id, coders)
        first = sides[0]
        by_decision = first.final is not None and first.final.basis == "adjudicated"
        disagreement = Disagreement(
            blind_id,
            first.title,
            study.rubric.dimension(group.dimension),
            group.coder_kind,
            first.kind,
            tuple(sorted((notes.side(each, names) for each in sides), key=lambda s: s.coder)),
            first.final,
            group.coder_kind == counts and (blind_id, group.dimension) in after,
            told.get(CaseId(blind_id, group.dimension)) if by_decision else None,
        )
        found.append((disagreement, first.complete))
    return found


class _Notes:
    """Comments and evidence, by item and coder, and which answers are late."""

    def __init__(self, snapshot: Snapshot, late: frozenset[tuple[str, str, str]]) -> None:
        self._late = late
        self._comments: defaultdict[tuple[str, str, str | None], list[str]] = defaultdict(list)
        for comment in questions.comments(snapshot):
            key = comment.blind_id, comment.coder, comment.dimension
            self._comments[key].append(comment.text)
        self._evidence: defaultdict[tuple[str, str, str], list[Quote]] = defaultdict(list)
        for quote in questions.evidence(snapshot):
            place = quote.blind_id, quote.coder, quote.dimension
            self._evidence[place].append(quote)

    def side(self, given: ContestedAnswer, names: Mapping[str, str]) -> CoderAnswer:
        """Put together what one coder said."""
        blind_id, coder, dimension = given.blind_id, given.coder, given.group.dimension
        comments = [
            *self._comments.get((blind_id, coder, None), ()),
            *self._comments.get((blind_id, coder, dimension), ()),
        ]
        evidence = self._evidence.get((blind_id, coder, dimension), ())
        return CoderAnswer(
            names[coder],
            given.answer,
            tuple(comments),
            tuple((each.part, each.text) for each in evidence),
            tuple(Citation(q.part, q.start, q.end, q.words) for q in evidence if q.part),
            (coder, blind_id, dimension) in self._late,
        )
