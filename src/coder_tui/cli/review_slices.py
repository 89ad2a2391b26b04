"""Agreement in parts of a study, as plain text and as JSON."""

from collections.abc import Sequence
from textwrap import fill
from typing import Any

from coder_tui.analysis.apart import differences
from coder_tui.analysis.figures import percent
from coder_tui.analysis.numerals import number, short_name, span
from coder_tui.analysis.pair_figures import apart_line, caption, matrix_lines, mean_line
from coder_tui.analysis.pairs import pair_matrix
from coder_tui.analysis.review import Review
from coder_tui.analysis.slice_figures import TITLES, meaning_of, summary_of
from coder_tui.analysis.slices import Sliced, by_sort
from coder_tui.cli.coefficient_json import coefficient_object
from coder_tui.cli.tables import table
from coder_tui.domain.cells import width as width_of
from coder_tui.domain.columns import widest
from coder_tui.domain.text import clipped, visible_line

WIDTH = 80
NAME = 30
LEAST = 14
"""A name is not cut shorter than this."""


def text_of(review: Review, *, everything: bool = False) -> list[str]:
    """Give a line for each dimension and sort of part; with everything, a table for each.

    Args:
        review: what the reader may see.
        everything: tables of all parts, and the pairs of coders.
    """
    summed, tables, every = [], [], []
    for measured in review.paired:
        short = visible_line(measured.dimension.short)
        who = f"{short} ({measured.coder_kind})"
        sliced = review.slices.of(measured)
        every.append(sliced)
        for by, found in by_sort(sliced).items():
            unplaced = review.slices.unplaced(measured) if by == "rubric" else ""
            more = "".join(f". {each}" for each in (differences(found), unplaced) if each)
            line = f"{who} {TITLES[by]}, {summary_of(found)}{more}"
            summed.append(fill(line, WIDTH, subsequent_indent="    "))
            tables.append(f"{who} {TITLES[by]}\n{_table(found, review.study.bar)}")
    parts = []
    if summed:
        more = "" if everything else " --all prints every part."
        head = fill(
            f"PARTS: agreement in parts of the items. {meaning_of(max(every, key=len))}{more}",
            WIDTH,
        )
        parts.append("\n".join([head, *summed]))
    if everything:
        parts += [*tables, *_pairs(review)]
    return parts


def _table(found: Sequence[Sliced], bar: float) -> str:
    heads = ["part", "n", "%", "value", "95 %", "by", "note"]
    rows = [
        [
            "",
            f"{each.percent.items:,}",
            percent(each.percent.value),
            number(each.headline.value),
            span(each.headline, bar=bar),
            short_name(each.headline),
            each.note,
        ]
        for each in found
    ]
    columns = list(zip(heads, *rows, strict=True))[1:]
    room = max(LEAST, min(NAME, WIDTH - sum(widest(column) + 2 for column in columns)))
    named = zip(found, rows, strict=True)
    return table(heads, [[_name(e, room), *row[1:]] for e, row in named], last_is_words=True)


def _name(each: Sliced, room: int) -> str:
    """Give the name of a part; of a stratum the model is cut first, which stands in many lines."""
    if not each.slice.group:
        return clipped(visible_line(each.slice.name), room)
    under = f" under {visible_line(each.slice.short)}"
    model = clipped(visible_line(each.slice.group), max(4, room - width_of(under)))
    return clipped(f"{model}{under}", room)


def _pairs(review: Review) -> list[str]:
    """Give the pairs of coders of each dimension that three or more scored."""
    found = []
    for measured in review.paired:
        matrix = pair_matrix(review.agreement, measured)
        if matrix is None:
            continue
        short = visible_line(measured.dimension.short)
        lines = [f"{short} ({measured.coder_kind}) by pair of coders: {caption(matrix)}"]
        lines += matrix_lines(matrix, WIDTH)
        lines += [fill(line, WIDTH) for line in (mean_line(matrix), apart_line(matrix)) if line]
        found.append("\n".join(lines))
    return found


def json_of(review: Review) -> list[dict[str, Any]]:
    """Give every part of every dimension; the keys are a public contract."""
    return [
        {
            "by": each.slice.by,
            "slice": {"name": each.slice.name, **each.slice.facts},
            "dimension": each.dimension.id,
            "kind": each.coder_kind,
            "items": each.percent.items,
            "pairs": each.percent.pairs,
            "differ": each.differ,
            "coefficients": [
                coefficient_object(each.percent, headline=each.percent is each.headline),
                coefficient_object(each.headline, headline=True),
            ],
            "verdict": each.verdict.value,
            "note": each.note,
        }
        for measured in review.paired
        for each in review.slices.of(measured)
    ]
