"""Dealing items: exact overlap, equal loads and pairs, tasks apart, and the same again."""

import itertools
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.assigning import Deal, ToAssign, deal, largest_remainder, order

CODERS = ("ana", "ben", "cem", "dia", "eli", "fay")
ITEMS = st.lists(
    st.builds(
        ToAssign,
        stratum=st.tuples(st.sampled_from("abc"), st.sampled_from("xy")),
        task=st.none() | st.integers(0, 12),
    ),
    min_size=1,
    max_size=80,
)


@st.composite
def dealings(
    draw: st.DrawFn, per_item: int | None = None
) -> tuple[list[ToAssign], Deal, float, int]:
    items = draw(ITEMS)
    least = per_item or 1
    coders = CODERS[: draw(st.integers(least, 6))]
    together = per_item or draw(st.integers(1, len(coders)))
    overlap = draw(st.sampled_from([0.0, 0.1, 0.25, 0.5, 2 / 3, 1.0]))
    seed = draw(st.integers(0, 99))
    dealt = deal(items, coders, overlap=overlap, coders_per_item=together, seed=seed)
    return items, dealt, overlap, together


def coders_of(dealt: Deal) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for coder, places in dealt.orders.items():
        for place in places:
            found.setdefault(place, []).append(coder)
    return found


@given(dealings())
def test_exactly_the_overlap_gets_several_coders_and_every_other_item_one(
    dealing: tuple[list[ToAssign], Deal, float, int],
) -> None:
    items, dealt, overlap, together = dealing
    given_to = coders_of(dealt)
    assert len(dealt.overlap) == round(overlap * len(items))
    for place in range(len(items)):
        assert len(given_to[place]) == (together if place in dealt.overlap else 1)


@given(dealings())
def test_no_coder_gets_an_item_twice(dealing: tuple[list[ToAssign], Deal, float, int]) -> None:
    _, dealt, _, _ = dealing
    for places in dealt.orders.values():
        assert len(set(places)) == len(places)


@given(dealings())
def test_loads_are_equal_within_one(dealing: tuple[list[ToAssign], Deal, float, int]) -> None:
    _, dealt, _, _ = dealing
    loads = [len(places) for places in dealt.orders.values()]
    assert max(loads) - min(loads) <= 1


@given(dealings(per_item=2))
def test_pairs_of_coders_are_equal_within_one(
    dealing: tuple[list[ToAssign], Deal, float, int],
) -> None:
    _, dealt, _, _ = dealing
    given_to = coders_of(dealt)
    pairs = Counter(
        pair
        for place in dealt.overlap
        for pair in itertools.combinations(sorted(given_to[place]), 2)
    )
    counts = [pairs[pair] for pair in itertools.combinations(sorted(dealt.orders), 2)]
    assert max(counts) - min(counts) <= 1


@given(dealings())
def test_larger_sets_of_coders_meet_nearly_equally(
    dealing: tuple[list[ToAssign], Deal, float, int],
) -> None:
    _, dealt, _, _ = dealing
    given_to = coders_of(dealt)
    pairs = Counter(
        pair
        for place in dealt.overlap
        for pair in itertools.combinations(sorted(given_to[place]), 2)
    )
    counts = [pairs[pair] for pair in itertools.combinations(sorted(dealt.orders), 2)]
    assert max(counts, default=0) - min(counts, default=0) <= 3


@given(dealings())
def test_the_overlap_is_spread_over_strata_in_proportion(
    dealing: tuple[list[ToAssign], Deal, float, int],
) -> None:
    items, dealt, _, _ = dealing
    sizes = Counter(item.stratum for item in items)
    chosen = Counter(items[place].stratum for place in dealt.overlap)
    for stratum, size in sizes.items():
        fair = len(dealt.overlap) * size / len(items)
        assert abs(chosen[stratum] - fair) < 1


@given(ITEMS, st.integers(0, 5))
def test_the_same_seed_gives_the_same_deal(items: list[ToAssign], seed: int) -> None:
    deals = [deal(items, CODERS[:3], overlap=0.5, coders_per_item=2, seed=seed) for _ in range(2)]
    assert deals[0] == deals[1]


def test_another_seed_gives_another_deal() -> None:
    items = [ToAssign("a", None)] * 40
    first, second = (
        deal(items, CODERS[:2], overlap=1, coders_per_item=2, seed=seed) for seed in (1, 2)
    )
    assert first.orders != second.orders


def test_coders_do_not_share_an_order() -> None:
    dealt = deal([ToAssign("a", None)] * 40, CODERS[:2], overlap=1, coders_per_item=2, seed=1)
    assert dealt.orders["ana"] != dealt.orders["ben"]


@given(st.lists(st.none() | st.integers(0, 9), min_size=1, max_size=120), st.integers(0, 99))
def test_items_of_one_task_stand_apart_wherever_that_is_possible(
    tasks: list[int | None], seed: int
) -> None:
    items = [ToAssign("a", task) for task in tasks]
    ordered = order(range(len(items)), items, str(seed))
    assert sorted(ordered) == list(range(len(items)))
    gap = min(10, -(-len(items) // 4))
    counts = Counter(task for task in tasks if task is not None)
    most = max(counts.values(), default=1)
    if (most - 1) * gap + list(counts.values()).count(most) > len(items):
        return
    last: dict[int, int] = {}
    for at, place in enumerate(ordered):
        task = tasks[place]
        if task is not None:
            assert at - last.get(task, -gap) >= gap
            last[task] = at


def test_tasks_that_cannot_stand_apart_are_dealt_all_the_same() -> None:
    items = [ToAssign("a", "only task")] * 12
    assert sorted(order(range(12), items, "1")) == list(range(12))


@given(st.lists(st.integers(0, 30), max_size=12), st.data())
def test_the_largest_remainder_allots_exactly_and_fairly(
    sizes: list[int], data: st.DataObject
) -> None:
    wanted = data.draw(st.integers(0, sum(sizes)))
    quotas = largest_remainder(sizes, wanted)
    assert sum(quotas) == wanted
    for size, quota in zip(sizes, quotas, strict=True):
        fair = size * wanted / sum(sizes) if sum(sizes) else 0
        assert abs(quota - fair) < 1
        assert quota <= size


def test_remainders_decide_in_their_order() -> None:
    assert largest_remainder([5, 3, 2], 4) == [2, 1, 1]
    assert largest_remainder([1, 1, 1], 2) == [1, 1, 0]


def test_a_hundred_coders_are_dealt_to_at_once() -> None:
    coders = [f"coder-{number}" for number in range(100)]
    dealt = deal([ToAssign("a", None)] * 500, coders, overlap=1, coders_per_item=2, seed=0)
    assert {len(places) for places in dealt.orders.values()} == {10}
