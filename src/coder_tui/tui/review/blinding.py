"""How well blinding held, on the tab of conditions: a line for each kind of coder."""

from textwrap import wrap

from coder_tui.analysis.blinding import BANG, INDEPENDENT, JAMES, Guessing, Tally
from coder_tui.analysis.figures import estimate
from coder_tui.analysis.numerals import number
from coder_tui.domain.columns import fitted
from coder_tui.domain.text import clipped
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.cut_spans import whole_entries
from coder_tui.tui.row_list import Span

CANNOT = "can't"


def line_of_guesses(found: Guessing, label: int, cells: int) -> tuple[Span, ...]:
    """Give the line: whose guesses, how many, and each model's index."""
    spans: list[Span] = [f"{fitted(f'Guesses ({found.coder_kind})', label - 1)}  {''}"]
    spans.append((f"{found.total.guesses:<10}", "quiet"))
    indexes: list[list[Span]] = []
    for each in found.models:
        tone = "bad" if each.recognised else "strong"
        indexes.append([(f" {clipped(each.model, 12)} ", "quiet"), (number(each.bang.value), tone)])
    return whole_entries(spans, indexes, cells)


def of_guesses(found: Guessing) -> list[Piece]:
    """Give each model's index with its interval and what it says."""
    if not found.total.guesses:
        return ["Nobody has guessed yet.\n"]
    heads = f"{'n':>5}{'right':>6}{'wrong':>6}{CANNOT:>6}{'index':>7}  95 %\n"
    pieces: list[Piece] = [(f"{'model':<20}{heads}", "$secondary")]
    for each in found.models:
        value, interval = estimate(each.bang)
        pieces.append(f"{fitted(each.model, 19)} {_counts(each.tally)}{value:>7}  {interval}\n")
    value, interval = estimate(found.james)
    pieces.append(f"{'all (James)':<20}{_counts(found.total)}{value:>7}  {interval}\n")
    for each in found.models:
        tone = "$error" if each.recognised else "$secondary"
        pieces.append((f"{clipped(each.model, 19)}: {each.sentence}\n", tone))
    return pieces


def guesses_in_full(found: Guessing, width: int) -> list[Piece]:
    """Give everything: what was taken for what, each coder, what the indexes mean."""
    pieces = [*of_guesses(found), "\n"]
    if found.total.guesses:
        for each in found.models:
            pieces.append((f"{clipped(each.model, width - 16)} was taken for\n", "bold"))
            pieces += [
                f"{times:>6}  {clipped(name, width - 8)}\n"
                for name, times in zip(found.names, each.named, strict=True)
            ]
        pieces.append(f"\n{'coder':<20}{'n':>5}{'right':>6}{'wrong':>6}{CANNOT:>6}  how sure\n")
        for coder in found.coders:
            sure = (
                f"{number(coder.tally.sure_when_correct, 1)} when right, "
                f"{number(coder.tally.sure_when_wrong, 1)} when wrong"
            )
            pieces.append(f"{clipped(coder.coder, 19):<20}{_counts(coder.tally)}  {sure}\n")
    meaning = f"{BANG} {JAMES} {INDEPENDENT} How sure: 1 unsure, 2 fairly sure, 3 certain."
    return [*pieces, "\n", *(f"{line}\n" for line in wrap(meaning, max(20, width)))]


def _counts(tally: Tally) -> str:
    return f"{tally.guesses:>5}{tally.correct:>6}{tally.wrong:>6}{tally.cannot_tell:>6}"
