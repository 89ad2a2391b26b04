"""The present time as rows hold it."""

from datetime import UTC, datetime


def now() -> str:
    """Give the present time as ISO 8601 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
