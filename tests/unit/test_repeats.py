"""Silent repeats: so many, behind their originals, far enough away, and the same again."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.assigning import ToAssign, Turn, least_gap, order, with_repeats

TASKS = st.lists(st.none() | st.integers(0, 9), min_size=1, max_size=80)
SHARES = st.sampled_from([0.0, 0.05, 0.1, 0.25, 0.5])


def ordered(tasks: list[int | None], seed: str = "s") -> tuple[list[ToAssign], tuple[int, ...]]:
    items = [ToAssign(None, task) for task in tasks]
    return items, order(range(len(items)), items, seed)


def repeated(tasks: list[int | None], share: float, seed: str = "s") -> tuple[Turn, ...]:
    items, base = ordered(tasks, seed)
    return with_repeats(base, items, share=share, seed=seed)


def gaps(turns: tuple[Turn, ...]) -> list[int]:
    """How far each repeat stands behind its original."""
    first = {turn.place: at for at, turn in enumerate(turns) if not turn.again}
    return [at - first[turn.place] for at, turn in enumerate(turns) if turn.again]


@given(TASKS, SHARES)
def test_so_many_items_come_again_each_once(tasks: list[int | None], share: float) -> None:
    again = Counter(turn.place for turn in repeated(tasks, share) if turn.again)
    assert again.total() == round(share * len(tasks))
    assert set(again.values()) <= {1}


@given(TASKS, SHARES)
def test_the_first_times_keep_their_order(tasks: list[int | None], share: float) -> None:
    _, base = ordered(tasks)
    turns = repeated(tasks, share)
    assert tuple(turn.place for turn in turns if not turn.again) == base


@given(TASKS, SHARES)
def test_a_repeat_stands_far_enough_behind_its_original(
    tasks: list[int | None], share: float
) -> None:
    assert all(gap >= least_gap(len(tasks)) for gap in gaps(repeated(tasks, share)))


@given(TASKS, st.floats(0.5, 0.999))
def test_even_of_many_repeats_none_comes_before_its_original(
    tasks: list[int | None], share: float
) -> None:
    assert all(gap >= 1 for gap in gaps(repeated(tasks, share)))


def is_crowded(turns: list[Turn], at: int, tasks: list[int | None]) -> bool:
    """Whether another item of the repeat's task, or its original, stands too near."""
    gap, own = least_gap(len(tasks)), turns[at].place
    near = turns[max(0, at - gap + 1) : at] + turns[at + 1 : at + gap]
    return any(
        turn.place == own or (tasks[own] is not None and tasks[turn.place] == tasks[own])
        for turn in near
    )


@given(st.lists(st.none() | st.integers(0, 9), min_size=2, max_size=60), st.text(max_size=3))
def test_a_repeat_keeps_away_from_its_task_wherever_that_is_possible(
    tasks: list[int | None], seed: str
) -> None:
    turns = list(repeated(tasks, 1 / len(tasks), seed))
    (at,) = (place for place, turn in enumerate(turns) if turn.again)
    if is_crowded(turns, at, tasks):
        rest = turns[:at] + turns[at + 1 :]
        original = rest.index(Turn(turns[at].place))
        for other in range(original + 1, len(turns)):
            assert is_crowded([*rest[:other], turns[at], *rest[other:]], other, tasks)


@given(TASKS, SHARES)
def test_the_same_seed_gives_the_same_repeats(tasks: list[int | None], share: float) -> None:
    assert repeated(tasks, share) == repeated(tasks, share)


def test_repeats_are_spread_over_the_order_and_begin_at_no_fixed_place() -> None:
    tasks: list[int | None] = [None] * 100
    starts = set()
    for seed in range(20):
        turns = repeated(tasks, 0.1, str(seed))
        at = [place for place, turn in enumerate(turns) if turn.again]
        starts.add(at[0])
        assert at[-1] - at[0] > 20
    assert len(starts) > 5
