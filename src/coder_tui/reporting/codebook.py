"""The codebook: the rubric as a reader needs it, and what the words of the tables mean."""

import math
import re
from collections.abc import Iterator, Sequence

from coder_tui.domain.adjudication import REASONS
from coder_tui.domain.rubric import Dimension, Level, Rubric
from coder_tui.domain.scales import shortest
from coder_tui.domain.text import visible_line

STATES = (
    ("scored", "A value was given."),
    (
        "not_applicable",
        "The item gives no occasion for the question; only where the rubric allows.",
    ),
    ("cannot_judge", "The coder could not tell from what the item shows."),
    ("cleared", "The answer was taken away; it counts as none."),
)

BASES = (
    ("adjudicated", "An adjudicator decided."),
    ("agreed", "All coders who submitted gave the same answer."),
    ("majority", "More than half of the coders who submitted gave it; the study settles by that."),
    ("single", "Only one coder submitted; nobody checked it."),
    ("unresolved", "The coders differ and nobody has decided; there is no final score."),
)

_MARKUP = re.compile(r"([\\`*<>\[\]|#~]|(?<!\w)_|_(?!\w))")


def codebook(rubric: Rubric, fingerprint: str, notices: Sequence[str]) -> str:
    """Write the codebook as Markdown."""
    return "\n".join(_lines(rubric, fingerprint, notices)) + "\n"


def markdown(text: str) -> str:
    """Give text that we did not write as one harmless line of Markdown."""
    return _MARKUP.sub(r"\\\1", visible_line(text))


def notice_lines(notices: Sequence[str]) -> Iterator[str]:
    """Give what has to be said before anything else."""
    for notice in notices:
        yield f"> **{markdown(notice)}**"
        yield ""


def _lines(rubric: Rubric, fingerprint: str, notices: Sequence[str]) -> Iterator[str]:
    yield f"# Codebook: {markdown(rubric.title)}"
    yield ""
    yield from notice_lines(notices)
    yield f"Rubric {markdown(rubric.id)}, version {markdown(rubric.version)}, for {rubric.unit}s."
    yield f"Its full text is `rubric.toml`, with the fingerprint `{fingerprint}`."
    yield ""
    for dimension in rubric.dimensions:
        yield from _dimension(dimension)
    yield from _words("States of an answer", STATES)
    yield from _words("Basis of a final score", BASES)
    yield from _words("Reason of an adjudication", [(each.code, each.words) for each in REASONS])
    yield "## What counts"
    yield ""
    yield "- A submitted score is the answer standing at a coder's latest submit; drafts and edits"
    yield "  since a reopening do not count."
    yield "- A dimension whose condition is not met is hidden: not required and not counted."
    yield "- The final scores of a study rest on one kind of coder: on simulated ones where the"
    yield "  study is itself simulated and has any, else on people; never on machines."
    yield "- Agreement is computed before adjudication, on submitted scores, by kind of coder."
    if rubric.rules:
        yield ""
        yield "## Rules the coders worked by"
        yield ""
        yield from (f"- {markdown(rule)}" for rule in rubric.rules)


def _dimension(dimension: Dimension) -> Iterator[str]:
    yield f"## {markdown(dimension.label)}"
    yield ""
    yield markdown(dimension.question)
    yield ""
    yield f"- Id: `{dimension.id}`"
    yield f"- Level of measurement: {dimension.level.value}"
    if dimension.opportunity:
        yield f"- Applies to: {markdown(dimension.opportunity)}"
    yield f"- Not applicable: {'allowed' if dimension.not_applicable else 'not allowed'}"
    yield f"- Evidence: {_evidence(dimension)}"
    if dimension.absence_searched:
        yield f"- Absence: {dimension.lowest} lists the places searched, instead of a quote"
    if dimension.depends_on:
        condition = dimension.depends_on
        yield f"- Asked only if `{condition.dimension}` is at least {condition.at_least}"
    yield ""
    yield from _values(dimension)
    for point in dimension.points:
        yield f"- **{point.value}** {markdown(point.label)}: {markdown(point.anchor)}"
        if point.near_miss:
            yield f"  - Near miss: {markdown(point.near_miss)}"
    yield ""


def _values(dimension: Dimension) -> Iterator[str]:
    """Say what a value is, where it is not one of the points below."""
    if dimension.level is Level.MULTI:
        yield "A value is the set of labels that apply, as a sorted JSON list; `[]`: none applies."
        yield ""
    elif dimension.level is Level.TEXT:
        yield "A value is a text."
        yield ""
    elif not dimension.has_points:
        yield f"A value is {dimension.takes}."
        yield ""


def _evidence(dimension: Dimension) -> str:
    above = dimension.evidence_above
    if above is None:
        return "optional" if dimension.evidence_offered else "none"
    return "required" if math.isinf(above) else f"required above {shortest(above)}"


def _words(title: str, words: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield from (f"- `{word}`: {meaning}" for word, meaning in words)
    yield ""
