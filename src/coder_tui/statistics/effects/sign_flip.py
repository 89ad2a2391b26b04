"""The sign-flip test: which p the signs of the tasks give to their common direction.

Where nothing but chance is at work, a task might as well have shown the opposite. So the sum of the
tasks' contrasts is compared with the sums in which some tasks are turned round. Nothing is assumed
but that tasks are independent and that, without an effect, a task's contrasts are as likely as
their opposite; cells without any spread do no harm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coder_tui.statistics.effects.undefined import ALL_ZERO, NO_SPREAD, Undefined, too_few
from coder_tui.statistics.patterns import Numbers

EXHAUSTIVE = 17
"""Tasks up to which all flips are tried; half of them, because the opposite of all is the same."""

DRAWS = 2**14 - 1
"""Flips drawn where there are more tasks; with the study itself as many as 15 tasks have."""

TIE = 1e-9
"""Sums that differ by less, as a share of the longest possible one, differ by rounding."""

ROUNDING = 1e-18
"""A square below this, as a share of the sum of all squares, comes from rounding."""

Signs = NDArray[np.int8]

ROWS = 1 << 12
STUDIES = 64


@dataclass(frozen=True, slots=True)
class FlipTest:
    """How far the tasks point in one direction, and how often chance would do as much."""

    statistic: float | None
    """ATS, n |mean Z|^2 / tr Cov(Z); None where `undefined` says why."""
    undefined: Undefined | None
    p: float | None
    """Never 0. None only where there are fewer than two tasks."""
    tasks: int
    contrasts: int
    flips: int
    """How many ways of turning tasks round were compared, the study itself among them."""
    exhaustive: bool
    """Whether these are all; otherwise they are drawn."""
    smallest_p: float
    """The smallest p that these tasks could have given, whichever way each of them had pointed."""

    @property
    def fewest_p(self) -> float:
        """The smallest p that so many tasks can give, whatever they show."""
        return 1.0 / max(self.flips, 1)


def flip_test(contrasts: Numbers, seed: int) -> FlipTest:
    """Test whether contrasts are 0 in the mean.

    Args:
        contrasts: tasks x contrasts, nothing missing.
        seed: of the flips, where not all are tried.
    """
    tasks, size = contrasts.shape
    if tasks < 2:
        return FlipTest(None, too_few(tasks), None, tasks, size, 0, True, 1.0)
    statistic = ats(contrasts)
    exhaustive = tasks <= EXHAUSTIVE
    flips = 2 ** (tasks - 1) if exhaustive else DRAWS + 1
    # A task that shows nothing changes no sum, so that turning it only repeats each of them.
    moving = contrasts[contrasts.any(axis=1)]
    p, smallest = exact(moving) if len(moving) <= EXHAUSTIVE else (None, 1.0 / flips)
    return FlipTest(
        statistic=statistic,
        undefined=None if statistic is not None else NO_SPREAD if contrasts.any() else ALL_ZERO,
        p=p if exhaustive and p is not None else float(flipped(contrasts[None], seed)[0]),
        tasks=tasks,
        contrasts=size,
        flips=flips,
        exhaustive=exhaustive,
        smallest_p=max(smallest, 1.0 / flips),
    )


def exact(contrasts: Numbers) -> tuple[float, float]:
    """Give p by all flips, and the smallest p that the same tasks give however they are turned.

    Args:
        contrasts: of as many tasks as all flips are tried of; of none, both are 1.
    """
    if not len(contrasts):
        return 1.0, 1.0
    every = _flips(len(contrasts), 0)
    lengths = np.concatenate([_lengths(signs, contrasts[None])[:, 0] for signs in every])
    tie = TIE * len(contrasts) * float(np.square(contrasts).sum())
    seen = float(np.square(contrasts.sum(axis=0)).sum())
    return (
        float((lengths >= seen - tie).mean()),
        float((lengths >= lengths.max() - tie).mean()),
    )


def ats(contrasts: Numbers) -> float | None:
    """Give n |mean Z|^2 / tr Cov(Z) (Brunner, Dette and Munk 1997); None without any spread."""
    tasks = len(contrasts)
    mean = contrasts.mean(axis=0)
    rest = float(np.square(contrasts - mean).sum()) / (tasks - 1)
    rounding = ROUNDING * float(np.square(contrasts).sum())
    if rest <= rounding:
        return None
    length = float(mean @ mean)
    return tasks * length / rest if length > rounding else 0.0


def flipped(studies: Numbers, seed: int) -> Numbers:
    """Give the p of many studies of the same size.

    Flips leave the sum of all squares as it is, so ATS rises with the length of the sum alone.

    Args:
        studies: studies x tasks x contrasts.
        seed: of the flips, where not all are tried; all studies see the same ones.
    """
    many, tasks, _ = studies.shape
    tie = TIE * tasks * np.square(studies).sum(axis=(1, 2))
    bars = np.square(studies.sum(axis=1)).sum(axis=1) - tie
    reached = np.zeros(many, dtype=np.int64)
    compared = 0
    for signs in _flips(tasks, seed):
        compared += len(signs)
        for start in range(0, many, STUDIES):
            part = slice(start, start + STUDIES)
            reached[part] += (_lengths(signs, studies[part]) >= bars[part]).sum(axis=0)
    if tasks > EXHAUSTIVE:
        # The study itself is one of the flips that might have been drawn.
        return np.asarray((reached + 1.0) / (compared + 1.0))
    return np.asarray(reached / compared)


def _lengths(signs: Numbers, studies: Numbers) -> Numbers:
    """Give the squared lengths of the sums, flips x studies."""
    total = np.zeros((len(signs), len(studies)))
    for place in range(studies.shape[2]):
        sums = signs @ studies[:, :, place].T
        sums *= sums
        total += sums
    return total


def _flips(tasks: int, seed: int) -> Iterator[Numbers]:
    """Give rows of signs, some thousands at a time."""
    every = _all_flips(tasks) if tasks <= EXHAUSTIVE else _drawn_flips(tasks, seed)
    for start in range(0, len(every), ROWS):
        yield every[start : start + ROWS].astype(np.float64)


@lru_cache(maxsize=EXHAUSTIVE)
def _all_flips(tasks: int) -> Signs:
    """Give all flips that leave the first task as it is."""
    numbers = np.arange(2 ** (tasks - 1))[:, None]
    turned = (numbers >> np.arange(tasks)[None, ::-1]) & 1
    return (1 - 2 * turned).astype(np.int8)


@lru_cache(maxsize=4)
def _drawn_flips(tasks: int, seed: int) -> Signs:
    rng = np.random.default_rng(seed)
    return 1 - 2 * rng.integers(0, 2, size=(DRAWS, tasks), dtype=np.int8)
