"""The first pass: what there is, without keeping the texts."""

import difflib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coder_tui.domain.assigning import ToAssign
from coder_tui.domain.blinding import SHORT_NAME
from coder_tui.domain.calibration import PracticePlan
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import Condition, ItemKind, SourceItem
from coder_tui.intake.detect import open_source
from coder_tui.intake.sources import Place, Source

Progress = Callable[[str, int, int], None]
"""Called with a phase, how much is done and how much there is (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of the inventory and where to find it again."""

    source: Source
    place: Place
    id: str
    condition: Condition | None

    def to_assign(self) -> ToAssign:
        """What assigning has to know."""
        if self.condition is None:
            return ToAssign(None, None)
        return ToAssign((self.condition.model, self.condition.scaffold), self.condition.task)


@dataclass(slots=True)
class Inventory:
    """All items in order, and what they are called."""

    kind: ItemKind
    items: list[Listed] = field(default_factory=list)
    practice: list[Listed] = field(default_factory=list)
    """Items that coders practise on, in their order; never among `items`."""
    identities: set[str] = field(default_factory=set)
    """Names of models, scaffolds and whatever else gives a condition away."""

    def names_to_mask(self, further: Sequence[str]) -> set[str]:
        """Names masked everywhere: all of `further`, and the conditions' from five letters on."""
        return set(further) | {name for name in self.identities if len(name) >= SHORT_NAME}

    def short_names(self, masked: set[str]) -> list[str]:
        """Names too short to mask without the lead's decision."""
        return sorted(name for name in self.identities if name not in masked)

    def by_condition(self) -> Counter[tuple[str, str]]:
        """How many items there are of each model x scaffold."""
        return Counter(
            (item.condition.model, item.condition.scaffold)
            for item in self.items
            if item.condition is not None
        )


def take_inventory(sources: Sequence[Source], unit: str, progress: Progress) -> Inventory:
    """Go through all sources once.

    Raises:
        BadInputError: an item is bad or there twice, there are none, or the rubric is for another
            kind of item.
    """
    inventory = Inventory(ItemKind(unit))
    seen: dict[tuple[str, str], Place] = {}
    for source in sources:
        for place, item in source.scan():
            _check(item, source, unit)
            if (item.source, item.id) in seen:
                raise BadInputError(
                    f"{source.path}: the item {item.id!r} is there twice.",
                    title="Duplicate item",
                    hint="Every item needs an id of its own.",
                )
            seen[item.source, item.id] = place
            inventory.items.append(_listed(inventory, source, place, item))
            progress("reading", len(inventory.items), 0)
    if not inventory.items:
        names = ", ".join(str(source.path) for source in sources)
        raise BadInputError(f"{names}: no item in it.", title="No items")
    return inventory


def add_practice(
    inventory: Inventory, plans: Sequence[PracticePlan], base: Path, progress: Progress
) -> None:
    """Find the practice items, each by its file and id.

    Raises:
        BadInputError: there is no such item, it is of another kind, or it is to be coded, too.
    """
    own = {(item.source.path.resolve(), item.id) for item in inventory.items}
    for done, plan in enumerate(plans, start=1):
        path = base / plan.file
        if not path.is_file():
            raise plan.table.refuse("item", f"there is no file {plan.file!r} (looked in {base}).")
        if (path.resolve(), plan.id) in own:
            raise plan.table.refuse(
                "item", f"{plan.item!r} is one of the study's items, too; practise on others."
            )
        _find_practice(inventory, plan, open_source(path))
        progress("reading practice", done, len(plans))


def _find_practice(inventory: Inventory, plan: PracticePlan, source: Source) -> None:
    ids = []
    for place, item in source.scan():
        if item.id == plan.id:
            _check(item, source, inventory.kind.value)
            inventory.practice.append(_listed(inventory, source, place, item))
            return
        ids.append(item.id)
    near = difflib.get_close_matches(plan.id, ids, n=2)
    raise plan.table.refuse(
        "item",
        f"{plan.file} has no item {plan.id!r}.",
        f"Did you mean {' or '.join(map(repr, near))}?" if near else "",
    )


def _check(item: SourceItem, source: Source, unit: str) -> None:
    if item.kind.value != unit:
        raise BadInputError(
            f"{source.path}: holds a {item.kind.value}, but the rubric's unit is {unit!r}.",
            title="Rubric does not fit",
            hint=f"Take a rubric with unit = {item.kind.value!r}, or other items.",
        )


def _listed(inventory: Inventory, source: Source, place: Place, item: SourceItem) -> Listed:
    """Give an item's entry; what gives its condition away is noted."""
    if item.condition is not None:
        inventory.identities |= {item.condition.model, item.condition.scaffold}
    inventory.identities |= set(item.identities)
    return Listed(source, place, item.id, item.condition)
