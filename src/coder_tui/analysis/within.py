"""Of which scores agreement is computed: all that count, or some of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Within:
    """Which scores count.

    Once a study is frozen, agreement is that of its reliability set. What was scored or merged
    later counts for the final scores alone, unless everything is asked for.
    """

    items: frozenset[str] | None = None
    """Blind ids; None for all items."""
    rubric: str | None = None
    """The fingerprint of the version that the scores were given under; None for all."""
    everything: bool = False
    """Also what is outside the reliability set of a frozen study."""


RELIABLE = Within()
"""All of the reliability set; of a study that is not frozen everything."""
