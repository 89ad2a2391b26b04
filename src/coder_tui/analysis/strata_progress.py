"""Progress by model and scaffold, for who may see conditions: counts of items, not of scores."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.work import Assigned


@dataclass(frozen=True, slots=True)
class Stratum:
    """How far the items of one model under one scaffold are."""

    model: str
    scaffold: str
    items: int
    complete: int
    """Items that every coder who has them has submitted."""
    assigned: int
    """Items times the coders who have them."""
    submitted: int


def strata_progress(work: Sequence[Assigned], keyed: Iterable[KeyedItem]) -> tuple[Stratum, ...]:
    """Count what is submitted by model and scaffold.

    Silent repeats are no further items and are left out, and so are items that nobody has.
    """
    held: defaultdict[str, list[Assigned]] = defaultdict(list)
    for each in work:
        held[each.blind_id].append(each)
    strata: defaultdict[tuple[str, str], list[list[Assigned]]] = defaultdict(list)
    for item in keyed:
        if item.model is not None and not item.repeats and item.blind_id in held:
            strata[item.model, item.scaffold or ""].append(held[item.blind_id])
    return tuple(
        Stratum(
            model,
            scaffold,
            items=len(items),
            complete=sum(all(each.submitted for each in item) for item in items),
            assigned=sum(len(item) for item in items),
            submitted=sum(each.submitted for item in items for each in item),
        )
        for (model, scaffold), items in sorted(strata.items())
    )
