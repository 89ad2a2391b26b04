"""Agreement on each dimension: from patterns of scores to coefficients and a verdict."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from coder_tui.analysis import questions
from coder_tui.analysis.coefficients import compute
from coder_tui.analysis.questions import Group, ValuePair, ValuePattern
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.rubric import Answer, Dimension, Rubric
from coder_tui.domain.text import plural
from coder_tui.statistics.agreement import Coefficient, items_that_differ, percent_agreement

SCORED_OR_NOT = ("scored", "withheld")


@dataclass(frozen=True, slots=True)
class Measured:
    """How far the coders of one kind agree on one dimension."""

    dimension: Dimension
    coder_kind: str
    headline: Coefficient
    """The one coefficient that is held against the bar."""
    percent: Coefficient
    applicability: Coefficient
    """Agreement on whether there is something to score; percent only."""
    coefficients: tuple[Coefficient, ...]
    """Every coefficient of the scale, headline and percent among them."""
    prevalence: Mapping[str, int]
    """How often each value was given: of a declared scale every value, those never given with 0; of
    numbers, sets of labels and texts the values that occur, in order."""
    withheld: int
    """Answers "not applicable" or "cannot judge"."""
    differ: int
    """Items on which values differ."""
    differ_in_applicability: int
    """Items which some scored and some did not."""
    note: str
    """The verdict in a few words: `ok`, `BELOW BAR: 48 differ`, `undefined: all scores 0`."""
    explanation: str
    """The verdict in a sentence or two."""
    below_bar: bool
    """The headline has a value, and it stays under the bar."""


@dataclass(slots=True)
class _Gathered:
    """The answers of one group."""

    pairs: dict[tuple[str, str], list[ValuePair]] = field(default_factory=dict)
    patterns: list[ValuePattern] = field(default_factory=list)
    applicability: list[tuple[int, int, int]] = field(default_factory=list)
    given: dict[Answer, int] = field(default_factory=dict)


def measure(
    snapshot: Snapshot, rubric: Rubric, bar: float, names: Mapping[str, str]
) -> list[Measured]:
    """Compute the agreement of each dimension and kind of coder that has an answer.

    Args:
        snapshot: the study.
        rubric: its dimensions with their declared scales.
        bar: the study's agreement bar.
        names: what each coder is called for the reader.

    Returns:
        By kind of coder, those without any pair last, then in the order of the rubric; every
        dimension for every kind that has submitted anything, because an undefined coefficient is
        never left out.
    """
    gathered = _gather(snapshot)
    paired = {group.coder_kind for group, found in gathered.items() if _has_pairs(found)}
    kinds = sorted({group.coder_kind for group in gathered}, key=lambda k: (k not in paired, k))
    return [
        _measure(dimension, kind, gathered.get(Group(dimension.id, kind), _Gathered()), bar, names)
        for kind in kinds
        for dimension in rubric.dimensions
    ]


def _has_pairs(found: _Gathered) -> bool:
    """Whether two coders answered on one item, be it with a value or without."""
    return any(scored + withheld > 1 for scored, withheld, _ in found.applicability)


def _gather(snapshot: Snapshot) -> dict[Group, _Gathered]:
    gathered: defaultdict[Group, _Gathered] = defaultdict(_Gathered)
    for given in questions.prevalence(snapshot):
        gathered[given.group].given[given.answer] = given.times
    for pattern in questions.count_patterns(snapshot):
        gathered[pattern.group].patterns.append(pattern)
    for pair in questions.value_pairs(snapshot):
        gathered[pair.group].pairs.setdefault(pair.coders, []).append(pair)
    for found in questions.applicability(snapshot):
        gathered[found.group].applicability.append((found.scored, found.withheld, found.items))
    return gathered


def _measure(
    dimension: Dimension, kind: str, found: _Gathered, bar: float, names: Mapping[str, str]
) -> Measured:
    pairs = {(names[a], names[b]): given for (a, b), given in found.pairs.items()}
    computed = compute(dimension, found.patterns, pairs)
    headline = computed.headline
    scored = [row[:2] for row in found.applicability]
    times = [row[2] for row in found.applicability]
    # A value from one item follows from the formula and says nothing, so it is held to no bar.
    below_bar = headline.value is not None and headline.items > 1 and headline.value < bar
    return Measured(
        dimension=dimension,
        coder_kind=kind,
        headline=headline,
        percent=computed.percent,
        applicability=percent_agreement(scored, times, SCORED_OR_NOT),
        coefficients=computed.every,
        prevalence=_prevalence(dimension, found.given),
        withheld=sum(times for answer, times in found.given.items() if answer.value is None),
        differ=computed.differ,
        differ_in_applicability=items_that_differ(scored, times, SCORED_OR_NOT),
        note=_note(headline, computed.differ, below_bar),
        explanation=_explanation(headline, computed.percent, computed.differ, bar),
        below_bar=below_bar,
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


def _note(headline: Coefficient, differ: int, below_bar: bool) -> str:
    if headline.undefined is not None:
        return f"undefined: {headline.undefined.short}"
    if headline.items == 1:
        return "one item: says nothing"
    return f"BELOW BAR: {differ} differ" if below_bar else "ok"


def _explanation(headline: Coefficient, percent: Coefficient, differ: int, bar: float) -> str:
    if headline.undefined is not None:
        agree = "" if percent.value is None else f"Percent agreement is {percent.value:.0%}."
        return f"{headline.undefined.sentence} {agree}".strip()
    return (
        f"{headline.value:.3f} on {plural(headline.items, 'item')}; the bar of this study is "
        f"{bar:.3f}. The values differ on {plural(differ, 'item')}. {headline.note}"
    ).strip()
