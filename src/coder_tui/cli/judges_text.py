"""Machines against people, as plain text."""

from itertools import groupby
from textwrap import fill

from coder_tui.analysis.figures import percent, percent_span
from coder_tui.analysis.judges import Judged, Judges
from coder_tui.analysis.numerals import number, precisely, short_name, span
from coder_tui.cli.tables import table
from coder_tui.domain.text import clipped, plural, visible_line

WIDTH = 80
LABEL = 18

HEAD = (
    "MACHINES AGAINST PEOPLE: a machine's submitted scores against the final scores of the "
    "others. n counts items with a value from both. q-kappa: Cohen's kappa, quadratic weights; "
    "kappa: unweighted."
)


def judges_text(judges: Judges) -> str:
    """Give a table for each machine and the answers in which it differs; nothing without one."""
    if not judges.judged:
        return ""
    parts = [fill(HEAD, WIDTH)]
    for coder, found in groupby(judges.judged, lambda each: each.coder):
        parts += _machine(coder, list(found))
    if judges.held_back:
        held = plural(judges.held_back, "answer")
        parts.append(
            fill(
                f"Held back until everybody who has the item has submitted it: {held} of machines.",
                WIDTH,
            )
        )
    return "\n\n".join(parts)


def _machine(coder: str, found: list[Judged]) -> list[str]:
    heads = [f"{clipped(coder, LABEL)} on", "n", "%", "value", "95 %", "by", "note"]
    rows = [
        [
            clipped(each.dimension.label, LABEL),
            str(each.percent.items),
            percent(each.percent.value),
            number(each.kappa.value),
            span(each.kappa),
            short_name(each.kappa),
            each.note,
        ]
        for each in found
    ]
    return [table(heads, rows, last_is_words=True), *map(_detail, found)]


def _detail(judged: Judged) -> str:
    said = fill(
        f"{visible_line(judged.dimension.label)}: {judged.sentence} {_why(judged)}".strip(), WIDTH
    )
    if judged.confusion is None:
        return said
    heads = [f"  {clipped(judged.coder, 20)} \\ {judged.against}", *judged.confusion.answers]
    rows = [
        [f"  {answer}", *map(str, counts)]
        for answer, counts in zip(judged.confusion.answers, judged.confusion.counts, strict=True)
    ]
    return f"{said}\n{table(heads, rows)}"


def _why(judged: Judged) -> str:
    """Say how sure the percentage and kappa are, and what has to be known of kappa."""
    kappa = judged.kappa
    sure = []
    if judged.percent.interval:
        sure.append(
            f"Agreement {percent(judged.percent.value)} % ({percent_span(judged.percent)})."
        )
    if kappa.undefined:
        return visible_line(" ".join([*sure, kappa.undefined.sentence]))
    if precise := precisely(kappa):
        sure.append(f"{short_name(kappa)}: {precise}.")
    return visible_line(" ".join([*sure, kappa.note]))
