"""What coders wrote of each item, and what the key says of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.snapshot import Snapshot
from coder_tui.domain.rubric import Dimension, Rubric

COMMENTS = """
select blind_id, coder, dimension::varchar, text
from comment
order by blind_id, dimension nulls first, coder
"""


@dataclass(frozen=True, slots=True)
class ItemNote:
    """A coder's latest comment on an item, or on one dimension of it."""

    coder: str
    """Empty where the reader may not know names."""
    dimension: Dimension | None
    text: str


def notes_on_items(
    snapshot: Snapshot, rubric: Rubric, shown: Iterable[str], *, with_key: bool
) -> Mapping[str, Sequence[ItemNote]]:
    """Give the comments on the items that the reader may see, in the order of the rubric."""
    seen = frozenset(shown)
    order = {dimension.id: place for place, dimension in enumerate(rubric.dimensions)}
    found: defaultdict[str, list[tuple[int, ItemNote]]] = defaultdict(list)
    for blind_id, coder, of, text in snapshot.run(COMMENTS):
        if blind_id in seen and (of is None or of in order):
            dimension = rubric.dimension(of) if of is not None else None
            note = ItemNote(coder if with_key else "", dimension, text)
            found[blind_id].append((order.get(of, -1), note))
    return {
        blind_id: tuple(note for _, note in sorted(notes, key=lambda each: each[0]))
        for blind_id, notes in found.items()
    }


def conditions_of_items(keyed: Iterable[KeyedItem]) -> Mapping[str, str]:
    """Give the model and scaffold of each item, in words, where the reader may see them."""
    return {
        each.blind_id: " under ".join(filter(None, (each.model, each.scaffold)))
        for each in keyed
        if each.model or each.scaffold
    }
