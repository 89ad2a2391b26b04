"""How pace, expected end and what waits are said, on paper and on the screen."""

from math import ceil

from coder_tui.analysis.headway import CoderHeadway, Headway
from coder_tui.analysis.pace import RECENT, TOO_FEW, Pace
from coder_tui.analysis.strata_progress import Stratum
from coder_tui.analysis.waiting import Waiting
from coder_tui.domain.text import plural, visible_line

ABOUT = (
    f"Pace: items submitted a day in the last {RECENT.days} days (or since the first submit, where "
    "that was later), days off among them; an item counts at its first submit. At work: by the "
    "median of the active time on a submitted item. Expected end: when the items left are "
    "submitted at that pace; days are UTC."
)

TOO_LITTLE = "No pace per hour: too little work yet."

SHORT = 0.1
"""Hours below which minutes are said: one decimal would make them none."""


def rate(value: float | None) -> str:
    """Give a pace: `12.3`; `-` where there is none."""
    return "-" if value is None else f"{value:.1f}"


def end(pace: Pace) -> str:
    """Give the expected end: a day, or `-`."""
    return f"{pace.expected_end}" if pace.expected_end else "-"


def end_sentence(pace: Pace) -> str:
    """Say when the end is expected, or why that cannot be said."""
    if not pace.left:
        return f"{pace.undefined[:1].upper()}{pace.undefined[1:]}."
    if pace.expected_end:
        return f"Expected end at this pace: {pace.expected_end}."
    return f"No expected end: {visible_line(pace.undefined)}."


def pace_sentences(pace: Pace, *, short: bool = False) -> list[str]:
    """Say how fast; nothing where too little was submitted in the coding screen."""
    said: list[str] = []
    if pace.undefined == TOO_FEW:
        return said
    if pace.per_day is not None:
        recent, overall = rate(pace.per_day), rate(pace.per_day_overall)
        said.append(
            f"{recent} a day ({RECENT.days} days), {overall} (all)."
            if short
            else f"{recent} items a day in the last {RECENT.days} days, {overall} over all."
        )
    if pace.per_hour is not None and pace.hours_left is not None:
        hours = f", {hours_words(pace.hours_left)} left" if pace.left else ""
        said.append(f"{pace.per_hour:.1f} an hour at work{hours}.")
    elif pace.too_little_work:
        said.append(TOO_LITTLE)
    return said


def hours_words(hours: float) -> str:
    """Write hours at work: `3.5 h`; very few in minutes, and never none: `2 min`."""
    return f"{hours:.1f} h" if hours >= SHORT else f"{max(1, ceil(60 * hours))} min"


def waits_sentence(found: CoderHeadway) -> str:
    """Say what waits for one coder; nothing where nothing does."""
    many = found.waits_for_second
    verb = "waits" if many == 1 else "wait"
    return f"{plural(many, 'item')} {verb} for this coder." if many else ""


def again_sentence(found: Headway) -> str:
    """Say what has to be coded again because the rubric changed; nothing where nothing has."""
    if not found.again:
        return ""
    by = ", ".join(f"{visible_line(coder)} {count:,}" for coder, count in found.again.items())
    return f"To code again because the rubric changed: {found.again_in_all} ({by})."


def waiting_sentence(found: Waiting) -> str:
    """Say what waits: `20 items wait, submitted by 1 of 3 coders (15) or 2 of 3 (5).`."""
    if not found.awaited:
        return "No item waits for another coder."
    verb = "waits" if found.items == 1 else "wait"
    first, *rest = found.awaited
    by_many = [f"{first.submitted} of {plural(first.coders, 'coder')}"]
    by_many += [f"{each.submitted} of {each.coders}" for each in rest]
    if rest:
        pairs = zip(by_many, found.awaited, strict=True)
        by_many = [f"{words} ({each.items:,})" for words, each in pairs]
    return f"{plural(found.items, 'item')} {verb}, submitted by {' or '.join(by_many)}."


def by_day(found: Headway) -> str:
    """Give the burn-up line by day: `2026-11-03 12, 2026-11-04 30 of 180`."""
    days = [f"{day} {many:,}" for day, many in found.burn_up.days.items()]
    return f"{', '.join(days)} of {found.burn_up.total:,}" if days else ""


def stratum_sentence(found: Stratum) -> str:
    """Say how far the items of a model under a scaffold are."""
    return (
        f"{plural(found.items, 'item')}, {found.complete:,} submitted by every coder who has them; "
        f"{found.submitted:,} of {found.assigned:,} submitted in all."
    )
