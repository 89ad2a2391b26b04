"""What a study has found, for who may see it: of an audit, or of models under scaffolds."""

from collections.abc import Sequence
from dataclasses import dataclass

from coder_tui.analysis.access import NO_CONDITIONS, why_no_conditions
from coder_tui.analysis.audit import Audit, audits
from coder_tui.analysis.chance import DRAWS
from coder_tui.analysis.closed import Closed, closed
from coder_tui.analysis.doubts import Doubts, doubts
from coder_tui.analysis.effects import StudyEffects, study_effects
from coder_tui.analysis.ground import grounds
from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.layout import Layout
from coder_tui.analysis.measured import Look, Measured, measure
from coder_tui.analysis.one_picture import one_picture
from coder_tui.analysis.settled import settled
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.unfinished import Unfinished, unfinished
from coder_tui.analysis.versions import meanings, measured_rubric
from coder_tui.domain.items import ItemKind
from coder_tui.domain.rubric import Rubric
from coder_tui.storage.adjudications import kind_that_counts
from coder_tui.storage.study import StudyFile


@dataclass(frozen=True, slots=True)
class Summary:
    """A study of benchmarks has audits, one of transcripts effects."""

    title: str
    unit: str
    simulated: bool
    sealed: bool
    rubric: Rubric
    """In force."""
    coder_kind: str
    """Of the coders that final scores rest on; of benchmarks each kind is summed up by itself."""
    closed: Closed
    """Whether the reliability set is frozen, and conditions are open."""
    agreement: tuple[Measured, ...]
    """Of the kind of coders that final scores rest on."""
    unfinished: Unfinished
    """What is still to be coded."""
    audits: tuple[Audit, ...]
    effects: StudyEffects | None

    @property
    def banners(self) -> list[str]:
        """What has to stand over it, on paper and in figures."""
        said = []
        if self.simulated:
            said.append("SIMULATED: a program made scores of this study; they show the procedure.")
        if self.effects is not None and not self.sealed:
            said.append("UNSEALED: conditions could be seen before a freeze.")
        return [*said, *filter(None, [self.unfinished.sentence]), *self.closed.lines]

    @property
    def rests_on(self) -> str:
        """By which rubric, and by whom."""
        by = "" if self.audits else f"; {self.coder_kind} coders"
        return f"Rubric {self.rubric.id} {self.rubric.version}{by}"


def sum_up(
    study: StudyFile, keyed: Sequence[KeyedItem], draws: int = DRAWS, *, checked: bool = True
) -> Summary:
    """Sum up a study.

    Args:
        study: open; read at one moment.
        keyed: what its matching key says of the items.
        draws: for each interval of agreement.
        checked: whether to see that what was frozen is whole, which takes its time.
    """
    repeats = frozenset(each.blind_id for each in keyed if each.repeats)
    of_benchmarks = study.info.kind is ItemKind.BENCHMARK
    refusal = "" if of_benchmarks else why_no_conditions(study, keyed)
    shown = () if refusal else keyed
    with one_picture(study.connection), Snapshot(study.connection, shown, repeats) as snapshot:
        kind = kind_that_counts(study)
        names = {coder.name: coder.name for coder in study.coders()}
        look = Look(study.info.id, study.info.agreement_bar, names, draws=draws)
        every = measure(snapshot, measured_rubric(study), look)
        agreement = tuple(each for each in every if each.coder_kind == kind)
        found = audits(snapshot, study.rubric, study.info.id) if of_benchmarks else ()
        return Summary(
            title=study.info.title,
            unit=study.info.kind.value,
            simulated=study.info.simulated or any(c.kind == "simulated" for c in study.coders()),
            sealed=study.info.seal,
            rubric=study.rubric,
            coder_kind=kind,
            closed=closed(study, checked=checked),
            agreement=agreement,
            unfinished=unfinished(snapshot, [each.coder_kind for each in found] or [kind]),
            audits=found,
            effects=None
            if of_benchmarks
            else _effects(snapshot, study, shown, agreement, kind, refusal),
        )


def effects_of(study: StudyFile, keyed: Sequence[KeyedItem] | None) -> StudyEffects:
    """Give the effects alone; a note says why there are none for this reader."""
    found = sum_up(study, keyed, checked=False) if keyed is not None else None
    if found is None or found.effects is None:
        note = why_no_conditions(study, keyed) or NO_CONDITIONS
        return StudyEffects(Layout.of(()), (), (), Doubts(frozenset(), frozenset()), note)
    return found.effects


def _effects(
    snapshot: Snapshot,
    study: StudyFile,
    keyed: Sequence[KeyedItem],
    agreement: Sequence[Measured],
    kind: str,
    refusal: str,
) -> StudyEffects:
    found = doubts(snapshot, study.connection)
    if refusal:
        return StudyEffects(Layout.of(()), (), (), found, refusal)
    ground = grounds(agreement, kind, meanings(study), study.info.agreement_bar)
    given = [(row[0], row[1], row[2], row[3]) for row in snapshot.ask("coder_numbers")]
    sheet = settled(snapshot).get(kind, {})
    return study_effects(Layout.of(keyed), sheet, given, found, study.rubric, ground, study.info.id)
