"""What is tested, as numbers per task: orthonormal contrasts of its scores."""

import numpy as np

from coder_tui.statistics.intervals import STILL
from coder_tui.statistics.patterns import Numbers


def helmert(size: int) -> Numbers:
    """Give the size - 1 orthonormal contrasts that compare each level with those before it."""
    rows = np.zeros((size - 1, size))
    for place in range(1, size):
        rows[place - 1, :place] = -1.0
        rows[place - 1, place] = place
        rows[place - 1] /= np.sqrt(place * (place + 1.0))
    return rows


def of_interaction(models: int, scaffolds: int) -> Numbers:
    """Give the (m - 1)(s - 1) contrasts in which neither factor alone has a part."""
    return np.asarray(np.kron(helmert(models), helmert(scaffolds)), dtype=np.float64)


def of_main_effects(models: int, scaffolds: int) -> Numbers:
    """Give the contrasts of the models, then those of the scaffolds."""
    even_models, even_scaffolds = (np.full((1, n), n**-0.5) for n in (models, scaffolds))
    return np.vstack(
        [np.kron(helmert(models), even_scaffolds), np.kron(even_models, helmert(scaffolds))]
    )


def contrasted(scores: Numbers, rows: Numbers) -> Numbers:
    """Give the contrasts of every task, tasks x contrasts.

    What is left by rounding is 0, so that an effect that is not there does not get a sign.

    Args:
        scores: tasks x models x scaffolds, or tasks x scaffolds; nothing missing.
        rows: contrasts x cells.
    """
    flat = scores.reshape(len(scores), rows.shape[1])
    found: Numbers = flat @ rows.T
    return np.where(np.abs(found) <= STILL * np.abs(flat).max(initial=0.0), 0.0, found)


def complete(scores: Numbers) -> Numbers:
    """Give the tasks in which nothing is missing."""
    return scores[~np.isnan(scores).any(axis=tuple(range(1, scores.ndim)))]


def midranks(scores: Numbers) -> Numbers:
    """Give every score its place among all of them, ties sharing the mean of theirs."""
    _, which, times = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = np.cumsum(times) - (times - 1) / 2.0
    found: Numbers = ranks[which].reshape(scores.shape)
    return found
