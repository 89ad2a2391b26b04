"""Times as people read them."""

import pytest

from coder_tui.domain.moments import moment


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        ("2026-11-22T06:47:42.414+00:00", "2026-11-22 06:47 UTC"),
        ("2026-11-22T00:30:00+02:00", "2026-11-21 22:30 UTC"),
        ("no time", "no time"),
        ("", ""),
    ],
)
def test_a_time_is_said_to_the_minute_in_utc_and_what_is_none_as_it_is(
    recorded: str, said: str
) -> None:
    assert moment(recorded) == said
