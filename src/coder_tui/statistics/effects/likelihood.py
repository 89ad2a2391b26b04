"""The likelihood of a cumulative-probit model with a normal effect of each task.

Behind each score stands a number: that of its system, plus that of its task, plus noise. The score
is the category between whose thresholds the number falls. scipy is imported where it is used,
because nothing else here needs it and it takes longer to load than all the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import pi, sqrt, tanh

import numpy as np

from coder_tui.statistics.patterns import Codes, Numbers

STEP = 0.1
REACH = 8.0
"""Nodes for the task's effect, in its standard deviations. The trapezoidal rule converges
geometrically for such integrands (Trefethen and Weideman 2014), and its nodes are close where it
matters; those of Gauss and Hermite lie far out."""

LIMIT = 4.0
"""Of the tasks' standard deviation, that of the noise being 1. Where every task gives one score
throughout, the likeliest one is infinite; and far beyond this the nodes are too far apart."""

TINY = 1e-300
FAR = 50.0
"""Of the logarithm of a distance: beyond it the search would meet numbers without end."""


def nodes() -> tuple[Numbers, Numbers]:
    """Give the nodes and the logarithms of their weights."""
    places = np.arange(-REACH, REACH + STEP / 2, STEP)
    weights = -np.square(places) / 2
    return places, weights - np.log(np.exp(weights).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What was seen, and which systems may differ how."""

    counted: Numbers
    """Tasks x (categories x cells); 1 where the task has that category in that cell."""
    design: Numbers
    """Cells x effects, with orthonormal columns."""
    ridge: float

    @classmethod
    def of(cls, codes: Codes, design: Numbers, ridge: float) -> "Model":
        """Make one of categories 0, 1, ..., tasks x cells, all of which occur."""
        counted = codes[:, None, :] == np.arange(codes.max() + 1)[None, :, None]
        return cls(counted.reshape(len(codes), -1).astype(np.float64), design, ridge)

    @property
    def categories(self) -> int:
        """How many categories there are."""
        return int(self.counted.shape[1]) // len(self.design)


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """The parameters as the search sees them.

    A first threshold, logarithms of the distances to the next ones, effects, and the standard
    deviation of the tasks, whose sign means nothing and which is bent to stay under its limit.
    """

    first: float
    steps: Numbers
    effects: Numbers
    sd: float

    @classmethod
    def of(cls, packed: Numbers, categories: int) -> "Parameters":
        """Unpack them."""
        cut = categories - 1
        sd = LIMIT * tanh(float(packed[-1]) / LIMIT)
        return cls(float(packed[0]), packed[1:cut], packed[cut:-1], sd)

    @property
    def thresholds(self) -> Numbers:
        """Where one category ends and the next begins."""
        return self.first + np.concatenate([[0.0], np.cumsum(self.distances)])

    @property
    def distances(self) -> Numbers:
        """Each threshold's from the one before; the search may ask for one without end."""
        return np.exp(np.minimum(self.steps, FAR))


def start(model: Model) -> Numbers:
    """Give parameters to begin with: no effects, categories as often as they were seen."""
    from scipy.special import ndtri

    often = model.counted.reshape(len(model.counted), model.categories, -1).sum(axis=(0, 2))
    below = np.cumsum(often)[:-1] / often.sum()
    thresholds = ndtri(below) * sqrt(1.25)
    effects = np.zeros(model.design.shape[1])
    return np.concatenate([thresholds[:1], np.log(np.diff(thresholds)), effects, [0.5]])


def objective(model: Model) -> Callable[[Numbers], tuple[float, Numbers]]:
    """Give what is to be made small: minus the log-likelihood, with a ridge, and its gradient.

    The ridge lies on the cells' distances from their mean, in every model alike, so that the
    larger of two models never fits worse.
    """
    from scipy.special import ndtr

    places, log_weights = nodes()

    def evaluate(packed: Numbers) -> tuple[float, Numbers]:
        now = Parameters.of(packed, model.categories)
        lines = (model.design @ now.effects)[:, None] + now.sd * places
        bounds = np.concatenate([[-np.inf], now.thresholds, [np.inf]])[:, None, None] - lines
        low, high = bounds[:-1], bounds[1:]
        # Differences of the small tails keep their digits; those of the large ones do not.
        mirrored = low > 0
        chance = np.where(mirrored, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low))
        chance = np.maximum(chance, TINY)
        logs = np.log(chance).reshape(model.counted.shape[1], -1)
        joint = model.counted @ logs + log_weights
        most = joint.max(axis=1, keepdims=True)
        shares = np.exp(joint - most)
        sums = shares.sum(axis=1, keepdims=True)
        value = float((np.log(sums) + most).sum())
        posterior = (model.counted.T @ (shares / sums)).reshape(chance.shape)
        gradient = _gradient(now, posterior / chance, bounds, places, model.design)
        gradient[model.categories - 1 : -1] -= model.ridge * now.effects
        penalty = model.ridge / 2 * float(now.effects @ now.effects)
        return penalty - value, -gradient

    return evaluate


def _gradient(
    now: Parameters, rate: Numbers, bounds: Numbers, places: Numbers, design: Numbers
) -> Numbers:
    """Give the slope of the log-likelihood along each parameter, by the chain rule.

    Args:
        now: the parameters.
        rate: categories x cells x nodes; the slope along each category's probability.
        bounds: the ends of the categories from the middle of the noise.
        places: the nodes.
        design: cells x effects.
    """
    # What is so far away that its square has no number has no density either.
    with np.errstate(over="ignore"):
        density = np.exp(-np.square(bounds) / 2) / sqrt(2 * pi)
    by_end = (rate[:-1] - rate[1:]) * density[1:-1]
    along_line = -(rate * (density[1:] - density[:-1])).sum(axis=0)
    by_threshold = by_end.sum(axis=(1, 2))
    after = np.cumsum(by_threshold[::-1])[::-1]
    return np.concatenate(
        [
            after[:1],
            after[1:] * now.distances,
            design.T @ along_line.sum(axis=1),
            [float((along_line @ places).sum()) * (1.0 - (now.sd / LIMIT) ** 2)],
        ]
    )


def log_likelihood(model: Model, packed: Numbers) -> float:
    """Give the log-likelihood itself, without the ridge."""
    value, _ = objective(model)(packed)
    effects = Parameters.of(packed, model.categories).effects
    return model.ridge / 2 * float(effects @ effects) - value
