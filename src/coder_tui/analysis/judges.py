"""Machines against people: how far each machine's scores are those that people came to.

The answer of people is the final score: adjudicated, else agreed by all, else the only coder's. It
never rests on a machine. What people have not settled is counted and not compared.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coder_tui.analysis import questions
from coder_tui.analysis.coder_names import under_names
from coder_tui.analysis.coefficients import compute
from coder_tui.analysis.confusion import Confusion, confusion_of
from coder_tui.analysis.measured import Look
from coder_tui.analysis.questions import Judgement
from coder_tui.analysis.scored import Scored
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.rubric import Answer, Dimension, Level, Rubric
from coder_tui.domain.text import plural
from coder_tui.statistics.agreement import Coefficient, Weights
from coder_tui.statistics.undefined import (
    KAPPA_NEEDS_POINTS,
    Cause,
    Undefined,
    percent_only,
)

NO_ITEM = Undefined(
    Cause.NO_PAIRS,
    "no item by both",
    "Undefined: no item has a value both from this machine and from people.",
)

MACHINE = "machine"
PEOPLE = "people"
"""Who the others are in a sentence on a coefficient."""

BASES = ("adjudicated", "agreed", "majority", "single")


@dataclass(frozen=True, slots=True)
class Judged:
    """One machine on one dimension, against people."""

    coder: str
    dimension: Dimension
    against: str
    """Kind of the coders on whom final scores rest: `human`, in a simulated study `simulated`."""
    items: int
    """Items that both have answered, be it with a value or without."""
    bases: Mapping[str, int]
    """What the people's answers on them rest on, by `BASES`."""
    unresolved: int
    """Items with an answer of the machine, on which people differ and nobody has decided."""
    differ_in_applicability: int
    """Items which one scored and the other did not; they enter no coefficient."""
    percent: Coefficient
    kappa: Coefficient
    """Cohen's; with quadratic weights on an ordered scale of points."""
    confusion: Confusion | None
    """Rows are the machine's answers; None where the answers are texts, or too many."""

    @property
    def note(self) -> str:
        """What has to be known, in a few words."""
        said = [f"undefined: {self.kappa.undefined.short}"] if self.kappa.undefined else []
        if self.unresolved:
            said.append(f"{self.unresolved} unresolved")
        if self.differ_in_applicability:
            said.append(f"{self.differ_in_applicability} applicable?")
        return ", ".join(said)

    @property
    def sentence(self) -> str:
        """What the people's answers rest on, and what is not compared."""
        rest = ", ".join(
            f"{self.bases.get(basis, 0):,} {basis}"
            for basis in BASES
            if basis != "majority" or basis in self.bases
        )
        said = (
            f"The {self.against} answer is the final score: {rest}, on "
            f"{plural(self.items, 'item')}."
        )
        if self.unresolved:
            said += f" Left out, because people differ and nothing is final: {self.unresolved:,}."
        return said


@dataclass(frozen=True, slots=True)
class Judges:
    """All machines."""

    judged: tuple[Judged, ...]
    """By machine, then in the order of the rubric."""
    held_back: int = 0
    """Answers left out because somebody has still to submit the item."""


def judges(snapshot: Snapshot, rubric: Rubric, look: Look, *, with_key: bool) -> Judges:
    """Compare each machine that has submitted anything with people.

    Args:
        snapshot: the study.
        rubric: its dimensions with their declared scales.
        look: for whom, and how.
        with_key: whether items count that not every coder who has them has submitted.
    """
    found = questions.judgements(snapshot)
    seen = [each for each in found if with_key or each.complete]
    held_back = sum(each.items for each in found) - sum(each.items for each in seen)
    judged = []
    for coder in sorted({each.coder for each in found}, key=lambda name: look.names[name]):
        for dimension in rubric.dimensions:
            here = [e for e in seen if e.coder == coder and e.dimension == dimension.id]
            seed = look.seed("judges", coder, dimension.id)
            name = look.names[coder]
            judged.append(_judged(name, dimension, here, seed=seed, draws=look.draws))
    return Judges(tuple(judged), held_back)


def _judged(
    coder: str, dimension: Dimension, found: Sequence[Judgement], *, seed: int, draws: int
) -> Judged:
    settled = [each for each in found if each.basis != "unresolved"]
    bases: Counter[str] = Counter()
    for each in settled:
        bases[each.basis] += each.items
    scored = [e for e in settled if None not in (e.machine.value, e.people.value)]
    percent, kappa = _coefficients(coder, dimension, scored, seed=seed, draws=draws)
    return Judged(
        coder=coder,
        dimension=dimension,
        against=found[0].against if found else "human",
        items=sum(each.items for each in settled),
        bases=dict(bases),
        unresolved=sum(each.items for each in found) - sum(each.items for each in settled),
        differ_in_applicability=sum(
            each.items
            for each in settled
            if (each.machine.value is None) != (each.people.value is None)
        ),
        percent=percent,
        kappa=kappa,
        confusion=confusion_of(dimension, _met(settled)),
    )


def _coefficients(
    coder: str, dimension: Dimension, scored: Sequence[Judgement], *, seed: int, draws: int
) -> tuple[Coefficient, Coefficient]:
    """Compute percent agreement and Cohen's kappa, each with how sure it is."""
    if not scored:
        weights: Weights = "quadratic" if dimension.level.is_ordered else "none"
        return _none("percent_agreement", None), _none("cohen_kappa", weights)
    # Under names of their own, so that chance meets the two in one order whoever reads.
    both = MACHINE, PEOPLE
    met = [
        Scored(both, (each.machine.value, each.people.value), each.items)
        for each in scored
        if each.machine.value is not None and each.people.value is not None
    ]
    # Somebody may call a machine just that.
    called = {MACHINE: coder, PEOPLE: PEOPLE if coder != PEOPLE else f"the {PEOPLE}"}
    computed = compute(dimension, met, seed=seed, draws=draws, only=("cohen_kappa",))
    found = under_names(computed, called)
    if dimension.takes_one_point:
        return found.percent, found.headline
    why = KAPPA_NEEDS_POINTS
    if dimension.level is Level.MULTI or dimension.level is Level.TEXT:
        why = percent_only(dimension.level)
    sizes = found.percent.items, found.percent.pairs
    return found.percent, Coefficient("cohen_kappa", None, why, *sizes, weights="none")


def _none(name: str, weights: Weights | None) -> Coefficient:
    return Coefficient(name, None, NO_ITEM, 0, 0, weights=weights)


def _met(found: Sequence[Judgement]) -> list[tuple[Answer, Answer, int]]:
    return [(each.machine, each.people, each.items) for each in found]
