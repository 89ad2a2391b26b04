"""Simulated studies of three models under four scaffolds on fifteen tasks, scores 0, 1 and 2.

Behind each score is a normal number of variance 1: the system's mean, a part that the scores of one
task share, and noise; it is cut at two thresholds, which at mean 0 give scores 30, 40 and 30 times
in a hundred. What is set are the expected scores of the twelve systems, except where effects are to
add up on the scale behind.
"""

from dataclasses import dataclass
from functools import cache
from math import inf

import numpy as np
from scipy.special import ndtr

from coder_tui.statistics.patterns import Numbers

MODELS, SCAFFOLDS, TASKS = 3, 4, 15
POINTS = (0.0, 1.0, 2.0)
CUT = 0.5244


def expected(mean: Numbers) -> Numbers:
    """The expected score of a number with this mean behind it."""
    return np.asarray(ndtr(mean - CUT) + ndtr(mean + CUT))


@cache
def _grid() -> tuple[Numbers, Numbers]:
    behind = np.linspace(-6.0, 6.0, 4001)
    return expected(behind), behind


def behind(score: Numbers) -> Numbers:
    """The mean of the number behind an expected score; at an end of the scale it is infinite."""
    found = np.interp(score, *_grid())
    return np.where(score >= 2.0, inf, np.where(score <= 0.0, -inf, found))


@dataclass(frozen=True, slots=True)
class Shared:
    """The share of the variance that scores of one task have in common."""

    task: float = 0.4
    task_model: float = 0.0
    task_scaffold: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of study."""

    name: str
    what: str
    means: Numbers
    """Models x scaffolds; of the numbers behind."""
    shared: Shared = Shared()

    def draw(self, studies: int, rng: np.random.Generator) -> Numbers:
        """Studies x tasks x models x scaffolds."""
        size = (studies, TASKS, MODELS, SCAFFOLDS)
        shared = self.shared
        noise = 1.0 - shared.task - shared.task_model - shared.task_scaffold
        numbers = noise**0.5 * rng.standard_normal(size)
        numbers += shared.task**0.5 * rng.standard_normal((studies, TASKS, 1, 1))
        numbers += shared.task_model**0.5 * rng.standard_normal((studies, TASKS, MODELS, 1))
        numbers += shared.task_scaffold**0.5 * rng.standard_normal((studies, TASKS, 1, SCAFFOLDS))
        numbers += self.means
        return (numbers > -CUT).astype(np.float64) + (numbers > CUT)


def added(models: tuple[float, ...], scaffolds: tuple[float, ...]) -> Numbers:
    return np.add.outer(np.array(models), np.array(scaffolds))


LEVEL = (0.0, 0.0, 0.0, 0.0)

NULLS = (
    Kind("N0", "all equal", behind(added((1.0, 1.0, 1.0), LEVEL))),
    Kind("N1", "additive, .5 to 2", behind(added((0.5, 0.8, 1.2), (0.0, 0.25, 0.5, 0.8)))),
    Kind("N2", "additive near the ceiling", behind(added((1.5, 1.7, 1.8), (0.0, 0.05, 0.1, 0.16)))),
    Kind("N3", "one model all at 2", behind(added((1.0, 1.4, 2.0), LEVEL))),
    Kind(
        "N4",
        "task x model",
        behind(added((0.7, 1.0, 1.3), LEVEL)),
        Shared(task=0.1, task_model=0.5),
    ),
    Kind(
        "N5",
        "task x scaffold",
        behind(added((1.0, 1.0, 1.0), (-0.3, -0.1, 0.1, 0.3))),
        Shared(task=0.1, task_scaffold=0.5),
    ),
)
"""Nothing to be found: expected scores add up."""


def rising(effect: float, task: float) -> Kind:
    """One model rises evenly around the middle of the scale; the others stay there."""
    means = np.ones((MODELS, SCAFFOLDS))
    means[0] += effect * np.linspace(-0.5, 0.5, SCAFFOLDS)
    return Kind("P1", f"one model rises by {effect:.2g}", behind(means), Shared(task=task))


def single(effect: float, task: float) -> Kind:
    """One system stands above all the others, which are equal."""
    means = np.full((MODELS, SCAFFOLDS), 0.8)
    means[0, -1] += effect
    return Kind("P1", f"one cell higher by {effect:.2g}", behind(means), Shared(task=task))


def at_ceilings() -> Kind:
    """Two models at the ceiling, the third rises by a point."""
    means = np.full((MODELS, SCAFFOLDS), 1.95)
    means[0] = 0.9 + np.linspace(0.0, 1.0, SCAFFOLDS)
    return Kind("P2", "rises by 1, the others at 1.95", behind(means))


WARNING = Kind(
    "L2",
    "effects add up behind the scores, ceiling",
    added((-0.4, 0.6, 2.2), (0.0, 0.5, 1.0, 1.5)),
)
"""Scores in which a test finds an interaction that the numbers behind them do not have."""
