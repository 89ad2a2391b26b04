"""What the lines above and below the text say: item, place, what is saved, the keys."""

from collections.abc import Sequence

from coder_tui.domain.coding import Progress
from coder_tui.domain.items import ItemKind, ItemView, Part
from coder_tui.domain.rubric import Level
from coder_tui.domain.text import clipped, plural, visible_line
from coder_tui.tui.coding.desk import Desk
from coder_tui.tui.coding.lines import length
from coder_tui.tui.literal import Piece
from coder_tui.tui.position import turn_map

HINTS = (
    ("answers", ""),
    ("cite", "cite"),
    ("part-back part-on", "turn"),
    ("page-down", "page"),
    ("not-applicable", "n/a"),
    ("cannot-judge", "can't"),
    ("submit", "submit"),
    ("help", "help"),
    ("undo", "undo"),
    ("next-unscored", "next gap"),
    ("overview", "what is missing"),
    ("comment", "comment"),
    ("flag", "flag"),
    ("skip", "skip"),
    ("search", "search"),
    ("find-item", "go to item"),
    ("leave", "leave"),
)
"""Bindings by their ids, and what they do in a word; the keys that answer go first."""


def header(desk: Desk, width: int, saved_at: str) -> list[Piece]:
    """Item, place, how far, whether it is saved; who is coding, at the right."""
    open_count = len(desk.open_dimensions)
    left: list[Piece] = [
        (desk.item.blind_id, "$accent bold"),
        "  ",
        *([("PRACTICE ", "$warning bold")] if desk.practising else []),
        f"{desk.place} of {desk.total}   ",
        f"scored {desk.scored_count}/{open_count}   ",
        _saving(desk, saved_at),
    ]
    if desk.notes.flag:
        left += ["  ", ("FLAGGED", "$warning bold")]
    if desk.notes.comment:
        left += ["  ", ("comment", "$secondary")]
    if not desk.goes_on:
        left += ["  ", ("advance off", "$warning")]
    room = width - length(left) - 2
    right = next((each for each in _who(desk) if length(each) <= room), [])
    return [*left, " " * max(2, width - length(left) - length(right)), *right]


def _who(desk: Desk) -> list[list[Piece]]:
    """Say who is coding, and that it is only simulated, in full and ever shorter."""
    simulated: list[Piece] = [("SIMULATED", "$warning"), "  "] if desk.study.info.simulated else []
    name = visible_line(desk.coder)
    return [[*simulated, ("coder: ", "$secondary"), name], [*simulated, name], simulated[:1]]


def _saving(desk: Desk, saved_at: str) -> Piece:
    if desk.unsaved:
        return (f" NOT SAVED {desk.unsaved} ", "$background on $error bold")
    if desk.is_submitted:
        return ("SUBMITTED", "$success bold")
    if desk.sheet.progress is Progress.SKIPPED:
        return ("SKIPPED", "$warning")
    if desk.sheet.progress is Progress.REOPENED and not desk.practising:
        return (f"REOPENED, SAVED {saved_at}" if saved_at else "REOPENED", "$warning bold")
    if saved_at:
        return (f"SAVED {saved_at}", "$success")
    return (desk.sheet.progress.value, "$secondary")


def entry_title(item: ItemView, width: int) -> list[Piece]:
    """Give an entry's title on the rule above it; blinded items have none."""
    if not item.title:
        return ["─" * width]
    title = clipped(item.title, width - 6)
    return ["── ", (title, "$foreground bold"), " " + "─" * max(0, width - len(title) - 4)]


def position(desk: Desk, part: Part | None, more_below: bool, width: int) -> list[Piece]:
    """Give the current turn, a map of all turns by role, and what is cited."""
    turns = desk.item.turns
    word = "turn" if desk.item.kind is ItemKind.TRANSCRIPT else "field"
    idx = part.idx if part is not None else 0
    left: list[Piece] = [(f"{word} {idx}/{len(turns)}" if idx else "reference", "$foreground")]
    cited = sorted({c.part for c in desk.sheet.cited(desk.dimension)})
    right: list[Piece] = [
        (
            f"more below ({desk.keys['page-down']})" if more_below else "end of the item",
            "$secondary",
        )
    ]
    quote: list[Piece] = []
    if cited:
        listed = ", ".join(map(str, cited[:4])) + (" ..." if len(cited) > 4 else "")
        quote = [f"   {desk.dimension.short} cites {listed}"]
    elif before := desk.earlier_words(desk.dimension):
        quote = [(f"   {desk.keys['take-over']}: {desk.dimension.short} {before}", "$warning")]
    room = width - length(left) - length(right) - length(quote) - 5
    shown = [*left, *turn_map(turns, idx, set(cited), room), *quote]
    return [*shown, " " * max(1, width - length(shown) - length(right)), *right]


def held_keys(keys: Sequence[str], width: int) -> str:
    """Give what is said of digits that arrived together, shorter where it would not fit."""
    count, listed = plural(len(keys), "key"), " ".join(keys)
    text = f"{count} arrived together: {listed}; Enter records them in order, Esc drops them"
    return text if len(text) <= width else f"Together: {listed}; Enter records, Esc drops"


SUBMITTED_HINTS = (
    ("undo", "reopen"),
    ("item-back", "previous"),
    ("item-on", "next item"),
    ("find-item", "go to item"),
    ("comment", "comment"),
    ("help", "help"),
    ("leave", "leave"),
)


def hints(desk: Desk, width: int) -> list[Piece]:
    """Give the keys that matter most, with those that answer this dimension."""
    pieces: list[Piece] = []
    for key, word in SUBMITTED_HINTS if desk.is_submitted else HINTS:
        if key == "not-applicable" and not desk.dimension.not_applicable:
            continue
        if key == "undo" and not desk.is_submitted and not desk.sheet.done:
            continue
        for shown, said in _answering(desk) if key == "answers" else [(_keys(desk, key), word)]:
            piece: list[Piece] = [(shown, "$accent"), f" {said.replace('turn', desk.unit)}  "]
            if length(pieces) + length(piece) > width + 2:
                return pieces
            pieces += piece
    return pieces


def _keys(desk: Desk, ids: str) -> str:
    return " ".join(desk.keys[each] for each in ids.split())


def _answering(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Give the keys that answer the dimension in question."""
    dimension, write = desk.dimension, desk.keys["write"]
    if not dimension.has_points:
        return (
            ((write, "write"),) if dimension.level is Level.TEXT else ((f"0-9 {write}", "number"),)
        )
    digits = f"{dimension.values[0]}-{dimension.values[-1]}"
    if dimension.level is Level.MULTI:
        return ((digits, "labels"), (write, "none"), (desk.keys["next-unscored"], "go on"))
    return ((digits, "score"),)
