"""Several tests at once."""

from collections.abc import Sequence


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
