"""Whether agreement reaches the bar: said of the interval, never of the value alone.

A value above the bar from few items shows little: the interval may reach far below. Agreement is
`ok` where the whole interval reaches the bar, below where none of it does, and unclear between. Of
fewer than five items there is no verdict.
"""

from enum import StrEnum

from coder_tui.analysis.numerals import number, precisely, probably
from coder_tui.domain.text import plural
from coder_tui.statistics.coefficient import Coefficient


class Verdict(StrEnum):
    """What is known of a coefficient and the bar."""

    REACHES = "reaches"
    BELOW = "below"
    UNCLEAR = "unclear"
    UNDEFINED = "undefined"
    ONE_ITEM = "one_item"
    TOO_FEW = "too_few"


LEAST_ITEMS = 5
"""Items that a verdict takes: with fewer one more item may turn it around."""


def verdict_on(headline: Coefficient, bar: float) -> Verdict:
    """Hold a coefficient against the bar; by its value where it has no interval."""
    if headline.value is None:
        return Verdict.UNDEFINED
    # A value from one item follows from the formula and says nothing, so it is held to no bar.
    if headline.items == 1:
        return Verdict.ONE_ITEM
    if headline.items < LEAST_ITEMS:
        return Verdict.TOO_FEW
    found = headline.interval
    low, high = (found.low, found.high) if found else (headline.value, headline.value)
    if low >= bar:
        return Verdict.REACHES
    return Verdict.BELOW if high < bar else Verdict.UNCLEAR


def note_on(verdict: Verdict, headline: Coefficient, differ: int) -> str:
    """Give the verdict in a few words.

    Args:
        verdict: on the headline.
        headline: the coefficient that is held against the bar.
        differ: items on which values differ.
    """
    if headline.undefined is not None:
        return f"undefined: {headline.undefined.short}"
    if verdict is Verdict.ONE_ITEM:
        return "one item: says nothing"
    if verdict is Verdict.TOO_FEW:
        return f"too few: {headline.items} items"
    if verdict is Verdict.BELOW:
        return f"BELOW BAR: {differ} differ"
    if verdict is Verdict.UNCLEAR:
        return f"UNCLEAR: {differ or 'none'} differ"
    return "ok"


_SAID = {
    Verdict.REACHES: "the whole interval reaches it",
    Verdict.BELOW: "the whole interval is below it",
    Verdict.UNCLEAR: "the interval lies on both sides of it, so these items do not tell",
    Verdict.TOO_FEW: f"fewer than {LEAST_ITEMS} items are not held against it",
}


def explanation_of(
    verdict: Verdict, headline: Coefficient, percent: Coefficient, differ: int, bar: float
) -> str:
    """Give the verdict in sentences."""
    if headline.undefined is not None:
        agree = "" if percent.value is None else f"Percent agreement is {percent.value:.0%}."
        return f"{headline.undefined.sentence} {agree}".strip()
    sure = precisely(headline, bar=bar)
    # Without an interval the value alone is held against the bar, which the reader sees.
    said = headline.interval is not None or verdict is Verdict.TOO_FEW
    judged = f": {_judged(verdict, headline, bar)}" if said and verdict in _SAID else ""
    return (
        f"{number(headline.value, 3)} on {plural(headline.items, 'item')}"
        f"{f', {sure}' if sure else ''}. The bar of this study is {number(bar, 3)}{judged}. "
        f"The values differ on {plural(differ, 'item')}. {headline.note}"
    ).strip()


def _judged(verdict: Verdict, headline: Coefficient, bar: float) -> str:
    likely = probably(headline, bar) if verdict is Verdict.UNCLEAR else ""
    return f"the interval lies on both sides of it; {likely}" if likely else _SAID[verdict]
