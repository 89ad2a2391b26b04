"""Choosing filters: first what about, then which; each by one letter."""

from collections.abc import Callable, Sequence

from coder_tui.analysis.disagreements import Disagreement
from coder_tui.analysis.narrowing import (
    COMMENT,
    DECIDED,
    DIMENSION,
    KIND,
    NO_PAIRS,
    PAIR,
    SIZE,
    Narrowing,
    Option,
)
from coder_tui.domain.columns import padded
from coder_tui.tui.dialogs import Choice, PickDialog
from coder_tui.tui.review.menu import PICK, Entry, Menu
from coder_tui.tui.review.tab import Desk

MATTERS = (
    ("d", DIMENSION, "dimension"),
    ("p", PAIR, "pair of coders"),
    ("s", SIZE, "size: how far values are apart"),
    ("k", KIND, "kind: values, or whether applicable"),
    ("c", COMMENT, "comment, with or without"),
    ("u", DECIDED, "undecided, or decided"),
)
OFF = "0"
NONE = "No disagreement that is left has a "
WORDS = 36
"""Columns of what a filter is about; what is in force stands behind."""

Take = Callable[[Narrowing], None]


def choose(
    desk: Desk, narrowing: Narrowing, found: Sequence[Disagreement], named: bool, take: Take
) -> None:
    """Ask for a filter and hand on what is then in force.

    Args:
        desk: the screen.
        narrowing: what is in force.
        found: all disagreements that the reader may see.
        named: whether coders have names.
        take: gets the new filters.
    """

    def picked(key: str | None) -> None:
        if key == OFF:
            take(Narrowing())
        elif key is not None:
            about, words = next((about, words) for each, about, words in MATTERS if each == key)
            if about == PAIR and not named:
                desk.say(NO_PAIRS)
            else:
                _choose_which(desk, narrowing, about, words.split(":")[0], found, take)

    entries = [_matter(*each, narrowing, named) for each in MATTERS]
    if narrowing.filters:
        entries.append(Entry(OFF, "take all off"))
    desk.open(Menu("Only disagreements by their", entries), picked)


def _matter(key: str, about: str, words: str, narrowing: Narrowing, named: bool) -> Entry:
    chosen = narrowing.of(about)
    held = chosen.words if chosen else "only with the key" if about == PAIR and not named else ""
    return Entry(key, f"{padded(words, WORDS)}{held}".rstrip())


def _choose_which(
    desk: Desk,
    narrowing: Narrowing,
    about: str,
    words: str,
    found: Sequence[Disagreement],
    take: Take,
) -> None:
    options = narrowing.options(about, found)
    keys = [str(place) for place in range(len(options))]

    def picked(key: str | None) -> None:
        if key == OFF:
            take(narrowing.without(about))
        elif key is not None:
            take(narrowing.by(options[keys.index(key)].filter))

    if not options:
        desk.say(f"{NONE}{words}.")
    elif len(options) > len(PICK):
        choices = [Choice(key, _label(each)) for key, each in zip(keys, options, strict=True)]
        question = f"Only this {words}:"
        desk.open(PickDialog(question, lambda typed: _holding(choices, typed)), picked)
    else:
        keys = list(PICK[: len(options)])
        entries = [Entry(key, _label(each)) for key, each in zip(keys, options, strict=True)]
        if narrowing.of(about):
            entries.append(Entry(OFF, "any"))
        desk.open(Menu(f"Only this {words}:", entries), picked)


def _label(option: Option) -> str:
    wanted = option.filter
    return f"{wanted.label or wanted.words}  ({option.count:,})"


def _holding(choices: Sequence[Choice], typed: str) -> Sequence[Choice]:
    words = typed.casefold().split()
    return [each for each in choices if all(word in each.label.casefold() for word in words)]
