"""The help page of the adjudication screen: what the coders said first, then every key."""

from coder_tui.domain.adjudication import REASONS, Case
from coder_tui.domain.rubric import Rubric
from coder_tui.tui.adjudication.said import full_side
from coder_tui.tui.help_pages import dimension_lines, heading, key_lines, rule_lines
from coder_tui.tui.literal import Piece

PAGE_WIDTH = 68

KEYS = (
    ("a b c", "take the value of A, of B, of C"),
    ("0-9", "another point of the scale"),
    ("=", "write another value: a number, labels as in 0 2, or text"),
    ("x z", "not applicable, cannot judge"),
    ("then one letter", "the reason; Esc goes back to the value"),
    ("Shift + that letter", "the reason, and a sentence of your own"),
    ("[ ]", "previous, next place that a coder cites"),
    ("Up Down  Space PgUp", "move the line cursor: by lines, by pages"),
    ("g G  o", "to the start, to the end; fold or unfold a long part"),
    ("d", "defer: this case comes back at the end of the sitting"),
    ("u", "take back the last decision of this sitting"),
    ("? q", "this page; leave (all is saved)"),
)


def help_pieces(rubric: Rubric, case: Case | None) -> list[Piece]:
    """Give the page."""
    pieces: list[Piece] = _case_pieces(case) if case else []
    pieces += [
        heading("Keys"),
        *key_lines(KEYS),
        "\n",
        heading("Reasons (* asks for a sentence; so does a value that nobody gave)"),
    ]
    for reason in REASONS:
        mark = "*" if reason.owes_sentence else ""
        pieces += [(f"{reason.key}  ", "$accent"), f"{reason.words}{mark}\n"]
    pieces += [
        "\nA decision is on disk before the next case opens. The coders' own scores stay as they\n"
        "are, and agreement is computed on those alone. The letters change from case to case.\n"
    ]
    return [*pieces, *rule_lines(rubric)]


def _case_pieces(case: Case) -> list[Piece]:
    """Give what the coders said in full, and the dimension with its near misses."""
    pieces: list[Piece] = [heading("What the coders said")]
    for side in case.sides:
        pieces += full_side(side, PAGE_WIDTH)
    return [*pieces, *dimension_lines(case.dimension)]
