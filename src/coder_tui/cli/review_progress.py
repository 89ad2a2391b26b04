"""Progress, pace and what waits, as plain text and as JSON; `status` has the same numbers."""

from textwrap import fill
from typing import Any

from coder_tui.analysis.headway import Headway
from coder_tui.analysis.headway_words import (
    ABOUT,
    by_day,
    waiting_sentence,
)
from coder_tui.analysis.questions import CoderProgress
from coder_tui.analysis.review import Review, repeats_note
from coder_tui.cli.headway_text import coder_object, headway_lines, line_object
from coder_tui.cli.tables import table
from coder_tui.domain.text import clipped, visible_line

WIDTH = 80
NAME = 30


def text_of(review: Review) -> list[str]:
    """Give progress by coder, pace and what waits; with the key by condition."""
    heads = ["coder", "kind", "items", "done", "draft", "skip", "reopened", "flag"]
    rows = [_row(each) for each in review.progress]
    repeats = review.study.repeats
    note = [repeats_note(repeats)] if repeats else []
    lines = [
        "PROGRESS",
        table(heads, rows),
        *note,
        *headway_lines(review.headway),
        fill(waiting_sentence(review.headway.waiting), WIDTH),
        fill(ABOUT, WIDTH),
    ]
    if days := by_day(review.headway):
        lines.append(fill(f"Submitted by the end of each day: {days}.", WIDTH))
    return ["\n".join(lines), *_strata(review)]


def _row(each: CoderProgress) -> list[str]:
    counts = (
        each.assigned, each.submitted, each.draft, each.skipped, each.reopened, each.flagged,
    )  # fmt: skip
    return [visible_line(each.coder), each.kind, *(str(count) for count in counts)]


def _strata(review: Review) -> list[str]:
    if not review.strata:
        return []
    heads = ["model", "scaffold", "items", "done by all", "assigned", "done"]
    rows = [
        [
            clipped(each.model, NAME), clipped(each.scaffold, NAME), f"{each.items:,}",
            f"{each.complete:,}", f"{each.assigned:,}", f"{each.submitted:,}",
        ]
        for each in review.strata
    ]  # fmt: skip
    note = "Items, and how many of them every coder who has them has submitted; then coder by item."
    return [f"PROGRESS by model and scaffold\n{table(heads, rows)}\n{fill(note, WIDTH)}"]


def progress_of(review: Review) -> list[dict[str, Any]]:
    """Give an object for each coder."""
    return [
        {
            "coder": each.coder,
            "kind": each.kind,
            "assigned": each.assigned,
            "submitted": each.submitted,
            "draft": each.draft,
            "skipped": each.skipped,
            "reopened": each.reopened,
            "flagged": each.flagged,
            **coder_object(review.headway.coders.get(each.coder)),
            "burn_up": _line(review.headway, each.coder),
        }
        for each in review.progress
    ]


def strata_of(review: Review) -> list[dict[str, Any]] | None:
    """Give progress by model and scaffold; None where the reader may not see conditions."""
    if review.strata is None:
        return None
    return [
        {
            "model": each.model,
            "scaffold": each.scaffold,
            "items": each.items,
            "complete": each.complete,
            "assigned": each.assigned,
            "submitted": each.submitted,
        }
        for each in review.strata
    ]


def _line(found: Headway, coder: str) -> list[dict[str, Any]]:
    own = found.coders.get(coder)
    return line_object(own.burn_up) if own else []
