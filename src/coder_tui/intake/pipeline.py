"""`init`: from a study file to a blinded study and its key, or to one clear sentence."""

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coder_tui.domain.assigning import Turn, deal, with_repeats
from coder_tui.domain.blinding import (
    MASK,
    BlindPart,
    BlindRules,
    Masker,
    blind_parts,
    to_source,
)
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import PartKind, SourceItem
from coder_tui.domain.study_plan import StudyPlan
from coder_tui.intake.detect import open_sources
from coder_tui.intake.entries import Entries, Entry, list_entries
from coder_tui.intake.inventory import (
    Inventory,
    Listed,
    Progress,
    add_practice,
    take_inventory,
)
from coder_tui.intake.near_duplicates import Sketches
from coder_tui.intake.registration import Plan
from coder_tui.storage.building import StudyBuilder, building, refuse_existing
from coder_tui.storage.study import Coder

KNOWN_ROLES = ("", "system", "developer", "user", "assistant", "tool")
"""Roles that need no second look; fields of entries have none."""


@dataclass(slots=True)
class InitReport:
    """What init did, for the lead's eyes."""

    study: Path
    key: Path
    kind: str
    blind: bool = True
    sealed: bool = True
    items: int = 0
    formats: dict[str, int] = field(default_factory=dict)
    conditions: list[tuple[str, str, int]] = field(default_factory=list)
    odd_roles: dict[str, int] = field(default_factory=dict)
    """Roles that no chat format knows, which may be misspelt, and how many turns have them."""
    withheld: dict[str, int] = field(default_factory=dict)
    masked: dict[str, int] = field(default_factory=dict)
    short_names: list[tuple[str, int]] = field(default_factory=list)
    near_duplicates: list[tuple[str, str, float]] = field(default_factory=list)
    near_duplicates_cut: bool = False
    assigned: list[tuple[str, str, int, int]] = field(default_factory=list)
    """Coder, kind, items, of which also coded by others."""
    practice: int = 0
    not_offered: list[str] = field(default_factory=list)
    """Models of the items that the guess does not offer, so that nobody can guess them."""
    repeats: dict[str, int] = field(default_factory=dict)
    """How many items come again, by coder."""
    seconds: dict[str, float] = field(default_factory=dict)


def _no_progress(_phase: str, _done: int, _total: int) -> None:
    """Say nothing."""


def init_study(
    plan: Plan,
    study_path: Path,
    key_path: Path,
    *,
    simulated: Sequence[str] = (),
    machines: Sequence[str] = (),
    progress: Progress = _no_progress,
) -> InitReport:
    """Read, validate, mask, blind, assign, and write study and key.

    Args:
        plan: the study file, read.
        study_path: the new study.
        key_path: the new key.
        simulated: names of simulated coders, who get every item and never pair with people.
        machines: names of machine coders, the same.
        progress: told how far the work is.

    Raises:
        BadInputError: the input is bad, or a file is there already; nothing was written.
    """
    refuse_existing(study_path, key_path)
    sources = open_sources(plan.plan.items, plan.path.parent)
    clock = _Stopwatch()
    with clock.time("reading"):
        inventory = take_inventory(sources, plan.rubric.unit, progress)
        add_practice(inventory, plan.plan.calibration, plan.path.parent, progress)
    report = InitReport(study_path, key_path, inventory.kind.value)
    report.items, report.sealed = len(inventory.items), plan.plan.seal
    report.formats = dict(Counter(item.source.format for item in inventory.items))
    report.blind = blind = plan.plan.blinds(inventory.kind)
    names = inventory.names_to_mask(plan.plan.mask) if blind else set()
    rules = BlindRules(Masker(names), plan.plan.show, plan.wrappers, blind)
    hands = _deal(plan.plan, inventory)
    with building(study_path, key_path, plan.registered(inventory.kind, rules.masker)) as builder:
        job = _Job(builder, list_entries(inventory, hands.orders), rules, report, clock, progress)
        job.write_items(inventory.short_names(set(rules.masker.names)))
        with clock.time("assigning"):
            for place, practice in enumerate(plan.practice, start=1):
                builder.add_practice(job.entries.practice(place), place, practice)
            job.assign(
                hands,
                [Coder(name, "simulated") for name in simulated]
                + [Coder(name, "machine") for name in machines],
            )
        with clock.time("near duplicates"):
            job.find_near_duplicates()
        with clock.time("committing"):
            builder.commit_to_key()
    report.practice = len(inventory.practice)
    if plan.plan.guess:
        offered = {name.casefold() for name in plan.plan.guess}
        models = {model for model, _ in inventory.by_condition()}
        report.not_offered = sorted(model for model in models if model.casefold() not in offered)
    report.conditions = [(*cell, n) for cell, n in sorted(inventory.by_condition().items())]
    report.short_names = [
        (name, job.short_counts[name]) for name in (inventory.short_names(names) if blind else [])
    ]
    report.seconds = dict(clock.seconds)
    return report


@dataclass(frozen=True, slots=True)
class _Hands:
    """What each coder gets, in coding order, and which items several have."""

    orders: dict[str, tuple[Turn, ...]]
    overlap: frozenset[int]


def _deal(plan: StudyPlan, inventory: Inventory) -> _Hands:
    to_assign = [item.to_assign() for item in inventory.items]
    dealt = deal(
        to_assign,
        plan.coders,
        overlap=plan.overlap,
        coders_per_item=plan.coders_per_item,
        seed=plan.seed,
    )
    orders = {
        coder: with_repeats(
            places, to_assign, share=plan.repeats, seed=f"{plan.seed}:{coder}"
        )
        for coder, places in dealt.orders.items()
    }  # fmt: skip
    return _Hands(orders, dealt.overlap)


class _Stopwatch:
    """Adds up the seconds of each phase."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def time(self, phase: str) -> "_Lap":
        return _Lap(self, phase)


class _Lap:
    def __init__(self, clock: _Stopwatch, phase: str) -> None:
        self._clock = clock
        self._phase = phase
        self._start = 0.0

    def __enter__(self) -> None:
        self._start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._clock.seconds[self._phase] += time.perf_counter() - self._start


class _Job:
    """The second pass: each item read again, blinded and written, in the order of blind ids."""

    def __init__(
        self,
        builder: StudyBuilder,
        entries: Entries,
        rules: BlindRules,
        report: InitReport,
        clock: _Stopwatch,
        progress: Progress,
    ) -> None:
        self.builder = builder
        self.entries = entries
        self.rules = rules
        self.report = report
        self.clock = clock
        self.progress = progress
        self.short_counts: Counter[str] = Counter()
        self._short: list[tuple[str, Masker]] = []
        self._withheld: Counter[str] = Counter()
        self._masked: Counter[str] = Counter()
        self._odd_roles: Counter[str] = Counter()
        self._sketches = Sketches()
        self._sketched: list[Entry] = []

    def write_items(self, short_names: Sequence[str]) -> None:
        """Write the items in the order of their blind ids.

        Args:
            short_names: names that are not masked, to be counted.
        """
        self._short = [(name, Masker([name])) for name in short_names]
        for done, entry in enumerate(self.entries.by_blind_id, start=1):
            item = self._load(entry.listed)
            with self.clock.time("masking"):
                parts = blind_parts(item, self.rules)
                if entry.repeats is None:
                    self._count(item, parts)
            with self.clock.time("writing"):
                self.builder.add_item(
                    entry.blind_id, item, parts, blind=self.rules.blind, repeats=entry.repeats
                )
            if entry.repeats is None:
                with self.clock.time("near duplicates"):
                    self._sketches.add("\n".join(part.part.text for part in parts))
                self._sketched.append(entry)
            self.progress("writing", done, len(self.entries.by_blind_id))
        self.report.odd_roles = dict(self._odd_roles)
        self.report.withheld = dict(self._withheld)
        self.report.masked = dict(self._masked)

    def _load(self, listed: Listed) -> SourceItem:
        with self.clock.time("reading again"):
            try:
                return listed.source.load(listed.place)
            except OSError as error:
                raise BadInputError(
                    f"{listed.source.path}: cannot be read again: {error.strerror}."
                ) from error

    def _count(self, item: SourceItem, parts: list[BlindPart]) -> None:
        """Count what was withheld and masked, and what may be misspelt, for the report."""
        for turn in item.turns:
            if turn.role.casefold() not in KNOWN_ROLES:
                self._odd_roles[turn.role] += 1
        if not self.rules.blind:
            return
        kept = {part.source_turn for part in parts}
        for place, turn in enumerate(item.turns):
            if place not in kept:
                reasoning = turn.kind is PartKind.REASONING
                self._withheld["reasoning" if reasoning else "system turns"] += 1
        for part in parts:
            self._count_cuts(item, part)
            for name, masker in self._short:
                self.short_counts[name] += len(masker.find(part.part.text))

    def _count_cuts(self, item: SourceItem, part: BlindPart) -> None:
        turn = part.source_turn
        original = item.reference if turn is None else item.turns[turn].text
        behind = len(original) - to_source(len(part.part.text), part.segments)
        in_front = any(segment.start == segment.end for segment in part.segments)
        if behind or in_front:
            self._withheld["wrappers"] += 1
        for segment in part.segments:
            if part.part.text[segment.start : segment.end] == MASK:
                name = original[segment.source_start : segment.source_end].casefold()
                self._masked[name] += 1

    def assign(self, hands: _Hands, others: Sequence[Coder]) -> None:
        """Write the coders and their items; coders who are not people get every item once.

        These in the order of blind ids: the order of the import would tell conditions.
        """
        self.builder.add_coders([*(Coder(name, "human") for name in hands.orders), *others])
        for coder, turns in hands.orders.items():
            self.builder.assign(coder, (self.entries.of(coder, turn) for turn in turns))
            both = sum(not turn.again and turn.place in hands.overlap for turn in turns)
            self.report.assigned.append((coder, "human", len(turns), both))
            if again := sum(turn.again for turn in turns):
                self.report.repeats[coder] = again
        everything = sorted(self.entries.originals)
        for other in others:
            self.builder.assign(other.name, everything)
            self.report.assigned.append((other.name, other.kind, len(everything), len(everything)))

    def find_near_duplicates(self) -> None:
        """List the items that are nearly the same text, by their original ids."""
        pairs, self.report.near_duplicates_cut = self._sketches.pairs(
            lambda at: self.builder.text_of(self._sketched[at].blind_id)
        )
        for pair in pairs:
            first, second = self._sketched[pair.first], self._sketched[pair.second]
            self.report.near_duplicates.append((first.listed.id, second.listed.id, pair.alike))
