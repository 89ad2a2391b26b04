"""Where an interval is known to be too short, the reader is told beside it, and nowhere else."""

import numpy as np
import pytest

from coder_tui.domain.rubric import Level
from coder_tui.statistics.measure import Measured, measure
from coder_tui.statistics.patterns import MISSING, Patterns, Scale

SCALE = Scale(("0", "1", "2"), Level.ORDINAL)
NAMES = tuple("abcdefgh")
SAID = "Read the interval as too short"


def studied(coders: int, items: int, *, alike: bool = True, draws: int = 200) -> Measured:
    """A study in which nearly all scores are 0, or each third of the items has its own value."""
    codes = np.zeros((items, coders), dtype=np.int64)
    if not alike:
        codes[:] = (np.arange(items) % 3)[:, None]
    codes[0, 0], codes[1, :] = 1, 2
    patterns = Patterns.of_items(codes, NAMES[:coders])
    return measure(patterns, SCALE, seed=1, draws=draws)


def told(found: Measured) -> set[str]:
    return {each.name for each in found.coefficients if SAID in each.note}


@pytest.mark.parametrize("coders", [4, 5, 8])
def test_many_coders_of_few_items_at_the_ceiling_are_told(coders: int) -> None:
    assert told(studied(coders, 16)) == {"fleiss_kappa", "krippendorff_alpha"}


@pytest.mark.parametrize(
    "found",
    [
        studied(3, 16),
        studied(5, 40),
        studied(5, 16, alike=False),
        studied(5, 16, draws=0),
    ],
    ids=["few coders", "many items", "values differ", "no interval"],
)
def test_nobody_else_is(found: Measured) -> None:
    assert told(found) == set()


def test_coders_who_each_have_some_of_the_items_are_few() -> None:
    codes = np.full((20, 5), MISSING, dtype=np.int64)
    for item in range(20):
        codes[item, item % 5] = codes[item, (item + 1) % 5] = 0
    codes[0, 0] = 1
    found = measure(Patterns.of_items(codes, NAMES[:5]), SCALE, seed=1, draws=200)
    assert told(found) == set()


def test_the_note_stands_beside_the_other_notes() -> None:
    codes = np.zeros((16, 5), dtype=np.int64)
    codes[0, 0] = 1
    found = measure(Patterns.of_items(codes, NAMES[:5]), SCALE, seed=1, draws=200)
    alpha = found.find("krippendorff_alpha")
    assert alpha.value == 0
    assert alpha.note.startswith("One score differs from all others")
    assert SAID in alpha.note
