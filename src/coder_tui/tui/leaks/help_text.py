"""The help page of the screen of leaks."""

from collections.abc import Iterable

from coder_tui.tui.help_pages import heading, key_lines
from coder_tui.tui.literal import Piece

NAMED = (
    ("row-up row-down", "previous, next line"),
    ("rows-up rows-down", "by pages"),
    ("rows-start rows-end", "to the start, to the end"),
    ("row-open leaks-unfold leaks-fold", "list a group's places, or hide them"),
    ("leaks-mask", "mask: coders get [name masked] instead"),
    ("leaks-keep", "keep: it is fine as it stands"),
    ("leaks-exclude", "leave the whole item out of the study"),
    ("leaks-reopen", "undecided again, also what others decided"),
    ("leaks-all", "then one of these: for all places of the spelling"),
    ("leaks-next", "next that is undecided"),
    ("leaks-undo", "take the last decision of this sitting back"),
    ("leaks-filter", "only names and spellings that hold a text"),
    ("leaks-kind", "only one kind; again: the next kind, then all"),
    ("leaks-back", "show all again"),
    ("leaks-help", "this page"),
    ("leaks-leave", "leave; asks whether to apply what is decided"),
)
"""Ids of bindings, and what they do."""

HINTS = (
    ("leaks-mask", "mask"),
    ("leaks-keep", "keep"),
    ("leaks-exclude", "exclude"),
    ("leaks-all", "all"),
    ("leaks-undo", "undo"),
    ("leaks-help", "help"),
    ("leaks-leave", "leave"),
    ("leaks-next", "next"),
    ("leaks-filter", "filter"),
)
"""What stands on the last line."""

HINTS_ALL = (("leaks-mask", "mask all"), ("leaks-keep", "keep all"),
             ("leaks-exclude", "exclude all their items"), ("leaks-reopen", "open all again"),
             ("leaks-back", "back"))  # fmt: skip

KINDS = (
    ("exact", "a name to the letter, whatever its case"),
    ("host", "the address of a provider"),
    ("provider id", "an id as only one provider makes them"),
    ("phrase", "a model says what it is"),
    ("altered", "misspelt, spaced, with look-alike letters; may be an ordinary word"),
)


def help_pieces(keys: Iterable[tuple[str, str]]) -> list[Piece]:
    """Give the page, with the keys in force."""
    return [
        heading("Keys"),
        *key_lines(keys),
        "\nOn a group's line a decision is for all its places. It is in the key before it is\n"
        "shown; the study changes when you leave and apply it. A decision can be changed\n"
        "later; the text comes back when nothing asks for its mask any more.\n\n",
        heading("Kinds"),
        *key_lines(KINDS),
        "\nThe text is the one that coders get. What stands there is between » and «. An item\n"
        "has two names: the one in your files, and the blind id, which coders see.\n",
    ]
