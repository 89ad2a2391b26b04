"""The items of a review, the hardest first, for standard output and for programs."""

from textwrap import fill
from typing import Any

from coder_tui.analysis.hardest import ReviewedItem
from coder_tui.analysis.numerals import number
from coder_tui.analysis.review import Review
from coder_tui.cli.tables import table
from coder_tui.domain.text import clipped, plural, visible_line

FIRST = 20
"""Items printed unless all are asked for."""
WIDTH = 80
TITLE = 24
LEAST = 12
"""Columns that the words keep."""
HEADS = ("item", "hard", "apart", "flag", "skip", "note", "can't", "time")
LEGEND = (
    "hard: share of pairs of answers that differ, of two coders of one kind on one dimension. "
    "apart: mean distance of values from 0 to 1. flag: flags that stand; skip: coders who ever "
    "skipped it; note: comments; can't: answers `cannot judge`; time: active minutes and seconds "
    "a coder."
)


def text_of(review: Review, *, everything: bool = False) -> list[str]:
    """Give the items that the reader may see; nothing where there is none."""
    if not review.items:
        return []
    shown = review.items if everything else review.items[:FIRST]
    contested = sum(bool(each.dimensions) for each in review.items)
    head = (
        f"ITEMS, hardest first: {plural(len(review.items), 'item')}, {contested:,} with a "
        "disagreement"
    )
    if len(shown) < len(review.items):
        head += f"\nThese are the first {len(shown)}; --all prints every one."
    titled = any(each.title for each in shown)
    last = "differ on, title" if titled else "differ on"
    numbers = [_numbers(each) for each in shown]
    taken = sum(max(map(len, column)) + 2 for column in zip(HEADS, *numbers, strict=True))
    rows = [
        [*found, _words(each, WIDTH - taken)] for found, each in zip(numbers, shown, strict=True)
    ]
    laid = table([*HEADS, last], rows, last_is_words=True)
    return [f"{head}\n{laid}\n{fill(LEGEND, WIDTH)}"]


def _numbers(item: ReviewedItem) -> list[str]:
    hard = "-" if item.difficulty is None else f"{100 * item.difficulty:.0f}%"
    counts = (item.flags, item.skips, item.comments, item.cannot_judge)
    time = "-" if item.seconds is None else _minutes(item.seconds)
    return [item.blind_id, hard, number(item.distance), *map(str, counts), time]


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _words(item: ReviewedItem, room: int) -> str:
    differ = " ".join(visible_line(each.short) for each in item.dimensions) or "-"
    title = clipped(item.title, TITLE)
    return clipped(f"{differ}  {title}".rstrip(), max(LEAST, room))


def json_of(review: Review) -> list[dict[str, Any]]:
    """Give the items, the hardest first."""
    return [
        {
            "blind_id": each.blind_id,
            "title": each.title or None,
            "coders": each.coders,
            "submitted": each.submitted,
            "differ_on": [dimension.id for dimension in each.dimensions],
            "pairs": each.pairs,
            "differing": each.differing,
            "difficulty": each.difficulty,
            "distance": each.distance,
            "flags": each.flags,
            "skips": each.skips,
            "comments": each.comments,
            "cannot_judge": each.cannot_judge,
            "seconds": each.seconds,
        }
        for each in review.items
    ]
