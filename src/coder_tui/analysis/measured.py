"""Agreement on each dimension: from patterns of scores to coefficients and a verdict."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from coder_tui.analysis import questions
from coder_tui.analysis.questions import Group
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.errors import CoderError
from coder_tui.domain.rubric import Answer, Dimension, Level, Rubric
from coder_tui.domain.text import plural
from coder_tui.statistics.agreement import (
    WEIGHTS,
    Coefficient,
    Counts,
    Weights,
    cohen_kappa,
    items_that_differ,
    krippendorff_alpha,
    patterns_of,
    percent_agreement,
)

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
    """How often each value of the declared scale was given; values never given have 0."""
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
    """The answers of one group, as counts over the declared scale."""

    tables: dict[tuple[str, str], Counts] = field(default_factory=dict)
    patterns: list[list[int]] = field(default_factory=list)
    frequencies: list[int] = field(default_factory=list)
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
    gathered = _gather(snapshot, rubric)
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


def _gather(snapshot: Snapshot, rubric: Rubric) -> dict[Group, _Gathered]:
    gathered: defaultdict[Group, _Gathered] = defaultdict(_Gathered)
    for given in questions.prevalence(snapshot):
        gathered[given.group].given[given.answer] = given.times
    for pattern in questions.count_patterns(snapshot):
        into, dimension = gathered[pattern.group], rubric.dimension(pattern.group.dimension)
        places = [_place(dimension, value) for value in pattern.values]
        into.patterns.append(np.bincount(places, minlength=len(dimension.values)).tolist())
        into.frequencies.append(pattern.items)
    for pair in questions.value_pairs(snapshot):
        into, dimension = gathered[pair.group], rubric.dimension(pair.group.dimension)
        size = len(dimension.values)
        table = into.tables.setdefault(pair.coders, np.zeros((size, size), dtype=np.int64))
        first, second = (_place(dimension, value) for value in pair.values)
        table[first, second] += pair.items
    for found in questions.applicability(snapshot):
        gathered[found.group].applicability.append((found.scored, found.withheld, found.items))
    return gathered


def _place(dimension: Dimension, value: str) -> int:
    if value not in dimension.values:
        raise CoderError(
            f"The study holds the score {value!r} on {dimension.id!r}, which is not on its scale "
            f"({', '.join(dimension.values)}).",
            title="Score off the scale",
            hint="Scores are checked when they are given; the file was changed by other means.",
        )
    return dimension.values.index(value)


def _measure(
    dimension: Dimension, kind: str, found: _Gathered, bar: float, names: Mapping[str, str]
) -> Measured:
    scale, level = dimension.values, dimension.level
    percent = percent_agreement(found.patterns, found.frequencies, scale)
    alpha = krippendorff_alpha(found.patterns, found.frequencies, scale, level)
    pairwise = [
        coefficient
        for coders, table in found.tables.items()
        for coefficient in _of_pair(table, scale, level, (names[coders[0]], names[coders[1]]))
    ]
    headline = _headline(level, pairwise, alpha, len(found.tables))
    scored = [row[:2] for row in found.applicability]
    times = [row[2] for row in found.applicability]
    differ = items_that_differ(found.patterns, found.frequencies, scale)
    # A value from one item follows from the formula and says nothing, so it is held to no bar.
    below_bar = headline.value is not None and headline.items > 1 and headline.value < bar
    return Measured(
        dimension=dimension,
        coder_kind=kind,
        headline=headline,
        percent=percent,
        applicability=percent_agreement(scored, times, SCORED_OR_NOT),
        coefficients=(percent, *pairwise, alpha),
        prevalence={value: _times(found.given, value) for value in scale},
        withheld=sum(times for answer, times in found.given.items() if answer.value is None),
        differ=differ,
        differ_in_applicability=items_that_differ(scored, times, SCORED_OR_NOT),
        note=_note(headline, differ, below_bar),
        explanation=_explanation(headline, percent, differ, bar),
        below_bar=below_bar,
    )


def _of_pair(
    table: Counts, scale: Sequence[str], level: Level, coders: tuple[str, str]
) -> list[Coefficient]:
    """Give the coefficients of two coders: percent, and kappa in every weighting that fits."""
    patterns, frequencies = patterns_of(table)
    percent = percent_agreement(patterns, frequencies, scale)
    fitting: tuple[Weights, ...] = ("none",) if level is Level.NOMINAL else WEIGHTS
    return [
        Coefficient("percent_agreement", percent.value, percent.undefined, percent.items,
                    percent.pairs, coders=coders),
        *(cohen_kappa(table, scale, weights, coders) for weights in fitting),
    ]  # fmt: skip


def _headline(
    level: Level, pairwise: Sequence[Coefficient], alpha: Coefficient, pairs_of_coders: int
) -> Coefficient:
    """Choose what is held against the bar: kappa for two coders, alpha for more.

    Kappa is quadratic on an ordered scale and unweighted on a nominal one. With three coders or
    more there are several kappas, and only alpha speaks for all of them.
    """
    if pairs_of_coders != 1:
        return alpha
    weights = "none" if level is Level.NOMINAL else "quadratic"
    return next(each for each in pairwise if each.weights == weights)


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
