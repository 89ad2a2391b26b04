"""The help page of the review screen."""

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
    pieces: list[Piece] = [("Review\n", "$accent bold")]
    pieces += _keys(KEYS)
    pieces += ["\n", ("In an item (read-only)\n", "$accent bold")]
    pieces += _keys(IN_ITEM)
    pieces += [
        "\nNothing can be changed here. Each look is noted in the study, because\n"
        "whoever codes afterwards is no longer unaware of it.\n"
    ]
    return pieces


def _keys(keys: tuple[tuple[str, str], ...]) -> list[Piece]:
    pieces: list[Piece] = []
    for key, meaning in keys:
        pieces += [(f"{key:<22}", "$accent"), f"{meaning}\n"]
    return pieces
