"""`import`: more items for a study that is under way, by the rules under which it was made."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from coder_tui.domain.blinding import BlindRules, Masker, Wrapper, blind_parts
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.scaffolds import read_scaffolds
from coder_tui.domain.study_plan import StudyPlan, read_plan
from coder_tui.domain.text import plural
from coder_tui.intake.comparing import Compared, compare, refuse_changed
from coder_tui.intake.dealing import deal_hands
from coder_tui.intake.dry_run import DryRun
from coder_tui.intake.entries import list_entries
from coder_tui.intake.expanding import Progress
from coder_tui.intake.files.spool import ItemSpool
from coder_tui.intake.gathering import Asked, Gathering
from coder_tui.intake.init_report import InitReport
from coder_tui.intake.inventory import Inventory
from coder_tui.intake.registration import read_text
from coder_tui.intake.stopwatch import Stopwatch
from coder_tui.intake.writing import Writing
from coder_tui.storage.adding import adding
from coder_tui.storage.item_writing import WRAPPERS, original_rows
from coder_tui.storage.key import KeyFile
from coder_tui.storage.rewriting import Rewrite, rewrite_items
from coder_tui.storage.study import StudyFile
from coder_tui.storage.teams import active_coders

SEED_STEP = 1_000_003
"""Each import deals with a seed of its own, so that it does not repeat the first one's teams."""


@dataclass(slots=True)
class ImportReport:
    """What an import did, for the lead's eyes."""

    init: InitReport
    """The items that are new, as `init` reports them."""
    batch: int = 0
    there: int = 0
    """Items that the study had already, with the same text."""
    updated: int = 0
    """Items whose text was replaced."""
    new_names: list[str] = field(default_factory=list)
    """Names that are masked from now on, and that older items may hold."""


@dataclass(frozen=True, slots=True)
class Growing:
    """What an import needs besides the files."""

    study: StudyFile
    key: KeyFile
    asked: Asked
    person: str
    update: bool = False
    dry_run: bool = False
    scaffolds: Path | None = None


def import_items(files: Sequence[str], growing: Growing, progress: Progress) -> ImportReport:
    """Read files, and add what is new in them.

    Args:
        files: paths, folders or patterns, relative to the working directory.
        growing: the study and what the command line says.
        progress: told how far the work is.

    Raises:
        BadInputError: a file is bad; nothing was written.
        RefusedError: an item has changed and `update` is not given, or too few coders are left.
        CoderError: a file cannot be written; the study is as it was.
    """
    study, key = growing.study, growing.key
    plan = _plan(study, key)
    report = ImportReport(
        InitReport(study.path, key.path, study.info.kind.value, dry_run=growing.dry_run)
    )
    clock = Stopwatch()
    with contextlib.closing(ItemSpool(key.path.parent)) as spool:
        gathering = Gathering(study.info.kind, spool, growing.asked, progress)
        with clock.time("reading"):
            gathering.read_items(files, None)
        inventory = gathering.inventory
        report.init.losses = gathering.losses
        compared = compare(inventory, key)
        if compared.changed and not growing.update:
            raise refuse_changed(compared)
        rules, report.new_names = _rules(growing, plan, inventory)
        inventory.items = compared.new
        report.there, report.updated = len(compared.there), len(compared.changed)
        if compared.new:
            _check_coders(study, plan)
            _add(growing, plan, inventory, rules, report, clock, progress)
        if compared.changed and not growing.dry_run:
            _update(growing, inventory, compared, rules)
    report.init.seconds = dict(clock.seconds)
    return report


def _plan(study: StudyFile, key: KeyFile) -> StudyPlan:
    """Give the plan as it was registered, for the coders who are there now."""
    text, name = key.connection.execute("select plan, plan_name from registration").fetchone()
    plan = read_plan(text, name)
    there = {*active_coders(study.connection, plan.coder_kind)}
    # Whom scores that came in have shown to be simulated is dealt items as before.
    there |= {*plan.coders} & {*active_coders(study.connection, "simulated")}
    return replace(plan, coders=tuple(sorted(there)))


def _check_coders(study: StudyFile, plan: StudyPlan) -> None:
    verb = "is" if len(plan.coders) == 1 else "are"
    if len(plan.coders) < plan.coders_per_item:
        raise RefusedError(
            f"{study.path}: {plural(len(plan.coders), 'coder')} {verb} left, and an item needs "
            f"{plan.coders_per_item}.",
            title="Too few coders",
            hint=f"Add one first: coder-tui assign {study.path} --add NAME",
        )


def _rules(growing: Growing, plan: StudyPlan, inventory: Inventory) -> tuple[BlindRules, list[str]]:
    """Give the rules for new items: those of the old ones, and the names that are new."""
    study, connection = growing.study, growing.key.connection
    if not study.info.blind:
        return BlindRules(Masker([]), study.info.show, {}, blind=False), []
    known = {name for (name,) in connection.execute("select name from identity where masked = 1")}
    names = inventory.names_to_mask(plan.mask)
    wrappers = {
        scaffold: Wrapper(before, after) for scaffold, before, after in connection.execute(WRAPPERS)
    }
    if growing.scaffolds is not None:
        text = read_text(growing.scaffolds, "scaffolds file")
        for each in read_scaffolds(text, str(growing.scaffolds)):
            wrappers[each.id] = each.wrapper
    rules = BlindRules(Masker(known | names), study.info.show, wrappers, blind=True)
    folded = {name.casefold() for name in known}
    return rules, sorted(name for name in names if name.casefold() not in folded)


def _add(
    growing: Growing,
    plan: StudyPlan,
    inventory: Inventory,
    rules: BlindRules,
    report: ImportReport,
    clock: Stopwatch,
    progress: Progress,
) -> None:
    taken = {row.blind_id for row in growing.key.rows()}
    batches = growing.study.connection.execute("select count(*) from commitment").fetchone()[0]
    report.batch = batches + 1
    hands = deal_hands(replace(plan, seed=plan.seed + SEED_STEP * batches), inventory)
    detail = {"batch": report.batch, "items": len(inventory.items)}
    with (
        contextlib.closing(DryRun(growing.key.path.parent))
        if growing.dry_run
        else adding(growing.study, growing.key, person=growing.person, detail=detail)
    ) as target:
        entries = list_entries(inventory, hands.orders, taken)
        job = Writing(target, inventory.spool, entries, rules, report.init, clock, progress)
        short = inventory.short_names(set(rules.masker.names))
        job.write_items(short)
        job.assign(hands, plan.coder_kind)
        with clock.time("near duplicates"):
            job.find_near_duplicates()
        job.keep_names(short)
        target.add_losses(report.init.losses.as_text())
        target.commit_to_key()
    _sum_up(report.init, inventory, growing.study, job)


def _sum_up(report: InitReport, inventory: Inventory, study: StudyFile, job: Writing) -> None:
    report.items, report.blind, report.sealed = len(inventory.items), study.info.blind, False
    report.formats = report.losses.formats
    cells = inventory.by_condition()
    report.conditions = [(*cell, n) for cell, n in sorted(cells.items())]
    report.short_names = [(name, count) for name, count in sorted(job.short_counts.items())]


def _update(growing: Growing, inventory: Inventory, compared: Compared, rules: BlindRules) -> None:
    """Replace the texts of items that have changed, in all the places where the study has them."""
    rewrites = {}
    for listed, blind_ids in compared.changed:
        item = inventory.spool.load(listed.place)
        parts = blind_parts(item, rules)
        for blind_id in blind_ids:
            rewrites[blind_id] = Rewrite(
                tuple(part.part for part in parts), tuple(original_rows(item, parts))
            )
    rewrite_items(
        growing.study, growing.key, rewrites, person=growing.person, why="import with --update",
        forget_leaks=True,
    )  # fmt: skip
