"""All keys of the coding screen, in groups, as they are in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, product
from textwrap import wrap

from coder_tui.tui.help_pages import heading, key_lines
from coder_tui.tui.keys_in_force import KeysInForce
from coder_tui.tui.literal import Piece

COLUMN = 38
"""Columns of one of the two columns on a screen of 80."""

KEY_ROOM = 13


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of the page: what some bindings do, shortly and in full."""

    ids: tuple[str, ...]
    short: str
    full: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together."""

    title: str
    lines: tuple[KeyLine, ...]


SPAN = Group(
    "The span that is open",
    (
        KeyLine(("span-left", "span-right"), "by a character", "extend or shorten by a character"),
        KeyLine(("span-word", "span-word-back"), "by a word", "extend or shorten by a word"),
        KeyLine(("line-up", "line-down"), "by a line", "extend or shorten by a line"),
        KeyLine(("span",), "the other end", "move the other end"),
        KeyLine(("cite",), "attach it", "attach the span as evidence"),
        KeyLine(("copy",), "copy it"),
        KeyLine(("drop",), "cancel it"),
    ),
)
"""Said first, while a span is open."""

GROUPS = (
    Group(
        "Score",
        (
            KeyLine(
                tuple(f"score-{digit}" for digit in range(10)),
                "score",
                "score; goes on to the next open dimension unless evidence is owed",
            ),
            KeyLine(
                ("write", "write-negative"),
                "write a value",
                "write a value: a text or a number, also one below 0; of labels: none",
            ),
            KeyLine(
                ("not-applicable", "cannot-judge"),
                "n/a, cannot judge",
                "not applicable, cannot judge",
            ),
            KeyLine(
                ("clear",),
                "clear the dimension",
                "clear this dimension; again: take its last citation away",
            ),
            KeyLine(
                ("undo", "redo"),
                "undo (reopens), redo",
                "undo, redo on this item; undo on a submitted item reopens it (logged)",
            ),
            KeyLine(("dimension-on", "dimension-back"), "next, previous dimension"),
            KeyLine(
                ("next-unscored",), "next that is missing", "next dimension that lacks something"
            ),
            KeyLine(("overview",), "what is missing", "an overview of what is missing"),
            KeyLine(
                ("auto-advance",), "auto-advance on, off", "go on after a score by itself, or stay"
            ),
            KeyLine(
                ("submit",),
                "submit, or to a gap",
                "submit when complete, else turn to the first gap; nothing else",
            ),
        ),
    ),
    Group(
        "Evidence",
        (
            KeyLine(
                ("cite",),
                "cite the turn",
                "cite the current turn or field, or the marked span; right after a score, for "
                "what was scored; on an entry it asks for the source: again for the same one",
            ),
            KeyLine(
                ("span",),
                "span of words",
                "begin a span of words: arrows, w and b extend it, v turns to its other end; then "
                "cite it",
            ),
            KeyLine(
                ("take-over",),
                "take evidence over",
                "take over what this dimension cited in a version of the rubric in which it meant "
                "something else",
            ),
            KeyLine(("citations",), "go round citations", "go round this dimension's citations"),
            KeyLine(("copy",), "copy quote or link"),
        ),
    ),
    Group(
        "Text",
        (
            KeyLine(("line-up", "line-down"), "line", "move the line cursor"),
            KeyLine(("page-down",), "page down"),
            KeyLine(("page-up",), "page up"),
            KeyLine(("to-start", "to-end"), "start, end", "to the start, to the end"),
            KeyLine(("part-back", "part-on"), "turn", "previous, next turn or field"),
            KeyLine(
                ("fold", "fold-all"),
                "fold this, fold all",
                "open or close the reference; on a tool's part: fold it; all of them",
            ),
            KeyLine(
                ("search",),
                "search",
                "search in the item, ignoring case; Ctrl+R there: exact case, then regular "
                "expression",
            ),
            KeyLine(("hit-on", "hit-back"), "next, previous place", "next, previous place found"),
        ),
    ),
    Group(
        "Items",
        (
            KeyLine(("item-back", "item-on"), "previous, next item"),
            KeyLine(
                ("next-open",),
                "next open item",
                "next item that is neither submitted nor skipped, going round",
            ),
            KeyLine(("next-flagged",), "next flagged item", "next item that you flagged"),
            KeyLine(
                ("find-item",),
                "go to an item",
                "go to an item by name, number, state or your own note",
            ),
            KeyLine(("list",), "list of your items", "list of your items with their states"),
        ),
    ),
    Group(
        "Words",
        (
            KeyLine(("comment",), "comment"),
            KeyLine(("comment-editor",), "comment in $EDITOR", "write the comment in your editor"),
            KeyLine(("flag",), "flag with a reason"),
            KeyLine(
                ("skip",),
                "skip with a reason",
                "skip with a reason; the item comes back at the end",
            ),
        ),
    ),
    Group(
        "Screen",
        (
            KeyLine(("help",), "help", "the dimension, the rules and the keys"),
            KeyLine(("keys",), "all keys on a page"),
            KeyLine(("palette",), "commands by name", "find a command by its name"),
            KeyLine(("drop",), "end marks, drop keys", "take marks away; drop keys that are held"),
            KeyLine(("leave",), "leave (all is saved)"),
        ),
    ),
)

OTHERS = "Others"


def groups(keys: KeysInForce) -> list[Group]:
    """Give the groups with the lines whose keys are in force; no binding is left out."""
    found = []
    for group in GROUPS:
        lines = tuple(line for line in group.lines if keys.keys(*line.ids))
        found.append(Group(group.title, lines))
    named = {each for group in (SPAN, *GROUPS) for line in group.lines for each in line.ids}
    others = tuple(
        KeyLine((each,), keys.does[each]) for each in keys.by_id if each not in named
    )  # fmt: skip
    return [group for group in [*found, Group(OTHERS, others)] if group.lines]


def help_lines(keys: KeysInForce, listed: Iterable[Group] | None = None) -> list[Piece]:
    """Give the keys one below another, each with all that it does."""
    pieces: list[Piece] = []
    for group in groups(keys) if listed is None else listed:
        pieces.append(heading(group.title))
        pieces += key_lines((keys.keys(*each.ids), each.full or each.short) for each in group.lines)
    return pieces


def page_pieces(keys: KeysInForce, width: int) -> list[Piece]:
    """Give the page of all keys: in two columns where there is room for them."""
    blocks = [_block(group, keys) for group in groups(keys)]
    if width < 2 * COLUMN:
        return [piece for block in blocks for line in block for piece in (*line, "\n")]
    left, right = _balanced(blocks)
    pieces: list[Piece] = []
    for row in range(max(len(left), len(right))):
        here = left[row] if row < len(left) else []
        there = right[row] if row < len(right) else []
        pieces += [*here, " " * (COLUMN - _length(here)), *there, "\n"]
    return pieces


def _balanced(blocks: Sequence[list[list[Piece]]]) -> tuple[list[list[Piece]], list[list[Piece]]]:
    """Deal the groups into two columns of nearly the same height; the first stays first."""

    def joined(some: Iterable[list[list[Piece]]]) -> list[list[Piece]]:
        return [line for block in some for line in block]

    first, *others = blocks
    dealt = (
        (
            joined([first, *compress(others, left)]),
            joined(compress(others, (not each for each in left))),
        )
        for left in product((True, False), repeat=len(others))
    )
    return min(dealt, key=lambda columns: max(map(len, columns)))


def _block(group: Group, keys: KeysInForce) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[(group.title, "$accent bold")]]
    for each in group.lines:
        shown = keys.keys(*each.ids)
        room = COLUMN - 1 - max(KEY_ROOM, len(shown) + 1)
        first, *rest = wrap(each.short, room)
        lines.append([(f"{shown:<{KEY_ROOM - 1}} ", "$accent"), first])
        lines += [[" " * KEY_ROOM, more] for more in rest]
    return lines


def _length(line: Sequence[Piece]) -> int:
    return sum(len(piece if isinstance(piece, str) else piece[0]) for piece in line)
