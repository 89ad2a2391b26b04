"""What is known of each coder, for who holds the key: severity, agreement, use of scales, time."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coder_tui.analysis.coder_scores import coder_scores
from coder_tui.analysis.headway import Headway
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.severity import Apart, Stretch, apart
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.rubric import Dimension, Rubric, State
from coder_tui.domain.text import plural
from coder_tui.statistics.coefficient import Coefficient
from coder_tui.statistics.severity import NOT_SHARED, Severity

NO_KEY = "Coders are compared with the study's key only: --key NAME.key.db. The lead keeps it."
NO_ANSWERS = "No item has been submitted yet."

ALONE = Severity(None, 0, NOT_SHARED)


@dataclass(frozen=True, slots=True)
class WithOther:
    """Agreement with one other coder on one dimension, as the engine gives it."""

    coder: str
    kappa: Coefficient
    """Cohen's: with quadratic weights where the scale is ordered, else unweighted."""


@dataclass(frozen=True, slots=True)
class OnDimension:
    """One coder on one dimension."""

    dimension: Dimension
    severity: Severity | None
    """In points of the scale; None where values are no numbers that go up."""
    agreement: float | None
    """The share of pairs with another coder's score that are equal."""
    with_others: tuple[WithOther, ...]
    """Empty where the engine compares no pairs."""
    values: Mapping[str, int]
    """How often the coder gave each value; of a declared scale every value."""
    not_applicable: int
    cannot_judge: int

    @property
    def answers(self) -> int:
        """All answers."""
        return sum(self.values.values()) + self.not_applicable + self.cannot_judge


@dataclass(frozen=True, slots=True)
class CoderProfile:
    """What is known of one coder."""

    coder: str
    kind: str
    others: int
    """Coders of this kind who have submitted anything, besides this one."""
    submitted: int
    severity: Severity
    """Over all ordered dimensions, in standard deviations."""
    agreement: float | None
    """The share of pairs with another coder's score, on any dimension, that are equal."""
    pairs: int
    dimensions: tuple[OnDimension, ...]
    stretches: tuple[Stretch, ...]
    """In the order in which the coder submitted the items; empty with too few of them."""
    median_seconds: float | None
    """Of active time on a submitted item; None where no time was taken."""

    @property
    def not_applicable(self) -> float | None:
        """The share of answers that are "not applicable"."""
        return self._share(sum(each.not_applicable for each in self.dimensions))

    @property
    def cannot_judge(self) -> float | None:
        """The share of answers that are "cannot judge"."""
        return self._share(sum(each.cannot_judge for each in self.dimensions))

    def _share(self, part: int) -> float | None:
        answers = sum(each.answers for each in self.dimensions)
        return part / answers if answers else None

    @property
    def rest(self) -> str:
        """Who this coder is compared with."""
        return "the other" if self.others == 1 else "the others"

    @property
    def stands_out(self) -> str:
        """Say that this coder scores higher or lower than the others; nothing if nothing shows it.

        Something shows it where an interval leaves 0 out.
        """
        on = [each for each in self.dimensions if each.severity and each.severity.stands_out]
        parts = ", ".join(
            f"{each.dimension.short} {each.severity.value:+.2f}"
            for each in on
            if each.severity and each.severity.value is not None
        )
        found = self.severity
        if found.stands_out and found.value is not None and found.interval is not None:
            how = "higher" if found.value > 0 else "lower"
            most = f"; in points, where that is clear: {parts}" if parts else ""
            return (
                f"{self.coder} scores {how} than {self.rest} on {plural(found.items, 'item')}: "
                f"{found.value:+.2f} standard deviations over dimensions, 95 % "
                f"{found.interval.low:+.2f} to {found.interval.high:+.2f}{most}."
            )
        if parts:
            return (
                f"{self.coder} differs from {self.rest} on single dimensions, in points: {parts}; "
                "not over all of them."
            )
        return ""


def coder_profiles(
    snapshot: Snapshot, rubric: Rubric, agreement: Sequence[Measured], headway: Headway
) -> tuple[CoderProfile, ...]:
    """Compare each coder who has submitted anything with the others of the same kind.

    Args:
        snapshot: the study.
        rubric: its dimensions.
        agreement: as the engine gives it, under the coders' own names.
        headway: who submitted what when, and the time it took.
    """
    ordered = frozenset(each.id for each in rubric.dimensions if each.level.is_ordered)
    when = _in_order(headway)
    found: dict[str, Apart] = {}
    kinds: dict[str, str] = {}
    for kind, scores in coder_scores(snapshot, rubric).items():
        kinds |= dict.fromkeys(scores.coders, kind)
        found |= apart(scores, ordered, when)
    given = _given(snapshot)
    measured = {(each.dimension.id, each.coder_kind): each for each in agreement}
    return tuple(
        _profile(
            name,
            (kinds[name], sum(kinds[each] == kinds[name] for each in given) - 1),
            found.get(name),
            given[name],
            measured,
            rubric,
            headway,
        )
        for name in sorted(given)
    )


Answers = Mapping[str, Mapping[tuple[str, str | None], int]]
"""How often each state and value was given, by dimension."""


def _given(snapshot: Snapshot) -> dict[str, Answers]:
    found: defaultdict[str, defaultdict[str, Counter[tuple[str, str | None]]]]
    found = defaultdict(lambda: defaultdict(Counter))
    for coder, dimension, state, value, times in snapshot.ask("coder_answers"):
        found[coder][dimension][state, value] += times
    return dict(found)


def _in_order(headway: Headway) -> dict[str, list[str]]:
    """Give each coder's items in the order in which they were first submitted."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    timed = [
        (each.at, each.blind_id, each.coder)
        for each in headway.work
        if each.at and each.has_a_place_in_time
    ]
    for _, blind_id, coder in sorted(timed):
        found[coder].append(blind_id)
    return dict(found)


def _profile(
    name: str,
    of: tuple[str, int],
    found: Apart | None,
    given: Answers,
    measured: Mapping[tuple[str, str], Measured],
    rubric: Rubric,
    headway: Headway,
) -> CoderProfile:
    kind, others = of
    own = headway.coders.get(name)
    minutes = own.median_minutes if own else None
    return CoderProfile(
        coder=name,
        kind=kind,
        others=others,
        submitted=sum(each.submitted for each in headway.work if each.coder == name),
        severity=found.overall if found else ALONE,
        agreement=found.agreement if found else None,
        pairs=found.pairs if found else 0,
        dimensions=tuple(
            _on(each, name, found, given[each.id], measured.get((each.id, kind)))
            for each in rubric.dimensions
            if each.id in given
        ),
        stretches=found.stretches if found else (),
        median_seconds=None if minutes is None else minutes * 60,
    )


def _on(
    dimension: Dimension,
    name: str,
    found: Apart | None,
    given: Mapping[tuple[str, str | None], int],
    measured: Measured | None,
) -> OnDimension:
    values = {value: times for (_, value), times in given.items() if value is not None}
    if dimension.takes_one_point:
        values = {value: values.get(value, 0) for value in dimension.values}
    severity = found.by_dimension.get(dimension.id, ALONE) if found else ALONE
    return OnDimension(
        dimension,
        severity if dimension.level.is_ordered else None,
        found.agreement_by_dimension.get(dimension.id) if found else None,
        _with_others(name, dimension, measured) if measured else (),
        values,
        _withheld(given, State.NOT_APPLICABLE),
        _withheld(given, State.CANNOT_JUDGE),
    )


def _withheld(given: Mapping[tuple[str, str | None], int], state: State) -> int:
    return sum(times for (of, _), times in given.items() if of == state.value)


def _with_others(name: str, dimension: Dimension, measured: Measured) -> tuple[WithOther, ...]:
    """Take from the engine's kappas those of the pairs that this coder is one of."""
    wanted = "cohen_kappa", "quadratic" if dimension.level.is_ordered else "none"
    return tuple(
        WithOther(_other(name, each.coders), each)
        for each in measured.coefficients
        if each.coders and name in each.coders and (each.name, each.weights) == wanted
    )


def _other(name: str, pair: tuple[str, ...] | None) -> str:
    return next((each for each in pair or () if each != name), name)
