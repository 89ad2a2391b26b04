"""Who codes which item, and in which order."""

import heapq
import itertools
import random
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

SETS_TRIED = 100
"""How many sets of coders are compared for one item."""


@dataclass(frozen=True, slots=True)
class ToAssign:
    """What assigning has to know about an item: its stratum and its task, None where unknown."""

    stratum: Hashable
    task: Hashable


@dataclass(frozen=True, slots=True)
class Deal:
    """The result: for each coder the places of the items in the given list, in coding order."""

    orders: dict[str, tuple[int, ...]]
    overlap: frozenset[int]


def deal(
    items: Sequence[ToAssign],
    coders: Sequence[str],
    *,
    overlap: float,
    coders_per_item: int,
    seed: int,
) -> Deal:
    """Deal items to coders.

    Exactly round(overlap * n) items, allotted to strata by largest remainder, get
    `coders_per_item` coders, the others one. Sets of coders rotate. The same arguments give the
    same result.
    """
    rng = random.Random(f"deal:{seed}")  # noqa: S311  # reproducible on purpose
    chosen = _choose_overlap(items, round(overlap * len(items)), rng)
    hands: dict[str, list[int]] = {coder: [] for coder in coders}
    shuffled = rng.sample(list(coders), len(coders))
    for place, team in zip(chosen, _teams(shuffled, coders_per_item), strict=False):
        for coder in team:
            hands[coder].append(place)
    taken = set(chosen)
    rest = [place for place in range(len(items)) if place not in taken]
    rng.shuffle(rest)
    loads = [(len(hands[coder]), rank, coder) for rank, coder in enumerate(shuffled)]
    heapq.heapify(loads)
    for place in rest:
        load, rank, coder = heapq.heappop(loads)
        hands[coder].append(place)
        heapq.heappush(loads, (load + 1, rank, coder))
    return Deal(
        {coder: order(hands[coder], items, f"{seed}:{coder}") for coder in coders},
        frozenset(taken),
    )


def _choose_overlap(items: Sequence[ToAssign], wanted: int, rng: random.Random) -> list[int]:
    """Choose the items that several people code, stratum by stratum."""
    strata: dict[Hashable, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        strata[item.stratum].append(place)
    quotas = largest_remainder([len(places) for places in strata.values()], wanted)
    chosen: list[int] = []
    for places, quota in zip(strata.values(), quotas, strict=True):
        chosen += rng.sample(places, quota)
    return chosen


def largest_remainder(sizes: Sequence[int], wanted: int) -> list[int]:
    """Allot `wanted` places to groups in proportion to their sizes (Hamilton's method)."""
    total = sum(sizes)
    if not total:
        return [0] * len(sizes)
    quotas = [size * wanted // total for size in sizes]
    remainders = sorted(range(len(sizes)), key=lambda each: (-(sizes[each] * wanted % total), each))
    for each in remainders[: wanted - sum(quotas)]:
        quotas[each] += 1
    return quotas


def _teams(coders: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Give an endless rotation of sets of coders in which loads stay equal within one.

    Pairs stay equal within one for sets of two, and as equal as it goes for larger sets, where
    it is not always possible.
    """
    if size == 2:
        return itertools.cycle(_pairs(coders))
    return _sets(coders, size)


def _pairs(coders: Sequence[str]) -> list[tuple[str, ...]]:
    """Give every pair once, so that every beginning of the list loads all coders alike.

    An even number of people meets in rounds of a tournament. An odd number sits in rings, a new
    order in each; every second chair's pair first, then the others.
    """
    count = len(coders)
    wheel = count - 1
    pairs: list[tuple[int, int]] = []
    if count % 2 == 0:
        for turn in range(wheel):
            pairs.append((wheel, turn))
            pairs += [((turn + k) % wheel, (turn - k) % wheel) for k in range(1, count // 2)]
    else:
        for turn in range(wheel // 2):
            zigzag = [k // 2 + 1 if k % 2 else -(k // 2) for k in range(wheel)]
            ring = [wheel, *((turn + step) % wheel for step in zigzag)]
            starts = [*range(0, count, 2), *range(1, count, 2)]
            pairs += [(ring[k], ring[(k + 1) % count]) for k in starts]
    return [(coders[first], coders[second]) for first, second in pairs]


def _sets(coders: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Make each set of those who have least, and so that those come together who met least."""
    loads: Counter[str] = Counter()
    met: Counter[frozenset[str]] = Counter()

    def familiarity(team: tuple[str, ...]) -> int:
        return sum(met[frozenset(pair)] ** 2 for pair in itertools.combinations(team, 2))

    while True:
        least = min(loads[coder] for coder in coders)
        idle = [coder for coder in coders if loads[coder] == least]
        busy = [coder for coder in coders if loads[coder] > least]
        fixed, free = ([], idle) if len(idle) >= size else (idle, busy)
        choices = itertools.combinations(free, size - len(fixed))
        teams = ((*fixed, *choice) for choice in itertools.islice(choices, SETS_TRIED))
        team = min(teams, key=familiarity)
        loads.update(team)
        met.update(map(frozenset, itertools.combinations(team, 2)))
        yield team


def order(places: Sequence[int], items: Sequence[ToAssign], seed: str) -> tuple[int, ...]:
    """Shuffle a coder's items so that items of one task stand min(10, n/4) apart where possible."""
    rng = random.Random(f"order:{seed}")  # noqa: S311
    by_task: dict[Hashable, list[int]] = defaultdict(list)
    for place in rng.sample(list(places), len(places)):
        task = items[place].task
        by_task[("alone", place) if task is None else ("task", task)].append(place)
    gap = least_gap(len(places))
    ready = [(-len(group), rng.random(), task) for task, group in by_task.items()]
    heapq.heapify(ready)
    resting: deque[tuple[int, Hashable]] = deque()
    ordered: list[int] = []
    while len(ordered) < len(places):
        while resting and (resting[0][0] <= len(ordered) or not ready):
            _, rested = resting.popleft()
            heapq.heappush(ready, (-len(by_task[rested]), rng.random(), rested))
        _, _, task = heapq.heappop(ready)
        ordered.append(by_task[task].pop())
        if by_task[task]:
            resting.append((len(ordered) - 1 + gap, task))
    return tuple(ordered)


def least_gap(count: int) -> int:
    """Give how far apart alike items stand among so many: min(10, n/4)."""
    return max(1, min(10, -(-count // 4)))


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a coder's order: an item, perhaps one that has come before."""

    place: int
    again: bool = False


def with_repeats(
    ordered: Sequence[int], items: Sequence[ToAssign], *, share: float, seed: str
) -> tuple[Turn, ...]:
    """Let round(share * n) of a coder's items come again, anywhere behind their first time.

    A repeat stands `least_gap` behind its original, and as far from other items of its task, where
    possible. Putting one in only moves others further apart.
    """
    rng = random.Random(f"repeats:{seed}")  # noqa: S311
    gap = least_gap(len(ordered))
    chosen = _choose_repeats(ordered, round(share * len(ordered)), gap, rng)
    turns = [Turn(place) for place in ordered]
    for place in chosen:
        turns.insert(_where_again(turns, place, items, gap, rng), Turn(place, again=True))
    return tuple(turns)


def _choose_repeats(ordered: Sequence[int], count: int, gap: int, rng: random.Random) -> list[int]:
    """Choose items with room behind them; those near the end only where these are too few."""
    roomy = ordered[: max(0, len(ordered) - gap + 1)]
    chosen = rng.sample(roomy, min(count, len(roomy)))
    return chosen + list(ordered[len(roomy) :][: count - len(chosen)])


def _where_again(
    turns: Sequence[Turn],
    place: int,
    items: Sequence[ToAssign],
    gap: int,
    rng: random.Random,
) -> int:
    """Give where a repeat goes: at random among the best places behind its original."""
    task = items[place].task
    original = 0
    alike: list[int] = []
    for at, turn in enumerate(turns):
        if turn.place == place:
            original = at
        if turn.place == place or (task is not None and items[turn.place].task == task):
            alike.append(at)
    behind = range(original + gap, len(turns) + 1)
    taken = {at for other in alike for at in range(other - gap + 2, other + gap)}
    best = [at for at in behind if at not in taken]
    return rng.choice(best or behind or [len(turns)])
