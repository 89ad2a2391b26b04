"""Everybody is offered the same models in the same order, which is not the order of the file."""

from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.guessing import offered

NAMES = st.lists(st.text(min_size=1, max_size=5), unique=True, min_size=2, max_size=25)


@given(NAMES, st.integers(0, 99))
def test_all_names_are_offered_in_an_order_that_the_seed_gives(names: list[str], seed: int) -> None:
    assert sorted(offered(names, seed)) == sorted(names)
    assert offered(names, seed) == offered(names, seed)


def test_seeds_give_different_orders() -> None:
    assert len({offered("abcdefgh", seed) for seed in range(20)}) > 10
