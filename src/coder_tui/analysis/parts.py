"""What agreement is divided by: the parts of a study, and the items that stand in them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from coder_tui.analysis.headlines import Rows
from coder_tui.analysis.over_time import Drifting
from coder_tui.domain.rubric import Rubric

By = Literal["scaffold", "model", "stratum", "rubric", "freeze", "time"]
EVERY_BY: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the scores, by what they have in common."""

    by: By
    name: str
    """What the reader is told: `model-a under C1`. Models and scaffolds are not our words."""
    facts: Mapping[str, str | int | None]
    """The same for programs."""

    @property
    def group(self) -> str:
        """What several slices stand under: the model; nothing where they stand alone."""
        return str(self.facts["model"]) if self.by == "stratum" else ""

    @property
    def short(self) -> str:
        """The name under that heading: the scaffold."""
        return str(self.facts["scaffold"]) if self.by == "stratum" else self.name


@dataclass(frozen=True, slots=True)
class SharedItem:
    """One item with the values that two or more coders of a kind gave on a dimension."""

    item: str
    coders: tuple[str, ...]
    """Under the numbers that agreement is computed with, in order."""
    values: tuple[str, ...]
    versions: tuple[str, ...]
    """Fingerprints of the versions of the rubric that each value was given under."""


Key = tuple[str, str]
"""Kind of coder and dimension."""
Found = Mapping[Key, Sequence[SharedItem]]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a study can be divided by, as far as this reader may see it."""

    strata: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Model and scaffold of each item; a scaffold without a name is empty."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints of the versions of the rubric, in order of their adoption, and their names."""
    stretches: Mapping[Key, Sequence[Sequence[str]]] = field(default_factory=dict)
    """The items of each stretch of time."""
    over_time: Mapping[Key, Drifting] = field(default_factory=dict)
    """What was computed of these stretches."""
    later: Found | None = None
    """All scores up to the present, where some are outside the frozen ones; None if not frozen."""
    before: Mapping[str, Found] = field(default_factory=dict)
    """By the fingerprint of a version that is not in force: the scores as they stood under it."""
    rubrics: Mapping[str, Rubric] = field(default_factory=dict)
    """The versions themselves."""
    in_force: str = ""
    """Fingerprint of the one in force."""
    measured_by: str = ""
    """Fingerprint of the one by which agreement is measured: a frozen set stays under its own."""


def rows_of(answered: Sequence[SharedItem]) -> Rows:
    """Count items that look alike."""
    return Counter((each.coders, each.values) for each in answered)
