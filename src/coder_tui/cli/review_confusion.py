"""Which answers are taken for one another, for standard output and for programs."""

from textwrap import fill
from typing import Any

from coder_tui.analysis.chance import MOST_PAIRS
from coder_tui.analysis.confusion import Answered, Matrix
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.review import Review
from coder_tui.cli.tables import table
from coder_tui.domain.text import clipped, plural, visible_line

WIDTH = 80
NAME = 20
NAMED = (
    "TABLES OF ANSWERS: items by the answers of two coders; down those of the first, across those "
    "of the second."
)
NAMELESS = (
    "TABLES OF ANSWERS: how often two answers met on an item that everybody has submitted; coders "
    "have no names without the key, so every pair counts once, in no order."
)


def text_of(review: Review, *, everything: bool = False) -> list[str]:
    """Give a table for each dimension and pair of coders; nothing where no two have answered."""
    if not review.answered:
        return []
    parts = [fill(NAMED if review.study.with_key else NAMELESS, WIDTH)]
    kinds = {each.coder_kind for each in review.answered}
    for answered in review.answered:
        kind = f" ({answered.coder_kind})" if len(kinds) > 1 else ""
        head = f"{visible_line(answered.dimension.label)}{kind}"
        parts.append(_of_dimension(head, answered, everything=everything))
    return parts


def _of_dimension(head: str, answered: Answered, *, everything: bool) -> str:
    found = answered.matrices
    shown = found if everything else found[:MOST_PAIRS]
    blocks = [f"{head}: {each.why}" if each.why else _table(head, each) for each in shown]
    if len(shown) < len(found):
        more = plural(len(found) - len(shown), "more pair")
        blocks.append(f"{more} of coders; --all prints every one.")
    return "\n\n".join(dict.fromkeys(blocks))


def _table(head: str, matrix: Matrix) -> str:
    confusion = matrix.confusion
    if confusion is None:
        return ""
    corner = plural(matrix.pairs, "pair")
    if matrix.coders is not None:
        first, second = (clipped(name, NAME) for name in matrix.coders)
        corner = f"{first} \\ {second}"
    heads = [f"  {corner}", *map(visible_line, confusion.answers)]
    rows = [
        [f"  {visible_line(answer)}", *map(str, counts)]
        for answer, counts in zip(confusion.answers, confusion.counts, strict=True)
    ]
    return f"{head}\n{table(heads, rows)}"


def json_of(review: Review, measured: Measured) -> list[dict[str, Any]]:
    """Give the tables of a line of agreement: of each pair, or without names one of all."""
    answered = review.answered_on(measured.dimension.id, measured.coder_kind)
    return [
        {
            "coders": list(each.coders) if each.coders else None,
            "answers": list(each.confusion.answers),
            "counts": [list(row) for row in each.confusion.counts],
            "pairs": each.pairs,
        }
        for each in (answered.matrices if answered else ())
        if each.confusion
    ]
