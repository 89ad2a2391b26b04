"""`init`: from a study file to a blinded study and its key, or to one clear sentence."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from coder_tui.domain.blinding import BlindRules, Masker
from coder_tui.domain.telling_names import refuse_telling_names
from coder_tui.intake.dealing import deal_hands
from coder_tui.intake.dry_run import DryRun
from coder_tui.intake.entries import list_entries
from coder_tui.intake.expanding import Progress
from coder_tui.intake.files.spool import ItemSpool
from coder_tui.intake.gathering import Asked, Gathering
from coder_tui.intake.init_report import InitReport
from coder_tui.intake.inventory import Inventory
from coder_tui.intake.registration import Plan
from coder_tui.intake.stopwatch import Stopwatch
from coder_tui.intake.writing import Writing
from coder_tui.storage.building import Registered, StudyBuilder, building, refuse_existing
from coder_tui.storage.study import Coder


def _no_progress(_phase: str, _done: int, _total: int) -> None:
    """Say nothing."""


def init_study(
    plan: Plan,
    study_path: Path,
    key_path: Path,
    *,
    simulated: Sequence[str] = (),
    machines: Sequence[str] = (),
    asked: Asked | None = None,
    dry_run: bool = False,
    progress: Progress = _no_progress,
) -> InitReport:
    """Read, validate, mask, blind, assign, and write study and key.

    Args:
        plan: the study file, read.
        study_path: the new study.
        key_path: the new key.
        simulated: names of simulated coders, who get every item and never pair with people.
        machines: names of machine coders, the same.
        asked: what the command line says about the files.
        dry_run: whether everything is done but the writing.
        progress: told how far the work is.

    Raises:
        BadInputError: the input is bad, or, without `dry_run`, a file is there already; nothing
                was written.
        RefusedError: a coder is called what the study hides; nothing was written.
        CoderError: the disk is full, or fails; nothing was written.
    """
    if not dry_run:
        refuse_existing(study_path, key_path)
    others = [Coder(name, "simulated") for name in simulated]
    others += [Coder(name, "machine") for name in machines]
    clock = Stopwatch()
    with contextlib.closing(ItemSpool(key_path.parent)) as spool:
        gathering = Gathering(plan.kind, spool, asked or Asked(), progress)
        with clock.time("reading"):
            gathering.read_items(plan.plan.items, plan.path.parent)
            gathering.read_practice(plan.plan.calibration, plan.path.parent)
        inventory = gathering.inventory
        report = InitReport(study_path, key_path, plan.kind.value, dry_run=dry_run)
        report.existing = [path for path in (study_path, key_path) if path.exists()]
        report.losses = gathering.losses
        if plan.plan.never_has_a_majority:
            report.no_majority = plan.plan.coders_per_item
        _refuse_telling_names(plan, inventory, [each.name for each in others])
        rules = rules_for(plan, inventory)
        registered = plan.registered(plan.kind, rules.masker)
        with _target(study_path, key_path, registered, dry_run=dry_run) as target:
            _write(plan, inventory, target, rules, others, report, clock, progress)
    _sum_up(plan, inventory, report)
    report.seconds = dict(clock.seconds)
    return report


def _refuse_telling_names(plan: Plan, inventory: Inventory, others: Sequence[str]) -> None:
    if plan.plan.blinds(inventory.kind):
        refuse_telling_names(
            [*plan.plan.coders, *others],
            {*inventory.identities, *plan.plan.mask},
            f"Call the coder something else in {plan.path.name}, or on the command line.",
        )


def rules_for(plan: Plan, inventory: Inventory) -> BlindRules:
    """Give the rules by which the items of an inventory are blinded."""
    blind = plan.plan.blinds(inventory.kind)
    names = inventory.names_to_mask(plan.plan.mask) if blind else set()
    return BlindRules(Masker(names), plan.plan.show, plan.wrappers, blind)


@contextlib.contextmanager
def _target(
    study_path: Path, key_path: Path, registered: Registered, *, dry_run: bool
) -> Iterator[StudyBuilder | DryRun]:
    if dry_run:
        with contextlib.closing(DryRun(key_path.parent)) as target:
            yield target
    else:
        with building(study_path, key_path, registered) as builder:
            yield builder


def _write(
    plan: Plan,
    inventory: Inventory,
    target: StudyBuilder | DryRun,
    rules: BlindRules,
    others: Sequence[Coder],
    report: InitReport,
    clock: Stopwatch,
    progress: Progress,
) -> None:
    hands = deal_hands(plan.plan, inventory)
    entries = list_entries(inventory, hands.orders)
    job = Writing(target, inventory.spool, entries, rules, report, clock, progress)
    short = inventory.short_names(set(rules.masker.names))
    job.write_items(short)
    with clock.time("assigning"):
        for place, practice in enumerate(plan.practice, start=1):
            target.add_practice(entries.practice(place), place, practice)
        target.add_coders([*(Coder(name, plan.plan.coder_kind) for name in hands.orders), *others])
        job.assign(hands, plan.plan.coder_kind)
        job.assign_everything(others)
    with clock.time("near duplicates"):
        job.find_near_duplicates()
    with clock.time("committing"):
        job.keep_names(short)
        target.add_losses(report.losses.as_text())
        target.commit_to_key()
    report.short_names = [(name, job.short_counts[name]) for name in short if rules.blind]


def _sum_up(plan: Plan, inventory: Inventory, report: InitReport) -> None:
    """Fill in what the inventory alone tells."""
    report.items, report.practice = len(inventory.items), len(inventory.practice)
    report.sealed, report.blind = plan.plan.seal, plan.plan.blinds(inventory.kind)
    report.formats = report.losses.formats
    cells = inventory.by_condition()
    report.conditions = [(*cell, n) for cell, n in sorted(cells.items())]
    if plan.plan.guess:
        offered = {name.casefold() for name in plan.plan.guess}
        models = {model for model, _ in cells}
        report.not_offered = sorted(model for model in models if model.casefold() not in offered)
