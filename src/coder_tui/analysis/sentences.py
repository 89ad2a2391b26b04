"""One sentence that says what a table of conditions shows, and nothing that it does not."""

from collections.abc import Sequence
from dataclasses import dataclass

from coder_tui.domain.text import plural

DESCRIBES = (
    "Means of all final scores: a description, no test. Paired by task: `summary`, or Enter."
)
LEAST = 5
"""Final scores under both scaffolds that a difference of means takes: a convention, no test."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How one model's mean under a scaffold stands to its mean under the first one."""

    model: str
    difference: float | None
    ceiling: str
    """`all 15 at 2` where every final score under the scaffold is the highest value."""

    scores: int
    """Final scores under the scaffold or under the first one, whichever has fewer."""

    @property
    def too_few(self) -> bool:
        """Whether there are final scores under both, and too few to compare their means."""
        return 0 < self.scores < LEAST

    @property
    def same(self) -> bool:
        """Whether both means are one in the first decimal, which is what is shown.

        It is no verdict: means may be the same by chance, and hide that tasks moved both ways.
        """
        return self.difference is not None and round(self.difference, 1) == 0


def what_it_shows(
    shifts: Sequence[Shift], baseline: str, other: str, scaffolds: int, unresolved: int
) -> str:
    """Say how the models stand under one scaffold against the first.

    Args:
        shifts: one for each model.
        baseline: the first scaffold.
        other: the scaffold compared with it, chosen for the largest difference.
        scaffolds: how many scaffolds there are in all.
        unresolved: final scores still open, which no mean contains.
    """
    chosen = f"{other} is compared because means move most there. " if scaffolds > 2 else ""
    if not any(shift.difference is not None and not shift.same for shift in shifts):
        chosen = ""
    return f"{_shifts(shifts, baseline, other)}. {chosen}{_open(unresolved)}{DESCRIBES}"


def nothing_to_compare(scaffolds: int, unresolved: int, *, are_texts: bool = False) -> str:
    """Say that one scaffold alone allows no comparison, or that no mean exists."""
    why = "The values have no order, so there are counts and no means."
    if are_texts:
        why = "The values are texts, so there is only how many there are."
    elif scaffolds == 1:
        why = "There is one scaffold only, so nothing is compared."
    return (
        f"{why} {_open(unresolved)}{DESCRIBES if scaffolds == 1 and not are_texts else 'No test.'}"
    )


def _shifts(shifts: Sequence[Shift], baseline: str, other: str) -> str:
    if all(shift.same for shift in shifts):
        at_ceiling = all(shift.ceiling for shift in shifts)
        ceiling = f"; under {other} all are at the ceiling" if at_ceiling else ""
        return f"No mean moves from {baseline} under any scaffold (0.0){ceiling}"
    said: list[str] = []
    full = False
    for shift in shifts:
        said.append(_shift(shift, baseline, full=not full))
        full = full or not (shift.same or shift.difference is None)
    return f"Under {other} {'; '.join(said)}"


def _shift(shift: Shift, baseline: str, *, full: bool) -> str:
    ceiling = f" (ceiling: {shift.ceiling})" if shift.ceiling else ""
    if shift.difference is None:
        why = f"fewer than {LEAST}" if shift.too_few else "for want of"
        return f"{shift.model} cannot be compared with {baseline}, {why} final scores"
    if shift.same:
        return f"{shift.model} has the same mean (0.0){ceiling}"
    if not full:
        return f"{shift.model} {shift.difference:+.1f}{ceiling}"
    size = abs(shift.difference)
    points = "point" if round(size, 1) == 1 else "points"
    side = "above" if shift.difference > 0 else "below"
    return f"{shift.model} stands {size:.1f} {points} {side} {baseline}{ceiling}"


def _open(unresolved: int) -> str:
    if not unresolved:
        return ""
    return f"{plural(unresolved, 'score')} unresolved and in no mean. "
