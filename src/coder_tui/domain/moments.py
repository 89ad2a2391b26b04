"""Times as people read them."""

from datetime import UTC, datetime


def moment(recorded: str) -> str:
    """Give a recorded time to the minute: `2026-11-22 06:47 UTC`; what is no time as it is.

    >>> moment("2026-11-22T06:47:42.414+00:00")
    '2026-11-22 06:47 UTC'
    """
    try:
        at = datetime.fromisoformat(recorded)
    except ValueError:
        return recorded
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
