"""Coders against one another, as plain text and as JSON."""

from textwrap import fill
from typing import Any

from coder_tui.analysis.coder_profiles import NO_ANSWERS, NO_KEY, CoderProfile, OnDimension
from coder_tui.analysis.coder_words import (
    ABOUT,
    DIMENSION_HEADS,
    difference,
    dimension_cells,
    limits,
    mark,
    over_time,
    seconds,
    standing,
)
from coder_tui.analysis.figures import percent
from coder_tui.analysis.numerals import number, short_name
from coder_tui.analysis.review import Review
from coder_tui.cli.coefficient_json import coefficient_object
from coder_tui.cli.tables import table
from coder_tui.domain.columns import widest
from coder_tui.domain.text import clipped, visible_line
from coder_tui.statistics.severity import Severity

WIDTH = 80
NAME = 16


def text_of(review: Review, *, everything: bool = False) -> list[str]:
    """Give a line for each coder and what stands out; with everything, each dimension."""
    if review.coders is None:
        return [f"CODERS\n{fill(NO_KEY, WIDTH)}"]
    if not review.coders:
        return [f"CODERS\n{NO_ANSWERS}"]
    head = "CODERS: submitted scores of each against those of the others"
    more = "" if everything else " --all prints every dimension."
    said = [fill(visible_line(standing(each)), WIDTH) for each in review.coders]
    said += [
        fill(f"{visible_line(each.coder)} {over_time(each)}", WIDTH, subsequent_indent="    ")
        for each in review.coders
        if each.stretches
    ]
    parts = ["\n".join([head, _coders(review.coders), *said, fill(f"{ABOUT}{more}", WIDTH)])]
    if everything:
        parts += [_dimensions(each) for each in review.coders]
    return parts


def _coders(found: tuple[CoderProfile, ...]) -> str:
    heads = ["coder", "kind", "done", "diff ", "95 %", "agree %", "n/a %", "can't %", "s/item"]
    rows = [
        [
            clipped(each.coder, NAME),
            each.kind,
            f"{each.submitted:,}",
            f"{difference(each.severity.value)}{mark(each.severity) or ' '}",
            limits(each.severity),
            percent(each.agreement),
            percent(each.not_applicable),
            percent(each.cannot_judge),
            seconds(each.median_seconds),
        ]
        for each in found
    ]
    return table(heads, rows)


def _dimensions(found: CoderProfile) -> str:
    heads = [clipped(found.coder, NAME), *DIMENSION_HEADS]
    rows = [[clipped(each.dimension.short, 6), *dimension_cells(each)] for each in found.dimensions]
    lines = [table(heads, rows, last_is_words=True)]
    if widest(lines[0].splitlines()) > WIDTH:
        # The counts, which may be many, stand below the table then.
        lines = [table(heads[:-1], [row[:-1] for row in rows])]
        counts = [f"{row[0]} {heads[-1]}: {row[-1]}" for row in rows]
        lines += [fill(each, WIDTH, subsequent_indent="    ") for each in counts]
    lines += [line for each in found.dimensions if (line := _with_others(each))]
    return "\n".join(lines)


def _with_others(found: OnDimension) -> str:
    """Give the kappa with each of several others; with one it stands in the table."""
    if len(found.with_others) < 2:
        return ""
    said = ", ".join(
        f"{short_name(each.kappa)} {number(each.kappa.value)} with {visible_line(each.coder)}"
        for each in found.with_others
    )
    return fill(f"{visible_line(found.dimension.short)}: {said}", WIDTH, subsequent_indent="    ")


def json_of(review: Review) -> list[dict[str, Any]] | None:
    """Give an object for each coder; None without the key."""
    if review.coders is None:
        return None
    return [
        {
            "coder": each.coder,
            "kind": each.kind,
            "submitted": each.submitted,
            "severity": severity_object(each.severity),
            "agreement": each.agreement,
            "pairs": each.pairs,
            "not_applicable": each.not_applicable,
            "cannot_judge": each.cannot_judge,
            "median_seconds": each.median_seconds,
            "stands_out": each.stands_out or None,
            "dimensions": [_dimension(found) for found in each.dimensions],
            "over_time": [
                {"items": s.items, "severity": s.severity, "agreement": s.agreement}
                for s in each.stretches
            ],
        }
        for each in review.coders
    ]


def severity_object(found: Severity) -> dict[str, Any]:
    """Give a severity."""
    interval = found.interval
    return {
        "value": found.value,
        "items": found.items,
        "undefined": found.undefined or None,
        "standard_error": found.standard_error,
        "interval": interval
        and {
            "method": interval.method,
            "confidence": interval.confidence,
            "low": interval.low,
            "high": interval.high,
        },
    }


def _dimension(found: OnDimension) -> dict[str, Any]:
    return {
        "dimension": found.dimension.id,
        "severity": found.severity and severity_object(found.severity),
        "agreement": found.agreement,
        "cohen_kappa": [
            {"with": each.coder, **coefficient_object(each.kappa)} for each in found.with_others
        ],
        "values": dict(found.values),
        "not_applicable": found.not_applicable,
        "cannot_judge": found.cannot_judge,
    }
