"""Coders against themselves, as plain text."""

from collections.abc import Sequence
from textwrap import fill

from coder_tui.analysis.figures import percent
from coder_tui.analysis.numerals import number, short_name, span
from coder_tui.analysis.repeats import Repeated
from coder_tui.cli.tables import table
from coder_tui.domain.text import clipped

WIDTH = 80
NAME = 12
LABEL = 6

HEAD = "CODERS AGAINST THEMSELVES: submitted scores on items that came twice, unannounced"


def repeats_text(found: Sequence[Repeated], note: str) -> str:
    """Give a line for each coder and dimension; with nothing to show, why."""
    if not found:
        return f"{HEAD}\n{fill(note, WIDTH)}"
    heads = ["coder", "on", "n", "%", "value", "95 %", "by", "note"]
    rows = [
        [
            clipped(each.coder, NAME),
            clipped(each.dimension.short, LABEL),
            str(each.items),
            percent(each.percent.value),
            number(each.headline.value),
            span(each.headline),
            short_name(each.headline),
            each.note,
        ]
        for each in found
    ]
    return f"{HEAD}\n{table(heads, rows, last_is_words=True)}"
