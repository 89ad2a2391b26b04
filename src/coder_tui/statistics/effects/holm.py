"""Several tests at once."""

from collections.abc import Sequence

from coder_tui.statistics.effects.sign_flip import FlipTest

LEVEL = 0.05
"""At which something counts as found."""


def holm(pvalues: Sequence[float | None]) -> list[float | None]:
    """Adjust p so that the chance of any false finding among them stays what it is (Holm 1979).

    Args:
        pvalues: of all tests of the family; one without a p is no test, and stays without.
    """
    there = sorted(
        ((p, place) for place, p in enumerate(pvalues) if p is not None),
        key=lambda each: each[0],
    )
    adjusted: list[float | None] = [None] * len(pvalues)
    most = 0.0
    for before, (p, place) in enumerate(there):
        most = max(most, min(1.0, (len(there) - before) * p))
        adjusted[place] = most
    return adjusted


def holm_of_flips(tests: Sequence[FlipTest]) -> list[float | None]:
    """Adjust the p of those tests that could find anything at the level; others have none.

    A test that could not, however its tasks had pointed, can find nothing falsely either. Which
    these are depends on nothing that chance turns round, so that leaving them out costs nothing
    (Tarone 1990).
    """
    return holm([test.p if test.smallest_p < LEVEL else None for test in tests])
