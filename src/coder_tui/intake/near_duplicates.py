"""Items that are nearly the same text: found by sketches, confirmed by rapidfuzz.

Comparing all pairs is quadratic. A sketch is the 64 smallest of a hash over windows of twelve
bytes; texts that are 90 % alike share much of it, so only items that share some are compared.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

SKETCH = 64
KEYS = 12
"""How many of a sketch's values are looked up; items must share `SHARED_KEYS` of them."""
SHARED_KEYS = 3
LEAST_COMMON = 8
"""Texts that are 90 % alike share at least one in so many of their sketches' values."""
COMMON = 50
"""Of items that share a value with more than so many others, only neighbours become pairs."""
MAX_COMPARED = 2_000
MAX_WORK = 10**11
"""Product of the lengths of two texts, over all pairs compared: some seconds."""
THRESHOLD = 90.0

_ODD = np.uint64(0x9E3779B97F4A7C15)
_LOW = np.uint64(0xFFFFFFFF)
_TOP = np.uint64(1 << 63)
_SMALL = np.uint64(1 << 60)
_WINDOW = 16

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two items and how alike they are, in per cent."""

    first: int
    second: int
    alike: float


class Sketches:
    """Collects one sketch per item; items are numbered in the order in which they come."""

    def __init__(self) -> None:
        self._sketches: list[Hashes] = []

    def add(self, text: str) -> None:
        """Add the next item's text."""
        self._sketches.append(_sketch(text.encode("utf-8", "surrogatepass")))

    def pairs(self, text_of: Callable[[int], str]) -> tuple[list[NearDuplicate], bool]:
        """Find the pairs at least `THRESHOLD` per cent alike, the most alike first.

        Returns:
            The pairs, and whether there were more candidates than could be compared.
        """
        found, work = [], 0
        candidates = self._candidates()
        for first, second in candidates[:MAX_COMPARED]:
            one, other = text_of(first), text_of(second)
            work += 0 if one == other else len(one) * len(other)
            if work > MAX_WORK:
                break
            alike = fuzz.ratio(one, other, score_cutoff=THRESHOLD)
            if alike:
                found.append(NearDuplicate(first, second, alike))
        found.sort(key=lambda pair: (-pair.alike, pair.first, pair.second))
        return found, len(candidates) > MAX_COMPARED or work > MAX_WORK

    def _candidates(self) -> list[tuple[int, int]]:
        """Give the pairs that share enough values, those that share most of their sketch first."""
        count = len(self._sketches)
        pairs, shared = _sharing([sketch[:KEYS] for sketch in self._sketches])
        known = np.array([min(SHARED_KEYS, len(sketch)) for sketch in self._sketches])
        if not len(pairs):
            return []
        enough = shared >= np.minimum(known[pairs // count], known[pairs % count])
        pairs, shared = pairs[enough], shared[enough]
        likeliest = pairs[np.argsort(-shared, kind="stable")][: 10 * MAX_COMPARED]
        ranked = []
        for first, second in (divmod(int(pair), count) for pair in likeliest):
            one, other = self._sketches[first], self._sketches[second]
            common = len(np.intersect1d(one, other, assume_unique=True))
            if common * LEAST_COMMON >= min(len(one), len(other)):
                ranked.append((-common, first, second))
        return [(first, second) for _, first, second in sorted(ranked)]


def _sharing(keys: list[Hashes]) -> tuple[Places, Places]:
    """Give the pairs of items that share a key, as first * n + second, and how many they share."""
    owners = np.repeat(np.arange(len(keys)), [len(each) for each in keys])
    values = np.concatenate([np.empty(0, np.uint64), *keys])
    by_value = np.lexsort((owners, values))
    owners, values = owners[by_value], values[by_value]
    _, group, sizes = np.unique(values, return_inverse=True, return_counts=True)
    small = sizes[group] <= COMMON
    found = [
        owners[:-lag][alike] * len(keys) + owners[lag:][alike]
        for lag, alike in _alike(values, small)
    ]
    return np.unique(np.concatenate([np.empty(0, np.int64), *found]), return_counts=True)


def _alike(values: Hashes, small: NDArray[np.bool_]) -> Iterable[tuple[int, NDArray[np.bool_]]]:
    """Give, for each distance in the sorted values, where two stand that are the same."""
    for lag in range(1, min(COMMON, len(values))):
        alike = values[:-lag] == values[lag:]
        if lag > 1:
            alike &= small[lag:]
        if not alike.any():
            return
        yield lag, alike


def _sketch(data: bytes) -> Hashes:
    """Give the smallest distinct hashes of the windows, sorted.

    Windows behind a byte that 32 divides (a space is one) come first; they are enough where
    there are many, and the others of a long text need not be looked at.
    """
    padded = data + bytes(_WINDOW)
    behind = np.flatnonzero(np.frombuffer(data, np.uint8) & 31 == 0) + 1
    hashes = _hashes(padded, behind) & ~_TOP
    if len(hashes) < 4 * SKETCH:
        rest = _hashes(padded, np.arange(max(1, len(data) - 11))) | _TOP
        hashes = np.concatenate([hashes, rest])
    smallest = hashes[hashes < _SMALL] if len(hashes) > 32 * SKETCH else hashes
    hashes = smallest if len(smallest) >= 4 * SKETCH else hashes
    hashes.sort()
    distinct = np.flatnonzero(hashes[1:] != hashes[:-1])[: SKETCH - 1] + 1
    sketch: Hashes = hashes[np.concatenate([[0], distinct])]
    return sketch


def _hashes(padded: bytes, places: Places) -> Hashes:
    """Hash the twelve bytes at each place."""
    words: Hashes = np.ndarray((len(padded) - 7,), dtype="<u8", buffer=padded, strides=(1,))
    inside = places[places <= len(padded) - _WINDOW]
    hashes = words[inside] * _ODD
    hashes ^= hashes >> np.uint64(29)
    hashes += words[inside + 8] & _LOW
    hashes *= _ODD
    hashes ^= hashes >> np.uint64(32)
    return hashes
