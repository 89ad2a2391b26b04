"""On what ground the final scores of a dimension stand: what is said of agreement beside them.

Wherever means are shown it is the verdict that speaks, as on the page of agreement, never the value
alone: a value under the bar whose interval reaches it is not below the bar.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from coder_tui.analysis.measured import Measured
from coder_tui.analysis.verdicts import LEAST_ITEMS, Verdict
from coder_tui.domain.text import visible_line

LEGEND = "! agreement below the bar, ? not clear or undefined"
SHORT_LEGEND = "! below, ? unclear"
"""For the head of a list, behind the word agreement."""

_MARKS = {Verdict.REACHES: "", Verdict.BELOW: "!"}
_SHORT = {
    Verdict.REACHES: "",
    Verdict.BELOW: "agreement below the bar",
    Verdict.UNCLEAR: "agreement not clear",
    Verdict.UNDEFINED: "agreement undefined",
    Verdict.ONE_ITEM: "agreement of one item",
    Verdict.TOO_FEW: "agreement of too few items",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the agreement that the scores of a dimension rest on."""

    verdict: Verdict = Verdict.UNDEFINED
    below_bar: bool = False
    """The value alone is under the bar, whatever its interval."""
    why: str = ""
    """Why agreement is undefined, in a few words."""

    @property
    def mark(self) -> str:
        """The mark beside means: `!`, `?`, or nothing where agreement reaches the bar."""
        return _MARKS.get(self.verdict, "?")

    @property
    def short(self) -> str:
        """The mark in words; nothing where agreement reaches the bar."""
        return _SHORT[self.verdict]

    def warning(self, rest: str) -> str:
        """Say it in a sentence; nothing where agreement reaches the bar.

        Args:
            rest: what stands on weak ground: `the means rest`.
        """
        about = "agreement on this dimension"
        if self.verdict is Verdict.BELOW:
            return f"Agreement on this dimension is below the bar: {rest} on weak ground."
        if self.verdict is Verdict.UNCLEAR:
            return f"Whether {about} reaches the bar is not clear."
        if self.verdict in (Verdict.ONE_ITEM, Verdict.TOO_FEW):
            return f"Fewer than {LEAST_ITEMS} items tell nothing of {about}."
        if self.verdict is Verdict.UNDEFINED:
            why = f": {visible_line(self.why)}" if self.why else ""
            return f"Agreement on this dimension is undefined{why}."
        return ""


UNKNOWN = Ground()
"""Of a dimension that nobody has answered."""


def ground_of(measured: Measured | None) -> Ground:
    """Give the ground that agreement on a dimension is."""
    if measured is None:
        return UNKNOWN
    undefined = measured.headline.undefined
    return Ground(measured.verdict, measured.below_bar, undefined.short if undefined else "")


def grounds(agreement: Iterable[Measured], coder_kind: str) -> dict[str, Ground]:
    """Give the ground of each dimension, by its id: of the coders that final scores rest on."""
    return {
        each.dimension.id: ground_of(each) for each in agreement if each.coder_kind == coder_kind
    }
