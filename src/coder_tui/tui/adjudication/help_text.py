"""The help page of the adjudication screen: what the coders said first, then every key."""

from collections.abc import Iterable, Sequence
from typing import Any

from textual.app import App

from coder_tui.domain.adjudication import REASONS, Case, Made
from coder_tui.domain.adjudicators import in_words
from coder_tui.domain.rubric import Rubric
from coder_tui.tui.adjudication import keys as named
from coder_tui.tui.adjudication.hints import TAKING
from coder_tui.tui.adjudication.said import full_side, lines
from coder_tui.tui.help_pages import dimension_lines, heading, key_lines, rule_lines
from coder_tui.tui.keys_in_force import named_keys
from coder_tui.tui.literal import Piece

PAGE_WIDTH = 68

KEYS = (
    (" ".join(named.TAKE + letter for letter in TAKING), "take the value of A, of B, of C"),
    (" ".join(f"{named.DIGIT}{digit}" for digit in range(10)), "another point of the scale"),
    (named.WRITE, "write another value: a number, labels as in 0 2, or text"),
    (f"{named.NOT_APPLICABLE} {named.CANNOT_JUDGE}", "not applicable, cannot judge"),
)
THEN = (
    ("then one letter", "the reason, see below"),
    ("the same as a capital", "the reason, and a sentence of your own"),
)
OTHERS = (
    (named.BACK, "back from the reason to the value; from a case seen again to what waits"),
    (" ".join(named.EVIDENCE), "previous, next place that a coder cites"),
    ("line-up line-down page-down page-up", "move the line cursor: by lines, by pages"),
    ("to-start to-end", "to the start, to the end"),
    ("fold fold-all", "fold or unfold a long part; all of them"),
    (named.DEFER, "defer: this case comes back at the end of the sitting; leave one seen again"),
    (
        named.UNDO,
        "withdraw the wording just proposed; take back the value, then your last decision; one of "
        "an earlier sitting is named first",
    ),
    (" ".join(named.CASES), "previous, next case, decided ones among them: decide it anew"),
    (named.FIND, "go to a case: item, dimension, waits, decided, reason, adjudicator"),
    (
        named.PROPOSE,
        "propose a wording for the rubric; the lead gets the list. On its case again: change it, "
        "or withdraw it with nothing in the box",
    ),
    (f"{named.HELP} {named.LEAVE}", "this page; leave (all is saved)"),
)


def help_pieces(
    app: App[Any], rubric: Rubric, case: Case | None, earlier: Sequence[Made] = ()
) -> list[Piece]:
    """Give the page.

    Args:
        app: whose keys are in force.
        rubric: in force.
        case: at hand.
        earlier: decisions on it of when its dimension meant something else.
    """
    pieces: list[Piece] = _case_pieces(case, earlier) if case else []
    pieces += [
        heading("Keys"),
        *key_lines([*named_keys(app, KEYS), *THEN, *_without_takes(app, OTHERS)]),
        "\n",
        heading("Reasons (* asks for a sentence; so does a value that nobody gave)"),
    ]
    reasons = named_keys(app, [(named.REASON + each.key, each.words) for each in REASONS])
    for (key, words), reason in zip(reasons, REASONS, strict=True):
        mark = "*" if reason.owes_sentence else ""
        pieces += [(f"{key}  ", "$accent"), f"{words}{mark}\n"]
    pieces += [
        "\nA decision is on disk before the next case opens. The coders' own scores stay as they\n"
        "are, and agreement is computed on those alone. The letters change from case to case.\n"
        "A second decision on a case is a row of its own; the latest one counts.\n"
    ]
    return [*pieces, *rule_lines(rubric)]


def _without_takes(app: App[Any], keys: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give keys without those that take a coder's value here: `b` goes back no page."""
    takes = {key for keys, _ in named_keys(app, KEYS[:1]) for key in keys.split()}
    return [
        (" ".join(key for key in shown.split() if key not in takes), does)
        for shown, does in named_keys(app, keys)
    ]


def _case_pieces(case: Case, earlier: Sequence[Made]) -> list[Piece]:
    """Give what the coders said in full, what was decided before, and the dimension."""
    pieces: list[Piece] = [heading("What the coders said")]
    for side in case.sides:
        pieces += full_side(side, PAGE_WIDTH, whole=True)
    if case.made:
        pieces += [heading("Decided before"), *_made_pieces(case.made)]
    if earlier:
        other = f"Decided while {case.dimension.short} meant something else (does not count)"
        pieces += [heading(other), *_made_pieces(earlier)]
    return [*pieces, *dimension_lines(case.dimension)]


def _made_pieces(decisions: Iterable[Made]) -> list[Piece]:
    """Give decisions, oldest first, with their sentences."""
    pieces: list[Piece] = []
    for made in decisions:
        who = f"{made.moment}  {in_words(made.adjudicator)}: {made.answer.word}, {made.reason}"
        pieces += [f"{line}\n" for line in lines(who, PAGE_WIDTH)]
        sentence = lines(made.sentence, PAGE_WIDTH - 3) if made.sentence else []
        pieces += [(f"   {line}\n", "$secondary") for line in sentence]
    return [*pieces, "\n"]
