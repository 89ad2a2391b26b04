"""How long an item was worked on: the time between keys, without the pauses."""

IDLE_SECONDS = 120.0
"""A longer pause between two keys does not count, not even its first two minutes: nobody knows
whether somebody read."""


class Stopwatch:
    """Adds up the time between keys, item by item; told the time, it never looks at a clock."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._last: float | None = None

    def key(self, item: str, at: float) -> float:
        """Note a key, before it does anything; give the seconds of the open item so far.

        The time since the key before counts for the item that lies open now: only keys change it.

        Args:
            item: the item that is open.
            at: the time in seconds, from any clock that does not go back.
        """
        if self._last is not None:
            pause = at - self._last
            if 0 < pause <= IDLE_SECONDS:
                self._seconds[item] = self.seconds(item) + pause
        self._last = at
        return self.seconds(item)

    def seconds(self, item: str) -> float:
        """How long an item was worked on."""
        return self._seconds.get(item, 0.0)
