"""The help page of the coding screen: the dimension at hand first, then every key."""

from coder_tui.domain.rubric import Dimension, Rubric
from coder_tui.tui.help_pages import dimension_lines, heading, key_lines, rule_lines
from coder_tui.tui.literal import Piece

KEYS = (
    ("0-9", "score; goes on to the next open dimension unless evidence is owed"),
    ("Up Down  Space b  g G", "move the line cursor: by lines, by pages, to the ends"),
    ("[ ]", "previous, next turn or field"),
    ("j k  Tab", "next, previous dimension; next one without an answer"),
    ("e", "cite the current turn or field; right after a score, for what was scored"),
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
    return [
        *dimension_lines(dimension),
        heading("Keys"),
        *key_lines(KEYS),
        "\nEvery score is on disk before it is shown. Keys that arrive together (a stalled line,\n"
        "a paste) are never recorded by themselves.\n",
        *rule_lines(rubric),
    ]
