"""On what ground the final scores of a dimension stand: what is said of agreement beside them.

Wherever means are shown it is the verdict that speaks, as on the page of agreement, never the value
alone: a value under the bar whose interval reaches it is not below the bar.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from coder_tui.analysis.measured import Measured
from coder_tui.analysis.numerals import probably
from coder_tui.analysis.verdicts import LEAST_ITEMS, Verdict
from coder_tui.analysis.versions import Meanings
from coder_tui.domain.text import visible_line

OTHER_MEANING = "#"

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
    likely: str = ""
    """On which side of the bar agreement probably lies, where its interval lies on both."""
    measured_by: str = ""
    """The version of the rubric that agreement is of, where the dimension meant something else in
    it; a frozen set stays under its own. Else nothing."""
    means_by: str = ""
    """The version that the scores are of; only beside `measured_by`."""

    @property
    def other_meaning(self) -> bool:
        """Whether agreement is of another meaning of the dimension, and says nothing of scores."""
        return bool(self.measured_by)

    @property
    def mark(self) -> str:
        """The mark beside means: `#`, else `!`, `?`, or nothing where agreement reaches the bar."""
        return OTHER_MEANING if self.other_meaning else _MARKS.get(self.verdict, "?")

    @property
    def short(self) -> str:
        """The mark in words; nothing where agreement reaches the bar."""
        return "agreement of another meaning" if self.other_meaning else _SHORT[self.verdict]

    def warning(self, rest: str) -> str:
        """Say it in a sentence; nothing where agreement reaches the bar.

        Args:
            rest: what stands on weak ground: `the means rest`.
        """
        about = "agreement on this dimension"
        if self.other_meaning:
            return (
                f"Agreement on this dimension is by version {visible_line(self.measured_by)} of "
                f"the rubric, scores are by version {visible_line(self.means_by)}, in which it "
                "means something else: that agreement says nothing of them."
            )
        if self.verdict is Verdict.BELOW:
            return f"Agreement on this dimension is below the bar: {rest} on weak ground."
        if self.verdict is Verdict.UNCLEAR:
            likely = f": {self.likely}" if self.likely else ""
            return f"Whether {about} reaches the bar is not clear{likely}."
        if self.verdict in (Verdict.ONE_ITEM, Verdict.TOO_FEW):
            return f"Fewer than {LEAST_ITEMS} items tell nothing of {about}."
        if self.verdict is Verdict.UNDEFINED:
            why = f": {visible_line(self.why)}" if self.why else ""
            return f"Agreement on this dimension is undefined{why}."
        return ""


UNKNOWN = Ground()
"""Of a dimension that nobody has answered."""


def ground_of(measured: Measured, bar: float) -> Ground:
    """Give the ground that agreement on a dimension is."""
    undefined = measured.headline.undefined
    likely = probably(measured.headline, bar) if measured.verdict is Verdict.UNCLEAR else ""
    why = undefined.short if undefined else ""
    return Ground(measured.verdict, measured.below_bar, why, likely)


def grounds(
    agreement: Iterable[Measured], coder_kind: str, meanings: Meanings, bar: float
) -> dict[str, Ground]:
    """Give the ground of each dimension, by its id.

    Args:
        agreement: as it is measured.
        coder_kind: of the coders that final scores rest on.
        meanings: what dimensions mean where agreement is measured, and where scores are given.
        bar: the study's.
    """
    found = {
        each.dimension.id: ground_of(each, bar)
        for each in agreement
        if each.coder_kind == coder_kind
    }
    for name in meanings.otherwise:
        known = found.get(name, UNKNOWN)
        found[name] = replace(known, measured_by=meanings.measured, means_by=meanings.in_force)
    return found


def legend(found: Iterable[Ground]) -> str:
    """Explain the marks; the rare one only where it stands."""
    other = any(each.other_meaning for each in found)
    rare = f", {OTHER_MEANING} of another meaning of the dimension" if other else ""
    return f"! agreement below the bar, ? not clear or undefined{rare}"


def short_legend(found: Iterable[Ground]) -> str:
    """Explain the marks in the head of a list, behind the word agreement."""
    other = any(each.other_meaning for each in found)
    return f"! below ? unclear {OTHER_MEANING} other" if other else "! below, ? unclear"


def other_meaning_line(found: Iterable[tuple[str, Ground]]) -> str:
    """Name the dimensions whose agreement is of another meaning; nothing where there are none.

    Args:
        found: label and ground of each dimension.
    """
    other = [(label, ground) for label, ground in found if ground.other_meaning]
    if not other:
        return ""
    names = ", ".join(visible_line(label) for label, _ in other)
    _, ground = other[0]
    return (
        f"{OTHER_MEANING} Agreement is by version {visible_line(ground.measured_by)} of the "
        f"rubric, means are by version {visible_line(ground.means_by)}, in which something else is "
        f"meant by: {names}. It says nothing of these means."
    )
