"""Studies of any shape as figures are drawn of them: real findings, with other names."""

from dataclasses import replace
from functools import cache
from itertools import product

from coder_tui.analysis.audit import audit_of
from coder_tui.analysis.closed import Closed
from coder_tui.analysis.doubts import Doubts
from coder_tui.analysis.effects import DimensionEffects, StudyEffects, study_effects
from coder_tui.analysis.evidence_level import Evidence
from coder_tui.analysis.ground import UNKNOWN, Ground
from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.layout import Layout
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.profiles import Profile, Profiles
from coder_tui.analysis.settled import Settled
from coder_tui.analysis.standing import scale_of, standing
from coder_tui.analysis.summary import Summary
from coder_tui.analysis.unfinished import Unfinished
from coder_tui.analysis.verdicts import Verdict
from coder_tui.domain.items import ItemKind
from coder_tui.domain.rubric import (
    NOT_APPLICABLE,
    Dimension,
    Level,
    Rubric,
    ScalePoint,
    scored,
)
from coder_tui.statistics.coefficient import Coefficient, Interval
from coder_tui.statistics.undefined import Cause, Undefined
from coder_tui.storage.after_closing import AfterClosing
from coder_tui.storage.study import StudyInfo

NO_DOUBTS = Doubts(frozenset(), frozenset())
OTHER = Ground(Verdict.BELOW, below_bar=True, measured_by="1.0", means_by="2.0")
GROUNDS = (Ground(Verdict.REACHES), Ground(Verdict.BELOW, below_bar=True), UNKNOWN, OTHER)
CLOSED = Closed(
    freeze="Freeze 1, 2 May 2026: agreement rests on what was submitted then; 3 late scores since.",
    unblinded="Unblinded by lea, 3 May 2026.",
    seal_broken="SEAL BROKEN: a paper was due, lea, 1 May 2026.",
    late_scores=3,
    after=AfterClosing(decisions=7, versions=1),
)
UNFINISHED = Unfinished(kinds=("human",), assignments=36, not_submitted=24, single=4)
TASKS = 4


def dimension(name: str, label: str, highest: int = 2, lowest: int = 0) -> Dimension:
    """Give an ordinal dimension of whole points."""
    points = tuple(ScalePoint(value, f"at {value}", "") for value in range(lowest, highest + 1))
    return Dimension(name, label, "How?", Level.ORDINAL, points)


def measured(asked: Dimension, value: float | None = 0.58) -> Measured:
    """Give an agreement, or one that is undefined."""
    why = (
        None
        if value is not None
        else Undefined(Cause.ONE_VALUE, "all scores 2", "All scores are 2.")
    )
    interval = None if value is None else Interval("bca", 0.95, value - 0.11, 0.6704)
    headline = Coefficient("cohen_kappa", value, why, 15, 15, "quadratic", interval=interval)
    return Measured(
        asked, "human", headline, headline, headline, headline, (headline,), {}, 0, 30, 3, 0,
        Verdict.UNCLEAR, "undefined: all scores 2", "", False,
    )  # fmt: skip


@cache
def _effects(models: int, scaffolds: int, highest: int) -> StudyEffects:
    asked = dimension("help", "D1 Help", highest)
    places = list(product(range(TASKS), range(models), range(scaffolds)))
    keyed = [KeyedItem(f"{t}-{m}-{c}", f"m{m}", f"c{c}", None, f"t{t}") for t, m, c in places]
    sheet = {
        (f"{t}-{m}-{c}", "help"): Settled(
            scored((t + m * c) % (highest + 1) if m else highest), "agreed", ()
        )
        for t, m, c in places
        if (m, c) != (1, 1)
    }
    rubric = Rubric("r", "R", "2.0", "transcript", (asked,))
    return study_effects(Layout.of(keyed), sheet, (), NO_DOUBTS, rubric, {}, "study")


def summary_of(
    models: tuple[str, ...],
    scaffolds: tuple[str, ...],
    labels: tuple[str, ...],
    *,
    grounds: tuple[Ground, ...] = GROUNDS,
    unresolved: int = 1,
) -> Summary:
    """Give what a study found; each second dimension goes from 0 to 1."""
    found: list[DimensionEffects] = []
    for at, label in enumerate(labels):
        (one,) = _effects(len(models), len(scaffolds), 2 - at % 2).dimensions
        found.append(
            replace(
                one,
                dimension=replace(one.dimension, id=f"d{at}", label=label),
                layout=replace(one.layout, models=models, scaffolds=scaffolds),
                ground=grounds[at % len(grounds)],
                unresolved=unresolved,
            )
        )
    rubric = Rubric("r", "R", "2.0", "transcript", tuple(each.dimension for each in found))
    return Summary(
        title="A study of ours",
        unit="transcript",
        simulated=True,
        sealed=False,
        rubric=rubric,
        coder_kind="human",
        closed=CLOSED,
        agreement=(),
        unfinished=UNFINISHED,
        audits=(),
        effects=StudyEffects(found[0].layout, tuple(found), (), NO_DOUBTS, ""),
    )


def profiles_like(
    models: tuple[str, ...],
    scaffolds: tuple[str, ...],
    dimensions: tuple[Dimension, ...],
    *,
    grounds: tuple[Ground, ...] = GROUNDS,
) -> Profiles:
    """Give profiles of every model under every scaffold; the first system has no score."""
    rubric = Rubric("r", "R", "2.0", "transcript", dimensions)
    systems = []
    for place, (model, scaffold) in enumerate(product(models, scaffolds)):
        items = [KeyedItem(f"{place}-{t}", model, scaffold, None, f"t{t}") for t in range(TASKS)]
        sheet = {
            (each.blind_id, asked.id): Settled(
                scored(int(asked.values[(at + place) % len(asked.values)])), "agreed", ()
            )
            for at, each in enumerate(items)
            for asked in dimensions
            if place
        }
        systems.append(
            Profile(
                model,
                scaffold,
                len(items),
                Evidence("response", "One exchange in each of 4 transcripts."),
                tuple(
                    standing(
                        asked,
                        scale_of(asked, items, sheet),
                        items,
                        sheet,
                        (None, measured(asked), measured(asked, None))[at % 3],
                        grounds[at % len(grounds)],
                    )
                    for at, asked in enumerate(dimensions)
                ),
            )
        )
    return Profiles(
        study=StudyInfo(
            "s", "A study of ours", ItemKind.TRANSCRIPT, True, False, True, (), 0.667, False, "", ""
        ),
        simulated=True,
        rubric=rubric,
        fingerprint="f",
        measured=replace(rubric, version="1.0"),
        measured_fingerprint="g",
        freeze=None,
        closed=CLOSED,
        unfinished=UNFINISHED,
        coder_kind="human",
        systems=tuple(systems),
        note="",
    )


def audits_like(
    scored_: int,
    benchmarks: int = 16,
    *,
    labels: tuple[str, ...] = ("D1 Turns", "D2 Help"),
    title: str = "Benchmark {}",
    value: int = 0,
    disputed: int = 0,
    not_applicable: int = 0,
) -> Summary:
    """Give an audit in which so many benchmarks have a score on every dimension.

    Args:
        scored_: benchmarks with a final score.
        benchmarks: all of them; the others nobody has answered.
        labels: of the dimensions.
        title: of a benchmark, by its number.
        value: the score.
        disputed: further benchmarks, on which one coder says 0 and one 1.
        not_applicable: further benchmarks, to which no dimension applies.
    """
    dimensions = tuple(dimension(f"d{at}", label) for at, label in enumerate(labels))
    cells = [
        *[Settled(scored(value), "agreed", ())] * scored_,
        *[Settled(None, "unresolved", (scored(0), scored(1)))] * disputed,
        *[Settled(NOT_APPLICABLE, "agreed", ())] * not_applicable,
    ]
    sheet = {(f"b{at:02}", each.id): cell for at, cell in enumerate(cells) for each in dimensions}
    levels = ScalePoint(0, "model", ""), ScalePoint(1, "interaction with a person", "")
    making = Dimension("level_of_evidence", "N1 Level", "Which?", Level.NOMINAL, levels)
    for at in range(len(cells)):
        sheet[f"b{at:02}", making.id] = Settled(scored(at % 2), "agreed", ())
    rubric = Rubric("r", "R", "2.0", "benchmark", (*dimensions, making))
    titles = {f"b{at:02}": title.format(at) for at in range(benchmarks)}
    found = summary_of(("a", "b"), ("c", "d"), ("D1 X",))
    audit = audit_of("human", sheet, titles, rubric, "study")
    return replace(found, rubric=rubric, audits=(audit,), effects=None, unit="benchmark")
