"""The review of a study, put together for one reader, who sees what the rules allow.

Without the key: progress, agreement, and disagreements on items that every coder who has them has
submitted, under letters. With it: names; and conditions, unless the study is sealed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coder_tui.analysis import questions
from coder_tui.analysis.access import (
    why_no_blinding,
    why_no_conditions,
    why_no_tables,
    why_nothing_twice,
)
from coder_tui.analysis.audit import Audit, audits
from coder_tui.analysis.blinding import Blinding, blinding
from coder_tui.analysis.closed import NOTHING_CLOSED, Closed, closed
from coder_tui.analysis.coder_profiles import CoderProfile, coder_profiles
from coder_tui.analysis.conditions import ConditionTable, condition_tables
from coder_tui.analysis.confusion import Answered, answered
from coder_tui.analysis.disagreements import Disagreement, disagreements
from coder_tui.analysis.ground import grounds
from coder_tui.analysis.hardest import ReviewedItem, hardest
from coder_tui.analysis.headway import Headway, read_headway
from coder_tui.analysis.item_notes import ItemNote, conditions_of_items, notes_on_items
from coder_tui.analysis.judges import Judges, judges
from coder_tui.analysis.measured import Look, Measured, measure
from coder_tui.analysis.one_picture import one_picture
from coder_tui.analysis.over_time import Drifting, over_time
from coder_tui.analysis.overall import Overall, overall
from coder_tui.analysis.questions import CoderProgress
from coder_tui.analysis.reader import copy_of, names_for, repeats_of
from coder_tui.analysis.repeats import Repeated, repeated
from coder_tui.analysis.settling import Settling, settling
from coder_tui.analysis.slices import Slices
from coder_tui.analysis.slicing import slices
from coder_tui.analysis.snapshot import KeyedItem, Snapshot
from coder_tui.analysis.strata_progress import Stratum, strata_progress
from coder_tui.analysis.versions import SAME_MEANINGS, Meanings, meanings, measured_rubric
from coder_tui.domain.items import ItemKind
from coder_tui.domain.text import plural
from coder_tui.storage.adjudications import kind_that_counts
from coder_tui.storage.rubric_versions import in_force_sentence
from coder_tui.storage.study import StudyFile


@dataclass(frozen=True, slots=True)
class StudyFacts:
    """What stands over the review."""

    title: str
    unit: str
    """`transcript` or `benchmark`."""
    items: int
    coders: int
    bar: float
    simulated: bool
    """The study is simulated, or one of its coders is."""
    sealed: bool
    frozen: bool
    with_key: bool
    repeats: int
    """Silent repeats among the assignments, not counted as items; 0 without the key."""
    closed: Closed = NOTHING_CLOSED
    rubric: str = ""
    """Which version of the rubric is in force; empty where there was never another one."""
    meanings: Meanings = SAME_MEANINGS
    """What dimensions mean where agreement is measured, and by the version in force."""


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A kind of coder that has submitted, but no item that two of them have."""

    coder_kind: str
    coders: int
    measured: tuple[Measured, ...]

    @property
    def sentence(self) -> str:
        """Why there is no agreement: `human: 1 coder, no item coded by two yet`."""
        return f"{self.coder_kind}: {plural(self.coders, 'coder')}, no item coded by two yet"


def unpaired_in(
    agreement: Iterable[Measured], progress: Sequence[CoderProgress]
) -> tuple[Unpaired, ...]:
    """Give the kinds of coders of which no two share an item."""
    by_kind: dict[str, list[Measured]] = {}
    for each in agreement:
        by_kind.setdefault(each.coder_kind, []).append(each)
    return tuple(
        Unpaired(kind, sum(each.kind == kind for each in progress), tuple(measured))
        for kind, measured in by_kind.items()
        if not any(each.applicability.pairs for each in measured)
    )


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that one reader may see, at one moment."""

    study: StudyFacts
    progress: tuple[CoderProgress, ...]
    agreement: tuple[Measured, ...]
    overall: tuple[Overall, ...]
    """Agreement over dimensions, by kind of coder."""
    drift: tuple[Drifting, ...]
    """Agreement in stretches of time, of dimensions with items enough."""
    disagreements: tuple[Disagreement, ...]
    held_back: int
    """Disagreements not shown, because somebody has still to submit the item."""
    conditions: tuple[ConditionTable, ...] | None
    """None where the reader may not see them."""
    conditions_note: str
    """Why there are no conditions."""
    judges: Judges
    """Machines against people."""
    blinding: Blinding | None
    """How well blinding held; None where the reader may not see it, and where no guess is asked."""
    blinding_note: str
    """Why there is nothing on blinding."""
    intra_coder: tuple[Repeated, ...] | None
    """Coders against themselves; None without the key."""
    intra_coder_note: str
    """Why there is nothing of that."""
    headway: Headway
    """Pace and expected end, what waits for another coder, burn-up."""
    strata: tuple[Stratum, ...] | None
    """Progress by model and scaffold; None where the reader may not see conditions."""
    coders: tuple[CoderProfile, ...] | None
    """Each coder against the others; None without the key."""
    answered: tuple[Answered, ...]
    """What two or more coders of a kind answered on a dimension, by kind, then dimension."""
    items: tuple[ReviewedItem, ...]
    """The items that the reader may see, the hardest first."""
    slices: Slices
    """Agreement in parts of the items, computed where it is asked for."""
    settling: Settling
    """How disagreements are settled, and what final scores rest on."""
    audits: tuple[Audit, ...] = ()
    """What benchmarks measure, by kind of coder; only with the key."""
    notes: Mapping[str, Sequence[ItemNote]] = field(default_factory=dict)
    """What coders wrote of the items that the reader may see, by blind id."""
    conditions_of: Mapping[str, str] = field(default_factory=dict)
    """Model and scaffold, by blind id; empty where the reader may not see them."""

    @property
    def paired(self) -> tuple[Measured, ...]:
        """The lines of agreement of the kinds of which two coders share an item."""
        alone = {each.coder_kind for each in self.unpaired}
        return tuple(each for each in self.agreement if each.coder_kind not in alone)

    @property
    def unpaired(self) -> tuple[Unpaired, ...]:
        """The kinds of coders that have nothing to compare."""
        return unpaired_in(self.agreement, self.progress)

    def drift_of(self, measured: Measured) -> Drifting | None:
        """Agreement in stretches of time behind one line of agreement."""
        asked = measured.dimension.id, measured.coder_kind
        return next((e for e in self.drift if (e.dimension.id, e.coder_kind) == asked), None)

    def disagreements_on(self, measured: Measured) -> tuple[Disagreement, ...]:
        """The disagreements behind one line of agreement."""
        return tuple(
            each
            for each in self.disagreements
            if (each.dimension.id, each.coder_kind)
            == (measured.dimension.id, measured.coder_kind)
        )  # fmt: skip

    def answered_on(self, dimension_id: str, coder_kind: str) -> Answered | None:
        """What two coders of a kind answered on a dimension; None where no item has two."""
        asked = dimension_id, coder_kind
        return next((e for e in self.answered if (e.dimension.id, e.coder_kind) == asked), None)


def repeats_note(repeats: int) -> str:
    """Say how many of the assignments are silent repeats."""
    return f"Of these assignments, silent repeats that count nowhere else: {repeats:,}."


def review_study(study: StudyFile, keyed: Sequence[KeyedItem] | None) -> Review:
    """Review a study.

    Args:
        study: open; read in one transaction.
        keyed: what the key says of the items, where the reader holds the matching key; else None.
    """
    with one_picture(study.connection), copy_of(study, keyed) as snapshot:
        return review_of(snapshot, study, keyed)


def review_of(snapshot: Snapshot, study: StudyFile, keyed: Sequence[KeyedItem] | None) -> Review:
    """Review a study of which there is a copy, as `review_study` does."""
    refusal = why_no_conditions(study, keyed)
    unsaid = why_no_blinding(study, keyed)
    facts = facts_of(study, keyed)
    names = names_for(study, keyed)
    how = Look(study.info.id, facts.bar, names)
    measured_by = measured_rubric(study)
    agreement = tuple(measure(snapshot, measured_by, how))
    found = disagreements(snapshot, study, with_key=facts.with_key)
    seen = tuple(each for each, complete in found if facts.with_key or complete)
    tables = _conditions(snapshot, study, agreement) if not refusal else None
    again = None
    headway = read_headway(study.connection)
    coders = None
    if keyed is not None:
        again = repeated(study.connection, study.rubric, keyed, study.info.id)
        coders = coder_profiles(snapshot, measured_by, agreement, headway)
    drift = over_time(snapshot, study.connection, measured_by, how)
    items = hardest(snapshot, study.connection, seen, with_key=facts.with_key)
    return Review(
        study=facts,
        progress=tuple(questions.progress(snapshot)),
        agreement=agreement,
        overall=overall(snapshot, measured_by, how),
        drift=drift,
        disagreements=seen,
        held_back=len(found) - len(seen),
        conditions=tables,
        conditions_note=refusal or why_no_tables(keyed, tables),
        judges=judges(snapshot, study.rubric, how, with_key=facts.with_key),
        blinding=None if unsaid else blinding(snapshot, study.info.guess),
        blinding_note=unsaid,
        intra_coder=again,
        intra_coder_note=why_nothing_twice(again, facts.repeats),
        headway=headway,
        strata=None if refusal else strata_progress(headway.work, keyed or ()),
        coders=coders,
        answered=answered(snapshot, measured_by, with_key=facts.with_key),
        items=items,
        slices=slices(snapshot, study.connection, how, drift, frozen=facts.frozen, refusal=refusal),
        settling=settling(snapshot, study, names),
        audits=_audits(snapshot, study, with_key=facts.with_key),
        notes=notes_on_items(
            snapshot, study.rubric, (each.blind_id for each in items), with_key=facts.with_key
        ),
        conditions_of={} if refusal else conditions_of_items(keyed or ()),
    )


def facts_of(
    study: StudyFile, keyed: Sequence[KeyedItem] | None, *, checked: bool = True
) -> StudyFacts:
    """Read what stands over a review.

    Args:
        study: open.
        keyed: what the key says of the items, where the reader holds the matching key; else None.
        checked: whether to see that what was frozen is whole, which takes its time.
    """
    coders = study.coders()
    repeated_items = repeats_of(keyed)
    dealt = [each.blind_id for each in study.assignments()] if repeated_items else []
    return StudyFacts(
        title=study.info.title,
        unit=study.info.kind.value,
        items=study.item_count() - len(repeated_items),
        coders=len(coders),
        bar=study.info.agreement_bar,
        simulated=study.info.simulated or any(coder.kind == "simulated" for coder in coders),
        sealed=study.info.seal,
        frozen=study.is_frozen(),
        with_key=keyed is not None,
        repeats=sum(blind_id in repeated_items for blind_id in dealt),
        closed=closed(study, checked=checked),
        rubric=in_force_sentence(study.connection),
        meanings=meanings(study),
    )


def _audits(snapshot: Snapshot, study: StudyFile, *, with_key: bool) -> tuple[Audit, ...]:
    """Sum up what benchmarks measure, for who holds the key."""
    if not with_key or study.info.kind is not ItemKind.BENCHMARK:
        return ()
    return audits(snapshot, study.rubric, study.info.id)


def _conditions(
    snapshot: Snapshot, study: StudyFile, agreement: Sequence[Measured]
) -> tuple[ConditionTable, ...]:
    """Lay out the final scores; only the agreement of the kind that they rest on warns."""
    kind = kind_that_counts(study)
    found = grounds(agreement, kind, meanings(study), study.info.agreement_bar)
    return condition_tables(questions.conditions(snapshot), study.rubric, found)
