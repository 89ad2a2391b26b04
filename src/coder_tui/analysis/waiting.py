"""What waits for another coder: items that some of those who have them have submitted."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coder_tui.analysis.work import Assigned


@dataclass(frozen=True, slots=True)
class Awaited:
    """Items of which as many coders have submitted, of as many who have them."""

    submitted: int
    coders: int
    items: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Items that a coder has submitted and another one of the kind has still to."""

    awaited: tuple[Awaited, ...]
    """By how many have submitted, of how many."""
    by_coder: Mapping[str, int]
    """For how many items others wait for this coder."""

    @property
    def items(self) -> int:
        """All of them."""
        return sum(each.items for each in self.awaited)

    @property
    def for_second(self) -> int:
        """Those that one coder alone has submitted."""
        return sum(each.items for each in self.awaited if each.submitted == 1)


def waiting(work: Sequence[Assigned]) -> Waiting:
    """Count what waits, within each kind of coder; nothing waits for one who has left."""
    held: defaultdict[tuple[str, str], list[Assigned]] = defaultdict(list)
    for each in work:
        if each.counts_for_pairs and (each.submitted or not each.withdrawn):
            held[each.kind, each.blind_id].append(each)
    items: Counter[tuple[int, int]] = Counter()
    by_coder = {each.coder: 0 for each in work}
    for found in held.values():
        done = sum(each.submitted for each in found)
        if 0 < done < len(found):
            items[done, len(found)] += 1
            for each in found:
                by_coder[each.coder] += not each.submitted
    awaited = tuple(Awaited(*key, many) for key, many in sorted(items.items()))
    return Waiting(awaited, by_coder)
