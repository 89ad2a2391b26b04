"""Scores as patterns: each way in which an item was scored, and how many items were scored so.

Everything that is computed of a sample of items depends on these alone, so that the cost does not
grow with the number of items, and drawing items again is drawing patterns by their frequencies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, log2

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coder_tui.domain.rubric import Level

Codes = NDArray[np.int64]
Numbers = NDArray[np.float64]

MISSING = -1

KEY_BITS = 62


@dataclass(frozen=True, slots=True)
class Scale:
    """The declared scale: its values in order, and what their distances mean."""

    values: tuple[str, ...]
    level: Level
    """Nominal, ordinal, interval or ratio."""

    def __post_init__(self) -> None:
        if not self.values or len(set(self.values)) < len(self.values):
            raise ValueError("a scale has at least one value, and each value once")
        if self.level in (Level.MULTI, Level.TEXT):
            raise ValueError(f"level {self.level.value} has no scale of single values")
        if self.has_numbers and any(_number(value) is None for value in self.values):
            raise ValueError(f"the values of a scale of level {self.level.value} are numbers")

    @property
    def size(self) -> int:
        """How many values there are; q in the formulas."""
        return len(self.values)

    @property
    def has_numbers(self) -> bool:
        """Whether the values are numbers whose differences mean something."""
        return self.level in (Level.INTERVAL, Level.RATIO)

    @property
    def positions(self) -> Numbers:
        """Where each value stands: its number on an interval or ratio scale, else its place."""
        if self.has_numbers:
            return np.array([float(value) for value in self.values])
        return np.arange(self.size, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Distinct patterns of scores of one dimension by one ordered set of coders.

    Attributes:
        coders: what the C coders are called.
        codes: P x C; the place of each score on the scale, -1 where there is none.
        times: P; how many items look like that.
    """

    coders: tuple[str, ...]
    codes: Codes
    times: Codes

    def __post_init__(self) -> None:
        if self.codes.shape != (len(self.times), len(self.coders)):
            raise ValueError(
                f"codes of shape {self.codes.shape} for {len(self.times)} patterns of "
                f"{len(self.coders)} coders"
            )

    @classmethod
    def of_items(
        cls, codes: ArrayLike, coders: Sequence[str], times: ArrayLike | None = None
    ) -> "Patterns":
        """Put like items together; items without any score are left out.

        Args:
            codes: items x coders, -1 where a score is missing.
            coders: what the coders are called.
            times: how often each row stands; once, if not given.
        """
        given = np.asarray(codes, dtype=np.int64).reshape(-1, len(coders))
        frequency = np.ones(len(given), np.int64) if times is None else np.asarray(times, np.int64)
        kept = (given != MISSING).any(axis=1) & (frequency > 0)
        distinct, which = _distinct(given[kept])
        # Sums of whole numbers below 2 ** 53 are exact in floating point.
        total = np.bincount(which, frequency[kept], minlength=len(distinct))
        return cls(tuple(coders), distinct, total.astype(np.int64))

    @property
    def items(self) -> int:
        """How many items there are."""
        return int(self.times.sum())

    def unordered(self) -> "Patterns":
        """Forget who gave which score: enough for what treats all coders alike, and fewer."""
        return Patterns.of_items(-np.sort(-self.codes, axis=1), self.coders, self.times)

    def of(self, coders: Sequence[str]) -> "Patterns":
        """Give the patterns of some of the coders, in the order asked for."""
        places = [self.coders.index(coder) for coder in coders]
        return Patterns.of_items(self.codes[:, places], coders, self.times)

    def scored_by_all(self) -> "Patterns":
        """Give the patterns without any missing score."""
        kept = (self.codes != MISSING).all(axis=1)
        return Patterns(self.coders, self.codes[kept], self.times[kept])


def places_of(codes: Codes, patterns: Patterns) -> NDArray[np.intp]:
    """Say which pattern each item shows.

    Args:
        codes: items x coders.
        patterns: what these items, perhaps among others, were put together to.

    Returns:
        The pattern's place; as many as there are patterns for an item without any score.
    """
    distinct, which = _distinct(np.vstack([patterns.codes, codes]))
    place = np.full(len(distinct), len(patterns.times), dtype=np.intp)
    place[which[: len(patterns.codes)]] = np.arange(len(patterns.codes))
    return place[which[len(patterns.codes) :]]


def _distinct(codes: Codes) -> tuple[Codes, NDArray[np.intp]]:
    """Give the different rows in order, and which of them each row is."""
    coders = codes.shape[1]
    size = int(codes.max(initial=MISSING)) + 2
    if coders * log2(size) > KEY_BITS or codes.min(initial=MISSING) < MISSING:
        distinct, which = np.unique(codes, axis=0, return_inverse=True)
        return distinct, which.reshape(-1)
    # A row of digits is one number, and numbers are sorted far quicker than rows.
    powers = size ** np.arange(coders - 1, -1, -1, dtype=np.int64)
    keys = (codes + 1) @ powers
    if size**coders <= len(codes):
        used = np.bincount(keys, minlength=size**coders) > 0
        found, which = np.flatnonzero(used), (np.cumsum(used) - 1)[keys]
    else:
        found, which = np.unique(keys, return_inverse=True)
    return found[:, None] // powers % size - 1, which.reshape(-1)


def _number(text: str | None) -> float | None:
    """Give the number that a text says, None where it says none."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if isfinite(number) else None


def check_codes(patterns: Patterns, scale: Scale) -> None:
    """Refuse codes that are no place on the scale.

    Raises:
        ValueError: a code is below -1 or not below the number of values.
    """
    codes = patterns.codes
    if codes.size and (codes.min() < MISSING or codes.max() >= scale.size):
        raise ValueError(f"codes from {codes.min()} to {codes.max()} on {scale.size} values")
