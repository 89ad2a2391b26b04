"""A hybrid logical clock: wall time where it moves forward, a counter where it does not."""

from datetime import UTC, datetime

_COUNTER_BITS = 16


def next_clock(last: int, now_ms: int) -> int:
    """Give the clock of the next row: later than `last`, and at least the wall time.

    Args:
        last: the highest clock seen in the file, 0 if none.
        now_ms: milliseconds since the epoch.
    """
    return max(last + 1, now_ms << _COUNTER_BITS)


def wall_time(clock: int) -> datetime:
    """Give the wall time that a clock holds."""
    return datetime.fromtimestamp((clock >> _COUNTER_BITS) / 1000, UTC)
