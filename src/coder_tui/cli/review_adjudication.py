"""How disagreements became final scores, as plain text and as JSON."""

from textwrap import fill
from typing import Any

from coder_tui.analysis.review import Review
from coder_tui.domain.adjudicators import CONSENSUS, MAJORITY, in_words
from coder_tui.domain.text import plural, visible_line
from coder_tui.storage.decisions import OwnItems

WIDTH = 80

BASES = ("agreed", "majority", "adjudicated", "single", "unresolved")
"""In the order in which they are counted."""

HOW = {
    CONSENSUS: "Disagreements are settled by the item's own coders together.",
    MAJORITY: "What more than half of the coders answered is final; ties are adjudicated.",
}


def text_of(review: Review) -> list[str]:
    """Give a paragraph: how, what final scores rest on, who decided on items of their own."""
    settled = review.settling
    counted = [
        f"{settled.bases.get(basis, 0):,} {basis}"
        for basis in BASES
        if basis != "majority" or settled.mode == MAJORITY
    ]
    said = [HOW[settled.mode]] if settled.mode in HOW else []
    said.append(f"Final scores: {', '.join(counted)}.")
    said += map(_own, settled.on_own_items)
    return [fill(" ".join(said), WIDTH)]


def _own(each: OwnItems) -> str:
    who = visible_line(in_words(each.adjudicator))
    return (
        f"{who} coded in this study and decided: {each.own:,} of "
        f"{plural(each.decided, 'decision')} on items of their own."
    )


def json_of(review: Review) -> dict[str, Any]:
    """Give what stands under `adjudication`."""
    settled = review.settling
    return {
        "mode": settled.mode,
        "final_scores": {basis: settled.bases.get(basis, 0) for basis in BASES},
        "decisions": [
            {
                "adjudicator": each.adjudicator,
                "decided": each.decided,
                "on_own_items": each.own,
            }
            for each in settled.own_items
        ],
    }
