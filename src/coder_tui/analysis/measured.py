"""Agreement on each dimension: from patterns of scores to coefficients and a verdict."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coder_tui.analysis.answer_patterns import AnswerPattern, Gathered, Group, gather
from coder_tui.analysis.chance import DRAWS, seed_of
from coder_tui.analysis.coder_names import under_names
from coder_tui.analysis.coefficients import compute
from coder_tui.analysis.names import numbers
from coder_tui.analysis.scored import Grid
from coder_tui.analysis.verdicts import Verdict, explanation_of, note_on, verdict_on
from coder_tui.analysis.within import RELIABLE, Within
from coder_tui.domain.rubric import Answer, Dimension, Rubric
from coder_tui.statistics import comparisons
from coder_tui.statistics.coefficient import Coefficient

if TYPE_CHECKING:
    from coder_tui.analysis.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Measured:
    """How far the coders of one kind agree on one dimension."""

    dimension: Dimension
    coder_kind: str
    headline: Coefficient
    """The one coefficient that is held against the bar."""
    percent: Coefficient
    applicability: Coefficient
    """Percent agreement on whether there is something to score."""
    applicability_ac1: Coefficient
    """Gwet's AC1 on the same."""
    coefficients: tuple[Coefficient, ...]
    """Every coefficient of the scale, headline and percent among them."""
    prevalence: Mapping[str, int]
    """How often each value was given: of a declared scale every value, those never given with 0; of
    numbers, sets of labels and texts the values that occur, in order."""
    withheld: int
    """Answers "not applicable" or "cannot judge"."""
    compared: int
    """Values on items to which two coders or more gave one; `prevalence` holds the others too."""
    differ: int
    """Items on which values differ."""
    differ_in_applicability: int
    """Items which some scored and some did not."""
    verdict: Verdict
    """Whether the interval of the headline reaches the bar."""
    note: str
    """The verdict in a few words: `ok`, `UNCLEAR: 3 differ`, `undefined: all scores 0`."""
    explanation: str
    """The verdict in a few sentences."""
    below_bar: bool
    """The headline has a value, and it stays under the bar, whatever its interval."""


@dataclass(frozen=True, slots=True)
class Look:
    """For whom agreement is measured, and how."""

    study_id: str
    bar: float
    """The study's agreement bar."""
    names: Mapping[str, str]
    """What each coder is called for the reader."""
    draws: int = DRAWS
    """For each interval; 0 for none."""
    only: Collection[str] | None = None
    """Names of the coefficients that are wanted where a scale has points; all, if not given."""

    def seed(self, *about: str) -> int:
        """Give the seed of one computation."""
        return seed_of(self.study_id, *about)

    @property
    def numbers(self) -> Mapping[str, str]:
        """What each coder is called while agreement is computed: `coder 1`.

        Whoever reads, chance then meets the coders in one order and the numbers are the same.
        """
        return numbers(self.study_id, self.names)

    @property
    def called(self) -> Mapping[str, str]:
        """What the reader calls whom these numbers stand for."""
        return {number: self.names[coder] for coder, number in self.numbers.items()}


def measure(
    snapshot: "Snapshot", rubric: Rubric, look: Look, within: Within = RELIABLE
) -> list[Measured]:
    """Compute the agreement of each dimension and kind of coder that has an answer.

    Args:
        snapshot: the study.
        rubric: its dimensions with their declared scales.
        look: for whom, and how.
        within: which scores count.

    Returns:
        By kind of coder, those without any pair last, then in the order of the rubric; every
        dimension for every kind that has submitted anything, because an undefined coefficient is
        never left out.
    """
    # Who has patterns from elsewhere need not load the database that this takes.
    from coder_tui.analysis.patterns import answer_patterns

    return measure_patterns(answer_patterns(snapshot, within), rubric, look)


def measure_patterns(
    patterns: Iterable[AnswerPattern], rubric: Rubric, look: Look
) -> list[Measured]:
    """Compute agreement, as `measure` does, of patterns that are at hand."""
    gathered = gather(patterns, look.numbers)
    paired = {group.coder_kind for group, found in gathered.items() if found.has_pairs}
    kinds = sorted({group.coder_kind for group in gathered}, key=lambda k: (k not in paired, k))
    teams = {kind: _team(gathered, kind) for kind in kinds}
    return [
        _measure(
            dimension,
            kind,
            gathered.get(Group(dimension.id, kind), Gathered()),
            look,
            teams[kind],
        )
        for kind in kinds
        for dimension in rubric.dimensions
    ]


def _team(gathered: Mapping[Group, Gathered], kind: str) -> int:
    """Count the coders of a kind who have answered anything."""
    return len(
        {
            coder
            for group, found in gathered.items()
            if group.coder_kind == kind
            for each in found.applicability
            for coder in each.coders
        }
    )


def _measure(dimension: Dimension, kind: str, found: Gathered, look: Look, team: int) -> Measured:
    seed = look.seed("agreement", kind, dimension.id)
    computed = under_names(
        compute(dimension, found.scored, seed=seed, draws=look.draws, only=look.only, team=team),
        look.called,
    )
    headline = computed.headline
    whether = Grid.of(found.applicability)
    percent, ac1 = comparisons.applicability(
        whether.patterns(comparisons.SCORED_OR_NOT.values),
        seed=look.seed("applicability", kind, dimension.id),
        draws=look.draws,
    )
    verdict = verdict_on(headline, look.bar)
    return Measured(
        dimension=dimension,
        coder_kind=kind,
        headline=headline,
        percent=computed.percent,
        applicability=percent,
        applicability_ac1=ac1,
        coefficients=computed.every,
        prevalence=_prevalence(dimension, found.given),
        withheld=sum(times for answer, times in found.given.items() if answer.value is None),
        compared=sum(len(e.values) * e.items for e in found.scored if len(e.values) > 1),
        differ=computed.differ,
        differ_in_applicability=whether.differ,
        verdict=verdict,
        note=note_on(verdict, headline, computed.differ),
        explanation=explanation_of(verdict, headline, computed.percent, computed.differ, look.bar),
        below_bar=headline.value is not None and headline.items > 1 and headline.value < look.bar,
    )


def _prevalence(dimension: Dimension, given: Mapping[Answer, int]) -> dict[str, int]:
    if dimension.takes_one_point:
        return {value: _times(given, value) for value in dimension.values}
    values = {answer.value: times for answer, times in given.items() if answer.value is not None}
    if dimension.level.is_ordered:
        return dict(sorted(values.items(), key=lambda each: float(each[0])))
    return dict(sorted(values.items()))


def _times(given: Mapping[Answer, int], value: str) -> int:
    return sum(times for answer, times in given.items() if answer.value == value)
