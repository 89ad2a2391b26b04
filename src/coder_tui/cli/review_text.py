"""The review as plain text, at most 80 columns where names allow it."""

from collections.abc import Sequence
from textwrap import fill

from coder_tui.analysis.apart import drift_words, has_drifted
from coder_tui.analysis.audit_words import audit_text
from coder_tui.analysis.conditions import ConditionTable, provisional
from coder_tui.analysis.disagreements import Disagreement, how_many
from coder_tui.analysis.figures import (
    LEGEND,
    alpha_line,
    coefficient_lines,
    counts_line,
    drift_line,
    full_heads,
    full_rows,
    headline_line,
    marked_note,
    overall_line,
    percent,
)
from coder_tui.analysis.ground import OTHER_MEANING
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.numerals import number, short_name, span
from coder_tui.analysis.review import Review
from coder_tui.cli import (
    review_adjudication,
    review_coders,
    review_confusion,
    review_items,
    review_progress,
    review_slices,
)
from coder_tui.cli.blinding_text import blinding_text
from coder_tui.cli.judges_text import judges_text
from coder_tui.cli.repeats_text import repeats_text
from coder_tui.cli.tables import fitted, table
from coder_tui.domain.columns import widest
from coder_tui.domain.text import clipped, plural, visible_line

FIRST = 20
"""Disagreements printed unless all are asked for."""

WIDTH = 80
COMMENT = 160
"""Characters of a comment that are printed; --json gives all."""


def review_text(review: Review, *, everything: bool = False) -> str:
    """Give the whole review as text.

    Args:
        review: what the reader may see.
        everything: all disagreements, not only the first.
    """
    parts = [
        "\n".join(banners(review)),
        *review_progress.text_of(review),
        *_agreement(review),
        *review_slices.text_of(review, everything=everything),
        judges_text(review.judges),
        *_repeats(review),
        *review_coders.text_of(review, everything=everything),
        _disagreements(review, everything=everything),
        *review_confusion.text_of(review, everything=everything),
        *review_items.text_of(review, everything=everything),
        *review_adjudication.text_of(review),
        *(f"AUDIT: what the benchmarks measure\n{audit_text(each)}" for each in review.audits),
        *_conditions(review),
        blinding_text(review.blinding, review.blinding_note),
    ]
    return "\n\n".join(part for part in parts if part)


def banners(review: Review) -> list[str]:
    """Give what stands above everything else."""
    study = review.study
    lines = []
    if study.simulated:
        lines.append(
            _wrapped("SIMULATED: a program made these scores; they show the procedure, no finding.")
        )
    lines.append(
        f"REVIEW {visible_line(study.title)}: {plural(study.items, study.unit)}, "
        f"{plural(study.coders, 'coder')}"
    )
    if study.with_key and not study.sealed:
        lines.append(
            _wrapped("UNSEALED: conditions can be seen before a freeze; a report has to say so.")
        )
    said = [*([study.rubric] if study.rubric else []), *study.closed.lines]
    return lines + [_wrapped(visible_line(line)) for line in said]


def _agreement(review: Review) -> list[str]:
    if not review.agreement:
        return ["AGREEMENT\nNo item has been submitted yet."]
    blocks = []
    for kind in dict.fromkeys(each.coder_kind for each in review.paired):
        found = [each for each in review.paired if each.coder_kind == kind]
        head = (
            f"AGREEMENT of {kind} coders: submitted scores, before adjudication; "
            f"bar {number(review.study.bar, 3)}"
        )
        other = _other_meaning(review, found)
        over = [_wrapped(overall_line(e)) for e in review.overall if e.coder_kind == kind]
        said = [_agreement_table(review, found), *other, *over, _wrapped(LEGEND)]
        blocks.append("\n".join([head, *said]))
        blocks.append("\n".join(line for each in found for line in _detail(review, each)))
    if review.unpaired:
        blocks.append(
            "\n".join(
                ["AGREEMENT: nothing to compare", *(each.sentence for each in review.unpaired)]
            )
        )
    return blocks


def _other_meaning(review: Review, found: Sequence[Measured]) -> list[str]:
    """Say what the mark in the table means, where it stands, and what is not listed."""
    meanings = review.study.meanings
    other = [each.dimension for each in found if each.dimension.id in meanings.otherwise]
    if not other:
        return []
    names = ", ".join(visible_line(each.short) for each in other)
    return [
        _wrapped(
            f"{OTHER_MEANING} {names}: {meanings.of(other[0].id)}. Of the disagreements, "
            f"{meanings.unlisted}."
        )
    ]


def _agreement_table(review: Review, found: Sequence[Measured]) -> str:
    heads = ["dimension", "n", "%", "value", "95 %", "by", "note"]
    rows = [
        [
            each.dimension.label,
            str(each.percent.items),
            percent(each.percent.value),
            number(each.headline.value),
            span(each.headline, bar=review.study.bar),
            short_name(each.headline),
            _note(review, each),
        ]
        for each in found
    ]
    return fitted(heads, rows, WIDTH, last_is_words=True)


def _note(review: Review, measured: Measured) -> str:
    note = marked_note(measured, review.study.meanings)
    return f"{note} drift?" if has_drifted(review.drift_of(measured)) else note


def _detail(review: Review, measured: Measured) -> list[str]:
    """Give the second line of a dimension and what follows it."""
    of = review.study.meanings.of(measured.dimension.id)
    lines = [
        _wrapped(
            f"{visible_line(measured.dimension.short)}  {headline_line(measured, review.study.bar)}"
        ),
        *([_wrapped(f"{OTHER_MEANING} {of}", indent="    ")] if of else []),
        _wrapped(counts_line(measured), indent="    "),
        *(_wrapped(line, indent="    ", more="  ") for line in coefficient_lines(measured)),
    ]
    if line := alpha_line(measured):
        lines.append(_wrapped(line, indent="    "))
    if drifting := review.drift_of(measured):
        said = [drift_line(drifting), drift_words(drifting)]
        lines += [_wrapped(each, indent="    ", more="  ") for each in said if each]
    if measured.headline.undefined or measured.headline.note:
        lines.append(_wrapped(measured.explanation, indent="    "))
    return lines


def _repeats(review: Review) -> list[str]:
    """Say how coders agree with themselves; nothing in a study in which nothing comes twice."""
    if review.intra_coder is None or not review.study.repeats:
        return []
    return [repeats_text(review.intra_coder, review.intra_coder_note)]


def _disagreements(review: Review, *, everything: bool) -> str:
    shown = review.disagreements if everything else review.disagreements[:FIRST]
    lines = [f"DISAGREEMENTS: {how_many(review.disagreements)}"]
    if len(shown) < len(review.disagreements):
        lines.append(f"These are the first {len(shown)}; --all prints every one.")
    if review.held_back:
        lines.append(
            _wrapped(
                f"{review.held_back:,} more are held back until every coder who has the item "
                "has submitted it."
            )
        )
    for each in shown:
        lines += _disagreement(each)
    return "\n".join(lines)


def _disagreement(disagreement: Disagreement) -> list[str]:
    answers = " | ".join(
        f"{visible_line(each.coder)} {visible_line(each.answer.word)}"
        for each in disagreement.answers
    )
    kind = "" if disagreement.kind == "value" else "  (applicable?)"
    short = visible_line(disagreement.dimension.short)
    decided = f"  {visible_line(disagreement.outcome)}" if disagreement.outcome else ""
    late = "  LATE" if disagreement.late else ""
    said = f"{disagreement.blind_id}  {short:<4} {answers}{decided}{late}{kind}"
    room = min(30, WIDTH - len(said) - 2)
    title = f"  {clipped(disagreement.title, room)}" if disagreement.title and room >= 8 else ""
    lines = [_unbroken(f"{said}{title}")]
    for each in disagreement.answers:
        lines += [
            _wrapped(f"{visible_line(each.coder)}: {clipped(comment, COMMENT)}", " " * 8, "  ")
            for comment in each.comments
        ]
    return lines


def _unbroken(line: str) -> str:
    """Break a line only where it is too long, and keep its spaces elsewhere."""
    return line if len(line) <= WIDTH else _wrapped(line, more=" " * 11)


def _conditions(review: Review) -> list[str]:
    if review.audits:
        return []
    if not review.conditions:
        return [f"CONDITIONS\n{_wrapped(review.conditions_note)}"]
    head = "CONDITIONS: means of final scores by model and scaffold"
    unresolved = provisional(review.conditions)
    return [f"{head}\n{unresolved}".strip(), *(condition_text(each) for each in review.conditions)]


def condition_text(found: ConditionTable) -> str:
    """Lay out one dimension's table with the sentence that says what it shows."""
    heads, rows = ["", *full_heads(found)], full_rows(found)
    others = sum(widest(column) + 2 for column in list(zip(heads, *rows, strict=True))[1:])
    names = widest(row[0] for row in rows)
    heads[0] = clipped(found.dimension.label, max(names, WIDTH - others))
    laid = table(heads, rows, last_is_words=bool(found.compared))
    return f"{laid}\n{_wrapped(visible_line(found.sentence))}"


def _wrapped(text: str, indent: str = "", more: str = "") -> str:
    """Break a text into lines, all but the first of them with `more` behind the indent."""
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent + more)
