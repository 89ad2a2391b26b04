"""The help page of the coding screen: the dimension at hand first, then every key."""

from coder_tui.domain.rubric import Dimension, Rubric
from coder_tui.domain.text import visible
from coder_tui.tui.literal import Piece

KEYS = (
    ("0-9", "score; goes on to the next open dimension unless evidence is owed"),
    ("Up Down  Space b  g G", "move the line cursor: by lines, by pages, to the ends"),
    ("[ ]", "previous, next turn or field"),
    ("j k  Tab", "next, previous dimension; next one without an answer"),
    ("e", "cite the whole current turn or field for this dimension"),
    ("'", "go round this dimension's citations"),
    ("Backspace", "clear this dimension; again: take its last citation away"),
    ("x z", "not applicable, cannot judge"),
    ("c f s", "comment, flag with a reason, skip with a reason"),
    ("u U", "undo, redo on this item; u on a submitted item reopens it (logged)"),
    ("/ n N", "search in the item; next, previous place"),
    ("< >  i", "previous, next item; go to an item by name, state or your own note"),
    ("o", "open or close the reference; on a tool's part: fold it"),
    ("Enter", "submit when complete, else turn to the first gap; nothing else"),
    ("? q", "this page; leave (all is saved)"),
)


def help_pieces(rubric: Rubric, dimension: Dimension) -> list[Piece]:
    """Give the page."""
    pieces: list[Piece] = [(f"{dimension.label}\n", "$accent bold"), f"{dimension.question}\n"]
    if dimension.opportunity:
        pieces += [("Opportunity: ", "$secondary"), f"{dimension.opportunity}\n"]
    pieces.append("\n")
    for point in dimension.points:
        pieces += [(f"{point.value} {point.label}: ", "$accent"), f"{point.anchor}\n"]
        if point.near_miss:
            pieces += [("  near miss: ", "$secondary"), f"{point.near_miss}\n"]
    pieces += ["\n", ("Keys\n", "$accent bold")]
    for keys, meaning in KEYS:
        pieces += [(f"{keys:<22}", "$accent"), f"{meaning}\n"]
    pieces += [
        "\nEvery score is on disk before it is shown. Keys that arrive together (a stalled line,\n"
        "a paste) are never recorded by themselves.\n"
    ]
    if rubric.rules:
        pieces += ["\n", (f"Rules of {visible(rubric.title)}\n", "$accent bold")]
        pieces += [f"{number}. {rule}\n" for number, rule in enumerate(rubric.rules, start=1)]
    return pieces
