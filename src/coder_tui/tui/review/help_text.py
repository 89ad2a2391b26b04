"""The help page of the review screen."""

from coder_tui.tui.help_pages import heading, key_lines
from coder_tui.tui.literal import Piece

KEYS = (
    ("1 2 3 4", "progress, agreement, disagreements, conditions"),
    ("Up Down  Space b  g G", "move by lines, by pages, to the ends"),
    ("Enter", "a dimension's disagreements; a disagreement's item"),
    ("Esc", "filter off, then dimension off, then to agreement"),
    ("w", "why undefined, what a note means; all in full"),
    ("s", "sort in another way"),
    ("/", "only lines that hold a text; no text: all lines"),
    ("r", "read the study again"),
    ("E", "export into a new folder beside the study"),
    ("? q", "this page; leave"),
)

IN_ITEM = (
    ("Up Down  Space b  g G", "move by lines, by pages, to the ends"),
    ("[ ]", "previous, next turn or field"),
    ("'", "next turn that a coder cites"),
    ("< >", "previous, next disagreement of the list"),
    ("o", "fold or unfold a long part, or the reference"),
    ("w", "comments and evidence in full"),
    ("Esc q Enter", "back to the list"),
)


def help_pieces() -> list[Piece]:
    """Give the page."""
    return [
        heading("Review"),
        *key_lines(KEYS),
        "\n",
        heading("In an item (read-only)"),
        *key_lines(IN_ITEM),
        "\nNothing can be changed here. Each look is noted in the study, because\n"
        "whoever codes afterwards is no longer unaware of it.\n",
    ]
