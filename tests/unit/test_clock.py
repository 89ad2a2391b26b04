import itertools
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.clock import next_clock, wall_time

MILLISECONDS = st.integers(0, 4_000_000_000_000)


@given(st.lists(MILLISECONDS, min_size=1))
def test_the_clock_only_goes_forward_whatever_the_wall_clock_does(times: list[int]) -> None:
    clocks = [0]
    for time in times:
        clocks.append(next_clock(clocks[-1], time))
    assert all(later > earlier for earlier, later in itertools.pairwise(clocks))


@given(MILLISECONDS)
def test_with_a_wall_clock_ahead_the_clock_holds_its_time(now: int) -> None:
    assert wall_time(next_clock(0, now)).timestamp() * 1000 - now < 1


def test_a_wall_clock_set_back_leaves_the_time_of_the_last_row() -> None:
    noon = int(datetime(2026, 5, 4, 12, tzinfo=UTC).timestamp() * 1000)
    last = next_clock(0, noon)
    following = next_clock(last, noon - 3_600_000)
    assert following == last + 1
    assert wall_time(following) == datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_clocks_fit_into_a_64_bit_column_for_centuries() -> None:
    year_3000 = int(datetime(3000, 1, 1, tzinfo=UTC).timestamp() * 1000)
    assert next_clock(0, year_3000) < 1 << 63
