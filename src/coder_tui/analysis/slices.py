"""Agreement in parts of a study: by stratum, version of the rubric, time, freezing.

There are many parts and most readers look at few of them, so each line is computed when it is asked
for. A part in which nothing can be computed is shown with the reason; none is left out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from coder_tui.analysis.coder_names import under_name
from coder_tui.analysis.coefficients import HELD_AGAINST_THE_BAR, compute
from coder_tui.analysis.headlines import Headline, Rows, headline_of
from coder_tui.analysis.measured import Look, Measured
from coder_tui.analysis.parts import By, Found, Key, Parts, SharedItem, Slice, rows_of
from coder_tui.analysis.scored import Scored
from coder_tui.analysis.verdicts import Verdict, note_on, verdict_on
from coder_tui.analysis.version_parts import by_version, why_unplaced
from coder_tui.domain.rubric import Dimension
from coder_tui.statistics.coefficient import Coefficient

MOST_WITH_INTERVALS = 80
"""With more parts than this a dimension has values and standard errors and no intervals."""


@dataclass(frozen=True, slots=True)
class Sliced:
    """How far the coders of one kind agree on one dimension in one slice."""

    slice: Slice
    dimension: Dimension
    coder_kind: str
    percent: Coefficient
    headline: Coefficient
    """The coefficient that is held against the bar for all items."""
    differ: int
    """Items on which values differ."""
    verdict: Verdict

    @property
    def note(self) -> str:
        """The verdict in a few words; where there is no value, why."""
        return note_on(self.verdict, self.headline, self.differ)


class Slices:
    """The slices of each line of agreement, computed once, when they are asked for."""

    def __init__(
        self,
        look: Look,
        found: Found,
        parts: Parts,
        why: Mapping[By, str] | None = None,
    ) -> None:
        """Take what slices are computed from.

        Args:
            look: for whom, and how.
            found: what agreement is computed of.
            parts: what it is divided by.
            why: why there are no slices, where this holds for all dimensions.
        """
        self._look = look
        self._found = found
        self._parts = parts
        self._why = dict(why or {})
        self._known: dict[Key, tuple[Sliced, ...]] = {}
        self._unplaced: dict[Key, str] = {}

    def of(self, measured: Measured) -> tuple[Sliced, ...]:
        """Give the slices behind a line of agreement, in the order of `EVERY_BY`."""
        key = measured.coder_kind, measured.dimension.id
        if key not in self._known:
            self._known[key] = tuple(self._sliced(measured, key))
        return self._known[key]

    def unplaced(self, measured: Measured) -> str:
        """Name the items that are in no part by version, and why; nothing where all are in one."""
        self.of(measured)
        return self._unplaced.get((measured.coder_kind, measured.dimension.id), "")

    def why_none(self, by: By, measured: Measured) -> str:
        """Say why a line of agreement has no slices of a sort; nothing where it has."""
        if any(each.slice.by == by for each in self.of(measured)):
            return ""
        drifting = self._parts.over_time.get((measured.coder_kind, measured.dimension.id))
        if by == "time" and drifting is not None and drifting.no_order:
            return f"{drifting.no_order[0].upper()}{drifting.no_order[1:]}."
        return self._why.get(by, "")

    def _sliced(self, measured: Measured, key: Key) -> list[Sliced]:
        found = list(self._found.get(key, ()))
        whole = rows_of(found)
        divided = [
            *self._by_one(found, "scaffold"),
            *self._by_one(found, "model"),
            *self._by_stratum(found),
            *self._by_version(found, key),
            *self._by_freeze(found, key),
            *self._by_time(found, key),
        ]
        draws = self._look.draws if len(divided) <= MOST_WITH_INTERVALS else 0
        return [
            self._one(measured, each, rows_of(answered), whole, draws) for each, answered in divided
        ]

    def _one(self, measured: Measured, of: Slice, rows: Rows, whole: Rows, draws: int) -> Sliced:
        kind = measured.coder_kind
        dimension = self._dimension(of, measured.dimension)
        if of.by == "time":
            said = self._in_stretch(of, (kind, dimension.id), rows)
        elif self._has_ended(of) and "frozen" not in of.facts:
            # What the version in force has by now may not change what an earlier one had: the seed
            # is that of all items, which these were while it was in force.
            seed = self._look.seed("agreement", kind, dimension.id)
            said = _headline_by_itself(dimension, rows, seed, draws)
        elif rows == whole and dimension == measured.dimension:
            # The same items twice with other draws would have two intervals.
            said = Headline(measured.percent, measured.headline, measured.differ)
        elif not _are_alike(dimension, measured.dimension):
            seed = self._look.seed("slice", kind, dimension.id)
            said = _headline_by_itself(dimension, rows, seed, draws)
        else:
            seed = self._look.seed("slice", of.by, of.name, kind, dimension.id)
            like = under_name(measured.headline, self._numbers)
            said = headline_of(dimension, rows, like, seed=seed, draws=draws)
        called = self._look.called
        share, headline = (under_name(e, called) for e in (said.percent, said.coefficient))
        # Where percent agreement is the headline it stays one object.
        headline = share if said.percent is said.coefficient else headline
        verdict = verdict_on(headline, self._look.bar)
        return Sliced(of, dimension, kind, share, headline, said.differ, verdict)

    def _has_ended(self, of: Slice) -> bool:
        """Whether this is a version of the rubric that is not in force."""
        version = of.facts.get("fingerprint")
        return of.by == "rubric" and bool(version) and version != self._parts.in_force

    @property
    def _numbers(self) -> Mapping[str, str]:
        return {shown: number for number, shown in self._look.called.items()}

    def _in_stretch(self, of: Slice, key: Key, rows: Rows) -> Headline:
        """Give what was computed of a stretch of time, so that it stands everywhere alike."""
        drifting = self._parts.over_time[key]
        at = int(of.facts["stretch"] or 0) - 1
        differ = sum(items for (_, values), items in rows.items() if len(set(values)) > 1)
        return Headline(drifting.windows[at].percent, drifting.headlines[at], differ)

    def _dimension(self, of: Slice, measured: Dimension) -> Dimension:
        """Give the dimension as a version of the rubric has it, where that is the slice."""
        rubric = self._parts.rubrics.get(str(of.facts.get("fingerprint")))
        if of.by != "rubric" or rubric is None:
            return measured
        return next((each for each in rubric.dimensions if each.id == measured.id), measured)

    def _by_one(
        self, found: Sequence[SharedItem], by: Literal["scaffold", "model"]
    ) -> list[tuple[Slice, list[SharedItem]]]:
        """Divide by scaffold or by model alone; nothing where there is only one."""
        at = ("model", "scaffold").index(by)
        parts: dict[str, list[SharedItem]] = {
            name: [] for name in sorted({each[at] for each in self._parts.strata.values()})
        }
        if len(parts) < 2:
            return []
        for each in found:
            if each.item in self._parts.strata:
                parts[self._parts.strata[each.item][at]].append(each)
        return [
            (Slice(by, name or f"no {by}", {by: name}), answered)
            for name, answered in parts.items()
        ]

    def _by_stratum(self, found: Sequence[SharedItem]) -> list[tuple[Slice, list[SharedItem]]]:
        strata: dict[tuple[str, str], list[SharedItem]] = {
            stratum: [] for stratum in sorted(set(self._parts.strata.values()))
        }
        for each in found:
            if each.item in self._parts.strata:
                strata[self._parts.strata[each.item]].append(each)
        return [
            (_stratum(model, scaffold), answered) for (model, scaffold), answered in strata.items()
        ]

    def _by_version(
        self, found: Sequence[SharedItem], key: Key
    ) -> list[tuple[Slice, list[SharedItem]]]:
        divided = by_version(self._parts, found, key)
        self._unplaced[key] = why_unplaced(self._parts, found, key, divided)
        return divided

    def _by_freeze(
        self, found: Sequence[SharedItem], key: Key
    ) -> list[tuple[Slice, list[SharedItem]]]:
        if self._parts.later is None:
            return []
        return [
            (Slice("freeze", "as frozen", {"frozen": True}), list(found)),
            (
                Slice("freeze", "with what came later", {"frozen": False}),
                list(self._parts.later.get(key, ())),
            ),
        ]

    def _by_time(
        self, found: Sequence[SharedItem], key: Key
    ) -> list[tuple[Slice, list[SharedItem]]]:
        stretches = self._parts.stretches.get(key, ())
        by_item = {each.item: each for each in found}
        return [
            (
                Slice(
                    "time",
                    f"stretch {at} of {len(stretches)}",
                    {"stretch": at, "of": len(stretches)},
                ),
                [by_item[item] for item in items if item in by_item],
            )
            for at, items in enumerate(stretches, start=1)
        ]


def _are_alike(one: Dimension, other: Dimension) -> bool:
    """Whether the same coefficient speaks for two versions of a dimension."""
    return one.level is other.level and one.takes_one_point == other.takes_one_point


def _headline_by_itself(dimension: Dimension, rows: Rows, seed: int, draws: int) -> Headline:
    """Compute what speaks for these items, whatever speaks for the whole."""
    scored = [Scored(coders, values, items) for (coders, values), items in rows.items()]
    computed = compute(dimension, scored, seed=seed, draws=draws, only=HELD_AGAINST_THE_BAR)
    return Headline(computed.percent, computed.headline, computed.differ)


def _stratum(model: str, scaffold: str) -> Slice:
    return Slice("stratum", f"{model} under {scaffold}", {"model": model, "scaffold": scaffold})


def by_sort(sliced: Sequence[Sliced]) -> Mapping[By, list[Sliced]]:
    """Put slices of a sort together."""
    found: defaultdict[By, list[Sliced]] = defaultdict(list)
    for each in sliced:
        found[each.slice.by].append(each)
    return found
