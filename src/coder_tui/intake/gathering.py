"""The first pass: from `items` and `[[calibration]]` to an inventory and a loss report."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coder_tui.domain.calibration import PracticePlan
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import ItemKind
from coder_tui.intake.detect import reader_named
from coder_tui.intake.expanding import Progress, find_sources, open_source
from coder_tui.intake.files.sources import is_file, printable
from coder_tui.intake.files.spool import ItemSpool
from coder_tui.intake.inventory import Inventory, Listed
from coder_tui.intake.loss_report import LeftAlone, LossReport
from coder_tui.intake.reading import Options, Reader
from coder_tui.intake.reading_files import FileReading, Id


@dataclass(frozen=True, slots=True)
class Asked:
    """What the lead asks of an intake on the command line."""

    options: Options = field(default_factory=Options)
    format: str = ""
    """A reader's name, or nothing: by content."""
    skip_bad: bool = False


class Gathering:
    """Reads all files of a study file once; the items wait in a spool for the second pass."""

    def __init__(
        self,
        kind: ItemKind,
        spool: ItemSpool,
        asked: Asked,
        progress: Progress,
        known: Collection[Id] = frozenset(),
    ) -> None:
        """Begin.

        Args:
            kind: what the rubric is for.
            spool: where items wait.
            asked: what the command line says.
            progress: told how far the reading is.
            known: source and id of the items that the study has already.

        Raises:
            BadInputError: the format that is asked for does not exist.
        """
        self.inventory = Inventory(kind, spool)
        self.losses = LossReport()
        self._kind = kind
        self._progress = progress
        self._given: Reader | None = reader_named(asked.format, kind) if asked.format else None
        self._files = FileReading(
            self.inventory, self.losses, asked.options, skip_bad=asked.skip_bad, known=known
        )

    def read_items(self, patterns: Sequence[str], base: Path | None) -> None:
        """Read the items to code.

        Args:
            patterns: files, folders and patterns.
            base: the folder of the study file; None where the command line names them.

        Raises:
            BadInputError: an item or a file is bad, an item is there twice, there are none, or the
                rubric is for another kind of item.
        """
        found = find_sources(patterns, base, self._kind, self._progress, self._given)
        self.losses.left_alone += [
            LeftAlone(printable(each.path), each.why) for each in found.unread
        ]
        for source in found.sources:
            items, _ = self._files.read(source, seen=self._seen)
            self.inventory.items += items
        if not self.inventory.items:
            raise self._nothing([source.path for source in found.sources])

    def _seen(self, count: int) -> None:
        self._progress("reading", len(self.inventory.items) + count, 0)

    def _nothing(self, paths: Sequence[Path]) -> BadInputError:
        """Make the error for no item at all, with the first reason that is known."""
        whys = [why for file in self.losses.files for why in (file.refused, *file.why_skipped)]
        whys += [f"{left.path}: {left.why}." for left in self.losses.left_alone]
        names = ", ".join(map(str, paths[:3])) + (" ..." if len(paths) > 3 else "")
        return BadInputError(
            f"{names or 'items'}: no item in it.",
            title="No items",
            hint=next((why for why in whys if why), ""),
        )

    def read_practice(self, plans: Sequence[PracticePlan], base: Path) -> None:
        """Find the practice items, each by its file and id; each file is read once.

        Raises:
            BadInputError: there is no such item, it is bad, it is of another kind, or it is to be
                coded, too.
        """
        ids = self._ids_by_path() if plans else {}
        by_file: dict[str, list[PracticePlan]] = {}
        for plan in plans:
            path = base / plan.file
            if not is_file(path):
                raise plan.table.refuse(
                    "item", f"there is no file {plan.file!r} (looked in {base})."
                )
            if plan.id in ids.get(path.resolve(), ()):
                raise plan.table.refuse(
                    "item", f"{plan.item!r} is one of the study's items, too; practise on others."
                )
            by_file.setdefault(plan.file, []).append(plan)
        found: dict[str, Listed] = {}
        for done, (file, here) in enumerate(by_file.items(), start=1):
            found |= self._find_practice(base / file, here)
            self._progress("reading practice", done, len(by_file))
        self.inventory.practice += [found[plan.item] for plan in plans]

    def _ids_by_path(self) -> dict[Path, set[str]]:
        ids: dict[Path, set[str]] = {}
        for item in self.inventory.items:
            ids.setdefault(item.source.path, set()).add(item.id)
        return {path.resolve(): found for path, found in ids.items()}

    def _find_practice(self, path: Path, plans: Sequence[PracticePlan]) -> dict[str, Listed]:
        source = open_source(path, self._kind, self._given)
        items, ids = self._files.read(source, wanted={plan.id for plan in plans})
        by_id = {item.id: item for item in items}
        for plan in plans:
            if plan.id not in by_id:
                near = difflib.get_close_matches(plan.id, ids, n=2)
                raise plan.table.refuse(
                    "item",
                    f"{plan.file} has no item {plan.id!r}.",
                    f"Did you mean {' or '.join(map(repr, near))}?" if near else "",
                )
        return {plan.item: by_id[plan.id] for plan in plans}
