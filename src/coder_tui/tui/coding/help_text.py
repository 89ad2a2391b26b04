"""The help page of the coding screen: the dimension at hand first, then every key."""

from collections.abc import Sequence

from textual.app import App

from coder_tui.domain.rubric import Dimension, Rubric
from coder_tui.tui.coding.key_page import SPAN, help_lines
from coder_tui.tui.help_pages import dimension_lines, heading, key_lines, rule_lines
from coder_tui.tui.keys_in_force import KeysInForce, named_keys
from coder_tui.tui.literal import Piece

LIST_KEYS = (
    ("row-up row-down", "move in the list by lines"),
    ("rows-down rows-up", "by pages"),
    ("rows-start rows-end", "to the ends"),
    ("row-open", "open the item"),
    ("list-filter", "show only items that fit some words: name, number, state, your own note"),
    ("list-state", "show only items of one state; again: the next state, at last all"),
    ("list-back", "take words and state away; then back to the item"),
    ("list-leave", "back to the item"),
)


def help_pieces(
    rubric: Rubric,
    dimension: Dimension,
    keys: KeysInForce,
    *,
    changed: Sequence[Piece] = (),
    in_span: bool = False,
) -> list[Piece]:
    """Give the page: what is at hand first.

    Args:
        rubric: in force.
        dimension: at hand.
        keys: in force.
        changed: what changed in the dimension with the latest version of the rubric.
        in_span: whether a span is being chosen.
    """
    span = [*help_lines(keys, [SPAN]), "\n"] if in_span else []
    return [
        *span,
        *dimension_lines(dimension),
        *changed,
        f"All keys on one page: {keys.keys('keys')}; a command by its name: "
        f"{keys.keys('palette')}.\n\n",
        *help_lines(keys),
        "\nEvery score is on disk before it is shown. Keys that arrive together (a stalled line, "
        "a paste) are never recorded by themselves.\n",
        *rule_lines(rubric),
    ]


def list_help(app: App[None]) -> list[Piece]:
    """Give the help of the list of one's own items."""
    return [
        heading("Your items"),
        "Place, name, state, answers given of those asked; why it was skipped, flag and comment. "
        "Nothing of what others did is here.\n\n",
        heading("Keys"),
        *key_lines(named_keys(app, LIST_KEYS)),
    ]
