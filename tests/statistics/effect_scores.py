"""Scores of models under scaffolds for tests: drawn, and from the sample's design."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from coder_tui.statistics.patterns import Numbers

POINTS = (0.0, 1.0, 2.0)
DESIGN = Path(__file__).parents[2] / "sample_data" / "design.toml"


def drawn(
    tasks: int = 15, models: int = 3, scaffolds: int = 4, seed: int = 1, effect: Any = 0.0
) -> Numbers:
    """Scores 0, 1, 2 that share something within tasks; `effect` is added to what is behind."""
    rng = np.random.default_rng(seed)
    behind = rng.normal(0, 0.7, (tasks, 1, 1)) + rng.normal(0, 0.7, (tasks, models, scaffolds))
    return np.digitize(behind + effect, [-0.5, 0.5]).astype(np.float64)


@st.composite
def studies(draw: st.DrawFn, least: int = 2, most: int = 7, still: bool = True) -> Numbers:
    """Small studies of every shape, some of them with cells that do not vary."""
    shape = (draw(st.integers(least, most)), draw(st.integers(2, 3)), draw(st.integers(2, 4)))
    scores = draw(arrays.arrays(np.float64, shape, elements=st.sampled_from(POINTS)))
    if still and draw(st.booleans()):
        scores[:, 0] = draw(st.sampled_from(POINTS))
    return scores


def planted(dimension: str) -> Numbers:
    """The true scores of the sample's transcripts, tasks x systems x scaffolds."""
    design = tomllib.loads(DESIGN.read_text())
    place = design["dimensions"].index(dimension)
    return np.array(
        [
            [
                [cells[f"{system}/{scaffold}"][place][0] for scaffold in design["scaffolds"]]
                for system in ("system-a", "system-b", "system-c")
            ]
            for cells in design["truth"].values()
        ],
        dtype=np.float64,
    )
