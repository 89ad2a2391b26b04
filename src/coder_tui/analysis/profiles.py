"""Alignment profiles: where each system stands on each dimension, and how surely.

A profile is a vector. Its dimensions are never added up, nor is a mean taken over them: what one
of them lacks no other one makes good.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coder_tui.analysis.access import NO_CONDITIONS, why_no_conditions
from coder_tui.analysis.chance import DRAWS
from coder_tui.analysis.closed import Closed, closed
from coder_tui.analysis.evidence_level import Evidence, evidence_of, user_turns
from coder_tui.analysis.ground import UNKNOWN, grounds
from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.layout import Layout
from coder_tui.analysis.measured import Look, measure
from coder_tui.analysis.one_picture import one_picture
from coder_tui.analysis.settled import settled
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.analysis.standing import Standing, scale_of, standing
from coder_tui.analysis.unfinished import Unfinished, unfinished
from coder_tui.analysis.versions import meanings, measured_rubric, of_the_set
from coder_tui.domain.items import ItemKind
from coder_tui.domain.rubric import Rubric
from coder_tui.storage.adjudications import kind_that_counts
from coder_tui.storage.freezing import Freeze, latest_freeze
from coder_tui.storage.study import StudyFile, StudyInfo

OF_BENCHMARKS = (
    "A profile is of models under scaffolds; this study is of benchmarks: see `summary`."
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One model under one scaffold."""

    model: str
    scaffold: str
    items: int
    evidence: Evidence
    dimensions: tuple[Standing, ...]
    """In the order of the rubric."""

    @property
    def name(self) -> str:
        """What it is asked for by."""
        return f"{self.model}/{self.scaffold}"


@dataclass(frozen=True, slots=True)
class Profiles:
    """The profiles of a study."""

    study: StudyInfo
    simulated: bool
    rubric: Rubric
    fingerprint: str
    """Of the rubric."""
    measured: Rubric
    """By which agreement is measured; a frozen set stays under its own version."""
    measured_fingerprint: str
    freeze: Freeze | None
    closed: Closed
    unfinished: Unfinished
    """What is still to be coded."""
    coder_kind: str
    """Of the coders that final scores rest on."""
    systems: tuple[Profile, ...]
    """By model, then by scaffold."""
    note: str
    """Why there is no profile; nothing where there is one."""


def profiles_of(
    study: StudyFile, keyed: Sequence[KeyedItem] | None, draws: int = DRAWS
) -> Profiles:
    """Give the profile of each system.

    Args:
        study: open; read at one moment.
        keyed: what its matching key says of the items; None without it.
        draws: for each interval of agreement.
    """
    refusal = OF_BENCHMARKS if study.info.kind is ItemKind.BENCHMARK else ""
    refusal = refusal or why_no_conditions(study, keyed)
    shown = () if refusal else keyed or ()
    layout = Layout.of(shown)
    if not refusal and not layout.models:
        refusal = NO_CONDITIONS
    with one_picture(study.connection):
        kind = kind_that_counts(study)
        open_: Unfinished = Unfinished()
        systems: tuple[Profile, ...] = ()
        if not refusal:
            open_, systems = _systems(study, shown, kind, draws)
        return Profiles(
            study=study.info,
            simulated=study.info.simulated or any(c.kind == "simulated" for c in study.coders()),
            rubric=study.rubric,
            fingerprint=study.rubric_fingerprint,
            measured=measured_rubric(study),
            measured_fingerprint=of_the_set(study.connection).fingerprint,
            freeze=latest_freeze(study.connection),
            closed=closed(study),
            unfinished=open_,
            coder_kind=kind,
            systems=systems,
            note=refusal,
        )


def _systems(
    study: StudyFile, keyed: Sequence[KeyedItem], kind: str, draws: int
) -> tuple[Unfinished, tuple[Profile, ...]]:
    repeats = frozenset(each.blind_id for each in keyed if each.repeats)
    with Snapshot(study.connection, keyed, repeats) as snapshot:
        names = {coder.name: coder.name for coder in study.coders()}
        look = Look(study.info.id, study.info.agreement_bar, names, draws=draws)
        every = measure(snapshot, measured_rubric(study), look)
        sheet = settled(snapshot).get(kind, {})
        still = unfinished(snapshot, (kind,))
    agreement = {each.dimension.id: each for each in every if each.coder_kind == kind}
    ground = grounds(every, kind, meanings(study), study.info.agreement_bar)
    turns = user_turns(study.connection)
    members: dict[tuple[str, str], list[KeyedItem]] = {}
    for each in keyed:
        if each.model and each.scaffold and not each.repeats:
            members.setdefault((each.model, each.scaffold), []).append(each)
    placed = [each for items in members.values() for each in items]
    scales = {each.id: scale_of(each, placed, sheet) for each in study.rubric.dimensions}
    found = []
    for (model, scaffold), items in sorted(members.items()):
        standings = tuple(
            standing(
                each,
                scales[each.id],
                items,
                sheet,
                agreement.get(each.id),
                ground.get(each.id, UNKNOWN),
            )
            for each in study.rubric.dimensions
        )
        evidence = evidence_of([each.blind_id for each in items], turns)
        found.append(Profile(model, scaffold, len(items), evidence, standings))
    return still, tuple(found)
