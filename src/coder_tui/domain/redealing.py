"""Dealing work again when a coder comes or goes: what is submitted or begun stays where it is.

An item keeps as many coders as it has, as far as there are coders who do not have it yet.
"""

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coder_tui.domain.assigning import ToAssign, order


@dataclass(frozen=True, slots=True)
class Held:
    """One assignment: what a coder has, in the coder's order, and whether it may go."""

    blind_id: str
    open: bool
    """It may go to somebody else."""
    done: bool = False
    """It is no work any more."""
    untouched: bool = False
    """Nobody has begun it."""
    repeats: str | None = None
    """The item that it is a silent repeat of; it never goes to anybody else."""
    let_go: bool = False
    """Whoever has it has left: the answers of the latest submit stand, and nobody codes it more."""


NOTHING_CODED: Mapping[str, Sequence[Held]] = {}


@dataclass(slots=True)
class Redeal:
    """The result: every coder's items in coding order, and what changed."""

    orders: dict[str, tuple[str, ...]]
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    without: tuple[str, ...] = ()
    """Items that have one coder less, since everybody else has them already."""
    dropped_repeats: int = 0


def deal_again(
    hands: Mapping[str, Sequence[Held]],
    receivers: Sequence[str],
    tasks: Mapping[str, str | None],
    *,
    leaving: str | None = None,
    preferred: str | None = None,
    owed: Sequence[str] = (),
    coded: Mapping[str, Sequence[Held]] = NOTHING_CODED,
    seed: str,
) -> Redeal:
    """Deal the open assignments again: each to who has least to do of those who do not have it.

    Args:
        hands: what every coder has, in order; also of those who receive nothing.
        receivers: who may get items.
        tasks: the task of each item; items of one task are kept apart in an order.
        leaving: who keeps nothing open, a silent repeat neither.
        preferred: who gets whatever there is, as far as this coder does not have it yet.
        owed: items that have lost a coder before, each as often as it has; they are dealt as well.
        coded: what coders have answered and do not hold; who may get items gets it back first.
        seed: the same arguments give the same result.
    """
    rng = random.Random(f"again:{seed}")  # noqa: S311  # reproducible on purpose
    kept, pool = _split(hands, leaving)
    pool += owed
    for coder in sorted(set(coded) & set(receivers)):
        kept[coder] = [*kept.get(coder, ()), *coded[coder]]
    team: dict[str, set[str]] = defaultdict(set)
    for coder, held in kept.items():
        for each in held:
            team[each.blind_id].add(coder)
    table = _Table(sorted(receivers), preferred, team, rng)
    table.loads.update({coder: sum(not each.done for each in held) for coder, held in kept.items()})
    new: dict[str, list[str]] = {coder: [] for coder in hands}
    without = []
    for blind_id in _crowded_first(pool, rng):
        taker = table.taker(blind_id)
        if taker is None:
            without.append(blind_id)
        else:
            new.setdefault(taker, []).append(blind_id)
    if preferred is None:
        table.even_out(new)
    return _finished(hands, kept, new, tasks, tuple(without), seed)


def _split(
    hands: Mapping[str, Sequence[Held]], leaving: str | None
) -> tuple[dict[str, list[Held]], list[str]]:
    """Part what stays from what is dealt; a repeat stays only with its original."""
    kept: dict[str, list[Held]] = {}
    pool: list[str] = []
    for coder, held in hands.items():
        stays = {each.blind_id for each in held if not each.open}
        kept[coder] = [
            each
            for each in held
            if not each.let_go and (not each.open or (coder != leaving and each.repeats in stays))
        ]
        pool += [each.blind_id for each in held if each.open and each.repeats is None]
    return kept, pool


def _crowded_first(pool: Iterable[str], rng: random.Random) -> list[str]:
    """Give items with most places to fill first: they find takers hardest."""
    counts = Counter(pool)
    shuffled = rng.sample(sorted(counts), len(counts))
    shuffled.sort(key=lambda blind_id: -counts[blind_id])
    return [blind_id for blind_id in shuffled for _ in range(counts[blind_id])]


class _Table:
    """Who takes the next item: who has least to do, then who met the item's coders least."""

    def __init__(
        self,
        receivers: Sequence[str],
        preferred: str | None,
        team: dict[str, set[str]],
        rng: random.Random,
    ) -> None:
        self.receivers = list(receivers)
        self.preferred = preferred
        self.team = team
        self.loads: Counter[str] = Counter()
        self.met: Counter[frozenset[str]] = Counter(
            frozenset(pair)
            for coders in team.values()
            for pair in itertools.combinations(sorted(coders), 2)
        )
        self.rank = {
            coder: rank for rank, coder in enumerate(rng.sample(self.receivers, len(receivers)))
        }

    def taker(self, blind_id: str) -> str | None:
        """Choose who takes an item, None where everybody has it."""
        there = self.team[blind_id]
        able = [coder for coder in self.receivers if coder not in there]
        if not able:
            return None
        if self.preferred in able:
            chosen = self.preferred
        else:
            chosen = min(
                able,
                key=lambda coder: (
                    self.loads[coder],
                    sum(self.met[frozenset((coder, other))] for other in there),
                    self.rank[coder],
                ),
            )
        self.loads[chosen] += 1
        self.met.update(frozenset((chosen, other)) for other in there)
        there.add(chosen)
        return chosen

    def even_out(self, new: dict[str, list[str]]) -> None:
        """Pass items on from who has most to do to who has least, until they differ by one at most.

        Or until nobody who has more can give anything to anybody who has less.
        """
        while (passed := self._passed_on(new)) is not None:
            giver, taker, blind_id = passed
            new[giver].remove(blind_id)
            new.setdefault(taker, []).append(blind_id)
            self.team[blind_id] ^= {giver, taker}
            self.loads[giver] -= 1
            self.loads[taker] += 1

    def _passed_on(self, new: Mapping[str, Sequence[str]]) -> tuple[str, str, str] | None:
        """Give who passes what on to whom next, the most uneven two first."""
        by_load = sorted(self.receivers, key=lambda coder: (self.loads[coder], self.rank[coder]))
        for giver in reversed(by_load):
            for taker in by_load:
                if self.loads[giver] - self.loads[taker] < 2:
                    break
                for blind_id in new.get(giver, ()):
                    if taker not in self.team[blind_id]:
                        return giver, taker, blind_id
        return None


def _finished(
    hands: Mapping[str, Sequence[Held]],
    kept: Mapping[str, Sequence[Held]],
    new: Mapping[str, Sequence[str]],
    tasks: Mapping[str, str | None],
    without: tuple[str, ...],
    seed: str,
) -> Redeal:
    """Put everybody's items in order: what stayed as it was, then what is still to begin."""
    orders: dict[str, tuple[str, ...]] = {}
    result = Redeal(orders, without=without)
    for coder in sorted({*hands, *new}):
        before = {each.blind_id for each in hands.get(coder, ())}
        stayed = [each.blind_id for each in kept.get(coder, ())]
        fresh = sorted(new.get(coder, ()))
        to_order = [ToAssign(None, tasks.get(blind_id)) for blind_id in fresh]
        placed = order(range(len(fresh)), to_order, f"{seed}:{coder}")
        orders[coder] = (*stayed, *(fresh[place] for place in placed))
        after = set(orders[coder])
        result.gained[coder] = len(after - before)
        result.lost[coder] = len(before - after)
        repeats = {each.blind_id for each in hands.get(coder, ()) if each.repeats is not None}
        result.dropped_repeats += len(repeats - after)
    return result
