"""How slices of agreement are written: titles of their sorts, and a line that sums many up."""

from collections import Counter
from collections.abc import Mapping, Sequence

from coder_tui.analysis.numerals import number, short_name
from coder_tui.analysis.parts import By
from coder_tui.analysis.slices import MOST_WITH_INTERVALS, Sliced
from coder_tui.analysis.verdicts import Verdict
from coder_tui.analysis.version_parts import WHAT_COUNTED
from coder_tui.domain.text import plural, visible_line

TITLES: Mapping[By, str] = {
    "scaffold": "by scaffold",
    "model": "by model",
    "stratum": "by model and scaffold",
    "rubric": "by version of the rubric",
    "freeze": "before freezing and after",
    "time": "over time",
}

MEANING = (
    "Each part is measured like all items: the same coefficient, an interval of its own. Parts are "
    "small, so intervals are wide, and with many parts some are low by chance: a difference "
    "between two parts whose intervals overlap shows little. In a stretch of time stand items "
    "whose last coder submitted them then. Under a version of the rubric stand the scores that "
    "were given under it; items scored under several stand apart; an item "
    "scored again stands under each."
)
COUNTED = (
    f"`{WHAT_COUNTED['counted']}` a version: with the scores under earlier versions that counted "
    "until this one ended."
)
NO_INTERVALS = (
    f"With more than {MOST_WITH_INTERVALS} parts there are values and no intervals, so that a part "
    "is held against the bar by its value alone."
)


def meaning_of(found: Sequence[Sliced]) -> str:
    """Say what parts are, and why they have no intervals where there are too many of them."""
    counted = any("counted" in each.slice.facts for each in found)
    many = len(found) > MOST_WITH_INTERVALS
    said = (MEANING, COUNTED if counted else "", NO_INTERVALS if many else "")
    return " ".join(filter(None, said))


def summary_of(found: Sequence[Sliced]) -> str:
    """Sum up slices of a sort: their lowest and highest value, verdicts, what is undefined and why.

    `q-kappa .35 (model-a under C4, n 15) to .92 (model-b under C1, n 15); BELOW BAR 1, UNCLEAR 9`
    """
    valued = sorted((e for e in found if _tells(e)), key=_value)
    said = []
    if valued:
        ends = [valued[0]] if len(valued) == 1 else [valued[0], valued[-1]]
        named = " to ".join(
            f"{number(each.headline.value)} ({visible_line(each.slice.name)}, "
            f"n {each.headline.items:,})"
            for each in ends
        )
        said.append(f"{short_name(valued[0].headline)} {named}")
    verdicts = Counter(each.verdict for each in found)
    said += [
        f"{word} in {verdicts[verdict]}" for verdict, word in WORDS.items() if verdicts[verdict]
    ]
    why = Counter(
        each.headline.undefined.short for each in found if each.headline.undefined is not None
    )
    said += [f"undefined in {times}: {visible_line(reason)}" for reason, times in why.items()]
    return f"{plural(len(found), 'part')}: {'; '.join(said)}"


WORDS: Mapping[Verdict, str] = {
    Verdict.REACHES: "ok",
    Verdict.BELOW: "BELOW BAR",
    Verdict.UNCLEAR: "UNCLEAR",
    Verdict.ONE_ITEM: "one item",
    Verdict.TOO_FEW: "too few items",
}
TOO_SMALL = (Verdict.ONE_ITEM, Verdict.TOO_FEW)


def _tells(each: Sliced) -> bool:
    """Whether a part may be an end of the range: it has a value, and items enough."""
    return each.headline.value is not None and each.verdict not in TOO_SMALL


def _value(each: Sliced) -> float:
    return each.headline.value or 0.0
