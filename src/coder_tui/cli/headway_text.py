"""How a study comes along, as plain text and as JSON: for `review` and for `status` alike."""

from textwrap import fill
from typing import Any

from coder_tui.analysis.burn_up import BurnUp
from coder_tui.analysis.headway import CoderHeadway, Headway
from coder_tui.analysis.headway_words import (
    again_sentence,
    end_sentence,
    pace_sentences,
    waits_sentence,
)
from coder_tui.analysis.pace import NOTHING, Pace
from coder_tui.domain.text import visible_line

WIDTH = 80


def headway_lines(found: Headway) -> list[str]:
    """Say how fast each coder is, but for imported scores, and all who are not done."""
    again = again_sentence(found)
    lines = [fill(again, WIDTH)] if again else []
    for name, each in found.coders.items():
        if each.pace.left or each.pace.per_day is not None:
            said = [*pace_sentences(each.pace), end_sentence(each.pace), waits_sentence(each)]
            lines.append(_said(visible_line(name), said))
    if sum(bool(each.pace.left) for each in found.coders.values()) > 1:
        lines.append(_said("All", [*pace_sentences(found.pace), end_sentence(found.pace)]))
    return lines


def _said(who: str, sentences: list[str]) -> str:
    return fill(f"{who}: {' '.join(filter(None, sentences))}", WIDTH, subsequent_indent="    ")


def coder_object(found: CoderHeadway | None) -> dict[str, Any]:
    """Give how a coder comes along; None for all of it where the coder has no item."""
    pace = found.pace if found else None
    return {
        "median_minutes": _rounded(found.median_minutes if found else None),
        "waits_for_second": found.waits_for_second if found else 0,
        **pace_object(pace),
    }


def pace_object(pace: Pace | None) -> dict[str, Any]:
    """Give a pace and the expected end."""
    return {
        "pace": {
            "per_day": _rounded(pace.per_day if pace else None),
            "per_day_overall": _rounded(pace.per_day_overall if pace else None),
            "per_hour": _rounded(pace.per_hour if pace else None),
        },
        "expected_end": str(pace.expected_end) if pace and pace.expected_end else None,
        "expected_end_undefined": (pace.undefined or None) if pace else NOTHING,
    }


def headway_object(found: Headway) -> dict[str, Any]:
    """Give how the coders come along together."""
    return {
        "left": found.pace.left,
        "to_code_again": dict(found.again),
        **pace_object(found.pace),
        "waiting": [
            {"submitted": each.submitted, "coders": each.coders, "items": each.items}
            for each in found.waiting.awaited
        ],
        "burn_up": line_object(found.burn_up),
    }


def line_object(found: BurnUp) -> list[dict[str, Any]]:
    """Give the points of a burn-up line."""
    return [
        {"at": each.at.isoformat(timespec="seconds"), "submitted": each.submitted}
        for each in found.points
    ]


def _rounded(value: float | None) -> float | None:
    """Round what changes with the time of day."""
    return None if value is None else round(value, 2)
